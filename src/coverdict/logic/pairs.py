"""Two decisions side by side where a diagram of both would be over its budget: the solver finds the pairs.

A sample of random worlds finds the frequent pairs at once; of each value of the first decision the solver is
then asked for a world whose second value is new, until there is none.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from coverdict.logic.encoding import Encoding, Key, holds
from coverdict.logic.formula import IMPOSSIBLE, Choose, Decision, Formula, Mask, Value
from coverdict.logic.sampling import Sample
from coverdict.logic.solver import TIMEOUT, SolverError

SAMPLE = 1 << 17
"""Worlds drawn before the solver is asked."""

Cells: TypeAlias = Mapping[int, int]
"""Of each dimension that matters one of its cells."""


@dataclass(frozen=True, slots=True)
class Met:
    """Two values that some feasible world has, and how many of the sample's worlds have them."""

    first: Hashable
    second: Hashable
    drawn: int


class Pairs:
    """The pairs of values of two decisions.

    Arguments:
        sizes: the number of cells of each dimension.
        never: the worlds that are none.

    Raises:
        SolverError: Z3 is not installed; later, from every method: it did not answer in time.
    """

    def __init__(self, sizes: Sequence[int], first: Decision, second: Decision, never: Formula) -> None:
        try:
            import z3
        except ImportError as error:
            raise SolverError(
                "the two policies together are over the budget of nodes, and the solver that stands in is "
                "not installed; pip install 'coverdict[solver]'"
            ) from error
        self._z3: Any = z3
        self._decisions = (first, second)
        self._possible = Choose(never, Value(IMPOSSIBLE), Value(None))
        self._encoding = Encoding(z3, sizes, self._possible, (first, second))
        self._values: list[dict[Key, Any]] = []
        self._solver = z3.SolverFor("QF_FD")
        self._solver.set("timeout", TIMEOUT)
        self._solver.add(*self._encoding.one_cell_each())
        feasible = self._encoding.conditions(self._possible)
        self._solver.add(z3.Not(feasible[type(IMPOSSIBLE), IMPOSSIBLE]))
        for side, decision in enumerate((first, second)):
            named: dict[Key, Any] = {}
            for number, (key, condition) in enumerate(self._encoding.conditions(decision).items()):
                named[key] = z3.Bool(f"side {side} value {number}")
                self._solver.add(named[key] == condition)
            self._values.append(named)
        self._sample = Sample(sizes, SAMPLE)

    def drawn(self) -> int:
        """How many of the sample's worlds are feasible."""
        return self._feasible().bit_count()

    def _feasible(self) -> int:
        return self._sample.values(self._possible).get((type(None), None), 0)

    def found(self) -> Iterator[Met]:
        """Every pair that some feasible world has, each once."""
        z3, solver = self._z3, self._solver
        first, second = (self._sample.values(decision) for decision in self._decisions)
        feasible = self._feasible()
        for key, value in self._values[0].items():
            worlds = first.get(key, 0) & feasible
            seen = {other: both for other in self._values[1] if (both := worlds & second.get(other, 0))}
            for other, both in seen.items():
                yield Met(key[1], other[1], both.bit_count())
            left = {other: met for other, met in self._values[1].items() if other not in seen}
            solver.push()
            solver.add(value, *(z3.Not(self._values[1][other]) for other in seen))
            while left and self._check():
                model = solver.model()
                other = next(each for each, met in left.items() if holds(z3, model, met))
                yield Met(key[1], other[1], 0)
                solver.add(z3.Not(left.pop(other)))
            solver.pop()

    def world(self, met: Met) -> Cells:
        """A world of a pair."""
        first, second = (self._sample.values(decision) for decision in self._decisions)
        worlds = first.get(_key(met.first), 0) & second.get(_key(met.second), 0) & self._feasible()
        if worlds:
            drawn = self._sample.world((worlds & -worlds).bit_length() - 1)
            return {dimension: drawn[dimension] for dimension in self._encoding.cells}
        if not self._check(self._values[0][_key(met.first)], self._values[1][_key(met.second)]):
            raise ValueError("no feasible world has this pair")
        return self._cells_of(self._solver.model())

    def _cells_of(self, model: Any) -> Cells:
        return {
            dimension: next(
                (block & -block).bit_length() - 1
                for block, cell in zip(self._encoding.blocks[dimension], cells, strict=True)
                if holds(self._z3, model, cell)
            )
            for dimension, cells in self._encoding.cells.items()
        }

    def some(self, pairs: Sequence[tuple[Hashable, Hashable]], allowed: Sequence[Mask]) -> bool:
        """Whether a feasible world of the allowed cells has one of these pairs, which occur."""
        z3 = self._z3
        if not pairs:
            return False
        self._solver.push()
        for dimension, cells in self._encoding.cells.items():
            blocks = zip(self._encoding.blocks[dimension], cells, strict=True)
            self._solver.add(*(z3.Not(cell) for block, cell in blocks if not block & allowed[dimension]))
        met = ((self._values[0][_key(a)], self._values[1][_key(b)]) for a, b in pairs)
        self._solver.add(z3.Or([z3.And(*both) for both in met]))
        found = self._check()
        self._solver.pop()
        return found

    def box(self, met: Met, world: Cells, order: Sequence[int]) -> dict[int, Mask]:
        """Of a pair's world few dimensions, those first in that order let go, whose cells force the pair.

        Result: of each such dimension, the block of cells that no literal tells apart.
        """
        z3 = self._z3
        chosen: dict[int, Any] = {}
        blocks: dict[int, Mask] = {}
        for dimension, cell in world.items():
            pairs = zip(self._encoding.blocks[dimension], self._encoding.cells[dimension], strict=True)
            blocks[dimension], chosen[dimension] = next(
                (block, literal) for block, literal in pairs if block >> cell & 1
            )
        self._solver.push()
        here = (self._values[0][_key(met.first)], self._values[1][_key(met.second)])
        self._solver.add(z3.Not(z3.And(*here)))
        needed = [dimension for dimension in order if dimension in chosen]
        numbers = {chosen[dimension].get_id(): dimension for dimension in needed}
        if self._check(*(chosen[dimension] for dimension in needed)):
            raise AssertionError("a world forces its own pair")
        core = {numbers[literal.get_id()] for literal in self._solver.unsat_core()}
        needed = [dimension for dimension in needed if dimension in core]
        for dimension in tuple(needed):
            fewer = [other for other in needed if other != dimension]
            if not self._check(*(chosen[other] for other in fewer)):
                needed = fewer
        self._solver.pop()
        return {dimension: blocks[dimension] for dimension in needed}

    def _check(self, *assumptions: Any) -> bool:
        answer = self._solver.check(*assumptions)
        if answer == self._z3.unknown:
            raise SolverError(
                f"the solver did not answer within {TIMEOUT / 1000:g} s ({self._solver.reason_unknown()}), "
                "and nothing is guessed; compare the policies part by part"
            )
        return bool(answer == self._z3.sat)


def _key(value: Hashable) -> Key:
    return (type(value), value)
