"""Reviews against the studies and methods that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from coverdict.evidence.methods_model import Method
from coverdict.evidence.reviews.model import Review, ReviewOutcome, Row
from coverdict.evidence.studies.model import Result, Study
from coverdict.text import Place, Problem, did_you_mean, listed


def check_reviews(
    reviews: Iterable[Review], studies: Mapping[str, Study], methods: Mapping[str, Method]
) -> tuple[Problem, ...]:
    """What is wrong between documents that are right by themselves.

    Arguments:
        reviews: all of a library.
        studies, methods: by id.
    Result: problems in the order of their places; the lines they point into are for the caller to add.
    """
    known = tuple(reviews)
    found = (
        *(problem for review in known for problem in _check(review, studies, methods)),
        *_left_unsaid(known, studies),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.place))


def check_policies(reviews: Iterable[Review], versions: Mapping[str, Collection[str]]) -> tuple[Problem, ...]:
    """Reviews that stand behind no policy of the library.

    Arguments:
        versions: of each policy, the names of its versions' files without the suffix.
    """
    found = []
    for review in reviews:
        if review.policy not in versions:
            what = f"the policy {review.policy} is not in the library"
            found.append(_problem(review.place, what, did_you_mean(review.policy, versions)))
        elif review.version not in versions[review.policy]:
            what = f"the policy {review.policy} has no version {review.version}"
            found.append(_problem(review.place, what, did_you_mean(review.version, versions[review.policy])))
    return tuple(found)


def _check(review: Review, studies: Mapping[str, Study], methods: Mapping[str, Method]) -> Iterator[Problem]:
    if review.method not in methods:
        what = f"the method {review.method} is not in the library"
        yield _problem(review.place, what, did_you_mean(review.method, methods))
    for study, place in (
        *((one.study, one.place) for one in review.included),
        *((one.study, one.place) for one in review.excluded),
    ):
        if study not in studies:
            what = f"the study {study} is not in the library"
            yield _problem(place, what, did_you_mean(study, studies), study)
    yield from _too_late(review, studies)
    for outcome in review.outcomes:
        yield from _rows(review, outcome, studies)


def _too_late(review: Review, studies: Mapping[str, Study]) -> Iterator[Problem]:
    if review.as_of is None:
        return
    for one in review.included:
        study = studies.get(one.study)
        if study is not None and study.year is not None and study.year > review.as_of.year:
            what = f"{study.label} was published in {study.year}, after {review.as_of}, the day of the review"
            yield _problem(one.place, what, "leave it out, or correct the day", one.study)


def _rows(review: Review, outcome: ReviewOutcome, studies: Mapping[str, Study]) -> Iterator[Problem]:
    included = {one.study for one in review.included}
    seen: set[Row] = set()
    for row in outcome.rows:
        if row.study not in included:
            what = f"the study {row.study} of this row is not taken in"
            yield _problem(row.place, what, did_you_mean(row.study, included), row.study)
        elif row.study in studies:
            yield from _row(row, outcome, studies[row.study])
        same = next((one for one in seen if one.study == row.study), None)
        if same is not None:
            what = f"{row.study} has two rows in {outcome.id}; the other is in line {same.place.line}"
            yield _problem(row.place, what, "keep one: a patient counts once", row.study)
        seen.add(row)


def _row(row: Row, outcome: ReviewOutcome, study: Study) -> Iterator[Problem]:
    result = study.result(row.result)
    if result is None:
        known = [one.id for one in study.results]
        what = f"{study.label} has no result {row.result}"
        yield _problem(row.place, what, did_you_mean(row.result, known), row.study)
        return
    arms = [arm.id for arm in study.arms]
    for name in (row.treated, row.control):
        if name and name not in arms:
            what = f"{study.label} has no arm {name}"
            yield _problem(row.place, what, did_you_mean(name, arms), row.study)
            return
    yield from _printed(row, outcome, study, result) if row.printed_effect else _cells(row, study, result)


def _cells(row: Row, study: Study, result: Result) -> Iterator[Problem]:
    cells = [cell.arm for cell in result.cells]
    if not cells:  # told in words: the pooling leaves it out and says so
        return
    for name in (row.treated, row.control):
        wanted = "all patients" if not name else f"the arm {name}"
        if name not in cells and not (not name and row.treated):
            right = f"it has {listed(arm or 'all patients' for arm in cells)}"
            what = f"the result {result.id} of {study.label} has nothing of {wanted}"
            yield _problem(row.place, what, right, row.study)
            return


def _printed(row: Row, outcome: ReviewOutcome, study: Study, result: Result) -> Iterator[Problem]:
    effect = result.effect
    if effect is None:
        what = f"the result {result.id} of {study.label} prints no effect"
        yield _problem(row.place, what, "remove printed effect, so that the counts are used", row.study)
    elif effect.measure != outcome.measure:
        printed, wanted = _article(effect.measure), _article(outcome.measure)
        what = f"{study.label} prints {printed}, and {outcome.id} is {wanted}"
        yield _problem(row.place, what, "leave the row out, or use the counts", row.study)
    elif {effect.treated, effect.control} != {row.treated, row.control}:
        what = f"the effect that {study.label} prints compares {effect.treated} with {effect.control}"
        yield _problem(row.place, what, "name these arms", row.study)


def _article(measure: str) -> str:
    return f"{'an' if measure[0] in 'aeiou' else 'a'} {measure}"


def _left_unsaid(reviews: tuple[Review, ...], studies: Mapping[str, Study]) -> Iterator[Problem]:
    """Every study that a policy's document cites is taken in or left out by one of its reviews."""
    by_version: dict[tuple[str, str], list[Review]] = {}
    for review in reviews:
        by_version.setdefault((review.policy, review.version), []).append(review)
    for (policy, version), same in by_version.items():
        named = {one.study for review in same for one in review.included}
        named |= {one.study for review in same for one in review.excluded}
        if not named <= studies.keys():  # a misspelt name may be the one that seems to be missing
            continue
        for study in studies.values():
            cited = any((cite.source, cite.version) == (policy, version) for cite in study.cites)
            if cited and study.id not in named:
                home = _nearest_home(study, same)
                what = f"{policy} {version} cites {study.label}, and no review of it says what became of it"
                right = (
                    f"take {study.id} in or leave it out, with the reason, here or in another review of it"
                )
                yield _problem(home, what, right)


def _nearest_home(study: Study, reviews: list[Review]) -> Place:
    """The review that asks about the study's condition; the first one, where none does."""
    fitting = [review for review in reviews if study.condition in review.question.conditions]
    return (fitting or reviews)[0].place


def _problem(place: Place, what: str, right: str, marked: str = "") -> Problem:
    return Problem(place, what, right, width=max(1, len(marked)))
