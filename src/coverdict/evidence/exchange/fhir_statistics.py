"""Pooled numbers and ratings as elements of FHIR's Evidence: statistics, their attributes, certainty."""

from __future__ import annotations

import math
from collections.abc import Iterator

from coverdict.evidence.appraisal import Rating, RatingStep
from coverdict.evidence.exchange import fhir_codes as codes
from coverdict.evidence.exchange.fhir_codes import Json, concept, measure_concept
from coverdict.evidence.exchange.pool_methods import Method, method_of
from coverdict.evidence.pooled import Contribution, Heterogeneity, Pooled, Span, Synthesis

PERCENT = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}


def quantity(value: float, unit: Json | None = None) -> Json:
    """A Quantity.

    Errors:
        ValueError: the number is not finite, which JSON and FHIR do not have.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number that FHIR can hold")
    return {"value": value} | (unit or {})


def synthesis_statistics(synthesis: Synthesis, level: float) -> list[Json]:
    """The main answer, those of the other methods, and the absolute effect."""
    if synthesis.main is None:
        return []
    people, events = _totals(synthesis)
    size: Json = {"numberOfStudies": len(synthesis.contributions)}
    if people is not None:
        size["numberOfParticipants"] = people
    found: list[Json] = []
    for pooled in (synthesis.main, *(one for one in synthesis.panel if one != synthesis.main)):
        main = pooled is synthesis.main
        role = "main result" if main else "another method, for comparison"
        statistic: Json = {
            "description": f"{pooled.method}, {pooled.interval} ({role})",
            "statisticType": measure_concept(synthesis.measure),
            "category": concept("", text=role),
            "quantity": quantity(pooled.span.estimate),
        }
        if events is not None:
            statistic["numberOfEvents"] = events
        statistic["sampleSize"] = size
        attributes = list(_attributes(pooled, level))
        if main and synthesis.heterogeneity is not None:
            attributes += _heterogeneity(synthesis.heterogeneity, level)
        if attributes:
            statistic["attributeEstimate"] = attributes
        statistic["modelCharacteristic"] = [{"code": one} for one in _model(method_of(pooled))]
        found.append(statistic)
    if synthesis.absolute is not None:
        found.append(
            {
                "description": f"absolute effect: {synthesis.absolute.because}",
                "statisticType": measure_concept("risk difference"),
                "category": concept("", text="absolute effect"),
                "quantity": quantity(synthesis.absolute.difference.estimate),
                "sampleSize": size,
                "attributeEstimate": list(_interval(synthesis.absolute.difference, level)),
            }
        )
    return found


def _totals(synthesis: Synthesis) -> tuple[int | None, int | None]:
    """Patients and events of all contributions; None where one of them has no counts."""
    pairs = [(one.treated, one.control) for one in synthesis.contributions]
    if any(treated is None for treated, _ in pairs):
        return None, None
    arms = [arm for pair in pairs for arm in pair if arm is not None]
    return sum(total for _, total in arms), sum(events for events, _ in arms)


def _attributes(pooled: Pooled, level: float) -> Iterator[Json]:
    yield from _interval(pooled.span, level)
    if pooled.p is not None:
        yield _attribute(codes.P_VALUE, pooled.p)
    if pooled.tau2 is not None:
        yield _attribute(codes.TAU2, pooled.tau2)
    if pooled.prediction is not None:
        lower, upper = pooled.prediction
        yield {
            "type": concept("", text="Prediction interval"),
            "level": level,
            "range": {"low": quantity(lower), "high": quantity(upper)},
        }


def _interval(span: Span, level: float) -> Iterator[Json]:
    """The interval, a side that is open or unknown left out; nothing where both are."""
    sides = {"low": span.lower, "high": span.upper}
    known = {side: quantity(value) for side, value in sides.items() if value is not None}
    if known:
        yield {"type": concept(codes.ATTRIBUTE, codes.CONFIDENCE), "level": level, "range": known}


def _heterogeneity(found: Heterogeneity, level: float) -> list[Json]:
    q = _attribute(codes.Q, found.q)
    q["description"] = f"{found.df} degrees of freedom"
    q["attributeEstimate"] = [_attribute(codes.P_VALUE, found.p)]
    i2 = _attribute(codes.I2, found.i2, PERCENT)
    if found.i2_interval is not None:
        lower, upper = (quantity(side, PERCENT) for side in found.i2_interval)
        inner = {"type": concept(codes.ATTRIBUTE, codes.CONFIDENCE), "level": level}
        i2["attributeEstimate"] = [inner | {"range": {"low": lower, "high": upper}}]
    return [q, i2]


def _attribute(code: tuple[str, str], value: float, unit: Json | None = None) -> Json:
    return {"type": concept(codes.ATTRIBUTE, code), "quantity": quantity(value, unit)}


def _model(method: Method) -> Iterator[Json]:
    if method.pool:
        yield concept(codes.MODEL, codes.META_ANALYSIS)
    if method.pool == "MH":
        yield concept(codes.MODEL, codes.MANTEL_HAENSZEL)
    elif method.pool == "Peto":
        yield concept(codes.MODEL, codes.PETO)
    elif method.pool == "GLMM":
        yield concept(codes.MODEL, codes.GLMM)
    elif method.pool == "inverse variance":
        yield concept(codes.MODEL, codes.INVERSE_VARIANCE)
    else:
        yield concept(codes.MODEL, text=method.named)
    if method.estimator in codes.ESTIMATORS and method.pool == "inverse variance":
        yield concept(codes.MODEL, codes.RANDOM)
        yield concept(codes.MODEL, codes.ESTIMATORS[method.estimator])
    elif method.estimator == "EE":
        yield concept(codes.MODEL, codes.FIXED)
    elif method.estimator:
        yield concept(codes.MODEL, codes.RANDOM)
        yield concept(codes.MODEL, text=method.named)
    if method.test == "adhoc":
        yield concept(codes.MODEL, codes.FLOORED)
    elif method.test == "knha":
        yield concept(codes.MODEL, codes.HARTUNG_KNAPP)


def contribution_statistics(one: Contribution, measure: str, level: float) -> list[Json]:
    """One study's effect, and what each of its arms had."""
    arms = {"treated": one.treated, "control": one.control}
    known = {name: arm for name, arm in arms.items() if arm is not None}
    effect: Json = {
        "description": _contributed(one),
        "statisticType": measure_concept(measure),
        "quantity": quantity(one.effect.estimate),
    }
    if one.treated is not None:
        people = sum(total for _, total in known.values())
        effect["sampleSize"] = {"numberOfParticipants": people}
    attributes = list(_interval(one.effect, level))
    if attributes:
        effect["attributeEstimate"] = attributes
    return [effect, *(_arm(name, *arm) for name, arm in known.items())]


