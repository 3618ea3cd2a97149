"""Rating certainty down: the five domains of GRADE, each a function of one outcome's evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from coverdict.evidence.certainty_effects import at_least, at_most, estimates
from coverdict.evidence.certainty_ground import Finding, Ground, percent
from coverdict.evidence.pooled import Contribution
from coverdict.text import counted, listed

PARTS = ("population", "intervention", "comparator", "outcome")
"""The parts of a question that a study can fail to meet."""


def risk_of_bias(ground: Ground) -> Finding:
    """Rating down for risk of bias (Core GRADE 4, BMJ 2025)."""
    rule = ground.rules.risk_of_bias
    contributions = ground.synthesis.contributions
    levels = sorted({one.bias for one in contributions})
    critical, high = ground.at_risk("critical"), ground.at_risk("high", "critical")
    inputs = [(f"weight at {level} risk", percent(ground.at_risk(level))) for level in levels]
    most = float(rule.most)
    if not at_most(critical, most):
        because = f"studies at critical risk of bias carry {percent(critical)} of the weight"
        return Finding(-rule.critical, because, tuple(inputs))
    low = [one for one in contributions if one.bias == "low"]
    if not low:
        return Finding(-rule.serious, "no study is at low risk of bias", tuple(inputs))
    if not at_most(high, most):
        p = _difference(low, [one for one in contributions if one.bias in ("high", "critical")])
        inputs.append(("p of the difference", "not worked out" if p is None else f"{p:.3f}"))
        said = f"studies at high risk of bias carry {percent(high)} of the weight"
        if p is not None and p < float(rule.differ):
            return Finding(
                -rule.serious, f"{said} and differ from those at low risk (p = {p:.3f})", tuple(inputs)
            )
        return Finding(0, f"{said}, and do not differ from those at low risk", tuple(inputs))
    because = f"studies at high risk of bias carry {percent(high)} of the weight, and some are at low risk"
    return Finding(0, because, tuple(inputs))


def _difference(first: Sequence[Contribution], second: Sequence[Contribution]) -> float | None:
    """The p value of the difference of two groups of studies, each averaged by inverse variance."""
    means = [_mean(group) for group in (first, second)]
    if any(mean is None for mean in means):
        return None
    (one, one_variance), (other, other_variance) = (mean for mean in means if mean is not None)
    return math.erfc(abs(one - other) / math.sqrt(2 * (one_variance + other_variance)))


def _mean(group: Sequence[Contribution]) -> tuple[float, float] | None:
    weights = [1 / one.vi for one in group if one.vi > 0]
    if len(weights) != len(group) or not weights:
        return None
    total = sum(weights)
    return sum(weight * one.yi for weight, one in zip(weights, group, strict=True)) / total, 1 / total


def inconsistency(ground: Ground) -> Finding:
    """Rating down for inconsistency (Core GRADE 3, BMJ 2025)."""
    rule, synthesis = ground.rules.inconsistency, ground.synthesis
    count = len(synthesis.contributions)
    if count < 2:
        return Finding(0, "one study alone cannot be inconsistent: unknown", (("studies", str(count)),))
    if synthesis.heterogeneity is None:
        return Finding(0, "heterogeneity could not be worked out: unknown", (("studies", str(count)),))
    i2, effect = synthesis.heterogeneity.i2, ground.effect
    inputs: tuple[tuple[str, str], ...] = (("studies", str(count)), ("I²", f"{i2:.1f} %"))
    if effect is None:
        return Finding(0, f"I² is {i2:.0f} %, and there is no effect to lie on two sides", inputs)
    values = estimates(synthesis, effect)
    if not values:
        return Finding(0, f"I² is {i2:.0f} %, and single studies cannot be held against thresholds", inputs)
    opposite = not at_least(min(values), effect.none) and not at_most(max(values), effect.none)
    below = [value for value in values if at_most(value, effect.low)]
    above = [value for value in values if at_least(value, effect.high)]
    apart = any(0 < len(beyond) < len(values) for beyond in (below, above))
    inputs += (
        ("estimates in opposite directions", "yes" if opposite else "no"),
        ("estimates on both sides of a threshold", "yes" if apart else "no"),
        ("thresholds", effect.thresholds()),
    )
    if at_least(i2, float(rule.very_serious_from)) and opposite:
        because = f"I² is {i2:.0f} %, and estimates have opposite directions"
        return Finding(-rule.very_serious, because, inputs)
    if at_least(i2, float(rule.serious_from)) and apart:
        because = f"I² is {i2:.0f} %, and estimates lie on both sides of a threshold of importance"
        return Finding(-rule.serious, because, inputs)
    return Finding(0, f"I² is {i2:.0f} %{', and estimates agree' if not apart else ''}", inputs)


def indirectness(ground: Ground) -> Finding:
    """Rating down for indirectness (Core GRADE 5, BMJ 2025), by the reasons that the review gives."""
    rule, shares = ground.rules.indirectness, _missed(ground)
    inputs = tuple(
        (f"weight of another {part}", percent(share)) for part, share in shares.items() if share > 0
    )
    serious = indirect_parts(ground)
    if not serious:
        return Finding(0, "studies with most of the weight answer the question directly", inputs)
    because = f"studies with most of the weight have another {listed(serious)} than the question"
    return Finding(-min(rule.each * len(serious), rule.at_most), because, inputs)


def indirect_parts(ground: Ground) -> tuple[str, ...]:
    """The parts of the question that studies with most of the weight do not meet."""
    most = float(ground.rules.indirectness.most)
    return tuple(part for part, share in _missed(ground).items() if not at_most(share, most))


def _missed(ground: Ground) -> dict[str, float]:
    """Of each part of the question, the weight of the studies that do not meet it."""
    return {part: ground.share(partial(_misses, ground, part)) for part in PARTS}


def _misses(ground: Ground, part: str, contribution: Contribution) -> bool:
    inclusion = ground.inclusions.get(contribution.study)
    return inclusion is not None and any(name == part for name, _ in inclusion.indirect)


def imprecision(ground: Ground) -> Finding:
    """Rating down for imprecision (GRADE guidelines 6, GRADE guidance 34, Core GRADE 2)."""
    rule, effect, information = ground.rules.imprecision, ground.effect, ground.synthesis.information
    if effect is None:
        return Finding(0, "there is no difference between arms whose precision could be rated")
    stated = "stated" if effect.absolute else "not stated: relative risks"
    inputs: tuple[tuple[str, str], ...] = (
        ("effect", effect.written()),
        ("thresholds", f"{effect.thresholds()} ({stated})"),
    )
    crossed = effect.crossed
    levels = (0, rule.one, rule.both)[crossed]
    edges = ("crosses no threshold", "crosses one threshold", "crosses both thresholds")[crossed]
    because = f"the interval {effect.written()} {edges} of importance ({effect.thresholds()})"
    if information is not None:
        needed = information.adjusted
        inputs += (("patients", str(information.available)), ("required information size", str(needed)))
        if information.available < float(rule.far) * needed:
            part = information.available / needed if needed else 0.0
            because += (
                f", and {counted(information.available, 'patient')} are {percent(part)} of the {needed} that "
                "the required information size asks for"
            )
            levels = max(levels, rule.far_below)
    return Finding(-levels, because, inputs)


def publication_bias(ground: Ground) -> Finding:
    """Rating down for publication bias: suspected by the review, or by Egger's test."""
    rule, outcome = ground.rules.publication_bias, ground.outcome
    if outcome.publication_bias:
        because = f"the review suspects it: {outcome.publication_bias}"
        return Finding(-rule.suspected, because, (("suspected", "by the review"),))
    test = next((one for one in ground.synthesis.small_studies if one.name.startswith("Egger")), None)
    if test is None or test.p is None:
        return Finding(0, "not suspected; there are too few studies for a test", (("Egger's p", "none"),))
    inputs = (("Egger's p", f"{test.p:.3f}"),)
    if test.p < float(rule.egger):
        return Finding(
            -rule.suspected, f"small studies differ from large ones (Egger's p = {test.p:.3f})", inputs
        )
    return Finding(0, f"small studies do not differ from large ones (Egger's p = {test.p:.3f})", inputs)
