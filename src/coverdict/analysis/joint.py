"""Two functions of one space side by side: which pairs of values occur together, how often, and where."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from coverdict.analysis.space import Space
from coverdict.logic import Combine, Decision, Diagram, Mask
from coverdict.logic.boxes import Box, Cover, Manner, cover, first_world, hull
from coverdict.logic.dependence import depends
from coverdict.logic.ordering import build_within
from coverdict.logic.pairs import Met, Pairs
from coverdict.logic.shares import shares

NODES = 8_000
"""Nodes that may be made for two functions side by side; beyond that the solver enumerates the pairs."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the first and the second text say of the same patient."""

    first: Hashable
    second: Hashable


@dataclass(frozen=True, slots=True)
class Share:
    """A pair's part of all combinations of cells; where it was drawn and not counted, `exact` is false.

    Of a pair that the sample did not meet, `part` is 0: it is rarer than one in `of`.
    """

    part: Fraction
    exact: bool
    of: int = 0


class Joint(Protocol):
    """Two functions side by side."""

    @property
    def pairs(self) -> Mapping[Pair, Share]:
        """Every pair that some patient has, the largest first."""

    def some(self, pairs: Sequence[Pair], allowed: Sequence[Mask]) -> bool:
        """Whether a patient of the allowed cells has one of these pairs, which occur."""

    def covers(self, pair: Pair, manner: Manner, most: int) -> tuple[Cover, ...]:
        """Where a pair occurs: in the worlds of every cover; see `coverdict.logic.boxes.cover`."""

    def narrowed(self, pair: Pair, manner: Manner) -> dict[int, int]:
        """Cells that force a pair: of one world of it, and of few dimensions."""

    def matters(self, side: int, numbers: Iterable[int]) -> frozenset[int]:
        """The dimensions among these on which a side's value depends; all of them where nothing can tell."""


def joint(space: Space, first: Decision, second: Decision) -> Joint:
    """The two decisions side by side, for the patients of the space.

    Errors:
        SolverError: the solver is needed, and not installed; or it did not answer in time.
    """
    diagram = build_within(space.sizes, space.feasible(Combine(Pair, first, second)), space.hint, NODES)
    if diagram is not None:
        return Walked(diagram)
    return Solved(space, Pairs(space.sizes, first, second, space.never))


@dataclass(frozen=True)
class Walked:
    """A diagram whose values are pairs."""

    diagram: Diagram

    @cached_property
    def pairs(self) -> Mapping[Pair, Share]:
        found = shares(self.diagram, self.diagram.nodes.full)
        ordered = sorted(found.items(), key=lambda item: (-item[1], repr(item[0])))
        return {pair: Share(part, exact=True) for pair, part in ordered if isinstance(pair, Pair)}

    def some(self, pairs: Sequence[Pair], allowed: Sequence[Mask]) -> bool:
        return not self.diagram.possible(allowed).isdisjoint(pairs)

    def covers(self, pair: Pair, manner: Manner, most: int) -> tuple[Cover, ...]:
        whole = self._cover(lambda met: met == pair, manner, most)
        if whole.complete:
            return (whole,)
        # A pair is where both its values are: said apart, that is shorter, unless all it has in common
        # says more.
        apart = (
            self._cover(lambda met: met.first == pair.first, manner, most),
            self._cover(lambda met: met.second == pair.second, manner, most),
        )
        said = [_said(each, manner) for each in (whole, *apart)]
        return (whole,) if said[0] > said[1] + said[2] else apart

    def _cover(self, wanted: Callable[[Pair], bool], manner: Manner, most: int) -> Cover:
        def met(value: Hashable) -> bool:
            return isinstance(value, Pair) and wanted(value)

        return cover(self.diagram.relabel(met), True, manner, most)

    def narrowed(self, pair: Pair, manner: Manner) -> dict[int, int]:
        full = self.diagram.nodes.full
        world = first_world(self.diagram, pair, manner)
        box = [1 << cell for cell in world]
        for dimension in manner.order:
            kept, box[dimension] = box[dimension], full[dimension]
            if self.diagram.possible(box) != {pair}:
                box[dimension] = kept
        return {number: world[number] for number, cells in enumerate(box) if cells != full[number]}

    def matters(self, side: int, numbers: Iterable[int]) -> frozenset[int]:
        def mine(pair: Hashable) -> Hashable:
            assert isinstance(pair, Pair)
            return (pair.first, pair.second)[side]

        alone = self.diagram.relabel(mine)
        full = self.diagram.nodes.full
        return frozenset(number for number in numbers if depends(alone, full, number))


@dataclass(frozen=True)
class Solved:
    """Pairs that the solver has found; shares are drawn, and a pair is covered by one box."""

    space: Space
    solver: Pairs

    @cached_property
    def _met(self) -> Mapping[Pair, Met]:
        found = {Pair(met.first, met.second): met for met in self.solver.found()}
        return dict(sorted(found.items(), key=lambda item: (-item[1].drawn, repr(item[0]))))

    @cached_property
    def pairs(self) -> Mapping[Pair, Share]:
        of = self.solver.drawn()
        return {
            pair: Share(Fraction(met.drawn, of) if of else Fraction(0), exact=False, of=of)
            for pair, met in self._met.items()
        }

    def some(self, pairs: Sequence[Pair], allowed: Sequence[Mask]) -> bool:
        return self.solver.some([(pair.first, pair.second) for pair in pairs], allowed)

    def covers(self, pair: Pair, manner: Manner, most: int) -> tuple[Cover, ...]:
        met = self._met[pair]
        full = self.space.full
        box: list[Mask] = list(full)
        found = self.solver.world(met)
        for dimension, block in self.solver.box(met, found, manner.order).items():
            # What no clause can say as a whole is narrowed to the one cell.
            alone = hull(1 << found[dimension], manner.axes[dimension])
            box[dimension] = block if hull(block, manner.axes[dimension]) == block else alone
        world = tuple(found.get(dimension, 0) for dimension in range(len(full)))
        return (Cover(full, (Box(tuple(box), world),)[:most], complete=False),)

    def narrowed(self, pair: Pair, manner: Manner) -> dict[int, int]:
        met = self._met[pair]
        world = self.solver.world(met)
        return {dimension: world[dimension] for dimension in self.solver.box(met, world, manner.order)}

    def matters(self, _side: int, numbers: Iterable[int]) -> frozenset[int]:
        return frozenset(numbers)


def _said(found: Cover, manner: Manner) -> int:
    """How many clauses say what all of a cover's boxes have in common."""
    return sum(
        not all(each & mask for each in axis)
        for mask, axes in zip(found.common, manner.axes, strict=True)
        for axis in axes
    )
