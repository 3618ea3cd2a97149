"""Small policies as one nested CASE, with the clause beside each branch (design §2).

Right only where few branches are left once every path has been written out; larger ones become tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from coverdict.bulk.axes import Axis, Reading
from coverdict.bulk.decided import Decided
from coverdict.bulk.dialects import Sql, case, integer
from coverdict.logic import Diagram, Ending, blocks_of

MOST_BRANCHES = 200
"""Branches up to which a policy is written as one CASE."""

Leaf = Callable[[Ending], Sql]
"""What stands where a branch ends."""


class TooManyBranchesError(Exception):
    """Written out, a policy has more branches than a CASE should have."""


def branches(decided: Decided, leaf: Leaf) -> Sql:
    """The policy as a CASE.

    Errors:
        TooManyBranchesError: it has more than `MOST_BRANCHES` branches.
    """
    return _Branches(decided, leaf).tree()


class _Branches:
    """Writes one policy out, symbol by symbol."""

    def __init__(self, decided: Decided, leaf: Leaf) -> None:
        diagram = decided.program.outcome
        if not isinstance(diagram, Diagram) or not decided.is_listed:
            raise TooManyBranchesError
        self.decided = decided
        self.leaf = leaf
        # One dimension a block: the states between any two of them.
        self.steps = blocks_of(diagram, decided.digits, decided.empty.masks, entries=0)
        self.written = 0

    def tree(self) -> Sql:
        tree = self._from(0, 0)
        if not self.decided.odd:
            return tree
        bad = exp.or_(*(axis.is_irregular() for axis in self.decided.odd))
        return case([(bad, self.leaf(Ending(0, unreadable=True)))], tree)

    def _from(self, at: int, state: int) -> Sql:
        blocks = self.steps.blocks
        if at == len(blocks):
            self.written += 1
            if self.written > MOST_BRANCHES:
                raise TooManyBranchesError
            return self.leaf(self.steps.endings[state])
        block = blocks[at]
        after = block.after[state * block.size : (state + 1) * block.size]
        if len(set(after)) == 1:
            return self._from(at + 1, after[0])
        dimension = self.decided.digits[block.digits[0]].dimension
        if dimension < 0:
            bad = exp.or_(*(axis.is_irregular() for axis in self.decided.checks))
            return case([(bad, self._from(at + 1, after[1]))], self._from(at + 1, after[0]))
        return self._read(self.decided.readings[dimension], after, at, ())

    def _read(self, reading: Reading, after: Sequence[int], at: int, symbols: tuple[int, ...]) -> Sql:
        """Axis by axis, then on to the next dimension."""
        if len(symbols) == len(reading.axes):
            number = 0
            for axis, symbol in zip(reading.axes, symbols, strict=True):
                number = number * len(axis.known) + symbol
            return self._from(at + 1, after[number])
        axis = reading.axes[len(symbols)]
        inner = 1
        for other in reading.axes[len(symbols) + 1 :]:
            inner *= len(other.known)
        start = 0
        for one, symbol in zip(reading.axes, symbols, strict=False):
            start = start * len(one.known) + symbol
        start *= len(axis.known) * inner
        parts = [tuple(after[start + n * inner : start + (n + 1) * inner]) for n in range(len(axis.known))]
        if len(set(parts)) == 1:
            return self._read(reading, after, at, (*symbols, 0))
        return self._arms(axis, parts, lambda symbol: self._read(reading, after, at, (*symbols, symbol)))

    def _arms(self, axis: Axis, parts: Sequence[tuple[int, ...]], then: Callable[[int], Sql]) -> Sql:
        arms: list[tuple[Sql, int]]
        if axis.bits:
            arms = [
                (exp.EQ(this=axis.expression(), expression=integer(symbol)), symbol)
                for symbol in range(len(parts))
            ]
            otherwise = arms.pop()[1]
        else:
            arms = [(arm.when.copy(), arm.symbol) for arm in axis.arms]
            otherwise = axis.otherwise
        # An arm that leads where the one after it leads would be said twice; only the last may be left out.
        while arms and parts[arms[-1][1]] == parts[otherwise]:
            arms.pop()
        return case(((when, then(symbol)) for when, symbol in arms), then(otherwise))
