"""How far the studies of one set differ more than by chance."""

from __future__ import annotations

import numpy as np

from coverdict.evidence.pooled import Heterogeneity
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.pooling import bounds, differences
from coverdict.evidence.statistics.sets import Sets
from coverdict.evidence.synthesis_answers import finite
from coverdict.evidence.synthesis_parameters import Parameters


def heterogeneity(one: Sets, parameters: Parameters) -> Heterogeneity | None:
    """Of one set, (1, k), by the main estimator; None for one study."""
    if one.yi.shape[1] < 2:
        return None
    tau2 = between(one, parameters.estimator)
    plain = parameters.estimator is Estimator.EE
    found, limits = differences(one, None if plain else tau2), bounds(one, parameters.level)
    return Heterogeneity(
        float(found.q[0]),
        int(found.freedom[0]),
        float(found.p[0]),
        float(found.i2[0]),
        float(found.h2[0]),
        float(tau2[0]),
        _pair(limits.tau2),
        _pair(limits.i2),
    )


def _pair(limits: tuple[np.ndarray, np.ndarray]) -> tuple[float, float] | None:
    low, high = finite(limits[0][0]), finite(limits[1][0])
    return None if low is None or high is None else (low, high)
