"""The page of reviews: what the evidence behind a policy is, what it comes to, and how that was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from coverdict.evidence.appraisal import Appraisal
from coverdict.pages.evidence_numbers import sentence, studies_words
from coverdict.pages.evidence_outcomes import OutcomeView, outcome_views
from coverdict.pages.evidence_views import (
    LeftOutView,
    RatingView,
    StepView,
    StudyView,
    left_out_views,
    rating_views,
    study_views,
    verdict_views,
)
from coverdict.pages.evidence_words import (
    NOT_A_DETERMINATION,
    Source,
    as_of_words,
    cites_words,
    concluded_words,
    question_lines,
    search_words,
    verdict_word,
)
from coverdict.pages.frame import page
from coverdict.text import listed

SHEET = "evidence.css"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review; `mark` begins the identifiers of its parts."""

    mark: str
    id: str
    title: str
    policy: str
    verdict: str
    sufficient: bool
    says: str
    contradicts: tuple[str, ...]
    would_change: tuple[str, ...]
    concluded: str
    question: tuple[tuple[str, str], ...]
    principles: tuple[str, ...]
    search: str
    known: str
    steps: tuple[StepView, ...]
    ratings: tuple[RatingView, ...]
    outcomes: tuple[OutcomeView, ...]
    studies: tuple[StudyView, ...]
    left_out: tuple[LeftOutView, ...]
    counts: str
    cites: str
    note: str


def evidence_page(appraisals: Sequence[Appraisal], title: str, source: Source) -> str:
    """Reviews as one HTML file: the same appraisals give the same bytes.

    Arguments:
        appraisals: at least one.
        title: what the reviews are of: a review's title, or a policy's name.
    """
    reviews = tuple(_review(number, one) for number, one in enumerate(appraisals, start=1))
    return page(
        "evidence.html",
        f"{title}: the evidence",
        heading=title,
        several=len(reviews) > 1,
        reviews=reviews,
        not_a_determination=NOT_A_DETERMINATION,
        evidence_styles=_sheet(),
        made=tuple(_made(appraisals, source)),
    )


@cache
def _sheet() -> Markup:
    """The style sheet of this page alone, as it is."""
    return Markup(files("coverdict.pages").joinpath("styles", SHEET).read_text(encoding="utf-8"))


def _review(number: int, appraisal: Appraisal) -> ReviewView:
    review, verdict = appraisal.review, appraisal.verdict
    mark = f"r{number}"
    kept, out = study_views(appraisal), left_out_views(appraisal)
    return ReviewView(
        mark=mark,
        id=review.id,
        title=review.title,
        policy=", version ".join(part for part in (review.policy, review.version) if part),
        verdict=verdict_word(appraisal),
        sufficient=verdict.sufficient,
        says=sentence(verdict.says),
        contradicts=tuple(sentence(one) for one in verdict.contradicts),
        would_change=tuple(sentence(one) for one in verdict.would_change),
        concluded=concluded_words(review),
        question=question_lines(review),
        principles=review.principles,
        search=search_words(review),
        known=as_of_words(review),
        steps=verdict_views(appraisal),
        ratings=rating_views(appraisal),
        outcomes=outcome_views(appraisal, mark),
        studies=kept,
        left_out=out,
        counts=f"{studies_words(len(kept))} kept, {len(out)} left out",
        cites=cites_words(review.cites),
        note=review.note,
    )


def _made(appraisals: Sequence[Appraisal], source: Source) -> Iterator[tuple[str, str]]:
    yield "Reviews", listed(one.review.id for one in appraisals)
    yield "Methods", listed(dict.fromkeys(one.review.method for one in appraisals))
    yield "Policy library", source.library
    yield "Coverdict", f"version {source.program}"
