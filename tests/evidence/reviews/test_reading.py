"""What a review's file says is what the review holds; what is no review is a message, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.methods import read_method
from coverdict.evidence.reviews.checks import check_policies, check_reviews
from coverdict.evidence.reviews.model import Role, Side
from coverdict.evidence.reviews.reading import read_review
from coverdict.text import DocumentError, Problem
from tests.evidence.reviews.written import METHOD, REVIEW, methods, review, spoilt, studies


# Every part of the file, as written.
def test_what_is_read() -> None:
    read = review()
    assert (read.id, read.policy, read.version, read.method) == ("gout", "first/chilling", "2024", "default")
    assert read.as_of == date(2020, 6, 30)
    assert [(cite.source, cite.version, cite.first, cite.last) for cite in read.cites] == [
        ("first/chilling", "2024", 10, 20)
    ]
    assert read.question.conditions == ("gout",) and read.question.comparators == ("warming",)
    assert read.question.patients == "disease is gout" and read.question.place.line == 10
    assert read.search.through is None and read.search.database == "MEDLINE"
    assert read.principles == ("Trials first.",)
    assert [(one.study, one.role) for one in read.included] == [
        ("long-2010", Role.EFFICACY),
        ("short-2012", Role.HARMS),
        ("early-2008", Role.HARMS),
    ]
    assert read.included[1].indirect == (("population", "Only the old."),)
    assert [one.study for one in read.excluded] == ["other-2009"]
    assert read.cohorts[0].studies == ("short-2012", "early-2008") and read.cohorts[0].keep == ""
    flares, harm = read.outcomes
    assert flares.side is Side.HARM and flares.threshold is not None
    assert flares.threshold.difference == Decimal("0.05")
    assert [(row.study, row.result, row.treated, row.control) for row in flares.rows] == [
        ("long-2010", "flares", "cold", "warm")
    ]
    assert harm.measure == "proportion" and harm.rows[0].control == ""
    assert read.regulatory.holds is True and read.attainable.holds is None
    assert read.conclusion is not None and read.conclusion.verdict == "insufficient"
    assert [(one.step, one.outcome, one.value, one.on) for one in read.overrides] == [
        ("imprecision", "flares", "-1", date(2024, 1, 31)),
        ("R7", "", "yes", date(2024, 1, 31)),
    ]


# A review without studies, outcomes, cohorts and overrides is one all the same.
def test_an_empty_review() -> None:
    kept = ("principles", "included", "excluded", "cohorts", "outcomes", "overrides", "conclusion", "note")
    lines = REVIEW.split("\n")
    starts = [number for number, line in enumerate(lines) if line and not line.startswith(" ")]
    blocks = [lines[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    text = "\n".join("\n".join(block) for block in blocks if not block[0].startswith(kept))
    read = review(text)
    assert read.included == read.outcomes == read.overrides == () and read.conclusion is None


# One is told of every mistake at once.
def test_all_mistakes_at_once() -> None:
    text = spoilt(
        spoilt(REVIEW, "for: efficacy", "for: eficacy"), "measure: risk ratio", "measure: risc ratio"
    )
    with pytest.raises(DocumentError) as caught:
        review(text)
    assert len(caught.value.problems) == 2


# A review stands behind a version of a policy that the library holds.
def test_the_policy_behind_a_review() -> None:
    assert check_policies([review()], {"first/chilling": ["2024"]}) == ()
    (version,) = check_policies([review()], {"first/chilling": ["2023", "2025"]})
    assert "has no version 2024" in version.what
    (policy,) = check_policies([review()], {"first/chiling": ["2024"]})
    assert "first/chilling is not in the library" in policy.what and "first/chiling" in policy.right


# A study that the policy cites may be dealt with in any of the policy's reviews.
def test_another_review_of_the_policy_may_say_it() -> None:
    left = review(spoilt(REVIEW, "  - {study: other-2009, because: It warms and does not chill.}", "  []"))
    other = review(spoilt(REVIEW, "review: gout", "review: others"))
    assert check_reviews([left, other], studies(), methods()) == ()
    assert len(check_reviews([left], studies(), methods())) == 1


# --- hostile ----------------------------------------------------------------------------------------------


def problems_of(read: Callable[[str, str], object], text: str) -> tuple[Problem, ...]:
    """What is said of a text; nothing where it can be read. Anything but a message is an error."""
    try:
        read(text, "here.yaml")
    except DocumentError as error:
        return error.problems
    return ()


# Text cut off anywhere is a review or a message about that file.
@given(st.integers(0, len(REVIEW)))
def test_cut_off(end: int) -> None:
    assert all(one.place.file == "here.yaml" for one in problems_of(read_review, REVIEW[:end]))


# So is text with anything put in anywhere.
@given(st.integers(0, len(REVIEW)), st.text(max_size=8))
def test_put_in(where: int, what: str) -> None:
    assert all(one.what for one in problems_of(read_review, REVIEW[:where] + what + REVIEW[where:]))


# And a method likewise.
@given(
    st.integers(0, len(METHOD)), st.sampled_from(["", "0", "-", ":", "[", "\n", "é", "\x00", "99999999999"])
)
def test_spoilt_methods(where: int, what: str) -> None:
    assert all(one.what for one in problems_of(read_method, METHOD[:where] + what + METHOD[where + 1 :]))


# Text that is no mapping, or nothing at all.
@pytest.mark.parametrize(
    "text", ["", "#", "review", "- a\n- b", "{}", "review: {a: b}", "\ufeff", "[[[[[[", "a: &x 1"]
)
def test_no_review(text: str) -> None:
    for read in (read_review, read_method):
        with pytest.raises(DocumentError):
            read(text, "none.yaml")


# A list far longer than any review's is refused at once.
def test_too_many() -> None:
    rows = "\n".join(f"  - {{study: s{number}, because: No.}}" for number in range(2_001))
    text = spoilt(REVIEW, "  - {study: other-2009, because: It warms and does not chill.}", rows)
    with pytest.raises(DocumentError) as caught:
        review(text)
    assert "2001 entries" in str(caught.value)
