"""REML and ML against the likelihood itself, worked out here by full matrices and looked through densely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy.optimize import minimize_scalar

from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.sets import stacked
from tests.evidence.statistics.drawn import Drawn, effects

TWO_PEAKS = (
    ([-2.83, -1.13, -1.36, -2.01, -1.1], [0.259, 0.007, 1.064, 9.716, 0.001]),
    ([1.8, 0.1, -2.56, -0.08], [0.85, 0.006, 0.947, 0.134]),
    ([-0.98, -1.17, 2.04], [0.002, 0.09, 1.368]),
)
NEVER_AT_REST = (
    ([-0.08, 1.64, 1.9, -1.59, 0.44], [9.073, 6.008, 2.709, 0.004, 6.062]),
    ([1.18, -2.99, -2.77, 0.76], [0.001, 3.361, 8.291, 0.012]),
    ([1.35, -0.85, 1.34, 1.43], [0.001, 0.536, 0.082, 0.002]),
)


def height(yi: np.ndarray, vi: np.ndarray, tau2: float, restricted: bool) -> float:
    """The log-likelihood by the matrix of variances and its determinants."""
    spread = np.diag(vi + tau2)
    inverse = np.linalg.inv(spread)
    ones = np.ones((len(yi), 1))
    information = (ones.T @ inverse @ ones).item()
    mean = (ones.T @ inverse @ yi).item() / information
    rest = yi - mean
    found = -0.5 * (np.linalg.slogdet(spread)[1] + rest @ inverse @ rest)
    return float(found - 0.5 * np.log(information) if restricted else found)


def highest(yi: np.ndarray, vi: np.ndarray, restricted: bool) -> tuple[float, float]:
    """Place and height of the highest peak, by looking everywhere and then closely."""
    grid = np.concatenate([[0.0], np.logspace(-6, 3, 181)])
    heights = [height(yi, vi, tau2, restricted) for tau2 in grid]
    best = int(np.argmax(heights))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    close = minimize_scalar(
        lambda tau2: -height(yi, vi, tau2, restricted), bounds=(low, high), options={"xatol": 1e-10}
    )
    return (close.x, -close.fun) if -close.fun > heights[best] else (float(grid[best]), heights[best])


# No variance between studies is more likely than the estimate, whatever the data.
@given(effects())
@pytest.mark.parametrize("estimator", [Estimator.REML, Estimator.ML])
def test_nothing_is_more_likely(estimator: Estimator, drawn: Drawn) -> None:
    yi, vi = drawn
    restricted = estimator is Estimator.REML
    found = float(between(stacked(yi, vi), estimator)[0])
    assert height(yi, vi, found, restricted) >= highest(yi, vi, restricted)[1] - 1e-8


# Of two peaks the higher one is taken, also where Fisher scoring would stop on the lower.
@pytest.mark.parametrize(("yi", "vi"), TWO_PEAKS)
def test_the_higher_of_two_peaks(yi: list[float], vi: list[float]) -> None:
    place, top = highest(np.array(yi), np.array(vi), True)
    found = float(between(stacked(yi, vi), Estimator.REML)[0])
    assert found == pytest.approx(place, abs=1e-5)
    assert height(np.array(yi), np.array(vi), found, True) >= top - 1e-10


# Where a hundred steps of Fisher scoring do not come to rest, the peak is found all the same.
@pytest.mark.parametrize(("yi", "vi"), NEVER_AT_REST)
def test_data_on_which_fisher_scoring_fails(yi: list[float], vi: list[float]) -> None:
    effects_, variances = np.array(yi), np.array(vi)
    tau2 = max(0.0, effects_.var(ddof=1) - variances.mean())
    for _ in range(100):
        weights = 1 / (variances + tau2)
        p = np.diag(weights) - np.outer(weights, weights) / weights.sum()
        step = (effects_ @ p @ p @ effects_ - np.trace(p)) / np.trace(p @ p)
        while tau2 + step < 0:
            step /= 2
        tau2 += step
    assert abs(step) > 1e-5
    found = float(between(stacked(yi, vi), Estimator.REML)[0])
    assert found == pytest.approx(highest(effects_, variances, True)[0], abs=1e-5)


# With equal variances there is a closed form: the variance of the effects less that within.
@pytest.mark.parametrize("within", [1e-12, 0.01, 1.0, 1e6])
def test_equal_variances(within: float) -> None:
    rng = np.random.default_rng(1)
    yi = rng.normal(0, np.sqrt(3 * within), 12)
    one = stacked(yi, np.full(12, within))
    for estimator in (Estimator.REML, Estimator.DL, Estimator.PM, Estimator.HE):
        expected = max(0.0, yi.var(ddof=1) - within)
        assert between(one, estimator)[0] == pytest.approx(expected, rel=1e-12), estimator
    assert between(one, Estimator.ML)[0] == pytest.approx(max(0.0, yi.var() - within), rel=1e-12)


# Effects that are all the same leave no variance between studies, by any estimator.
@pytest.mark.parametrize("estimator", Estimator)
@pytest.mark.parametrize("k", [1, 2, 30])
def test_no_difference_at_all(estimator: Estimator, k: int) -> None:
    vi = np.linspace(0.1, 2, k)
    assert between(stacked(np.full(k, 0.7), vi), estimator)[0] == pytest.approx(0, abs=1e-30)


# Variances that are minute beside the spread of the effects change nothing: the spread itself is left.
@pytest.mark.parametrize("estimator", [Estimator.REML, Estimator.PM, Estimator.DL, Estimator.SJ])
def test_huge_heterogeneity(estimator: Estimator) -> None:
    yi = np.array([-40.0, 3.0, 70.0, 11.0, -8.0])
    found = between(stacked(yi, np.full(5, 1e-15)), estimator)[0]
    assert found == pytest.approx(yi.var(ddof=1), rel=1e-9)


# Measured in other units, τ² follows: c times the effects makes c² times the variance.
@given(effects())
def test_units_do_not_matter(drawn: Drawn) -> None:
    yi, vi = drawn
    for estimator in Estimator:
        plain = between(stacked(yi, vi), estimator)[0]
        scaled = between(stacked(1000 * yi + 5000, 1e6 * vi), estimator)[0]
        assert scaled == pytest.approx(1e6 * plain, rel=1e-6, abs=1e-4), estimator


# Ten thousand reviews at once give what each gives alone, with sets of different sizes under one mask.
def test_many_reviews_are_each_their_own() -> None:
    rng = np.random.default_rng(2)
    yi, vi = rng.normal(0, 0.6, (10_000, 10)), 10 ** rng.uniform(-3, 0.5, (10_000, 10))
    mask = rng.random((10_000, 10)) < 0.7
    together = {each: between(stacked(yi, vi, mask), each) for each in Estimator}
    for row in range(0, 10_000, 397):
        chosen = mask[row]
        if not chosen.any():
            continue
        alone = stacked(yi[row][chosen], vi[row][chosen])
        for estimator, found in together.items():
            expected = between(alone, estimator)[0]
            assert found[row] == pytest.approx(expected, rel=1e-9, abs=1e-13), estimator


# A thousand studies are as good as ten: the slope of the likelihood at the estimate is 0.
def test_a_thousand_studies() -> None:
    rng = np.random.default_rng(3)
    vi = 10 ** rng.uniform(-3, 1, 1000)
    yi = rng.normal(0, np.sqrt(0.4 + vi))
    tau2 = float(between(stacked(yi, vi), Estimator.REML)[0])
    weights = 1 / (vi + tau2)
    rest = yi - (weights * yi).sum() / weights.sum()
    trace = weights.sum() - (weights**2).sum() / weights.sum()
    assert ((weights * rest) ** 2).sum() == pytest.approx(trace, rel=1e-12)
    assert tau2 == pytest.approx(0.4, rel=0.2)
