"""What is derived in the shipped studies, worked out again by trying everything."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from scipy import stats

from coverdict.evidence.studies.model import Cell, Nature
from tests.evidence.studies.held import studies


def _prints(events: int, total: int, figure: str) -> bool:
    """Whether events of total, rounded half-up by decimal arithmetic, print as the figure."""
    exact = Decimal(100 * events) / Decimal(total)
    return exact.quantize(Decimal(figure), ROUND_HALF_UP) == Decimal(figure)


def _counts(total: int, figure: str) -> list[int]:
    return [events for events in range(total + 1) if _prints(events, total, figure)]


DERIVED = [
    (study.id, result.id, cell)
    for study in studies().values()
    for result in study.results
    for cell in result.cells
    if cell.is_derived("events") and cell.figure is not None and result.nature is Nature.COUNT
]


# Derived events, with the others that are named, are all the counts that the printed percentage admits.
@pytest.mark.parametrize(("study", "result", "cell"), DERIVED, ids=lambda value: str(value)[:24])
def test_no_other_count_fits(study: str, result: str, cell: Cell) -> None:
    assert cell.total is not None and cell.events is not None
    assert cell.figure is not None and cell.derived is not None
    assert sorted((cell.events, *cell.derived.others)) == _counts(cell.total, cell.figure.text)


# What the trial's rates over three years may be as counts (7 % and 11 % of 180).
def test_counts_of_the_trial() -> None:
    result = studies()["wang-2015"].result("local-progression-3y")
    assert result is not None
    for arm, figure in (("cryo", "7"), ("rfa", "11")):
        cell = result.cell(arm)
        assert cell is not None and cell.events is not None and cell.derived is not None
        assert sorted((cell.events, *cell.derived.others)) == _counts(180, figure)


# 58 patients can be divided in four ways only, so that 30 % and 11 % are both fractions.
def test_divisions_of_fifty_eight() -> None:
    fitting = [(n, 58 - n) for n in range(1, 58) if _counts(n, "30") and _counts(58 - n, "11")]
    assert fitting == [(20, 38), (23, 35), (30, 28), (40, 18)]
    result = studies()["joosten-2005"].result("complications")
    assert result is not None
    how = {cell.derived.how for cell in result.cells if cell.derived}
    assert all(f"{n} and {m}" in next(iter(how)) for n, m in fitting)


# 420 patients with 17 % in all, 11 % in one arm and 23 % in the other: 180 to 237 in the first, and p .001.
# (Worked out with percentages alone, without whole patients, it would be 175 to 245.)
def test_divisions_of_four_hundred_and_twenty() -> None:
    whole = set(_counts(420, "17"))
    fitting: list[int] = []
    found: list[float] = []
    for n in range(1, 420):
        tables = [(a, c) for a in _counts(n, "11") for c in _counts(420 - n, "23") if a + c in whole]
        if tables:
            fitting.append(n)
            for a, c in tables:
                cells = [[a, n - a], [c, 420 - n - c]]
                found.append(float(stats.chi2_contingency(cells, correction=False).pvalue))
    assert (min(fitting), max(fitting)) == (180, 237)
    result = studies()["xu-tace"].result("local-recurrence")
    assert result is not None and "180 to 237" in result.says
    assert any(round(p, 3) == 0.001 for p in found)


# The smallest equal groups that admit 8.7 % and 26.1 % have 23 patients, the next 46.
def test_matched_groups() -> None:
    fitting = [n for n in range(1, 50) if _counts(n, "8.7") and _counts(n, "26.1")]
    assert fitting == [23, 46]


# 92 is the only total of which 76 are 82.6 %, and 197 are 77.5 % of none.
def test_totals_that_are_not_printed() -> None:
    assert [n for n in range(76, 5_000) if _prints(76, n, "82.6")] == [92]
    assert [n for n in range(197, 5_000) if _prints(197, n, "77.5")] == []
