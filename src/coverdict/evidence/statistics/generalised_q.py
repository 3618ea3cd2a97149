"""Cochran's Q as a function of the variance between studies: Paule-Mandel, and intervals by Q-profile.

Q(τ²) falls, and 1/Q(τ²) is concave: in the axes of the weighting matrix Q is a sum of c/(d+τ²), and the
harmonic sum of straight lines is concave. So Newton's method on 1/Q, begun to the left of the solution,
approaches it from there and never steps over it.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtri

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.sets import Sets

ROUNDS = 200
PRECISION = 4 * float(np.finfo(float).eps)


def q_at(sets: Sets, tau2: Array) -> tuple[Array, Array]:
    """Q and its derivative at `tau2`, each (B,)."""
    weights = sets.mask / (sets.vi + tau2[:, None])
    whole = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)
    mean = np.einsum("nk,nk->n", weights, sets.yi) / whole
    rest = sets.yi - mean[:, None]
    pulled = weights * rest
    found: Array = np.einsum("nk,nk->n", pulled, rest)
    slope: Array = -np.einsum("nk,nk->n", pulled, pulled)
    return found, slope


def solved(sets: Sets, target: Array) -> Array:
    """The variance between studies at which Q is `target`, (B,); 0 where Q lies below it from the start.

    Arguments:
        target: (B,); where it is 0 or less there is no solution, and the result is NaN.
    """
    place = np.zeros(sets.yi.shape[0])
    target = np.asarray(target, dtype=float)
    open_ = np.flatnonzero(target > 0)
    part = sets.rows(open_)
    for _ in range(ROUNDS):
        if not open_.size:
            break
        q, slope = q_at(part, place[open_])
        above = q > target[open_]
        step = np.zeros(open_.size)
        wanted = target[open_][above]
        step[above] = q[above] * (q[above] - wanted) / (wanted * -slope[above])
        place[open_] += step
        going = step > PRECISION * place[open_]
        open_, part = open_[going], part.rows(np.flatnonzero(going))
    return np.where(target > 0, place, np.nan)


def paule_mandel(sets: Sets) -> Array:
    """The variance between studies at which Q is its expectation, k - 1, (B,); 0 for sets of one or none.

    The empirical Bayes estimate is the same number. Source: Paule and Mandel 1982, J Res Natl Bur Stand
    87:377; DerSimonian and Kacker 2007.
    """
    return np.nan_to_num(solved(sets, sets.sizes - 1))


def median_paule_mandel(sets: Sets) -> Array:
    """The variance between studies at which Q is the median of its distribution, (B,)."""
    freedom = sets.sizes - 1
    median = np.asarray(np.where(freedom > 0, chdtri(np.maximum(freedom, 1), 0.5), 0.0), dtype=float)
    return np.nan_to_num(solved(sets, median))


def profile_interval(sets: Sets, level: float = 0.95) -> tuple[Array, Array]:
    """Bounds of the variance between studies by Q-profile, each (B,); NaN for sets of one or none.

    Arguments:
        level: of confidence, 0.95 for a 95 % interval.
    Source: Viechtbauer 2007, Stat Med 26:37. A set whose Q lies below the lower quantile even at 0 has the
    interval from 0 to 0.
    """
    freedom = sets.sizes - 1
    defined = freedom > 0
    tail = (1 - level) / 2
    low, high = (np.asarray(chdtri(np.maximum(freedom, 1), one), dtype=float) for one in (tail, 1 - tail))
    return (
        np.where(defined, solved(sets, low), np.nan),
        np.where(defined, solved(sets, high), np.nan),
    )
