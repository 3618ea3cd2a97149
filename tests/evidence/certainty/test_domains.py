"""Each domain of GRADE as a decision table, worked out by hand from the published rules."""

from __future__ import annotations

import pytest

from coverdict.evidence.certainty_down import (
    imprecision,
    inconsistency,
    indirectness,
    publication_bias,
    risk_of_bias,
)
from coverdict.evidence.certainty_up import barred, dose_response, large_effect, opposing_confounding
from coverdict.evidence.reviews.model import Side
from coverdict.evidence.studies.model import Design
from tests.evidence.certainty.made import One, ground, outcome, synthesis

LOW, SOME, HIGH, CRITICAL = (One(bias=level) for level in ("low", "some", "high", "critical"))


# Risk of bias. Without a study at low risk, one level; with critical risk in most of the weight, two.
@pytest.mark.parametrize(
    ("ones", "change"),
    [
        ([LOW], 0),
        ([SOME], -1),
        ([HIGH], -1),
        ([One(bias="not stated")], -1),
        ([LOW, SOME], 0),
        ([SOME, HIGH], -1),
        ([CRITICAL], -2),
        ([One(bias="critical", weight=0.51), One(bias="low", weight=0.49)], -2),
        # Exactly half is not most.
        ([One(bias="critical", weight=0.5), One(bias="low", weight=0.5)], 0),
        ([One(bias="critical", weight=0.5), One(bias="some", weight=0.5)], -1),
    ],
)
def test_risk_of_bias(ones: list[One], change: int) -> None:
    assert risk_of_bias(ground(ones)).change == change


# Where studies at high risk have most of the weight, certainty falls only if they differ from the others.
# With variances of 0.5 each, a difference of 1.645 has z = 1.645 and so p = 0.100: not below 0.10.
@pytest.mark.parametrize(("difference", "change"), [(0.0, 0), (1.64, 0), (1.65, -1), (-1.65, -1), (3.0, -1)])
def test_high_risk_that_differs(difference: float, change: int) -> None:
    ones = [
        One(bias="high", weight=0.6, yi=difference, vi=0.5),
        One(bias="low", weight=0.4, yi=0.0, vi=0.5),
    ]
    assert risk_of_bias(ground(ones)).change == change


# The same difference does not count while those at high risk have half of the weight, or less.
@pytest.mark.parametrize("weight", [0.5, 0.4])
def test_high_risk_without_most_of_the_weight(weight: float) -> None:
    ones = [One(bias="high", weight=weight, yi=3.0), One(bias="low", weight=1 - weight)]
    assert risk_of_bias(ground(ones)).change == 0


# Inconsistency: I² of exactly 50 and 75 are reached; opposite directions and both sides of a threshold
# count on their own. The thresholds are 0.75 and 1.25.
@pytest.mark.parametrize(
    ("i2", "effects", "change"),
    [
        (49.99, (0.7, 0.9), 0),
        (50.0, (0.7, 0.9), -1),
        (50.0, (0.8, 0.9), 0),
        (50.0, (0.5, 0.6), 0),
        (74.99, (0.7, 1.3), -1),
        (75.0, (0.7, 1.3), -2),
        (75.0, (0.9, 1.1), -2),
        (75.0, (0.7, 0.9), -1),
        (75.0, (0.8, 0.9), 0),
        (100.0, (0.5, 2.0), -2),
        # An estimate at the threshold lies beyond it; one of exactly no effect has no direction.
        (50.0, (0.75, 0.76), -1),
        (75.0, (0.75, 1.0), -1),
    ],
)
def test_inconsistency(i2: float, effects: tuple[float, ...], change: int) -> None:
    ones = [One(effect=effect) for effect in effects]
    assert inconsistency(ground(ones, pool=synthesis(ones, i2=i2))).change == change


# One study alone: unknown, and nothing is lost for it.
def test_one_study_is_not_inconsistent() -> None:
    found = inconsistency(ground([One()], pool=synthesis([One()], i2=0.0)))
    assert found.change == 0 and "unknown" in found.because


