"""Patients: raw values that stand for cells, as a request states them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coverdict.analysis.space import Side, Space
from coverdict.language.model import CodeSet, Element, Elements, Fact, FactType, Value
from coverdict.language.syntax import Code
from coverdict.library.dimensions import Dimension
from coverdict.logic.cells import FIRST, Elsewhere

OTHER_CODE = "other"
"""Stands for a code that no value set names."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of a patient, and under which readings.

    Arguments:
        facts: values by fact.
        readings: the option of each reading that matters, by the reading's id.
    """

    facts: Mapping[str, Value]
    readings: Mapping[str, str]


def patient_of(space: Space, world: Mapping[int, int]) -> Patient:
    """The patient who has these cells; of other dimensions nothing is stated.

    Arguments:
        world: of each dimension that matters its cell.
    """
    facts: dict[str, Value] = {}
    readings: dict[str, str] = {}
    for number, cell in sorted(world.items()):
        dimension = space.dimensions[number]
        raw = dimension.group.witness(cell)
        if dimension.reading:
            readings[dimension.reading] = str(raw[dimension.reading])
            continue
        stated = {fact.name: raw[fact.name] for fact in dimension.facts if fact.name in raw}
        # A list whose number and extremes say all that matters need not be written out.
        brief = {
            fact.name: raw[fact.name] for fact in dimension.facts if _is_brief(fact) and fact.name in raw
        }
        if brief and dimension.group.allowed(brief) == 1 << cell:
            stated = _plausible(dimension, brief, cell)
        facts.update(
            {fact.name: value_of(fact, stated[fact.name]) for fact in dimension.facts if fact.name in stated}
        )
    return Patient(facts, readings)


def _plausible(dimension: Dimension, stated: dict[str, object], cell: int) -> dict[str, object]:
    """The same cell with values that a reader would expect: no least numbers, no days of long ago."""
    for fact in dimension.facts:
        for candidate in _expected(fact, stated.get(fact.name)):
            other = {**stated, fact.name: candidate}
            if dimension.group.allowed(other) == 1 << cell:
                stated = other
                break
    return stated


def _expected(fact: Fact, value: object) -> Iterator[object]:
    """Values to try in place of one that is as small as can be."""
    if isinstance(value, Decimal) and value == fact.minimum:
        yield from (value + Decimal(more) for more in (("1",) if fact.whole else ("1", "0.5", "0.1")))
    if isinstance(value, date) and value == FIRST:
        yield from (date(year, 1, 2) for year in (2020, 2015, 2010, 2000, 1990, 1950))


def _is_brief(fact: Fact) -> bool:
    return fact.type is not FactType.LIST


def value_of(fact: Fact, raw: object) -> Value:
    """The value of a fact from the form that its cells take."""
    if fact.type is FactType.YES_NO:
        return raw == "yes"
    if isinstance(raw, Elsewhere):
        return Code(fact.systems[0] if fact.systems else "other", OTHER_CODE)
    if fact.type is FactType.CODES:
        assert isinstance(raw, tuple)
        members, complete = raw
        return CodeSet(tuple(sorted(members)), complete)
    if fact.type is FactType.LIST:
        assert isinstance(raw, tuple)
        items, complete = raw
        fields = {field.name: field for field in fact.item}
        return Elements(
            tuple(
                Element(tuple((name, value_of(fields[name], given)) for name, given in item.items()))
                for item in items
            ),
            complete,
        )
    assert isinstance(raw, str | Decimal | date | Code)
    return raw


def as_seen_by(side: Side, patient: Patient) -> Patient:
    """The patient in a side's own names; facts and readings of the other side alone are left out."""
    facts = _own(side.renaming.facts, patient.facts, side.names.facts)
    readings = _own(side.renaming.readings, patient.readings, side.names.readings)
    return Patient(facts, readings)


def _own(renamed: Mapping[str, str], given: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    shared = {renamed.get(name, name): name for name in known}
    return {shared[name]: value for name, value in given.items() if name in shared}


def request_value(fact: Fact, value: Value) -> object:
    """A fact's value as a request file states it: plain data."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        number = format(value.normalize(), "f") if value else "0"
        return f"{number} {fact.unit}" if fact.unit else number
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, CodeSet):
        return [str(code) for code in value.codes]
    if isinstance(value, Elements):
        fields = {field.name: field for field in fact.item}
        return [
            {name: request_value(fields[name], given) for name, given in item.fields} for item in value.items
        ]
    return value
