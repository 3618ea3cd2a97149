"""Every method's answer to one outcome: no conclusion rests on one method alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from coverdict.evidence.inputs import PROPORTION
from coverdict.evidence.pooled import Pooled
from coverdict.evidence.statistics.between import Estimator
from coverdict.evidence.statistics.effects import Tables
from coverdict.evidence.statistics.glmm import (
    Mixed,
    mixed_odds_ratio,
    mixed_odds_ratio_conditional,
    mixed_proportion,
)
from coverdict.evidence.statistics.mantel_haenszel import mantel_haenszel, peto
from coverdict.evidence.statistics.pooling import Interval
from coverdict.evidence.statistics.proportions import Scale, proportions
from coverdict.evidence.statistics.sets import Sets, stacked
from coverdict.evidence.synthesis_answers import answers, wald
from coverdict.evidence.synthesis_effects import MEASURES, Included, tables_of
from coverdict.evidence.synthesis_parameters import Parameters
from coverdict.evidence.synthesis_scales import Natural

RANDOM = (
    Estimator.REML,
    Estimator.DL,
    Estimator.PM,
    Estimator.ML,
    Estimator.SJ,
    Estimator.HE,
    Estimator.HS,
)
OTHER_SCALES = {
    Scale.ARCSINE: "on the arcsine scale",
    Scale.LOG: "on the logarithmic scale",
    Scale.RAW: "on the scale of proportions",
    Scale.FREEMAN_TUKEY: "on the Freeman-Tukey scale",
}
FREEMAN_TUKEY_WARNING = (
    "The Freeman-Tukey scale is shown to compare with older reviews: its way back needs one sample size for "
    "all studies, and misleads where their sizes differ much."
)
ODDS_ALONE = (
    "Peto's method and mixed models answer with an odds ratio and are shown where that is the measure; "
    "Mantel-Haenszel's takes the cells without anybody as they are here."
)
NO_FINITE = "A mixed model has no finite answer here: its likelihood rises without end."


def panel(
    effects_: Sequence[Included], one: Sets, main: Pooled, parameters: Parameters, scale: Natural
) -> tuple[tuple[Pooled, ...], tuple[str, ...]]:
    """The main answer, then that of every other method that applies, and notes on them.

    Arguments:
        effects_: the studies, at least one; `one` the same as a set.
        main: the method's default answer.
    """
    others = [
        answer
        for answer in _inverse_variance(one, parameters, scale)
        if (answer.method, answer.interval) != (main.method, main.interval)
    ]
    more, notes = _of_counts(effects_, parameters, scale)
    return (main, *others, *more), notes


def _inverse_variance(one: Sets, parameters: Parameters, scale: Natural) -> Iterator[Pooled]:
    if one.yi.shape[1] < 2:
        return
    wanted = [(estimator, Interval.FLOORED) for estimator in RANDOM]
    wanted += [(estimator, Interval.WALD) for estimator in RANDOM]
    wanted[1:1] = [(Estimator.REML, Interval.HKSJ), (Estimator.REML, Interval.T)]
    wanted.append((Estimator.EE, Interval.WALD))
    for estimator, interval in wanted:
        answer = answers(one, estimator, interval, parameters, scale)[0]
        if answer is not None:
            yield answer


def _of_counts(
    effects_: Sequence[Included], parameters: Parameters, scale: Natural
) -> tuple[tuple[Pooled, ...], tuple[str, ...]]:
    """Methods that pool counts themselves, where every study has counts."""
    if scale.measure == PROPORTION:
        return _of_proportions(effects_, parameters, scale)
    counts = tables_of(effects_)
    if counts is None:
        return (), ()
    found = [_mantel_haenszel(counts, parameters, scale)]
    notes: tuple[str, ...] = ()
    if scale.measure == "odds ratio":
        common = peto(counts)
        found.append(wald("Peto", float(common.estimate), float(common.se), None, parameters.level, scale))
        mixed = (
            ("GLMM, fixed study effects", mixed_odds_ratio(counts)),
            ("GLMM, conditional", mixed_odds_ratio_conditional(counts)),
        )
        found += [_mixed(name, fit, len(effects_), parameters, scale) for name, fit in mixed]
        if any(fit is None for _, fit in mixed):
            notes = (NO_FINITE,)
    elif any(one.zeros for one in effects_):
        notes = (ODDS_ALONE,)
    return tuple(one for one in found if one is not None), notes


def _mantel_haenszel(counts: Tables, parameters: Parameters, scale: Natural) -> Pooled | None:
    common = mantel_haenszel(counts, MEASURES[scale.measure])
    return wald("Mantel-Haenszel", float(common.estimate), float(common.se), None, parameters.level, scale)


def _mixed(
    name: str, fit: Mixed | None, studies: int, parameters: Parameters, scale: Natural
) -> Pooled | None:
    if fit is None:
        return None
    tau2 = fit.tau2 if studies > 1 else None
    return wald(name, fit.estimate, fit.se, tau2, parameters.level, scale)


def _of_proportions(
    effects_: Sequence[Included], parameters: Parameters, scale: Natural
) -> tuple[tuple[Pooled, ...], tuple[str, ...]]:
    rows = [one.input.treated for one in effects_ if one.input.treated is not None]
    events, total = np.array(rows, dtype=float).T
    fit = mixed_proportion(events, total)
    found = [_mixed("GLMM", fit, len(effects_), parameters, scale)]
    notes = [NO_FINITE] if fit is None else []
    if len(effects_) > 1:
        found += [_on_scale(events, total, other, parameters) for other in OTHER_SCALES]
        notes.append(FREEMAN_TUKEY_WARNING)
    return tuple(one for one in found if one is not None), tuple(notes)


def _on_scale(events: np.ndarray, total: np.ndarray, scale: Scale, parameters: Parameters) -> Pooled | None:
    """The main method on another scale of proportions; None where a study has no variance there."""
    own = proportions(events, total, scale, parameters.continuity)
    if not (np.isfinite(own.yi) & np.isfinite(own.vi)).all():
        return None
    harmonic = len(total) / float((1 / total).sum())
    back = Natural(PROPORTION, None, scale, harmonic)
    found = answers(stacked(own.yi, own.vi), parameters.estimator, parameters.interval, parameters, back)[0]
    if found is None:
        return None
    return replace(found, method=f"{found.method} {OTHER_SCALES[scale]}")
