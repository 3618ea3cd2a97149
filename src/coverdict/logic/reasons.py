"""Reasons: the smallest sets of known facts that force a result by themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.logic.diagram import Diagram, FiniteFunction
from coverdict.logic.effort import OutOfEffortError
from coverdict.logic.formula import Mask
from coverdict.logic.recursion import make_room

FactSet: TypeAlias = int
"""A set of facts: bit `i` stands for the `i`th fact of the order in which facts are shown."""

EFFORT = 50_000
"""Unions and comparisons of fact sets before the search is cut short; without a diagram, 100 to a walk."""


@dataclass(frozen=True, slots=True)
class DimensionParts:
    """What each subset of the known facts of a dimension says by itself.

    Arguments:
        options: for every subset of the dimension's known facts, the cells it leaves. The empty set may be
            absent: it leaves the free cells.
    """

    dimension: int
    options: tuple[tuple[frozenset[str], Mask], ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """The first sets, smallest first; how many there are; whether all of them were found.

    With `exact` false, every set is a reason still, but smaller ones and more may exist.
    """

    sets: tuple[tuple[str, ...], ...]
    total: int
    exact: bool


def minimal_reasons(
    function: FiniteFunction,
    free: Sequence[Mask],
    parts: Sequence[DimensionParts],
    target: frozenset[Hashable],
    limit: int = 5,
    order: Sequence[str] = (),
    effort: int = EFFORT,
) -> Reasons:
    """The inclusion-minimal sets of known facts that by themselves force the result into `target`.

    Arguments:
        free: of each dimension, the cells allowed when none of its facts is kept.
        parts: of each dimension with known facts, what they say.
        target: what a set may leave possible, and must leave some of; empty asks for contradictions: sets
            that leave nothing possible.
        limit: at most so many sets are returned.
        order: facts in the order in which to show them; others follow, by dimension and name.
        effort: bound on the work, for there may be exponentially many reasons.
    """
    problem = _Problem(function, free, parts, target, order)
    found, exact = problem.solve(effort)
    if target and not function.possible(problem.allowed(problem.every)):
        found = [kept for kept in found if function.possible(problem.allowed(kept))]
    ordered = sorted(found, key=lambda kept: (kept.bit_count(), tuple(bits(kept))))
    names = tuple(tuple(problem.names[i] for i in bits(kept)) for kept in ordered[:limit])
    return Reasons(names, len(ordered), exact)


class _Problem:
    """The facts numbered, the options by number."""

    def __init__(
        self,
        function: FiniteFunction,
        free: Sequence[Mask],
        parts: Sequence[DimensionParts],
        target: frozenset[Hashable],
        order: Sequence[str],
    ) -> None:
        mentioned = [sorted(frozenset[str]().union(*(kept for kept, _ in part.options))) for part in parts]
        facts = {fact for names in mentioned for fact in names}
        self.names = [
            *(fact for fact in dict.fromkeys(order) if fact in facts),
            *(fact for names in mentioned for fact in names if fact not in set(order)),
        ]
        number = {fact: i for i, fact in enumerate(self.names)}
        self.function = function
        self.free = tuple(free)
        self.target = target
        self.every: FactSet = (1 << len(self.names)) - 1
        self.options: dict[int, dict[FactSet, Mask]] = {}
        for part in parts:
            self.options[part.dimension] = {0: free[part.dimension]} | {
                sum(1 << number[fact] for fact in kept): mask for kept, mask in part.options
            }
        self.facts_of = {dimension: max(options) for dimension, options in self.options.items()}

    def allowed(self, kept: FactSet) -> list[Mask]:
        allowed = list(self.free)
        for dimension, options in self.options.items():
            allowed[dimension] = options[kept & self.facts_of[dimension]]
        return allowed

    def conflicts(self) -> list[FactSet]:
        """Facts of one dimension that contradict each other, whatever else is known."""
        support = self.function.support()
        return [
            kept
            for dimension, options in self.options.items()
            if dimension in support
            for kept, mask in options.items()
            if not mask
        ]

    def forces(self, kept: FactSet) -> bool:
        return self.function.possible(self.allowed(kept)) <= self.target

    def solve(self, effort: int) -> tuple[list[FactSet], bool]:
        """The minimal sets, and whether these are all."""
        if not self.forces(self.every):
            return [], True
        # What cannot be dropped even from everything is in every set; often that is all there is.
        needed = sum(1 << i for i in bits(self.every) if not self.forces(self.every & ~(1 << i)))
        if self.forces(needed):
            return [needed], True
        if isinstance(self.function, Diagram):
            make_room(len(self.function.sizes))
            try:
                walk = _Walk(self.function, self, needed, effort)
                return minimal((*walk.forcing(self.function.root), *self.conflicts())), True
            except OutOfEffortError:
                pass
        rest, exact = dualise(
            lambda kept: self.forces(kept | needed), self.every & ~needed, effort // 100 + 1
        )
        return [kept | needed for kept in rest], exact


class _Walk:
    """From the bottom up: the minimal sets that force each node's value into the target.

    A set forces a node when it forces every child that the set's own option for the node's dimension leaves.
    So the sets of a node are, over the options, the unions of the option's facts with a set of each child.
    """

    def __init__(self, diagram: Diagram, problem: _Problem, needed: FactSet, effort: int) -> None:
        nodes = diagram.nodes
        self.effort = effort
        self.target = nodes.bits_of(problem.target)
        self.free = problem.free
        self.reach, self.infeasible = nodes.reach, nodes.infeasible
        self.dimensions, self.edges = nodes.dimensions, nodes.edges
        self.memo: dict[int, tuple[FactSet, ...]] = {}
        self.tightest = {d: options[problem.facts_of[d]] for d, options in problem.options.items()}
        self.options = {
            dimension: _undominated(options, needed & problem.facts_of[dimension])
            for dimension, options in problem.options.items()
        }

    def forcing(self, node: int) -> tuple[FactSet, ...]:
        values, target = self.reach[node], self.target
        if values | target == target:
            return (0,)
        if not values & target and not self.infeasible[node]:
            return ()
        known = self.memo.get(node)
        if known is None:
            known = self.memo[node] = self._forcing(node)
        return known

    def _forcing(self, node: int) -> tuple[FactSet, ...]:
        dimension, edges = self.dimensions[node], self.edges[node]
        if not edges:
            return ()
        tightest = self.tightest.get(dimension)
        if tightest is None:
            return self._all_of(0, self.free[dimension], edges)
        # All known facts leave the fewest children: where these cannot be forced, nothing can.
        for mask, child in edges:
            if mask & tightest and not self.forcing(child):
                return ()
        found: list[FactSet] = []
        for kept, cells in self.options[dimension]:
            found += self._all_of(kept, cells, edges)
        return tuple(self._minimal(found))

    def _all_of(self, kept: FactSet, cells: Mask, edges: Sequence[tuple[Mask, int]]) -> tuple[FactSet, ...]:
        sets: list[FactSet] = [kept]
        for mask, child in edges:
            if not mask & cells:
                continue
            below = self.forcing(child)
            if not below:
                return ()
            if below != (0,):
                self._spend(len(sets) * len(below))
                sets = self._minimal({left | right for left in sets for right in below})
        return tuple(sets)

    def _minimal(self, sets: Iterable[FactSet]) -> list[FactSet]:
        found = list(sets)
        if len(found) < 2:
            return found
        self._spend(len(found) * len(found) // 8)
        return minimal(found)

    def _spend(self, effort: int) -> None:
        self.effort -= effort
        if self.effort < 0:
            raise OutOfEffortError


def _undominated(options: dict[FactSet, Mask], needed: FactSet) -> list[tuple[FactSet, Mask]]:
    """The options with the needed facts, without those for which fewer facts leave the same cells."""
    by_cells: dict[Mask, list[FactSet]] = {}
    for kept, cells in options.items():
        if cells and kept & needed == needed:
            by_cells.setdefault(cells, []).append(kept)
    return [(kept, cells) for cells, all_kept in by_cells.items() for kept in minimal(all_kept)]


def bits(kept: FactSet) -> Iterator[int]:
    """The numbers of the set's members, in order."""
    while kept:
        least = kept & -kept
        yield least.bit_length() - 1
        kept ^= least


