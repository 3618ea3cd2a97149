"""Rows of group 11: narrative and clinical vocabulary."""

from __future__ import annotations

from coverdict.language.model import Fact
from tests.mission.held import ACTIVE, contents, document, example, line_a, note, policy_a, policy_b


def fact(name: str) -> Fact:
    return contents().facts("liver-ablation")[name]


def options(name: str) -> list[str]:
    return [option.name for option in fact(name).options]


# The background's concepts are facts: the way to the tumor, and what guides it.
def test_a110() -> None:
    assert options("treatment.approach") == ["open", "laparoscopic", "percutaneous"]
    assert "ultrasound" in options("treatment.guidance")


# A condition in the background is kept as a candidate and is not active.
def test_a111() -> None:
    for policy in (policy_a(), policy_b()):
        held = note(policy, "background-condition").data
        assert held["active"] == "no"
        assert held["candidate"] == "tumor.origin is primary or disease.extrahepatic is no"
    assert note(policy_b(), "background-condition").data["shared with"] == policy_a().id


# The four reasons for unresectability are the answers of a question.
def test_a112() -> None:
    listed = note(policy_a(), "reasons-for-unresectability").data["answers"]
    assert options("tumor.unresectable_reason") == [*listed, "other"]
    assert fact("tumor.unresectable_reason").ask


# The abbreviations are expanded.
def test_a113() -> None:
    glossary = note(policy_a(), "abbreviations").data
    assert set(glossary) == {"CSA", "RFA", "TACE", "HCC", "HAC", "DFS", "OS", "CEA", "AFP"}


# Both texts descend from one policy, and share a condition of the background.
def test_b110() -> None:
    assert policy_b().front["meta"]["reference number"].startswith("BCBSA")
    assert note(policy_b(), "background-condition").data["shared with"] == policy_a().id


# Scales are choices, markers are quantities with units, and ng/dL is a hundredth of ng/mL.
def test_b111() -> None:
    assert options("liver.child_pugh") == ["a", "b", "c", "not_applicable"]
    assert "early" in options("liver.bclc_stage")
    cea = fact("marker.cea")
    assert cea.unit == "ng/mL"
    assert cea.factors["ng/dL"] * 100 == cea.factors["ng/mL"]
    scales = note(policy_b(), "clinical-scales").data
    assert set(scales.values()) <= set(contents().facts("liver-ablation"))
    (milan,) = document("definitions", "liver-scales").criteria
    assert milan.criterion.cites is not None
    assert not milan.criterion.cites.from_source


# Facts that contradict each other go back to the submitter, with the conflict named.
def test_contradictions() -> None:
    for facts in (
        {"tumor__origin": "metastatic", "tumor__malignant": "no"},
        {"tumor__histology": "colorectal"},
        {"tumor__histology": "hepatocellular", "tumor__malignant": "no"},
        {"diagnoses": ["ICD-9-CM 197.7"]},
        {"diagnoses": ["ICD-9-CM 155.0"], "tumor__origin": "metastatic"},
        {"diagnoses": ["ICD-9-CM 155.0"], "tumor__malignant": "no"},
        {"lesions": [{"diameter": "2 cm"}, {"diameter": "1 cm"}]},
    ):
        line = example(**facts)
        assert (line.possible, line.action) == ((), "pend"), facts
        assert line.conflict, facts


# Codes of both origins contradict neither, nor does a code that leaves the origin open.
def test_no_contradiction() -> None:
    for codes in (
        ["ICD-9-CM 155.0", "ICD-9-CM 197.7"],
        ["ICD-9-CM 155.2"],
        ["ICD-9-CM 209.20", "ICD-9-CM 209.72"],
        ["ICD-9-CM 235.3"],
    ):
        assert example(diagnoses=codes).possible, codes
        assert line_a("example_ppo", ACTIVE | {"diagnoses": codes}, payer="example").possible, codes
