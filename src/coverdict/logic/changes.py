"""Changes: the fewest facts whose alteration leads to another result, and to which."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.logic.diagram import Diagram, FiniteFunction
from coverdict.logic.effort import OutOfEffortError
from coverdict.logic.formula import Mask
from coverdict.logic.recursion import make_room

Alternative: TypeAlias = tuple[frozenset[str], Mask]
"""Facts that are altered, and the cells that are then allowed."""

Choice: TypeAlias = tuple[tuple[int, int], ...]
"""Dimensions, and the number of the alternative taken in each; those that alter nothing left out."""

EFFORT = 20_000
"""Steps of the search before it is cut short."""


@dataclass(frozen=True, slots=True)
class Change:
    """Altered facts, the cells they move to, and what is possible then.

    Arguments:
        cells: of each dimension that is altered, the cells allowed after it: each of the alternatives for
            these facts that lies within them leads to `outcomes`.
    """

    facts: tuple[str, ...]
    cells: Mapping[int, Mask]
    outcomes: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Changes:
    """The first changes, how many there are, and whether these are surely the fewest facts and all."""

    changes: tuple[Change, ...]
    total: int
    exact: bool


def nearest_changes(
    function: FiniteFunction,
    allowed: Sequence[Mask],
    alternatives: Sequence[Sequence[Alternative]],
    current: frozenset[Hashable],
    limit: int = 5,
    order: Sequence[str] = (),
    effort: int = EFFORT,
) -> Changes:
    """The ways to leave `current` for sure that alter as few facts as can be.

    Arguments:
        allowed: of each dimension, the cells that are not ruled out.
        alternatives: of each dimension, what its known facts can be altered to; to alter nothing, which
            leaves the allowed cells, is an alternative whether named or not.
        current: the values to get away from: afterwards something is possible, and none of these.
        limit: at most so many changes are returned.
        order: facts in the order in which to show them; others follow by name.
        effort: bound on the work.

    Result: changes of the same facts to the same outcomes are one where their cells are a product of sets.
    """
    options = [
        _options(function, dimension, cells, alternatives[dimension])
        for dimension, cells in enumerate(allowed)
    ]
    if isinstance(function, Diagram):
        make_room(len(function.sizes))
        choices, exact = _Search(function, options, current, effort).nearest()
    else:
        choices, exact = _by_size(function, options, current, effort // 10 + 1)
    rank = {fact: i for i, fact in enumerate(order)}

    def key(fact: str) -> tuple[int, str]:
        return (rank.get(fact, len(rank)), fact)

    found: dict[tuple[tuple[str, ...], frozenset[Hashable]], list[dict[int, Mask]]] = {}
    for choice in choices:
        cells = {dimension: options[dimension][i][1] for dimension, i in choice}
        facts = frozenset[str]().union(*(options[dimension][i][0] for dimension, i in choice))
        after = [cells.get(dimension, options[dimension][0][1]) for dimension in range(len(options))]
        named = tuple(sorted(facts, key=key))
        found.setdefault((named, function.possible(after)), []).append(cells)
    changes = [
        Change(facts, cells, outcomes)
        for (facts, outcomes), boxes in found.items()
        for cells in _merged(boxes)
    ]
    changes.sort(key=lambda change: ([key(fact) for fact in change.facts], sorted(change.cells.items())))
    return Changes(tuple(changes[:limit]), len(changes), exact)


def _options(
    function: FiniteFunction, dimension: int, cells: Mask, alternatives: Sequence[Alternative]
) -> list[Alternative]:
    """First to leave all as it is; then the alternatives, as one where the function sees no difference."""
    merged: dict[tuple[frozenset[str], Mask], Mask] = {}
    for facts, mask in alternatives:
        if facts and mask:
            same = function.nodes.sample(dimension, mask) if isinstance(function, Diagram) else mask
            merged[facts, same] = merged.get((facts, same), 0) | mask
    return [(frozenset(), cells), *((facts, mask) for (facts, _), mask in merged.items())]


class _Search:
    """From the top down over sets of nodes: all the nodes that unknown facts can lead to must come out well.

    One choice holds for all nodes of a set, so sets are walked as one; what a single node needs at least
    bounds what the set needs.
    """

    def __init__(
        self,
        diagram: Diagram,
        options: Sequence[Sequence[Alternative]],
        current: frozenset[Hashable],
        effort: int,
    ) -> None:
        nodes = diagram.nodes
        self.root = diagram.root
        self.effort = effort
        self.options = [[(len(facts), mask) for facts, mask in each] for each in options]
        self.never = sum(cost for each in self.options for cost, _ in each) + 1
        self.current = nodes.bits_of(current)
        self.reach, self.infeasible, self.levels = nodes.reach, nodes.infeasible, nodes.levels
        self.dimensions, self.edges = nodes.dimensions, nodes.edges
        self.least: dict[int, int] = {}
        support = diagram.support()
        # A dimension whose own facts contradict each other must be altered, on whatever path.
        self.broken = frozenset(d for d in support if not options[d][0][1])
        self.memo: dict[tuple[frozenset[int], frozenset[int], bool, int], list[Choice]] = {}

    def nearest(self) -> tuple[list[Choice], bool]:
        try:
            for most in range(self._needs(self.root), self.never):
                found = self._solve(frozenset((self.root,)), self.broken, False, most)
                if found:
                    return found, True
        except OutOfEffortError:
            return [], False
        return [], True

    def _needs(self, node: int) -> int:
        """At least so many facts are altered when the node comes out well."""
        values = self.reach[node]
        if not values & self.current:
            return 0
        if not values & ~self.current and not self.infeasible[node]:
            return self.never
        known = self.least.get(node)
        if known is None:
            self._spend()
            known = self.never
            edges = self.edges[node]
            for cost, cells in self.options[self.dimensions[node]]:
                if cells and cost < known:
                    needs = max(self._needs(child) for mask, child in edges if mask & cells)
                    known = min(known, cost + needs)
            self.least[node] = known
        return known

    def _solve(self, nodes: frozenset[int], broken: frozenset[int], good: bool, most: int) -> list[Choice]:
        """The choices of at most `most` facts after which every node comes out well.

        Arguments:
            broken: dimensions still to be altered because they allow no cell.
            good: something is possible already.
        """
        open_nodes = []
        for node in nodes:
            if self._needs(node) > most:
                return []
            values = self.reach[node]
            if values & self.current or (values and self.infeasible[node]):
                open_nodes.append(node)
            elif values:
                good = True
        if good:
            open_nodes = [node for node in open_nodes if self.reach[node] & self.current]
        if not open_nodes and not broken:
            return [()] if good else []
        key = (frozenset(open_nodes), broken, good, most)
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._branch(*key)
        return known

    def _branch(self, nodes: frozenset[int], broken: frozenset[int], good: bool, most: int) -> list[Choice]:
        dimension = min(broken.union(self.dimensions[node] for node in nodes), key=self.levels.__getitem__)
        here = [node for node in nodes if self.dimensions[node] == dimension]
        others = nodes.difference(here)
        found: list[Choice] = []
        for i, (cost, cells) in enumerate(self.options[dimension]):
            if cost > most or not cells:
                continue
            self._spend()
            after = others.union(child for node in here for mask, child in self.edges[node] if mask & cells)
            taken = ((dimension, i),) if i else ()
            for rest in self._solve(after, broken - {dimension}, good, most - cost):
                self._spend()
                found.append(taken + rest)
        return found

    def _spend(self) -> None:
        self.effort -= 1
        if self.effort < 0:
            raise OutOfEffortError


def _by_size(
    function: FiniteFunction,
    options: Sequence[Sequence[Alternative]],
    current: frozenset[Hashable],
    calls: int,
) -> tuple[list[Choice], bool]:
    """As the search on a diagram, by asking what is possible after each choice, fewest facts first."""
    # What does not matter is altered in vain, so that it is in no choice of the fewest.
    most = sum(max(len(facts) for facts, _ in each) for each in options)
    allowed = [each[0][1] for each in options]
    for size in range(most + 1):
        found: list[Choice] = []
        for choice in _choices(options, size):
            calls -= 1
            if calls < 0:
                return found, False
            after = list(allowed)
            for dimension, i in choice:
                after[dimension] = options[dimension][i][1]
            values = function.possible(after)
            if values and not values & current:
                found.append(choice)
        if found:
            return found, True
    return [], True


def _choices(options: Sequence[Sequence[Alternative]], size: int) -> Iterator[Choice]:
    """The choices that alter exactly `size` facts."""
    changing = [
        [(dimension, i) for i in range(1, len(each))]
        for dimension, each in enumerate(options)
        if len(each) > 1
    ]
    for count in range(min(size, len(changing)) + 1):
        for dimensions in itertools.combinations(changing, count):
            for choice in itertools.product(*dimensions):
                if sum(len(options[dimension][i][0]) for dimension, i in choice) == size:
                    yield choice


def _merged(boxes: Sequence[dict[int, Mask]]) -> list[dict[int, Mask]]:
    """The same choices as fewer boxes: two that differ in one dimension alone become one."""
    merged = [dict(box) for box in boxes]
    grown = True
    while grown:
        grown = False
        for dimension in sorted({dimension for box in merged for dimension in box}):
            by_rest: dict[tuple[tuple[int, Mask], ...], dict[int, Mask]] = {}
            for box in merged:
                rest = tuple((d, mask) for d, mask in sorted(box.items()) if d != dimension)
                key = rest if dimension in box else ((-1, 0), *rest)
                if key in by_rest and dimension in box:
                    grown = grown or by_rest[key][dimension] | box[dimension] != by_rest[key][dimension]
                    by_rest[key] = {**box, dimension: by_rest[key][dimension] | box[dimension]}
                else:
                    by_rest[key] = box
            merged = list(by_rest.values())
    return merged
