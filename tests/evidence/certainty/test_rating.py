"""Whole ratings: where certainty starts, what it ends at, and what a person sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.appraisal import Certainty, Rating
from coverdict.evidence.certainty import rate
from coverdict.evidence.reviews.model import Override
from coverdict.evidence.studies.model import Design
from tests.evidence.certainty.made import HERE, One, default, ground, outcome, synthesis

GOOD = (0.6, 0.5, 0.7)


def rated(
    *ones: One, span: tuple[float, float, float] = GOOD, overrides: tuple[Override, ...] = ()
) -> Rating:
    return rate(ground(ones, pool=synthesis(ones, span)), overrides, default())


# Randomised high, not randomised low, single arm very low; of several designs the lowest.
@pytest.mark.parametrize(
    ("designs", "certainty"),
    [
        ([Design.RANDOMISED], Certainty.HIGH),
        ([Design.COMPARATIVE], Certainty.LOW),
        ([Design.SERIES], Certainty.VERY_LOW),
        ([Design.SYSTEMATIC_REVIEW], Certainty.VERY_LOW),
        ([Design.RANDOMISED, Design.COMPARATIVE], Certainty.LOW),
        ([Design.RANDOMISED, Design.SERIES], Certainty.VERY_LOW),
    ],
)
def test_where_certainty_starts(designs: list[Design], certainty: Certainty) -> None:
    rating = rated(*(One(design=design) for design in designs))
    assert rating.steps[0].domain == "start" and rating.steps[0].change == certainty
    assert rating.certainty == certainty


# Where designs are mixed, the step says so; where they start alike, it does not.
def test_mixed_designs_are_told() -> None:
    mixed = rated(One(design=Design.RANDOMISED), One(design=Design.COMPARATIVE)).steps[0].because
    assert mixed == (
        "1 randomised trial and 1 comparative study: certainty starts low; "
        "of several designs the lowest counts"
    )
    alike = rated(One(design=Design.COMPARATIVE), One(design=Design.COMPARATIVE)).steps[0].because
    assert alike == "2 comparative studies: certainty starts low"


# A proportion compares nothing: even the arm of a trial starts very low.
def test_a_proportion_starts_very_low() -> None:
    asked = outcome(measure="proportion")
    pool = synthesis(measure="proportion", span=(0.03, 0.01, 0.06))
    assert rate(ground(asked=asked, pool=pool), (), default()).certainty == Certainty.VERY_LOW


# Without a study that could be pooled nothing is known, and no domain is rated.
def test_no_studies() -> None:
    rating = rate(ground([], pool=synthesis([])), (), default())
    assert rating.certainty == Certainty.VERY_LOW
    assert [step.domain for step in rating.steps] == ["start"]


# What a person sets where nothing could be pooled is shown, and counts.
def test_an_override_without_studies() -> None:
    rating = rate(
        ground([], pool=synthesis([])), (override("start", "low"), override("imprecision", "-1")), default()
    )
    assert [(step.domain, step.change, step.ruled) for step in rating.steps] == [
        ("start", 2, 1),
        ("imprecision", -1, 0),
    ]
    assert rating.certainty == Certainty.VERY_LOW


# One trial at high risk of bias that crosses both thresholds: high, less one, less two.
def test_a_rating_adds_up() -> None:
    rating = rated(One(bias="high"), span=(0.9, 0.5, 1.6))
    changes = {step.domain: step.change for step in rating.steps}
    assert changes == {
        "start": 4,
        "risk of bias": -1,
        "inconsistency": 0,
        "indirectness": 0,
        "imprecision": -2,
        "publication bias": 0,
        "large effect": 0,
        "dose-response": 0,
        "opposing confounding": 0,
    }
    assert rating.certainty == Certainty.VERY_LOW


# A large effect lifts studies that were not randomised, and not where anything lowers them.
def test_rating_up() -> None:
    up = rated(One(design=Design.COMPARATIVE), span=(0.2, 0.1, 0.4))
    assert up.certainty == Certainty.HIGH
    held = rated(One(design=Design.COMPARATIVE, bias="some"), span=(0.2, 0.1, 0.4))
    (step,) = [step for step in held.steps if step.domain == "large effect"]
    assert held.certainty == Certainty.VERY_LOW
    assert step.change == 0 and "very large" in step.because and "rated down" in step.because


# Every step names its rule, the method's version and what it read.
def test_steps_tell_what_they_stand_on() -> None:
    steps = rated(One()).steps
    assert [step.rule for step in steps] == [f"G{number}" for number in range(1, 10)]
    assert {step.version for step in steps} == {"1.0"}
    assert all(step.because for step in steps)
    (imprecision,) = [step for step in steps if step.domain == "imprecision"]
    assert dict(imprecision.inputs)["effect"] == "0.60 (0.50 to 0.70)"


def override(step: str, value: str, about: str = "flares") -> Override:
    return Override(step, about, value, "The committee", date(2024, 1, 31), "seen otherwise", HERE)


# What a person sets stands, with name, day and reason, and beside it what the rule alone would have set.
def test_an_override() -> None:
    rating = rated(One(bias="high"), overrides=(override("risk of bias", "0"),))
    (step,) = [step for step in rating.steps if step.domain == "risk of bias"]
    assert (step.change, step.ruled) == (0, -1)
    assert step.override is not None and step.override.by == "The committee"
    assert step.because == "set by The committee on 2024-01-31: seen otherwise"
    assert rating.certainty == Certainty.HIGH


# Another outcome's override changes nothing here.
def test_an_override_of_another_outcome() -> None:
    plain = rated(One(bias="high"))
    assert rated(One(bias="high"), overrides=(override("risk of bias", "0", "pain"),)) == plain


# Whether the evidence may be rated up is judged after what a person set: with the risk of bias set aside, a
# large effect counts again.
def test_rating_up_after_an_override() -> None:
    one = One(design=Design.COMPARATIVE, bias="high")
    assert rated(one, span=(0.4, 0.3, 0.5)).certainty == Certainty.VERY_LOW
    lifted = rated(one, span=(0.4, 0.3, 0.5), overrides=(override("risk of bias", "0"),))
    assert lifted.certainty == Certainty.MODERATE


# The start can be set too.
def test_the_start_can_be_overridden() -> None:
    rating = rated(One(design=Design.COMPARATIVE), overrides=(override("start", "high"),))
    assert rating.steps[0].change == Certainty.HIGH and rating.steps[0].ruled == Certainty.LOW


# A payer's numbers are the numbers that count: with 0.5 and 2 as thresholds the interval crosses none.
def test_a_payers_own_numbers() -> None:
    method = default()
    wide = replace(
        method.certainty.imprecision,
        lower=method.certainty.large_effect.large_below,
        upper=method.certainty.large_effect.large_above,
    )
    own = replace(method, version="7", certainty=replace(method.certainty, imprecision=wide))
    evidence = ground(pool=synthesis(span=(0.9, 0.6, 1.6)))
    assert rate(evidence, (), method).certainty == Certainty.LOW
    mine = rate(replace(evidence, rules=own.certainty), (), own)
    assert mine.certainty == Certainty.HIGH and {step.version for step in mine.steps} == {"7"}


ONES = st.builds(
    One,
    effect=st.floats(0.01, 100),
    weight=st.floats(0, 1),
    bias=st.sampled_from(["low", "some", "high", "critical", "not stated"]),
    design=st.sampled_from(list(Design)),
    yi=st.floats(-5, 5),
    vi=st.floats(0, 5),
    indirect=st.lists(
        st.sampled_from(["population", "intervention", "comparator", "outcome"]), unique=True
    ).map(tuple),
)
SPANS = st.tuples(
    st.floats(0.01, 100), st.one_of(st.none(), st.floats(0, 100)), st.one_of(st.none(), st.floats(0, 100))
)


# Whatever the evidence, the result is one of the four levels and the sum of its steps, held within them; up
# and down never meet unless a person set one of them.
@given(st.lists(ONES, max_size=6), SPANS, st.one_of(st.none(), st.floats(0, 100)))
def test_ratings_are_the_sum_of_their_steps(
    ones: list[One], span: tuple[float, float | None, float | None], i2: float | None
) -> None:
    rating = rate(ground(ones, pool=synthesis(ones, span, i2=i2)), (), default())
    total = sum(step.change for step in rating.steps)
    assert rating.certainty == min(4, max(1, total))
    down = any(step.change < 0 for step in rating.steps)
    assert not (down and any(step.change > 0 for step in rating.steps[1:]))
    assert all(step.override is None and step.ruled == step.change for step in rating.steps)
