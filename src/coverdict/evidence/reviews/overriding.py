"""A person's own judgement in the place of a rule's: which steps there are, and what each can be set to."""

from __future__ import annotations

from collections.abc import Collection

from coverdict.evidence.reviews.model import Override
from coverdict.evidence.reviews.shapes import OverrideShape
from coverdict.language.nodes import MapNode
from coverdict.language.shapes import place_of
from coverdict.text import Report, did_you_mean, listed

START = "start"
DOWN = ("risk of bias", "inconsistency", "indirectness", "imprecision", "publication bias")
UP = ("large effect", "dose-response", "opposing confounding")
DOMAINS = (START, *DOWN, *UP)
STEPS = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")

_LEVELS = ("very low", "low", "moderate", "high")
_HOLDS = ("yes", "no", "unknown")
_DOWN = ("0", "-1", "-2", "-3")
_UP = ("0", "+1", "+2")


def values_of(step: str) -> tuple[str, ...]:
    """What a step can be set to, as a review writes it; nothing for what is no step."""
    if step in STEPS:
        return _HOLDS
    if step == START:
        return _LEVELS
    return _DOWN if step in DOWN else _UP if step in UP else ()


def read_override(shape: OverrideShape, node: MapNode, outcomes: Collection[str], report: Report) -> Override:
    """The override of a mapping whose keys are known.

    Arguments:
        outcomes: the ids of the review's outcomes.
        report: gets what is wrong; the result is then not to be used.
    """
    step, place = shape.step, place_of(node, "step")
    if step not in (*DOMAINS, *STEPS):
        right = did_you_mean(step, (*DOMAINS, *STEPS))
        report.add(place, f"no step is called {step}", right, len(step))
    elif shape.value not in values_of(step):
        what = f"the step {step} cannot be set to {shape.value}"
        right = f"write {listed(values_of(step), 'or')}"
        report.add(place_of(node, "value"), what, right, len(shape.value))
    if step in STEPS and shape.outcome:
        what = f"{step} is a step of the verdict, and of no single outcome"
        report.add(place_of(node, "outcome"), what, "remove the outcome", len(shape.outcome))
    elif step in DOMAINS and shape.outcome not in outcomes:
        what = f"no outcome is called {shape.outcome}" if shape.outcome else f"{step} of which outcome?"
        right = did_you_mean(shape.outcome, outcomes) if shape.outcome else "write outcome: and its id"
        report.add(place_of(node, "outcome"), what, right, max(1, len(shape.outcome)))
    return Override(step, shape.outcome, shape.value, shape.by, shape.on, shape.because, place)
