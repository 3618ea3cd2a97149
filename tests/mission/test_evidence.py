"""Rows of group 8: what both documents say of studies, as data that is counted again and pooled."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from coverdict.analysis.statements import appraisal_of
from coverdict.evidence.appraisal import Appraisal, Holds
from coverdict.evidence.opening import Evidence, open_evidence
from coverdict.evidence.reviews.model import Review, Role
from coverdict.evidence.studies.checks.checking import findings
from coverdict.evidence.studies.findings import Severity
from coverdict.evidence.studies.model import Design, Result, Study
from tests.mission.held import ROOT, A, B, checked, desk

OF_A = ("bcbsm-hcc-2011", "bcbsm-crc-2011", "bcbsm-net-2011", "bcbsm-other-2011")
OF_B = ("bsc-hcc-2021", "bsc-net-2021", "bsc-crc-2021")


@cache
def evidence() -> Evidence:
    return open_evidence(ROOT / "library")


def study(name: str) -> Study:
    return evidence().studies[name]


def review(name: str) -> Review:
    return evidence().reviews[name]


@cache
def worked_out(name: str) -> Appraisal:
    return appraisal_of(desk().library, evidence(), review(name))


def result(of: str, name: str) -> Result:
    found = study(of).result(name)
    assert found is not None, (of, name)
    return found


def counts(of: str, name: str) -> dict[str, tuple[int | None, int | None]]:
    return {cell.arm: (cell.events, cell.total) for cell in result(of, name).cells}


def written(of: str, name: str) -> dict[str, str]:
    """The figures of a result as the document prints them, by arm."""
    return {cell.arm: cell.figure.text for cell in result(of, name).cells if cell.figure is not None}


def p_of(of: str, name: str) -> str:
    found = result(of, name).p
    assert found is not None
    return found.figure.text


def included(name: str) -> set[str]:
    return {one.study for one in review(name).included}


def references(policy: str) -> dict[int, set[str]]:
    """Which studies each number of a document's references leads to."""
    found: dict[int, set[str]] = {}
    for one in evidence().studies.values():
        for cite in one.cites:
            if cite.source == policy:
                for number in _numbers(cite.reference):
                    found.setdefault(number, set()).add(one.id)
    return found


def _numbers(reference: str) -> Iterator[int]:
    for part in filter(None, (part.strip() for part in reference.split(","))):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


# A's policy began with an assessment of 2000 that found too little; it stands in the review of what A knew.
def test_a70() -> None:
    assessment = study("tec-2000")
    assert (assessment.year, assessment.design) == (2000, Design.REPORT)
    assert "Not enough data" in result("tec-2000", "conclusion").says
    listed = {one.study for name in OF_A for one in (*review(name).included, *review(name).excluded)}
    assert "tec-2000" in listed


# A has four groups of patients, B three populations: A asks of other cancers as well.
def test_a72() -> None:
    asked = {policy: {one.question.conditions for one in reviews(policy)} for policy in (A, B)}
    assert (len(asked[A]), len(asked[B])) == (4, 3)
    assert asked[B] < asked[A]
    assert asked[A] - asked[B] == {("liver metastases",)}


def reviews(policy: str) -> list[Review]:
    return [one for one in evidence().reviews.values() if one.policy == policy]


# Every study that A cites stands in a review of A, or was left out of one with a reason, and what can be
# pooled was pooled.
def test_a73() -> None:
    cited = set().union(*references(A).values())
    told = {one.study for name in OF_A for one in (*review(name).included, *review(name).excluded)}
    assert cited - told == set()
    assert len(cited) == 25  # for 30 numbers: Sotsky has two, adjuncts to surgery and guidelines three each
    pooled = {
        contribution.study
        for name in OF_A
        for synthesis in worked_out(name).syntheses
        for contribution in synthesis.contributions
    }
    assert {"adam-2002", "chung-2001", "joosten-2005", "niu-2007"} <= pooled


# About 2 % died of treatment, and 0 to 83 % had complications: one record, which both documents cite.
def test_a74() -> None:
    assert {cite.source for cite in study("procedure-complications").cites} == {A, B}
    assert list(written("procedure-complications", "death").values()) == ["2"]
    (cell,) = result("procedure-complications", "complications").cells
    assert cell.lower is not None and cell.upper is not None
    assert (cell.lower.text, cell.upper.text) == ("0", "83")