def _contributed(one: Contribution) -> str:
    words = [f"weight {one.weight * 100:.1f} %"]
    words += [f"counts derived: {one.derived}"] if one.derived else []
    words += [one.zeros] if one.zeros else []
    return "; ".join(words)


def _arm(name: str, events: int, total: int) -> Json:
    statistic: Json = {
        "description": f"{name}: {events} of {total}",
        "statisticType": measure_concept("proportion"),
        "category": concept("", text=f"{name} arm"),
        "numberAffected": events,
        "sampleSize": {"numberOfParticipants": total},
    }
    return statistic | ({"quantity": quantity(events / total)} if total else {})


def certainty(rating: Rating) -> Json:
    """The certainty of one outcome, with every step of its rating below it."""
    return {
        "description": f"certainty of the evidence on {rating.label}, by GRADE",
        "type": concept(codes.CERTAINTY_TYPE, ("Overall", "Overall certainty")),
        "rating": codes.level_concept(rating.certainty),
        "subcomponent": [_step(step) for step in rating.steps],
    }


def _step(step: RatingStep) -> Json:
    inputs = "; ".join(f"{name}: {value}" for name, value in step.inputs)
    note = f"Rule {step.rule}, version {step.version}." + (f" Inputs: {inputs}." if inputs else "")
    found: Json = {
        "description": step.because,
        "note": [{"text": note}],
        "type": codes.domain_concept(step),
        "rating": codes.step_concept(step),
    }
    if step.override is not None:
        given = step.override
        found["rater"] = given.by
        said = (
            f"Set by {given.by} on {given.on.isoformat()}: {given.because} The rule alone sets {step.ruled}."
        )
        found["note"].append({"text": said})
    return found
