"""Facts as they are declared to this room: what raw values each can have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from coverdict.logic.cells.atoms import Where, Which


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number or quantity; the bounds are inclusive."""

    fact: str
    whole: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChoiceFact:
    """One of `options`; of any other string as well where it is open."""

    fact: str
    options: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class CodeFact:
    fact: str


@dataclass(frozen=True, slots=True)
class CodesFact:
    """A set of codes."""

    fact: str


@dataclass(frozen=True, slots=True)
class DateFact:
    fact: str


FieldFact: TypeAlias = NumberFact | ChoiceFact | CodeFact | CodesFact | DateFact


@dataclass(frozen=True, slots=True)
class CountFact:
    """A whole-number fact that equals how many elements of the list fulfil `where`."""

    fact: str
    list: str
    where: Where | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ExtremeFact:
    """A number fact that equals the largest or smallest `field` of the elements that fulfil `where`.

    It has no value when there is no such element; its bounds only bind where it has one.
    """

    fact: str
    which: Which
    list: str
    field: str
    where: Where | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


DerivedFact: TypeAlias = CountFact | ExtremeFact


@dataclass(frozen=True, slots=True)
class ListFact:
    """A list of elements with these fields."""

    fact: str
    fields: tuple[FieldFact, ...]


AnyFact: TypeAlias = FieldFact | DerivedFact | ListFact
