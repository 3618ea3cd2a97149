"""The scale that a measure is pooled on, and the way back to the numbers that people read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coverdict.evidence.inputs import PROPORTION
from coverdict.evidence.statistics.proportions import Scale, as_proportion, freeman_tukey_as_proportion

DIFFERENCE = "risk difference"


@dataclass(frozen=True, slots=True)
class Natural:
    """How numbers on a scale of analysis are read.

    Arguments:
        no_effect: the natural value that means no effect; None for a proportion.
        scale: of proportions; None for comparisons.
        size: the sample size by which Freeman and Tukey's scale is left.
    """

    measure: str
    no_effect: float | None
    scale: Scale | None = None
    size: float = 1.0

    def of(self, value: float) -> float | None:
        """The natural value; None where there is none, or it is too large for a number."""
        if not math.isfinite(value):
            return None
        if self.scale is Scale.FREEMAN_TUKEY:
            return float(freeman_tukey_as_proportion(np.array([value]), self.size)[0])
        if self.scale is not None:
            return float(as_proportion(np.array([value]), self.scale)[0])
        if self.measure == DIFFERENCE:
            return min(1.0, max(-1.0, value))
        return math.exp(value) if value < 700 else None


def natural(measure: str) -> Natural:
    """How the main scale of a measure is read: logarithms of ratios, differences as they are, logits."""
    if measure == PROPORTION:
        return Natural(measure, None, Scale.LOGIT)
    return Natural(measure, 0.0 if measure == DIFFERENCE else 1.0)
