"""The certainty of one outcome's evidence, by the rules of GRADE in a method document.

Every domain is a step of its own, with what it read, the rule's id and the document's version. Where a
person has set a step, that stands, and beside it what the rule alone would have set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from coverdict.evidence.appraisal import Certainty, Rating, RatingStep
from coverdict.evidence.certainty_down import (
    imprecision,
    inconsistency,
    indirectness,
    publication_bias,
    risk_of_bias,
)
from coverdict.evidence.certainty_effects import PROPORTION
from coverdict.evidence.certainty_ground import Finding, Ground
from coverdict.evidence.certainty_up import barred, dose_response, large_effect, opposing_confounding
from coverdict.evidence.methods import certainty_of
from coverdict.evidence.methods_model import Method, Start
from coverdict.evidence.reviews.model import Override
from coverdict.evidence.studies.model import Design
from coverdict.text import counted, listed

_DOWN: tuple[tuple[str, Callable[[Ground], Finding]], ...] = (
    ("risk of bias", risk_of_bias),
    ("inconsistency", inconsistency),
    ("indirectness", indirectness),
    ("imprecision", imprecision),
    ("publication bias", publication_bias),
)
_UP: tuple[tuple[str, Callable[[Ground], Finding]], ...] = (
    ("large effect", large_effect),
    ("dose-response", dose_response),
    ("opposing confounding", opposing_confounding),
)


def rate(ground: Ground, overrides: Iterable[Override], method: Method) -> Rating:
    """The certainty of the evidence on one outcome.

    Arguments:
        ground: the outcome, what pooling said of it, and the studies behind it.
        overrides: of the review; those of other outcomes are passed over.
        method: the rules.
    """
    outcome = ground.outcome
    mine = {one.step: one for one in overrides if one.outcome == outcome.id}
    steps = [_step("start", _start(ground), method, mine)]
    if ground.synthesis.contributions:
        steps += [_step(domain, find(ground), method, mine) for domain, find in _DOWN]
        bar = barred(ground, any(step.change < 0 for step in steps[1:]))
        steps += [_step(domain, _unless(bar, find(ground)), method, mine) for domain, find in _UP]
    else:  # nothing to rate; what a person set is shown and counts all the same
        steps += [_step(domain, _NOTHING, method, mine) for domain, _ in (*_DOWN, *_UP) if domain in mine]
    total = sum(step.change for step in steps)
    certainty = Certainty(min(max(total, Certainty.VERY_LOW), Certainty.HIGH))
    return Rating(outcome.id, outcome.label, certainty, tuple(steps))


_NOTHING = Finding(0, "nothing was pooled, so there is nothing to rate")


def _unless(bar: str, found: Finding) -> Finding:
    """What a rule comes to that rates up; nothing, where the evidence cannot be rated up."""
    return replace(found, change=0, because=f"{found.because}; {bar}") if bar and found.change else found


def words(certainty: Certainty) -> str:
    """`very low`, `low`, `moderate` or `high`."""
    return certainty.name.lower().replace("_", " ")


def _start(ground: Ground) -> Finding:
    rule, designs = ground.rules.start, ground.designs
    if not designs:
        because = "no study gives a number that could be pooled, so nothing is known"
        return Finding(int(Certainty.VERY_LOW), because, (("studies", "0"),))
    if ground.outcome.measure == PROPORTION:
        because = "a proportion of one arm compares nothing, whatever the studies' designs"
        return Finding(int(rule.single), because, (("studies", str(len(designs))),))
    kinds = tuple(dict.fromkeys(designs))
    counts = tuple((str(kind), str(designs.count(kind))) for kind in kinds)
    lowest = min(_level(rule, kind) for kind in kinds)
    said = listed(f"{counted(designs.count(kind), str(kind))}" for kind in kinds).replace("studys", "studies")
    mixed = (
        "; of several designs the lowest counts" if len({_level(rule, kind) for kind in kinds}) > 1 else ""
    )
    return Finding(int(lowest), f"{said}: certainty starts {words(lowest)}{mixed}", counts)


def _level(rule: Start, design: Design) -> Certainty:
    match design:
        case Design.RANDOMISED:
            return rule.randomised
        case Design.COMPARATIVE:
            return rule.comparative
        case _:
            return rule.single


def _step(domain: str, found: Finding, method: Method, overrides: Mapping[str, Override]) -> RatingStep:
    rule = getattr(method.certainty, domain.replace(" ", "_").replace("-", "_"))
    override = overrides.get(domain)
    change = found.change if override is None else _set_to(domain, override.value)
    because = (
        found.because if override is None else f"set by {override.by} on {override.on}: {override.because}"
    )
    return RatingStep(
        domain, change, because, found.inputs, rule.rule, method.version, override, found.change
    )


def _set_to(domain: str, value: str) -> int:
    return int(certainty_of(value)) if domain == "start" else int(value)
