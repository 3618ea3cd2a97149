"""Rows of group 2: the coverage positions."""

from __future__ import annotations

from coverdict.analysis.comparing.compare import compare
from coverdict.analysis.standing import standings
from coverdict.analysis.texts import find_text
from coverdict.language.model import ReadingDeclaration
from coverdict.language.syntax import Group
from tests.mission.held import (
    ACTIVE,
    SMALL,
    A,
    B,
    checked,
    desk,
    document,
    example,
    line_a,
    line_b,
    nodes,
    note,
    policy_a,
    policy_b,
    said,
    statuses,
)


def reading_names(readings: tuple[ReadingDeclaration, ...]) -> set[str]:
    return {reading.id.partition("#")[2] for reading in readings}


# The statement holds for primary and for metastatic tumors that are unresectable and confined to the liver.
def test_a10() -> None:
    for origin in ("primary", "metastatic"):
        assert statuses(example(tumor__origin=origin)) == {"established"}
    assert statuses(example(tumor__resectable="yes")) == {"criteria_not_met"}


# An unknown resectability decides, so it is asked; an unknown origin does not, so it is not.
def test_a11() -> None:
    unknown = example(tumor__resectable=None)
    assert [question.fact for question in unknown.questions] == ["tumor.resectable"]
    assert unknown.action == "pend"
    assert not example(tumor__origin=None).questions


# Whether the words on disease outside the liver belong to both groups is an open reading.
def test_a12() -> None:
    primary = example(disease__extrahepatic="yes")
    assert statuses(primary) == {"established", "criteria_not_met"}
    assert [reading.name for reading in primary.readings if reading.decides] == ["extrahepatic scope"]
    assert statuses(example(disease__extrahepatic="yes", tumor__origin="metastatic")) == {"criteria_not_met"}
    assert ("reading-open", "extrahepatic scope") in checked()


# The hedge of the statement is held as prose and is no rule.
def test_a13() -> None:
    assert note(policy_a(), "useful-in-some-situations").kind == "scope"
    assert [rule.id for rule in policy_a().rules] == ["established", "all-other"]


# What narrowly fails the inclusions goes to a physician for individual consideration.
def test_a14() -> None:
    established, other = policy_a().rules
    assert other.individual_consideration
    assert not established.individual_consideration
    narrow = example(lesion__largest="41 mm")
    assert narrow.action == "refer"
    assert narrow.referral is not None
    assert narrow.referral.to == "physician"
    assert narrow.referral.individual_consideration
    benign = example(tumor__malignant="no")
    assert benign.referral is not None
    assert not benign.referral.individual_consideration


# One tumor, and a limit of 4 cm that can be read in two ways.
def test_a15() -> None:
    assert statuses(example(lesion__largest="3.9 cm")) == {"established"}
    assert statuses(example(lesion__largest="4.0 cm")) == {"established", "criteria_not_met"}
    assert statuses(example(lesion__largest="4.1 cm")) == {"criteria_not_met"}
    assert statuses(example(lesion__count="2", lesion__largest="2 cm")) == {"criteria_not_met"}
    assert statuses(example(lesion__count="0", lesion__largest=None)) == {"criteria_not_met"}
    assert ("threshold-open", "size limit") in checked()


# An active tumor, treated to reduce its activity, has no limit of size or number.
def test_a16() -> None:
    assert statuses(line_a("example_ppo", ACTIVE, payer="example")) == {"established"}
    many = ACTIVE | {"lesion.count": "7"}
    assert statuses(line_a("example_ppo", many, payer="example")) == {"established"}
    other_aim = ACTIVE | {"treatment.intent": "curative"}
    assert statuses(line_a("example_ppo", other_aim, payer="example")) == {"criteria_not_met"}


# Statement and inclusions are joined explicitly; for active tumors the join is an open reading.
def test_a17() -> None:
    rule, _ = policy_a().rules
    assert rule.when is not None
    assert isinstance(rule.when.body, Group)
    assert rule.when.body.connective == "all of"
    assert "statement for active tumors" in reading_names(policy_a().readings)
    outside = ACTIVE | {"disease.extrahepatic": "yes"}
    line = line_a("example_ppo", outside, payer="example")
    assert statuses(line) == {"established", "criteria_not_met"}
    assert [reading.name for reading in line.readings if reading.decides] == ["statement for active tumors"]


# Everything else is excluded: with nothing known the statuses are those two, and none is missing.
def test_a18() -> None:
    assert statuses(line_a("example_ppo", {}, payer="example")) == {"established", "criteria_not_met"}
    benign = example(tumor__malignant="no")
    assert statuses(benign) == {"criteria_not_met"}


# The payer's status words are kept, and the empty list of other codes says that it is empty.
def test_a19() -> None:
    held = note(policy_a(), "other-codes").data
    assert held["other codes"] == "not_applicable"
    assert held["status words"] == ["established", "investigational", "not medically necessary"]


# B is investigational whether the origin is known or not, and nobody is asked for it.
def test_b10() -> None:
    for facts in ({}, {"tumor.origin": "primary"}, {"tumor.origin": "metastatic"}):
        line = line_b("commercial_ppo", facts)
        assert statuses(line) == {"investigational"}
        assert (line.action, line.questions) == ("refer", ())
        assert line.referral is not None
        assert line.referral.to == "physician"


# The statement of B points to its appendix.
def test_b11() -> None:
    assert note(policy_b(), "see-appendix-a").data == {"see": "Appendix A"}


# The same patient and the same code have opposite positions at the two payers.
def test_ab1() -> None:
    here = line_a("bcbsm_ppo", SMALL, payer="bcbsm")
    there = line_b("commercial_ppo", SMALL, code="47381")
    assert (statuses(here), statuses(there)) == ({"established"}, {"investigational"})
    compared = compare(desk(), find_text(desk(), A), find_text(desk(), B))
    assert ("established", "investigational") in {
        tuple(standing.says for standing in standings(pair)) for pair in compared.opposed
    }


# The meaning of the exclusions (investigational or not medically necessary) is open and moves no status.
def test_meaning_of_the_exclusions() -> None:
    _, rule = policy_a().rules
    assert rule.otherwise == "criteria_not_met"
    assert rule.meaning is not None
    assert rule.meaning.options == ("investigational", "not_medically_necessary")
    assert document("payer", "bcn").settled == ()


# The trace of B shows the criterion as met although the origin is unknown.
def test_a_criterion_can_be_met_by_an_unknown_fact() -> None:
    line = line_b("commercial_ppo")
    assert [node.state for node in nodes(line.trace) if node.label == "of either origin"] == ["met"]
    assert "Investigational" in said(line) or "investigational" in said(line)
