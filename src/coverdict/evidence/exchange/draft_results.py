"""The results of a draft, as a study's file writes them: a curve as one entry, everything else by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from coverdict.evidence.exchange.yaml_text import flow, scalar
from coverdict.evidence.studies.model import Cell, Cite, Effect, PValue, Result, Unit
from coverdict.evidence.studies.shapes import NOT_STATED

ALL = "all"
"""The key under which a result says what all patients had."""


def result_lines(results: Sequence[Result], cites: Sequence[Cite]) -> Iterator[str]:
    """The lines of a list of results.

    Arguments:
        cites: those of the whole study, which a result need not name again.
    """
    for curve, group in groupby(results, key=lambda result: result.curve or result.id):
        times = list(group)
        head = "- "
        for line in _entry(curve, times, cites):
            yield f"{head}{line}"
            head = "  "
        yield ""


def _entry(name: str, times: Sequence[Result], cites: Sequence[Cite]) -> Iterator[str]:
    first = times[0]
    yield f"id: {scalar(name)}"
    yield f"outcome: {scalar(first.outcome)}"
    yield f"nature: {first.nature.value}"
    if first.unit is not Unit.PATIENTS:
        yield f"counts: {first.unit.value}"
    if first.measured:
        yield f"in: {scalar(first.measured)}"
    if first.curve:
        yield f"at: [{', '.join(scalar(result.time, True) for result in times)}]"
    elif first.time:
        yield f"at: {scalar(first.time)}"
    if first.group:
        yield f"group: {scalar(first.group)}"
    yield from _found(times)
    if first.effect is not None:
        yield f"effect: {_effect(first.effect)}"
    if first.p is not None:
        yield f"p: {scalar(p_text(first.p))}"
    if first.part_of:
        yield f"part of: {scalar(first.part_of)}"
    if first.says:
        yield f"says: {scalar(first.says)}"
    if first.cites != tuple(cites):
        yield f"lines: {flow({cite.name: lines_text(cite) for cite in first.cites})}"


def _found(times: Sequence[Result]) -> Iterator[str]:
    arms = list(dict.fromkeys(cell.arm for result in times for cell in result.cells))
    if not arms:
        return
    yield "found:"
    for arm in arms:
        cells = [cell for result in times if (cell := result.cell(arm)) is not None]
        texts = [scalar(cell_text(cell), True) for cell in cells]
        shown = f"[{', '.join(texts)}]" if times[0].curve else texts[0]
        yield f"  {scalar(arm or ALL)}: {shown}"
    derived = [(arm, cell) for arm in arms if (cell := times[-1].cell(arm)) and cell.derived]
    if derived:
        yield "derived:"
        for arm, cell in derived:
            yield f"  {scalar(arm or ALL)}: {_derived(cell)}"


def lines_text(cite: Cite) -> str:
    """`111-113`, or `111` where it is one line."""
    return str(cite.first) if cite.first == cite.last else f"{cite.first}-{cite.last}"


def cell_text(cell: Cell) -> str:
    """What a cell prints, as a study's file writes it: `7 of 180 (3.9 %)`, `25 (8 to 64)`, `not stated`.

    Errors:
        ValueError: a file of a study has no way to write it.
    """
    derived = cell.derived.of if cell.derived else ()
    events = None if "events" in derived else cell.events
    total = None if "total" in derived else cell.total
    sign = " %" if cell.percent else ""
    if events is not None:
        of = "" if total is None else f" of {total}"
        return f"{events}{of}" + (f" ({cell.figure.text} %)" if cell.figure else "")
    if total is not None:
        if cell.figure is None or not cell.percent:
            raise ValueError("a total stands without its events or its percentage")
        return f"{cell.figure.text} % of {total}"
    ends = f"{cell.lower.text} to {cell.upper.text}" if cell.lower and cell.upper else ""
    if cell.figure is not None:
        return f"{cell.figure.text}{sign}" + (f" ({ends})" if ends else "")
    return f"{ends}{sign}" if ends else NOT_STATED


def _derived(cell: Cell) -> str:
    derived = cell.derived
    assert derived is not None
    numbers = {"events": cell.events, "total": cell.total}
    entry = {name: str(numbers[name]) for name in derived.of if numbers.get(name) is not None}
    text = flow(entry | {"how": derived.how})
    return f"{text[:-1]}, others: [{', '.join(map(str, derived.others))}]}}" if derived.others else text


def _effect(effect: Effect) -> str:
    ends = f" ({effect.lower.text} to {effect.upper.text})" if effect.lower and effect.upper else ""
    entry = {
        "measure": effect.measure,
        "treated": effect.treated,
        "control": effect.control,
        "value": f"{effect.estimate.text}{ends}",
        "level": level_text(effect),
        "adjusted": "yes" if effect.adjusted else "no",
    }
    usual = {"level": "95 %", "adjusted": "no"}
    return flow({key: value for key, value in entry.items() if usual.get(key) != value})


def level_text(effect: Effect) -> str:
    """The level of the interval: `95 %`."""
    number = f"{effect.level * 100:f}"
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number} %"


def p_text(p: PValue) -> str:
    """A p value as printed: `.767`, `< .001`."""
    return p.figure.text if p.sign == "=" else f"{p.sign} {p.figure.text}"
