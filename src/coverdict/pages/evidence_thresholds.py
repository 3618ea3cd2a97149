"""Thresholds of importance on the axis of a plot.

A threshold is stated as a difference of risks. On the axis of a ratio it stands where that difference lies
for patients of the risk that they have under the comparator; where that risk is not known, it has no place.
"""

from __future__ import annotations

import math

from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome
from coverdict.pages.evidence_numbers import measure_of
from coverdict.text import listed, plain


def thresholds(synthesis: Synthesis, outcome: ReviewOutcome | None) -> tuple[float, ...]:
    """The places from which on an effect matters, the lower first; none where nobody stated a threshold."""
    if outcome is None or outcome.threshold is None or synthesis.no_effect is None:
        return ()
    difference = abs(float(outcome.threshold.difference))
    found = (_place(synthesis, way * difference) for way in (-1, 1))
    return tuple(place for place in found if place is not None and math.isfinite(place))


def threshold_note(synthesis: Synthesis, outcome: ReviewOutcome | None) -> str:
    """What the marks of `thresholds` are, in a sentence; nothing where there are none."""
    found = thresholds(synthesis, outcome)
    if not found or outcome is None or outcome.threshold is None:
        return ""
    points = plain(abs(outcome.threshold.difference) * 100)
    says = f"Dotted: where the difference is {points} percentage points, the least that matters"
    if synthesis.measure == "risk difference" or synthesis.absolute is None:
        return f"{says}."
    measure = measure_of(synthesis.measure)
    risk = f"{synthesis.absolute.control_risk * 100:.1f}"
    places = listed(measure.number(place) for place in found)
    return f"{says}: at {risk} % under the comparator, {measure.name.lower()} {places}."


def _place(synthesis: Synthesis, difference: float) -> float | None:
    """Where a difference of risks stands on the axis of the measure; None where it has no place."""
    if synthesis.measure == "risk difference":
        return difference
    if synthesis.absolute is None or synthesis.measure not in ("odds ratio", "risk ratio", "hazard ratio"):
        return None
    control = synthesis.absolute.control_risk
    risk = control + difference
    if not (0 < control < 1 and 0 < risk < 1):
        return None
    if synthesis.measure == "risk ratio":
        return risk / control
    if synthesis.measure == "odds ratio":
        return risk / (1 - risk) / (control / (1 - control))
    # Under proportional hazards the share without an event is that under control, to the power of the ratio.
    return math.log1p(-risk) / math.log1p(-control)
