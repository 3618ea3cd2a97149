"""Every single change of a condition: one constant, operator, connective, negation or value is another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, get_args

from coverdict.analysis.cases.boundaries import other_constants
from coverdict.analysis.cases.written import Facts, fields_of, written
from coverdict.language.model import BENEFITS, STATUSES, FactType
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Comparison,
    Condition,
    CountTerm,
    ExtremeTerm,
    InCodes,
    Is,
    Not,
    Or,
    SlotIs,
)

_T = TypeVar("_T")

OPERATORS: tuple[Comparison, ...] = get_args(Comparison)


@dataclass(frozen=True, slots=True)
class Terms:
    """What conditions may speak of.

    Arguments:
        facts: by name; inside a `where`, the element's fields.
        codes: the codes that the texts at hand name, which may take another's place.
    """

    facts: Facts
    codes: tuple[Code, ...]

    def within(self, listed: str) -> Terms:
        return Terms(fields_of(self.facts, listed), self.codes)


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """A condition with one thing changed.

    Arguments:
        condition: the whole condition, as changed.
        says: what was changed.
        negated: the part that the change negates; None for other changes.
    """

    condition: Condition
    says: str
    negated: Condition | None = None


def condition_changes(condition: Condition, terms: Terms) -> Iterator[ConditionChange]:
    """Every single change of a condition, its negation first."""
    yield _change(condition, negation(condition), terms, condition)
    for other in _own(condition, terms):
        yield _change(condition, other, terms)
    for number, part in enumerate(_parts(condition)):
        for inner in condition_changes(part, terms):
            if isinstance(condition, Not) and inner.negated is part:
                continue  # the same as the negation of the whole
            yield replace(inner, condition=_with_part(condition, number, inner.condition))
    if isinstance(condition, Compare) and isinstance(condition.term, CountTerm | ExtremeTerm):
        term = condition.term
        if term.where is not None:
            for inner in condition_changes(term.where, terms.within(term.list)):
                # What an element is asked has no truth value of its own for the patient.
                whole = replace(condition, term=replace(term, where=inner.condition))
                yield ConditionChange(whole, inner.says)


def _change(
    before: Condition, after: Condition, terms: Terms, negated: Condition | None = None
) -> ConditionChange:
    says = f"`{written(before, terms.facts)}` becomes `{written(after, terms.facts)}`"
    return ConditionChange(after, says, negated)


def negation(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else Not(condition)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case Not(part=part):
            return (part,)
        case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
            return parts
        case _:
            return ()


def _with_part(condition: Condition, number: int, part: Condition) -> Condition:
    match condition:
        case Not():
            return Not(part)
        case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
            return replace(condition, parts=exchanged(parts, number, part))
        case _:
            raise TypeError(f"has no parts: {condition!r}")


def exchanged(parts: Sequence[_T], number: int, part: _T) -> tuple[_T, ...]:
    """The parts with another one at a position."""
    return (*parts[:number], part, *parts[number + 1 :])


def _own(condition: Condition, terms: Terms) -> Iterator[Condition]:
    """The changes of a condition itself, its parts and its negation left out."""
    match condition:
        case And(parts=parts):
            yield Or(parts)
        case Or(parts=parts):
            yield And(parts)
        case AtLeast(count=count, parts=parts):
            yield from (replace(condition, count=other) for other in counts_beside(count, len(parts)))
        case Compare(op=op):
            yield from (replace(condition, value=value) for value in other_constants(condition, terms.facts))
            yield from (replace(condition, op=other) for other in OPERATORS if other != op)
        case Is(fact=fact, values=values):
            options = _options(fact, terms.facts)
            yield from (replace(condition, values=other) for other in other_choices(values, options))
        case SlotIs(slot=slot, values=values):
            options = STATUSES if slot == "status" else BENEFITS
            yield from (replace(condition, values=other) for other in other_choices(values, options))
        case (
            InCodes(fact=fact, value_sets=sets, codes=codes) | AnyIn(fact=fact, value_sets=sets, codes=codes)
        ):
            if len(sets) > 1 or (sets and codes):
                for name in sets:
                    yield replace(condition, value_sets=tuple(one for one in sets if one != name))
            if codes:
                others = other_codes(codes, terms.codes, terms.facts[fact].systems)
                choices = other_choices(codes, others)
                yield from (replace(condition, codes=other) for other in choices)
                if sets and len(codes) == 1:
                    yield replace(condition, codes=())
        case _:
            return


def counts_beside(count: int, parts: int) -> Iterator[int]:
    """The counts of an `at least` that stand one beside another, among as many parts."""
    yield from (other for other in (count - 1, count + 1) if 1 <= other <= parts)


def other_choices(values: tuple[_T, ...], options: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    """The values with one replaced by another option, with one left out, and with one added."""
    others = [option for option in options if option not in values]
    for number, _ in enumerate(values):
        yield from (exchanged(values, number, other) for other in others)
    if len(values) > 1:
        yield from (tuple(one for one in values if one != value) for value in values)
    yield from ((*values, other) for other in others)


def other_codes(codes: Iterable[Code], known: Iterable[Code], systems: Sequence[str]) -> tuple[Code, ...]:
    """One code that may stand beside or in place of others: the first that is known and not among them."""
    taken = frozenset(codes)
    return tuple(code for code in known if code not in taken and (not systems or code.system in systems))[:1]


def _options(fact: str, facts: Facts) -> tuple[str, ...]:
    known = facts[fact]
    if known.type is FactType.YES_NO:
        return ("yes", "no")
    return tuple(option.name for option in known.options)
