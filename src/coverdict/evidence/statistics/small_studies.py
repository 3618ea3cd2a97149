"""Whether small studies show other effects than large ones: Egger's test and Begg's."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.pooling import Interval, means, quantile, two_sided
from coverdict.evidence.statistics.regression import Regression, regression
from coverdict.evidence.statistics.sets import Sets

MOST_EXACT = 49  # with more studies the ranks are compared by their normal approximation


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """A regression of effects on their standard errors.

    Arguments:
        statistic, p: of the slope; `freedom` is infinite for a normal one.
        limit, lower, upper: the effect of an infinitely large study, with its interval.
        coefficients, se: intercept and slope, (2,).
    """

    statistic: float
    p: float
    freedom: float
    limit: float
    lower: float
    upper: float
    coefficients: Array
    se: Array


@dataclass(frozen=True, slots=True)
class Ranks:
    """Kendall's τ of effects and variances, and its p."""

    tau: float
    p: float


def egger(one: Sets, level: float = 0.95) -> Asymmetry:
    """Egger's test: weighted least squares with the residual spread estimated, t with k-2 degrees of freedom.

    Errors:
        ValueError: fewer than 3 studies, or all standard errors alike.
    Source: Egger et al. 1997, BMJ 315:629.
    """
    line = _line(one, Estimator.EE, level)
    left = one.yi.shape[1] - 2
    spread = float(np.sqrt(line.q / left))
    se = line.se * spread
    freedom = np.full(2, float(left))
    statistic = np.divide(line.coefficients, se, out=np.full(2, np.nan), where=se > 0)
    half = quantile(freedom, level) * se
    test = replace(
        line,
        se=se,
        statistic=statistic,
        p=two_sided(statistic, freedom),
        lower=line.coefficients - half,
        upper=line.coefficients + half,
        freedom=float(left),
    )
    return _asymmetry(test)


def egger_mixed(one: Sets, estimator: Estimator = Estimator.REML, level: float = 0.95) -> Asymmetry:
    """The same line with a variance between studies; normal.

    Errors:
        ValueError: as `egger`.
    Source: Sterne and Egger 2005, in Publication bias in meta-analysis, ch. 6.
    """
    return _asymmetry(_line(one, estimator, level))


def begg(one: Sets) -> Ranks:
    """Begg's test: whether effects, standardised, and their variances are ranked alike.

    Exact up to 49 studies without ties, else by the normal approximation, corrected for ties.
    NaN for fewer than 3 studies, or where one of the two does not vary.
    Source: Begg and Mazumdar 1994, Biometrics 50:1088.
    """
    k = one.yi.shape[1]
    if k < 3:
        return Ranks(float("nan"), float("nan"))
    mean = means(one, np.zeros(1))
    standardised = (one.yi[0] - mean.estimate[0]) / np.sqrt(np.maximum(one.vi[0] - mean.se[0] ** 2, 0.0))
    untied = len(np.unique(standardised)) == k == len(np.unique(one.vi[0]))
    if len(np.unique(standardised)) == 1 or len(np.unique(one.vi[0])) == 1:
        return Ranks(float("nan"), float("nan"))
    from scipy.stats import kendalltau  # takes longer to load than a review to work out

    if untied and k <= MOST_EXACT:
        found = kendalltau(standardised, one.vi[0], method="exact")
    else:
        found = kendalltau(standardised, one.vi[0], method="asymptotic")
    return Ranks(float(found.statistic), min(1.0, float(found.pvalue)))


def _line(one: Sets, estimator: Estimator, level: float) -> Regression:
    errors = np.sqrt(one.vi[0])
    return regression(
        one.yi[0], one.vi[0], np.column_stack([np.ones_like(errors), errors]), estimator, Interval.WALD, level
    )


def _asymmetry(line: Regression) -> Asymmetry:
    return Asymmetry(
        float(line.statistic[1]),
        float(line.p[1]),
        line.freedom,
        float(line.coefficients[0]),
        float(line.lower[0]),
        float(line.upper[0]),
        line.coefficients,
        line.se,
    )
