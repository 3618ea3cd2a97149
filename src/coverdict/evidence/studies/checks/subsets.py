"""Percentages of a group of unknown size, against those of the whole arm that it is part of.

Each may be right as a fraction while no size of the group lets all of them be so together. What follows is
that they are jointly infeasible, not which of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Cell, Nature, Result, Study, Unit
from coverdict.evidence.studies.percentages import counts_for, truncated_counts

_LARGEST = 5_000  # patients of an arm; above a hundred, percentages without decimals tell nothing anyway

_Of = tuple[Result, Cell, Figure]


def subset_findings(study: Study) -> Iterator[Finding]:
    """For each arm and each group whose size is not printed: whether any size fits all its percentages."""
    groups: dict[tuple[str, str], list[_Of]] = {}
    for result in study.results:
        for cell in result.cells:
            counted = result.nature is Nature.COUNT and result.unit is Unit.PATIENTS and cell.percent
            if counted and result.group and cell.total is None and cell.figure is not None:
                groups.setdefault((result.group, cell.arm), []).append((result, cell, cell.figure))
    for (group, name), members in groups.items():
        arm = study.arm(name)
        size = arm.n if arm else study.n
        if size is None or size > _LARGEST or len(members) < 2:
            continue
        wholes = [_whole(study, result, name) for result, _, _ in members]
        if any(_fits(number, members, wholes, size) for number in range(1, size + 1)):
            continue
        shown = " and ".join(f"{figure.text} % ({result.outcome})" for result, _, figure in members)
        against = ", ".join(f"{events} of {of}" for events, of in filter(None, wholes))
        says = f"no number of patients with {group}, of {size}, admits {shown}"
        says += f" beside {against} of all" if against else ""
        result, cell, _ = members[-1]
        right = "ask whether all are rates of patients; which of the numbers is wrong cannot be told"
        yield Finding("jointly-infeasible", result.id, says, cell.place or result.place, right)


def _whole(study: Study, part: Result, arm: str) -> tuple[int, int] | None:
    """Events and total of the same outcome in the whole arm, where they are printed."""
    for result in study.results:
        same = (result.outcome, result.nature, result.unit) == (part.outcome, part.nature, part.unit)
        cell = result.cell(arm) if same and not result.group else None
        if cell is not None and cell.events is not None and cell.total is not None and not cell.derived:
            return cell.events, cell.total
    return None


def _fits(number: int, members: Sequence[_Of], wholes: Sequence[tuple[int, int] | None], size: int) -> bool:
    """Whether a group of `number` patients admits every percentage, and leaves room in the whole."""
    for (_, _, printed), whole in zip(members, wholes, strict=True):
        counts = {*counts_for(printed, number), *truncated_counts(printed, number)}
        if whole is not None:
            events, total = whole
            others = total - number
            counts = {one for one in counts if 0 <= events - one <= others}
        if not counts or number > size:
            return False
    return True
