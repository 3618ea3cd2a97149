"""Axes: what the values of a column say, as numbers that SQL can work out and tables can be keyed by.

An axis gives each row a *symbol*. Symbol 0 says that the fact is unknown; each other one stands for values
that nothing asked of the fact tells apart, and knows one of them. The last symbol may be *irregular*: a value
that is written in none of the forms that SQL reads, which the language's own reader then has to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from coverdict.bulk.dialects import Sql, added, case, column, integer
from coverdict.bulk.kinds import Column

UNKNOWN = 0
"""The symbol of what is unknown."""

Known = Mapping[str, object]
"""Raw values by fact, in the form that cells take."""


@dataclass(frozen=True, slots=True)
class Arm:
    """A condition, and the symbol of a row for which it is the first that holds."""

    when: Sql
    symbol: int


@dataclass(frozen=True, slots=True)
class Axis:
    """How the symbol of one fact is worked out from its column.

    Arguments:
        fact: its name; of facts that are read together, their names with `, ` between them.
        columns: what holds it, or them.
        arms: looked at in order.
        otherwise: the symbol where no arm holds; where there are bits, for none of them.
        bits: conditions of which each that holds adds its power of two: 1, 2, 4 …
        known: of each symbol, what it says; None of the irregular one.
        symbol_of: the symbol of a value, in the form that cells take.
        spelled: the table in which irregular values are looked up; empty where there is none.
        whole: every value is looked up there, not only irregular ones.
        told_by: what tells values apart that are looked up whole; two axes of one column may differ in it.
        cell: the column that holds the symbol, where it has been worked out before.
        shared: an axis that several policies share, which tells apart more than this policy does.
        classes: for each symbol of the shared axis, this policy's own.
        odd: whether a value is irregular, more shortly than by its symbol; it may be NULL for "no".
        guarded: later arms rest on it that irregular values never get to them.
        forgiving: an irregular value that is not looked up gets any symbol.
    """

    fact: str
    columns: tuple[Column, ...]
    arms: tuple[Arm, ...]
    otherwise: int
    known: tuple[Known | None, ...]
    symbol_of: Callable[[object], int]
    spelled: str = ""
    whole: bool = False
    told_by: object = None
    bits: tuple[Sql, ...] = ()
    cell: str = ""
    shared: Axis | None = None
    classes: tuple[int, ...] = ()
    odd: Sql | None = None
    guarded: bool = False
    forgiving: bool = False

    @property
    def irregular(self) -> int | None:
        """The symbol of irregular values, if there can be any."""
        return len(self.known) - 1 if self.known[-1] is None else None

    def always_known(self) -> Axis:
        """The same axis for rows in which the fact is known and readable."""
        arms = tuple(
            Arm(arm.when, arm.symbol - 1) for arm in self.arms if arm.symbol not in (UNKNOWN, self.irregular)
        )
        otherwise = self.otherwise - 1
        if self.otherwise in (UNKNOWN, self.irregular):
            arms, otherwise = arms[:-1], arms[-1].symbol
        known = tuple(said for said in self.known[1:] if said is not None)
        return replace(
            self,
            arms=arms,
            otherwise=otherwise,
            known=known,
            symbol_of=lambda given: self.symbol_of(given) - 1,
        )

    def regular(self) -> Axis:
        """The same axis for rows whose irregular values are looked up, or do not matter any more."""
        irregular = self.irregular
        if irregular is None:
            return self
        known = self.known[:-1]
        if self.spelled or self.guarded or self.whole or self.bits:
            return replace(self, known=known, forgiving=True)
        arms = [arm for arm in self.arms if arm.symbol != irregular]
        otherwise = self.otherwise
        if otherwise == irregular:
            otherwise = arms.pop().symbol
        return replace(self, arms=tuple(arms), otherwise=otherwise, known=known)

    def looked_up_in(self, table: str) -> Axis:
        """The same axis where irregular values are looked up in a table by their text."""
        if self.shared is not None:
            return replace(self, spelled=table, shared=replace(self.shared, spelled=table))
        return replace(self, spelled=table)

    def of_class(self, classes: tuple[int, ...], known: tuple[Known | None, ...]) -> Axis:
        """The axis of one policy beside others, which tells apart less than this one.

        Arguments:
            classes: for each symbol of this axis, the policy's.
            known: what the policy's symbols say.
        """
        return Axis(
            self.fact,
            self.columns,
            (),
            0,
            known,
            lambda given: classes[self.symbol_of(given)],
            spelled=self.spelled,
            shared=self,
            classes=classes,
        )

    def expression(self, weight: int = 1) -> Sql:
        """The symbol times a weight."""
        if self.shared is not None:
            held = self.shared.expression()
            found = [
                (exp.EQ(this=held.copy(), expression=integer(at)), integer(own * weight))
                for at, own in enumerate(self.classes)
            ]
            return case(found[:-1], found[-1][1])
        if self.cell:
            held = column(self.cell, "t")
            return held if weight == 1 else exp.Mul(this=held, expression=integer(weight))
        rest = self._symbol(self.otherwise, weight)
        set_bits = [
            case([(bit.copy(), integer(weight << at))], integer(0)) for at, bit in enumerate(self.bits)
        ]
        return case(
            ((arm.when.copy(), self._symbol(arm.symbol, weight)) for arm in self.arms),
            added([rest, *set_bits]),
        )

    def _symbol(self, symbol: int, weight: int) -> Sql:
        irregular = len(self.known) if self.forgiving else self.irregular
        if symbol != irregular:
            return integer(symbol * weight)
        rest = integer(0 if self.forgiving else symbol * weight)
        if not self.spelled:
            return rest
        found = exp.Mul(this=column(symbol_column(self.spelled), "t"), expression=integer(weight))
        return exp.Coalesce(this=found, expressions=[rest])

    def is_irregular(self) -> Sql:
        """Whether a value is in no form that is read, looked up or not; it may be NULL for "no"."""
        wanted = self.irregular
        assert wanted is not None
        if self.odd is None:
            return exp.EQ(this=self.expression(), expression=integer(wanted))
        if not self.spelled:
            return self.odd.copy()
        lost = exp.Is(this=column(symbol_column(self.spelled), "t"), expression=exp.null())
        return exp.and_(self.odd.copy(), lost)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of one dimension: of several facts, several axes; their symbols together make one.

    Arguments:
        dimension: its number in the program.
    """

    dimension: int
    axes: tuple[Axis, ...]

    @property
    def size(self) -> int:
        size = 1
        for axis in self.axes:
            size *= len(axis.known)
        return size

    def symbols(self, symbol: int) -> tuple[int, ...]:
        """The symbols of the axes that make one of the dimension; the first axis counts most."""
        found = []
        for axis in reversed(self.axes):
            symbol, own = divmod(symbol, len(axis.known))
            found.append(own)
        return tuple(reversed(found))

    def known(self, symbol: int) -> Known | None:
        """What a symbol says; None where one of its axes' symbols is irregular."""
        found: dict[str, object] = {}
        for axis, own in zip(self.axes, self.symbols(symbol), strict=True):
            said = axis.known[own]
            if said is None:
                return None
            found.update(said)
        return found

    def expressions(self, weight: int) -> list[Sql]:
        """Parts whose sum is the symbol times a weight."""
        parts = []
        for axis in reversed(self.axes):
            parts.append(axis.expression(weight))
            weight *= len(axis.known)
        return parts[::-1]


def symbol_column(table: str) -> str:
    """The column into which the symbol of a look-up of irregular values goes."""
    return f"{table}_symbol"


def reason_column(table: str) -> str:
    """The column into which it goes why an irregular value cannot be read."""
    return f"{table}_reason"
