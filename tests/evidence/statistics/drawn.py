"""Sets of effects for hypothesis to draw, easy and hard ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

Drawn = tuple[np.ndarray, np.ndarray]


@st.composite
def effects(draw: st.DrawFn, fewest: int = 2, most: int = 9) -> Drawn:
    """Effects and variances of one set; variances may lie four powers of ten apart."""
    k = draw(st.integers(fewest, most))
    yi = [draw(st.integers(-300, 300)) / 100 for _ in range(k)]
    vi = [10 ** (draw(st.integers(-30, 10)) / 10) for _ in range(k)]
    return np.array(yi), np.array(vi)
