"""The variance between studies that makes the data most likely: ML and REML, for many sets at once.

The likelihood can have more than one peak, and Fisher scoring (Viechtbauer 2005, J Educ Behav Stat 30:261)
need not converge. Here the sign of its slope is looked up on a grid that spans every place where it can be
flat; each change from up to down holds a peak, which Newton's method finds between its two neighbours, and
the highest peak is the answer. Only sums of weights and of weighted residuals are needed: no matrix of
studies by studies.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.sets import Sets

STEP = 1.7  # neighbours on the grid differ by this factor in total variance
MOST_STEPS = 96
AT_ONCE = 1 << 18  # numbers in one array of the grid: what a core's cache holds
ROUNDS = 80
PRECISION = 4 * float(np.finfo(float).eps)

Indices = npt.NDArray[np.intp]


def reml(sets: Sets) -> Array:
    """The variance between studies by restricted maximum likelihood, (B,); 0 for sets of one or none.

    Source: Raudenbush 2009 (Handbook of research synthesis, 2nd ed., ch. 16); Viechtbauer 2005.
    """
    return _most_likely(sets, restricted=1.0)


def ml(sets: Sets) -> Array:
    """The variance between studies by maximum likelihood, (B,); 0 for sets of one or none."""
    return _most_likely(sets, restricted=0.0)


def log_likelihood(sets: Sets, tau2: Array, restricted: float) -> Array:
    """The logarithm of the (restricted) likelihood at `tau2`, (B,), but for a constant."""
    total = np.where(sets.mask, sets.vi + tau2[:, None], 1.0)
    weights = sets.mask / total
    whole = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)
    mean = (weights * sets.yi).sum(axis=1) / whole
    misfit = (weights * (sets.yi - mean[:, None]) ** 2).sum(axis=1)
    found: Array = -0.5 * (np.log(total).sum(axis=1) + restricted * np.log(whole) + misfit)
    return found


def _most_likely(sets: Sets, restricted: float) -> Array:
    count, k = sets.yi.shape
    if not count or k < 2:
        return np.zeros(count)
    least, most = _span(sets, restricted)
    steps = _steps(least, most)
    size = max(1, AT_ONCE // (k * (steps + 1)))
    if count <= size:
        return _peaks(sets, least, most, steps, restricted)
    parts = [slice(start, start + size) for start in range(0, count, size)]
    return np.concatenate(
        [_peaks(sets.rows(part), least[part], most[part], steps, restricted) for part in parts]
    )


def _span(sets: Sets, restricted: float) -> tuple[Array, Array]:
    """The least variance of each set, and the greatest variance between studies at which the slope is 0.

    Where the slope is 0, the sum of squared and weighted residuals equals the trace of the weighting
    matrix. The first is at most S/(v+τ²)² with the least v, the second at least d/(V+τ²) with the greatest,
    where S is the sum of squares about the mean and d the degrees of freedom. Solved for τ², that is a bound.
    """
    least = np.where(sets.mask, sets.vi, np.inf).min(axis=1)
    greatest = np.where(sets.mask, sets.vi, 0.0).max(axis=1)
    sizes = sets.sizes
    mean = sets.yi.sum(axis=1) / np.maximum(sizes, 1)
    squares = (np.where(sets.mask, sets.yi - mean[:, None], 0.0) ** 2).sum(axis=1)
    spread = squares / np.maximum(sizes - restricted, 1)
    least = np.where(np.isfinite(least), least, 1.0)
    half = 0.5 * spread - least
    root = np.sqrt(np.maximum(half**2 + spread * greatest - least**2, 0.0))
    return least, np.maximum(half + root, 0.0)


def _steps(least: Array, most: Array) -> int:
    """How many steps the grid has: as many as the set that needs most."""
    widest = float(np.max(np.log1p(most / least))) if least.size else 0.0
    return int(min(MOST_STEPS, max(3, np.ceil(widest / np.log(STEP)))))


def _peaks(sets: Sets, least: Array, most: Array, steps: int, restricted: float) -> Array:
    weighed = np.where(sets.mask, 1 / sets.vi, 0.0)
    centre = (weighed * sets.yi).sum(axis=1) / np.maximum(weighed.sum(axis=1), np.finfo(float).tiny)
    residuals = np.where(sets.mask, sets.yi - centre[:, None], 0.0)
    stretch = np.log1p(most / least)[:, None] * (np.arange(steps + 1) / steps)
    grid = least[:, None] * np.expm1(stretch)
    rising = _slope_on(sets, residuals, grid, restricted) > 0
    rising[:, -1] = False  # beyond the bound the likelihood falls; only rounding could say otherwise
    row, place = np.nonzero(rising[:, :-1] & ~rising[:, 1:])
    peaks = _refined(
        sets.rows(row), residuals[row], grid[row, place], grid[row, place + 1], least[row], restricted
    )
    flat = np.flatnonzero(~rising[:, 0])  # the likelihood falls from 0 on: 0 is a peak of its own
    if row.size + flat.size == least.size:
        found = np.zeros(least.size)
        found[row] = peaks
        return found
    return _highest(
        sets, np.concatenate([row, flat]), np.concatenate([peaks, np.zeros(flat.size)]), restricted
    )


def _slope_on(sets: Sets, residuals: Array, grid: Array, restricted: float) -> Array:
    """Twice the slope of the log-likelihood at every place of the grid, (B, G)."""
    weights = sets.vi[:, None, :] + grid[:, :, None]
    np.divide(sets.mask[:, None, :], weights, out=weights)
    powers = np.empty((*residuals.shape, 3))
    powers[..., 0], powers[..., 1] = 1.0, residuals
    np.multiply(residuals, residuals, out=powers[..., 2])
    first = np.matmul(weights, powers[..., :2])
    np.multiply(weights, weights, out=weights)
    second = np.matmul(weights, powers)
    whole = np.maximum(first[..., 0], np.finfo(float).tiny)
    mean = first[..., 1] / whole
    squares = second[..., 2] - mean * (2 * second[..., 1] - mean * second[..., 0])
    slope: Array = squares - first[..., 0] + restricted * second[..., 0] / whole
    return slope


def _refined(sets: Sets, residuals: Array, low: Array, high: Array, least: Array, restricted: float) -> Array:
    """The place between `low` (the likelihood rises) and `high` (it falls) where it is flat, to rounding."""
    if not low.size:
        return low
    place = 0.5 * (low + high)
    for _ in range(ROUNDS):
        slope, bend = _slope_and_bend(sets, residuals, place, restricted)
        low = np.where(slope > 0, place, low)
        high = np.where(slope > 0, high, place)
        newton = place - slope / np.where(bend < 0, bend, -np.inf)
        inside = (bend < 0) & (newton >= low) & (newton <= high)
        following = np.where(inside, newton, 0.5 * (low + high))
        moved = np.abs(following - place)
        place = following
        if (moved <= PRECISION * (place + least)).all():
            break
    return place


def _slope_and_bend(sets: Sets, residuals: Array, place: Array, restricted: float) -> tuple[Array, Array]:
    """Twice the first and second derivatives of the log-likelihood at one place for each set, (N,)."""
    weights = sets.mask / (sets.vi + place[:, None])
    whole = weights.sum(axis=1)
    mean = np.einsum("nk,nk->n", weights, residuals) / whole
    rest = residuals - mean[:, None]
    squared = weights * weights
    second, third = squared.sum(axis=1), np.einsum("nk,nk->n", squared, weights)
    pulled = squared * rest
    squares = np.einsum("nk,nk->n", pulled, rest)
    drift = pulled.sum(axis=1)
    cubes = np.einsum("nk,nk,nk->n", pulled, rest, weights)
    slope = squares - whole + restricted * second / whole
    bend = second - 2 * cubes + 2 * drift**2 / whole
    bend = bend + restricted * ((second / whole) ** 2 - 2 * third / whole)
    return slope, bend


def _highest(sets: Sets, row: Indices, peaks: Array, restricted: float) -> Array:
    """Of the peaks that each set has, the place of the highest; of equal ones the least place."""
    heights = log_likelihood(sets.rows(row), peaks, restricted)
    order = np.lexsort((peaks, -heights, row))
    owners, first = np.unique(row[order], return_index=True)
    found = np.zeros(sets.yi.shape[0])
    found[owners] = peaks[order][first]
    return found
