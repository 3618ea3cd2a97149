"""The two documents' reviews: what became of every study, and the verdicts that they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from coverdict.analysis.statements import appraisal_of
from coverdict.evidence.appraisal import Appraisal, Certainty, Holds
from coverdict.evidence.appraising import appraise
from coverdict.evidence.opening import Evidence, open_evidence
from coverdict.evidence.selection import as_of, select
from coverdict.library import Library, open_library

A, B = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"
OF_A = ("bcbsm-crc-2011", "bcbsm-hcc-2011", "bcbsm-net-2011", "bcbsm-other-2011")
OF_B = ("bsc-crc-2021", "bsc-hcc-2021", "bsc-net-2021")
SOURCES = {A: "documents/000_114209c1697b0ec8.txt", B: "documents/001_5e3094ee69330f43.txt"}


@cache
def held() -> Evidence:
    return open_evidence()


@cache
def library() -> Library:
    return open_library()


@cache
def worked_out(name: str) -> Appraisal:
    return appraisal_of(library(), held(), held().reviews[name])


# The seven reviews of the two documents are there, and nothing is wrong with any of them.
def test_the_reviews() -> None:
    assert held().problems == ()
    assert tuple(sorted(held().reviews)) == (*OF_A, *OF_B)


# Insufficient for all three populations of document B, as it says itself.
@pytest.mark.parametrize("name", OF_B)
def test_document_b(name: str) -> None:
    verdict = worked_out(name).verdict
    assert not verdict.sufficient and verdict.contradicts == ()
    assert verdict.says.startswith("investigational: the evidence does not permit")


# Insufficient for every group of document A, which contradicts its statement and not its own rationale.
@pytest.mark.parametrize("name", OF_A)
def test_document_a(name: str) -> None:
    verdict = worked_out(name).verdict
    assert not verdict.sufficient
    assert verdict.contradicts == ("the policy's statement says established; the evidence is insufficient",)


# Of both documents, no critical health outcome reaches moderate certainty: R4 fails everywhere.
@pytest.mark.parametrize("name", [*OF_A, *OF_B])
def test_where_the_verdicts_fail(name: str) -> None:
    found = worked_out(name)
    steps = {step.rule: step.holds for step in found.verdict.steps}
    assert steps["R2"] is Holds.YES and steps["R4"] is Holds.NO and steps["R8"] is Holds.NO
    assert steps["R5"] is not Holds.YES and steps["R6"] is not Holds.YES
    assert steps["R1"] is (Holds.YES if name in OF_B else Holds.UNKNOWN)
    assert all(rating.certainty <= Certainty.LOW for rating in found.ratings)
    assert found.verdict.would_change


# Every study that a document cites is taken in or left out by a review of it, with a reason.
@pytest.mark.parametrize(("policy", "names", "count"), [(A, OF_A, 25), (B, OF_B, 34)])
def test_no_study_is_lost(policy: str, names: tuple[str, ...], count: int) -> None:
    reviews = [held().reviews[name] for name in names]
    cited = {study.id for study in held().studies.values() if policy in {cite.source for cite in study.cites}}
    logged = {one.study.id for review in reviews for one in select(review, held().studies)}
    assert len(cited) == count
    assert cited <= logged
    assert all(one.because for review in reviews for one in select(review, held().studies))


# R8 of the list of defects: studies of one unit and overlapping years are kept once.
@pytest.mark.parametrize(
    ("name", "left", "kept"),
    [
        ("bsc-hcc-2021", "yang-2012", "Rong 2015"),
        ("bsc-hcc-2021", "wang-2009", "Rong 2015"),
        ("bsc-crc-2021", "ruers-2007", "Joosten 2005"),
        ("bsc-crc-2021", "niu-2007", "Ng 2012"),
        ("bcbsm-crc-2011", "ruers-2007", "Joosten 2005"),
    ],
)
def test_overlapping_cohorts(name: str, left: str, kept: str) -> None:
    (one,) = [one for one in worked_out(name).selection if one.study.id == left]
    assert not one.kept and f"the same patients as {kept}" in one.because


# X6: what document A reviewed and document B does not mention is logged there.
def test_studies_without_a_successor() -> None:
    logged = {one.study.id: one for name in OF_B for one in worked_out(name).selection}
    for name in (
        "clavien",
        "xu-tace",
        "sotsky-2002",
        "chemotherapy-series",
        "adjunct-to-surgery",
        "probe-trial",
    ):
        assert not logged[name].kept and "does not mention it" in logged[name].because


# P11, P12, P16: who was resected, or compared with something else, is marked as indirect.
def test_indirect_studies() -> None:
    marked = {
        (name, one.study): {part for part, _ in one.indirect}
        for name in OF_B
        for one in held().reviews[name].included
    }
    assert "population" in marked["bsc-net-2021", "gurusamy-2009"]
    assert {"population", "intervention"} <= marked["bsc-net-2021", "saxena-2012"]
    assert "population" in marked["bsc-crc-2021", "al-asfoor-2008"]
    for study in ("korpan-1997", "niu-2007", "seifert-2005", "ruers-2007"):
        assert "comparator" in marked["bsc-crc-2021", study]
    assert "intervention" in marked["bsc-hcc-2021", "wei-2020"]
    assert "population" in marked["bsc-hcc-2021", "ko-2020"]


# What the reviews of 2021 could not know in January 2011: among it the only trial against radiofrequency.
def test_as_of_2011() -> None:
    review = as_of(held().reviews["bsc-hcc-2021"], held().studies, date(2011, 1, 31))
    kept = {one.study.id for one in select(review, held().studies) if one.kept}
    assert {"adam-2002", "zhou-2009", "wang-2009", "awad-2009"} <= kept
    assert not kept & {"wang-2015", "chen-2021", "cha-2020", "ko-2020", "wei-2020", "ei-2015", "rong-2015"}
    assert not appraise(review, held().studies, held().methods["default"]).verdict.sufficient


# The reviews of 2011 hold nothing later, and log what the library has of later years.
@pytest.mark.parametrize("name", OF_A)
def test_the_reviews_of_2011(name: str) -> None:
    found = worked_out(name)
    assert all(study.year is None or study.year <= 2010 for study in found.studies)
    later = [one for one in found.selection if one.study.year is not None and one.study.year > 2011]
    assert later and not any(one.kept for one in later)


# Even with risk of bias, imprecision and directness of the best outcome set aside by a person, the verdict on
# HCC needs a benefit that is not there; what a person set is told with what the rule would have said.
def test_a_what_if() -> None:
    from coverdict.evidence.reviews.model import Override

    review = held().reviews["bsc-hcc-2021"]
    steps = ("risk of bias", "inconsistency", "imprecision", "start")
    values = ("0", "0", "0", "high")
    overrides = tuple(
        Override(step, "complications", value, "The committee", date(2024, 1, 31), "to try it", review.place)
        for step, value in zip(steps, values, strict=True)
    )
    found = appraise(replace(review, overrides=overrides), held().studies, held().methods["default"])
    (rating,) = [one for one in found.ratings if one.outcome == "complications"]
    assert rating.certainty == Certainty.HIGH
    assert [step.ruled for step in rating.steps if step.override is not None] == [2, -1, -1, -2]
    assert found.verdict.steps[3].holds is Holds.YES and not found.verdict.sufficient


# Each line that a review cites says there what the review says of it, in the document itself.
@pytest.mark.parametrize("name", [*OF_A, *OF_B])
def test_the_documents_say_so(name: str, shared: Callable[[str], Path]) -> None:
    review = held().reviews[name]
    lines = shared(SOURCES[review.policy]).read_text(encoding="utf-8").split("\n")

    def at(cites: tuple[object, ...]) -> str:
        (cite,) = cites
        return " ".join(lines[cite.first - 1 : cite.last]).lower()  # type: ignore[attr-defined]

    assert review.conclusion is not None
    concluded = at(review.conclusion.cites)
    assert (
        "evidence is insufficient" if name in OF_B else "cryoablation for primary or metastatic"
    ) in concluded
    assert ("510(k)" if name in OF_B else "n/a") in at(review.regulatory.cites)
    assert ("clinicaltrials.gov" if name in OF_B else "january 2011") in at(review.search.cites)
    section = at(review.cites)
    words = {"hcc": "hepatocellular", "net": "neuroendocrine", "crc": "colorectal", "other": "other"}
    assert words[name.split("-")[1]] in section
