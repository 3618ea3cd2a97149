"""Findings about rules agree with judges that know nothing of cells: nothing is missed, nothing invented."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from coverdict.analysis.findings.finding import Finding
from coverdict_judges.generators import shelves
from coverdict_judges.inventing.sizes import CODES, DATES, LISTS, SMALL, Size
from coverdict_judges.meaning import ALONE, AROUND, Meaning, Name
from coverdict_judges.populations import Set, Terms, Worlds
from tests.analysis.judged import (
    Trial,
    judged_of_criteria,
    judged_of_rules,
    products_of,
    told,
)

LONG = os.environ.get("COVERDICT_LONG") == "1"
CHUNKS: list[tuple[int, int, Size]] = [
    *((seed, 130, SMALL) for seed in range(1, 8)),
    (11, 35, DATES),
    (12, 35, LISTS),
    (13, 35, CODES),
]
"""Seed, number and size of the libraries of one test: 1,015 in all."""

POINT = 400_000
"""Worlds that a witness may leave open where it is looked at by hand."""


def trials(seed: int, count: int, size: Size) -> Iterator[Trial]:
    for shelf in shelves(seed, count * (10 if LONG else 1), size):
        yield Trial(shelf)


# Of 1,015 invented libraries, the rules that never apply, their otherwise, overlaps and gaps are those that
# Z3 finds and, where all worlds can be looked at, those that they show; there criteria that decide nothing
# and readings that move something are those too; and every patient shown is one indeed.
@pytest.mark.parametrize(("seed", "count", "size"), CHUNKS)
def test_findings_are_those_of_the_judges(seed: int, count: int, size: Size) -> None:
    by_hand = 0
    for trial in trials(seed, count, size):
        assert trial.said_of_rules() == judged_of_rules(trial.by_solver), told(trial)
        if trial.by_hand:
            by_hand += 1
            assert trial.said_of_rules() == judged_of_rules(trial.by_hand), told(trial)
            assert trial.said_of_criteria() == judged_of_criteria(trial.by_hand), told(trial)
        for finding in trial.findings:
            if finding.patient is not None:
                assert is_witness(trial, finding), f"{finding}\n{told(trial)}"
    assert by_hand >= count // 4


def is_witness(trial: Trial, finding: Finding) -> bool:
    """Whether the patient of a finding is one of those whom it means, whatever else is true of them."""
    patient = finding.patient
    assert patient is not None
    if finding.id in ("reading-open", "threshold-open"):
        return _is_touched(trial, finding)
    for meaning in trial.by_solver:
        meant = _meant(meaning, finding)
        if meant is not None:
            assert isinstance(meaning.people, Terms)
            if meaning.people.forced(patient.facts, patient.readings, meant):
                return True
    return False


def _meant(meaning: Meaning, finding: Finding) -> Set | None:
    """Those whom a finding means, as the judge has them; None where it is about other texts."""
    name: Name = (finding.document, finding.about)
    match finding.id:
        case "gap":
            mine = meaning.layers == ALONE and meaning.texts.documents[0].id == finding.document
            return meaning.silent() if mine else None
        case "benefit-gap":
            known = {(plan.id, product) for plan, product in products_of(meaning)}
            return meaning.silent_on(finding.about) if name in known else None
        case "rule-never-applies":
            return meaning.fulfilled(name) if name in meaning.rules() else None
        case "rules-overlap":
            sets = [both for (later, _), both in meaning.overlaps.items() if later == name]
            return meaning.people.either(sets) if sets else None
        case "thresholds-meet":
            if name not in meaning.rules():
                return None
            sets = [both for (later, _), both in meaning.overlaps.items() if later == name]
            return meaning.people.either([*sets, meaning.left(name)])
    raise AssertionError(f"who is meant by {finding.id}?")


def _is_touched(trial: Trial, finding: Finding) -> bool:
    """Whether, whatever else is true of the patient, options of the reading lead to different rulings."""
    patient = finding.patient
    assert patient is not None
    reading = f"{finding.document}#{finding.about}"
    if not trial.by_hand or reading not in trial.found.readings.touching:
        return True
    others = {name: option for name, option in patient.readings.items() if name != reading}
    for texts, by_itself in trial.texts:
        if reading in texts.readings and patient.facts.keys() <= texts.facts.keys():
            people = Worlds(texts, POINT, patient.facts, others)
            meaning = Meaning(texts, people, ALONE if by_itself else AROUND)
            if people.worlds and people.everyone in meaning.touched(reading):
                return True
    return False
