"""Conditions in words, as a published policy prints them: one fact a sentence, connectives as lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from coverdict.analysis.words import Clause
from coverdict.language.model import Fact, FactType, ValueSet
from coverdict.language.syntax import (
    Always,
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Comparison,
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
from coverdict.library.atoms import Names
from coverdict.pages.wording import capital, compared, phrase, plain, quoted
from coverdict.text import listed, with_unit

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SLOTS = {"status": "the policy’s position", "benefit": "the benefit so far"}
_OPPOSITE: Mapping[Comparison, Comparison] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "!=",
    "!=": "=",
}


@dataclass(frozen=True, slots=True)
class Clauses:
    """A condition as a reader sees it.

    Arguments:
        join: how the parts are joined (`all`, `any`, `none`, `at least 2`); empty for one sentence.
        says: the sentence, without a full stop; empty where there are parts.
        names: the named criterion that it stands for (document id, `#`, criterion id); else empty.
    """

    join: str = ""
    says: str = ""
    parts: tuple[Clauses, ...] = ()
    names: str = ""


def day_words(day: date) -> str:
    """`November 1, 2021`."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def in_words(condition: Condition, names: Names) -> Clauses:
    """A condition as sentences and lists of them; what is negated is said by its opposite where it has one.

    Arguments:
        names: what the names in it stand for.
    """
    match condition:
        case And(parts=parts):
            return _joined("all", parts, names)
        case Or(parts=parts):
            return _joined("any", parts, names)
        case AtLeast(count=count, parts=parts):
            return Clauses(f"at least {count}", parts=tuple(in_words(part, names) for part in parts))
        case Not(part=part):
            return _negated(part, names)
        case CriterionRef(criterion=name):
            return Clauses(says=_criterion_title(name, names), names=name)
        case _:
            return Clauses(says=_sentence((condition,), names))


def _joined(join: str, parts: tuple[Condition, ...], names: Names) -> Clauses:
    if not parts:
        return Clauses(says="always" if join == "all" else "never")
    found = tuple(_merged(parts, names) if join == "all" else (in_words(part, names) for part in parts))
    return found[0] if len(found) == 1 else Clauses(join, parts=found)


def _merged(parts: tuple[Condition, ...], names: Names) -> Iterator[Clauses]:
    """The parts of an "all of"; comparisons of one fact that follow each other are one sentence."""
    for subject, group in groupby(parts, key=_subject):
        together = tuple(group)
        if subject and len(together) > 1:
            yield Clauses(says=_sentence(together, names))
        else:
            yield from (in_words(part, names) for part in together)


def _subject(condition: Condition) -> str:
    match condition:
        case Compare(term=FactTerm(fact=fact), op=op) if op not in ("=", "!="):
            return fact
    return ""


def _negated(part: Condition, names: Names) -> Clauses:
    match part:
        case Not(part=inner):
            return in_words(inner, names)
        case Compare(op=op) if isinstance(part.term, FactTerm | SpanTerm):
            return in_words(replace(part, op=_OPPOSITE[op]), names)
        case Is(fact=name, values=values) if (fact := names.facts.get(name)) and _closed(fact):
            left = tuple(value for value in _closed(fact) if value not in values)
            return in_words(Is(name, left), names) if left else Clauses(says="never")
        case SlotIs(slot=slot, values=values):
            neither = " nor ".join(quoted(plain(value)) for value in values)
            return Clauses(says=f"{_SLOTS[slot]} is {'neither' if len(values) > 1 else 'not'} {neither}")
        case Or(parts=parts):
            return Clauses("none", parts=tuple(in_words(inner, names) for inner in parts))
        case AnyIn(fact=fact):
            return Clauses(says=f"none of {_of(fact, names)} is {_among(part.value_sets, part.codes, names)}")
        case Always(value=value):
            return Clauses(says="never" if value else "always")
    return Clauses("none", parts=(in_words(part, names),))


# --- one sentence -----------------------------------------------------------------------------------------


def _sentence(conditions: tuple[Condition, ...], names: Names) -> str:
    """Comparisons of one fact as one sentence, or whatever a single condition says."""
    first = conditions[0]
    match first:
        case Compare(term=FactTerm(fact=name)):
            fact = names.facts[name]
            compares = [one for one in conditions if isinstance(one, Compare)]
            return phrase(Clause(name, fact.label or name, _values(compares, fact)), names.facts)
        case Compare(term=SpanTerm(unit=unit, start=start, end=end)):
            words = f"{unit} from {start} to {end}"
            return phrase(Clause(words, words, _signed(first, "")), names.facts)
        case Compare(term=term):
            return f"{_aggregate(term, names)} is {compared(_signed(first, _unit_of(term, names)))}"
        case Is(fact=name, values=values):
            return _is(names.facts[name], values, names)
        case InCodes(fact=fact, value_sets=sets, codes=codes):
            return f"{_of(fact, names)} is {_among(sets, codes, names)}"
        case AnyIn(fact=fact, value_sets=sets, codes=codes):
            return f"one of {_of(fact, names)} is {_among(sets, codes, names)}"
        case SlotIs(slot=slot, values=values):
            return f"{_SLOTS[slot]} is {listed((quoted(plain(value)) for value in values), 'or')}"
        case ReadingIs(reading=reading, option=option):
            return f"{quoted(reading.partition('#')[2])} is read as {quoted(option)}"
        case Always(value=value):
            return "always" if value else "never"
    raise TypeError(f"{type(first).__name__} is no sentence")