# Where the threshold is a difference of risks, single relative risks are held against it at the pool's own
# risk under control: at 20 %, 0.75 is -5 points and 0.8 is -4 points.
@pytest.mark.parametrize(("effects", "change"), [((0.75, 0.8), -1), ((0.8, 0.9), 0), ((0.7, 0.75), 0)])
def test_inconsistency_against_a_stated_threshold(effects: tuple[float, ...], change: int) -> None:
    ones = [One(effect=effect) for effect in effects]
    pool = synthesis(ones, i2=60.0, difference=(-0.03, -0.06, 0.0), control=0.2)
    assert inconsistency(ground(ones, outcome(threshold="0.05"), pool)).change == change


# Odds ratios and hazard ratios at a risk of 50 %: an odds ratio of 0.6 is a relative risk of 0.75; a hazard
# ratio of 0.6 is a risk of 1 - 0.5^0.6 = 0.340, -16 points.
def test_inconsistency_of_odds_and_hazards() -> None:
    odds = [One(effect=0.599999), One(effect=0.62)]
    pool = synthesis(odds, measure="odds ratio", i2=60.0, difference=(-0.1, -0.2, 0.0), control=0.5)
    assert inconsistency(ground(odds, outcome(measure="odds ratio"), pool)).change == -1
    hazards = [One(effect=0.6), One(effect=0.62)]
    pool = synthesis(hazards, measure="hazard ratio", i2=60.0, difference=(-0.1, -0.2, 0.0), control=0.5)
    asked = outcome(measure="hazard ratio", threshold="0.159")
    assert inconsistency(ground(hazards, asked, pool)).change == -1
    asked = outcome(measure="hazard ratio", threshold="0.162")
    assert inconsistency(ground(hazards, asked, pool)).change == 0


# Indirectness: one level for each part that studies with more than half of the weight miss, two at most.
@pytest.mark.parametrize(
    ("ones", "change"),
    [
        ([One()], 0),
        ([One(indirect=("population",))], -1),
        ([One(indirect=("population", "comparator"))], -2),
        ([One(indirect=("population", "intervention", "comparator", "outcome"))], -2),
        ([One(weight=0.5, indirect=("population",)), One(weight=0.5)], 0),
        ([One(weight=0.51, indirect=("population",)), One(weight=0.49)], -1),
        (
            [
                One(weight=0.3, indirect=("population",)),
                One(weight=0.3, indirect=("population",)),
                One(weight=0.4),
            ],
            -1,
        ),
        ([One(weight=0.5, indirect=("population",)), One(weight=0.5, indirect=("outcome",))], 0),
    ],
)
def test_indirectness(ones: list[One], change: int) -> None:
    assert indirectness(ground(ones)).change == change


# Imprecision without a stated threshold: relative risks of 0.75 and 1.25. An interval that only touches a
# threshold does not cross it.
@pytest.mark.parametrize(
    ("lower", "upper", "change"),
    [
        (0.76, 1.24, 0),
        (0.75, 1.25, 0),
        (0.74, 1.25, -1),
        (0.75, 1.26, -1),
        (0.74, 1.26, -2),
        (0.40, 0.75, 0),
        (0.40, 0.7501, -1),
        (1.25, 3.00, 0),
        (0.40, 1.00, -1),
        (None, 1.00, -1),
        (None, None, -2),
    ],
)
def test_imprecision(lower: float | None, upper: float | None, change: int) -> None:
    found = imprecision(ground(pool=synthesis(span=(0.9, lower, upper))))
    assert found.change == change


# With a stated threshold the interval of the difference of risks counts, and the ratio's does not.
@pytest.mark.parametrize(
    ("lower", "upper", "change"),
    [(-0.04, 0.04, 0), (-0.05, 0.05, 0), (-0.06, 0.05, -1), (-0.06, 0.06, -2), (-0.2, -0.05, 0)],
)
def test_imprecision_against_a_stated_threshold(lower: float, upper: float, change: int) -> None:
    pool = synthesis(span=(0.9, 0.1, 9.0), difference=(-0.01, lower, upper))
    assert imprecision(ground(asked=outcome(threshold="0.05"), pool=pool)).change == change


# Patients far below the required information size: two levels, whatever the interval; at exactly half, none.
@pytest.mark.parametrize(("available", "change"), [(499, -2), (500, 0), (999, 0), (1000, 0), (0, -2)])
def test_information_size(available: int, change: int) -> None:
    pool = synthesis(span=(0.9, 0.8, 1.0), information=(available, 1000))
    assert imprecision(ground(pool=pool)).change == change


