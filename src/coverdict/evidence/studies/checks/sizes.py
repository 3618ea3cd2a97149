"""Sizes: of arms and study, of counts and what they are counts of."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Cell, Nature, Result, Study, Unit


def size_findings(study: Study) -> Iterator[Finding]:
    """Arms against the study, counts against their totals and arms, and sizes that nobody printed."""
    yield from _arms(study)
    for result in study.results:
        for cell in result.cells:
            yield from _cell(study, result, cell)


def _arms(study: Study) -> Iterator[Finding]:
    for arm in study.arms:
        if arm.n is None:
            right = "results of this arm that need it cannot be worked out"
            yield Finding(
                "size-not-stated",
                arm.id,
                f"no source prints how many patients {arm.label} has",
                arm.place or study.place,
                right,
            )
    sizes = [arm.n for arm in study.arms if arm.n is not None]
    if study.n is None or not sizes:
        return
    together = sum(sizes) - study.in_several_arms
    shown = " + ".join(str(size) for size in sizes)
    less = f" less {study.in_several_arms} in several arms" if study.in_several_arms else ""
    says = f"the arms have {shown}{less} = {together} patients, the study has {study.n}"
    if together > study.n:
        yield Finding("arms-above-study", "study", says, study.place)
    elif together < study.n and len(sizes) == len(study.arms):
        yield Finding("arms-below-study", "study", says, study.place, "ask who the others are")


def _cell(study: Study, result: Result, cell: Cell) -> Iterator[Finding]:
    place = cell.place or result.place
    arm = study.arm(cell.arm)
    size = arm.n if arm else study.n
    whose = arm.label if arm else "the study"
    events, total = cell.events, cell.total
    if events is not None and total is not None and events > total:
        yield Finding("events-above-total", result.id, f"{events} of {total} is more than all", place)
    # A named group of all patients may be wider than the study: those from whom its own were chosen.
    patients = result.unit is Unit.PATIENTS and (arm is not None or not result.group)
    if not patients or size is None or result.nature not in (Nature.COUNT, Nature.TIME_TO_EVENT):
        return
    if total is not None and total > size:
        says = f"{total} patients are more than the {size} of {whose}"
        yield Finding("total-above-arm", result.id, says, place)
    elif total is None and events is not None and events > size:
        says = f"{events} patients are more than the {size} of {whose}"
        yield Finding("events-above-total", result.id, says, place)
