"""Parts and the whole that they make up."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import WHOLE_STUDY, Result, Study


def part_findings(study: Study) -> Iterator[Finding]:
    """For every result that others are a part of: whether their events add up to its own, arm by arm."""
    parts: dict[str, list[Result]] = {}
    for result in study.results:
        if result.part_of:
            parts.setdefault(result.part_of, []).append(result)
    for whole, members in parts.items():
        arms = dict.fromkeys(cell.arm for member in members for cell in member.cells)
        for arm in arms:
            yield from _add_up(study, whole, members, arm)


def _add_up(study: Study, whole: str, members: list[Result], arm: str) -> Iterator[Finding]:
    cells = [member.cell(arm) for member in members]
    events = [cell.events for cell in cells if cell is not None and cell.events is not None]
    wanted = _whole(study, whole, arm)
    if wanted is None or len(events) < len(members):
        return
    together = sum(events)
    about = members[0].id if whole == WHOLE_STUDY else whole
    shown = " + ".join(str(number) for number in events)
    says = f"the parts are {shown} = {together}, the whole is {wanted}"
    result = study.result(about) or members[0]
    cell = result.cell(arm)
    place = (cell.place if cell else None) or result.place
    if together > wanted:
        yield Finding("parts-above-whole", about, says, place)
    elif together < wanted:
        yield Finding("parts-below-whole", about, says, place, "ask what the others are")


def _whole(study: Study, whole: str, arm: str) -> int | None:
    if whole == WHOLE_STUDY:
        found = study.arm(arm)
        return found.n if found else study.n
    result = study.result(whole)
    cell = result.cell(arm) if result else None
    return cell.events if cell else None
