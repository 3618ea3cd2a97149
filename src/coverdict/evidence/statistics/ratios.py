"""Ratios as they are printed: their logarithms, with a variance from an interval, a p, or O-E and V."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log

from scipy.special import ndtri


@dataclass(frozen=True, slots=True)
class LogRatio:
    """The logarithm of a ratio and its variance."""

    yi: float
    vi: float


def from_interval(estimate: float, lower: float, upper: float, level: float = 0.95) -> LogRatio:
    """A ratio with its interval, which is taken to be symmetric on the logarithmic scale.

    Errors:
        ValueError: a number is not above 0, the interval does not hold the estimate or has no width, or
            `level` is not between 0 and 1.
    Source: Parmar, Torri and Stewart 1998, Stat Med 17:2815.
    """
    if not all(isfinite(one) and one > 0 for one in (estimate, lower, upper)):
        raise ValueError("a ratio and the bounds of its interval are above 0")
    if not lower <= estimate <= upper or lower == upper:
        raise ValueError("the interval does not hold its estimate")
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    se = (log(upper) - log(lower)) / (2 * float(ndtri((1 + level) / 2)))
    return LogRatio(log(estimate), se**2)


def from_p(estimate: float, p: float) -> LogRatio:
    """A ratio with its two-sided p value, taken to be that of a normal statistic.

    Errors:
        ValueError: the ratio is not above 0 or is 1, or p is not between 0 and 1: then it tells no variance.
    Source: Parmar, Torri and Stewart 1998.
    """
    if not (isfinite(estimate) and estimate > 0 and estimate != 1):
        raise ValueError("a ratio above 0, and not 1, is needed to tell a variance from p")
    if not 0 < p < 1:
        raise ValueError("a p value between 0 and 1 is needed to tell a variance")
    se = abs(log(estimate)) / -float(ndtri(p / 2))
    return LogRatio(log(estimate), se**2)


def from_log_rank(excess: float, variance: float) -> LogRatio:
    """A hazard ratio from observed less expected events O-E, and their variance V, of a log-rank test.

    Errors:
        ValueError: O-E is no number, or V is not above 0.
    Source: Yusuf et al. 1985; Peto and Peto 1972, J R Stat Soc A 135:185.
    """
    if not isfinite(excess) or not (isfinite(variance) and variance > 0):
        raise ValueError("O-E is a number, and V one above 0")
    return LogRatio(excess / variance, 1 / variance)
