"""p values, worked out again from the counts; which test gives what is printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Cell, Nature, PValue, Result, Study, Unit
from coverdict.evidence.studies.percentages import counts_for
from coverdict.evidence.studies.two_by_two import TESTS, Table, p_values
from coverdict.text import listed

_NEAR, _SHARE = 0.005, 0.01  # how far off a p may lie that came of other roundings on the way
_LARGEST_SPLIT = 500  # patients whose every division into two arms is tried
_MOST_TABLES = 10_000  # where more fit, percentages tell too little


def p_findings(study: Study) -> Iterator[Finding]:
    """For every p beside two counts: the test that gives it, or that none does.

    Counts may be printed, derived, or (with arms of unknown size) all that the percentages admit. A p of
    rates over time is that of a test on the times, so that derived counts can only raise a query, where
    it lies outside of all that tests on them give.
    """
    for result in study.results:
        cells = [cell for cell in result.cells if cell.arm]
        whole_curve = not result.curve or result is _last(study, result)
        if result.p is None or result.effect is not None or len(cells) != 2 or not whole_curve:
            continue
        if result.nature is Nature.COUNT:
            yield from _counts(study, result, cells, result.p)
        elif result.nature is Nature.TIME_TO_EVENT:
            yield from _over_time(result, cells, result.p)


def _last(study: Study, result: Result) -> Result:
    """The last result of a curve, whose cells have what is derived."""
    return [one for one in study.results if one.curve == result.curve][-1]


def _counts(study: Study, result: Result, cells: list[Cell], p: PValue) -> Iterator[Finding]:
    exact: set[str] = set()
    near: dict[str, float] = {}
    found: list[float] = []
    for number, table in enumerate(_tables(study, result, cells)):
        if number >= _MOST_TABLES:
            return
        for test, value in p_values(table).items():
            found.append(value)
            if _gives(value, p):
                exact.add(test)
            elif _is_near(value, p):
                near[test] = value
    if not found:
        return
    shown = f"p {p.sign} {p.figure.text}"
    if exact:
        yield Finding("p-reproduced", result.id, f"{shown} is that of {_named(exact)}", result.place)
    elif near:
        span = " to ".join(dict.fromkeys((_shown(min(near.values())), _shown(max(near.values())))))
        says = f"{shown} is nearly that of {_named(near)}: {span}"
        yield Finding("p-reproduced", result.id, says, result.place)
    else:
        low, high = _shown(min(found)), _shown(max(found))
        says = f"{shown} comes of no test on the counts that are printed or fit; they give {low} to {high}"
        right = "ask which test it was, and of what: patients, lesions or procedures"
        yield Finding("p-not-reproduced", result.id, says, result.place, right)


def _named(tests: Collection[str]) -> str:
    return listed((test for test in TESTS if test in tests), "or")


def _over_time(result: Result, cells: list[Cell], p: PValue) -> Iterator[Finding]:
    tables = _known(cells, [_derived_events(cell) for cell in cells])
    found = [value for table in tables for value in p_values(table).values()]
    if not found or p.sign != "=":
        return
    low, high = min(found), max(found)
    if float(p.figure.highest) < low or float(p.figure.lowest) > high:
        says = (
            f"p = {p.figure.text} lies outside of what tests on the derived counts give, "
            f"{_shown(low)} to {_shown(high)}"
        )
        right = "ask which test it was; one on the times may differ from all of these"
        yield Finding("p-not-reproduced", result.id, says, result.place, right)


def _derived_events(cell: Cell) -> tuple[int, ...]:
    others = cell.derived.others if cell.derived else ()
    return () if cell.events is None else (cell.events, *others)


# --- the tables ------------------------------------------------------------------------------------------


def _tables(study: Study, result: Result, cells: list[Cell]) -> Iterator[Table]:
    """Every table of counts that what is printed admits."""
    sizes = [arm.n if (arm := study.arm(cell.arm)) else None for cell in cells]
    printed = [cell.total if not cell.is_derived("total") else None for cell in cells]
    totals = [total or size for total, size in zip(printed, sizes, strict=True)]
    if all(total is not None for total in totals):
        known = [_with_total(cell, total) for cell, total in zip(cells, totals, strict=True)]
        yield from _known(known, [_events(cell) for cell in known])
    elif result.unit is Unit.PATIENTS and not result.group and len(study.arms) == 2:
        yield from _divided(study, result, cells)


def _with_total(cell: Cell, total: int | None) -> Cell:
    return Cell(cell.arm, cell.events, total, cell.figure, cell.percent, derived=cell.derived)


def _events(cell: Cell) -> Sequence[int]:
    """The numbers of events of a cell whose total is known."""
    if cell.events is not None and not cell.is_derived("events"):
        return (cell.events,)
    if cell.figure is None or cell.total is None:
        return ()
    return counts_for(cell.figure, cell.total)


def _known(cells: list[Cell], events: Sequence[Sequence[int]]) -> Iterator[Table]:
    first, second = cells
    if first.total is None or second.total is None:
        return
    for a, c in _pairs(*events):
        if a <= first.total and c <= second.total:
            yield Table((a, c), (first.total, second.total))


def _pairs(first: Iterable[int], second: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each with each. (`itertools.product` would hold both, which may be millions.)"""
    return ((one, other) for one in first for other in second)


def _divided(study: Study, result: Result, cells: list[Cell]) -> Iterator[Table]:
    """All ways to divide the study's patients into two arms that admit the percentages, and that of all."""
    first, second = (cell.figure for cell in cells)
    if study.n is None or study.n > _LARGEST_SPLIT or first is None or second is None:
        return
    whole = result.cell("")
    overall = counts_for(whole.figure, study.n) if whole and whole.figure else None
    for n in range(1, study.n):
        m = study.n - n
        for a, c in _pairs(counts_for(first, n), counts_for(second, m)):
            if overall is None or a + c in overall:
                yield Table((a, c), (n, m))


# --- one value against what is printed --------------------------------------------------------------------


def _gives(value: float, p: PValue) -> bool:
    if p.sign != "=":
        return value < p.figure.value if p.sign == "<" else value > p.figure.value
    return _rounded(value, p.figure) == p.figure.value


def _rounded(value: float, like: Figure) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-like.decimals), ROUND_HALF_UP)


def _is_near(value: float, p: PValue) -> bool:
    off = abs(value - float(p.figure.value))
    return p.sign == "=" and off <= _NEAR and off <= _SHARE * float(p.figure.value)


def _shown(value: float) -> str:
    return f"{value:.4f}".removeprefix("0") if value >= 0.0001 else "below .0001"
