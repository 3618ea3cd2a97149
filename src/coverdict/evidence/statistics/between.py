"""The variance between studies, by any of the estimators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np

from coverdict.evidence.statistics import generalised_q, likelihood, moments
from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.sets import Sets


class Estimator(StrEnum):
    """How the variance between studies is estimated; EE assumes that there is none."""

    EE = "EE"
    DL = "DL"
    HE = "HE"
    HS = "HS"
    HSK = "HSk"
    SJ = "SJ"
    ML = "ML"
    REML = "REML"
    EB = "EB"
    PM = "PM"
    PMM = "PMM"


def _none(sets: Sets) -> Array:
    return np.zeros(sets.yi.shape[0])


_HOW: Mapping[Estimator, Callable[[Sets], Array]] = {
    Estimator.EE: _none,
    Estimator.DL: moments.dersimonian_laird,
    Estimator.HE: moments.hedges,
    Estimator.HS: moments.hunter_schmidt,
    Estimator.HSK: moments.hunter_schmidt_small,
    Estimator.SJ: moments.sidik_jonkman,
    Estimator.ML: likelihood.ml,
    Estimator.REML: likelihood.reml,
    Estimator.EB: generalised_q.paule_mandel,
    Estimator.PM: generalised_q.paule_mandel,
    Estimator.PMM: generalised_q.median_paule_mandel,
}


def between(sets: Sets, estimator: Estimator) -> Array:
    """The variance between studies of each set, (B,), 0 or above; 0 where a set has one effect or none."""
    # Of one effect every formula gives 0 but for rounding, which is not let through.
    found, several = _HOW[estimator](sets), sets.sizes > 1
    return found if several.all() else np.where(several, found, 0.0)