# A's statement says established. Its own rationale concludes otherwise, and so does its evidence: `check`
# says so of the statement.
def test_a75() -> None:
    for name in OF_A:
        concluded = review(name).conclusion
        assert concluded is not None and concluded.verdict == "insufficient"
        assert worked_out(name).verdict.contradicts == (
            "the policy's statement says established; the evidence is insufficient",
        )
    assert "established" in {about for finding, about in checked() if finding == "evidence-contradicts"}


# A uses the numbers 1 to 31 and never 28. It has no list: whatever A alone cites has no number of PubMed.
def test_a76() -> None:
    used = references(A)
    assert set(used) == {*range(1, 32)} - {28}
    both = set().union(*references(B).values())
    assert all(not study(name).pmid for name in set().union(*used.values()) - both)


# 157 with and 25 without chemotherapy are not 172; 80 and 92 are.
def test_a77() -> None:
    (found,) = [one for one in findings(study("chemotherapy-series")) if one.id == "arms-above-study"]
    assert "182" in found.says and "172" in found.says
    assert found.accepted.startswith("The document prints 172, 157 and 25")


# What is asked of evidence is data: how directly studies answer (relevance), how far they can be trusted
# (quality), each a rule with its number, and a conclusion in one of two words.
def test_b70() -> None:
    for name in OF_B:
        found = worked_out(name)
        rated = [{step.domain: step.rule for step in rating.steps} for rating in found.ratings]
        assert {("G2", "G4")} == {
            (steps["risk of bias"], steps["indirectness"]) for steps in rated if len(steps) > 1
        }
        assert [step.rule for step in found.verdict.steps] == [f"R{number}" for number in range(1, 9)]
        concluded = review(name).conclusion
        assert concluded is not None and concluded.verdict in ("sufficient", "insufficient")


# Three questions, each with its population, intervention, comparators and outcomes, which select the studies.
def test_b71() -> None:
    assert [review(name).question.conditions for name in OF_B] == [
        ("hepatocellular carcinoma",),
        ("neuroendocrine liver metastases",),
        ("colorectal liver metastases",),
    ]
    for name in OF_B:
        question = review(name).question
        assert question.population and question.patients
        assert question.treatments == ("cryoablation",)
        assert {"radiofrequency", "microwave"} <= set(question.comparators)
        assert {"overall survival", "disease-free survival", "recurrence", "symptoms"} <= set(
            question.outcomes
        )


# The four principles of selection are data, and the studies are held against them: where one hospital
# published the same years three times, each patient counts once, which the document's list did not see to.
def test_b72() -> None:
    assert all(len(review(name).principles) == 4 for name in OF_B)
    selected = {one.study.id: one for one in worked_out("bsc-hcc-2021").selection}
    same = [selected[name] for name in ("yang-2012", "rong-2015", "wang-2009")]
    assert [one.kept for one in same].count(True) == 1
    assert all(one.because for one in same)
    roles = {one.study: one.role for one in review("bsc-hcc-2021").included}
    assert roles["wang-2015"] is Role.EFFICACY and roles["rong-2015"] is Role.HARMS


# The trial, number by number; its percentages and its p are recomputed, and its weaknesses are its bias.
def test_b73() -> None:
    trial = study("wang-2015")
    assert (trial.n, trial.design) == (360, Design.RANDOMISED)
    for outcome, cryo, rfa, p in (
        ("local-progression", "3 7 7", "9 11 11", ".043"),
        ("overall-survival", "97 67 40", "97 66 38", ".747"),
        ("tumor-free-survival", "89 54 35", "84 50 34", ".628"),
    ):
        names = [one.id for one in trial.results if one.curve == outcome or one.id.startswith(f"{outcome}-")]
        curve = [written("wang-2015", name) for name in names]
        assert " ".join(one["cryo"] for one in curve) == cryo
        assert " ".join(one["rfa"] for one in curve) == rfa
        assert p_of("wang-2015", names[-1]) == p
    assert counts("wang-2015", "major-complications") == {"cryo": (7, 180), "rfa": (6, 180)}
    assert written("wang-2015", "major-complications") == {"cryo": "3.9", "rfa": "3.3"}
    about = [one.about for one in findings(trial) if one.severity is not Severity.NOTE]
    assert "major-complications" not in about
    assert {one.domain: one.level for one in trial.bias} == {
        "randomisation": "high",
        "reporting": "some",
        "overall": "high",
    }


