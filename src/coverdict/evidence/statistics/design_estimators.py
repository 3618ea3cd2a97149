"""The variance between studies beside a design, by every estimator, with its standard error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import chdtri

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.design import Design

PRECISION = 4 * float(np.finfo(float).eps)
STEP = 1.5


def estimated(design: Design, estimator: Estimator) -> float:
    """The variance between studies that the columns leave, 0 or above."""
    if estimator in (Estimator.ML, Estimator.REML):
        return _most_likely(design, estimator is Estimator.REML)
    if estimator in (Estimator.PM, Estimator.EB):
        return q_solved(design, float(design.freedom))
    if estimator is Estimator.PMM:
        return q_solved(design, float(chdtri(design.freedom, 0.5)))
    return max(0.0, _by_moments(design, estimator))


def _by_moments(design: Design, estimator: Estimator) -> float:
    k, left = len(design.yi), design.freedom
    if estimator is Estimator.EE:
        return 0.0
    if estimator is Estimator.HE:
        squares, diagonal = design.plain()
        return (squares - float(diagonal @ design.vi)) / left
    if estimator is Estimator.SJ:
        crude = start(design)
        return crude * design.at(crude).q / left
    fit = design.at(0.0)
    if estimator is Estimator.DL:
        return (fit.q - left) / fit.trace
    enlarged = k / left * fit.q if estimator is Estimator.HSK else fit.q
    return (enlarged - k) / float(fit.weights.sum())


def start(design: Design) -> float:
    """The crude start of Sidik and Jonkman: the mean of squares about the plain mean."""
    return float(np.var(design.yi))


def q_solved(design: Design, target: float) -> float:
    """The variance between studies at which Q is `target`; 0 where it is below from the start."""
    if design.at(0.0).q <= target:
        return 0.0
    squares, _ = design.plain()
    high = squares / target  # there Q is at most the target: each weight is below 1/τ²
    return _root(lambda place: design.at(place).q - target, 0.0, high)


def _most_likely(design: Design, restricted: bool) -> float:
    """The highest peak: every change of the likelihood's slope from up to down on a fine grid is tried."""
    squares, _ = design.plain()
    least, most = float(design.vi.min()), float(design.vi.max())
    spread = squares / (design.freedom if restricted else len(design.yi))
    half = 0.5 * spread - least
    bound = max(half + np.sqrt(max(half**2 + spread * most - least**2, 0.0)), 0.0)

    def slope(place: float) -> float:
        fit = design.at(place)
        return fit.squares - (fit.trace if restricted else float(fit.weights.sum()))

    steps = int(max(4, np.ceil(np.log1p(bound / least) / np.log(STEP))))
    grid = least * np.expm1(np.log1p(bound / least) * np.arange(steps + 1) / steps)
    slopes = [slope(place) for place in grid[:-1]] + [-1.0]
    peaks = [] if slopes[0] > 0 else [0.0]
    peaks += [
        _flat(slope, grid[place], grid[place + 1])
        for place in range(steps)
        if slopes[place] > 0 >= slopes[place + 1]
    ]
    return max(peaks, key=lambda place: design.log_likelihood(place, restricted))


def _flat(slope: Callable[[float], float], low: float, high: float) -> float:
    if slope(high) > 0:  # at the bound, by rounding alone
        return float(high)
    return _root(slope, low, high)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes its sign between two places is 0."""
    from scipy.optimize import brentq  # takes longer to load than a review to work out

    return float(brentq(function, low, high, xtol=1e-300, rtol=PRECISION))


def standard_error(design: Design, estimator: Estimator, tau2: float) -> float:
    """The standard error of the estimate; NaN for equal effects.

    Sources: Viechtbauer 2005 and Viechtbauer et al. 2015 (ML, REML: the expected information; others: the
    variance of a quadratic form in normal effects).
    """
    k, left = len(design.yi), design.freedom
    if estimator is Estimator.EE:
        return float("nan")
    fit, equal = design.at(tau2), design.at(0.0)
    if estimator is Estimator.ML:
        return float(np.sqrt(2 / (fit.weights**2).sum()))
    if estimator is Estimator.REML:
        return float(np.sqrt(2 / fit.squared_trace))
    if estimator in (Estimator.EB, Estimator.PM, Estimator.PMM):
        return float(np.sqrt(2 * k**2 / left) / fit.weights.sum())
    if estimator is Estimator.HE:
        return float(np.sqrt(_form(np.ones(k), design, tau2)) / left)
    if estimator is Estimator.SJ:
        crude = start(design)
        weights = 1 / (design.vi + crude)
        return float(crude / left * np.sqrt(_form(weights, design, tau2)))
    quadratic = 2 * left + 4 * tau2 * equal.trace + 2 * tau2**2 * equal.squared_trace
    if estimator is Estimator.DL:
        return float(np.sqrt(quadratic) / equal.trace)
    factor = k / left if estimator is Estimator.HSK else 1.0
    return float(factor * np.sqrt(quadratic) / equal.weights.sum())


def _form(weights: Array, design: Design, tau2: float) -> float:
    """The variance of y'Py, P with these weights, y normal with variances v+τ²: twice the trace of PΣPΣ."""
    spread = design.vi + tau2
    weighted = design.basis * weights[:, None]
    inverse = np.linalg.inv(design.basis.T @ weighted)
    once = inverse @ (weighted.T @ (weighted * spread[:, None]))
    twice = inverse @ (weighted.T @ (weighted * (weights * spread**2)[:, None]))
    return float(2 * (((weights * spread) ** 2).sum() - 2 * np.trace(twice) + np.trace(once @ once)))
