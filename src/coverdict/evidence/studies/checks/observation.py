"""How long patients were observed, and what is said of the time after that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from coverdict.evidence.studies.checks.curves import is_survival
from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Cell, Nature, Result, Study

FOLLOW_UP = "follow-up"
"""The name of the outcome that says how long patients were observed."""
_FAR = 2  # times the median follow-up


def observation_findings(study: Study) -> Iterator[Finding]:
    """Two follow-ups of the same patients, survival longer than any of them, rates far beyond them."""
    lengths = [
        (result, cell)
        for result in study.results
        for cell in result.cells
        if result.outcome == FOLLOW_UP and result.measured == "months" and cell.figure is not None
    ]
    if not lengths:
        return
    yield from _differ(lengths)
    for result in study.results:
        for cell in result.cells:
            known = [one for one in lengths if one[1].arm in ("", cell.arm) or not cell.arm]
            yield from _longer(result, cell, known)
        yield from _far(result, lengths)


def _differ(lengths: list[tuple[Result, Cell]]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Cell] = {}
    for result, cell in lengths:
        other = first.setdefault((result.group, cell.arm), cell)
        if other.figure and cell.figure and other.figure.value != cell.figure.value:
            says = f"a follow-up of {other.figure.text} months, and one of {cell.figure.text}"
            right = "ask which of them is meant"
            yield Finding("follow-ups-differ", result.id, says, cell.place or result.place, right)


def _longer(result: Result, cell: Cell, lengths: list[tuple[Result, Cell]]) -> Iterator[Finding]:
    ends = [one.upper.value for _, one in lengths if one.upper is not None]
    survival = is_survival(result.outcome) and result.nature is Nature.MEDIAN
    if not survival or result.measured != "months" or cell.upper is None or not ends:
        return
    if cell.upper.value > max(ends):
        says = f"survival of {cell.upper.text} months is longer than any follow-up, of {max(ends)}"
        yield Finding("survival-beyond-follow-up", result.id, says, cell.place or result.place)


def _far(result: Result, lengths: list[tuple[Result, Cell]]) -> Iterator[Finding]:
    medians = [one.figure.value for _, one in lengths if one.figure is not None]
    if result.nature is not Nature.TIME_TO_EVENT or result.months is None or not medians:
        return
    if result.months > _FAR * max(medians):
        times = (result.months / max(medians)).quantize(Decimal("0.1"))
        says = f"a rate at {result.time} is {times} times the follow-up of {max(medians)} months"
        yield Finding("rate-beyond-follow-up", result.id, says, result.place)
