"""What to say of a region first: a short condition that one of its patients meets, and that suffices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from coverdict.analysis.patients import Patient, request_value
from coverdict.analysis.regions import Region, Where
from coverdict.analysis.words import Clause
from coverdict.language.model import FactType
from coverdict.pages.wording import Facts, names_in, stated

_PART = re.compile(r"(?:(?P<sign><=|>=|<|>) )?(?P<number>\S+)(?P<unit> .+)?")


def typical(region: Region, facts: Facts) -> tuple[Clause, ...]:
    """Clauses that hold of the region's patient together, and under which both answers stay.

    Of each condition one way is taken, such that the patient meets both: two ways that nobody can meet at
    once are never put together. Where that cannot be seen, the clauses are the patient's own facts.
    """
    found: list[Clause] = []
    for where in region.where:
        way = _way(where, region.patient)
        if way is None:
            return patients_clauses(region.patient, facts)
        found += _one_each((*where.common, *way))
    return tuple(dict.fromkeys(found))


def _way(where: Where, patient: Patient) -> tuple[Clause, ...] | None:
    """The first way that the patient meets; None where none is known to be met."""
    if not where.ways:
        return ()
    return next((way for way in where.ways if all(meets(patient, clause) for clause in way)), None)


def _one_each(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Of what is common and what a way narrows further, the narrower alone."""
    return tuple({clause.subject: clause for clause in clauses}.values())


def meets(patient: Patient, clause: Clause) -> bool:
    """Whether what is stated of the patient is known to meet a clause."""
    if clause.reading:
        option = patient.readings.get(clause.subject)
        names, out = names_in(clause.values)
        return option == clause.values or (names != clause.values and not out and option in names.split(", "))
    value = patient.facts.get(clause.subject)
    if value is None:
        return False
    if clause.options:
        return stated(value) in clause.options
    if not isinstance(value, Decimal):
        return False
    return any(all(_holds(value, part) for part in run.split(" and ")) for run in clause.values.split(" or "))


def _holds(value: Decimal, part: str) -> bool:
    low, to, high = part.partition(" to ")
    if to:
        return _holds(value, f">= {low}") and _holds(value, f"<= {high}")
    found = _PART.fullmatch(part)
    if found is None:
        return False
    try:
        limit = Decimal(found["number"])
    except InvalidOperation:
        return False
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        None: value == limit,
    }[found["sign"]]


def patients_clauses(patient: Patient, facts: Facts) -> tuple[Clause, ...]:
    """A patient's own facts and readings, as clauses."""
    found = []
    for name, value in patient.facts.items():
        fact = facts[name]
        words = stated(request_value(fact, value))
        options = (words,) if fact.type in (FactType.YES_NO, FactType.CHOICE) else ()
        found.append(Clause(name, fact.label or name, words, False, options))
    for name, option in patient.readings.items():
        found.append(Clause(name, name.partition("#")[2], option, reading=True))
    return tuple(found)
