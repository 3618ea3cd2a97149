"""Rows of group 9: guidelines and clinical input. They run beside the policy and never approve."""

from __future__ import annotations

from typing import Any

import pytest

from coverdict.decision.model import GuidelineFinding
from tests.mission.held import document, line_b, note, policy_a, policy_b, statuses

CANCER = {
    "tumor.origin": "primary",
    "tumor.malignant": "yes",
    "tumor.histology": "hepatocellular",
    "tumor.resectable": "no",
    "lesions.accessible": "yes",
    "treatment.adjuvant_sorafenib": "no",
}
METASTASES = {
    "tumor.origin": "metastatic",
    "tumor.histology": "neuroendocrine",
    "tumor.resectable": "no",
    "treatment.all_sites": "yes",
}
COLON = {"tumor.origin": "metastatic", "tumor.histology": "colorectal", "disease.oligometastatic": "yes"}


def findings(facts: dict[str, Any]) -> dict[str, GuidelineFinding]:
    """What the guidelines say of a patient, by rule; the policy's status stays what it is."""
    line = line_b("commercial_ppo", facts)
    assert statuses(line) == {"investigational"}
    assert line.action == "refer"
    return {finding.rule.rpartition("#")[2]: finding for finding in line.guidelines}


def state(facts: dict[str, Any], rule: str) -> str:
    found = findings(facts)
    return found[rule].state if rule in found else "not met"


# A names its guidelines without versions, so none of them can be held against a patient.
def test_a90() -> None:
    listed = note(policy_a(), "guidelines-without-versions").data
    assert [given["version"] for given in listed] == ["not stated"] * 3


# Five of five reviewers supported freezing; the record says that the statement disagrees.
def test_b90() -> None:
    held = note(policy_b(), "input-of-2008").data
    assert int(held["physician specialty societies"]) + int(held["academic medical centers"]) == int(
        held["in favor"]
    )
    assert held["agrees with the statement"] == "no"


# The filter for guidelines is held, and those that B cites are in the library with their versions.
def test_b91() -> None:
    assert len(note(policy_b(), "admission-of-guidelines").data["issued by"]) == 3
    for given in note(policy_b(), "guidelines-held").data:
        guideline = document("guideline", given["guideline"])
        assert guideline.front["version"] in guideline.id


# Hepatocellular carcinoma: every tumor must be reachable, with a margin.
def test_b92() -> None:
    small = CANCER | {"lesion.count": "1", "lesion.largest": "2 cm"}
    assert state(small, "small") == "met"
    assert findings(small)["small"].position == "supports"
    assert state(small | {"lesions.accessible": "no"}, "small") == "not met"
    assert note(document("guideline", "nccn-hepatobiliary-3.2021"), "category").data["category"] == "2A"


# Three bands of size; 3 cm itself is in two of them, which is an open reading, and 5 cm in one.
@pytest.mark.parametrize(
    ("size", "small", "middle", "large"),
    [
        ("2.9 cm", "met", "not met", "not met"),
        ("3 cm", "unknown", "unknown", "not met"),
        ("31 mm", "not met", "met", "not met"),
        ("5 cm", "not met", "met", "not met"),
        ("5.1 cm", "not met", "not met", "met"),
    ],
)
def test_b93(size: str, small: str, middle: str, large: str) -> None:
    facts = CANCER | {"lesion.count": "1", "lesion.largest": size}
    assert [state(facts, rule) for rule in ("small", "middle", "large")] == [small, middle, large]


# Sorafenib does not follow an ablation.
def test_b94() -> None:
    facts = CANCER | {"treatment.adjuvant_sorafenib": "yes"}
    assert state(facts, "no-adjuvant-sorafenib") == "met"
    assert findings(facts)["no-adjuvant-sorafenib"].position == "other_therapy"


# For a single cholangiocarcinoma in the liver the guideline names other treatments.
def test_b95() -> None:
    facts = CANCER | {"tumor.histology": "cholangiocarcinoma", "lesion.count": "1"}
    assert state(facts, "cholangiocarcinoma") == "met"


# Neuroendocrine metastases: up to four, each under 3 cm; beyond that on a condition.
@pytest.mark.parametrize(
    ("count", "size", "few", "more"),
    [
        ("4", "2.9 cm", "met", "not met"),
        ("5", "2.9 cm", "not met", "met"),
        ("4", "3 cm", "not met", "met"),
    ],
)
def test_b96(count: str, size: str, few: str, more: str) -> None:
    facts = METASTASES | {"lesion.count": count, "lesion.largest": size}
    assert state(facts, "few-and-small") == few
    assert state(facts, "nearly-all-treated") == more


# Colorectal metastases: incomplete treatment is not recommended outside a clinical trial.
def test_b97() -> None:
    incomplete = COLON | {"treatment.all_sites": "no"}
    assert state(incomplete | {"clinical_trial": "no"}, "incomplete-outside-a-trial") == "met"
    assert state(incomplete | {"clinical_trial": "yes"}, "incomplete-outside-a-trial") == "not met"
    assert state(incomplete | {"clinical_trial": "yes"}, "incomplete-in-a-trial") == "met"
    assert state(COLON | {"treatment.all_sites": "yes"}, "few-metastases") == "met"
