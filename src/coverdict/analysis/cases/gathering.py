"""Who shows what in one space: patients for everything that is to be shown there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from coverdict.analysis.cases.boundaries import boundary_values, is_whole
from coverdict.analysis.cases.mutants import Mutant
from coverdict.analysis.cases.obligations import SERVICE_CODE, Showing, boundaries, obligations
from coverdict.analysis.cases.occasions import Occasion
from coverdict.analysis.cases.telling import Telling
from coverdict.analysis.patients import patient_of
from coverdict.analysis.space import Side
from coverdict.language.model import Value
from coverdict.language.syntax import And, Code, Compare, Condition, CountTerm, ExtremeTerm, condition_of
from coverdict.library.atoms import facts_of
from coverdict.library.layers import Ruling
from coverdict.library.program import raw_value
from coverdict.logic import Diagram, Literal, Mask
from coverdict.logic.cells import bits
from coverdict.logic.fewest import fewest


@dataclass(frozen=True, slots=True)
class RuledUnder:
    """What the texts say of a patient under some options of the readings on which that depends.

    Arguments:
        readings: by the reading's id, the options; empty where no reading makes a difference.
    """

    readings: tuple[tuple[str, tuple[str, ...]], ...]
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient, and the place among others: patients come in the order of the rules that decide them."""

    facts: Mapping[str, Value]
    rulings: tuple[RuledUnder, ...]
    codes: tuple[Code, ...]
    place: tuple[int, int, tuple[int, ...]]


class Part:
    """The mutants of one space, and what is to be shown in it."""

    def __init__(
        self, telling: Telling, mutants: Sequence[Mutant], numbers: Sequence[int], occasion: Occasion
    ) -> None:
        self.telling = telling
        self.mutants = mutants
        self.numbers = numbers
        self.occasion = occasion
        self.space = telling.space
        found = obligations(telling, mutants, occasion)
        nowhere = telling.diagrams.false
        self.wanted = tuple(one for one in found if one.patients != nowhere)
        self.equal = {numbers[one.mutant] for one in found if one.mutant >= 0 and one.patients == nowhere}
        self.beyond = [
            Showing("boundary", words)
            for mutant in mutants
            if mutant.compared is not None
            for words, condition in boundaries(telling.original, mutant.compared)
            if not telling.knows(condition)
        ]
        self.nobody = [one.showing for one in found if one.mutant < 0 and one.patients == nowhere]
        self._shown = telling.diagrams.freeze(*(one.patients for one in self.wanted))

    def candidates(self, before: Sequence[Candidate]) -> tuple[list[Candidate], int]:
        """Patients who show what those of other spaces do not, and how many of them it takes at least."""
        shown = frozenset(number for one in before for number in self.met(one.facts))
        left = [one.patients for number, one in enumerate(self.wanted) if number not in shown]
        diagrams = self.telling.diagrams
        found = fewest(diagrams, left)
        preferred = _preferred(self.telling, self.mutants)
        (answer, *groups) = diagrams.freeze(self.telling.answer, *found.groups)
        return [self._candidate(answer, _world(group, preferred)) for group in groups], found.at_least

    def met(self, facts: Mapping[str, Value]) -> frozenset[int]:
        """The numbers, in `wanted`, of all that a patient shows."""
        known = {name: raw_value(self.space.names.facts[name], value) for name, value in facts.items()}
        masks = [
            full if dimension.reading else dimension.group.allowed(known)
            for dimension, full in zip(self.space.dimensions, self.space.full, strict=True)
        ]
        return frozenset(
            number for number, shown in enumerate(self._shown) if shown.possible(masks) == {True}
        )

    def _candidate(self, answer: Diagram, world: Sequence[int]) -> Candidate:
        rulings = self._rulings(answer, world)
        place = self._place(rulings, world)
        return Candidate(self._facts(world), rulings, self._codes(world), place)

    def _facts(self, world: Sequence[int]) -> Mapping[str, Value]:
        """The facts that the original's rules ask for."""
        asked = {self.space.dimension_of[name] for name in self.space.asked[0]}
        cells = {number: world[number] for number in asked if not self.space.dimensions[number].reading}
        return patient_of(self.space, cells).facts

    def _codes(self, world: Sequence[int]) -> tuple[Code, ...]:
        governed = tuple(entry.code for entry in self.occasion.governed)
        if SERVICE_CODE not in self.space.dimension_of:
            return governed
        number = self.space.dimension_of[SERVICE_CODE]
        group, fact = self.space.dimensions[number].group, self.space.names.facts[SERVICE_CODE]
        return tuple(
            code
            for code in governed
            if group.allowed({SERVICE_CODE: raw_value(fact, code)}) >> world[number] & 1
        )

    def _rulings(self, answer: Diagram, world: Sequence[int]) -> tuple[RuledUnder, ...]:
        """The rulings under the readings, the options in the order in which they are declared."""
        found: list[RuledUnder] = []
        for masks, ruling in _paths(answer, answer.root, world, self.telling.readings):
            options = tuple((self.space.dimensions[number], mask) for number, mask in masks)
            said = tuple(
                (
                    dimension.reading,
                    tuple(str(dimension.group.witness(cell)[dimension.reading]) for cell in bits(mask)),
                )
                for dimension, mask in options
            )
            assert isinstance(ruling, Ruling)
            found.append(RuledUnder(said, ruling))
        return tuple(sorted(found, key=lambda one: one.readings))

    def _place(self, rulings: Sequence[RuledUnder], world: Sequence[int]) -> tuple[int, int, tuple[int, ...]]:
        names = [f"{text.id}#{rule.id}" for text in self.telling.original.texts for rule in text.rules]
        places = [
            2 * (names.index(one.ruling.rule) if one.ruling.rule else len(names)) + one.ruling.otherwise
            for one in rulings
        ]
        return (min(places), len(places), tuple(world))


