"""The variance between studies that makes the data most likely: ML and REML, for many sets at once.

The likelihood can have more than one peak, and Fisher scoring (Viechtbauer 2005, J Educ Behav Stat 30:261)
need not converge. Here the sign of its slope is looked up on a grid that spans every place where it can be
flat; each change from up to down holds a peak, which Newton's method finds between its two neighbours, and
the highest peak is the answer. Only sums of weights and of weighted residuals are needed: no matrix of
studies by studies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.sets import LARGEST, Sets

STEP = 1.7  # neighbours on the grid differ by this factor in total variance
MOST_STEPS = 96
AT_ONCE = 1 << 18  # numbers in one array of the grid: what a core's cache holds
ROUNDS = 80
PRECISION = 4 * float(np.finfo(float).eps)

NEAR = 1e-7

Indices = npt.NDArray[np.intp]
Number = TypeVar("Number", float, Array)


@dataclass(frozen=True, slots=True)
class Bracket:
    """Two neighbours on the grid with a peak between them, (N,): where, and how steep it is on both sides."""

    low: Array
    high: Array
    rise: Array
    fall: Array


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
    mask, vi = sets.mask, sets.vi
    least = np.minimum.reduce(vi, axis=1, where=mask, initial=np.inf)
    greatest = np.maximum.reduce(vi, axis=1, where=mask, initial=0.0)
    sizes = sets.sizes
    rest = sets.yi - (np.add.reduce(sets.yi, axis=1, where=mask) / np.maximum(sizes, 1))[:, None]
    spread = np.einsum("bk,bk,bk->b", rest, rest, mask) / np.maximum(sizes - restricted, 1)
    least = np.minimum(least, LARGEST)  # of an empty set
    half = 0.5 * spread - least
    root = np.sqrt(np.maximum(half * half + spread * greatest - least * least, 0.0))
    return least, np.maximum(half + root, 0.0)


def _steps(least: Array, most: Array) -> int:
    """How many steps the grid has: as many as the set that needs most."""
    widest = math.log1p(float(np.max(most / least)))
    return min(MOST_STEPS, max(3, math.ceil(widest / math.log(STEP))))


def _peaks(sets: Sets, least: Array, most: Array, steps: int, restricted: float) -> Array:
    weighed = sets.mask / sets.vi
    whole = np.maximum(np.add.reduce(weighed, axis=1), np.finfo(float).tiny)
    centre = np.einsum("nk,nk->n", weighed, sets.yi) / whole
    powers = np.empty((*sets.yi.shape, 3))  # of the distances from the mean of equal effects
    powers[..., 0] = 1.0
    np.subtract(sets.yi, centre[:, None], out=powers[..., 1])
    np.multiply(powers[..., 1], powers[..., 1], out=powers[..., 2])
    stretch = np.log1p(most / least)[:, None] * _places(steps)
    grid = least[:, None] * np.expm1(stretch)
    slopes = _slope_on(sets, powers, grid, restricted)
    rising = slopes > 0
    rising &= (sets.sizes > 1)[:, None]  # of one study the slope is 0 everywhere, but for rounding
    rising[:, -1] = False  # beyond the bound the likelihood falls; only rounding could say otherwise
    row, place = np.nonzero(rising[:, :-1] & ~rising[:, 1:])
    bracket = Bracket(
        grid[row, place],
        grid[row, place + 1],
        slopes[row, place],
        np.maximum(-slopes[row, place + 1], 0.0),
    )
    if row.size == 1:
        alone = least.size == 1
        own, own_powers = (sets, powers) if alone else (sets.rows(row), powers[row])
        peaks = _refined_one(own, own_powers, bracket, float(least[row[0]]), restricted)
    else:
        peaks = _refined(sets.rows(row), powers[row], bracket, least[row], restricted)
    flat = np.flatnonzero(~rising[:, 0])  # the likelihood falls from 0 on: 0 is a peak of its own
    if row.size + flat.size == least.size:
        found = np.zeros(least.size)
        found[row] = peaks
        return found
    return _highest(
        sets, np.concatenate([row, flat]), np.concatenate([peaks, np.zeros(flat.size)]), restricted
    )


@cache
def _places(steps: int) -> Array:
    """Places from 0 to 1, as far apart as the steps are."""
    found: Array = np.arange(steps + 1) / steps
    return found


def _slope_on(sets: Sets, powers: Array, grid: Array, restricted: float) -> Array:
    """Twice the slope of the log-likelihood at every place of the grid, (B, G)."""
    weights = sets.vi[:, None, :] + grid[:, :, None]
    np.divide(sets.mask[:, None, :], weights, out=weights)
    first = np.matmul(weights, powers[..., :2])
    np.multiply(weights, weights, out=weights)
    second = np.matmul(weights, powers)
    whole = np.maximum(first[..., 0], np.finfo(float).tiny)
    mean = first[..., 1] / whole
    squares = second[..., 2] - mean * (2 * second[..., 1] - mean * second[..., 0])
    slope: Array = squares - first[..., 0] + restricted * second[..., 0] / whole
    return slope


def _refined(sets: Sets, powers: Array, bracket: Bracket, least: Array, restricted: float) -> Array:
    """The place within each bracket where the likelihood is flat, to rounding, (N,).

    Newton's steps double the right digits, so that none is needed after one that moves the eighth digit;
    where one would leave the bracket, the bracket is halved instead.
    """
    low, high = bracket.low, bracket.high
    if not low.size:
        return low
    place = low + (high - low) * bracket.rise / (bracket.rise + bracket.fall)
    for _ in range(ROUNDS):
        sums = _sums(sets, powers, place).reshape(-1, 9).T
        slope, bend = _slope_and_bend(*sums, restricted=restricted)
        rising = slope > 0
        low, high = np.where(rising, place, low), np.where(rising, high, place)
        newton = place - slope / np.where(bend < 0, bend, -np.inf)
        inside = (bend < 0) & (newton >= low) & (newton <= high)
        following = np.where(inside, newton, 0.5 * (low + high))
        close = np.abs(following - place) <= np.where(inside, NEAR, PRECISION) * (following + least)
        place = following
        if close.all():
            break
    return place


def _refined_one(sets: Sets, powers: Array, bracket: Bracket, least: float, restricted: float) -> Array:
    """The same for a single bracket, (1,), with plain numbers: five times as fast for one review."""
    low, high = bracket.low.item(), bracket.high.item()
    rise, fall = bracket.rise.item(), bracket.fall.item()
    place = low + (high - low) * rise / (rise + fall)
    for _ in range(ROUNDS):
        sums = _sums(sets, powers, np.array([place])).ravel().tolist()
        slope, bend = _slope_and_bend(*sums, restricted=restricted)
        low, high = (place, high) if slope > 0 else (low, place)
        following = place - slope / bend if bend < 0 else low
        inside = bend < 0 and low <= following <= high
        if not inside:
            following = 0.5 * (low + high)
        moved, place = abs(following - place), following
        if moved <= (NEAR if inside else PRECISION) * (place + least):
            break
    return np.array([place])


def _sums(sets: Sets, powers: Array, place: Array) -> Array:
    """Sums of the first three powers of the weights, times the powers of the distances, (N, 3, 3)."""
    weights = np.empty((sets.yi.shape[0], 3, sets.yi.shape[1]))
    first, second = weights[:, 0], weights[:, 1]
    np.add(sets.vi, place[:, None], out=first)
    np.divide(sets.mask, first, out=first)
    np.multiply(first, first, out=second)
    np.multiply(first, second, out=weights[:, 2])
    found: Array = np.matmul(weights, powers)
    return found


def _slope_and_bend(
    whole: Number,
    pull: Number,
    _: Number,
    second: Number,
    second_pull: Number,
    second_square: Number,
    third: Number,
    third_pull: Number,
    third_square: Number,
    *,
    restricted: float,
) -> tuple[Number, Number]:
    """Twice the first and second derivatives of the log-likelihood, from `_sums`."""
    mean = pull / whole
    drift = second_pull - mean * second
    squares = second_square - mean * (second_pull + drift)
    cubes = third_square - mean * (2 * third_pull - mean * third)
    share = second / whole
    slope = squares - whole + restricted * share
    bend = second - 2 * (cubes - drift * drift / whole) + restricted * (share * share - 2 * third / whole)
    return slope, bend


def _highest(sets: Sets, row: Indices, peaks: Array, restricted: float) -> Array:
    """Of the peaks that each set has, the place of the highest; of equal ones the least place."""
    heights = log_likelihood(sets.rows(row), peaks, restricted)
    order = np.lexsort((peaks, -heights, row))
    owners, first = np.unique(row[order], return_index=True)
    found = np.zeros(sets.yi.shape[0])
    found[owners] = peaks[order][first]
    return found