# The comparisons without lots: who was compared, and whether by propensity score.
def test_b74() -> None:
    sizes = {
        name: {arm.id: arm.n for arm in study(name).arms}
        for name in ("chen-2021", "cha-2020", "ko-2020", "wei-2020", "ei-2015")
    }
    assert sizes == {
        "chen-2021": {"cryo": 104, "rfa": 3510},
        "cha-2020": {"cryo": 61, "rfa": 50},
        "ko-2020": {"cryo": 25, "rfa": 31},
        "wei-2020": {"cryo": 60, "microwave": 48},
        "ei-2015": {"cryo": 55, "heat": 64},
    }
    assert study("dunne-2014").n == 42
    matched = {name for name in (*sizes, "dunne-2014") if "propensity score" in study(name).details}
    assert matched == {"chen-2021", "cha-2020", "wei-2020"}
    assert all(study(name).design is Design.COMPARATIVE for name in (*sizes, "dunne-2014"))


# Series and an older review; the comparison of Adam stands as what it is, with its numbers.
def test_b75() -> None:
    assert [study(name).n for name in ("yang-2012", "rong-2015", "zhou-2009", "wang-2009")] == [
        300,
        866,
        124,
        156,
    ]
    assert study("awad-2009").design is Design.SYSTEMATIC_REVIEW
    assert all(
        study(name).design is Design.SERIES for name in ("yang-2012", "rong-2015", "zhou-2009", "wang-2009")
    )
    assert counts("adam-2002", "local-recurrence") == {"cryo": (26, 31), "rfa": (24, 33)}
    assert {"adam-2002", "awad-2009", "yang-2012", "rong-2015"} <= included("bsc-hcc-2021")


# Studies of metastases; the works that both documents cite are one record each, joined by PubMed's number.
def test_b76() -> None:
    sizes = {"saxena-2012": 40, "chung-2001": 31, "korpan-1997": 123, "niu-2007": 415, "ng-2012": 293}
    assert {name: study(name).n for name in sizes} == sizes
    assert study("xu-2008").n == 326
    assert {"gurusamy-2009", "saxena-2012", "chung-2001"} <= included("bsc-net-2021")
    colorectal = {"al-asfoor-2008", "korpan-1997", "bala-2013", "gurusamy-2010", "pathak-2011", "ruers-2007"}
    assert colorectal | {"niu-2007", "joosten-2005", "ng-2012", "seifert-2005"} <= included("bsc-crc-2021")
    shared = {one.id for one in evidence().studies.values() if {cite.source for cite in one.cites} >= {A, B}}
    named = (
        "adam-2002 zhou-2009 wang-2009 chung-2001 korpan-1997 ruers-2007 niu-2007 joosten-2005 seifert-2005"
    )
    assert {*named.split(), "kornprat-2007", "xu-2008"} <= shared
    assert all(study(name).pmid for name in shared - {"procedure-complications", "nccn-guidelines"})


# Insufficient for each population, by the document and by the rules; which bears out "investigational".
@pytest.mark.parametrize("name", OF_B)
def test_b77(name: str) -> None:
    found, concluded = worked_out(name), review(name).conclusion
    assert concluded is not None and concluded.verdict == "insufficient"
    assert not found.verdict.sufficient
    assert {step.rule: step.holds for step in found.verdict.steps}["R4"] is not Holds.YES
    assert found.verdict.contradicts == ()
    assert B not in {about for finding, about in checked() if finding == "evidence-contradicts"}


# One author, two spellings: the text's and the list's, both kept.
def test_b78() -> None:
    (difference,) = study("bala-2013").differences
    assert difference.about == "first author"
    assert [says for _, says in difference.versions] == ["Bale", "Bala"]


# Two percentages that their counts do not give are found; the one that is right is not.
def test_b79() -> None:
    found = {one.about for one in findings(study("rong-2015")) if one.id == "percentage-fits-no-count"}
    assert {"recurrence", "distant-recurrence"} <= found
    assert "local-recurrence" not in found
    assert round(Decimal(39600) / 832, 1) == Decimal("47.6")
    assert round(Decimal(50200) / 832, 1) == Decimal("60.3")


# All 34 entries of B's list are held; thirty have a number of PubMed, each its own. The last is the policy
# that B was adopted from.
def test_b7a() -> None:
    listed = references(B)
    assert set(listed) == set(range(1, 35))
    numbered = [study(name).pmid for name in set().union(*listed.values()) if study(name).pmid]
    assert len(numbered) == len(set(numbered)) == 30
    assert listed[34] == {"bcbsa-7.01.75"}
    assert "never cites" in result("bcbsa-7.01.75", "cited").says
