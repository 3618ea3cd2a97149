"""The mean of each set, with its interval; where a further study is expected; how far studies differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import chdtrc, stdtr, stdtrit

from coverdict.evidence.statistics.arrays import Array, divided
from coverdict.evidence.statistics.generalised_q import profile_interval
from coverdict.evidence.statistics.sets import Sets


class Interval(StrEnum):
    """How the interval of the mean is made.

    WALD: normal quantiles. T: the same standard error, quantiles of t with k-1 degrees of freedom.
    HKSJ: t, with the standard error from the weighted spread of the effects (Hartung and Knapp 2001, Stat
    Med 20:3875; Sidik and Jonkman 2002, 21:3153). FLOORED: the same, but never a smaller standard error
    than WALD's (Röver, Knapp and Friede 2015, BMC Med Res Methodol 15:99).
    """

    WALD = "z"
    T = "t"
    HKSJ = "HKSJ"
    FLOORED = "HKSJ, floored"


@dataclass(frozen=True, slots=True)
class Means:
    """The mean of each set. All (B,); NaN where a set has none.

    Arguments:
        estimate, se: on the scale of analysis; `se` is that of `interval`.
        lower, upper: the interval's bounds.
        statistic, p: of the mean being 0.
        freedom: degrees of freedom; infinite for WALD.
        tau2: the variance between studies that the weights were made with.
    """

    estimate: Array
    se: Array
    lower: Array
    upper: Array
    statistic: Array
    p: Array
    freedom: Array
    tau2: Array


@dataclass(frozen=True, slots=True)
class Differences:
    """How far the effects of each set differ. All (B,); `i2` in percent.

    Q and its p are those of equal effects; I² and H² follow from τ² and the typical variance within studies
    (Higgins and Thompson 2002, Stat Med 21:1539), or from Q where τ² was not estimated.
    """

    q: Array
    p: Array
    freedom: Array
    i2: Array
    h2: Array


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds by Q-profile, each a pair of (B,): of τ², of I² in percent, and of H²."""

    tau2: tuple[Array, Array]
    i2: tuple[Array, Array]
    h2: tuple[Array, Array]


def shares(sets: Sets, tau2: Array) -> Array:
    """The share of each effect in the mean of its set, (B, k): rows sum to 1, or are 0 in an empty set."""
    weights = sets.mask / (sets.vi + tau2[:, None])
    return np.nan_to_num(divided(weights, weights.sum(axis=1)[:, None]))


def means(sets: Sets, tau2: Array, interval: Interval = Interval.WALD, level: float = 0.95) -> Means:
    """The weighted mean of each set.

    Arguments:
        tau2: the variance between studies, (B,); 0 for equal effects.
        interval: how bounds and p are made.
        level: of confidence.
    """
    weights = sets.mask / (sets.vi + tau2[:, None])
    whole = _above_0(np.add.reduce(weights, axis=1))
    centre = np.einsum("bk,bk->b", weights, sets.yi) / whole
    rest = sets.yi - centre[:, None]
    off = np.einsum("bk,bk->b", weights, rest) / whole  # once more, for the last digits
    estimate = centre + off
    freedom = sets.sizes - 1
    se = 1 / np.sqrt(whole)
    if interval in (Interval.HKSJ, Interval.FLOORED):
        q = np.einsum("bk,bk,bk->b", weights, rest, rest) - off * off * whole
        factor = np.maximum(q, 0.0) / _above_0(freedom)
        if interval is Interval.FLOORED:
            factor = np.maximum(factor, 1.0)
        se = se * np.sqrt(factor)
    if interval is Interval.WALD:
        freedom = np.full(freedom.shape, np.inf)
    statistic = estimate / _above_0(se)
    half = quantile(freedom, level) * se
    return Means(
        estimate,
        se,
        estimate - half,
        estimate + half,
        statistic,
        two_sided(statistic, freedom),
        freedom,
        tau2,
    )


def _above_0(values: Array) -> Array:
    """The values, and NaN for those that nothing may be divided by."""
    usable = values > 0
    return values if usable.all() else np.where(usable, values, np.nan)


def quantile(freedom: Array, level: float) -> Array:
    """The two-sided quantile of t (of the normal where `freedom` is infinite); NaN without freedom."""
    return np.asarray(stdtrit(freedom, (1 + level) / 2), dtype=float)


def two_sided(statistic: Array, freedom: Array) -> Array:
    """The chance of a statistic as far from 0 or farther; NaN where it is not defined."""
    return np.asarray(2 * stdtr(freedom, -np.abs(statistic)), dtype=float)


def prediction(found: Means, freedom: Array, level: float = 0.95) -> tuple[Array, Array]:
    """Where the true effect of a further study is expected, each (B,).

    Arguments:
        freedom: of the quantile, (B,): k-2 after Higgins, Thompson and Spiegelhalter 2009 (J R Stat Soc A
            172:137), k-1, or infinite; NaN bounds where it is below 1.
    """
    half = quantile(np.where(freedom >= 1, freedom, 0.0), level) * np.sqrt(found.se**2 + found.tau2)
    return found.estimate - half, found.estimate + half


def differences(sets: Sets, tau2: Array | None = None) -> Differences:
    """Q, I² and H² of each set.

    Arguments:
        tau2: the estimate that I² and H² follow from, (B,); they follow from Q where it is None.
    """
    freedom = sets.sizes - 1
    weights = sets.mask / sets.vi
    whole = _above_0(np.add.reduce(weights, axis=1))
    rest = sets.yi - (np.einsum("bk,bk->b", weights, sets.yi) / whole)[:, None]
    q = np.einsum("bk,bk,bk->b", weights, rest, rest)
    p = np.asarray(chdtrc(freedom, q), dtype=float)
    if (freedom == 0).any():
        q, p = np.where(freedom == 0, 0.0, q), np.where(freedom == 0, 1.0, p)
    if tau2 is None:
        h2 = q / _above_0(freedom)
        i2 = 100 * np.maximum((q - freedom) / _above_0(q), 0.0)
        i2 = np.where((q == 0) & (freedom > 0), 0.0, i2)
    else:
        i2, h2 = _proportions(tau2, _typical(weights, whole, freedom))
    return Differences(q, p, freedom, i2, h2)


def typical_variance(sets: Sets) -> Array:
    """The typical variance within studies of each set (Higgins and Thompson 2002), (B,)."""
    weights = sets.mask / sets.vi
    return _typical(weights, _above_0(np.add.reduce(weights, axis=1)), sets.sizes - 1)


def _typical(weights: Array, whole: Array, freedom: Array) -> Array:
    left = whole - np.einsum("bk,bk->b", weights, weights) / whole
    return _above_0(freedom) / _above_0(left)


def bounds(sets: Sets, level: float = 0.95) -> Bounds:
    """Intervals of τ², I² and H² by Q-profile."""
    low, high = profile_interval(sets, level)
    typical = typical_variance(sets)
    lower, upper = _proportions(low, typical), _proportions(high, typical)
    return Bounds((low, high), (lower[0], upper[0]), (lower[1], upper[1]))


def _proportions(tau2: Array, typical: Array) -> tuple[Array, Array]:
    return 100 * tau2 / (typical + tau2), tau2 / typical + 1
