"""Pooling counts by their own likelihood: binomial within studies, normal between them.

No study needs a variance or a correction of its own, so that rare events are pooled as they are. For a given
standard deviation between studies the likelihood is concave in all other numbers, so that Newton's method
finds its only peak; peaks over the standard deviation are found as those of REML are, by the sign of the
slope on a grid. The grid ends where logits of studies would differ by dozens: a likelihood that still rises
there has no peak at all, as where everybody had the event in some studies and nobody in the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from coverdict.evidence.statistics.arrays import Array
from coverdict.evidence.statistics.effects import Tables
from coverdict.evidence.statistics.glmm_likelihood import Curve, Groups, Model, curve

ROUNDS = 60
DEVIATIONS = np.array([0.02, 0.06, 0.12, 0.25, 0.5, 1.0, 1.6, 2.5, 4.0, 6.0, 9.0, 14.0, 22.0])
LONGEST = 3.0  # of a step of Newton's, on the logit scale


@dataclass(frozen=True, slots=True)
class Mixed:
    """A binomial-normal fit.

    Arguments:
        estimate, se: the mean and its standard error, as log odds ratio or logit.
        tau2: the variance between studies; 0 where it was held there, or is most likely there.
        studies: how many studies tell anything.
        log_likelihood: at the fit, but for the binomial coefficients.
        deviance, freedom: twice the log-likelihood that a model of each study by itself adds to that of equal
            effects, and how many more parameters that model has.
    """

    estimate: float
    se: float
    tau2: float
    studies: int
    log_likelihood: float
    deviance: float
    freedom: int


def mixed_odds_ratio(counts: Tables, random: bool = True) -> Mixed | None:
    """A common or mean log odds ratio with a fixed intercept for each study.

    Arguments:
        counts: of both arms, (k,); studies in which nobody or everybody had the event tell nothing.
        random: whether studies differ (maximum likelihood); else all have the same odds ratio.
    Result:
        None where counts admit no finite odds ratio: no study tells anything, all lie at the same end, or
        (where studies differ) all lie at one of both ends.
    Source: Turner et al. 2000, Stat Med 19:3417 (there the unconditional model with fixed study effects);
    Jackson et al. 2018, Stat Med 37:1059, model 4.
    """
    part = counts.part(~counts.says_nothing)
    low = np.maximum(0.0, part.events + part.control_events - part.control_total)
    high = np.minimum(part.total, part.events + part.control_events)
    if not len(low) or (part.events == low).all() or (part.events == high).all():
        return None
    return _fitted(
        Groups(
            np.stack([part.events, part.control_events], axis=1),
            np.stack([part.total, part.control_total], axis=1),
            np.zeros((len(low), 2)),
            np.array([0.5, -0.5]),
            own_level=True,
        ),
        random,
    )


def mixed_odds_ratio_conditional(counts: Tables, random: bool = True) -> Mixed | None:
    """The same, given how many events both arms together had.

    The non-central hypergeometric law is taken as a binomial one, which is right where events are rare.
    Arguments and result as `mixed_odds_ratio`.
    Source: Stijnen, Hamza and Özdemir 2010, Stat Med 29:3046.
    """
    part = counts.part(~counts.says_nothing)
    everyone = part.events + part.control_events
    return _one_row(part.events, everyone, np.log(part.total / part.control_total), random)


def mixed_proportion(events: Array, total: Array, random: bool = True) -> Mixed | None:
    """A common or mean logit of proportions, (k,).

    Result:
        None where nobody or everybody had the event in all studies together, or (where studies differ) in
        each of them.
    Source: Hamza, van Houwelingen and Stijnen 2008, J Clin Epidemiol 61:41.
    """
    return _one_row(events, total, np.zeros(len(events)), random)


def _one_row(events: Array, total: Array, offset: Array, random: bool) -> Mixed | None:
    if not len(events) or not events.sum() or events.sum() == total.sum():
        return None
    groups = Groups(events[:, None], total[:, None], offset[:, None], np.array([1.0]), own_level=False)
    return _fitted(groups, random)


def _fitted(groups: Groups, random: bool) -> Mixed | None:
    equal = _at(groups, 0.0, _start(groups))
    if equal is None:
        return None
    best = _most_likely(groups, equal) if random and len(groups.events) > 1 else equal
    if best is None:
        return None
    found = curve(groups, best.model)
    information = found.information(random and best.model.deviation > 0)
    if information is None:
        return None
    shares = groups.events / groups.total
    own = xlogy(groups.events, shares) + xlogy(groups.total - groups.events, 1 - shares)
    return Mixed(
        best.model.mean,
        float(np.sqrt(np.linalg.inv(information)[0, 0])),
        best.model.deviation**2,
        len(groups.events),
        found.height,
        max(0.0, 2 * float(own.sum() - equal.height)),
        len(groups.events) - 1,
    )


@dataclass(frozen=True, slots=True)
class _Peak:
    """The most likely model with its standard deviation held, how likely it is, and the slope along that."""

    model: Model
    height: float
    slope: float


def _most_likely(groups: Groups, equal: _Peak) -> _Peak | None:
    """The highest of all peaks over the standard deviation; None where the likelihood rises without end."""
    peaks, left, before = [equal], None, equal.model
    for deviation in DEVIATIONS:
        here = _at(groups, float(deviation), before)
        if here is None:
            continue
        if here.slope <= 0 < (left.slope if left else 1.0):
            peaks.append(_between(groups, left, here))
        left, before = here, here.model
    best = max(peaks, key=lambda one: one.height)
    endless = left is not None and left.slope > 0 and left.height > best.height
    return None if endless else best


def _between(groups: Groups, left: _Peak | None, right: _Peak) -> _Peak:
    """The peak between two deviations; where the likelihood falls from the first on, the most likely is 0."""
    low = left.model.deviation if left else right.model.deviation / 50

    def slope(deviation: float) -> float:
        here = _at(groups, deviation, right.model)
        return here.slope if here else -1.0

    if slope(low) <= 0:
        return _at(groups, low, right.model) or right
    from scipy.optimize import brentq  # takes longer to load than a review to work out

    place = float(brentq(slope, low, right.model.deviation, xtol=1e-9, rtol=1e-12))
    return _at(groups, place, right.model) or right


def _start(groups: Groups) -> Model:
    share = (groups.events.sum(axis=1) + 0.5) / (groups.total.sum(axis=1) + 1)
    levels = np.log(share / (1 - share)) if groups.own_level else np.zeros(len(share))
    if groups.own_level:
        return Model(0.0, 0.0, levels)
    whole = (groups.events.sum() + 0.5) / (groups.total.sum() + 1)
    return Model(float(np.log(whole / (1 - whole))), 0.0, levels)


def _at(groups: Groups, deviation: float, start: Model) -> _Peak | None:
    """The peak with the standard deviation held; None where Newton's method does not come to rest."""
    model = Model(start.mean, deviation, start.levels)
    here = curve(groups, model)
    for _ in range(ROUNDS):
        step = _step(here)
        if step is None:
            return None
        mean, levels = step
        longest = max(abs(mean), float(np.abs(levels).max(initial=0.0)))
        scale = min(1.0, LONGEST / longest) if longest > 0 else 1.0
        following = Model(model.mean + scale * mean, deviation, model.levels + scale * levels)
        there = curve(groups, following)
        while there.height < here.height - 1e-9 * abs(here.height) and scale > 1e-6:
            scale /= 2
            following = Model(model.mean + scale * mean, deviation, model.levels + scale * levels)
            there = curve(groups, following)
        model, here = following, there
        if scale * longest < 1e-11 * (1 + abs(model.mean)):
            return _Peak(model, here.height, here.slope_of_deviation)
    return _Peak(model, here.height, here.slope_of_deviation) if scale * longest < 1e-7 else None


def _step(here: Curve) -> tuple[float, Array] | None:
    """Newton's step of the mean and of the studies' levels, by elimination of the levels."""
    information = here.information(False)
    if information is None or information[0, 0] <= 0:
        return None
    if here.level_level is None or here.level_mean is None or here.level_slope is None:
        return here.slope_of_mean / float(information[0, 0]), np.zeros(1)
    own = here.level_slope / here.level_level
    mean = (here.slope_of_mean - float(here.level_mean @ own)) / float(information[0, 0])
    return mean, own - here.level_mean / here.level_level * mean
