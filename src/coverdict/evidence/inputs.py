"""What each study brings to an outcome: counts or a printed effect, or the reason why it brings nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coverdict.evidence.inputs_effects import Printed, a_measure, printed_effect
from coverdict.evidence.pooled import LeftOut
from coverdict.evidence.reviews.model import ReviewOutcome, Row
from coverdict.evidence.studies.model import Cell, Nature, Result, Study, Unit
from coverdict.text import listed

PROPORTION = "proportion"
HAZARD_RATIO = "hazard ratio"
MEASURES = ("odds ratio", "risk ratio", "risk difference", HAZARD_RATIO, PROPORTION)

Counts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Input:
    """What one study brings.

    Arguments:
        treated, control: events and total; None where the effect is a printed one, `control` also for a
            proportion.
        printed: the effect that the source prints, with its variance; None where there are counts.
        derived: how a number was come by that no source prints; empty where all are printed.
        notes: what a reader should know of it, in sentences.
    """

    study: Study
    result: Result
    treated: Counts | None
    control: Counts | None
    printed: Printed | None
    derived: str
    notes: tuple[str, ...]


class _NotAtHandError(Exception):
    """Why a row brings nothing; caught where rows are gone through."""


def inputs_of(
    outcome: ReviewOutcome, studies: Mapping[str, Study]
) -> tuple[tuple[Input, ...], tuple[LeftOut, ...]]:
    """What the rows of an outcome bring, in their order, and which bring nothing and why.

    Arguments:
        studies: by id; a row whose study is not among them is left out.
    """
    found: list[Input] = []
    left_out: list[LeftOut] = []
    for row in outcome.rows:
        study = studies.get(row.study)
        label = study.label if study is not None else row.study
        try:
            if study is None:
                raise _NotAtHandError("the study is not among those at hand")
            earlier = next((one for one in found if one.study.id == study.id), None)
            if earlier is not None:
                raise _NotAtHandError(f"its patients are counted already, with {earlier.result.outcome}")
            found.append(_input(outcome, row, study))
        except _NotAtHandError as reason:
            left_out.append(LeftOut(row.study, label, str(reason)))
    return tuple(found), tuple(left_out)


def _input(outcome: ReviewOutcome, row: Row, study: Study) -> Input:
    result = study.result(row.result)
    if result is None:
        raise _NotAtHandError(f"the study has no result {row.result!r}")
    if outcome.measure not in MEASURES:
        raise _NotAtHandError(f"{outcome.measure!r} is no measure that can be pooled")
    if result.nature is Nature.WORDS:
        raise _NotAtHandError("the source gives no number")
    if row.printed_effect or outcome.measure == HAZARD_RATIO:
        return _printed(outcome, row, study, result)
    return _counted(outcome, row, study, result)


def _printed(outcome: ReviewOutcome, row: Row, study: Study, result: Result) -> Input:
    if result.effect is None:
        if result.nature is Nature.TIME_TO_EVENT:
            raise _NotAtHandError(f"{_time_to_event(result)} comes without {a_measure(outcome.measure)}")
        raise _NotAtHandError(f"the source prints no {outcome.measure}")
    found = printed_effect(outcome.measure, row.treated, row.control, result.effect, result.p)
    if isinstance(found, str):
        raise _NotAtHandError(found)
    notes = (f"The effect of {study.label} is adjusted, as the source prints it.",) if found.adjusted else ()
    return Input(study, result, None, None, found, found.derived, notes)


def _counted(outcome: ReviewOutcome, row: Row, study: Study, result: Result) -> Input:
    if result.nature not in (Nature.COUNT, Nature.TIME_TO_EVENT):
        kind = "a ratio without counts" if result.nature is Nature.RATIO else f"a {result.nature}"
        raise _NotAtHandError(f"the source gives {kind}, which makes no {outcome.measure}")
    if outcome.measure != PROPORTION and not row.control:
        raise _NotAtHandError(f"{a_measure(outcome.measure)} needs two arms, and only one is named")
    treated, how = _counts(study, result, row.treated)
    derived = [how]
    control: Counts | None = None
    if outcome.measure != PROPORTION:
        control, how = _counts(study, result, row.control)
        derived.append(how)
    notes = []
    if result.unit is not Unit.PATIENTS:
        notes.append(
            f"{study.label} counts {result.unit}, not patients; those of one patient are alike, so that its "
            "interval is too narrow."
        )
    return Input(study, result, treated, control, None, "; ".join(filter(None, derived)), tuple(notes))


def _counts(study: Study, result: Result, name: str) -> tuple[Counts, str]:
    """Events and total of one arm, and how they were come by where no source prints them."""
    arm = study.arm(name)
    label = arm.label if arm is not None else name or "all patients"
    cell = next((one for one in result.cells if one.arm == name), None)
    if cell is None:
        raise _NotAtHandError(f"nothing is given of {label}")
    if result.nature is Nature.TIME_TO_EVENT and cell.derived is None:
        raise _NotAtHandError(
            f"{_time_to_event(result)} is no fraction of patients, and no count was derived from it"
        )
    if cell.events is None:
        raise _NotAtHandError(f"no count of events is given of {label}")
    total, how = _total(study, result, cell, label)
    if total < 1:
        raise _NotAtHandError(f"{label} has nobody")
    if not 0 <= cell.events <= total:
        raise _NotAtHandError(f"{cell.events} events are more than the {total} of {label}")
    if cell.derived is not None:
        others = listed((str(count) for count in cell.derived.others), "or")
        admitted = f" ({others} events would fit as well)" if others else ""
        how = "; ".join(filter(None, (f"{label}: {cell.derived.how}{admitted}", how)))
    return (cell.events, total), how


def _total(study: Study, result: Result, cell: Cell, label: str) -> tuple[int, str]:
    if cell.total is not None:
        return cell.total, ""
    arm = study.arm(cell.arm)
    size = arm.n if arm is not None else (study.n if not cell.arm else None)
    if size is None or result.unit is not Unit.PATIENTS:
        raise _NotAtHandError(f"the size of {label} is not given")
    how = arm.derived.how if arm is not None and arm.derived is not None else "all patients of the arm"
    return size, f"{label}: {how}"


def _time_to_event(result: Result) -> str:
    return f"a time-to-event estimate{f' at {result.time}' if result.time else ''}"
