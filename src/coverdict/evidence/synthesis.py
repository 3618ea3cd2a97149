"""A review's outcome and its studies → what pooling says of it, and what it could not say and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from coverdict.evidence.inputs import inputs_of
from coverdict.evidence.pooled import LeftOut, Pooled, Step, Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome
from coverdict.evidence.statistics.between import between
from coverdict.evidence.statistics.pooling import Interval, shares
from coverdict.evidence.statistics.sets import Sets, stacked, up_to_each, without_each
from coverdict.evidence.studies.model import Study
from coverdict.evidence.synthesis_answers import answers
from coverdict.evidence.synthesis_effects import Included, contributions, included, set_of
from coverdict.evidence.synthesis_groups import by_year, groups
from coverdict.evidence.synthesis_panel import panel
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_patients import absolute, information_size
from coverdict.evidence.synthesis_scales import Natural, natural
from coverdict.evidence.synthesis_small import influence, small_study_tests
from coverdict.evidence.synthesis_spread import heterogeneity

DEFAULT = Parameters()


def synthesise(
    outcome: ReviewOutcome, studies: Mapping[str, Study], parameters: Parameters = DEFAULT
) -> Synthesis:
    """One outcome, pooled.

    Arguments:
        outcome: with the rows that are to be pooled.
        studies: by id; what a row names that is not among them is left out, with the reason.
        parameters: as the review's method document sets them.
    Result:
        Everything that could be worked out. Nothing in it is NaN or infinite; `left_out` and `notes` say what
        could not be worked out and why.
    """
    inputs, missing = inputs_of(outcome, studies)
    effects_, unusable = included(inputs, outcome.measure, parameters)
    left_out = (*missing, *unusable)
    scale = natural(outcome.measure)
    if not effects_:
        return _nothing(outcome, scale, left_out)
    one = set_of(effects_)
    interval = parameters.interval
    main = answers(one, parameters.estimator, interval, parameters, scale)[0]
    if main is None and interval is not Interval.WALD:
        # Effects that are all the same leave Hartung-Knapp's interval, without the floor, no width at all.
        parameters = replace(parameters, interval=Interval.WALD)
        main = answers(one, parameters.estimator, Interval.WALD, parameters, scale)[0]
    if main is None:
        note = "The effects are too far from any number that can be shown, so that none is pooled."
        return _nothing(outcome, scale, (*left_out, *(_unshown(each) for each in effects_)), note)
    return _pooled(outcome, effects_, one, main, left_out, parameters, scale)


def _pooled(
    outcome: ReviewOutcome,
    effects_: Sequence[Included],
    one: Sets,
    main: Pooled,
    left_out: tuple[LeftOut, ...],
    parameters: Parameters,
    scale: Natural,
) -> Synthesis:
    weights = shares(one, between(one, parameters.estimator))[0]
    methods, on_panel = panel(effects_, one, main, parameters, scale)
    tests, on_tests = small_study_tests(one, parameters, scale)
    difference = absolute(effects_, outcome.measure, main)
    size = information_size(outcome, effects_, one, parameters)
    notes = [*_on_studies(effects_, parameters), *on_panel, *on_tests]
    years = by_year(effects_, one, parameters, scale) if len(effects_) > 1 else ""
    notes += [each for each in (years, difference, size) if isinstance(each, str) and each]
    return Synthesis(
        outcome.id,
        outcome.label,
        outcome.measure,
        scale.no_effect,
        contributions(effects_, weights, scale, parameters.level),
        left_out,
        main,
        methods,
        heterogeneity(one, parameters),
        _left_out_in_turn(effects_, one, parameters, scale),
        _cumulative(effects_, one, parameters, scale),
        influence(effects_, one, parameters),
        tests,
        None if isinstance(difference, str) else difference,
        None if isinstance(size, str) else size,
        tuple(dict.fromkeys(notes)),
        groups(effects_, one, parameters, scale),
        None if isinstance(years, str) else years,
    )


def _nothing(
    outcome: ReviewOutcome, scale: Natural, left_out: tuple[LeftOut, ...], note: str = ""
) -> Synthesis:
    """What is said where no study could be pooled."""
    if not note and not left_out:
        note = "No study is listed for this outcome, so that nothing is pooled."
    elif not note:
        note = f"None of the {len(left_out)} studies listed could be pooled."
        if len(left_out) == 1:
            note = f"The one study listed could not be pooled: {left_out[0].because}."
    return Synthesis(
        outcome.id,
        outcome.label,
        outcome.measure,
        scale.no_effect,
        (),
        left_out,
        None,
        (),
        None,
        (),
        (),
        (),
        (),
        None,
        None,
        (note,),
    )


def _unshown(one: Included) -> LeftOut:
    study = one.input.study
    return LeftOut(study.id, study.label, "its effect is too far from any number that can be shown")


def _on_studies(effects_: Sequence[Included], parameters: Parameters) -> list[str]:
    """What a reader has to know of the studies as a whole, and of single ones."""
    notes = [note for one in effects_ for note in one.input.notes]
    if len(effects_) == 1:
        notes.append("One study alone: nothing is pooled, and how far studies differ cannot be told.")
    elif len(effects_) == 2:
        notes.append("With two studies, how far studies differ can hardly be told, and intervals are wide.")
    derived = sum(bool(one.input.derived) for one in effects_)
    if derived:
        notes.append(
            f"{_of_studies(derived)} numbers that no source prints; each says how they were come by."
        )
    empty = sum(bool(one.zeros) for one in effects_)
    if empty:
        notes.append(
            f"{_of_studies(empty)} a cell without anybody, to which {parameters.continuity:g} was added; "
            "methods that pool counts themselves take them as they are."
        )
    if 1 < len(effects_) < parameters.prediction_from:
        notes.append(f"Fewer than {parameters.prediction_from} studies: no prediction interval.")
    if any(one.input.study.year is None for one in effects_) and len(effects_) > 1:
        notes.append("Studies whose year is not known stand last in the cumulative answer.")
    return notes


def _of_studies(count: int) -> str:
    return "1 study has" if count == 1 else f"{count} studies have"


def _left_out_in_turn(
    effects_: Sequence[Included], one: Sets, parameters: Parameters, scale: Natural
) -> tuple[Step, ...]:
    if len(effects_) < 2:
        return ()
    return _steps(effects_, without_each(one), parameters, scale)


def _cumulative(
    effects_: Sequence[Included], one: Sets, parameters: Parameters, scale: Natural
) -> tuple[Step, ...]:
    """Studies come in by year; those of one year in the order of the review."""
    order = sorted(
        range(len(effects_)),
        key=lambda place: (effects_[place].input.study.year is None, effects_[place].input.study.year or 0),
    )
    by_year = stacked(one.yi[0][order], one.vi[0][order])
    return _steps([effects_[place] for place in order], up_to_each(by_year), parameters, scale)


def _steps(
    effects_: Sequence[Included], sets: Sets, parameters: Parameters, scale: Natural
) -> tuple[Step, ...]:
    found = answers(sets, parameters.estimator, parameters.interval, parameters, scale)
    return tuple(
        Step(one.input.study.id, one.input.study.label, one.input.study.year, answer)
        for one, answer in zip(effects_, found, strict=True)
        if answer is not None
    )
