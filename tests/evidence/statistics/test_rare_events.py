"""Mantel-Haenszel, Peto and mixed models: by hand, by integration, and where nothing can be told."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logsumexp
from scipy.stats import binom, norm

from coverdict.evidence.statistics.effects import Measure, effects, tables
from coverdict.evidence.statistics.glmm import (
    mixed_odds_ratio,
    mixed_odds_ratio_conditional,
    mixed_proportion,
)
from coverdict.evidence.statistics.mantel_haenszel import (
    breslow_day,
    cochran_mantel_haenszel,
    mantel_haenszel,
    peto,
)

RARE = tables([0, 1, 0, 3, 2], [40, 55, 30, 120, 80], [2, 3, 1, 5, 2], [42, 50, 30, 118, 85])


# Of a single study, Mantel-Haenszel's effect is the study's own, in every measure.
@pytest.mark.parametrize("measure", [Measure.OR, Measure.RR, Measure.RD])
def test_one_study_is_its_own_pool(measure: Measure) -> None:
    one = tables([3], [10], [6], [12])
    own, pooled = effects(one, measure), mantel_haenszel(one, measure)
    assert float(pooled.estimate) == pytest.approx(own.yi[0])
    if measure is not Measure.RD:
        assert float(pooled.se) ** 2 == pytest.approx(own.vi[0])


# Studies in which nobody had the event change no ratio.
def test_double_zeros_change_no_ratio() -> None:
    more = tables([*RARE.events, 0], [*RARE.total, 70], [*RARE.control_events, 0], [*RARE.control_total, 75])
    for measure in (Measure.OR, Measure.RR):
        assert mantel_haenszel(more, measure).estimate == pytest.approx(
            mantel_haenszel(RARE, measure).estimate
        )
    assert peto(more).estimate == pytest.approx(peto(RARE).estimate)
    assert mixed_odds_ratio(more) == mixed_odds_ratio(RARE)


# Many reviews at once: studies along the last axis.
def test_many_reviews_at_once() -> None:
    both = tables(
        *(
            np.stack([each, each[::-1]])
            for each in (RARE.events, RARE.total, RARE.control_events, RARE.control_total)
        )
    )
    for measure in (Measure.OR, Measure.RR, Measure.RD):
        expected = float(mantel_haenszel(RARE, measure).estimate)
        assert mantel_haenszel(both, measure).estimate == pytest.approx([expected, expected])
    assert peto(both).se == pytest.approx([float(peto(RARE).se)] * 2)


# Nobody had the event anywhere: no method has an answer, and none warns.
def test_no_event_at_all() -> None:
    none = tables([0, 0], [10, 20], [0, 0], [12, 25])
    for measure in (Measure.OR, Measure.RR):
        found = mantel_haenszel(none, measure)
        assert np.isnan(found.estimate) and np.isnan(found.se)
    assert np.isnan(mantel_haenszel(none, Measure.RD).estimate)  # 0, with no variance that could be told
    assert np.isnan(peto(none).estimate)
    assert np.isnan(cochran_mantel_haenszel(none).p)
    assert np.isnan(breslow_day(none, 0.0)[0].p)
    assert mixed_odds_ratio(none) is None
    assert mixed_odds_ratio_conditional(none) is None


# All studies at the same end admit no finite odds ratio; at different ends they do.
def test_all_at_one_end() -> None:
    end = tables([0, 0], [10, 20], [2, 3], [12, 25])
    assert mixed_odds_ratio(end) is None
    assert mixed_odds_ratio_conditional(end) is None
    assert np.isnan(mantel_haenszel(end, Measure.OR).estimate)
    assert np.isfinite(peto(end).estimate)
    ends = tables([0, 3], [10, 20], [2, 0], [12, 25])
    found = mixed_odds_ratio(ends)
    assert found is not None and np.isfinite([found.estimate, found.se, found.tau2]).all()


# Another measure is refused.
def test_mantel_haenszel_pools_three_measures() -> None:
    with pytest.raises(ValueError, match="pools OR, RR and RD, not AS"):
        mantel_haenszel(RARE, Measure.AS)


# Without heterogeneity, a mixed proportion is that of all patients together.
def test_equal_proportions_are_one_proportion() -> None:
    found = mixed_proportion(np.array([10.0, 13, 1, 2]), np.array([293.0, 415, 40, 300]), False)
    assert found is not None
    assert found.estimate == pytest.approx(log(26 / 1022), rel=1e-12)
    assert found.se**2 == pytest.approx(1 / 26 + 1 / 1022, rel=1e-12)


# Proportions of nobody or of everybody have no finite logit.
@pytest.mark.parametrize("events", [(0.0, 0.0), (10.0, 20.0)])
def test_proportions_at_one_end(events: tuple[float, float]) -> None:
    assert mixed_proportion(np.array(events), np.array([10.0, 20.0])) is None


PLACES = np.linspace(-10, 10, 2001)
CHANCES = norm.pdf(PLACES) * (PLACES[1] - PLACES[0])  # so fine a sum is the integral to many digits


# The mixed proportion is where a likelihood, summed up here on a fine line, is highest.
def test_a_mixed_proportion_by_summing_up() -> None:
    events, total = np.array([16.0, 3, 9, 0, 22]), np.array([40.0, 30, 12, 15, 90])

    def lost(at: np.ndarray) -> float:
        risk = expit(at[0] + at[1] * PLACES)
        return -sum(log((binom.pmf(x, n, risk) * CHANCES).sum()) for x, n in zip(events, total, strict=True))

    best = minimize(lost, [-1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-10})
    found = mixed_proportion(events, total)
    assert found is not None
    assert found.estimate == pytest.approx(best.x[0], abs=1e-5)
    assert found.tau2 == pytest.approx(best.x[1] ** 2, abs=1e-5)


def most_likely(events: np.ndarray, total: np.ndarray, offset: np.ndarray) -> tuple[float, float, float]:
    """Mean, standard deviation and log-likelihood at the highest peak, searched from many places."""

    def lost(at: np.ndarray) -> float:
        if abs(at[1]) > 4:
            return 1e9
        logits = at[0] + np.exp(at[1]) * PLACES + offset[:, None]
        logs = events[:, None] * log_expit(logits) + (total - events)[:, None] * log_expit(-logits)
        return -float(logsumexp(logs + np.log(CHANCES), axis=1).sum())

    whole = log((events.sum() + 0.5) / (total.sum() - events.sum() + 0.5)) - float(offset.mean())
    found = [
        minimize(lost, [whole, start], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-11})
        for start in (-2.0, 0.0, 1.0, 2.0)
    ]
    best = min(found, key=lambda one: float(one.fun))
    return float(best.x[0]), float(np.exp(best.x[1])), -float(best.fun)


# Where nobody had the event in some studies and everybody in another, the peak lies far out; it is found.
# (metafor with 7, 15 and 25 nodes: τ² of 21.95, 25.72 and 25.21.)
def test_a_peak_far_out() -> None:
    events, total = np.array([0.0, 1, 0, 9, 3]), np.array([25.0, 42, 16, 9, 48])
    mean, deviation, height = most_likely(events, total, np.zeros(5))
    found = mixed_proportion(events, total)
    assert found is not None
    assert found.log_likelihood == pytest.approx(height, abs=1e-8)
    assert (found.estimate, found.tau2**0.5) == pytest.approx((mean, deviation), abs=1e-5)
    assert (found.estimate, found.tau2, found.se) == pytest.approx((-3.405, 25.21, 2.638), rel=4e-3)


# No place that a search from many places finds is more likely than the fit, whatever the counts.
@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_more_likely_than_a_mixed_fit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    k = int(rng.integers(2, 9))
    total = rng.integers(3, rng.choice([12, 60, 400]), k)
    spread, level = rng.choice([0.0, 0.5, 2.0, 5.0]), rng.choice([-4.0, -1.0, 1.0])
    events = rng.binomial(total, expit(level + spread * rng.normal(size=k)))
    other = rng.binomial(total, expit(level + 0.3 * rng.normal(size=k)))
    both = tables(events, total, other, total + 3)
    part = both.part(~both.says_nothing)
    pairs = (part.events, part.events + part.control_events, np.log(part.total / part.control_total))
    for fit, (x, n, offset) in (
        (mixed_proportion(events.astype(float), total.astype(float)), (both.events, both.total, np.zeros(k))),
        (mixed_odds_ratio_conditional(both), pairs),
    ):
        if fit is not None:
            assert fit.log_likelihood >= most_likely(x, n, offset)[2] - 1e-7


# Everybody in some studies and nobody in the others: the more studies are said to differ, the likelier the
# counts, without end, so that there is no answer.
def test_a_likelihood_that_rises_without_end() -> None:
    assert mixed_proportion(np.array([0.0, 20, 0, 15]), np.array([30.0, 20, 25, 15])) is None


# The mixed odds ratio likewise, with an intercept for each study, which the likelihood here has too.
def test_a_mixed_odds_ratio_by_summing_up() -> None:
    one = tables([4, 9, 1], [40, 30, 25], [12, 6, 8], [38, 33, 27])

    def lost(at: np.ndarray) -> float:
        half = (at[0] + at[1] * PLACES) / 2
        found = 0.0
        for row, level in enumerate(at[2:]):
            treated = binom.pmf(one.events[row], one.total[row], expit(level + half))
            control = binom.pmf(one.control_events[row], one.control_total[row], expit(level - half))
            found -= log((treated * control * CHANCES).sum())
        return found

    found = mixed_odds_ratio(one)
    assert found is not None
    start = [found.estimate + 0.1, found.tau2**0.5 + 0.1, -1.4, -1.0, -1.4]
    best = minimize(lost, start, method="BFGS", options={"gtol": 1e-6})
    assert found.estimate == pytest.approx(best.x[0], abs=1e-4)
    assert found.tau2 == pytest.approx(best.x[1] ** 2, abs=1e-4)


# A review of a thousand studies has a mixed model as well.
def test_a_thousand_studies() -> None:
    rng = np.random.default_rng(4)
    total = rng.integers(20, 200, 1000).astype(float)
    events = rng.binomial(total.astype(int), expit(rng.normal(-2, 0.5, 1000))).astype(float)
    found = mixed_proportion(events, total)
    assert found is not None
    assert found.estimate == pytest.approx(-2, abs=0.1)
    assert found.tau2 == pytest.approx(0.25, abs=0.06)
