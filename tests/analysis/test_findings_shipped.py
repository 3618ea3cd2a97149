"""The findings of the shipped library, row by row of the mission."""

from __future__ import annotations

from collections import Counter
from functools import cache

from coverdict.analysis.findings.checking import Checked, check
from coverdict.decision import open_library

A = "policies/bcbsm/cryosurgical-ablation-liver/2011.md"
B = "policies/bsc/7.01.75/2021-11-01.md"
C = "policies/cms/30.3.3/2020-01-21.md"
MANDATE = "mandates/fep-fda-approved.md"
HEPATOBILIARY = "guidelines/nccn-hepatobiliary-3.2021.md"

STANDING = {
    # A12: to whom the words on disease outside the liver belong.
    (A, "reading-open", "extrahepatic scope"),
    # A15: whether 4 cm is within the limit.
    (A, "threshold-open", "size limit"),
    # A16, A17: whether the statement must hold for the second inclusion.
    (A, "reading-open", "statement for active tumors"),
    # A18: what "all other tumors" are.
    (A, "reading-open", "other tumors"),
    # B41: calendar or business days, and whether the day of the service counts.
    (B, "reading-open", "days before the service"),
    # B93: 3 cm belongs to two bands.
    (HEPATOBILIARY, "threshold-open", "exactly 3 cm"),
    # A10, A75: established, while the evidence for every group of patients is insufficient.
    (A, "evidence-contradicts", "established"),
    # The federal program's "approved", where devices were "cleared".
    (MANDATE, "reading-open", "clearance counts as approval"),
    # Up to 12 visits in 90 days: which 90 days, and whether the first visit's day is one of them.
    (C, "reading-open", "ninety days"),
    (C, "threshold-open", "first day"),
    # 8 more sessions: in the same 90 days or at any time.
    (C, "reading-open", "further sessions"),
    # No more than 20 annually: the calendar's year, or the treatment's.
    (C, "reading-open", "annually"),
}
ACCEPTED = {
    # A02: no number and no date.
    (A, "missing-identifier", ""),
    (A, "missing-effective-date", ""),
    # A18: all other tumors are whom the first rule leaves.
    (A, "rules-overlap", "all-other"),
    # A22: the text names the way through the skin.
    (A, "approach-without-code", "percutaneous"),
    # B10: of either origin, so of everybody.
    (B, "criterion-never-decides", "of either origin"),
    # B103: sixteen months between the first two rows.
    (B, "review-overdue", "2016-07-01"),
}


@cache
def shipped() -> Checked:
    return check(open_library())


# What stands are the sentences that can be read in two ways, and the statement against its evidence.
def test_what_stands() -> None:
    found = {(one.place.file, one.id, one.about) for one in shipped().findings}
    assert found == STANDING
    assert {one.severity for one in shipped().findings} == {"warning"}


# What the sources leave out is found, and accepted with a reason beside the sentence.
def test_what_is_accepted() -> None:
    found = {(one.finding.place.file, one.finding.id, one.finding.about) for one in shipped().accepted}
    assert found >= ACCEPTED
    rest = Counter(finding for _, finding, _ in found - ACCEPTED)
    assert set(rest) <= {"criterion-never-decides", "criterion-unused", "rules-overlap"}
    assert all(len(one.by.because.split()) > 5 for one in shipped().accepted)


# A75: the statement of document A contradicts the verdict on all four of its groups; document B's does not.
def test_a_statement_against_its_evidence() -> None:
    (finding,) = [one for one in shipped().findings if one.id == "evidence-contradicts"]
    assert finding.what == (
        "the rule established says established, and the evidence is insufficient (reviews bcbsm-crc-2011, "
        "bcbsm-hcc-2011, bcbsm-net-2011 and bcbsm-other-2011)"
    )
    assert finding.patient is not None and finding.patient.facts["tumor.resectable"] is False


# The evidence itself is well-formed, or no verdict would have been held against a statement.
def test_the_evidence_has_no_problems() -> None:
    assert shipped().problems == ()


# A15 and B93: whom the two limits touch has exactly that size.
def test_the_points_of_two_limits() -> None:
    points = {one.about: one for one in shipped().findings if one.id == "threshold-open"}
    for about, point in (("size limit", "4"), ("exactly 3 cm", "3")):
        patient = points[about].patient
        assert patient is not None
        assert str(patient.facts["lesion.largest"]) == point
        assert f"lesion.largest {point} cm" in points[about].what


# A12: the reading touches primary tumors with disease outside the liver, and no metastasis.
def test_whom_the_extrahepatic_scope_touches() -> None:
    (reading,) = [one for one in shipped().findings if one.about == "extrahepatic scope"]
    patient = reading.patient
    assert patient is not None
    assert patient.facts["tumor.origin"] == "primary" and patient.facts["disease.extrahepatic"] is True
    assert "established (established)" in reading.what


# A17: a statement that no rule leads to is an error.
def test_a_statement_that_is_not_joined_is_found() -> None:
    from coverdict.analysis.findings.unused import unused
    from coverdict.library.folder import Source, read, read_sources
    from coverdict.library.opening import shipped_folder

    sources = [
        Source(one.file, one.text.replace("statement and few-and-small", "few-and-small"))
        if one.file == A
        else one
        for one in read_sources(shipped_folder())
    ]
    whole = read(tuple(sources)).documents[A]
    assert [one.about for one in unused(whole, [whole])] == []
    alone = [
        Source(
            one.file,
            one.text.replace("statement and ", "")
            .replace(" and statement", "")
            .replace("  - the statement names the patient: statement\n", ""),
        )
        if one.file == A
        else one
        for one in sources
    ]
    document = read(tuple(alone)).documents[A]
    (finding,) = unused(document, [document])
    assert (finding.id, finding.severity, finding.about) == ("criterion-unused", "error", "statement")
