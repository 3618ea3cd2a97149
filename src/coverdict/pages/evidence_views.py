"""What the template of a review shows: texts, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.evidence.appraisal import Appraisal, Rating, RatingStep, VerdictStep
from coverdict.evidence.reviews.model import Inclusion
from coverdict.evidence.studies.model import Difference, Study
from coverdict.pages.evidence_numbers import sentence
from coverdict.pages.evidence_words import (
    CERTAINTIES,
    ROLES,
    because_words,
    change_words,
    cite_words,
    cites_words,
    derivations,
    holds_word,
    inputs_words,
    level_of,
    override_words,
    patients_words,
    published,
    result_words,
    ruled_words,
    size_words,
    slips,
)


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a rating or of the verdict; `override` is empty where the rule stands."""

    rule: str
    title: str
    result: str
    because: str
    inputs: str
    version: str
    override: str


@dataclass(frozen=True, slots=True)
class RatingView:
    """An outcome's certainty: `level` of 4, in words, and how it was come by."""

    outcome: str
    label: str
    level: int
    words: str
    critical: bool
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study that was kept: what it is, and what it says."""

    id: str
    label: str
    published: str
    role: str
    design: str
    details: str
    population: str
    patients: str
    size: str
    level: str
    because: str
    results: tuple[str, ...]
    derived: tuple[str, ...]
    slips: tuple[str, ...]
    differences: tuple[str, ...]
    indirect: tuple[str, ...]
    bias: tuple[str, ...]
    cites: str
    note: str


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """A study that was left out, and why."""

    label: str
    published: str
    design: str
    because: str
    cites: str


def rating_views(appraisal: Appraisal) -> tuple[RatingView, ...]:
    """The certainty of each outcome, in the order of the review."""
    return tuple(_rating(rating, appraisal) for rating in appraisal.ratings)


def _rating(rating: Rating, appraisal: Appraisal) -> RatingView:
    outcome = appraisal.review.outcome(rating.outcome)
    return RatingView(
        rating.outcome,
        rating.label,
        int(rating.certainty),
        CERTAINTIES[rating.certainty],
        outcome is not None and outcome.critical,
        tuple(_rating_step(step) for step in rating.steps),
    )


def _rating_step(step: RatingStep) -> StepView:
    return StepView(
        step.rule,
        step.domain[:1].upper() + step.domain[1:],
        change_words(step),
        because_words(step),
        inputs_words(step),
        step.version,
        override_words(step.override, ruled_words(step)),
    )


def verdict_views(appraisal: Appraisal) -> tuple[StepView, ...]:
    """R1 to R8."""
    return tuple(_verdict_step(step) for step in appraisal.verdict.steps)


def _verdict_step(step: VerdictStep) -> StepView:
    return StepView(
        step.rule,
        step.title,
        holds_word(step.holds),
        because_words(step),
        inputs_words(step),
        step.version,
        override_words(step.override, holds_word(step.ruled)),
    )


def study_views(appraisal: Appraisal) -> tuple[StudyView, ...]:
    """The studies that were kept, the oldest first."""
    included = {one.study: one for one in appraisal.review.included}
    kept = [selected for selected in appraisal.selection if selected.kept]
    kept.sort(key=lambda selected: (selected.study.year or 9999, selected.study.label))
    return tuple(_study(one.study, one.because, included.get(one.study.id)) for one in kept)


def _study(study: Study, because: str, included: Inclusion | None) -> StudyView:
    return StudyView(
        id=study.id,
        label=study.label,
        published=published(study),
        role=ROLES[included.role] if included is not None else "",
        design=study.design.value,
        details=study.details,
        population=study.population,
        patients=patients_words(study),
        size=size_words(study),
        level=level_of(study),
        because=sentence(because or (included.because if included is not None else "")),
        results=tuple(result_words(result, study) for result in study.results),
        derived=tuple(derivations(study)),
        slips=tuple(slips(study)),
        differences=tuple(_difference(one) for one in study.differences),
        indirect=tuple(f"{part}: {reason}" for part, reason in included.indirect) if included else (),
        bias=tuple(f"{bias.domain}: {bias.level}. {bias.because}".strip() for bias in study.bias),
        cites=cites_words(study.cites),
        note=study.note,
    )


def _difference(given: Difference) -> str:
    versions = "; ".join(f"{cite_words(cite)}: {says}" for cite, says in given.versions)
    return f"{given.about}: {versions}"


def left_out_views(appraisal: Appraisal) -> tuple[LeftOutView, ...]:
    """The studies that were left out, the oldest first, each with the reason."""
    return tuple(_left_out(appraisal))


def _left_out(appraisal: Appraisal) -> Iterator[LeftOutView]:
    out = [selected for selected in appraisal.selection if not selected.kept]
    logged = {selected.study.id for selected in appraisal.selection}
    for selected in sorted(out, key=lambda one: (one.study.year or 9999, one.study.label)):
        study = selected.study
        yield LeftOutView(
            study.label,
            published(study),
            study.design.value,
            sentence(selected.because),
            cites_words(study.cites),
        )
    for excluded in appraisal.review.excluded:
        if excluded.study not in logged:
            yield LeftOutView(excluded.study, "", "", sentence(excluded.because), "")