# Two reasons for imprecision do not add up beyond two levels.
def test_imprecision_loses_two_levels_at_most() -> None:
    pool = synthesis(span=(0.9, 0.1, 9.0), information=(1, 1000))
    assert imprecision(ground(pool=pool)).change == -2


# A proportion has no difference, so nothing to be imprecise about, or to lie on two sides.
def test_a_proportion_has_no_thresholds() -> None:
    pool = synthesis(measure="proportion", span=(0.1, 0.01, 0.9), i2=95.0)
    evidence = ground(asked=outcome(measure="proportion"), pool=pool)
    assert imprecision(evidence).change == 0
    assert inconsistency(evidence).change == 0


# An odds ratio without a risk under control stands for a relative risk, which lies nearer to 1.
def test_an_odds_ratio_alone() -> None:
    pool = synthesis(measure="odds ratio", span=(0.5, 0.2, 1.3))
    evidence = ground(asked=outcome(measure="odds ratio"), pool=pool)
    assert imprecision(evidence).change == -2
    assert evidence.effect is not None and evidence.effect.odds
    assert large_effect(evidence).change == 0


# With it, the odds ratio becomes a relative risk: -10 points of 20 % is 0.5.
def test_an_odds_ratio_with_a_risk_under_control() -> None:
    pool = synthesis(measure="odds ratio", span=(0.44, 0.2, 0.9), difference=(-0.1, -0.15, -0.02))
    evidence = ground(asked=outcome(measure="odds ratio"), pool=pool)
    assert evidence.effect is not None
    span = evidence.effect.span
    assert (span.estimate, span.lower, span.upper) == pytest.approx((0.5, 0.25, 0.9))
    assert large_effect(evidence).change == 1


# Publication bias: the review's suspicion, or Egger's p below 0.10 (not at it).
@pytest.mark.parametrize(
    ("said", "egger", "change"),
    [("", None, 0), ("a sponsor", None, -1), ("", 0.1, 0), ("", 0.0999, -1), ("a sponsor", 0.01, -1)],
)
def test_publication_bias(said: str, egger: float | None, change: int) -> None:
    evidence = ground(asked=outcome(publication_bias=said), pool=synthesis(egger=egger))
    assert publication_bias(evidence).change == change


# A large effect: at 2 and 0.5 one level, at 5 and 0.2 two.
@pytest.mark.parametrize(
    ("estimate", "change"),
    [
        (0.19, 2),
        (0.2, 2),
        (0.21, 1),
        (0.5, 1),
        (0.51, 0),
        (1.0, 0),
        (1.99, 0),
        (2.0, 1),
        (4.99, 1),
        (5.0, 2),
        (50.0, 2),
    ],
)
def test_large_effects(estimate: float, change: int) -> None:
    pool = synthesis(span=(estimate, estimate * 0.9, estimate * 1.1))
    assert large_effect(ground(pool=pool)).change == change


# The two other reasons to rate up are what the review states.
def test_what_the_review_states() -> None:
    assert dose_response(ground(asked=outcome(dose_response="more with more"))).change == 1
    assert (
        opposing_confounding(ground(asked=outcome(opposing_confounding="the sicker were treated"))).change
        == 1
    )
    assert dose_response(ground()).change == opposing_confounding(ground()).change == 0


# Comparative studies that were not randomised are rated up, if there are no others and nothing lowers them.
@pytest.mark.parametrize(
    ("designs", "rated_down", "bars"),
    [
        ([Design.COMPARATIVE], False, False),
        ([Design.COMPARATIVE], True, True),
        ([Design.RANDOMISED], False, True),
        ([Design.COMPARATIVE, Design.RANDOMISED], False, True),
        ([Design.SERIES], False, True),
    ],
)
def test_who_is_rated_up(designs: list[Design], rated_down: bool, bars: bool) -> None:
    ones = [One(design=design) for design in designs]
    assert bool(barred(ground(ones), rated_down)) is bars


# For a benefit more is better, for a harm less; the same interval is good for one and bad for the other.
@pytest.mark.parametrize(("side", "better", "worse"), [(Side.BENEFIT, True, False), (Side.HARM, False, True)])
def test_sides(side: Side, better: bool, worse: bool) -> None:
    effect = ground(asked=outcome(side=side), pool=synthesis(span=(1.5, 1.25, 2.0))).effect
    assert effect is not None
    assert (effect.better, effect.worse, effect.superior) == (better, worse, better)
