"""The tree of a condition, after reading and type checking.

What a condition means, for a world in which every fact has a value, is written beside each class;
`coverdict_judges.reference` is that meaning as slow, obvious code. Units are gone here: every number
stands in its fact's own unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from coverdict.text import Place

Comparison: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!="]
SpanUnit: TypeAlias = Literal["days", "weeks", "months", "years"]


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A code as written, with the system it belongs to: `00100` stays `00100`."""

    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


# --- terms: what a comparison compares -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactTerm:
    """A number, quantity or date fact itself."""

    fact: str


@dataclass(frozen=True, slots=True)
class CountTerm:
    """How many elements of the list fact `list` there are, of those for which `where` holds.

    Facts inside `where` are the list's item fields, by their own names.
    """

    list: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class ExtremeTerm:
    """The largest or smallest `field` among the elements of `list` for which `where` holds.

    With no such element there is no value, and every comparison with it is false.
    """

    which: Literal["largest", "smallest"]
    list: str
    field: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class SpanTerm:
    """Whole `unit`s from date fact `start` to date fact `end`; negative when `end` comes first.

    Days are calendar days, weeks are days divided by 7 towards zero. Months and years are completed
    ones: with a <= b, years = (yyyymmdd(b) - yyyymmdd(a)) // 10000 and months = 12 * (year of b - year
    of a) + month of b - month of a, less 1 when b's day of the month is the smaller;
    from the later to the earlier date they are the same number, negated.
    """

    unit: SpanUnit
    start: str
    end: str


Term: TypeAlias = FactTerm | CountTerm | ExtremeTerm | SpanTerm


# --- conditions ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Always:
    """True, or false, whatever the facts."""

    value: bool = True


@dataclass(frozen=True, slots=True)
class Compare:
    """`term op value`; the value is in the fact's unit, a count is a whole number, a date a date."""

    term: Term
    op: Comparison
    value: Decimal | date


@dataclass(frozen=True, slots=True)
class Is:
    """The fact (yes/no, choice or name) has one of `values`; a yes/no fact has `yes` or `no`."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InCodes:
    """The code fact is in one of the named value sets, or is one of the codes."""

    fact: str
    value_sets: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyIn:
    """At least one member of the codes fact is in one of the value sets, or is one of the codes."""

    fact: str
    value_sets: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotIs:
    """What the layers below have put into a slot (`status` or `benefit`) is one of `values`."""

    slot: Literal["status", "benefit"]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingIs:
    """The reading `reading` (document id, `#`, reading id) has the option with this label."""

    reading: str
    option: str


@dataclass(frozen=True, slots=True)
class CriterionRef:
    """The named criterion (document id, `#`, criterion id) holds."""

    criterion: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]


Condition: TypeAlias = (
    Always | Compare | Is | InCodes | AnyIn | SlotIs | ReadingIs | CriterionRef | Not | And | Or | AtLeast
)


# --- criteria: conditions as a reader sees them ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the source: section, item and the fingerprint of the normalised sentence.

    `from_source` is false for what is the project's own (a mapping, an example) and says so.
    """

    section: str = ""
    item: str = ""
    fingerprint: str = ""
    from_source: bool = True


@dataclass(frozen=True, slots=True)
class Leaf:
    """One expression: its text as written and its meaning."""

    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Group:
    """Several criteria under one connective; `at_least` counts for `at least N of` only."""

    connective: Literal["all of", "any of", "none of", "at least"]
    parts: tuple[Criterion, ...]
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """An ambiguous criterion: which option holds depends on how the sentence is read.

    The whole holds when the criterion of the option that the reading has, holds.
    """

    reading: str
    options: tuple[tuple[str, Criterion], ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A named (or nameless, `label` empty) condition of a rule, with the source it stands for."""

    body: Leaf | Group | Reading
    place: Place
    label: str = ""
    cites: Citation | None = None
    note: str = ""


def condition_of(criterion: Criterion) -> Condition:
    """The plain condition that a criterion tree stands for."""
    match criterion.body:
        case Leaf(condition=condition):
            return condition
        case Group(connective=connective, parts=parts, at_least=count):
            inner = tuple(condition_of(part) for part in parts)
            if connective == "all of":
                return And(inner)
            if connective == "any of":
                return Or(inner)
            if connective == "none of":
                return Not(Or(inner))
            return AtLeast(count, inner)
        case Reading(reading=reading, options=options):
            return Or(
                tuple(And((ReadingIs(reading, label), condition_of(option))) for label, option in options)
            )
