"""Sets of effects: many reviews, or many parts of one, as one array."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coverdict.evidence.statistics.arrays import Array, Mask

LARGEST = 1e50  # powers of greater numbers, and of smaller variances, are no numbers any more


@dataclass(frozen=True)
class Sets:
    """B sets of up to k effects.

    Arguments:
        yi: the effects on the scale of analysis, (B, k); 0 where `mask` is false.
        vi: their variances, (B, k), above 0; 1 where `mask` is false.
        mask: which of them belong to the set, (B, k).
    """

    yi: Array
    vi: Array
    mask: Mask

    @cached_property
    def sizes(self) -> Array:
        """How many effects each set has, (B,), as floats to compute with."""
        found: Array = np.add.reduce(self.mask, axis=1, dtype=float)
        return found

    def rows(self, chosen: npt.NDArray[np.intp] | slice) -> Sets:
        """Some of the sets, in the order that is asked for."""
        return Sets(self.yi[chosen], self.vi[chosen], self.mask[chosen])


def stacked(yi: npt.ArrayLike, vi: npt.ArrayLike, mask: npt.ArrayLike | None = None) -> Sets:
    """Sets from arrays of the same shape (B, k), or one set from two rows (k,).

    Arguments:
        yi, vi: effects and variances; what stands where `mask` is false does not matter.
        mask: which belong; all, where it is left out.
    Errors:
        ValueError: shapes differ, an effect is no number of at most 1e50 in size, or a variance none between
            1e-50 and 1e50.
    """
    effects, variances = np.asarray(yi, dtype=float), np.asarray(vi, dtype=float)
    there = np.ones(effects.shape, dtype=bool) if mask is None else np.asarray(mask, dtype=bool)
    if not effects.shape == variances.shape == there.shape or effects.ndim not in (1, 2):
        raise ValueError(
            "effects, variances and mask are arrays of one shape (B, k) or (k,), "
            f"not {effects.shape}, {variances.shape} and {there.shape}"
        )
    if not (np.abs(effects[there]) <= LARGEST).all():
        raise ValueError(f"every effect has to be a number, of at most {LARGEST:g} in size")
    if not ((variances[there] >= 1 / LARGEST) & (variances[there] <= LARGEST)).all():
        raise ValueError(f"every variance has to be a number between {1 / LARGEST:g} and {LARGEST:g}")
    return Sets(
        np.atleast_2d(np.where(there, effects, 0.0)),
        np.atleast_2d(np.where(there, variances, 1.0)),
        np.atleast_2d(there),
    )


def without_each(one: Sets) -> Sets:
    """All k sets that lack one effect of the first set: row i lacks effect i. (1, k) → (k, k).

    The effects themselves are not copied: the k rows are one row, seen k times.
    """
    k = one.yi.shape[1]
    return Sets(
        np.broadcast_to(one.yi[0], (k, k)),
        np.broadcast_to(one.vi[0], (k, k)),
        one.mask[0] & ~np.eye(k, dtype=bool),
    )


def up_to_each(one: Sets) -> Sets:
    """All k sets of the first effects of the first set: row i has effects 0 to i. (1, k) → (k, k)."""
    k = one.yi.shape[1]
    return Sets(
        np.broadcast_to(one.yi[0], (k, k)),
        np.broadcast_to(one.vi[0], (k, k)),
        one.mask[0] & np.tri(k, dtype=bool),
    )
