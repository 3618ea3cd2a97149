"""Meta-regression: effects of one review explained by what its studies differ in.

With a design of one column of ones it is the plain random-effects model, worked out another way than
`likelihood` and `pooling` do it: by the triangular factor of the design, for one set at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, chdtri, fdtrc

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.design import Design, designed
from coverdict.evidence.statistics.design_estimators import estimated, q_solved, standard_error
from coverdict.evidence.statistics.pooling import Interval, quantile, two_sided


@dataclass(frozen=True, slots=True)
class Criteria:
    """The likelihood at the estimate, and what follows from it.

    Arguments:
        log_likelihood, deviance, aic, bic, aicc: of the restricted likelihood for REML, else of the full one.
    """

    log_likelihood: float
    deviance: float
    aic: float
    bic: float
    aicc: float


@dataclass(frozen=True, slots=True)
class Regression:
    """A meta-regression of k studies on p columns. NaN marks what is not defined.

    Arguments:
        coefficients, se, statistic, p, lower, upper: (p,), in the order of the columns.
        covariance: of the coefficients, (p, p).
        freedom: of the coefficients' tests; infinite for WALD.
        tau2, tau2_se: the variance between studies that is left, and its standard error.
        q, q_p: how far studies differ beyond the model, under equal effects.
        moderators, moderators_p: the joint test of all columns but the first (of the first where it is
            alone): χ² for WALD, F else.
        i2, h2: of what is left; `i2` in percent.
        r2: the percentage of the variance between studies that the columns explain; NaN with one column.
    """

    coefficients: Array
    se: Array
    statistic: Array
    p: Array
    lower: Array
    upper: Array
    covariance: Array
    freedom: float
    tau2: float
    tau2_se: float
    q: float
    q_p: float
    moderators: float
    moderators_p: float
    i2: float
    h2: float
    r2: float
    criteria: Criteria


def regression(
    yi: npt.ArrayLike,
    vi: npt.ArrayLike,
    columns: npt.ArrayLike,
    estimator: Estimator = Estimator.REML,
    interval: Interval = Interval.WALD,
    level: float = 0.95,
) -> Regression:
    """A mixed-effects meta-regression.

    Arguments:
        yi, vi: effects and variances, (k,).
        columns: the design, (k, p); its first column is of ones, by use.
    Errors:
        ValueError: shapes do not fit, there are not more studies than columns, or columns depend on each
            other.
    Sources: Raudenbush 2009; Knapp and Hartung 2003, Stat Med 22:2693; Viechtbauer et al. 2015, Psychol
    Methods 20:360.
    """
    design = designed(yi, vi, columns)
    tau2 = estimated(design, estimator)
    equal, fit = design.at(0.0), design.at(tau2)
    left = design.freedom
    covariance = fit.covariance
    if interval in (Interval.HKSJ, Interval.FLOORED):
        factor = fit.q / left
        covariance = covariance * (max(factor, 1.0) if interval is Interval.FLOORED else factor)
    freedom = np.inf if interval is Interval.WALD else float(left)
    se = np.sqrt(np.diag(covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(se > 0, fit.coefficients / se, np.nan)
    half = quantile(np.full(se.shape, freedom), level) * se
    typical = left / equal.trace
    plain = estimator is Estimator.EE
    return Regression(
        fit.coefficients,
        se,
        statistic,
        two_sided(statistic, np.full(se.shape, freedom)),
        fit.coefficients - half,
        fit.coefficients + half,
        covariance,
        freedom,
        tau2,
        standard_error(design, estimator, tau2),
        equal.q,
        float(chdtrc(left, equal.q)),
        *_moderators(fit.coefficients, covariance, freedom),
        (max(0.0, 100 * (equal.q - left) / equal.q) if equal.q > 0 else 0.0)
        if plain
        else 100 * tau2 / (typical + tau2),
        equal.q / left if plain else tau2 / typical + 1,
        _explained(design, estimator, tau2),
        _criteria(design, estimator, tau2),
    )


def predicted(found: Regression, at: npt.ArrayLike, level: float = 0.95) -> tuple[Array, Array, Array, Array]:
    """The mean effect at some values of the columns: estimate, standard error, bounds; each (n,).

    Arguments:
        at: rows of values, (n, p), the column of ones included.
    """
    rows = np.atleast_2d(np.asarray(at, dtype=float))
    estimate = rows @ found.coefficients
    se = np.sqrt(np.einsum("np,pq,nq->n", rows, found.covariance, rows))
    half = quantile(np.full(se.shape, found.freedom), level) * se
    return estimate, se, estimate - half, estimate + half


def profile_bounds(
    yi: npt.ArrayLike, vi: npt.ArrayLike, columns: npt.ArrayLike, level: float = 0.95
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """Bounds by Q-profile of what the columns leave: of τ², of I² in percent, and of H².

    Errors:
        ValueError: as `regression`.
    Source: Viechtbauer 2007, Stat Med 26:37.
    """
    design = designed(yi, vi, columns)
    tail = (1 - level) / 2
    low, high = (q_solved(design, float(chdtri(design.freedom, chance))) for chance in (tail, 1 - tail))
    typical = design.freedom / design.at(0.0).trace
    return (
        (low, high),
        (100 * low / (typical + low), 100 * high / (typical + high)),
        (low / typical + 1, high / typical + 1),
    )


def _moderators(coefficients: Array, covariance: Array, freedom: float) -> tuple[float, float]:
    first = 1 if len(coefficients) > 1 else 0
    tested, spread = coefficients[first:], covariance[first:, first:]
    if not np.diag(spread).all():
        return float("nan"), float("nan")
    scale = np.sqrt(np.diag(spread))  # so that columns in years and in percent weigh alike
    whole = float((tested / scale) @ np.linalg.solve(spread / np.outer(scale, scale), tested / scale))
    if np.isinf(freedom):
        return whole, float(chdtrc(len(tested), whole))
    return whole / len(tested), float(fdtrc(len(tested), freedom, max(whole, 0.0) / len(tested)))


def _explained(design: Design, estimator: Estimator, tau2: float) -> float:
    if design.columns == 1 or estimator is Estimator.EE:
        return float("nan")
    without = estimated(designed(design.yi, design.vi, np.ones((len(design.yi), 1))), estimator)
    return max(0.0, 100 * (without - tau2) / without) if without > 0 else float("nan")


def _criteria(design: Design, estimator: Estimator, tau2: float) -> Criteria:
    k, p = len(design.yi), design.columns
    restricted = estimator is Estimator.REML
    found = design.log_likelihood(tau2, restricted)
    parameters = p if estimator is Estimator.EE else p + 1
    count = k - p if restricted else k
    if restricted:
        deviance = -2 * found
    else:
        saturated = float(-0.5 * (k * np.log(2 * np.pi) + np.log(design.vi).sum()))
        deviance = -2 * (found - saturated)
    most = max(count, parameters + 2)
    return Criteria(
        found,
        deviance,
        -2 * found + 2 * parameters,
        -2 * found + parameters * float(np.log(count)),
        -2 * found + 2 * parameters * most / (most - parameters - 1),
    )
