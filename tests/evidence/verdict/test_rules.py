"""R1 to R8 as decision tables, worked out by hand from the criteria as published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coverdict.evidence.appraisal import Certainty, Holds, Verdict
from coverdict.evidence.methods_model import Concluding, Method
from coverdict.evidence.reviews.model import Override
from coverdict.evidence.studies.model import Design
from coverdict.evidence.verdict import against_statement, conclude
from coverdict.evidence.verdict_ground import Held, permits
from coverdict.evidence.verdict_rules import (
    approval,
    as_good,
    attainable,
    net_benefit,
    permitting,
    pooling,
    selection,
)
from tests.evidence.certainty.made import HERE, One, default, ground, synthesis
from tests.evidence.verdict.cases import BETTER, NO_HARM, Known, case, review

YES, NO, UNKNOWN = Holds.YES, Holds.NO, Holds.UNKNOWN


# R1 and R7 are facts that the review states; what it does not state is unknown.
@pytest.mark.parametrize(("fact", "holds"), [(True, YES), (False, NO), (None, UNKNOWN)])
def test_facts(fact: bool | None, holds: Holds) -> None:
    assert approval(case([], review(approved=fact))).holds is holds
    assert attainable(case([], review(attained=fact))).holds is holds


# R2 holds where a study is kept at all.
@pytest.mark.parametrize(("kept", "holds"), [(0, NO), (1, YES), (7, YES)])
def test_selection(kept: int, holds: Holds) -> None:
    found = selection(case([], kept=kept))
    assert found.holds is holds and dict(found.inputs)["kept"] == str(kept)


# R3: every critical outcome pooled; some; none; none named at all.
@pytest.mark.parametrize(
    ("known", "holds"),
    [([BETTER], YES), ([BETTER, Known(None)], UNKNOWN), ([Known(None)], NO), ([], NO)],
)
def test_pooling(known: list[Known], holds: Holds) -> None:
    assert pooling(case(known)).holds is holds


# R4: a critical health outcome with enough certainty; an intermediate one does not do.
@pytest.mark.parametrize(
    ("known", "holds"),
    [
        ([BETTER], YES),
        ([replace(BETTER, certain=False)], NO),
        ([replace(BETTER, health=False)], NO),
        ([replace(BETTER, certain=False), NO_HARM], YES),
        ([Known(None)], NO),
        ([], NO),
    ],
)
def test_permitting(known: list[Known], holds: Holds) -> None:
    assert permitting(case(known)).holds is holds


# R4's bar: moderate; or low, where it was reached by rating up; never very low.
@pytest.mark.parametrize(
    ("certainty", "raised", "enough"),
    [
        (Certainty.HIGH, False, True),
        (Certainty.MODERATE, False, True),
        (Certainty.LOW, False, False),
        (Certainty.LOW, True, True),
        (Certainty.VERY_LOW, True, False),
    ],
)
def test_the_bar(certainty: Certainty, raised: bool, enough: bool) -> None:
    from coverdict.evidence.certainty import rate

    one = One(design=Design.COMPARATIVE)
    rating = rate(ground([one], pool=synthesis([one], (0.4, 0.3, 0.5))), (), default())
    steps = rating.steps if raised else rating.steps[:1]
    assert any(step.change > 0 for step in steps[1:]) is raised
    assert permits(replace(rating, certainty=certainty, steps=steps), default()) is enough


# R5: a benefit at least as large as the threshold and no harm as large. An interval that touches the
# threshold lies beyond it; one that holds it leaves it open; one that stays within settles it.
@pytest.mark.parametrize(
    ("known", "holds"),
    [
        ([BETTER], YES),
        ([BETTER, NO_HARM], YES),
        ([Known((-0.10, -0.14, -0.0499))], UNKNOWN),
        ([Known((-0.01, -0.04, 0.02))], NO),
        ([Known((-0.01, -0.05, 0.02))], UNKNOWN),
        # An interval that is open on the good side may be better, one that is open on the bad side is not.
        ([Known((-0.01, None, 0.02))], UNKNOWN),
        ([Known((-0.01, -0.04, None))], NO),
        ([Known((0.01, -0.02, None), good=True)], UNKNOWN),
        ([Known((0.01, None, 0.04), good=True)], NO),
        # Harm: beyond the threshold; touching it; within reach of it; out of reach.
        ([BETTER, Known((0.10, 0.06, 0.14))], NO),
        ([BETTER, Known((0.10, 0.05, 0.14))], NO),
        ([BETTER, Known((0.03, -0.02, 0.08))], UNKNOWN),
        ([BETTER, Known((0.03, -0.02, 0.05))], UNKNOWN),
        ([BETTER, Known((0.03, -0.02, 0.0499))], YES),
        # Harm counts at any certainty, benefit only where certainty permits conclusions.
        ([BETTER, Known((0.10, 0.06, 0.14), certain=False)], NO),
        ([replace(BETTER, certain=False)], UNKNOWN),
        # A harm of which nothing is known leaves the balance open.
        ([BETTER, Known(None)], UNKNOWN),
        # Nobody asked about a harm.
        ([Known((0.10, 0.05, 0.14), good=True)], UNKNOWN),
        ([Known((0.10, 0.05, 0.14), good=True), NO_HARM], YES),
        ([Known((-0.10, -0.14, -0.05), good=True), NO_HARM], NO),
        ([], UNKNOWN),
    ],
)
def test_net_benefit(known: list[Known], holds: Holds) -> None:
    assert net_benefit(case(known)).holds is holds


# R6: superior, or not inferior by a margin declared beforehand; no significant difference is never enough.
@pytest.mark.parametrize(
    ("known", "holds"),
    [
        ([BETTER], YES),
        # Superior, though by less than the threshold.
        ([Known((-0.02, -0.03, -0.01))], YES),
        # An interval that touches no effect is not superior.
        ([Known((-0.02, -0.04, 0.0))], UNKNOWN),
        # Not significantly different.
        ([Known((0.0, -0.03, 0.03))], UNKNOWN),
        # The same, with a margin of 4 points: at 3 not inferior, at 4 (a touch) not yet.
        ([Known((0.0, -0.03, 0.03), margin="0.04")], YES),
        ([Known((0.0, -0.03, 0.04), margin="0.04")], UNKNOWN),
        ([Known((0.045, 0.041, 0.049), margin="0.04")], NO),
        ([Known((0.045, 0.04, 0.049), margin="0.04")], UNKNOWN),
        ([Known((0.0, -0.03, 0.03), good=True, margin="0.04")], YES),
        ([Known((0.0, -0.04, 0.03), good=True, margin="0.04")], UNKNOWN),
        # Worse by the threshold, at any certainty, outweighs.
        ([BETTER, Known((0.10, 0.06, 0.14), certain=False)], NO),
        # What is not certain enough, or not against the alternatives, proves nothing.
        ([replace(BETTER, certain=False)], UNKNOWN),
        ([replace(BETTER, indirect=("comparator",))], UNKNOWN),
        ([Known(None)], UNKNOWN),
    ],
)
def test_as_good_as_the_alternatives(known: list[Known], holds: Holds) -> None:
    assert as_good(case(known)).holds is holds


# No conclusion rests on one method alone: an effect counts where every method of the panel finds it.
@pytest.mark.parametrize(
    ("others", "holds"),
    [
        ((), YES),
        (((0.6, 0.4, 0.9), (0.7, 0.5, 0.99)), YES),
        (((0.6, 0.4, 0.9), (0.7, 0.5, 1.0)), UNKNOWN),
        (((0.6, 0.4, 1.1),), UNKNOWN),
        (((1.5, 1.2, 1.9),), UNKNOWN),
        (((0.6, 0.4, None),), UNKNOWN),
    ],
)
def test_every_method_must_agree(others: tuple[tuple[float, float, float], ...], holds: Holds) -> None:
    known = [replace(BETTER, others=others), NO_HARM]
    assert net_benefit(case(known)).holds is holds
    assert as_good(case(known)).holds is holds
    if holds is UNKNOWN:
        assert "no conclusion rests on one method" in net_benefit(case(known)).because
    method = default()
    rule = replace(method.verdict.permitting, methods_agree=False)
    own = replace(method, verdict=replace(method.verdict, permitting=rule))
    assert net_benefit(case(known, method=own)).holds is YES


# Nor does equivalence: at a risk of 20 % under control, a ratio of 1.19 is +3.8 points, within a margin of 4;
# one of 1.21 is +4.2, which is not.
@pytest.mark.parametrize(("upper", "holds"), [(1.19, YES), (1.2, UNKNOWN), (1.21, UNKNOWN)])
def test_every_method_must_stay_within_the_margin(upper: float, holds: Holds) -> None:
    known = [Known((0.0, -0.03, 0.03), margin="0.04", others=((1.0, 0.9, upper),))]
    assert as_good(case(known)).holds is holds


# Reasons in words: what is best, what is missing, how many methods do not find it.
def test_what_reasons_say() -> None:
    unsure = [Known((0.0, -0.03, 0.03), certain=False), replace(BETTER, certain=False, indirect=("outcome",))]
    assert permitting(case(unsure)).because == (
        "no critical health outcome reaches moderate certainty; the best has low"
    )
    verdict = conclude(case(unsure, review(approved=None)))
    assert verdict.steps[-1].because == "1 of 4 criteria hold, and 4 must; missing: R1; R4; R5 or R6"
    assert dict(verdict.steps[-1].inputs) == {
        "R1": "does not hold",
        "R4": "does not hold",
        "R5 or R6": "does not hold",
        "R7": "holds",
    }
    split = replace(BETTER, others=((0.6, 0.4, 0.9), (0.7, 0.5, 1.0), (0.7, 0.5, 1.1)))
    assert net_benefit(case([split, NO_HARM])).because == (
        "2 of 3 other methods do not find o0 better, and no conclusion rests on one method alone"
    )


# Within a sentence a label begins small, unless it is an abbreviation.
@pytest.mark.parametrize(
    ("label", "within"),
    [("Overall survival", "overall survival"), ("HCC recurrence", "HCC recurrence"), ("X", "x"), ("", "")],
)
def test_labels(label: str, within: str) -> None:
    (one,) = case([BETTER]).critical
    assert replace(one, outcome=replace(one.outcome, label=label)).label == within


# --- R8 ---------------------------------------------------------------------------------------------------

WHOLE = [BETTER, NO_HARM]
ALIKE = [Known((0.0, -0.03, 0.03), margin="0.04"), NO_HARM]


def concluding(method: Method, must_hold: tuple[tuple[str, ...], ...], at_least: int) -> Method:
    rule: Concluding = replace(method.verdict.concluding, must_hold=must_hold, at_least=at_least)
    return replace(method, verdict=replace(method.verdict, concluding=rule))


TEC = (("R1",), ("R4",), ("R5",), ("R6",), ("R7",))


# All four lines of the default; the five of TEC; four of the five.
@pytest.mark.parametrize(
    ("known", "approved", "attained", "by_default", "five", "four_of_five"),
    [
        (WHOLE, True, True, True, True, True),
        (WHOLE, None, True, False, False, True),
        (WHOLE, True, False, False, False, True),
        (WHOLE, None, None, False, False, False),
        # Not inferior, but no better: what is as good as alternatives that work.
        (ALIKE, True, True, True, False, True),
        (ALIKE, None, True, False, False, False),
        ([replace(BETTER, certain=False), NO_HARM], True, True, False, False, False),
        ([Known(None)], True, True, False, False, False),
        ([], True, True, False, False, False),
    ],
)
def test_how_many_criteria_must_hold(
    known: list[Known],
    approved: bool | None,
    attained: bool | None,
    by_default: bool,
    five: bool,
    four_of_five: bool,
) -> None:
    given = review(approved, attained)
    method = default()
    assert conclude(case(known, given)).sufficient is by_default
    assert conclude(case(known, given, concluding(method, TEC, 5))).sufficient is five
    assert conclude(case(known, given, concluding(method, TEC, 4))).sufficient is four_of_five


# Every verdict has the same eight steps, each with its reason, its rule and the method's version.
def test_steps() -> None:
    for known in (WHOLE, [], [Known(None)]):
        verdict = conclude(case(known))
        assert [step.rule for step in verdict.steps] == [f"R{number}" for number in range(1, 9)]
        assert all(step.because and step.title and step.version == "1.0" for step in verdict.steps)


# The conclusion is told in the payer's own words.
def test_the_payers_terms() -> None:
    method = default()
    rule = replace(method.verdict.concluding, sufficient="proven", insufficient="unproven")
    own = replace(method, verdict=replace(method.verdict, concluding=rule))
    assert conclude(case(WHOLE, method=own)).says.startswith("proven: the evidence permits")
    assert conclude(case([], method=own)).says.startswith("unproven: the evidence does not permit")


def override(step: str, value: str) -> Override:
    return Override(step, "", value, "The committee", date(2024, 1, 31), "known to us", HERE)


# A person may set any step; later ones see what was set, and the rule's own answer stays beside it.
@pytest.mark.parametrize("step", [f"R{number}" for number in range(1, 9)])
def test_overrides(step: str) -> None:
    for value in ("yes", "no", "unknown"):
        verdict = conclude(case(WHOLE, review(overrides=(override(step, value),))))
        found = next(one for one in verdict.steps if one.rule == step)
        assert found.holds is Holds(value) and found.ruled is YES
        assert found.because == "set by The committee on 2024-01-31: known to us"
        needed = step in ("R1", "R4", "R7", "R8")
        assert verdict.sufficient is (value == "yes" or not needed)


# Clearing the way for a technology that is not approved is a person's act, and shows.
def test_an_override_can_carry_the_verdict() -> None:
    verdict = conclude(case(WHOLE, review(approved=None, overrides=(override("R1", "yes"),))))
    assert verdict.sufficient
    assert verdict.steps[0].ruled is UNKNOWN and verdict.steps[0].override is not None


# --- what it contradicts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "concludes", "contradicts"),
    [
        (WHOLE, "sufficient", False),
        (WHOLE, "insufficient", True),
        ([], "insufficient", False),
        ([], "sufficient", True),
        ([], "", False),
    ],
)
def test_the_documents_own_conclusion(known: list[Known], concludes: str, contradicts: bool) -> None:
    verdict = conclude(case(known, review(concludes=concludes)))
    assert bool(verdict.contradicts) is contradicts


def contradicted(verdict: Verdict, *statuses: str) -> tuple[str, ...]:
    return against_statement(verdict, statuses, default()).contradicts


# Insufficient evidence contradicts what is called established or necessary; sufficient evidence, what is
# called investigational; other statuses are about patients or contracts, not about evidence.
def test_the_policys_statement() -> None:
    enough, not_enough = conclude(case(WHOLE)), conclude(case([]))
    assert not contradicted(enough, "established", "criteria_not_met")
    assert contradicted(enough, "investigational") == (
        "the policy's statement says investigational; the evidence is sufficient",
    )
    assert contradicted(not_enough, "established", "criteria_not_met", "established") == (
        "the policy's statement says established; the evidence is insufficient",
    )
    assert contradicted(not_enough, "medically_necessary")
    for status in (
        "investigational",
        "not_medically_necessary",
        "criteria_not_met",
        "delegated",
        "not_addressed",
    ):
        assert not contradicted(not_enough, status)
    assert not contradicted(not_enough)


# A rule never answers with a reason that is empty, whatever it looks at.
def test_reasons() -> None:
    rules = (approval, selection, pooling, permitting, net_benefit, as_good, attainable)
    for known in (WHOLE, ALIKE, [], [Known(None)], [replace(BETTER, certain=False)]):
        found: list[Held] = [rule(case(known)) for rule in rules]
        assert all(one.because for one in found)
