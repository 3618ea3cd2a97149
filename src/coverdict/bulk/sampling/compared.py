"""What the rules of programs hold facts against: the constants around which claims are drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from coverdict.language.model import Constraint, Fact
from coverdict.language.syntax import (
    AnyIn,
    Code,
    Compare,
    Condition,
    CountTerm,
    ExtremeTerm,
    FactTerm,
    InCodes,
    Is,
    SpanTerm,
)
from coverdict.library.atoms import leaves
from coverdict.library.index import Library
from coverdict.library.program import Program, conditions_of, product_constraints


@dataclass(frozen=True, slots=True, order=True)
class Between:
    """That rules ask for `number` whole `unit`s from one date to another."""

    start: str
    end: str
    unit: str
    number: int


@dataclass(slots=True)
class Compared:
    """What facts are held against, by fact.

    Arguments:
        numbers: constants in the fact's own unit; those of a list's count or extreme stand with the fact that
            equals it.
        names: what a choice or a name is asked to be.
        sets: the sets of codes that it is asked to be in.
        spans: between two dates.
    """

    numbers: dict[str, set[Decimal]] = field(default_factory=lambda: defaultdict(set))
    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sets: dict[str, set[frozenset[Code]]] = field(default_factory=lambda: defaultdict(set))
    spans: set[Between] = field(default_factory=set)


def compared_in(library: Library, programs: Iterable[Program]) -> Compared:
    """What the rules, duties, guidelines and constraints of some programs hold facts against."""
    found = Compared()
    for program in programs:
        facts = program.names.facts
        equal = {fact.derived: fact.name for fact in facts.values() if fact.derived is not None}
        for leaf in _leaves(library, program):
            match leaf:
                case Compare(term=FactTerm(fact=name), value=date() as day):
                    found.days[name].add(day)
                case Compare(term=FactTerm(fact=name), value=Decimal() as number):
                    found.numbers[name].add(number)
                case Compare(term=SpanTerm(unit=unit, start=start, end=end), value=Decimal() as number):
                    found.spans.add(Between(start, end, unit, int(number)))
                case Compare(term=CountTerm() | ExtremeTerm() as term, value=Decimal() as number):
                    if term in equal:
                        found.numbers[equal[term]].add(number)
                case Is(fact=name, values=values):
                    found.names[name].update(values)
                case InCodes(fact=name) | AnyIn(fact=name):
                    found.sets[name].update(_sets(leaf, program))
    return found


def _leaves(library: Library, program: Program) -> Iterator[Condition]:
    texts = (*program.texts, *program.guidelines)
    for condition in conditions_of(texts, constraints_of(library, program), program.policy):
        yield from leaves(condition, program.names)


def _sets(leaf: InCodes | AnyIn, program: Program) -> Iterator[frozenset[Code]]:
    for name in leaf.value_sets:
        yield frozenset(program.names.value_sets[name].codes)
    if leaf.codes:
        yield frozenset(leaf.codes)


def constraints_of(library: Library, program: Program) -> tuple[Constraint, ...]:
    """What is true of every patient of a program: by its vocabulary, and by the products of its plans."""
    facts: Mapping[str, Fact] = program.names.facts
    return (
        *library.contents.constraints(program.policy.vocabulary),
        *product_constraints(program.texts, facts),
    )
