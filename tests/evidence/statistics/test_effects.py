"""Effects from counts and from print: by hand, turned round, and where there is none."""

from __future__ import annotations

from math import asin, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from coverdict.evidence.statistics.effects import Measure, effects, excess_and_variance, tables
from coverdict.evidence.statistics.information import adjusted_size, diversity, required_size
from coverdict.evidence.statistics.proportions import (
    Scale,
    as_proportion,
    clopper_pearson,
    freeman_tukey_as_proportion,
    proportions,
    wilson,
)
from coverdict.evidence.statistics.ratios import from_interval, from_log_rank, from_p

counts = st.integers(1, 60).flatmap(
    lambda n: st.integers(1, 60).flatmap(
        lambda m: st.tuples(st.integers(0, n), st.just(n), st.integers(0, m), st.just(m))
    )
)


# One table by hand, in every measure: 3 of 10 against 6 of 12.
def test_one_table_by_hand() -> None:
    one = tables([3], [10], [6], [12])
    odds = effects(one, Measure.OR)
    assert odds.yi[0] == pytest.approx(log((3 * 6) / (7 * 6)))
    assert odds.vi[0] == pytest.approx(1 / 3 + 1 / 7 + 1 / 6 + 1 / 6)
    risk = effects(one, Measure.RR)
    assert (risk.yi[0], risk.vi[0]) == pytest.approx((log(0.3 / 0.5), 1 / 3 - 1 / 10 + 1 / 6 - 1 / 12))
    difference = effects(one, Measure.RD)
    assert (difference.yi[0], difference.vi[0]) == pytest.approx((-0.2, 0.21 / 10 + 0.25 / 12))
    arcsine = effects(one, Measure.AS)
    assert arcsine.yi[0] == pytest.approx(asin(sqrt(0.3)) - asin(sqrt(0.5)))
    assert arcsine.vi[0] == pytest.approx(1 / 40 + 1 / 48)
    excess, variance = excess_and_variance(one)
    law = stats.hypergeom(22, 9, 10)
    assert (excess[0], variance[0]) == pytest.approx((3 - law.mean(), law.var()))
    peto = effects(one, Measure.PETO)
    assert (peto.yi[0], peto.vi[0]) == pytest.approx((excess[0] / variance[0], 1 / variance[0]))


# With the arms exchanged, every effect changes its sign and keeps its variance.
@given(counts)
def test_arms_exchanged(table: tuple[int, int, int, int]) -> None:
    a, n, c, m = table
    for measure in Measure:
        forth, back = (
            effects(tables([a], [n], [c], [m]), measure),
            effects(tables([c], [m], [a], [n]), measure),
        )
        assert forth.yi == pytest.approx(-back.yi, nan_ok=True)
        assert forth.vi == pytest.approx(back.vi, nan_ok=True)


# Corrected, every table has an effect; uncorrected, an empty cell leaves a ratio open and nothing else.
@given(counts)
def test_empty_cells(table: tuple[int, int, int, int]) -> None:
    one = tables(*([each] for each in table))
    for measure in Measure:
        assert np.isfinite(effects(one, measure).yi).all() and (effects(one, measure).vi > 0).all()
    plain = effects(one, Measure.OR, 0.0)
    assert np.isnan(plain.yi[0]) == bool(one.has_zero[0]) or np.isnan(plain.vi[0])


# Double zeros: no odds ratio, risk ratio or Peto's, and no difference with a variance, without correction.
def test_double_zeros_uncorrected() -> None:
    one = tables([0, 7], [10, 7], [0, 9], [12, 9])
    for measure in (Measure.OR, Measure.RR, Measure.RD, Measure.PETO):
        found = effects(one, measure, 0.0)
        assert np.isnan(found.yi).all() and np.isnan(found.vi).all()
    assert one.says_nothing.all()


# Counts that cannot be are refused.
@pytest.mark.parametrize(
    "table", [(5, 4, 1, 2), (1, 2, 3, 2), (-1, 2, 1, 2), (0, 0, 1, 2), (1, np.inf, 1, 2)]
)
def test_impossible_counts(table: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="events from 0 up to their number"):
        tables(*([each] for each in table))
    with pytest.raises(ValueError, match="events from 0 up to their number"):
        proportions([5], [4], Scale.LOGIT)
    with pytest.raises(ValueError, match="of one shape"):
        tables([1], [2, 3], [1], [2])


