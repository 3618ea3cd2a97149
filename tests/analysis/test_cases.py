"""The test patients of the real policies and of invented ones: real, complete, few."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from analysis.judged_cases import POLICIES, answers, combinations, trial
from exactness.program import opened

from coverdict import open_library
from coverdict.analysis.cases.boundaries import boundary_values
from coverdict.analysis.cases.cases import ALONE, Cases, cases
from coverdict.analysis.cases.requests import case_requests
from coverdict.analysis.texts import AnalysisError, find_text
from coverdict.decision import Desk
from coverdict.language.syntax import Compare, FactTerm
from coverdict_judges.generators import shelves

MICHIGAN, CALIFORNIA = POLICIES


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


@pytest.fixture(scope="module")
def found(desk: Desk) -> dict[str, Cases]:
    return {policy: cases(desk, find_text(desk, policy)) for policy in POLICIES}


def test_the_boundaries_of_the_inclusion_are_visited(found: dict[str, Cases]) -> None:
    # Document A limits tumors to fewer than 2 and to 4 cm: there are patients with 1 and with 2 tumors, and
    # with tumors of 3.9, 4.0 and 4.1 cm, and each of these values is what such a patient shows.
    patients = found[MICHIGAN].patients
    largest = {patient.facts.get("lesion.largest") for patient in patients}
    assert {Decimal("3.9"), Decimal("4"), Decimal("4.1")} <= largest
    assert {Decimal(1), Decimal(2)} <= {patient.facts.get("lesion.count") for patient in patients}
    shown = {one.says for patient in patients for one in patient.shows if one.kind == "boundary"}
    assert {f"lesion.largest at {size} cm" for size in ("3.9", "4", "4.1")} <= shown
    assert {"lesion.count at 1", "lesion.count at 2"} <= shown


def test_the_boundary_patients_differ_by_the_size_alone_where_it_counts(found: dict[str, Cases]) -> None:
    # The statement of the policy read for one tumor: 3.9 cm is established, 4.1 cm is not, and 4 cm is where
    # "up to 4 cm" is meant and not where "under 4 cm" is.
    reading = f"{MICHIGAN}#size limit"
    by_size = {}
    for patient in found[MICHIGAN].patients:
        for one in patient.rulings:
            read = dict(one.readings)
            for option in ("up to 4 cm", "under 4 cm"):
                if option in read.get(reading, (option,)):
                    by_size.setdefault((patient.facts.get("lesion.largest"), option), set()).add(
                        one.ruling.value
                    )
    assert "established" in by_size[Decimal("3.9"), "under 4 cm"]
    assert "established" in by_size[Decimal(4), "up to 4 cm"]
    assert by_size[Decimal(4), "under 4 cm"] == {"criteria_not_met"}
    assert by_size[Decimal("4.1"), "up to 4 cm"] == {"criteria_not_met"}


@pytest.mark.parametrize("policy", POLICIES)
def test_every_rule_and_every_code_is_shown(policy: str, found: dict[str, Cases], desk: Desk) -> None:
    # Each rule decides for some patient, by its condition and by its `otherwise`; each code of the table is
    # the service of some patient, a companion beside a governed service and without one.
    text = find_text(desk, policy).document
    deciding = {
        (one.ruling.rule, one.ruling.otherwise)
        for patient in found[policy].patients
        for one in patient.rulings
    }
    for rule in text.rules:
        assert (f"{policy}#{rule.id}", False) in deciding
        assert rule.otherwise is None or (f"{policy}#{rule.id}", True) in deciding
    for entry in text.codes:
        having = [one for one in found[policy].patients if entry.code in one.services]
        assert having
        if entry.role == "companion":
            assert any(one.governed for one in having) and any(not one.governed for one in having)
            assert any(ALONE in shown.says for one in having for shown in one.shows)


@pytest.mark.parametrize("policy", POLICIES)
def test_patients_are_real(policy: str, found: dict[str, Cases], desk: Desk) -> None:
    # A patient's request contradicts nothing, leads to the policy, and may have exactly the statuses that the
    # reference evaluator gives under the readings; the rulings listed are the evaluator's, one by one.
    one = trial(desk, policy)
    for each in case_requests(desk, found[policy]):
        patient = each.patient
        lines = desk.decide(each.request).lines
        assert len(lines) == len(patient.services)
        if not patient.rulings:
            assert all(line.routing == "not_addressed" for line in lines)
            continue
        judged = answers(one.texts, patient.facts)
        for line in lines:
            assert not line.conflict
            assert line.policy == policy
            assert {outcome.status for outcome in line.possible} == {ruled[0] for ruled in judged if ruled}
        for read, ruled in zip(combinations(one.texts), judged, strict=True):
            (said,) = [
                (given.ruling.value, given.ruling.rule, given.ruling.otherwise)
                for given in patient.rulings
                if all(read[name] in options for name, options in given.readings)
            ]
            assert said == ruled


@pytest.mark.parametrize("policy", POLICIES)
def test_the_number_of_patients_is_proved_least(policy: str, found: dict[str, Cases]) -> None:
    # For both real policies the bound from below is met.
    assert found[policy].at_least == len(found[policy].patients)


@pytest.mark.parametrize("seed", range(10))
def test_invented_patients_are_real(seed: int, tmp_path: Path) -> None:
    # On invented libraries too, what is said of each patient is what the reference evaluator says.
    (shelf,) = shelves(77_000 + seed, 1)
    one = trial(opened(shelf, tmp_path), shelf.policies[0])
    assert one.choice.patients
    assert one.choice.at_least <= len(one.choice.patients)
    for patient in one.choice.patients:
        for read, ruled in zip(combinations(one.texts), answers(one.texts, patient.facts), strict=True):
            said = [
                (given.ruling.value, given.ruling.rule, given.ruling.otherwise)
                for given in patient.rulings
                if all(read[name] in options for name, options in given.readings)
            ]
            assert said == [ruled]


# --- boundary values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "value", "around"),
    [
        ("lesion.largest", "4", ["3.9", "4", "4.1"]),
        ("lesion.largest", "2.25", ["2.24", "2.25", "2.26"]),
        ("lesion.largest", "40", ["39.9", "40", "40.1"]),
        ("lesion.largest", "0", ["0", "0.1"]),
        ("lesion.count", "2", ["1", "2", "3"]),
        ("lesion.count", "0", ["0", "1"]),
        ("member.age", "130", ["129", "130"]),
    ],
)
def test_the_values_beside_a_constant(desk: Desk, fact: str, value: str, around: list[str]) -> None:
    # One tenth, or one unit of the last decimal place that the constant has; one of what is counted; nothing
    # that the fact cannot be.
    facts = desk.library.contents.facts("liver-ablation")
    compared = Compare(FactTerm(fact), "<", Decimal(value))
    assert list(boundary_values(compared, facts)) == [Decimal(one) for one in around]


# --- what cannot be asked ---------------------------------------------------------------------------------


def test_messages(desk: Desk) -> None:
    # A guideline has no cases; a payer must be one that works under the policy.
    with pytest.raises(AnalysisError, match="is a guideline, which decides nobody; name a policy"):
        cases(desk, find_text(desk, "nccn-colon-2.2021"))
    text = find_text(desk, MICHIGAN)
    with pytest.raises(AnalysisError, match="no payer 'bcnn' in the library; did you mean bcn"):
        cases(desk, text, "bcnn")
    with pytest.raises(AnalysisError, match="bsc does not work under bcbsm/cryosurgical-ablation-liver"):
        cases(desk, text, "bsc")


def test_a_day_within_the_window_of_the_payer(desk: Desk) -> None:
    # The policy has no date of its own: patients are treated within the window that the payer has set.
    found = cases(desk, find_text(desk, MICHIGAN), "bcn")
    windows = desk.library.windows("bcn", MICHIGAN)
    assert all(windows[0].start <= patient.day for patient in found.patients)
    assert all(windows[0].end is None or patient.day <= windows[0].end for patient in found.patients)