def _values(compares: Iterable[Compare], fact: Fact) -> str:
    """`>= 1 and < 2`, with units; days as people write them."""
    return " and ".join(_signed(one, fact.unit) for one in compares)


def _signed(compare: Compare, unit: str) -> str:
    value = compare.value
    shown = day_words(value) if isinstance(value, date) else with_unit(Decimal(value), unit)
    return {"=": shown, "!=": f"not {shown}"}.get(compare.op, f"{compare.op} {shown}")


def _is(fact: Fact, values: tuple[str, ...], names: Names) -> str:
    every = _closed(fact)
    if every and set(values) >= set(every):
        answers = listed((quoted(_label(fact, value)) for value in every), "or")
        return f"the answer to {quoted(fact.label or fact.name)} may be either of {answers}"
    if fact.type is FactType.NAME:
        labels = listed((quoted(_label(fact, value)) for value in values), "or")
        return f"{quoted(fact.label or fact.name)} is {labels}"
    return phrase(Clause(fact.name, fact.label or fact.name, ", ".join(values), False, values), names.facts)


def _closed(fact: Fact) -> tuple[str, ...]:
    """All answers of a fact that has no others; none for other facts."""
    if fact.type is FactType.YES_NO:
        return ("yes", "no")
    return tuple(option.name for option in fact.options) if fact.type is FactType.CHOICE else ()


def _label(fact: Fact, value: str) -> str:
    return next((one.label or value for one in fact.options if one.name == value), value)


def _of(name: str, names: Names) -> str:
    fact = names.facts.get(name)
    return quoted(fact.label or name) if fact else quoted(name)


def _among(sets: tuple[str, ...], codes: tuple[Code, ...], names: Names) -> str:
    """`one of CPT 47371 and CPT 47381`, `in the set “Cryoablation”`."""
    found = [f"in the set {quoted(_set_title(name, names.value_sets))}" for name in sets]
    if codes:
        found.append(str(codes[0]) if len(codes) == 1 else f"one of {listed(map(str, codes))}")
    return listed(found, "or") or "nothing"


def _set_title(name: str, sets: Mapping[str, ValueSet]) -> str:
    found = sets.get(name)
    return (found.title if found else "") or name.rpartition("#")[2]


def _criterion_title(name: str, names: Names) -> str:
    found = names.criteria.get(name)
    return (found.title if found else "") or name.rpartition("#")[2]


def _aggregate(term: Term, names: Names) -> str:
    """`the number of “Open ulcers”`, `the largest “Width” among “Open ulcers” of which …`."""
    match term:
        case CountTerm(list=name, where=where):
            return f"the number of {_of(name, names)}{_where(name, where, names)}"
        case ExtremeTerm(which=which, list=name, field=field, where=where):
            fact = _item(name, field, names)
            label = quoted(fact.label or field) if fact else quoted(field)
            return f"the {which} {label} among {_of(name, names)}{_where(name, where, names)}"
    raise TypeError(f"{type(term).__name__} is no aggregate")


def _where(name: str, where: Condition | None, names: Names) -> str:
    if where is None:
        return ""
    listing = names.facts.get(name)
    fields = {fact.name: fact for fact in (listing.item if listing else ())}
    return f" of which {told(in_words(where, replace(names, facts=fields)))}"


def _item(name: str, field: str, names: Names) -> Fact | None:
    listing = names.facts.get(name)
    return next((fact for fact in (listing.item if listing else ()) if fact.name == field), None)


def _unit_of(term: Term, names: Names) -> str:
    fact = _item(term.list, term.field, names) if isinstance(term, ExtremeTerm) else None
    return fact.unit if fact else ""


# --- in one line ------------------------------------------------------------------------------------------

_BETWEEN = {"all": "and", "any": "or"}


def told(clauses: Clauses) -> str:
    """Clauses in one line, for where there is no room for a list."""
    if not clauses.join:
        return clauses.says
    inner = [f"({told(part)})" if part.join else part.says for part in clauses.parts]
    if clauses.join in _BETWEEN:
        return listed(inner, _BETWEEN[clauses.join])
    if clauses.join == "none":
        return f"it is not so that {listed(inner, 'or')}"
    return f"{clauses.join} of these hold: {listed(inner)}"


def sentence(text: str) -> str:
    """The text as a sentence of its own."""
    return f"{capital(text)}." if text and text[-1] not in ".?!" else capital(text)


def holds_always(condition: Condition, names: Names) -> bool:
    """Whether a condition plainly holds for everybody, as "of either origin" does.

    Only what stands in the condition itself is looked at: False does not say that somebody fails it.
    """
    match condition:
        case Always(value=value):
            return value
        case Is(fact=name, values=values) if fact := names.facts.get(name):
            every = _closed(fact)
            return bool(every) and set(values) >= set(every)
        case And(parts=parts):
            return all(holds_always(part, names) for part in parts)
        case Or(parts=parts):
            return any(holds_always(part, names) for part in parts)
    return False
