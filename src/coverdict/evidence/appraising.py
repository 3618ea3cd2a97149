"""A review, worked out: studies selected, outcomes pooled and rated, a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from coverdict.evidence.appraisal import Appraisal, Rating, Selected
from coverdict.evidence.certainty import rate
from coverdict.evidence.certainty_ground import Ground
from coverdict.evidence.methods_model import Method
from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import Review, ReviewOutcome
from coverdict.evidence.selection import select
from coverdict.evidence.studies.model import Study
from coverdict.evidence.synthesis import synthesise
from coverdict.evidence.synthesis_parameters import parameters_of
from coverdict.evidence.verdict import conclude
from coverdict.evidence.verdict_ground import Case, judged

Pool: TypeAlias = Callable[[ReviewOutcome, Mapping[str, Study]], Synthesis]
"""What pools one outcome over the studies that were kept, by id."""


def appraise(review: Review, studies: Mapping[str, Study], method: Method) -> Appraisal:
    """The review, worked out by the rules and numbers of a method document.

    Arguments:
        studies: all of the library, by id.
        method: the one that the review names.
    """
    parameters = parameters_of(method)

    def pool(outcome: ReviewOutcome, kept: Mapping[str, Study]) -> Synthesis:
        return synthesise(outcome, kept, parameters)

    return appraise_with(review, studies, method, pool)


def appraise_with(review: Review, studies: Mapping[str, Study], method: Method, pool: Pool) -> Appraisal:
    """The review, worked out with a pooling of the caller's.

    Arguments:
        studies: all of the library, by id.
        pool: gets each outcome with the rows of the studies that were kept.
    """
    selection = select(review, studies)
    kept = {one.study.id: one.study for one in selection if one.kept}
    outcomes = tuple(_of_kept(outcome, kept) for outcome in review.outcomes)
    syntheses = tuple(pool(outcome, kept) for outcome in outcomes)
    inclusions = {one.study: one for one in review.included}
    grounds = tuple(
        Ground(outcome, synthesis, kept, inclusions, method.certainty)
        for outcome, synthesis in zip(outcomes, syntheses, strict=True)
    )
    ratings = tuple(rate(ground, review.overrides, method) for ground in grounds)
    case = _case(review, method, selection, grounds, ratings, kept)
    return Appraisal(review, tuple(kept.values()), selection, syntheses, ratings, conclude(case))


def _of_kept(outcome: ReviewOutcome, kept: Mapping[str, Study]) -> ReviewOutcome:
    return replace(outcome, rows=tuple(row for row in outcome.rows if row.study in kept))


def _case(
    review: Review,
    method: Method,
    selection: tuple[Selected, ...],
    grounds: tuple[Ground, ...],
    ratings: tuple[Rating, ...],
    kept: Mapping[str, Study],
) -> Case:
    critical = tuple(
        judged(ground, rating, method)
        for ground, rating in zip(grounds, ratings, strict=True)
        if ground.outcome.critical
    )
    return Case(review, method, selection, critical, kept)
