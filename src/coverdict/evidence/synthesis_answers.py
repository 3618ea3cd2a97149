"""Arrays of means → answers as pages show them; what an array leaves open becomes None."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from coverdict.evidence.pooled import Pooled, Span
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.pooling import Interval, means, prediction
from coverdict.evidence.statistics.sets import Sets
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_scales import Natural

INTERVALS = {
    Interval.WALD: "Wald",
    Interval.T: "t",
    Interval.HKSJ: "Hartung-Knapp",
    Interval.FLOORED: "Hartung-Knapp, floored",
}
ONE_STUDY = "One study"


@dataclass(frozen=True, slots=True)
class Answer:
    """One method's numbers on the scale of analysis; NaN marks what is not defined."""

    method: str
    interval: str
    estimate: float
    se: float
    lower: float
    upper: float
    p: float
    tau2: float | None
    prediction: tuple[float, float] | None


def answers(
    sets: Sets, estimator: Estimator, interval: Interval, parameters: Parameters, scale: Natural
) -> tuple[Pooled | None, ...]:
    """The answer of one method for each set; None where a set has no effect, or a spread of 0.

    A set of one effect is answered by that effect with Wald's interval, and says so in its method.
    """
    tau2 = between(sets, estimator)
    several = means(sets, tau2, interval, parameters.level)
    alone = means(sets, tau2, Interval.WALD, parameters.level)
    sizes = sets.sizes
    low, high = prediction(several, sizes - 2, parameters.level)
    random = estimator is not Estimator.EE
    found: list[Pooled | None] = []
    for row, size in enumerate(sizes):
        one = alone if size == 1 else several
        predicted = random and size >= parameters.prediction_from
        answer = Answer(
            ONE_STUDY if size == 1 else str(estimator),
            INTERVALS[Interval.WALD if size == 1 else interval],
            float(one.estimate[row]),
            float(one.se[row]),
            float(one.lower[row]),
            float(one.upper[row]),
            float(one.p[row]),
            float(tau2[row]) if random and size > 1 else None,
            (float(low[row]), float(high[row])) if predicted else None,
        )
        found.append(shown(answer, scale))
    return tuple(found)


def wald(
    method: str, estimate: float, se: float, tau2: float | None, level: float, scale: Natural
) -> Pooled | None:
    """The answer of a method with a normal interval of its own; None where it has no estimate."""
    if not (math.isfinite(estimate) and math.isfinite(se)) or se <= 0:
        return None
    half = float(ndtri((1 + level) / 2)) * se
    p = 2 * float(ndtr(-abs(estimate / se)))
    answer = Answer(method, "Wald", estimate, se, estimate - half, estimate + half, p, tau2, None)
    return shown(answer, scale)


def shown(answer: Answer, scale: Natural) -> Pooled | None:
    """An answer as pages show it; None where it has no estimate or no spread at all."""
    estimate = scale.of(answer.estimate)
    if estimate is None or not answer.se > 0:
        return None
    tested = scale.no_effect is not None
    lower, upper = scale.of(answer.lower), scale.of(answer.upper)
    known = math.isfinite(answer.lower) and math.isfinite(answer.upper)
    predicted = None
    if answer.prediction is not None:
        low, high = (scale.of(end) for end in answer.prediction)
        predicted = (low, high) if low is not None and high is not None else None
    return Pooled(
        answer.method,
        answer.interval,
        Span(estimate, lower, upper),
        answer.estimate,
        answer.se,
        answer.p if tested and math.isfinite(answer.p) else None,
        answer.tau2,
        predicted,
        not answer.lower <= 0 <= answer.upper if tested and known else None,
    )


def finite(value: float | np.floating) -> float | None:
    """The number, or None where it is none."""
    return float(value) if math.isfinite(value) else None
