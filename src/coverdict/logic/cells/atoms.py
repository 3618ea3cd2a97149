"""The comparisons that cut facts into cells, and the small trees of them that lists are asked with.

An atom is true or false once its facts have raw values; what it means stands beside each class.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

Op: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!="]
SpanUnit: TypeAlias = Literal["days", "weeks", "months", "years"]
Which: TypeAlias = Literal["largest", "smallest"]

COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}

# --- atoms over facts, and over the fields of a list's elements ------------------------------------


@dataclass(frozen=True, slots=True)
class Threshold:
    """The number fact (or a derived fact of a list that has a value) compared with `value`."""

    fact: str
    op: Op
    value: Decimal


@dataclass(frozen=True, slots=True)
class OneOf:
    """The choice has one of these names."""

    fact: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class InSet:
    """The code is in the named set."""

    fact: str
    set: str


@dataclass(frozen=True, slots=True)
class Hits:
    """At least one of the fact's codes is in the named set."""

    fact: str
    set: str


@dataclass(frozen=True, slots=True)
class DateIs:
    """The date compared with `day`."""

    fact: str
    op: Op
    day: date


@dataclass(frozen=True, slots=True)
class Span:
    """The whole units from date `start` to date `end`, compared with `number`.

    Days are calendar days, weeks are days divided by 7 towards zero, months and years are completed
    ones; negative when `end` comes first, then the same number as from `end` to `start`, negated.
    """

    unit: SpanUnit
    start: str
    end: str
    op: Op
    number: int


FieldAtom: TypeAlias = Threshold | OneOf | InSet | Hits | DateIs | Span

# --- predicates over one element of a list ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool


@dataclass(frozen=True, slots=True)
class Not:
    part: Where


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class AtLeastOf:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Where, ...]


Where: TypeAlias = Truth | Not | AllOf | AnyOf | AtLeastOf | FieldAtom
"""What an element has to fulfil; the facts of the atoms are the element's fields."""


def field_atoms(where: Where | None) -> Iterator[FieldAtom]:
    """Every atom of the tree, in reading order, repeated where it is repeated."""
    match where:
        case None | Truth():
            return
        case Not(part=part):
            yield from field_atoms(part)
        case AllOf(parts=parts) | AnyOf(parts=parts) | AtLeastOf(parts=parts):
            for part in parts:
                yield from field_atoms(part)
        case _:
            yield where


# --- atoms over lists ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements of the list fulfil `where` (all, when it is None), compared with `number`."""

    list: str
    where: Where | None
    op: Op
    number: int


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest or smallest `field` of the elements that fulfil `where`, compared with `value`.

    False, whatever the comparison, when there is no such element.
    """

    which: Which
    list: str
    field: str
    where: Where | None
    op: Op
    value: Decimal


Atom: TypeAlias = Threshold | OneOf | InSet | Hits | DateIs | Span | Count | Extreme
