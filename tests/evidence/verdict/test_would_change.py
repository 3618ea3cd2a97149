"""What new evidence would change a verdict: numbers of patients, by closed forms and brute force."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.verdict import conclude
from coverdict.evidence.would_change import patients_needed
from tests.evidence.verdict.cases import BETTER, NO_HARM, Known, case, review


def near_bound(available: int, more: int, estimate: float, half: float, further: float) -> float:
    """The near end of the interval with `more` patients of the effect `further`."""
    both = available + more
    return (available * estimate + more * further) / both - half * math.sqrt(available / both)


# The number is the least with which the interval's near end reaches the threshold: with fewer it does not.
@given(
    st.integers(1, 5_000),
    st.floats(-1, 1),
    st.floats(0.001, 2),
    st.floats(0.02, 1),
    st.floats(0.01, 0.9),
)
def test_the_least_number(available: int, estimate: float, half: float, edge: float, above: float) -> None:
    further = edge + above
    more = patients_needed(available, estimate, half, further, edge)
    assert near_bound(available, more, estimate, half, further) >= edge - 1e-6
    if more > 1:
        assert near_bound(available, more - 2, estimate, half, further) < edge + 1e-6


# With 100 patients, an estimate at twice the threshold and a half-width of the whole estimate: the interval
# has to shrink to half, which takes four times the patients.
def test_a_closed_form() -> None:
    assert patients_needed(100, 0.10, 0.10, 0.10, 0.05) == 300


# An interval that is beyond the threshold already needs nobody.
def test_nobody_is_needed() -> None:
    assert patients_needed(100, 0.10, 0.04, 0.10, 0.05) == 0


def sentences(known: list[Known], approved: bool | None = True, attained: bool | None = True) -> str:
    return "\n".join(conclude(case(known, review(approved, attained))).would_change)


# An estimate beyond the threshold with an interval that reaches back: the same effect in more patients.
# 10 points (2 to 18) against 5 points of 1000: half-width 8 must fall to 5, so 1000·(8/5)² = 2560.
def test_the_effect_seen_so_far() -> None:
    said = sentences([Known((-0.10, -0.18, -0.02))], attained=False)
    assert "the effect seen so far (-10.0 points), about 1,560 more of them" in said
    assert "beyond -5.0 points (there are 1,000)" in said


# An estimate short of the threshold: twice the threshold in further patients.
def test_twice_the_threshold() -> None:
    said = sentences([Known((-0.01, -0.03, 0.01), certain=False)])
    more = next(number for number in range(100_000) if near_bound(1000, number, 0.01, 0.02, 0.10) >= 0.05)
    assert f"an effect of -10.0 points, twice the threshold, about {more:,} more of them" in said


# For what is good, the same on the other side.
def test_a_benefit_grows() -> None:
    said = sentences([Known((0.10, 0.02, 0.18), good=True)], attained=False)
    assert "the effect seen so far (+10.0 points), about 1,560 more of them" in said


# The required information size, less what there is.
def test_information_size() -> None:
    said = sentences([Known((-0.02, -0.04, 0.0), available=600, needed=1_500)])
    assert "900 more patients would reach the required information size of 1,500" in said


# Certainty that is too low: where it starts, what lowered it, what is needed.
def test_certainty() -> None:
    said = sentences([Known((-0.10, -0.14, -0.06), certain=False)])
    assert (
        "certainty is low (it starts high, lowered for risk of bias (-2)) and conclusions need moderate"
        in said
    )


# Without any number: the size of a first trial. For risks of 10 % and 5 % it is 4·7.849·0.075·0.925/0.0025 =
# 871.2, for 50 % and 45 % 4·7.849·0.475·0.525/0.0025 = 3131.7; both are rounded up.
def test_a_first_trial() -> None:
    said = sentences([Known(None)])
    assert "872 patients to tell 5 % from 10 %" in said.replace("5.0 %", "5 %")
    assert "3,132 patients to tell 45 % from 50 %" in said


# Approval and use in practice are asked for where they are missing, and only there.
def test_facts() -> None:
    assert "R1 would hold" not in sentences([Known(None)]) and "R7 would hold" not in sentences([Known(None)])
    said = sentences([Known(None)], None, False)
    assert "R1 would hold" in said and "R7 would hold" in said


# A verdict that is sufficient says how it could fall.
def test_sufficient() -> None:
    said = sentences([BETTER, NO_HARM])
    assert "-10.0 points (-14.0 points to -5.0 points)" in said and "no longer hold" in said


# An interval with an open side has no width to shrink, and that is said.
@pytest.mark.parametrize("difference", [(-0.01, None, 0.04), (-0.01, -0.04, None)])
def test_open_intervals(difference: tuple[float, float | None, float | None]) -> None:
    assert "cannot be told, since the interval is open" in sentences([Known(difference)])