def minimal(sets: Iterable[FactSet]) -> list[FactSet]:
    """The sets that contain no other of the sets."""
    found: list[FactSet] = []
    for candidate in sorted(set(sets), key=lambda kept: (kept.bit_count(), kept)):
        if not any(kept & candidate == kept for kept in found):
            found.append(candidate)
    return found


def dualise(holds: Callable[[FactSet], bool], every: FactSet, calls: int) -> tuple[list[FactSet], bool]:
    """The minimal sets with a property that every larger set has too.

    A set that contains none of those found misses a member of each, so it lies within the complement of a
    minimal set that hits them all. When no such complement has the property, all minimal sets are found;
    and where one has it, dropping its members one by one leads to a new minimal set.

    Arguments:
        holds: the property.
        every: the largest set.
        calls: how often `holds` may be called.

    Result: the sets, and whether these are all.
    """
    found: list[FactSet] = []
    hitting: list[FactSet] = [0]
    barren: set[FactSet] = set()
    while True:
        grown = False
        for hit in hitting:
            if hit in barren:
                continue
            if calls <= 0 or len(hitting) > 20 * calls:
                return found, False
            calls -= 1
            if not holds(every & ~hit):
                barren.add(hit)
                continue
            kept = every & ~hit
            # The last facts are dropped first, so that what is shown first is kept.
            for member in reversed(list(bits(kept))):
                if calls <= 0:
                    return found, False
                calls -= 1
                if holds(kept & ~(1 << member)):
                    kept &= ~(1 << member)
            found.append(kept)
            hitting = _hitting_also(hitting, kept)
            grown = True
            break
        if not grown:
            return found, True


def _hitting_also(hitting: Sequence[FactSet], kept: FactSet) -> list[FactSet]:
    """The minimal sets that hit what `hitting` hits, and `kept` too."""
    return minimal(
        hit if hit & kept else hit | 1 << member
        for hit in hitting
        for member in (bits(kept) if not hit & kept else (0,))
    )
