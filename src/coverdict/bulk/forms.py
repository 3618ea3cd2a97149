"""The forms in which SQL reads a value, just as the language does; what axes of every kind are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from sqlglot import exp

from coverdict.bulk.axes import UNKNOWN, Arm, Known
from coverdict.bulk.dialects import Dialect, Sql, column, equals_any, is_null, text
from coverdict.bulk.kinds import Column, Kind
from coverdict.language.model import Fact
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS
from coverdict.logic import cells

Groups: TypeAlias = tuple[cells.Group, ...]

LONGEST_WORD, LONGEST_CODE = 200, 60
CODE = r"[!-~]{1,60}"
SEPARATORS = ";,|"
CODE_IN_TEXT = r"[!#-+\--:<-Z\\^-z~]{1,60}"
"""A code without separators, and without what a list that is written as a text begins with."""
NUMBER = r"[0-9]{1,15}(\.[0-9]{1,12})?"
_LEAP = "(19(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26])|21(0[48]|[2468][048]|[13579][26]))"
DAY = (
    r"(19|20|21)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    rf"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29"
)
"""A day from 1900 to 2199 as a text; every one that matches exists."""
OWN = ("payer", "service.code", "service.date")
"""Facts of the row itself, by which it finds its way."""


def unpadded(held: Column) -> Sql:
    """A column's value; of a text, without the blanks around it, as columns of fixed width have them."""
    value = column(held.name, "t")
    return exp.Trim(this=value) if held.kind is Kind.TEXT else value


def is_unknown(held: Column, value: Sql) -> Sql:
    """Whether a column has no value, or a text that says so."""
    if held.kind is not Kind.TEXT:
        return is_null(value)
    return exp.or_(is_null(value), equals_any(value, UNKNOWN_WORDS))


def says(fact: Fact, values: Iterable[object]) -> tuple[Known, ...]:
    """What symbols say: the first that the fact is unknown, each other one a value."""
    return ({}, *({fact.name: value} for value in values))


def no_word(value: Sql, longest: int, dialect: Dialect) -> Sql:
    """Whether a text is not a single word, nor empty; NULL for NULL."""
    return exp.and_(
        exp.not_(dialect.is_word(value, longest)), exp.NEQ(this=value.copy(), expression=text(""))
    )


def beyond(arms: Sequence[Arm], otherwise: int, irregular: int) -> Sql | None:
    """Whether an arm says that a number or day is irregular, or none says that it is not; NULL for NULL."""
    found = [arm.when.copy() for arm in arms if arm.symbol == irregular]
    regular = [arm.when for arm in arms if arm.symbol not in (UNKNOWN, irregular)]
    if otherwise == irregular:
        # Regions ascend: what the last of them does not reach is beyond all.
        found.append(exp.not_(regular[-1].copy()))
    return exp.or_(*found) if found else None


def allowed(group: Groups, fact: Fact, value: object) -> object:
    """The cells that a value leaves under every policy."""
    return tuple(one.allowed({fact.name: value}) for one in group)


def day_in(held: Column, value: Sql) -> Sql:
    """The day that a column of dates, times or texts holds; a text is looked at before, whether it is one."""
    if held.kind is Kind.TEXT:
        # An engine that works out more of a CASE than it needs to does not fail for a text that is no day.
        return exp.TryCast(this=value.copy(), to=exp.DataType.build("DATE"))
    return value.copy() if held.kind is Kind.DATE else exp.cast(value.copy(), "DATE")


def day_literal(day: date) -> Sql:
    """A day as a constant."""
    return exp.cast(text(day.isoformat()), "DATE")
