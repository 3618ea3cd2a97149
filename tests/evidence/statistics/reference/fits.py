"""The fits of the reference, each beside ours: many sets at once, and as a regression on ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.pooling import Interval, bounds, differences, means, prediction
from coverdict.evidence.statistics.proportions import Scale, as_proportion, freeman_tukey_as_proportion
from coverdict.evidence.statistics.regression import profile_bounds, regression
from coverdict.evidence.statistics.sets import Sets, stacked
from tests.evidence.statistics.reference.ledger import Compared, Path_, beside, several

INTERVALS = {"z": Interval.WALD, "knha": Interval.HKSJ, "adhoc": Interval.FLOORED}
QUANTITIES: Mapping[str, str] = {"REML": "REML", "ML": "ML", "PM": "PM, EB", "EB": "PM, EB", "PMM": "PM, EB"}
MOMENTS = "equal effects, DL, HE, HS, SJ"
Fits = Mapping[str, Mapping[str, Any]]


def compared_fits(yi: list[float], vi: list[float], fits: Fits, path: Path_) -> Iterator[Compared]:
    """All fits of one set of effects."""
    one = stacked(yi, vi)
    for name, fit in fits.items():
        if "method" not in fit:
            continue
        where = (*path, name)
        estimator, interval = Estimator(fit["method"]), INTERVALS[fit["test"]]
        quantity = QUANTITIES.get(fit["method"], MOMENTS)
        yield from _pooled(one, estimator, interval, quantity, fit, where)
        yield from _as_regression(yi, vi, estimator, interval, quantity, fit, where)
        if "confint" in fit:
            yield from _profile(one, between(one, estimator), fit["confint"], (*where, "confint"))


def _pooled(
    one: Sets, estimator: Estimator, interval: Interval, quantity: str, fit: Mapping[str, Any], path: Path_
) -> Iterator[Compared]:
    tau2 = between(one, estimator)
    mean = means(one, tau2, interval)
    found = differences(one, None if estimator is Estimator.EE else tau2)
    yield from several(
        "counts and degrees of freedom", path, fit, {"k": one.sizes[0], "ddf": mean.freedom[0]}
    )
    central = {"b": mean.estimate[0], "se": mean.se[0], "tau2": tau2[0]}
    tested = {"zval": mean.statistic[0], "pval": mean.p[0], "ci_lb": mean.lower[0], "ci_ub": mean.upper[0]}
    yield from several(quantity, path, fit, central)
    by_t = interval is not Interval.WALD and quantity == MOMENTS
    yield from several("t bounds and p" if by_t else quantity, path, fit, tested)
    yield from several("Q, I², H²", path, fit, {"QE": found.q[0], "QEp": found.p[0]})
    follows = {
        "REML": "I², H² that follow from REML",
        MOMENTS: "Q, I², H²",
    }.get(quantity, "I², H² that follow from ML, PM or EB")
    yield from several(follows, path, fit, {"I2": found.i2[0], "H2": found.h2[0]})
    k = one.sizes[0]
    for key, freedom in (("pi", mean.freedom[0]), ("pi_hts", k - 2), ("pi_tk1", k - 1)):
        lower, upper = prediction(mean, np.array([freedom]))
        yield from several("prediction intervals", path, fit, {f"{key}_lb": lower[0], f"{key}_ub": upper[0]})


def _as_regression(
    yi: list[float],
    vi: list[float],
    estimator: Estimator,
    interval: Interval,
    quantity: str,
    fit: Mapping[str, Any],
    path: Path_,
) -> Iterator[Compared]:
    """The numbers that the pooled means do not have; the shared ones agree in a test of their own."""
    found = regression(yi, vi, np.ones((len(yi), 1)), estimator, interval)
    ours = {
        "vb": found.covariance,
        "se_tau2": found.tau2_se,
        "QM": found.moderators,
        "QMp": found.moderators_p,
    }
    yield from several(quantity, path, fit, ours)
    criteria = found.criteria
    five = (criteria.log_likelihood, criteria.deviance, criteria.aic, criteria.bic, criteria.aicc)
    yield from beside("information criteria", (*path, "ll"), fit["ll"], five)


def _profile(one: Sets, tau2: np.ndarray, interval: Mapping[str, Any], path: Path_) -> Iterator[Compared]:
    found = differences(one, tau2)
    yield from _estimates(float(tau2[0]), float(found.i2[0]), float(found.h2[0]), interval, path)
    limits = bounds(one)
    for side, key in enumerate(("lb", "ub")):
        if interval[key][0] == 100:
            continue  # the end of the other program's search
        four = (
            limits.tau2[side][0],
            np.sqrt(limits.tau2[side][0]),
            limits.i2[side][0],
            limits.h2[side][0],
        )
        yield from beside("Q-profile bounds", (*path, key), interval[key], four)


def compared_back(scale: Scale, total: list[float], fits: Fits, path: Path_) -> Iterator[Compared]:
    """Means and bounds of proportions, taken back from their scale."""
    sizes = np.array(total, dtype=float)
    harmonic = len(sizes) / float((1 / sizes).sum())
    for name, fit in fits.items():
        where = (*path, name)
        given = {"est": "b", "lb": "ci_lb", "ub": "ci_ub", "pi_lb": "pi_lb", "pi_ub": "pi_ub"}
        for key, how in (("back", None), ("back_hm", harmonic), ("back_invvar", "variance")):
            if key not in fit:
                continue
            for short, long in given.items():
                theirs = fit[key].get(short)
                if not isinstance(theirs, int | float) or not 0 <= theirs <= 1:
                    continue  # a raw mean or a logarithm beyond what a proportion can be
                value = np.array([fit[long]])
                if how is None:
                    ours = as_proportion(value, scale)[0]
                else:
                    size = 1 / fit["se"] ** 2 if how == "variance" else harmonic
                    ours = freeman_tukey_as_proportion(value, size)[0]
                yield from beside("proportions and their intervals", (*where, key, short), theirs, ours)


def compared_regression(
    yi: list[float], vi: list[float], columns: np.ndarray, fits: Fits, path: Path_
) -> Iterator[Compared]:
    """All fits of one meta-regression."""
    for name, fit in fits.items():
        where = (*path, name)
        found = regression(yi, vi, columns, Estimator(fit["method"]), INTERVALS[fit["test"]])
        quantity = "meta-regression by ML" if fit["method"] == "ML" else "meta-regression"
        yield from several("counts and degrees of freedom", where, fit, {"k": len(yi), "ddf": found.freedom})
        criteria = found.criteria
        ours = {
            "b": found.coefficients,
            "se": found.se,
            "zval": found.statistic,
            "pval": found.p,
            "ci_lb": found.lower,
            "ci_ub": found.upper,
            "vb": found.covariance,
            "tau2": found.tau2,
            "se_tau2": found.tau2_se,
            "QE": found.q,
            "QEp": found.q_p,
            "QM": found.moderators,
            "QMp": found.moderators_p,
            "I2": found.i2,
            "H2": found.h2,
            "R2": found.r2,
            "ll": (criteria.log_likelihood, criteria.deviance, criteria.aic, criteria.bic, criteria.aicc),
        }
        yield from several(quantity, where, fit, ours)
        if "confint" in fit:
            interval, place = fit["confint"], (*where, "confint")
            yield from _estimates(found.tau2, found.i2, found.h2, interval, place)
            tau2, i2, h2 = profile_bounds(yi, vi, columns)
            for side, key in enumerate(("lb", "ub")):
                four = (tau2[side], np.sqrt(tau2[side]), i2[side], h2[side])
                yield from beside("Q-profile bounds", (*place, key), interval[key], four)


def _estimates(
    tau2: float, i2: float, h2: float, interval: Mapping[str, Any], path: Path_
) -> Iterator[Compared]:
    """τ², τ, I² and H²; τ by its square, for near 0 a root blows up the last digits of τ²."""
    theirs, where = interval["est"], (*path, "est")
    quantity = "ML, REML, PM and EB beside their intervals"
    yield from beside(quantity, (*where, "0"), theirs[0], tau2)
    yield Compared(quantity, (*where, "1"), tau2, theirs[1] ** 2)
    yield from beside(quantity, (*where, "2"), theirs[2], i2)
    yield from beside(quantity, (*where, "3"), theirs[3], h2)
