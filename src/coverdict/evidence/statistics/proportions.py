"""Proportions of one arm: on the scale of analysis and back, and the interval of a single one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, expit, ndtri

from coverdict.evidence.statistics.arrays import Array, divided
from coverdict.evidence.statistics.effects import Effects


class Scale(StrEnum):
    """On which scale proportions are pooled.

    PFT (Freeman and Tukey 1950) is there to compare with older reviews: its way back depends on a sample
    size that a pool does not have, and can mislead (Schwarzer et al. 2019, Res Synth Methods 10:476).
    """

    RAW = "PR"
    LOG = "PLN"
    LOGIT = "PLO"
    ARCSINE = "PAS"
    FREEMAN_TUKEY = "PFT"


def proportions(
    events: npt.ArrayLike, total: npt.ArrayLike, scale: Scale, correction: float = 0.5
) -> Effects:
    """Each proportion on `scale`, with its variance.

    Arguments:
        correction: added to events and to non-events where one of the two is 0; the arcsine scales take none.
    Errors:
        ValueError: shapes differ, a total is not above 0, or events are below 0 or above their total.
    """
    x, n = np.asarray(events, dtype=float), np.asarray(total, dtype=float)
    if x.shape != n.shape:
        raise ValueError("counts are arrays of one shape")
    if not ((n > 0) & np.isfinite(n) & (x >= 0) & (x <= n)).all():
        raise ValueError("every arm has patients, and events from 0 up to their number")
    if scale not in (Scale.ARCSINE, Scale.FREEMAN_TUKEY):
        more = np.where((x == 0) | (x == n), correction, 0.0)
        x, n = x + more, n + 2 * more
    return _HOW[scale](x, n)


def _raw(x: Array, n: Array) -> Effects:
    return _known(Effects(x / n, x * (n - x) / n**3))


def _log(x: Array, n: Array) -> Effects:
    return _known(Effects(_logarithm(divided(x, n)), divided(1, x) - 1 / n))


def _logit(x: Array, n: Array) -> Effects:
    return _known(Effects(_logarithm(divided(x, n - x)), divided(1, x) + divided(1, n - x)))


def _arcsine(x: Array, n: Array) -> Effects:
    return Effects(np.arcsin(np.sqrt(x / n)), 1 / (4 * n))


def _freeman_tukey(x: Array, n: Array) -> Effects:
    both = np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))
    return Effects(0.5 * both, 1 / (4 * n + 2))


def _logarithm(values: Array) -> Array:
    found = np.full(values.shape, np.nan)
    np.log(values, out=found, where=values > 0)
    return found


def _known(found: Effects) -> Effects:
    fine = found.vi > 0
    return Effects(np.where(fine, found.yi, np.nan), np.where(fine, found.vi, np.nan))


_HOW: Mapping[Scale, Callable[[Array, Array], Effects]] = {
    Scale.RAW: _raw,
    Scale.LOG: _log,
    Scale.LOGIT: _logit,
    Scale.ARCSINE: _arcsine,
    Scale.FREEMAN_TUKEY: _freeman_tukey,
}


def as_proportion(values: Array, scale: Scale) -> Array:
    """Values on `scale` (not Freeman and Tukey's) as proportions, kept within 0 and 1."""
    if scale is Scale.LOG:
        return np.exp(np.minimum(values, 0.0))
    if scale is Scale.LOGIT:
        found: Array = expit(values)
        return found
    if scale is Scale.ARCSINE:
        return np.asarray(np.sin(np.clip(values, 0.0, np.pi / 2)) ** 2, dtype=float)
    return np.clip(values, 0.0, 1.0)


def freeman_tukey_as_proportion(values: Array, total: Array | float) -> Array:
    """Values on Freeman and Tukey's scale as proportions of `total` patients (Miller 1978, Am Stat 32:138).

    Arguments:
        total: a sample size; for a pool the harmonic mean of sizes, or one from the mean's variance
            (Barendregt et al. 2013, J Epidemiol Community Health 67:974).
    Values beyond those of no event and of events alone become 0 and 1.
    """
    n = np.asarray(total, dtype=float)
    low, high = _freeman_tukey(np.zeros_like(n), n).yi, _freeman_tukey(n, n).yi
    inside = np.clip(values, low, high)
    sine = np.sin(2 * inside)
    under = 1 - (sine + (sine - 1 / sine) / n) ** 2
    found = 0.5 * (1 - np.sign(np.cos(2 * inside)) * np.sqrt(np.maximum(under, 0.0)))
    return np.where(values <= low, 0.0, np.where(values >= high, 1.0, found))


def clopper_pearson(events: Array, total: Array, level: float = 0.95) -> tuple[Array, Array]:
    """The exact interval of each proportion (Clopper and Pearson 1934, Biometrika 26:404)."""
    tail = (1 - level) / 2
    none, every = events == 0, events == total
    low = betaincinv(np.where(none, 1, events), total - events + 1, tail)
    high = betaincinv(events + 1, np.where(every, 1, total - events), 1 - tail)
    return np.where(none, 0.0, low), np.where(every, 1.0, high)


def wilson(events: Array, total: Array, level: float = 0.95) -> tuple[Array, Array]:
    """The score interval of each proportion (Wilson 1927, J Am Stat Assoc 22:209)."""
    z = float(ndtri((1 + level) / 2))
    share = events / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
