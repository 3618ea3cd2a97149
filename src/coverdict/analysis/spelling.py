"""Conditions written out for a space that several texts share, in which no name has two meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coverdict.language.syntax import (
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
    SpanTerm,
    condition_of,
)
from coverdict.library.atoms import Names


@dataclass(frozen=True, slots=True)
class Renaming:
    """The names that a text's own get in a shared space; those that keep theirs are left out."""

    facts: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    value_sets: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        return self.facts.get(name, name)

    def sets(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.value_sets.get(name, name) for name in names)


SAME = Renaming()


def spelled_out(condition: Condition, names: Names, renaming: Renaming) -> Condition:
    """The condition with every named criterion in full, and every name as the shared space has it."""

    def inner(part: Condition) -> Condition:
        return spelled_out(part, names, renaming)

    match condition:
        case CriterionRef(criterion=name):
            return inner(condition_of(names.criteria[name].criterion))
        case Not(part=part):
            return Not(inner(part))
        case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
            return replace(condition, parts=tuple(inner(part) for part in parts))
        case Compare():
            return _compared(condition, names, renaming)
        case _:
            return _renamed(condition, renaming)


def _renamed(condition: Condition, renaming: Renaming) -> Condition:
    match condition:
        case ReadingIs(reading=reading):
            return replace(condition, reading=renaming.readings.get(reading, reading))
        case Is(fact=fact):
            return replace(condition, fact=renaming.fact(fact))
        case InCodes(fact=fact, value_sets=sets) | AnyIn(fact=fact, value_sets=sets):
            return replace(condition, fact=renaming.fact(fact), value_sets=renaming.sets(sets))
        case _:
            return condition


def _compared(condition: Compare, names: Names, renaming: Renaming) -> Condition:
    term = condition.term
    match term:
        case FactTerm(fact=fact):
            return replace(condition, term=FactTerm(renaming.fact(fact)))
        case SpanTerm(start=start, end=end):
            dates = replace(term, start=renaming.fact(start), end=renaming.fact(end))
            return replace(condition, term=dates)
        case CountTerm(where=where) | ExtremeTerm(where=where):
            if where is None:
                return condition
            # The facts of a `where` are an element's fields, which nobody renames.
            element = Renaming(value_sets=renaming.value_sets)
            return replace(condition, term=replace(term, where=spelled_out(where, names, element)))
