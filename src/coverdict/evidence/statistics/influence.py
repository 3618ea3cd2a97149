"""What one study does to the whole: leave-one-out, and the measures of influence that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coverdict.evidence.statistics.arrays import Array, divided, rooted
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.generalised_q import q_at
from coverdict.evidence.statistics.pooling import Interval, means, quantile, shares
from coverdict.evidence.statistics.sets import Sets, without_each


@dataclass(frozen=True, slots=True)
class Influences:
    """For each of k studies, (k,); NaN where it is not defined.

    Arguments:
        studentised: the study's distance from the mean of the others, in standard errors.
        dffits: how far the study moves its own fitted value.
        cook: how far it moves the whole, squared and in variances.
        covariance_ratio: the variance of the mean without it, divided by that with it.
        tau2_without, q_without: the variance between studies and Q without it.
        hat: its share in the mean.
        dfbetas: how far it moves the mean, in standard errors of the mean without it.
    """

    studentised: Array
    dffits: Array
    cook: Array
    covariance_ratio: Array
    tau2_without: Array
    q_without: Array
    hat: Array
    dfbetas: Array


@dataclass(frozen=True, slots=True)
class Predictions:
    """Each study's own true effect, as all together suggest it: estimate, se and bounds, each (k,)."""

    estimate: Array
    se: Array
    lower: Array
    upper: Array


def influences(one: Sets, estimator: Estimator, interval: Interval = Interval.WALD) -> Influences:
    """The influence of each study of one set, (1, k).

    Source: Viechtbauer and Cheung 2010, Res Synth Methods 1:112.
    """
    tau2 = between(one, estimator)
    whole = means(one, tau2, interval)
    others = without_each(one)
    tau2_without = between(others, estimator)
    rest = means(others, tau2_without, interval)
    hat = shares(one, tau2)[0]
    moved = whole.estimate - rest.estimate
    spread = one.vi[0] + tau2_without
    bread = rooted(divided(1.0, (one.mask / (one.vi + tau2_without[:, None])).sum(axis=1)))
    if interval in (Interval.HKSJ, Interval.FLOORED):
        factor = divided(q_at(others, tau2_without)[0], rest.freedom)
        bread = bread * rooted(np.maximum(factor, 1.0) if interval is Interval.FLOORED else factor)
    return Influences(
        divided(one.yi[0] - rest.estimate, rooted(spread + rest.se**2)),
        divided(moved, rooted(hat * spread)),
        divided(moved**2, whole.se**2),
        divided(rest.se**2, whole.se**2),
        np.where(others.sizes > 0, tau2_without, np.nan),
        np.where(others.sizes > 0, q_at(others, np.zeros(len(tau2_without)))[0], np.nan),
        hat,
        divided(moved, bread),
    )


def own_effects(one: Sets, tau2: Array, level: float = 0.95) -> Predictions:
    """Each study's own true effect, drawn towards the mean by empirical Bayes; the mean's interval is WALD's.

    Source: Raudenbush and Bryk 1985, J Educ Stat 10:75.
    """
    whole = means(one, tau2)
    own = tau2[:, None] / (tau2[:, None] + one.vi)
    estimate = own * one.yi + (1 - own) * whole.estimate[:, None]
    se = np.sqrt(own * one.vi + (1 - own) ** 2 * whole.se[:, None] ** 2)
    half = quantile(np.array([np.inf]), level) * se
    return Predictions(estimate[0], se[0], (estimate - half)[0], (estimate + half)[0])
