"""Egger, Begg, trim and fill, regression and subgroups: by other ways, and where they do not apply."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.pooling import means
from coverdict.evidence.statistics.regression import predicted, regression
from coverdict.evidence.statistics.sets import stacked
from coverdict.evidence.statistics.small_studies import begg, egger
from coverdict.evidence.statistics.subgroups import subgroups
from coverdict.evidence.statistics.trim_and_fill import Count, Side, trim_and_fill
from tests.evidence.statistics.drawn import Drawn, effects

YI = np.array([0.9, 0.4, 0.7, 0.2, 0.5, 0.1, 0.3, 1.4, 0.15, 0.6])
VI = np.array([0.2, 0.05, 0.11, 0.01, 0.07, 0.02, 0.03, 0.4, 0.015, 0.09])


# Egger's test is the intercept of standardised effects on precisions, as he put it.
def test_egger_as_it_was_published() -> None:
    line = stats.linregress(1 / np.sqrt(VI), YI / np.sqrt(VI))
    found = egger(stacked(YI, VI))
    assert found.coefficients[1] == pytest.approx(line.intercept)
    assert found.coefficients[0] == pytest.approx(line.slope)
    assert found.statistic == pytest.approx(line.intercept / line.intercept_stderr)
    assert found.p == pytest.approx(2 * stats.t.sf(abs(found.statistic), 8))


# Begg's p is the share of all orders in which ranks agree at least as much.
def test_begg_by_all_orders() -> None:
    yi, vi = YI[:6], VI[:6]
    found = begg(stacked(yi, vi))
    taus = [stats.kendalltau(order, np.arange(6)).statistic for order in permutations(range(6))]
    share = np.mean(np.abs(taus) >= abs(found.tau) - 1e-12)
    assert found.p == pytest.approx(share)


# Standard errors that are all alike tell nothing about small studies.
def test_no_small_studies() -> None:
    one = stacked(YI, np.full(10, 0.1))
    with pytest.raises(ValueError, match="combination of the others"):
        egger(one)
    assert np.isnan(begg(one).p)
    with pytest.raises(ValueError, match="more studies"):
        egger(stacked(YI[:2], VI[:2]))
    assert np.isnan(begg(stacked(YI[:2], VI[:2])).tau)


# All effects on one line with their standard errors leave nothing to test, and no warning.
def test_a_perfect_line() -> None:
    found = egger(stacked(2 * np.sqrt(VI) + 1, VI))
    assert found.coefficients == pytest.approx([1, 2])


# A funnel that is its own mirror image lacks no study.
@pytest.mark.parametrize("count", Count)
def test_a_symmetric_funnel(count: Count) -> None:
    half, spread = np.array([0.1, 0.25, 0.6]), np.array([0.02, 0.05, 0.2])
    one = stacked(np.concatenate([half, -half, [0.0]]), np.concatenate([spread, spread, [0.01]]))
    found = trim_and_fill(one, Estimator.REML, count, Side.LEFT)
    assert found.missing == 0 and found.settled
    assert found.pooled.estimate[0] == pytest.approx(0, abs=1e-12)


# Studies taken out on one side are missed there, and filling in draws the mean back to where it was.
def test_studies_taken_away_are_missed() -> None:
    half = np.linspace(0.05, 1.2, 10)
    whole = np.concatenate([half, -half])
    spread = np.concatenate([half, half]) ** 2 / 2 + 0.01
    left = whole > -0.75
    one = stacked(whole[left], spread[left])
    found = trim_and_fill(one, Estimator.EE, Count.L0)
    assert found.side is Side.LEFT
    assert 0 < found.missing <= int((~left).sum())
    before = means(one, np.zeros(1)).estimate[0]
    assert abs(found.pooled.estimate[0]) < before / 2
    assert (found.yi[-found.missing :] < whole[left].min()).all()


# Whatever the data, trim and fill ends, and never puts in more studies than there are.
@given(effects(fewest=3))
@pytest.mark.parametrize("count", Count)
def test_trim_and_fill_always_ends(count: Count, drawn: Drawn) -> None:
    for side in Side:
        found = trim_and_fill(stacked(*drawn), Estimator.DL, count, side)
        assert 0 <= found.missing < len(drawn[0])
        assert np.isfinite(found.pooled.estimate[0])


# Fewer than three studies are no funnel.
def test_no_funnel() -> None:
    with pytest.raises(ValueError, match="at least 3 studies"):
        trim_and_fill(stacked([1.0, 2.0], [1.0, 1.0]))


# A regression that is given its columns in other units says the same.
def test_units_of_columns_do_not_matter() -> None:
    years = 1950.0 + np.arange(10)
    plain = regression(YI, VI, np.column_stack([np.ones(10), years]))
    scaled = regression(YI, VI, np.column_stack([np.ones(10), (years - 1955) * 1e6]))
    assert scaled.tau2 == pytest.approx(plain.tau2, rel=1e-8)
    assert scaled.coefficients[1] * 1e6 == pytest.approx(plain.coefficients[1], rel=1e-7)
    assert scaled.moderators_p == pytest.approx(plain.moderators_p, rel=1e-7)
    at = predicted(plain, [[1.0, 1952.0]])
    other = predicted(scaled, [[1.0, -3e6]])
    assert [each[0] for each in at] == pytest.approx([each[0] for each in other], rel=1e-7)


# A regression through two groups has the groups' own means.
def test_a_regression_on_groups_is_their_means() -> None:
    second = np.arange(10) % 2 == 1
    found = regression(YI, VI, np.column_stack([~second, second]).astype(float), Estimator.EE)
    for place, group in enumerate((~second, second)):
        assert found.coefficients[place] == pytest.approx(np.average(YI[group], weights=1 / VI[group]))


# Designs that tell no coefficients are refused.
@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (np.ones((10, 2)), "combination of the others"),
        (np.column_stack([np.ones(10), np.zeros(10)]), "combination of the others"),
        (np.eye(10), "more studies"),
        (np.ones((9, 1)), "a row of finite numbers"),
        (np.full((10, 1), np.nan), "a row of finite numbers"),
    ],
)
def test_designs_that_tell_nothing(columns: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        regression(YI, VI, columns)


# Groups of one study each have a mean, one group alone has nothing to be compared with.
def test_small_groups() -> None:
    found = subgroups(stacked(YI, VI), ["a", *["b"] * 9])
    assert found.names == ("a", "b") and found.freedom == 1
    assert found.means.estimate[0] == pytest.approx(0.9)
    assert np.isnan(subgroups(stacked(YI, VI), ["a"] * 10).p)
    with pytest.raises(ValueError, match="each study has a group"):
        subgroups(stacked(YI, VI), ["a"])
