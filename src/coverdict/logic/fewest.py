"""The fewest worlds that meet every one of several conditions, each condition in one of them at least.

Conditions are shared out among groups: one world meets all conditions of a group. How many groups it takes is
a hard question; conditions no two of which share a world give a bound from below, and a search within some
effort for sharing the others out among as few groups gives one from above. Where both are one number, that
is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coverdict.logic.construction import Diagrams, Node, OverBudget

EFFORT = 200_000
"""Conditions that the search tries to put into a group."""

CLIQUE_EFFORT = 50_000
"""Steps of the search for conditions no two of which share a world."""


@dataclass(frozen=True, slots=True)
class Fewest:
    """Groups of conditions.

    Arguments:
        groups: of each group, the worlds that meet all its conditions.
        at_least: no fewer worlds meet all conditions.
    """

    groups: tuple[Node, ...]
    at_least: int


def fewest(space: Diagrams, conditions: Sequence[Node], effort: int = EFFORT) -> Fewest:
    """Groups of the conditions, as few as the effort finds.

    Arguments:
        conditions: true-or-false nodes of the space, each true somewhere.

    Raises:
        OverBudget: the space allows too few nodes for telling which conditions share a world.
    """
    wanted = strictest(space, conditions)
    if not wanted:
        return Fewest((), 0)
    shares = [[meet(space, one, other) != space.false for other in wanted] for one in wanted]
    apart = _apart(shares)
    search = _Sharing(space, wanted, shares, apart, effort)
    search.run()
    return Fewest(tuple(search.best), len(search.best) if search.exhausted else len(apart))


def meet(space: Diagrams, one: Node, other: Node) -> Node:
    """Where both conditions hold."""
    return space.choose(one, other, space.false)


def some_world(space: Diagrams, node: Node) -> tuple[int, ...]:
    """A world of a condition that holds somewhere."""
    (diagram,) = space.freeze(node)
    world = diagram.world(diagram.nodes.full, True)
    if world is None:
        raise ValueError("the condition holds nowhere")
    return world


def strictest(space: Diagrams, conditions: Sequence[Node]) -> list[Node]:
    """The conditions without those that hold wherever another one does."""
    different = list(dict.fromkeys(conditions))
    samples = {node: some_world(space, node) for node in different}
    kept: list[Node] = []
    for node in different:
        implied = False
        for other in different:
            world = samples[other]
            if other == node or space.value(node, world) is not True:
                continue
            if space.choose(other, node, space.true) == space.true:
                implied = True
                break
        if not implied:
            kept.append(node)
    return kept


def _apart(shares: Sequence[Sequence[bool]]) -> list[int]:
    """Conditions no two of which share a world: as many as the effort finds."""
    numbers = range(len(shares))
    against = [frozenset(other for other in numbers if not shares[one][other]) for one in numbers]
    best: list[int] = []
    effort = CLIQUE_EFFORT

    def grow(chosen: list[int], left: frozenset[int]) -> None:
        nonlocal best, effort
        effort -= 1
        if len(chosen) > len(best):
            best = list(chosen)
        ordered = sorted(left, key=lambda one: (-len(against[one] & left), one))
        for place, one in enumerate(ordered):
            if effort < 0 or len(chosen) + len(ordered) - place <= len(best):
                return
            grow([*chosen, one], left & against[one])
            left = left - {one}

    grow([], frozenset(numbers))
    return best


class _Sharing:
    """Shares the conditions out among groups, the most constrained condition first."""

    def __init__(
        self,
        space: Diagrams,
        wanted: Sequence[Node],
        shares: Sequence[Sequence[bool]],
        apart: Sequence[int],
        effort: int,
    ) -> None:
        self.space = space
        self.wanted = wanted
        self.shares = shares
        self.apart = apart
        self.effort = effort
        self.best: list[Node] = list(wanted)
        self.exhausted = False

    def run(self) -> None:
        groups = [self.wanted[one] for one in self.apart]
        members = [frozenset((one,)) for one in self.apart]
        rest = frozenset(range(len(self.wanted))) - frozenset(self.apart)
        try:
            self.exhausted = self._share(groups, members, rest)
        except OverBudget:
            self.exhausted = False
        self.exhausted = self.exhausted or len(self.best) == len(self.apart)

    def _share(self, groups: list[Node], members: list[frozenset[int]], rest: frozenset[int]) -> bool:
        """Share out the rest; whether every way that could be better was tried."""
        if len(groups) >= len(self.best):
            return True
        if not rest:
            self.best = list(groups)
            return True
        one, fitting = self._next(groups, members, rest)
        left = rest - {one}
        complete = True
        for place, met in fitting:
            grown = [*groups[:place], met, *groups[place + 1 :]]
            joined = [*members[:place], members[place] | {one}, *members[place + 1 :]]
            complete = self._share(grown, joined, left) and complete
            if len(self.best) == len(self.apart):
                return True
            if self.effort < 0:
                return False
        alone = self._share([*groups, self.wanted[one]], [*members, frozenset((one,))], left)
        return alone and complete

    def _next(
        self, groups: list[Node], members: list[frozenset[int]], rest: frozenset[int]
    ) -> tuple[int, list[tuple[int, Node]]]:
        """The condition that fits the fewest groups, with these groups as they are with it."""
        chosen = -1
        found: list[tuple[int, Node]] | None = None
        for one in sorted(rest):
            fitting: list[tuple[int, Node]] = []
            for place, group in enumerate(groups):
                if all(self.shares[one][other] for other in members[place]):
                    self.effort -= 1
                    met = meet(self.space, group, self.wanted[one])
                    if met != self.space.false:
                        fitting.append((place, met))
            # Where nothing of a group is given up, the others are not worth trying first.
            fitting.sort(key=lambda fit: fit[1] != groups[fit[0]])
            if found is None or len(fitting) < len(found):
                chosen, found = one, fitting
                if not fitting:
                    break
        assert found is not None
        return chosen, found
