"""An outcome in patients: the absolute effect, and how many patients a conclusion needs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coverdict.evidence.inputs import PROPORTION
from coverdict.evidence.pooled import Absolute, InformationSize, Pooled, Span
from coverdict.evidence.reviews.model import ReviewOutcome
from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.information import adjusted_size, diversity, required_size
from coverdict.evidence.statistics.pooling import means
from coverdict.evidence.statistics.sets import Sets
from coverdict.evidence.synthesis_effects import Included
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_scales import DIFFERENCE


def absolute(effects_: Sequence[Included], measure: str, main: Pooled) -> Absolute | str | None:
    """The difference of risks that the main effect makes at the risk of all controls together.

    Result:
        None for a proportion; a sentence where it cannot be worked out.
    """
    if measure == PROPORTION:
        return None
    risk = control_risk(effects_)
    if risk is None:
        return "Without counts of controls there is no absolute effect."
    if measure != DIFFERENCE and risk == 0:
        return "No control had the event, so that a ratio makes no absolute effect."
    events, total = _controls(effects_)
    span = main.span
    return Absolute(
        risk,
        Span(
            _change(span.estimate, measure, risk),
            None if span.lower is None else _change(span.lower, measure, risk),
            None if span.upper is None else _change(span.upper, measure, risk),
        ),
        f"at the risk of all controls together, {events} of {total}",
    )


def _change(effect: float, measure: str, risk: float) -> float:
    """The difference of risks that `effect` makes at `risk`; a treated risk is never above 1."""
    if measure == DIFFERENCE:
        return effect
    if measure == "odds ratio":
        treated = effect * risk / (1 - risk + effect * risk)
    elif measure == "hazard ratio":
        treated = 1 - math.pow(1 - risk, effect)
    else:
        treated = min(1.0, effect * risk)
    return treated - risk


def control_risk(effects_: Sequence[Included]) -> float | None:
    """The risk of all controls together; None where no study has counts of controls."""
    events, total = _controls(effects_)
    return events / total if total else None


def _controls(effects_: Sequence[Included]) -> tuple[int, int]:
    counts = [one.input.control for one in effects_ if one.input.control is not None]
    return sum(events for events, _ in counts), sum(total for _, total in counts)


def information_size(
    outcome: ReviewOutcome, effects_: Sequence[Included], one: Sets, parameters: Parameters
) -> InformationSize | str | None:
    """How many patients tell the outcome's threshold of importance, or the parameters' relative reduction.

    Result:
        None for a proportion; a sentence where it cannot be worked out.
    """
    if outcome.measure == PROPORTION:
        return None
    risk = control_risk(effects_)
    if risk is None:
        return "Without counts of controls there is no required information size."
    treated, how = _treated(outcome, risk, parameters)
    if not 0 <= treated <= 1 or treated == risk:
        return f"At a control risk of {risk:.1%} there is no required information size for {how}."
    required = required_size(risk, treated, parameters.alpha, parameters.power)
    spread = _diversity(one)
    available = sum(
        one.input.treated[1] + one.input.control[1]
        for one in effects_
        if one.input.treated is not None and one.input.control is not None
    )
    return InformationSize(
        available,
        required,
        adjusted_size(risk, treated, spread, parameters.alpha, parameters.power),
        f"control risk {_percent(risk)}, treated risk {_percent(treated)} ({how}), "
        f"α {_percent(parameters.alpha)} two-sided, power {_percent(parameters.power)}, "
        f"D² {_percent(spread)}",
    )


def _treated(outcome: ReviewOutcome, risk: float, parameters: Parameters) -> tuple[float, str]:
    """The risk under treatment that has to be told from the control's; towards less, where there is room."""
    if outcome.threshold is not None:
        difference = abs(float(outcome.threshold.difference))
        how = f"a difference of {_percent(difference)}"
        return (risk - difference if risk >= difference else risk + difference), how
    return risk * (1 - parameters.reduction), f"a relative reduction of {_percent(parameters.reduction)}"


def _diversity(one: Sets) -> float:
    """D² with REML; 0 for one study."""
    if one.yi.shape[1] < 2:
        return 0.0
    equal, random = (
        float(means(one, between(one, estimator)).se[0]) for estimator in (Estimator.EE, Estimator.REML)
    )
    return diversity(equal, random)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
