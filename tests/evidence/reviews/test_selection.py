"""Selection (R2): every study logged with a reason, each patient once, nothing that was not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from coverdict.evidence.reviews.model import Cohort, Inclusion, Review, Role
from coverdict.evidence.selection import as_of, select
from coverdict.evidence.studies.model import Arm, Design, Study
from tests.evidence.certainty.made import HERE, study
from tests.evidence.reviews.written import review, studies
from tests.evidence.verdict.cases import review as made


def log(given: Review, known: dict[str, Study]) -> dict[str, tuple[bool, str]]:
    return {one.study.id: (one.kept, one.because) for one in select(given, known)}


# The small review: what is kept and what is not, each with its reason.
def test_the_small_review() -> None:
    assert log(review(), studies()) == {
        "long-2010": (True, "for efficacy: The only trial"),
        "short-2012": (True, "for harms: A large series; kept of studies that may have the same patients"),
        "early-2008": (
            False,
            "may have the same patients as Short 2012 (200 patients), which is kept: One hospital",
        ),
        "other-2009": (False, "It warms and does not chill."),
    }


def with_study(one: Study, role: Role = Role.EFFICACY, *indirect: str) -> Review:
    inclusion = Inclusion(one.id, role, "Because.", tuple((part, "so") for part in indirect), HERE)
    return replace(made(), included=(inclusion,))


def armed(*treatments: str, design: Design = Design.COMPARATIVE, condition: str = "gout") -> Study:
    arms = tuple(Arm(f"a{number}", name, name, 10) for number, name in enumerate(treatments))
    return replace(study("one", design, condition=condition), arms=arms)


# A study meets the question in each part, or the review says in which it does not.
@pytest.mark.parametrize(
    ("one", "role", "indirect", "kept"),
    [
        (armed("chilling", "warming"), Role.EFFICACY, (), True),
        (armed("chilling", "waiting"), Role.EFFICACY, (), False),
        (armed("chilling", "waiting"), Role.EFFICACY, ("comparator",), True),
        (armed("chilling", "waiting"), Role.HARMS, (), True),
        (armed("warming", "waiting"), Role.EFFICACY, (), False),
        (armed("warming", "waiting"), Role.EFFICACY, ("intervention",), True),
        (armed("warming", "waiting"), Role.HARMS, (), False),
        (armed("chilling", "warming", condition="flu"), Role.EFFICACY, (), False),
        (armed("chilling", "warming", condition="flu"), Role.EFFICACY, ("population",), True),
        (armed("warming", condition="flu"), Role.BACKGROUND, (), True),
        # One arm shows no efficacy.
        (armed("chilling", design=Design.SERIES), Role.EFFICACY, (), False),
        (armed("chilling", design=Design.SERIES), Role.HARMS, (), True),
        # A review of studies has no arms.
        (armed(design=Design.SYSTEMATIC_REVIEW), Role.EFFICACY, (), True),
    ],
)
def test_the_question(one: Study, role: Role, indirect: tuple[str, ...], kept: bool) -> None:
    found = log(with_study(one, role, *indirect), {"one": one})["one"]
    assert found[0] is kept and found[1]


def of_cohort(keep: str, *known: Study) -> dict[str, tuple[bool, str]]:
    included = tuple(Inclusion(one.id, Role.HARMS, "Because.", (), HERE) for one in known)
    cohort = Cohort(tuple(one.id for one in known), keep, "One hospital.", HERE)
    return log(replace(made(), included=included, cohorts=(cohort,)), {one.id: one for one in known})


LARGE, LATE, SMALL = (
    study("large", year=2001, n=300),
    study("late", year=2009, n=200),
    study("small", year=2005, n=50),
)


# Of one cohort one study is kept: the largest; a review may name the latest instead, without a word; it may
# name another, and what the rule alone would have kept is then said beside.
def test_cohorts() -> None:
    for keep, kept in (("", "large"), ("large", "large"), ("late", "late"), ("small", "small")):
        found = of_cohort(keep, SMALL, LATE, LARGE)
        assert [name for name, (held, _) in found.items() if held] == [kept]
        said = [because for _, because in found.values() if "the rule alone would have kept Large" in because]
        assert bool(said) is (keep == "small")


# Of two as large, the later; of studies without a size or a year, one.
def test_cohorts_without_numbers() -> None:
    twin = replace(LARGE, id="twin", year=2010)
    assert of_cohort("", LARGE, twin)["twin"][0]
    unknown = [study(name, year=None, n=None) for name in ("a", "b")]
    assert sum(held for held, _ in of_cohort("", *unknown).values()) == 1


# Two studies of one center in years that may overlap, which no cohort joins, are kept with a warning.
@pytest.mark.parametrize(
    ("center", "first", "second", "warned"),
    [
        ("Here", (2000, 2005), (2005, 2009), True),
        ("Here", (2000, 2005), (2006, 2009), False),
        ("Here", None, (2006, 2009), True),
        ("", (2000, 2005), (2000, 2005), False),
    ],
)
def test_overlaps_that_nobody_mentions(
    center: str, first: tuple[int, int] | None, second: tuple[int, int] | None, warned: bool
) -> None:
    known = [replace(LARGE, center=center, recruited=first), replace(LATE, center=center, recruited=second)]
    included = tuple(Inclusion(one.id, Role.HARMS, "Because.", (), HERE) for one in known)
    found = log(replace(made(), included=included), {one.id: one for one in known})
    assert all(kept for kept, _ in found.values())
    assert ["may have the same patients" in because for _, because in found.values()] == [warned, warned]


# A study of the same disease that the review does not mention is logged; one of another disease is not.
def test_what_the_review_does_not_mention() -> None:
    known = {**studies(), "new": study("new", year=2015), "else": study("else", condition="flu")}
    found = log(review(), known)
    assert found["new"] == (False, "the library holds it, and the review does not say what became of it")
    assert "else" not in found
    later = log(review(), {**studies(), "new": study("new", year=2021)})
    assert later["new"] == (False, "published in 2021, after 2020-06-30")
    same = log(review(), {**studies(), "new": study("new", year=2020)})
    assert same["new"][1] == "published in 2020; no source says whether by 2020-06-30"


# A study that came after the review's own day is left out, even where the review lists it.
def test_listed_too_early() -> None:
    early = replace(review(), as_of=date(2011, 12, 31))
    assert log(early, studies())["short-2012"] == (False, "published in 2012, after 2011-12-31")


# --- as of another day ------------------------------------------------------------------------------------


# Replayed on an earlier day, what came later is left out with the reason, from the outcomes too; a cohort
# of which one study is left is none.
def test_an_earlier_day() -> None:
    then = as_of(review(), studies(), date(2011, 1, 1))
    found = log(then, studies())
    assert found["short-2012"] == (False, "published in 2012, after 2011-01-01")
    assert found["early-2008"] == (True, "for harms: An earlier series")
    assert [len(outcome.rows) for outcome in then.outcomes] == [1, 0]
    assert then.as_of == date(2011, 1, 1) and then.cohorts == ()


# Of the same year nothing says whether it was before the day or after; it is left out.
def test_within_the_same_year() -> None:
    found = log(as_of(review(), studies(), date(2012, 5, 1)), studies())
    assert found["short-2012"] == (False, "published in 2012; no source says whether by 2012-05-01")


# On the review's own day and later everything that it took in was known, also what has no year.
def test_on_its_own_day() -> None:
    assert as_of(review(), studies(), date(2020, 6, 30)) == review()
    dateless = {**studies(), "long-2010": replace(studies()["long-2010"], year=None)}
    assert log(as_of(review(), dateless, date(2021, 1, 1)), dateless)["long-2010"][0]
    kept, why = log(as_of(review(), dateless, date(2019, 1, 1)), dateless)["long-2010"]
    assert not kept and why.startswith("no source says when it was published")


# Going further back never brings a study in.
def test_earlier_knows_no_more() -> None:
    days = [date(year, 7, 1) for year in range(2005, 2024)]
    kept = [
        {one.study.id for one in select(as_of(review(), studies(), day), studies()) if one.kept}
        for day in days
    ]
    cohort = {"early-2008", "short-2012"}
    for earlier, later in pairwise(kept):
        assert earlier - cohort <= later and len(earlier) <= len(later)
