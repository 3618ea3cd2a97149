"""An effect as a source prints it → an effect with a variance, on the scale of analysis."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import ndtri

from coverdict.evidence.statistics.ratios import LogRatio, from_interval, from_p
from coverdict.evidence.studies.model import Effect, PValue

DIFFERENCE = "risk difference"


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed effect.

    Arguments:
        yi, vi: on the scale of analysis: the logarithm of a ratio, a difference as it is.
        derived: how it was turned or its variance come by; empty where it stands so in the source.
        adjusted: whether the source adjusted it.
    """

    yi: float
    vi: float
    derived: str
    adjusted: bool


def printed_effect(
    measure: str, treated: str, control: str, effect: Effect, p: PValue | None
) -> Printed | str:
    """The printed effect as one of `treated` against `control`, or the reason why it cannot be used.

    Arguments:
        measure: which is asked for; another one is never turned into it.
        p: the printed p value, from which a ratio without an interval gets its variance.
    """
    if effect.measure != measure:
        return f"the source prints {a_measure(effect.measure)}, and {a_measure(measure)} is asked for"
    turned = (effect.treated, effect.control) == (control, treated)
    if not turned and (effect.treated, effect.control) != (treated, control):
        return f"the printed {measure} compares other arms"
    try:
        found, how = _with_variance(measure, effect, p)
    except ValueError as reason:
        return f"the printed {measure} cannot be used: {reason}"
    parts = [how] if how else []
    if turned:
        parts.append(f"the source prints {effect.treated} against {effect.control}; turned round")
    return Printed(-found.yi if turned else found.yi, found.vi, "; ".join(parts), effect.adjusted)


def _with_variance(measure: str, effect: Effect, p: PValue | None) -> tuple[LogRatio, str]:
    estimate = float(effect.estimate.value)
    if effect.lower is not None and effect.upper is not None:
        lower, upper = float(effect.lower.value), float(effect.upper.value)
        if measure != DIFFERENCE:
            return from_interval(estimate, lower, upper, float(effect.level)), ""
        return _difference(estimate, lower, upper, float(effect.level)), ""
    if measure == DIFFERENCE or p is None or p.sign != "=":
        raise ValueError("it comes without an interval, and without a p value that tells its variance")
    how = f"variance from p = {p.figure.text}, taken to be that of a normal statistic"
    return from_p(estimate, float(p.figure.value)), how


def _difference(estimate: float, lower: float, upper: float, level: float) -> LogRatio:
    if not lower <= estimate <= upper or lower == upper:
        raise ValueError("the interval does not hold its estimate")
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    return LogRatio(estimate, ((upper - lower) / (2 * float(ndtri((1 + level) / 2)))) ** 2)


def a_measure(measure: str) -> str:
    """The measure with its article."""
    return f"{'an' if measure[:1] in 'aeiou' else 'a'} {measure}"
