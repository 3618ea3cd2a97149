"""Selecting studies (R2): by the question, by what was known on a day, and each patient once.

Every study is logged with a reason, whether it is kept or left out: those that the review lists, and those
of the library that treat its condition and that it does not mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from coverdict.evidence.appraisal import Selected
from coverdict.evidence.reviews.model import Cohort, Exclusion, Inclusion, Question, Review, Role
from coverdict.evidence.studies.model import Design, Study
from coverdict.text import counted, listed

_COMPARING = (Design.RANDOMISED, Design.COMPARATIVE)


def select(review: Review, studies: Mapping[str, Study]) -> tuple[Selected, ...]:
    """The studies of a review on their way through R2, those that it lists first.

    Arguments:
        studies: all of the library, by id. A study that is not there is passed over: `check_reviews` says so.
    """
    cohorts = {study: cohort for cohort in review.cohorts for study in cohort.studies}
    overlaps = _overlaps(review, studies, cohorts)
    listed_ = [
        *(
            _beside(_included(one, review, studies, cohorts), overlaps)
            for one in review.included
            if one.study in studies
        ),
        *(
            Selected(studies[one.study], False, one.because)
            for one in review.excluded
            if one.study in studies
        ),
    ]
    named = {one.study.id for one in listed_}
    rest = (study for study in studies.values() if study.id not in named)
    return (*listed_, *_unmentioned(review, rest))


def _overlaps(
    review: Review, studies: Mapping[str, Study], cohorts: Mapping[str, Cohort]
) -> Mapping[str, tuple[str, ...]]:
    """Of each study those of its center in years that may overlap, where no cohort joins them."""
    included = [studies[one.study] for one in review.included if one.study in studies]

    def of(study: Study) -> Iterator[str]:
        for other in included:
            told = study.id in cohorts and other.id in cohorts[study.id].studies
            if other is not study and not told and _may_overlap(study, other):
                yield other.label

    return {study.id: tuple(of(study)) for study in included}


def _may_overlap(one: Study, other: Study) -> bool:
    """Whether two studies name the same center and country, and no years that are apart."""
    if not one.center or (one.center, one.country) != (other.center, other.country):
        return False
    if one.recruited is None or other.recruited is None:
        return True
    return one.recruited[0] <= other.recruited[1] and other.recruited[0] <= one.recruited[1]


def _beside(selected: Selected, overlaps: Mapping[str, tuple[str, ...]]) -> Selected:
    others = overlaps.get(selected.study.id, ())
    if not selected.kept or not others:
        return selected
    warning = f"may have the same patients as {listed(others)}, of which the review says nothing"
    return replace(selected, because=f"{selected.because}; {warning}")


def as_of(review: Review, studies: Mapping[str, Study], day: date) -> Review:
    """The review as it would have stood on a day, by what it says itself.

    A study of a later year was not known. Of one of the same year, or without a year, nothing says whether
    it was, except that the review knew it on its own day.

    Arguments:
        studies: all of the library, by id.
    Result: the review with `day` as its day; what was not known then is left out, with the reason.
    """
    early = review.as_of is None or day < review.as_of
    included: list[Inclusion] = []
    excluded: list[Exclusion] = []
    for one in review.included:
        study = studies.get(one.study)
        why = _not_known(study, day, early) if study is not None else ""
        if why:
            excluded.append(Exclusion(one.study, why, one.place))
        else:
            included.append(one)
    kept = {one.study for one in included}
    return replace(
        review,
        as_of=day,
        included=tuple(included),
        excluded=(*review.excluded, *excluded),
        cohorts=tuple(_within(review.cohorts, kept)),
        outcomes=tuple(
            replace(outcome, rows=tuple(row for row in outcome.rows if row.study in kept))
            for outcome in review.outcomes
        ),
    )


def _within(cohorts: Iterable[Cohort], kept: set[str]) -> Iterator[Cohort]:
    for cohort in cohorts:
        left = tuple(study for study in cohort.studies if study in kept)
        if len(left) > 1:
            yield replace(cohort, studies=left, keep=cohort.keep if cohort.keep in left else "")


def _not_known(study: Study, day: date, early: bool) -> str:
    """Why a study was not known on a day; empty where it was, or may have been.

    Arguments:
        early: whether nothing but its year can say so.
    """
    if study.year is None:
        return f"no source says when it was published, so nothing says that it was by {day}" if early else ""
    if study.year > day.year:
        return _later(study, day)
    if study.year == day.year and early:
        return f"published in {study.year}; no source says whether by {day}"
    return ""


def _later(study: Study, day: date) -> str:
    return f"published in {study.year}, after {day}"


def _included(
    one: Inclusion, review: Review, studies: Mapping[str, Study], cohorts: Mapping[str, Cohort]
) -> Selected:
    study = studies[one.study]
    if review.as_of is not None and study.year is not None and study.year > review.as_of.year:
        return Selected(study, False, _later(study, review.as_of))
    why = _misses(one, study, review.question)
    if why:
        return Selected(study, False, why)
    said = f"for {one.role}: {_clause(one.because)}"
    cohort = cohorts.get(study.id)
    if cohort is None:
        return Selected(study, True, said)
    kept, beside = _kept_of(cohort, studies)
    if study.id == kept.id:
        return Selected(study, True, f"{said}; kept of studies that may have the same patients{beside}")
    shared = f"may have the same patients as {_sized(kept)}, which is kept: {_clause(cohort.because)}"
    return Selected(study, False, f"{shared}{beside}")


def _kept_of(cohort: Cohort, studies: Mapping[str, Study]) -> tuple[Study, str]:
    """Which study of a cohort is kept, and what the rule alone would keep, where that is another.

    The rule keeps the largest or the latest; where the review does not say which, the largest.
    """
    known = [study for name in cohort.studies if (study := studies.get(name)) is not None]
    largest = max(known, key=lambda study: (study.n or 0, study.year or 0))
    latest = max(known, key=lambda study: (study.year or 0, study.n or 0))
    kept = studies.get(cohort.keep, largest)
    if kept in (largest, latest):
        return kept, ""
    return kept, f"; the rule alone would have kept {_sized(largest)}"


def _clause(text: str) -> str:
    """A sentence as a part of another one."""
    return text.strip().rstrip(".")


def _sized(study: Study) -> str:
    return study.label if study.n is None else f"{study.label} ({counted(study.n, 'patient')})"


def _misses(one: Inclusion, study: Study, question: Question) -> str:
    """Which part of the question a study does not meet, and the review does not say so; empty otherwise."""
    if one.role is Role.BACKGROUND:
        return ""
    stated = {part for part, _ in one.indirect}
    if study.condition not in question.conditions and "population" not in stated:
        asked = listed(question.conditions, "or")
        return f"it treats {study.condition}, and the question is about {asked}"
    treatments = [arm.treatment for arm in study.arms]
    if one.role is Role.EFFICACY and study.design is Design.SERIES:
        return "one arm without a control shows no efficacy; it can be taken in for harms"
    if treatments and "intervention" not in stated and not set(treatments) & set(question.treatments):
        return f"none of its arms has {listed(question.treatments, 'or')}"
    comparing = one.role is Role.EFFICACY and study.design in _COMPARING
    if treatments and comparing and "comparator" not in stated and question.comparators:
        others = set(treatments) - set(question.treatments)
        if not others & set(question.comparators):
            return f"it compares with none of {listed(question.comparators)}"
    return ""


def _unmentioned(review: Review, studies: Iterable[Study]) -> Iterator[Selected]:
    """Studies of the review's condition that it says nothing of."""
    for study in studies:
        if study.condition not in review.question.conditions:
            continue
        why = _not_known(study, review.as_of, early=True) if review.as_of is not None else ""
        unsaid = "the library holds it, and the review does not say what became of it"
        yield Selected(study, False, why or unsaid)
