"""Means, intervals and heterogeneity: closed forms, other tests that are the same, and very small sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from coverdict.evidence.statistics.between import Estimator, between
from coverdict.evidence.statistics.generalised_q import q_at
from coverdict.evidence.statistics.influence import influences
from coverdict.evidence.statistics.pooling import (
    Interval,
    bounds,
    differences,
    means,
    prediction,
    shares,
)
from coverdict.evidence.statistics.regression import regression
from coverdict.evidence.statistics.sets import stacked, up_to_each, without_each
from tests.evidence.statistics.drawn import Drawn, effects


# With equal variances, Hartung-Knapp's interval is that of a one-sample t test.
def test_hartung_knapp_is_a_t_test_of_equal_variances() -> None:
    yi = np.array([0.3, -0.2, 0.9, 0.4, 0.1, 0.7])
    one = stacked(yi, np.full(6, 0.002))
    found = means(one, between(one, Estimator.REML), Interval.HKSJ)
    test = stats.ttest_1samp(yi, 0)
    lower, upper = test.confidence_interval(0.95)
    assert found.statistic[0] == pytest.approx(test.statistic, rel=1e-12)
    assert found.p[0] == pytest.approx(test.pvalue, rel=1e-12)
    assert (found.lower[0], found.upper[0]) == pytest.approx((lower, upper), rel=1e-12)


# The floor never makes an interval narrower, neither than Hartung-Knapp's nor than t with Wald's error.
@given(effects())
def test_the_floor_never_narrows(drawn: Drawn) -> None:
    one = stacked(*drawn)
    tau2 = between(one, Estimator.REML)
    se = {interval: means(one, tau2, interval).se[0] for interval in Interval}
    assert se[Interval.FLOORED] == pytest.approx(max(se[Interval.HKSJ], se[Interval.WALD]), rel=1e-12)
    assert se[Interval.T] == se[Interval.WALD]


# The plain weighted mean, by hand: weights 4 and 1 of effects 1 and 2.
def test_a_weighted_mean_by_hand() -> None:
    one = stacked([1.0, 2.0], [0.25, 1.0])
    found = means(one, np.zeros(1))
    assert found.estimate[0] == pytest.approx(1.2)
    assert found.se[0] == pytest.approx(5**-0.5)
    assert shares(one, np.zeros(1))[0] == pytest.approx([0.8, 0.2])
    spread = differences(one)
    assert spread.q[0] == pytest.approx(0.8)
    assert spread.p[0] == pytest.approx(stats.chi2.sf(0.8, 1))


# One study: its own effect, no test of heterogeneity, no interval that needs a spread.
def test_one_study() -> None:
    one = stacked([0.4], [0.09])
    found = means(one, between(one, Estimator.REML))
    assert (found.estimate[0], found.se[0]) == pytest.approx((0.4, 0.3))
    knapp = means(one, np.zeros(1), Interval.HKSJ)
    assert np.isnan([knapp.se[0], knapp.lower[0], knapp.upper[0], knapp.p[0]]).all()
    spread = differences(one, np.zeros(1))
    assert (spread.q[0], spread.freedom[0], spread.p[0]) == (0, 0, 1)
    assert np.isnan([spread.i2[0], spread.h2[0]]).all()
    assert np.isnan(bounds(one).tau2).all()
    assert np.isnan(prediction(found, np.array([-1.0]))).all()


# An empty set has no mean, and says so without a warning.
def test_an_empty_set() -> None:
    none = stacked([[1.0, 2.0]], [[1.0, 1.0]], [[False, False]])
    for estimator in Estimator:
        found = means(none, between(none, estimator), Interval.FLOORED)
        assert np.isnan(found.estimate[0]) and np.isnan(found.se[0])
    assert np.isnan(differences(none).q[0])
    assert (shares(none, np.zeros(1)) == 0).all()


# A prediction interval needs three studies with k - 2 degrees of freedom.
def test_prediction_needs_three_studies() -> None:
    two, three = stacked([0.1, 0.5], [0.1, 0.1]), stacked([0.1, 0.5, 0.9], [0.1, 0.1, 0.1])
    for one, known in ((two, False), (three, True)):
        found = means(one, between(one, Estimator.REML))
        lower, upper = prediction(found, one.sizes - 2)
        assert np.isfinite([lower[0], upper[0]]).all() == known


# The bounds of Q-profile are where Q meets the quantiles of its distribution.
@given(effects(fewest=3))
def test_q_profile_meets_its_quantiles(drawn: Drawn) -> None:
    one = stacked(*drawn)
    freedom = len(drawn[0]) - 1
    for limit, chance in zip(bounds(one).tau2, (0.975, 0.025), strict=True):
        target = stats.chi2.ppf(chance, freedom)
        q = q_at(one, limit)[0][0]
        if limit[0] > 0:
            assert q == pytest.approx(target, rel=1e-8)
        else:
            assert q <= target * (1 + 1e-12)


# Leave-one-out and cumulative are the same as pooling the studies that are left, by every estimator; of one
# study alone there is no variance between studies.
@given(effects(fewest=2), st.sampled_from(Estimator))
def test_masks_are_the_studies_that_are_left(drawn: Drawn, estimator: Estimator) -> None:
    yi, vi = drawn
    one = stacked(yi, vi)
    for sets in (without_each(one), up_to_each(one)):
        tau2 = between(sets, estimator)
        assert (tau2[sets.sizes < 2] == 0).all()
        found = means(sets, tau2, Interval.FLOORED)
        for row, mask in enumerate(sets.mask):
            alone = stacked(yi[mask], vi[mask])
            expected = means(alone, between(alone, estimator), Interval.FLOORED)
            assert found.estimate[row] == pytest.approx(expected.estimate[0], rel=1e-7, abs=1e-8)
            assert found.se[row] == pytest.approx(expected.se[0], rel=1e-6, nan_ok=True)


# A regression on ones, worked out by matrices, gives the same as sums of weights, by every estimator.
@given(effects(fewest=2))
def test_a_regression_on_ones_is_the_mean(drawn: Drawn) -> None:
    one = stacked(*drawn)
    for estimator in Estimator:
        tau2 = between(one, estimator)
        mean, spread = means(one, tau2, Interval.HKSJ), differences(one, tau2)
        line = regression(*drawn, np.ones((len(drawn[0]), 1)), estimator, Interval.HKSJ)
        assert line.tau2 == pytest.approx(tau2[0], rel=1e-6, abs=1e-9), estimator
        assert line.coefficients[0] == pytest.approx(mean.estimate[0], rel=1e-6, abs=1e-7)
        assert line.q == pytest.approx(spread.q[0], rel=1e-9, abs=1e-9)


# A study that is left out and moves nothing has no influence; one that is alone in its direction has most.
def test_influence_points_at_the_outlier() -> None:
    yi = np.array([0.1, 0.12, 0.09, 0.11, 0.1, 2.0])
    found = influences(stacked(yi, np.full(6, 0.01)), Estimator.REML)
    assert int(np.argmax(found.cook)) == 5
    assert found.tau2_without[5] == 0
    assert found.studentised[5] > 10
    assert found.hat.sum() == pytest.approx(1)


# Two studies: without either the other is left, whose distance can still be told.
def test_influence_of_two_studies_is_no_error() -> None:
    found = influences(stacked([0.1, 0.5], [0.1, 0.2]), Estimator.REML)
    assert found.studentised == pytest.approx([-0.4 / 0.3**0.5, 0.4 / 0.3**0.5])


# Numbers that are none, variances that are not above 0 and arrays that do not fit are refused by name.
@pytest.mark.parametrize(
    ("yi", "vi", "says"),
    [
        ([np.nan], [1.0], "every effect has to be a number"),
        ([np.inf], [1.0], "every effect has to be a number"),
        ([1e60], [1.0], "every effect has to be a number, of at most 1e\\+50"),
        ([1.0], [0.0], "every variance has to be a number between"),
        ([1.0], [-1.0], "every variance has to be a number between"),
        ([1.0], [np.nan], "every variance has to be a number between"),
        ([1.0], [1e-60], "every variance has to be a number between"),
        ([1.0, 2.0], [1.0], "arrays of one shape"),
        (1.0, 1.0, "arrays of one shape"),
    ],
)
def test_what_is_no_set_of_effects(yi: object, vi: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        stacked(yi, vi)  # type: ignore[arg-type]


# The largest and smallest numbers that are let in raise no warning anywhere.
@pytest.mark.parametrize(("far", "near"), [(1e50, 1e-50), (1e50, 1e50), (1e-50, 1e-50), (1e-50, 1e50)])
def test_extreme_numbers_pass(far: float, near: float) -> None:
    one = stacked([far, -far, 0.0, far / 2], [near, near, 1.0, 1 / near])
    for estimator in Estimator:
        tau2 = between(one, estimator)
        assert np.isfinite(tau2).all()
        for interval in Interval:
            means(one, tau2, interval)
        differences(one, tau2)
    bounds(one)
