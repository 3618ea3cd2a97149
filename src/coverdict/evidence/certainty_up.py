"""Rating certainty up: studies that were not randomised, and are rated down for nothing (GRADE 9)."""

from __future__ import annotations

from coverdict.evidence.certainty_effects import at_least, at_most, relative_risk
from coverdict.evidence.certainty_ground import Finding, Ground
from coverdict.evidence.methods_model import RatingUp
from coverdict.evidence.studies.model import Design


def barred(ground: Ground, rated_down: bool) -> str:
    """Why the evidence cannot be rated up; empty where it can.

    Arguments:
        rated_down: whether some domain lowers its certainty.
    """
    if ground.synthesis.no_effect is None or any(
        design is not Design.COMPARATIVE for design in ground.designs
    ):
        return "only comparative studies that were not randomised are rated up"
    return "evidence that is rated down is not rated up" if rated_down else ""


def large_effect(ground: Ground) -> Finding:
    """Rating up for a large effect, by the relative risk."""
    rule, risk = ground.rules.large_effect, relative_risk(ground.synthesis)
    if risk is None:
        return Finding(0, "the effect cannot be told as a relative risk", (("relative risk", "none"),))
    value = risk.estimate
    inputs = (("relative risk", f"{value:.2f}"),)
    if at_most(value, float(rule.very_large_below)) or at_least(value, float(rule.very_large_above)):
        return Finding(rule.very_large, f"the relative risk is very large: {value:.2f}", inputs)
    if at_most(value, float(rule.large_below)) or at_least(value, float(rule.large_above)):
        return Finding(rule.large, f"the relative risk is large: {value:.2f}", inputs)
    return Finding(0, f"the relative risk is not large: {value:.2f}", inputs)


def dose_response(ground: Ground) -> Finding:
    """Rating up for a dose-response that the review states."""
    return _stated(ground.outcome.dose_response, ground.rules.dose_response, "no dose-response is stated")


def opposing_confounding(ground: Ground) -> Finding:
    """Rating up for confounding that would have hidden the effect, where the review states it."""
    said = ground.outcome.opposing_confounding
    return _stated(said, ground.rules.opposing_confounding, "no opposing confounding is stated")


def _stated(said: str, rule: RatingUp, without: str) -> Finding:
    return (
        Finding(rule.levels, said, (("stated", "yes"),)) if said else Finding(0, without, (("stated", "no"),))
    )
