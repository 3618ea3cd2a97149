"""Rows of group 7: definitions of determinations."""

from __future__ import annotations

from coverdict.language.syntax import Criterion, Group, Is, condition_of
from tests.mission.held import (
    ACTIVE,
    SMALL,
    contents,
    decide,
    document,
    line_b,
    note,
    policy_a,
    request,
    statuses,
)


def clauses() -> dict[str, str]:
    """The clauses of the definition of medical necessity, by label, with the fact that each tests."""
    (definition,) = [
        given for given in document("definitions", "bsc").criteria if given.title == "Medically necessary"
    ]
    assert isinstance(definition.criterion.body, Group)
    found: dict[str, str] = {}
    for part in definition.criterion.body.parts:
        assert isinstance(part, Criterion)
        condition = condition_of(part)
        assert isinstance(condition, Is)
        found[part.label] = condition.fact
    return found


def judged(label: str) -> str:
    """The fact of the clause whose label starts so; it is a judgement and decides at the mandate."""
    (fact,) = [name for key, name in clauses().items() if key.startswith(label)]
    assert contents().facts("core")[fact].judgement
    line = line_b("fep", {"device.pathway": "approved"})
    assert fact in {judgement.fact for judgement in line.judgements}
    assert statuses(line_b("fep", {"device.pathway": "approved", fact: "no"})) == {"not_medically_necessary"}
    return fact


# Medical necessity is eight clauses, all of them judgements; all together make it.
def test_b80() -> None:
    names = clauses()
    assert len(names) == 8
    met = dict.fromkeys(names.values(), "yes")
    assert statuses(line_b("fep", met | {"device.pathway": "approved"})) == {"medically_necessary"}
    judged("established as safe and effective")
    judged("under generally accepted professional standards")
    judged("to treat an illness")


# Clause (a): where a mandate bars the policy's position, agreement with the policy is a judgement.
def test_b81() -> None:
    assert judged("(a)") == "necessity.fits_policy"


# Clause (b): the diagnosis.
def test_b82() -> None:
    assert judged("(b)") == "necessity.fits_diagnosis"


# Clause (c): nobody's convenience.
def test_b83() -> None:
    assert judged("(c)") == "necessity.not_for_convenience"


# Clause (d): the level of service.
def test_b84() -> None:
    assert judged("(d)") == "necessity.right_level"


# Clause (e): the costs of an equal alternative, with the alternatives that the review names.
def test_b85() -> None:
    assert judged("(e)") == "necessity.no_costlier_than_equals"
    assert "radiofrequency ablation" in note(document("definitions", "bsc"), "clauses").data["(e)"]


# Investigational by definition: a named criterion on the condition in hand.
def test_b86() -> None:
    names = {given.id.rpartition("#")[2] for given in document("definitions", "bsc").criteria}
    assert names == {"medically-necessary", "investigational-by-definition"}


# A required approval that is missing makes a service investigational.
def test_b87() -> None:
    held = note(document("definitions", "bsc"), "approval-not-granted").data
    assert held == {"fact": "device.pathway", "value": "not_authorized"}


# The status belongs to the indication: one line for two of them is split, and goes whole to a physician.
def test_b88() -> None:
    two = {"lesion.count": "2", "lesion.largest": "3 cm"}
    given = request("example", "example_ppo", "2012-06-01", "47381", {})
    given["indications"] = [
        {"id": "active", "facts": ACTIVE | two},
        {"id": "small", "facts": SMALL | two},
    ]
    lines = decide(given).lines
    assert {status for line in lines for status in statuses(line)} == {"established", "criteria_not_met"}
    assert all(line.split for line in lines)
    assert {line.action for line in lines} == {"refer"}
    assert {line.referral.to for line in lines if line.referral is not None} == {"physician"}


# A defines none of its status words; they are mapped, and the payer's own words are kept.
def test_a60() -> None:
    words = note(policy_a(), "status-words").data
    assert words["Not covered"] == "not_covered"
    rule, _ = policy_a().rules
    assert rule.label == "Established"
