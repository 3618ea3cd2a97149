"""The kinds of arrays that this room works on, and division that leaves open what is not defined."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]


def divided(above: Array | float, below: Array | float) -> Array:
    """`above / below`, and NaN wherever `below` is 0 or either is no finite number.

    NaN marks what is not defined, inside this room alone; nothing above it hands a NaN on.
    """
    upper, lower = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    result = np.full(upper.shape, np.nan)
    fine = (lower != 0) & np.isfinite(upper) & np.isfinite(lower)
    with np.errstate(over="ignore"):
        np.divide(upper, lower, out=result, where=fine)
    result[np.isinf(result)] = np.nan
    return result


def rooted(values: Array | float) -> Array:
    """The square root, and NaN of what is negative or NaN."""
    given = np.asarray(values, dtype=float)
    result = np.full(given.shape, np.nan)
    np.sqrt(given, out=result, where=given >= 0)
    return result
