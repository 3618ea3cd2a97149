"""Which counts and totals a percentage admits, by trying them all; tests of two fractions, by SciPy."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from coverdict.evidence.figures import figure
from coverdict.evidence.studies.percentages import (
    Rounding,
    counts_for,
    roundings,
    totals_for,
    truncated_counts,
    truncated_totals,
)
from coverdict.evidence.studies.two_by_two import TESTS, Table, p_values

WAYS = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATED: ROUND_DOWN,
}
totals = st.integers(1, 400)
decimals = st.integers(0, 3)


def written(events: int, total: int, decimals: int, way: Rounding) -> str:
    """The percentage as decimal arithmetic writes it, which knows nothing of fractions."""
    exact = Decimal(100 * events) / Decimal(total)
    exact = exact.quantize(Decimal(1).scaleb(-20)) if (Fraction(exact) * total != 100 * events) else exact
    return str(exact.quantize(Decimal(1).scaleb(-decimals), WAYS[way]))


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int, int]:
    total = draw(totals)
    return draw(st.integers(0, total)), total, draw(decimals)


# A percentage that was rounded in some way is known to be, and by that way.
@given(shares(), st.sampled_from(Rounding))
def test_every_rounding_is_recognised(share: tuple[int, int, int], way: Rounding) -> None:
    events, total, places = share
    printed = figure(written(events, total, places, way))
    assert way in roundings(events, total, printed)
    for other in Rounding:
        same = written(events, total, places, other) == printed.text
        assert (other in roundings(events, total, printed)) == same


# The counts that a percentage admits are those found by trying every count.
@given(shares(), st.sampled_from(Rounding))
def test_counts_are_those_of_trying_all(share: tuple[int, int, int], way: Rounding) -> None:
    events, total, places = share
    printed = figure(written(events, total, places, way))
    rounded = {Rounding.HALF_UP, Rounding.HALF_EVEN}
    every = range(total + 1)
    assert list(counts_for(printed, total)) == [
        one for one in every if roundings(one, total, printed) & rounded
    ]
    assert list(truncated_counts(printed, total)) == [
        one for one in every if Rounding.TRUNCATED in roundings(one, total, printed)
    ]


# The totals that a count and its percentage admit are those found by trying every total.
@given(shares())
def test_totals_are_those_of_trying_all(share: tuple[int, int, int]) -> None:
    events, total, places = share
    if not events > 0:
        return
    for way, found in ((Rounding.HALF_UP, totals_for), (Rounding.TRUNCATED, truncated_totals)):
        printed = figure(written(events, total, places, way))
        if printed.value:
            every = range(events, 700)
            fitting = [one for one in every if way in roundings(events, one, printed)]
            assert [one for one in every if one in found(printed, events)] == fitting


# The slips of the two documents, as they were found by hand.
@pytest.mark.parametrize(
    ("events", "printed", "rounded", "cut"),
    [
        (502, "60.2", range(834, 835), None),
        (396, "44.5", range(889, 891), None),
        (216, "25.9", range(833, 836), range(831, 834)),
        (197, "77.5", range(0), range(254, 255)),
        (76, "82.6", range(92, 93), None),
    ],
)
def test_totals_of_the_documents(events: int, printed: str, rounded: range, cut: range | None) -> None:
    assert list(totals_for(figure(printed), events)) == list(rounded)
    assert cut is None or list(truncated_totals(figure(printed), events)) == list(cut)


# A percentage of nobody, or of any number, has no end of totals, and none are counted out.
@pytest.mark.parametrize(("events", "printed"), [(0, "0"), (0, "12"), (1, "0"), (5, "0.0"), (3, "100")])
def test_totals_at_the_ends(events: int, printed: str) -> None:
    found = totals_for(figure(printed), events)
    assert all(Rounding.HALF_UP in roundings(events, one, figure(printed)) for one in found[:3])
    assert all(Rounding.HALF_UP in roundings(events, one, figure(printed)) for one in found[-3:])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    n, m = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    return Table((draw(st.integers(0, n)), draw(st.integers(0, m))), (n, m))


# Every test gives what SciPy gives; mid-p is the sum over all tables, worked out with whole numbers.
@given(tables())
def test_p_values_are_those_of_scipy(table: Table) -> None:
    (a, c), (n, m) = table.events, table.totals
    cells = [[a, n - a], [c, m - c]]
    found = p_values(table)
    if a + c in (0, n + m):
        assert found == {}
        return
    assert tuple(found) == TESTS
    pearson = stats.chi2_contingency(cells, correction=False)
    near = pytest.approx
    assert found["Pearson"] == near(pearson.pvalue, abs=1e-12)
    reduced = pearson.statistic * (n + m - 1) / (n + m)
    assert found["N-1"] == near(stats.chi2.sf(reduced, 1), abs=1e-12)
    ratio = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert found["likelihood ratio"] == near(ratio.pvalue, abs=1e-9)
    assert found["Fisher"] == near(stats.fisher_exact(cells).pvalue, abs=1e-9)
    assert found["mid-p"] == near(_mid_p(a, n, m, a + c), abs=1e-9)
    yates = stats.chi2_contingency(cells, correction=True)
    assert found["Yates"] == near(yates.pvalue, abs=1e-9)


def _mid_p(a: int, n: int, m: int, events: int) -> float:
    ways = {x: comb(n, x) * comb(m, events - x) for x in range(max(0, events - m), min(n, events) + 1)}
    tail = sum(way for way in ways.values() if way <= ways[a])
    return float(Fraction(2 * tail - ways[a], 2 * comb(n + m, events)))
