"""Rates over time: how they run, and what medians and other rates say of the same patients."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Cell, Nature, Result, Study

_OVERALL = "overall survival"
_EVENT_FREE = frozenset(
    {
        "disease-free survival",
        "event-free survival",
        "progression-free survival",
        "recurrence-free survival",
        "tumor-free survival",
    }
)
_HALF = Decimal(50)


def is_survival(outcome: str) -> bool:
    """Whether an outcome is a share that is still free of something, by its name: `… survival`."""
    return outcome.endswith("survival")


def curve_findings(study: Study) -> Iterator[Finding]:
    """Survival that rises, incidence that falls, medians and rates that cannot both be."""
    points = [
        (result, cell)
        for result in study.results
        for cell in result.cells
        if cell.figure is not None and result.nature in (Nature.TIME_TO_EVENT, Nature.MEDIAN)
    ]
    yield from _runs(points)
    yield from _medians(points)
    yield from _below_overall(points)


_Point = tuple[Result, Cell]


def _runs(points: list[_Point]) -> Iterator[Finding]:
    curves: dict[tuple[str, str, str], list[_Point]] = {}
    for result, cell in points:
        if result.nature is Nature.TIME_TO_EVENT and result.months is not None:
            curves.setdefault((result.outcome, result.group, cell.arm), []).append((result, cell))
    for (outcome, _, _), curve in curves.items():
        ordered = sorted(curve, key=lambda point: point[0].months or Decimal(0))
        for (before, earlier), (after, later) in pairwise(ordered):
            if earlier.figure is None or later.figure is None or before.months == after.months:
                continue
            change = later.figure.value - earlier.figure.value
            way = f"from {earlier.figure.text} % at {before.time} to {later.figure.text} % at {after.time}"
            place = later.place or after.place
            if change > 0 and is_survival(outcome):
                yield Finding("survival-rises", after.id, f"survival cannot rise {way}", place)
            elif change < 0 and not is_survival(outcome):
                yield Finding("incidence-falls", after.id, f"a cumulative incidence cannot fall {way}", place)


def _medians(points: list[_Point]) -> Iterator[Finding]:
    """A median lies beyond the times at which more than half are left, before those at which fewer are."""
    for result, cell in points:
        if (
            result.nature is not Nature.MEDIAN
            or result.measured != "months"
            or not is_survival(result.outcome)
        ):
            continue
        for other, rate in _same_patients(points, result, cell):
            if cell.figure is None or rate.figure is None or other.months is None:
                continue
            above, below = rate.figure.lowest > _HALF, rate.figure.highest < _HALF
            if (above and cell.figure.highest < other.months) or (
                below and cell.figure.lowest > other.months
            ):
                says = (
                    f"a median of {cell.figure.text} months cannot be where "
                    f"{rate.figure.text} % are left at {other.time}"
                )
                yield Finding("median-against-rate", result.id, says, cell.place or result.place)


def _same_patients(points: list[_Point], result: Result, cell: Cell) -> Iterator[_Point]:
    for other, rate in points:
        same = (other.outcome, other.group, rate.arm) == (result.outcome, result.group, cell.arm)
        if same and other.nature is Nature.TIME_TO_EVENT:
            yield other, rate


def _below_overall(points: list[_Point]) -> Iterator[Finding]:
    """Who died is not free of disease, so no more can be free of it than are alive."""
    overall = {
        (result.nature, result.measured, result.months, result.group, cell.arm): cell
        for result, cell in points
        if result.outcome == _OVERALL
    }
    for result, cell in points:
        alive = overall.get((result.nature, result.measured, result.months, result.group, cell.arm))
        if result.outcome not in _EVENT_FREE or alive is None or not alive.figure or not cell.figure:
            continue
        if cell.figure.lowest >= alive.figure.highest:
            says = f"{result.outcome} of {cell.figure.text} is above overall survival of {alive.figure.text}"
            yield Finding("survival-above-overall", result.id, says, cell.place or result.place)
