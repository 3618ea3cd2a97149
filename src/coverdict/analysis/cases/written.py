"""Conditions as a document writes them, for sentences about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from coverdict.language.model import Fact
from coverdict.language.syntax import (
    Always,
    And,
    AnyIn,
    AtLeast,
    Compare,
    Condition,
    CountTerm,
    CriterionRef,
    ExtremeTerm,
    FactTerm,
    InCodes,
    Is,
    Not,
    Or,
    ReadingIs,
    SlotIs,
    SpanTerm,
    Term,
)
from coverdict.text import with_unit

Facts = Mapping[str, Fact]


def written(condition: Condition, facts: Facts) -> str:
    """The condition on one line.

    Arguments:
        facts: the facts that it speaks of, for their units; inside a `where`, the element's fields.
    """
    match condition:
        case Always(value=value):
            return "always" if value else "never"
        case Not(part=part):
            return f"not {_inner(part, facts)}"
        case And(parts=parts):
            return " and ".join(_inner(part, facts) for part in parts)
        case Or(parts=parts):
            return " or ".join(_inner(part, facts) for part in parts)
        case AtLeast(count=count, parts=parts):
            return f"at least {count} of ({_listed(written(part, facts) for part in parts)})"
        case CriterionRef(criterion=name):
            return name.partition("#")[2]
        case ReadingIs(reading=reading, option=option):
            return f"reading {reading.partition('#')[2]} is {option}"
        case Is(fact=fact, values=values) | SlotIs(slot=fact, values=values):
            return f"{fact} is {values[0]}" if len(values) == 1 else f"{fact} is one of ({_listed(values)})"
        case InCodes(fact=fact, value_sets=sets, codes=codes):
            return f"{fact} in {_sets(sets, map(str, codes))}"
        case AnyIn(fact=fact, value_sets=sets, codes=codes):
            return f"{fact} any in {_sets(sets, map(str, codes))}"
        case Compare(term=term, op=op, value=value):
            return f"{term_written(term, facts)} {op} {value_written(term, value, facts)}"


def _inner(condition: Condition, facts: Facts) -> str:
    text = written(condition, facts)
    return f"({text})" if isinstance(condition, And | Or) else text


def _sets(names: Iterable[str], codes: Iterable[str]) -> str:
    own = [name.rpartition("#")[2] for name in names]
    listed = _listed(codes)
    return " or in ".join([*own, *([f"({listed})"] if listed else [])])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def term_written(term: Term, facts: Facts) -> str:
    """What a comparison compares."""
    match term:
        case FactTerm(fact=fact):
            return fact
        case SpanTerm(unit=unit, start=start, end=end):
            return f"{unit} from {start} to {end}"
        case CountTerm(list=listed, where=where):
            return f"count({listed}{_where(where, listed, facts)})"
        case ExtremeTerm(which=which, list=listed, field=field, where=where):
            return f"{which}({listed}.{field}{_where(where, listed, facts)})"


def _where(where: Condition | None, listed: str, facts: Facts) -> str:
    return "" if where is None else f" where {written(where, fields_of(facts, listed))}"


def fields_of(facts: Facts, listed: str) -> dict[str, Fact]:
    """The fields of a list's elements, by their own names."""
    return {field.name: field for field in facts[listed].item}


def value_written(term: Term, value: Decimal | date, facts: Facts) -> str:
    """The constant of a comparison, with its unit."""
    if isinstance(value, date):
        return value.isoformat()
    fact = measured(term, facts)
    return with_unit(value, fact.unit if fact is not None else "")


def measured(term: Term, facts: Facts) -> Fact | None:
    """The fact, or an element's field, whose values a term has; None for numbers of things or of days."""
    match term:
        case FactTerm(fact=fact):
            return facts.get(fact)
        case ExtremeTerm(list=listed, field=field):
            return fields_of(facts, listed)[field]
        case _:
            return None
