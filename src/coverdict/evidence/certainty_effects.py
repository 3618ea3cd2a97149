"""How an outcome's effect lies to the thresholds of importance.

An effect is held against two thresholds, one on each side of no effect: as a difference of risks where the
review states one, else as a relative risk (GRADE guidelines 6: 0.75 and 1.25). A bound that only touches a
threshold does not cross it, and lies beyond it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from coverdict.evidence.methods_model import Imprecision
from coverdict.evidence.pooled import Absolute, Span, Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome, Side

PROPORTION = "proportion"

# Two numbers that differ by less are one: 0.15 - 0.20 is not quite -0.05 in binary.
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Effect:
    """A pooled effect beside its thresholds, all on one scale.

    Arguments:
        span: the estimate with its interval; a side that is None is open.
        low, high: the thresholds, `none` (no effect) being between them.
        absolute: whether these are differences of risks, not relative risks.
        more_is_better: whether what lies above `high` is good for the patient.
        odds: whether an odds ratio stands for the relative risk, since the risk under control is not known.
            It lies further from 1: good enough to see that an interval is wide, not that an effect is large.
    """

    span: Span
    low: float
    none: float
    high: float
    absolute: bool
    more_is_better: bool
    odds: bool = False

    @property
    def crossed(self) -> int:
        """How many of the two thresholds lie inside the interval."""
        return sum(self._above(edge) and self._below(edge) for edge in (self.low, self.high))

    @property
    def better(self) -> bool:
        """Whether the whole interval is at least as good as the threshold."""
        return self._whole_above(self.high) if self.more_is_better else self._whole_below(self.low)

    @property
    def worse(self) -> bool:
        """Whether the whole interval is at least as bad as the threshold."""
        return self._whole_below(self.low) if self.more_is_better else self._whole_above(self.high)

    @property
    def may_be_better(self) -> bool:
        """Whether some of the interval reaches the threshold on the good side."""
        upper, lower = self.span.upper, self.span.lower
        if self.more_is_better:
            return upper is None or at_least(upper, self.high)
        return lower is None or at_most(lower, self.low)

    @property
    def may_be_worse(self) -> bool:
        """Whether some of the interval reaches the threshold on the bad side."""
        upper, lower = self.span.upper, self.span.lower
        if self.more_is_better:
            return lower is None or at_most(lower, self.low)
        return upper is None or at_least(upper, self.high)

    @property
    def superior(self) -> bool:
        """Whether the whole interval is on the good side of no effect."""
        lower, upper = self.span.lower, self.span.upper
        if self.more_is_better:
            return lower is not None and not at_most(lower, self.none)
        return upper is not None and not at_least(upper, self.none)

    @property
    def not_inferior(self) -> bool:
        """Whether the whole interval is better than the threshold on the bad side; a touch is not."""
        if self.more_is_better:
            return self.span.lower is not None and not at_most(self.span.lower, self.low)
        return self.span.upper is not None and not at_least(self.span.upper, self.high)

    @property
    def inferior(self) -> bool:
        """Whether the whole interval is worse than the threshold on the bad side; a touch is not."""
        if self.more_is_better:
            return self.span.upper is not None and not at_least(self.span.upper, self.low)
        return self.span.lower is not None and not at_most(self.span.lower, self.high)

    def _above(self, edge: float) -> bool:
        """Whether some of the interval lies above the edge."""
        return self.span.upper is None or not at_most(self.span.upper, edge)

    def _below(self, edge: float) -> bool:
        return self.span.lower is None or not at_least(self.span.lower, edge)

    def _whole_above(self, edge: float) -> bool:
        return self.span.lower is not None and at_least(self.span.lower, edge)

    def _whole_below(self, edge: float) -> bool:
        return self.span.upper is not None and at_most(self.span.upper, edge)

    def written(self) -> str:
        """The estimate with its interval, as people read it."""
        return written(self.span, self.absolute)

    def thresholds(self) -> str:
        """The two thresholds, as people read them."""
        return f"{number(self.low, self.absolute)} and {number(self.high, self.absolute)}"


def at_least(value: float, edge: float) -> bool:
    """Whether a number reaches a limit from below, but for what rounding loses."""
    return value >= edge - _EXACT


def at_most(value: float, edge: float) -> bool:
    """Whether a number reaches a limit from above, but for what rounding loses."""
    return value <= edge + _EXACT


def effect_of(outcome: ReviewOutcome, synthesis: Synthesis, rules: Imprecision) -> Effect | None:
    """The main effect beside its thresholds; None where nothing was pooled, or it is a proportion."""
    if synthesis.main is None or outcome.measure == PROPORTION:
        return None
    good = outcome.side is Side.BENEFIT
    if outcome.threshold is not None and synthesis.absolute is not None:
        edge = float(outcome.threshold.difference)
        return Effect(synthesis.absolute.difference, -edge, 0.0, edge, True, good)
    relative = relative_risk(synthesis)
    if relative is not None:
        return Effect(relative, float(rules.lower), 1.0, float(rules.upper), False, good)
    if outcome.measure == "odds ratio":
        return Effect(synthesis.main.span, float(rules.lower), 1.0, float(rules.upper), False, good, True)
    return None


def panel_of(outcome: ReviewOutcome, synthesis: Synthesis) -> tuple[Effect, ...]:
    """What the other methods of the panel answer, on the measure's own scale and beside no effect alone."""
    if synthesis.no_effect is None:
        return ()
    none, good = synthesis.no_effect, outcome.side is Side.BENEFIT
    others = (one for one in synthesis.panel if one != synthesis.main)
    return tuple(Effect(one.span, none, none, none, False, good) for one in others)


