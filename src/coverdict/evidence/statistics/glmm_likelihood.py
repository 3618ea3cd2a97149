"""The likelihood of a binomial-normal model at one place, with its slopes and how it bends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_expit

from coverdict.evidence.statistics.arrays import Array

ROUNDS = 60
DROP = 37.0  # from the top of an integrand to where the rest is lost in rounding, as a logarithm
FINE, STEEP = 0.55, 0.4  # steps between two nodes, in widths of a peak and in units of a logit
FEWEST = 16  # steps


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
    """The log-likelihood of `model`, with the integral over each study's deviation summed up."""
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
    """Nodes under each study's integrand, the chance of each, and the log of the integral.

    The integrand is analytic and falls on both sides at least as fast as a normal density does, so that equal
    steps between the two places where nothing is left of it are exact but for rounding, however skewed it is
    (Trefethen and Weideman 2014, SIAM Rev 56:385). Rules that take it for nearly normal are not, where
    studies differ much and nobody or everybody had the event.
    """
    reach = groups.effect * deviation
    mode = _mode(groups, base, reach)
    top = _integrand(groups, base, reach, mode[:, None])[:, 0]
    low, high = (_end(groups, base, reach, mode, top, way) for way in (-1.0, 1.0))
    width = 1 / np.sqrt(_bend(groups, base, reach, mode))
    step = np.minimum(FINE * width, STEEP / float(np.abs(reach).max()))
    steps = max(FEWEST, int(np.ceil(((high - low) / step).max())))
    places = low[:, None] + (high - low)[:, None] * (np.arange(steps + 1) / steps)
    logs = _integrand(groups, base, reach, places)
    most = logs.max(axis=1)
    chances = np.exp(logs - most[:, None])
    whole = chances.sum(axis=1)
    height = most + np.log(whole) + np.log((high - low) / steps) - 0.5 * np.log(2 * np.pi)
    return places, chances / whole[:, None], float(height.sum())


def _integrand(groups: Groups, base: Array, reach: Array, places: Array) -> Array:
    """Its logarithm at each study's places, (k, nodes), but for the normal density's constant."""
    return _binomial(groups, base[:, None, :] + reach * places[:, :, None]) - 0.5 * places**2


def _slope(groups: Groups, base: Array, reach: Array, place: Array) -> Array:
    risk = expit(base + place[:, None] * reach)
    found: Array = ((groups.events - groups.total * risk) * reach).sum(axis=1) - place
    return found


def _bend(groups: Groups, base: Array, reach: Array, place: Array) -> Array:
    risk = expit(base + place[:, None] * reach)
    found: Array = (groups.total * risk * (1 - risk) * reach**2).sum(axis=1) + 1
    return found


def _mode(groups: Groups, base: Array, reach: Array) -> Array:
    """Where each integrand is highest: Newton's steps, kept between places on either side of it."""
    most = np.abs(_slope(groups, base, reach, np.zeros(len(base)))) + 1.0  # its logarithm bends by 1 or more
    low, high, place = -most, most, np.zeros(len(base))
    for _ in range(ROUNDS):
        slope = _slope(groups, base, reach, place)
        low, high = np.where(slope > 0, place, low), np.where(slope > 0, high, place)
        following = place + slope / _bend(groups, base, reach, place)
        inside = (following > low) & (following < high)
        following = np.where(inside, following, (low + high) / 2)
        settled = np.abs(following - place) < 1e-9 * (1 + np.abs(place))
        place = following
        if settled.all():
            break
    return place


def _end(groups: Groups, base: Array, reach: Array, mode: Array, top: Array, way: float) -> Array:
    """Where each integrand has fallen by `DROP` on one side: Newton's steps from a place beyond it."""
    place: Array = mode + way * np.sqrt(2 * DROP)
    for _ in range(ROUNDS):
        over = top - DROP - _integrand(groups, base, reach, place[:, None])[:, 0]
        slope = _slope(groups, base, reach, place)
        # A concave curve is left of its tangents, so that no step from beyond leads to before the end.
        step = np.where(over > 0, over / np.where(slope == 0, 1.0, slope), 0.0)
        place = place + step
        if (np.abs(step) <= 0.02 * np.abs(place - mode)).all():
            break
    return place
