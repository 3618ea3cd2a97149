"""Inputs → effects that can be pooled, each with what was done about cells without anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from coverdict.evidence.inputs import PROPORTION, Input
from coverdict.evidence.pooled import Contribution, LeftOut, Span
from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.effects import Measure, Tables, effects, tables
from coverdict.evidence.statistics.proportions import Scale, clopper_pearson, proportions
from coverdict.evidence.statistics.sets import LARGEST, Sets, stacked
from coverdict.evidence.studies.model import Study
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_scales import DIFFERENCE, Natural

NOT_STATED = "not stated"
MEASURES = {"odds ratio": Measure.OR, "risk ratio": Measure.RR, DIFFERENCE: Measure.RD}


@dataclass(frozen=True, slots=True)
class Included:
    """An input with its effect on the scale of analysis, and what was done about empty cells."""

    input: Input
    yi: float
    vi: float
    zeros: str


def included(
    inputs: Sequence[Input], measure: str, parameters: Parameters
) -> tuple[tuple[Included, ...], tuple[LeftOut, ...]]:
    """The effects of all inputs, and which inputs have none and why."""
    found: list[Included] = []
    left_out: list[LeftOut] = []
    for one in inputs:
        effect = _effect(one, measure, parameters.continuity)
        if isinstance(effect, str):
            left_out.append(LeftOut(one.study.id, one.study.label, effect))
        else:
            found.append(effect)
    return tuple(found), tuple(left_out)


def _effect(one: Input, measure: str, continuity: float) -> Included | str:
    if one.printed is not None:
        yi, vi, zeros = one.printed.yi, one.printed.vi, ""
    elif measure == PROPORTION:
        yi, vi, zeros = _proportion(one, continuity)
    else:
        counts = table_of(one)
        if measure != DIFFERENCE and counts.says_nothing[0]:
            who = "nobody" if counts.events[0] == 0 else "everybody"
            return f"{who} in either arm had the event, which says nothing about a ratio"
        own = effects(counts, MEASURES[measure], continuity)
        yi, vi = float(own.yi[0]), float(own.vi[0])
        zeros = _zeros(counts, continuity) if counts.has_zero[0] else ""
    if not (np.isfinite(yi) and np.isfinite(vi)):
        return "a cell of its table has nobody in it, and nothing is added to cells"
    if not (abs(yi) <= LARGEST and 1 / LARGEST <= vi <= LARGEST):
        return "its effect or variance is too large or too small a number to pool"
    return Included(one, yi, vi, zeros)


def _proportion(one: Input, continuity: float) -> tuple[float, float, str]:
    assert one.treated is not None  # a proportion is never a printed effect
    events, total = one.treated
    own = proportions([events], [total], Scale.LOGIT, continuity)
    zeros = ""
    if events in (0, total):
        who = "nobody" if events == 0 else "everybody"
        zeros = f"{who} had the event: {continuity:g} added to events and to the others"
    return float(own.yi[0]), float(own.vi[0]), zeros


def table_of(one: Input) -> Tables:
    """The table of one input with two arms, (1,)."""
    assert one.treated is not None and one.control is not None
    return tables([one.treated[0]], [one.treated[1]], [one.control[0]], [one.control[1]])


def _zeros(counts: Tables, continuity: float) -> str:
    names = (
        "nobody treated had the event",
        "everybody treated had the event",
        "no control had the event",
        "every control had the event",
    )
    empty = [name for name, cell in zip(names, counts.cells, strict=True) if cell[0] == 0]
    return f"{' and '.join(empty)}: {continuity:g} added to each cell"


def set_of(effects_: Sequence[Included]) -> Sets:
    """The effects as one set, (1, k); there is at least one."""
    return stacked([one.yi for one in effects_], [one.vi for one in effects_])


def tables_of(effects_: Sequence[Included]) -> Tables | None:
    """The tables of all, (k,); None where one has none, or only one arm."""
    rows = [
        (*one.input.treated, *one.input.control)
        for one in effects_
        if one.input.treated and one.input.control
    ]
    if len(rows) < len(effects_):
        return None
    return tables(*np.array(rows, dtype=float).T)


def contributions(
    effects_: Sequence[Included], weights: Array, scale: Natural, level: float
) -> tuple[Contribution, ...]:
    """What pages show of each study; `weights` (k,) sum to 1."""
    return tuple(
        Contribution(
            one.input.study.id,
            one.input.study.label,
            one.input.study.year,
            one.input.result.id,
            one.input.treated,
            one.input.control,
            _span(one, scale, level),
            one.yi,
            one.vi,
            float(weight),
            one.input.derived,
            level_of_bias(one.input.study),
            one.zeros,
        )
        for one, weight in zip(effects_, weights, strict=True)
    )


def level_of_bias(study: Study) -> str:
    """The overall level of a study's risk of bias."""
    return next((bias.level for bias in study.bias if bias.domain == "overall"), NOT_STATED)


def _span(one: Included, scale: Natural, level: float) -> Span:
    """The study's own interval: exact for a proportion, else on the scale of analysis."""
    if scale.measure == PROPORTION and one.input.treated is not None:
        events, total = (np.array([float(count)]) for count in one.input.treated)
        low, high = clopper_pearson(events, total, level)
        return Span(float(events[0] / total[0]), float(low[0]), float(high[0]))
    half = float(ndtri((1 + level) / 2)) * one.vi**0.5
    middle = scale.of(one.yi)
    return Span(middle if middle is not None else LARGEST, scale.of(one.yi - half), scale.of(one.yi + half))
