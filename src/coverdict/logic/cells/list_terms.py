"""What is asked of a list, brought to one form: counts and extremes, each with all that cuts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import TypeAlias

from coverdict.logic.cells.atoms import (
    COMPARE,
    AllOf,
    AnyOf,
    AtLeastOf,
    Count,
    DateIs,
    Extreme,
    FieldAtom,
    Hits,
    InSet,
    Not,
    OneOf,
    Op,
    Span,
    Threshold,
    Truth,
    Where,
    Which,
)
from coverdict.logic.cells.declare import CountFact, DerivedFact, ExtremeFact
from coverdict.logic.cells.group import Show

ListAtom: TypeAlias = Count | Extreme | Threshold
CountKey: TypeAlias = Where | None
ExtremeKey: TypeAlias = tuple[Which, str, Where | None]


@dataclass(frozen=True, slots=True)
class Tested:
    """One term: the comparisons with it, and the bounds of the derived facts that equal it."""

    tests: tuple[tuple[Op, Decimal], ...]
    minimum: Decimal | None
    maximum: Decimal | None

    def truths(self, value: Decimal | int | None) -> tuple[bool, ...]:
        """Each comparison for this value; for no value all are false."""
        return tuple(value is not None and COMPARE[op](value, limit) for op, limit in self.tests)

    def within(self, value: Decimal | int) -> bool:
        """Whether the bounds admit the value."""
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )

    def cuts(self) -> frozenset[Decimal]:
        """Every constant that the term is held against."""
        bounds = (bound for bound in (self.minimum, self.maximum) if bound is not None)
        return frozenset((*(limit for _, limit in self.tests), *bounds))

    def saturation(self) -> int:
        """A count from which on, bar a maximum, nothing can tell a greater count from it."""
        limits = [floor(limit) + 1 for _, limit in self.tests]
        least = 0 if self.minimum is None else ceil(self.minimum)
        return max(0, least, *limits)


@dataclass(frozen=True, slots=True)
class ListTerms:
    """All counts, then all extremes, of a list; a derived fact is the term that it equals.

    Arguments:
        places: for each atom the term's position (counts first) and the test's position in it.
        derived: the term's position of each derived fact.
    """

    counts: tuple[CountKey, ...]
    extremes: tuple[ExtremeKey, ...]
    tested: tuple[Tested, ...]
    places: dict[ListAtom, tuple[int, int]]
    derived: dict[str, int]


def list_terms(name: str, derived: Sequence[DerivedFact], atoms: Iterable[ListAtom]) -> ListTerms:
    """The terms of the list fact `name`; KeyError for an atom over another fact."""
    counts: dict[CountKey, list[tuple[Op, Decimal]]] = {}
    extremes: dict[ExtremeKey, list[tuple[Op, Decimal]]] = {}
    facts = {fact.fact: fact for fact in derived}
    for fact in derived:
        _tests_of(fact, counts, extremes)
    homes: dict[ListAtom, tuple[list[tuple[Op, Decimal]], tuple[Op, Decimal]]] = {}
    for atom in dict.fromkeys(atoms):
        match atom:
            case Threshold(fact=fact_name, op=op, value=value):
                tests, test = _tests_of(facts[fact_name], counts, extremes), (op, value)
            case Count(list=listed, where=where, op=op, number=number) if listed == name:
                tests, test = counts.setdefault(where, []), (op, Decimal(number))
            case Extreme(which=which, list=listed, field=field, where=where, op=op, value=value) if (
                listed == name
            ):
                tests, test = extremes.setdefault((which, field, where), []), (op, value)
            case _:
                raise KeyError(f"{name}: {atom} is about another list")
        if test not in tests:
            tests.append(test)
        homes[atom] = tests, test
    every = [*counts.values(), *extremes.values()]
    order = {id(tests): position for position, tests in enumerate(every)}
    places = {atom: (order[id(tests)], tests.index(test)) for atom, (tests, test) in homes.items()}
    positions = {fact.fact: order[id(_tests_of(fact, counts, extremes))] for fact in derived}
    tested = []
    for position, tests in enumerate(every):
        own = [fact for fact in derived if positions[fact.fact] == position]
        minima = [fact.minimum for fact in own if fact.minimum is not None]
        maxima = [fact.maximum for fact in own if fact.maximum is not None]
        tested.append(Tested(tuple(tests), max(minima, default=None), min(maxima, default=None)))
    return ListTerms(tuple(counts), tuple(extremes), tuple(tested), places, positions)


def _tests_of(
    fact: DerivedFact,
    counts: dict[CountKey, list[tuple[Op, Decimal]]],
    extremes: dict[ExtremeKey, list[tuple[Op, Decimal]]],
) -> list[tuple[Op, Decimal]]:
    match fact:
        case CountFact(where=where):
            return counts.setdefault(where, [])
        case ExtremeFact(which=which, field=field, where=where):
            return extremes.setdefault((which, field, where), [])


# --- words -----------------------------------------------------------------------------------------


def term_text(name: str, terms: ListTerms, position: int, show: Show) -> str:
    """The term as rules write it."""
    if position < len(terms.counts):
        return f"count({name}{_where_text(name, terms.counts[position], show)})"
    which, field, where = terms.extremes[position - len(terms.counts)]
    return f"{which}({name}.{field}{_where_text(name, where, show)})"


def _where_text(name: str, where: Where | None, show: Show) -> str:
    return "" if where is None else f" where {_predicate_text(name, where, show)}"


def _predicate_text(name: str, where: Where, show: Show) -> str:
    match where:
        case Truth(value=value):
            return "always" if value else "never"
        case Not(part=part):
            return f"not ({_predicate_text(name, part, show)})"
        case AllOf(parts=parts):
            return " and ".join(f"({_predicate_text(name, part, show)})" for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(f"({_predicate_text(name, part, show)})" for part in parts)
        case AtLeastOf(count=count, parts=parts):
            return f"at least {count} of ({', '.join(_predicate_text(name, p, show) for p in parts)})"
        case _:
            return _atom_text(name, where, show)


def _atom_text(name: str, atom: FieldAtom, show: Show) -> str:
    match atom:
        case Threshold(fact=field, op=op, value=value):
            return f"{field} {op} {show(f'{name}.{field}', value)}"
        case OneOf(fact=field, names=names):
            return f"{field} is one of ({', '.join(sorted(names))})"
        case InSet(fact=field, set=set_name):
            return f"{field} in {set_name}"
        case Hits(fact=field, set=set_name):
            return f"{field} any in {set_name}"
        case DateIs(fact=field, op=op, day=day):
            return f"{field} {op} {day}"
        case Span(unit=unit, start=start, end=end, op=op, number=number):
            return f"{unit} from {start} to {end} {op} {number}"


def count_text(values: Sequence[bool], possible: Sequence[bool], tested: Tested) -> str:
    """The marked counts 0, 1, 2 … in short; the last stands for itself and every greater one."""
    if not any(values):
        return ""
    runs: list[list[int]] = []
    candidates = [value for value, can_be in enumerate(possible) if can_be]
    before = False
    for value in candidates:
        if values[value]:
            if before:
                runs[-1].append(value)
            else:
                runs.append([value])
        before = values[value]
    if runs[0] == candidates:
        return "any"
    constants = {limit for _, limit in tested.tests}

    def text(first: int, last: int) -> str:
        if last == len(values) - 1:
            strict = first - 1 in constants and first not in constants
            return f"> {first - 1}" if strict else f">= {first}"
        if first == last:
            return str(first)
        if first == candidates[0]:
            strict = last + 1 in constants and last not in constants
            return f"< {last + 1}" if strict else f"<= {last}"
        return f"{first} to {last}"

    return " or ".join(text(run[0], run[-1]) for run in runs)
