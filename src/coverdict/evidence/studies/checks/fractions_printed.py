"""Percentages against counts. Rates over time are no fractions of the patients and are left alone."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Cell, Nature, Result, Study, Unit
from coverdict.evidence.studies.percentages import (
    Rounding,
    counts_for,
    roundings,
    totals_for,
    truncated_counts,
    truncated_totals,
)

_ASK = "ask the authors; if the source prints it so, accept the finding"


def fraction_findings(study: Study) -> Iterator[Finding]:
    """Every printed percentage of a count, held against the counts and sizes that are known."""
    for result in study.results:
        for cell in result.cells:
            if cell.figure is None or not cell.percent:
                continue
            if result.nature is Nature.COUNT:
                yield from _count(study, result, cell, cell.figure)
            elif result.nature is Nature.TIME_TO_EVENT:
                yield from _over_time(result, cell, cell.figure)


def _count(study: Study, result: Result, cell: Cell, printed: Figure) -> Iterator[Finding]:
    events, total = cell.events, cell.total
    if events is None:
        yield from _percentage_alone(study, result, cell, printed)
    elif total is None or cell.is_derived("total"):
        yield from _derived(result, cell, printed)
        if not cell.is_derived("events"):
            yield from _total_unknown(study, result, cell, printed)
    elif cell.is_derived("events"):
        yield from _derived(result, cell, printed)
        yield from _of_total(result, cell, printed, total, "percentage-fits-no-count")
    else:
        yield from _fraction(result, cell, printed)


def _fraction(result: Result, cell: Cell, printed: Figure) -> Iterator[Finding]:
    events, total = cell.events, cell.total
    if events is None or not total or events > total:
        return
    ways = roundings(events, total, printed)
    exact = f"{events} of {total} is {_percent(events, total, printed)}"
    place = cell.place or result.place
    if not ways:
        fits = _totals(totals_for(printed, events), total)
        says = f"{exact} and prints as {printed.text} % under no rounding"
        yield Finding("percentage-fits-no-count", result.id, says + fits, place, _ASK)
    elif ways == {Rounding.TRUNCATED}:
        says = f"{exact}, which is {printed.text} % cut off, not rounded"
        yield Finding("percentage-truncated", result.id, says, place, _ASK)


def _total_unknown(study: Study, result: Result, cell: Cell, printed: Figure) -> Iterator[Finding]:
    """A count with its percentage, and no word of how many they are of."""
    events, place = cell.events or 0, cell.place or result.place
    rounded, cut = totals_for(printed, events), truncated_totals(printed, events)
    arm = study.arm(cell.arm)
    size = (arm.n if arm else None) or study.n
    most = size if result.unit is Unit.PATIENTS else None
    whole = most if not result.group else None
    says = f"of how many {events} are {printed.text} % is not printed"
    if not events:
        return
    if not _within(rounded, most) and not _within(cut, most):
        none = f"no total up to {most}" if most else "no total"
        yield Finding(
            "percentage-fits-no-count", result.id, f"{events} are {printed.text} % of {none}", place, _ASK
        )
        return
    says += f"; {_span(rounded)} would fit" if rounded else "; nothing fits when it is rounded"
    if cut and (not rounded or cut.start < rounded.start or cut.stop > rounded.stop):
        says += f", {_span(cut)} when it is cut off"
    if whole is not None and whole not in rounded and whole not in cut:
        says += f"; {whole} would not"
    yield Finding("denominator-not-stated", result.id, says, place, _ASK)


def _percentage_alone(study: Study, result: Result, cell: Cell, printed: Figure) -> Iterator[Finding]:
    if cell.total is not None:
        yield from _of_total(result, cell, printed, cell.total, "percentage-fits-no-count")
        return
    arm = study.arm(cell.arm)
    size = arm.n if arm else study.n
    if size is not None and result.unit is Unit.PATIENTS and not result.group:
        yield from _of_total(result, cell, printed, size, "percentage-of-arm")


def _of_total(result: Result, cell: Cell, printed: Figure, total: int, finding: str) -> Iterator[Finding]:
    """Whether any number of events, of `total`, prints as the percentage."""
    place = cell.place or result.place
    if not total or counts_for(printed, total):
        return
    cut = truncated_counts(printed, total)
    if cut:
        says = f"{printed.text} % of {total} is {_span(cut)} cut off, and no count rounded"
        yield Finding("percentage-truncated", result.id, says, place, _ASK)
    else:
        yield Finding(finding, result.id, f"{printed.text} % is no count of {total}", place, _ASK)


def _derived(result: Result, cell: Cell, printed: Figure) -> Iterator[Finding]:
    events, total = cell.events, cell.total
    if events is None or not total or roundings(events, total, printed):
        return
    says = f"{events} of {total} is derived, and is {_percent(events, total, printed)}, not {printed.text} %"
    right = "correct the derived numbers; how they were come by does not give them"
    yield Finding("derived-does-not-fit", result.id, says, cell.place or result.place, right)


def _over_time(result: Result, cell: Cell, printed: Figure) -> Iterator[Finding]:
    """Events that were derived from a rate lie within one of it, or of its complement."""
    events, total = cell.events, cell.total
    if events is None or not total or not cell.is_derived("events"):
        return
    share = printed.value * total / 100
    if min(abs(events - share), abs(total - events - share)) < 1:
        return
    says = f"{events} of {total} is derived, and is {_percent(events, total, printed)}, not {printed.text} %"
    right = "correct the derived numbers; how they were come by does not give them"
    yield Finding("derived-does-not-fit", result.id, says, cell.place or result.place, right)


def _percent(events: int, total: int, printed: Figure) -> str:
    return f"{100 * events / total:.{printed.decimals + 2}f} %"


def _within(totals: range, size: int | None) -> bool:
    return bool(totals) and (size is None or totals.start <= size)


def _totals(totals: range, total: int) -> str:
    """Which totals would do, where there are any near."""
    near = bool(totals) and totals.stop - totals.start < total
    return f"; it would be right of {_span(totals)}" if near else ""


def _span(numbers: range) -> str:
    first, last = numbers.start, numbers.stop - 1
    return str(first) if first == last else f"{first} to {last}"