# A proportion that is taken to a scale and back is the same.
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_there_and_back(pair: tuple[int, int]) -> None:
    x, n = pair
    for scale in (Scale.RAW, Scale.LOG, Scale.LOGIT, Scale.ARCSINE):
        if scale is Scale.ARCSINE or 0 < x < n:
            own = proportions([x], [n], scale)
            assert as_proportion(own.yi, scale)[0] == pytest.approx(x / n, abs=1e-12)
    both = proportions([x], [n], Scale.FREEMAN_TUKEY)
    assert freeman_tukey_as_proportion(both.yi, float(n))[0] == pytest.approx(x / n, abs=1e-7)


# Beyond no event and events alone a value on a scale is 0 or 1, never outside.
def test_no_proportion_is_outside() -> None:
    far = np.array([-9.0, 9.0])
    for scale in (Scale.RAW, Scale.ARCSINE):
        assert as_proportion(far, scale) == pytest.approx([0, 1])
    assert as_proportion(far, Scale.LOG)[1] == 1
    assert freeman_tukey_as_proportion(far, 20.0) == pytest.approx([0, 1])


# Exact intervals end at 0 and 1 where nobody or everybody had the event: the rule of three, and its mirror.
def test_exact_intervals_at_the_ends() -> None:
    low, high = clopper_pearson(np.array([0.0, 20.0]), np.array([20.0, 20.0]))
    assert (low[0], high[1]) == (0, 1)
    assert high[0] == pytest.approx(1 - 0.025 ** (1 / 20)) == pytest.approx(1 - low[1])
    low, high = wilson(np.array([0.0, 20.0]), np.array([20.0, 20.0]))
    assert low[0] == 0 and high[1] == 1


# A ratio's interval, its p value and its log-rank numbers tell the same variance.
def test_printed_ratios_agree() -> None:
    se = 0.25
    whole = from_interval(0.6, 0.6 * np.exp(-1.959963984540054 * se), 0.6 * np.exp(1.959963984540054 * se))
    assert (whole.yi, whole.vi) == pytest.approx((log(0.6), se**2))
    by_p = from_p(0.6, 2 * stats.norm.sf(abs(log(0.6)) / se))
    assert (by_p.yi, by_p.vi) == pytest.approx((whole.yi, whole.vi))
    rank = from_log_rank(log(0.6) / se**2, 1 / se**2)
    assert (rank.yi, rank.vi) == pytest.approx((whole.yi, whole.vi))
    narrow = from_interval(
        0.6, 0.6 * np.exp(-1.6448536269514722 * se), 0.6 * np.exp(1.6448536269514722 * se), 0.9
    )
    assert narrow.vi == pytest.approx(se**2)


# What tells no variance is refused, with the reason.
@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: from_interval(0.5, 0.6, 0.9), "does not hold its estimate"),
        (lambda: from_interval(0.5, 0.5, 0.5), "does not hold its estimate"),
        (lambda: from_interval(0.5, 0.0, 0.9), "are above 0"),
        (lambda: from_interval(0.5, 0.2, 0.9, 1.0), "level of confidence"),
        (lambda: from_p(1.0, 0.5), "not 1"),
        (lambda: from_p(0.5, 0.0), "p value between 0 and 1"),
        (lambda: from_p(0.5, 1.0), "p value between 0 and 1"),
        (lambda: from_log_rank(1.0, 0.0), "one above 0"),
        (lambda: from_log_rank(float("nan"), 1.0), "one above 0"),
    ],
)
def test_what_tells_no_variance(call: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()  # type: ignore[operator]


# The method's two check values: control 5 %, relative reduction 25 %, α 1 %, power 90 %; and with D² of 20 %.
def test_required_information_size() -> None:
    assert required_size(0.05, 0.0375, 0.01, 0.9) == 15_936
    assert adjusted_size(0.05, 0.0375, 0.2, 0.01, 0.9) == 19_920
    assert adjusted_size(0.05, 0.0375, 0.0, 0.01, 0.9) == 15_936


# D² is by how much the variance of the mean grows, and never reaches 1.
def test_diversity() -> None:
    assert diversity(0.1, 0.2) == pytest.approx(0.75)
    assert diversity(0.2, 0.1) == 0
    assert diversity(1e-30, 1.0) < 1


# Sizes for no difference, or from chances that are none, are refused.
@pytest.mark.parametrize(
    "given_", [(0.1, 0.1, 0.05, 0.9), (1.2, 0.1, 0.05, 0.9), (0.1, 0.2, 0.0, 0.9), (0.1, 0.2, 0.05, 1.0)]
)
def test_no_size(given_: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"risks|α and power"):
        required_size(*given_)
