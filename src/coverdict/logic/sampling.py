"""Many worlds at once: a decision evaluated over random worlds, one bit for each of them.

Where worlds cannot be counted, a sample says how large the parts are, with an error that its size gives; and
what a sample finds need not be searched for.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from random import Random
from typing import TypeAlias, assert_never

from coverdict.logic.formula import (
    IMPOSSIBLE,
    AtLeast,
    Choose,
    Combine,
    Conj,
    Const,
    Decision,
    Disj,
    Formula,
    Literal,
    Mask,
    Neg,
    Test,
    Value,
)

Worlds: TypeAlias = int
"""A set of the sample's worlds: bit `i` stands for the `i`-th."""

Key: TypeAlias = tuple[type, Hashable]

BITS = 20
"""Random bits for each cell of each world."""


class Sample:
    """Random worlds, the same for the same arguments; every cell of a dimension is as likely as any other.

    Arguments:
        sizes: the number of cells of each dimension.
        count: how many worlds.
        seed: of the random numbers.
    """

    def __init__(self, sizes: Sequence[int], count: int, seed: int = 0) -> None:
        random = Random(seed)
        self.count = count
        self.every: Worlds = (1 << count) - 1
        self._cells: list[list[Worlds]] = []
        for size in sizes:
            left, cells = self.every, []
            for rest in range(size, 1, -1):
                chosen = left & _one_in(rest, count, random)
                cells.append(chosen)
                left &= ~chosen
            self._cells.append([*cells, left])
        self._formulas: dict[int, tuple[Formula, Worlds]] = {}
        self._decisions: dict[int, tuple[Decision, dict[Key, Worlds]]] = {}

    def world(self, number: int) -> tuple[int, ...]:
        """The cells of one world."""
        return tuple(
            next(cell for cell, worlds in enumerate(cells) if worlds >> number & 1) for cells in self._cells
        )

    def where(self, formula: Formula) -> Worlds:
        """The worlds in which a formula is true."""
        known = self._formulas.get(id(formula))
        if known is not None:
            return known[1]
        found = self._where(formula)
        self._formulas[id(formula)] = (formula, found)
        return found

    def _where(self, formula: Formula) -> Worlds:
        match formula:
            case Const(value):
                return self.every if value else 0
            case Literal(dimension, cells):
                return self._literal(dimension, cells)
            case Neg(part):
                return self.every & ~self.where(part)
            case Conj(parts):
                return self.every & ~_union(self.every & ~self.where(part) for part in parts)
            case Disj(parts):
                return self._any(parts)
            case AtLeast(count, parts):
                return self._at_least(count, parts)
            case Test(decision, accept):
                return _union(
                    worlds
                    for (_, found), worlds in self.values(decision).items()
                    if found is not IMPOSSIBLE and accept(found)
                )
            case _:
                assert_never(formula)

    def _any(self, parts: Iterable[Formula]) -> Worlds:
        return _union(self.where(part) for part in parts)

    def _literal(self, dimension: int, cells: Mask) -> Worlds:
        found = 0
        for cell, worlds in enumerate(self._cells[dimension]):
            if cells >> cell & 1:
                found |= worlds
        return found

    def _at_least(self, count: int, parts: Sequence[Formula]) -> Worlds:
        reached = [self.every] + [0] * max(count, 0)
        for part in parts:
            worlds = self.where(part)
            for number in range(len(reached) - 1, 0, -1):
                reached[number] |= reached[number - 1] & worlds
        return reached[max(count, 0)]

    def values(self, decision: Decision) -> dict[Key, Worlds]:
        """Of each value that some world has, the worlds that have it."""
        known = self._decisions.get(id(decision))
        if known is not None:
            return known[1]
        found: dict[Key, Worlds] = {}
        left, current = self.every, decision
        while isinstance(current, Choose):
            here = left & self.where(current.when)
            if here:
                _add(found, self.values(current.then), here)
            left &= ~here
            current = current.otherwise
        match current:
            case Value(value):
                _add(found, {(type(value), value): self.every}, left)
            case Combine(join, first, second):
                _add(found, self._combined(join, first, second), left)
            case _:
                raise AssertionError("a chain of choices ends in something else")
        self._decisions[id(decision)] = (decision, found)
        return found

    def _combined(self, join: object, first: Decision, second: Decision) -> dict[Key, Worlds]:
        assert callable(join)
        found: dict[Key, Worlds] = {}
        others = self.values(second)
        for (_, a), worlds in self.values(first).items():
            for (_, b), more in others.items():
                both = worlds & more
                if both:
                    value = IMPOSSIBLE if a is IMPOSSIBLE or b is IMPOSSIBLE else join(a, b)
                    _add(found, {(type(value), value): both}, both)
        return found


def _one_in(rest: int, count: int, random: Random) -> Worlds:
    """Each of `count` bits set with a probability of 1 in `rest`, to within 2 to the power of -BITS."""
    chance = (1 << BITS) // rest
    found = 0
    for bit in range(BITS):
        drawn = random.getrandbits(count)
        found = found | drawn if chance >> bit & 1 else found & drawn
    return found


def _union(sets: Iterable[Worlds]) -> Worlds:
    whole = 0
    for each in sets:
        whole |= each
    return whole


def _add(found: dict[Key, Worlds], more: dict[Key, Worlds], within: Worlds) -> None:
    for key, worlds in more.items():
        here = worlds & within
        if here:
            found[key] = found.get(key, 0) | here