def beside_margin(outcome: ReviewOutcome, synthesis: Synthesis) -> tuple[Effect, ...]:
    """The differences of risks by every method beside the margin of non-inferiority, the main one first.

    Result: nothing where no margin is declared, or there is no absolute effect.
    """
    margin, absolute = outcome.margin, synthesis.absolute
    if margin is None or absolute is None:
        return ()
    edge, good = float(margin.difference), outcome.side is Side.BENEFIT
    others = (one.span for one in synthesis.panel if one != synthesis.main)
    spans = (absolute.difference, *(_difference(span, synthesis.measure, absolute) for span in others))
    return tuple(Effect(span, -edge, 0.0, edge, True, good) for span in spans)


def _difference(span: Span, measure: str, absolute: Absolute) -> Span:
    """A relative effect as a difference of risks, at the risk under control of the whole pool."""
    risk = absolute.control_risk

    def change(end: float) -> float:
        return end if measure == "risk difference" else min(1.0, _treated(end, measure, risk)) - risk

    lower, upper = (None if end is None else change(end) for end in (span.lower, span.upper))
    return Span(change(span.estimate), lower, upper)


def relative_risk(synthesis: Synthesis) -> Span | None:
    """The main effect as a relative risk; a hazard ratio counts as one.

    Result: None where an odds ratio or a difference comes without a risk under control.
    """
    main = synthesis.main
    if main is None or synthesis.measure == PROPORTION:
        return None
    if synthesis.measure in ("risk ratio", "hazard ratio"):
        return main.span
    absolute = synthesis.absolute
    if absolute is None or not absolute.control_risk > 0:
        return None
    return _relative(absolute)


def _relative(absolute: Absolute) -> Span:
    risk, difference = absolute.control_risk, absolute.difference

    def ratio(change: float | None) -> float | None:
        return None if change is None else max(0.0, (risk + change) / risk)

    return Span((risk + difference.estimate) / risk, ratio(difference.lower), ratio(difference.upper))


def estimates(synthesis: Synthesis, effect: Effect) -> tuple[float, ...]:
    """Each study's estimate on the scale of `effect`; none where that scale cannot be reached.

    Relative effects become differences at the one risk under control of the whole pool, so that they differ
    as the studies do and not as their patients' risks do.
    """
    risk = synthesis.absolute.control_risk if synthesis.absolute is not None else None
    found = (
        _on_scale(contribution.effect.estimate, synthesis.measure, risk, effect)
        for contribution in synthesis.contributions
    )
    return tuple(value for value in found if value is not None)


def _on_scale(value: float, measure: str, risk: float | None, effect: Effect) -> float | None:
    if not effect.absolute and (measure in ("risk ratio", "hazard ratio") or effect.odds):
        return value
    if measure == "risk difference" and effect.absolute:
        return value
    if risk is None or not 0 < risk < 1:
        return None
    treated = min(1.0, _treated(value, measure, risk))
    return treated - risk if effect.absolute else treated / risk


def _treated(value: float, measure: str, risk: float) -> float:
    """The risk under treatment that a study's effect makes of the risk under control."""
    match measure:
        case "odds ratio":
            return value * risk / (1 - risk + value * risk)
        case "hazard ratio":
            return 1 - math.pow(1 - risk, value)
        case "risk difference":
            return risk + value
        case _:
            return value * risk


def number(value: float, absolute: bool) -> str:
    """A difference of risks in percentage points, or a ratio."""
    return f"{100 * value:+.1f} points" if absolute else f"{value:.2f}"


def written(span: Span, absolute: bool) -> str:
    """An estimate with its interval, as `0.62 (0.31 to 1.24)`."""
    ends = ("open" if end is None else number(end, absolute) for end in (span.lower, span.upper))
    return f"{number(span.estimate, absolute)} ({' to '.join(ends)})"
