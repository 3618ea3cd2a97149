"""What pooling says of an outcome, as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from coverdict.evidence.pooled import (
    Contribution,
    Heterogeneity,
    Influence,
    Pooled,
    Regression,
    Span,
    Step,
    Subgroups,
    Synthesis,
)

Data = Mapping[str, object]


def synthesis_data(given: Synthesis) -> Data:
    """An outcome's pool; numbers that are none, or not known, are null."""
    main, absolute, size = given.main, given.absolute, given.information
    return {
        "outcome": given.outcome,
        "label": given.label,
        "measure": given.measure,
        "no_effect": _number(given.no_effect),
        "studies": [_contribution(one) for one in given.contributions],
        "left_out": [
            {"study": one.study, "label": one.label, "because": one.because} for one in given.left_out
        ],
        "main": None if main is None else _pooled(main),
        "panel": [_pooled(one) for one in given.panel],
        "heterogeneity": _heterogeneity(given.heterogeneity),
        "subgroups": [_subgroups(one) for one in given.subgroups],
        "regression": _regression(given.regression),
        "leave_one_out": [_step(one) for one in given.leave_one_out],
        "cumulative": [_step(one) for one in given.cumulative],
        "influence": [_influence(one) for one in given.influence],
        "small_studies": [
            {"test": one.name, "statistic": _number(one.statistic), "p": _number(one.p), "says": one.says}
            for one in given.small_studies
        ],
        "absolute": None
        if absolute is None
        else {
            "control_risk": _number(absolute.control_risk),
            "difference": _span(absolute.difference),
            "because": absolute.because,
        },
        "information": None
        if size is None
        else {
            "available": size.available,
            "required": size.required,
            "adjusted": size.adjusted,
            "assumptions": size.assumptions,
        },
        "notes": list(given.notes),
    }


def _contribution(given: Contribution) -> Data:
    return {
        "study": given.study,
        "label": given.label,
        "year": given.year,
        "result": given.result,
        "treated": _counts(given.treated),
        "control": _counts(given.control),
        **_span(given.effect),
        "yi": _number(given.yi),
        "vi": _number(given.vi),
        "weight": _number(given.weight),
        "derived": given.derived,
        "bias": given.bias,
        "zeros": given.zeros,
    }


def _counts(pair: tuple[int, int] | None) -> Data | None:
    return None if pair is None else {"events": pair[0], "total": pair[1]}


def _pooled(given: Pooled) -> Data:
    return {
        "method": given.method,
        "interval": given.interval,
        **_span(given.span),
        "scale": {"estimate": _number(given.estimate), "se": _number(given.se)},
        "p": _number(given.p),
        "tau2": _number(given.tau2),
        "prediction": _pair(given.prediction),
        "significant": given.significant,
    }


def _heterogeneity(given: Heterogeneity | None) -> Data | None:
    if given is None:
        return None
    return {
        "q": _number(given.q),
        "df": given.df,
        "p": _number(given.p),
        "i2": _number(given.i2),
        "h2": _number(given.h2),
        "tau2": _number(given.tau2),
        "tau2_interval": _pair(given.tau2_interval),
        "i2_interval": _pair(given.i2_interval),
    }


def _subgroups(given: Subgroups) -> Data:
    return {
        "by": given.by,
        "q": _number(given.q),
        "df": given.freedom,
        "p": _number(given.p),
        "groups": [
            {
                "name": one.name,
                "studies": list(one.studies),
                "pooled": None if one.pooled is None else _pooled(one.pooled),
                "heterogeneity": _heterogeneity(one.heterogeneity),
            }
            for one in given.groups
        ],
    }


def _regression(given: Regression | None) -> Data | None:
    if given is None:
        return None
    return {
        "on": given.on,
        "studies": given.studies,
        "slope": _number(given.slope),
        "se": _number(given.se),
        "lower": _number(given.lower),
        "upper": _number(given.upper),
        "p": _number(given.p),
        "centre": _number(given.centre),
        "at": given.at,
        "tau2": _number(given.tau2),
        "explained": _number(given.explained),
    }


def _step(given: Step) -> Data:
    return {
        "study": given.study,
        "label": given.label,
        "year": given.year,
        "pooled": _pooled(given.pooled),
    }


def _influence(given: Influence) -> Data:
    return {
        "study": given.study,
        "label": given.label,
        "hat": _number(given.hat),
        "studentised": _number(given.studentised),
        "dffits": _number(given.dffits),
        "cook": _number(given.cook),
        "tau2_without": _number(given.tau2_without),
    }


def _span(given: Span) -> Mapping[str, float | None]:
    return {
        "estimate": _number(given.estimate),
        "lower": _number(given.lower),
        "upper": _number(given.upper),
    }


def _pair(given: Sequence[float] | None) -> list[float | None] | None:
    return None if given is None else [_number(one) for one in given]


def _number(given: float | None) -> float | None:
    """A number that JSON can hold; null for what is none."""
    return given if given is not None and math.isfinite(given) else None
