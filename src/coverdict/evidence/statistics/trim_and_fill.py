"""Trim and fill: how many studies a lopsided funnel seems to lack, and the mean with them put in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.pooling import Interval, Means, means
from coverdict.evidence.statistics.sets import Sets, stacked
from coverdict.evidence.statistics.small_studies import egger_mixed

ROUNDS = 100


class Count(StrEnum):
    """How missing studies are counted: by the sum of ranks (L0), the longest run (R0), a quadratic (Q0)."""

    L0 = "L0"
    R0 = "R0"
    Q0 = "Q0"


class Side(StrEnum):
    """On which side studies seem to be missing."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Filled:
    """What trim and fill comes to.

    Arguments:
        missing: how many studies seem to be missing, and the standard error of that number.
        p: of none being missing, for R0; NaN for the others.
        yi, vi: the studies with those that were put in, these last.
        pooled: the mean of all of them, and the variance between studies with it.
        settled: False where counting went round in circles and its last number was taken.
    """

    side: Side
    missing: int
    missing_se: float
    p: float
    yi: Array
    vi: Array
    pooled: Means
    settled: bool


def trim_and_fill(
    one: Sets,
    estimator: Estimator = Estimator.REML,
    count: Count = Count.L0,
    side: Side | None = None,
    interval: Interval = Interval.WALD,
) -> Filled:
    """Trim and fill of one set of at least 3 studies, (1, k).

    Arguments:
        side: where studies are looked for; where it is None, opposite to the slope of Egger's line.
    Errors:
        ValueError: fewer than 3 studies; or all standard errors alike and no side given.
    Source: Duval and Tweedie 2000, Biometrics 56:455 and J Am Stat Assoc 95:89.
    """
    k = one.yi.shape[1]
    if k < 3:
        raise ValueError("trim and fill needs at least 3 studies")
    if side is None:
        side = Side.RIGHT if egger_mixed(one, estimator).coefficients[1] < 0 else Side.LEFT
    sign = -1.0 if side is Side.RIGHT else 1.0
    order = np.argsort(sign * one.yi[0], kind="stable")
    yi, vi = sign * one.yi[0][order], one.vi[0][order]
    missing, error, settled = 0, 0.0, False
    for _ in range(ROUNDS):
        centre = _mean(yi[: k - missing], vi[: k - missing], estimator)
        found, error = _counted(yi - centre, count)
        settled = found == missing
        missing = min(found, k - 1)
        if settled:
            break
    centre = _mean(yi[: k - missing], vi[: k - missing], estimator)
    mirrored = sign * (2 * centre - yi[k - missing :])
    whole = stacked(np.append(one.yi[0], mirrored), np.append(one.vi[0], vi[k - missing :]))
    pooled = means(whole, between(whole, estimator), interval)
    p = 0.5 ** (missing + 1) if count is Count.R0 else float("nan")
    return Filled(side, missing, error, p, whole.yi[0], whole.vi[0], pooled, settled)


def _mean(yi: Array, vi: Array, estimator: Estimator) -> float:
    part = stacked(yi, vi)
    return float(means(part, between(part, estimator)).estimate[0])


def _counted(distances: Array, count: Count) -> tuple[int, float]:
    """How many seem to be missing on the left, and the standard error of that."""
    k = len(distances)
    ranks = np.empty(k)
    ranks[np.argsort(np.abs(distances), kind="stable")] = np.arange(1, k + 1)
    if count is Count.R0:
        left = ranks[distances < 0]
        run = k - (left.max() if left.size else 0) - 1
        missing = max(0, round(run))
        return missing, float(np.sqrt(2 * missing + 2))
    total = float(ranks[distances > 0].sum())
    if count is Count.L0:
        number = (4 * total - k * (k + 1)) / (2 * k - 1)
    else:
        number = k - 0.5 - float(np.sqrt(max(2 * k**2 - 4 * total + 0.25, 0.0)))
    m = number
    variance = (
        k * (k + 1) * (2 * k + 1) + 10 * m**3 + 27 * m**2 + 17 * m - 18 * k * m**2 - 18 * k * m + 6 * k**2 * m
    ) / 24
    spread = float(np.sqrt(max(variance, 0.0)))
    if count is Count.L0:
        error = 4 * spread / (2 * k - 1)
    else:
        below = (k - 0.5) ** 2 - m * (2 * k - m - 1)
        error = 2 * spread / float(np.sqrt(below)) if below > 0 else float("nan")
    return max(0, round(number)), error
