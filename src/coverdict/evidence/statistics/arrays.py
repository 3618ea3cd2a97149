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
    with np.errstate(all="ignore"):
        result = np.asarray(np.divide(above, below), dtype=float)
    if not np.isfinite(result).all():
        result = np.where(np.isfinite(result), result, np.nan)
    return result


def rooted(values: Array | float) -> Array:
    """The square root, and NaN of what is negative or NaN."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.sqrt(values), dtype=float)