def not_empty(side: Side) -> Iterator[Condition]:
    """That there is an element to measure, for each list whose extremes the rules may ask for."""
    conditions = (rule.when for text in side.texts for rule in text.rules if rule.when is not None)
    asked = {name for when in conditions for name in facts_of(condition_of(when), side.names)}
    for fact in side.names.facts.values():
        term = fact.derived
        if isinstance(term, ExtremeTerm) and asked & {fact.name, term.list}:
            yield Compare(CountTerm(term.list, term.where), ">=", Decimal(1))


def between(side: Side, compared: Compare) -> Iterator[And]:
    """That a measurement lies between a boundary's values: no number that a person would choose."""
    if not is_whole(compared.term, side.names.facts) and isinstance(compared.value, Decimal):
        for low, high in pairwise(boundary_values(compared, side.names.facts)):
            yield And((Compare(compared.term, ">", low), Compare(compared.term, "<", high)))


def _preferred(telling: Telling, mutants: Sequence[Mutant]) -> list[Mask]:
    """The cells of each dimension that a person would choose, where there are such.

    Measurements do not lie between a boundary's values, and a list that is measured is not empty.
    """
    preferred = list(telling.space.full)

    def prefer(found: Literal, cells: Mask) -> None:
        preferred[found.dimension] = preferred[found.dimension] & cells or preferred[found.dimension]

    for mutant in mutants:
        for both in between(telling.original, mutant.compared) if mutant.compared is not None else ():
            if telling.knows(both):
                above, below = (telling.literal(part) for part in both.parts)
                prefer(above, ~(above.cells & below.cells))
    for condition in not_empty(telling.original):
        if telling.knows(condition):
            found = telling.literal(condition)
            prefer(found, found.cells)
    return preferred


def _world(group: Diagram, preferred: Sequence[Mask]) -> tuple[int, ...]:
    world = group.world(preferred, True) or group.world(group.nodes.full, True)
    assert world is not None
    return world


def _paths(
    answer: Diagram, node: int, world: Sequence[int], readings: frozenset[int]
) -> list[tuple[tuple[tuple[int, Mask], ...], object]]:
    """What is answered in a world, by the options of the readings that still make a difference."""
    nodes = answer.nodes
    if node < len(nodes.values):
        return [((), nodes.values[node])]
    dimension = nodes.dimensions[node]
    if dimension not in readings:
        child = next(child for mask, child in nodes.edges[node] if mask >> world[dimension] & 1)
        return _paths(answer, child, world, readings)
    below: dict[tuple[tuple[tuple[tuple[int, Mask], ...], object], ...], Mask] = {}
    for mask, child in nodes.edges[node]:
        found = tuple(_paths(answer, child, world, readings))
        below[found] = below.get(found, 0) | mask
    if len(below) == 1:
        return list(next(iter(below)))
    return [(((dimension, mask), *masks), value) for found, mask in below.items() for masks, value in found]
