"""The likelihood of a binomial-normal model at one place, with its slopes and how it bends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import expit, log_expit

from coverdict.evidence.statistics.arrays import Array

NODES, WEIGHTS = hermegauss(31)
LOG_WEIGHTS = np.log(WEIGHTS) - 0.5 * np.log(2 * np.pi) + 0.5 * NODES**2
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Groups:
    """The counts of k studies with r rows each.

    Arguments:
        events, total, offset: (k, r).
        effect: how much of the study's effect each row has, (r,).
        own_level: whether each study has an intercept of its own.
    """

    events: Array
    total: Array
    offset: Array
    effect: Array
    own_level: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A mean, a standard deviation between studies, and the studies' own levels, (k,)."""

    mean: float
    deviation: float
    levels: Array


@dataclass(frozen=True, slots=True)
class Curve:
    """The log-likelihood at a place; bends are those of its negative (observed information).

    Arguments:
        height: the log-likelihood, but for the binomial coefficients.
        slope_of_mean, slope_of_deviation: its slopes.
        inner: the bends of mean and deviation, (2, 2), levels not yet eliminated.
        level_slope, level_level, level_mean, level_deviation: of each study's own level, (k,); None where
            studies have none.
    """

    height: float
    slope_of_mean: float
    slope_of_deviation: float
    inner: Array
    level_slope: Array | None
    level_level: Array | None
    level_mean: Array | None
    level_deviation: Array | None

    def information(self, with_deviation: bool) -> Array | None:
        """Of the mean (and the deviation), levels eliminated; None where it is not that of a peak."""
        found = self.inner
        if self.level_level is not None and self.level_mean is not None and self.level_deviation is not None:
            if (self.level_level <= 0).any():
                return None
            beside = np.stack([self.level_mean, self.level_deviation])
            found = found - (beside / self.level_level) @ beside.T
        if not with_deviation:
            found = found[:1, :1]
        return found if (np.linalg.eigvalsh(found) > 0).all() else None


def curve(groups: Groups, model: Model) -> Curve:
    """The log-likelihood of `model`, with the integral over each study's deviation by 31 adaptive nodes."""
    base = groups.offset + (model.levels[:, None] if groups.own_level else 0.0) + groups.effect * model.mean
    if model.deviation == 0:
        places, chances = np.zeros((len(base), 1)), np.ones((len(base), 1))
        height = float(_binomial(groups, base[:, None, :]).sum())
    else:
        places, chances, height = _integrated(groups, base, model.deviation)
    eta = base[:, None, :] + groups.effect * (model.deviation * places)[:, :, None]
    risk = expit(eta)
    off = groups.events[:, None, :] - groups.total[:, None, :] * risk
    curved = groups.total[:, None, :] * risk * (1 - risk)
    # Slopes at each node: of the level, of the mean, of the deviation; their means over the nodes count.
    level = off.sum(axis=2)
    mean = (off * groups.effect).sum(axis=2)
    slopes = np.stack([level, mean, places * mean])
    bends = np.stack(
        [
            curved.sum(axis=2),
            (curved * groups.effect).sum(axis=2),
            (curved * groups.effect**2).sum(axis=2),
        ]
    )
    average = (slopes * chances).sum(axis=2)
    spread = np.einsum("akn,bkn,kn->abk", slopes, slopes, chances) - average[:, None] * average[None, :]

    def bend(order: int, power: int) -> Array:
        found: Array = (bends[order] * places**power * chances).sum(axis=1)
        return found

    inner = np.array(
        [
            [(bend(2, 0) - spread[1, 1]).sum(), (bend(2, 1) - spread[1, 2]).sum()],
            [(bend(2, 1) - spread[1, 2]).sum(), (bend(2, 2) - spread[2, 2]).sum()],
        ]
    )
    slope_of_mean, slope_of_deviation = float(average[1].sum()), float(average[2].sum())
    if not groups.own_level:
        return Curve(height, slope_of_mean, slope_of_deviation, inner, None, None, None, None)
    return Curve(
        height,
        slope_of_mean,
        slope_of_deviation,
        inner,
        average[0],
        bend(0, 0) - spread[0, 0],
        bend(1, 0) - spread[0, 1],
        bend(1, 1) - spread[0, 2],
    )


def _binomial(groups: Groups, eta: Array) -> Array:
    """The binomial log-likelihood of each study at each node, (k, nodes), without its coefficients."""
    events, rest = groups.events[:, None, :], (groups.total - groups.events)[:, None, :]
    found: Array = (events * log_expit(eta) + rest * log_expit(-eta)).sum(axis=2)
    return found


def _integrated(groups: Groups, base: Array, deviation: float) -> tuple[Array, Array, float]:
    """Nodes around each study's most likely deviation, the chance of each, and the log of the integral."""
    reach = groups.effect * deviation
    mode = np.zeros(len(base))
    for _ in range(ROUNDS):
        risk = expit(base + mode[:, None] * reach)
        slope = ((groups.events - groups.total * risk) * reach).sum(axis=1) - mode
        bend = (groups.total * risk * (1 - risk) * reach**2).sum(axis=1) + 1
        step = np.clip(slope / bend, -2.0, 2.0)
        mode = mode + step
        if np.abs(step).max() < 1e-10:
            break
    risk = expit(base + mode[:, None] * reach)
    width = 1 / np.sqrt((groups.total * risk * (1 - risk) * reach**2).sum(axis=1) + 1)
    places = mode[:, None] + width[:, None] * NODES
    logs = (
        _binomial(groups, base[:, None, :] + reach * places[:, :, None])
        - 0.5 * places**2
        + LOG_WEIGHTS
        + np.log(width)[:, None]
    )
    most = logs.max(axis=1)
    chances = np.exp(logs - most[:, None])
    whole = chances.sum(axis=1)
    return places, chances / whole[:, None], float((most + np.log(whole)).sum())
