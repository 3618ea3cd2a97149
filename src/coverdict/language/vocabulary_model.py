"""What a vocabulary says after reading, and the values that its facts can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal, TypeAlias

from coverdict.language.syntax import Citation, Code, Condition, CountTerm, ExtremeTerm
from coverdict.text import Place


class FactType(StrEnum):
    YES_NO = "yes/no"
    CHOICE = "choice"  # exactly the options: a choice is exhaustive
    NAME = "name"  # an open choice: the options that are known, and any other
    NUMBER = "number"
    QUANTITY = "quantity"
    CODE = "code"
    CODES = "codes"  # a set of codes
    DATE = "date"
    LIST = "list"


Who: TypeAlias = Literal["provider", "payer", "clinician", "member"]
Scope: TypeAlias = Literal["request", "line", "indication"]


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed, named input that may be unknown.

    Arguments:
        minimum, maximum: inclusive bounds of a number or quantity, in `unit`.
        factors: for a quantity, the exact factor from each accepted UCUM unit to `unit`.
        scope: whether it belongs to the whole request, a service line or an indication.
        ask: the question to put to a person; empty when nobody can be asked.
        judgement: only a qualified person can supply it; it is never asked of the submitter.
        changeable: whether "what would change the answer" may alter it.
        derived: for `lesion.count` and `lesion.largest`: the aggregate of a list that it equals.
        item: for a list, the facts that each element has.
    """

    name: str
    type: FactType
    place: Place
    label: str = ""
    whole: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    factors: Mapping[str, Fraction] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    systems: tuple[str, ...] = ()
    scope: Scope = "request"
    ask: str = ""
    who: Who | None = None
    judgement: bool = False
    changeable: bool = False
    derived: CountTerm | ExtremeTerm | None = None
    item: tuple[Fact, ...] = ()
    codes: tuple[Code, ...] = ()
    fhirpath: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """No patient is such that `never` holds."""

    id: str
    never: Condition
    says: str
    place: Place


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A named set of codes.

    `name` is the vocabulary's own name for it or, of a document's value set, the document's id, `#` and
    the name.
    """

    name: str
    codes: tuple[Code, ...]
    place: Place
    title: str = ""
    cites: Citation | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts of an area, its value sets and constraints; `extends` names further vocabularies."""

    id: str
    title: str
    place: Place
    facts: tuple[Fact, ...] = ()
    value_sets: tuple[ValueSet, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    extends: tuple[str, ...] = ()


# --- values of facts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a list fact: the fields that are known."""

    fields: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Elements:
    """What is known of a list fact: its elements, and whether there are no others."""

    items: tuple[Element, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class CodeSet:
    """What is known of a codes fact: its members, and whether there are no others."""

    codes: tuple[Code, ...]
    complete: bool = True


# yes/no: bool; choice and name: str; number and quantity (in the fact's unit): Decimal
Value: TypeAlias = bool | str | Decimal | date | Code | CodeSet | Elements
