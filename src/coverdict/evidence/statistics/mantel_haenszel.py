"""Pooling counts without a variance for each study: Mantel-Haenszel, and Peto's one-step odds ratio.

Both take counts as they are: cells without anybody need no correction, and a study in which nobody, or
everybody, had the event adds nothing to a ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from coverdict.evidence.statistics.arrays import Array, divided, rooted
from coverdict.evidence.statistics.effects import Effects, Measure, Tables, effects, excess_and_variance


@dataclass(frozen=True, slots=True)
class Fixed:
    """A common effect on the scale of analysis; NaN where counts define none. Numbers or arrays (B,).

    Arguments:
        q, freedom: how far the studies' own effects lie from it, and the degrees of freedom of that.
    """

    estimate: Array
    se: Array
    q: Array
    freedom: Array


@dataclass(frozen=True, slots=True)
class Chi2:
    """A statistic with its degrees of freedom and p; NaN where it is not defined."""

    statistic: float
    freedom: int
    p: float


def mantel_haenszel(counts: Tables, measure: Measure) -> Fixed:
    """The common OR, RR (both as logarithms) or RD; studies along the last axis.

    Sources: Mantel and Haenszel 1959; variances of Robins, Breslow and Greenland 1986 (OR), Greenland and
    Robins 1985 (RR), Sato 1989 (RD).
    Errors:
        ValueError: another measure.
    """
    if measure is Measure.OR:
        estimate, variance = _odds_ratio(counts)
    elif measure is Measure.RR:
        estimate, variance = _risk_ratio(counts)
    elif measure is Measure.RD:
        estimate, variance = _risk_difference(counts)
    else:
        raise ValueError(f"Mantel-Haenszel pools OR, RR and RD, not {measure}")
    se = rooted(variance)
    return Fixed(np.where(se > 0, estimate, np.nan), se, *misfit(counts, measure, estimate))


def peto(counts: Tables) -> Fixed:
    """Peto's common log odds ratio, for rare events and arms of about the same size.

    Source: Yusuf et al. 1985, Prog Cardiovasc Dis 27:335.
    """
    excess, variance = excess_and_variance(counts)
    telling = ~counts.says_nothing & (variance > 0)
    excess, variance = np.where(telling, excess, 0.0), np.where(telling, variance, 0.0)
    whole = variance.sum(axis=-1)
    estimate = divided(excess.sum(axis=-1), whole)
    own = divided(excess, variance)
    q = (variance * (np.nan_to_num(own) - np.expand_dims(np.nan_to_num(estimate), -1)) ** 2).sum(axis=-1)
    return Fixed(estimate, rooted(divided(1.0, whole)), q, telling.sum(axis=-1) - 1.0)


def cochran_mantel_haenszel(counts: Tables, continuity: float = 0.5) -> Chi2:
    """The test that no study's odds ratio differs from 1 in the same direction; counts (k,).

    Arguments:
        continuity: taken from the sum of deviations; 0 for none.
    """
    excess, variance = excess_and_variance(counts)
    fine = np.isfinite(variance)
    deviation = max(abs(float(excess[fine].sum())) - continuity, 0.0)
    return _chi2(divided(deviation**2, float(variance[fine].sum())), 1)


def breslow_day(counts: Tables, estimate: float) -> tuple[Chi2, Chi2]:
    """The test that all studies have the odds ratio exp(`estimate`), and the same as Tarone corrected it.

    Sources: Breslow and Day 1980, Statistical methods in cancer research I, 4.4; Tarone 1985, Biometrika
    72:91. Counts (k,).
    """
    telling = counts.part(~counts.says_nothing)
    freedom = len(telling.events) - 1
    if freedom < 1 or not np.isfinite(estimate):
        return _chi2(np.asarray(np.nan), freedom), _chi2(np.asarray(np.nan), freedom)
    expected = _expected(telling, float(np.exp(estimate)))
    events = telling.events + telling.control_events
    rest = telling.control_total - events + expected
    cells = (expected, telling.total - expected, events - expected, rest)
    variance = divided(1.0, sum(divided(1.0, cell) for cell in cells))
    deviation = telling.events - expected
    plain = float((deviation**2 / variance).sum())
    tarone = plain - float(deviation.sum() ** 2 / variance.sum())
    return _chi2(np.asarray(plain), freedom), _chi2(np.asarray(max(tarone, 0.0)), freedom)


def _expected(counts: Tables, ratio: float) -> Array:
    """Events of the treated, were the odds ratio `ratio` and the margins as they are: the root in range."""
    events, n, m = counts.events + counts.control_events, counts.total, counts.control_total
    if abs(ratio - 1) < 1e-12:
        return n * events / (n + m)
    square, line, constant = 1 - ratio, (m - events) + ratio * (n + events), -ratio * n * events
    root = np.sqrt(np.maximum(line**2 - 4 * square * constant, 0.0))
    return -2 * constant / (line + root)  # of both roots the one within range, without cancellation


def _odds_ratio(counts: Tables) -> tuple[Array, Array]:
    a, b, c, d = counts.cells
    everyone = counts.total + counts.control_total
    alike, crossed = (a + d) / everyone, (b + c) / everyone
    favouring, against = a * d / everyone, b * c / everyone
    above, below = favouring.sum(axis=-1), against.sum(axis=-1)
    variance = 0.5 * (
        divided((alike * favouring).sum(axis=-1), above**2)
        + divided((alike * against + crossed * favouring).sum(axis=-1), above * below)
        + divided((crossed * against).sum(axis=-1), below**2)
    )
    return _log_ratio(above, below), variance


def _risk_ratio(counts: Tables) -> tuple[Array, Array]:
    a, c, n, m = counts.events, counts.control_events, counts.total, counts.control_total
    everyone = n + m
    above, below = (a * m / everyone).sum(axis=-1), (c * n / everyone).sum(axis=-1)
    pieces = (n * m * (a + c) - a * c * everyone) / everyone**2
    return _log_ratio(above, below), divided(pieces.sum(axis=-1), above * below)


def _risk_difference(counts: Tables) -> tuple[Array, Array]:
    a, c, n, m = counts.events, counts.control_events, counts.total, counts.control_total
    everyone = n + m
    treated, control = n / everyone, m / everyone
    whole = (n * control).sum(axis=-1)
    estimate = divided((a * control - c * treated).sum(axis=-1), whole)
    first = (c * treated**2 - a * control**2 + treated * control * (m - n) / 2).sum(axis=-1)
    second = (a * (m - c) / everyone + c * (n - a) / everyone).sum(axis=-1) / 2
    return estimate, divided(estimate * first + second, whole**2)


def _log_ratio(above: Array, below: Array) -> Array:
    ratio = divided(above, below)
    found = np.full(ratio.shape, np.nan)
    np.log(ratio, out=found, where=ratio > 0)
    return found


def misfit(counts: Tables, measure: Measure, estimate: Array) -> tuple[Array, Array]:
    """Q of the studies' own effects about `estimate`, and its degrees of freedom.

    Studies that say nothing are left out; of the others, those with an empty cell have ½ added to all four.
    """
    own: Effects = effects(counts, measure)
    telling = ~counts.says_nothing & np.isfinite(own.yi)
    off = np.where(telling, own.yi, 0.0) - np.expand_dims(estimate, -1)
    q = (np.where(telling, divided(1.0, own.vi), 0.0) * np.where(telling, off, 0.0) ** 2).sum(axis=-1)
    return np.where(np.isfinite(estimate), q, np.nan), telling.sum(axis=-1) - 1.0


def _chi2(statistic: Array, freedom: int) -> Chi2:
    value = float(statistic)
    if not np.isfinite(value) or freedom < 1:
        return Chi2(float("nan"), max(freedom, 0), float("nan"))
    return Chi2(value, freedom, float(chdtrc(freedom, value)))
