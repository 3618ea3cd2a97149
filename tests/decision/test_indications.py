"""One service for several indications: evaluated apart, never approved in part (design §5.5)."""

from __future__ import annotations

from typing import Any

import pytest

from coverdict.decision.model import LineDetermination
from tests.decision.trial import asked, benefits, documented, request, statuses, target, trial

EARLY = {"tumor.stage": "early"}
LATE = {"tumor.stage": "late"}
NOTHING: dict[str, str] = {}


def lines(*facts: dict[str, Any], product: str = "trusting", **more: Any) -> tuple[LineDetermination, ...]:
    indications = [{"id": f"i{number}", "facts": given} for number, given in enumerate(facts)]
    return trial().decide(request(product, indications=indications, **more)).lines


# There is one determination for each indication, in the order of the request.
def test_one_for_each() -> None:
    found = lines(EARLY, LATE, NOTHING)
    assert [line.indication for line in found] == ["i0", "i1", "i2"]
    assert [statuses(line) for line in found] == [
        {"established"},
        {"criteria_not_met"},
        {"established", "criteria_not_met"},
    ]


# A service for one of the indications is determined for that one alone.
def test_for_one() -> None:
    services = [{"system": "CPT", "code": "11111", "for": "i1"}]
    (found,) = lines(EARLY, LATE, services=services)
    assert (found.indication, statuses(found), found.split) == ("i1", {"criteria_not_met"}, False)


# Several indications with the same status are no split, and each keeps its own answer.
@pytest.mark.parametrize(("facts", "action"), [(EARLY, "approve"), (LATE, "refer"), (NOTHING, "pend")])
def test_all_the_same(facts: dict[str, str], action: str) -> None:
    found = lines(facts, facts)
    assert [(line.action, line.split) for line in found] == [(action, False), (action, False)]


# A split evaluation refers the whole service to a physician: the favourable part is not approved.
def test_split() -> None:
    for line in lines(EARLY, LATE):
        assert (line.action, line.split, target(line), line.approval) == ("refer", True, "physician", None)
        assert line.referral is not None and "split" in line.referral.why


# While an indication has an open question, the service waits: what could be approved is held back.
def test_open_question_for_one_of_them() -> None:
    found = lines(EARLY, NOTHING)
    assert [line.action for line in found] == ["pend", "pend"]
    assert [asked(line) for line in found] == [["tumor.stage"], ["tumor.stage"]]
    assert all(line.approval is None and line.referral is None for line in found)


# A status that is merely unknown for one indication makes no split yet.
def test_unknown_is_no_split() -> None:
    assert [line.split for line in lines(EARLY, NOTHING)] == [False, False]
    assert [line.split for line in lines(EARLY, NOTHING, LATE)] == [True, True, True]


# A conflict in one indication is its own; the other is held back with the conflict as its question.
def test_conflict_in_one() -> None:
    first, second = lines(EARLY, {**EARLY, "payer": "somebody_else"})
    assert (first.conflict, first.action) == ((), "pend")
    assert (second.conflict, second.action, second.split) == (("payer",), "pend", False)


# One status but two actions: approved in part is not approved, and whoever decides the one decides all.
def test_same_status_different_actions() -> None:
    first, second = lines({"tumor.stage": documented("early")}, EARLY, product="auto")
    assert statuses(first) == statuses(second) == {"established"}
    for line in (first, second):
        assert (line.action, line.split, line.approval) == ("refer", False, None)
        assert line.referral is not None and "never approved in part" in line.referral.why
    assert target(first) == target(second)


# Where no authorization is required, a split changes nothing about that.
def test_not_required() -> None:
    for line in lines(EARLY, LATE, product="free"):
        assert (line.action, line.referral) == ("not_required", None)


# A fact of an indication counts for it alone and before the request's; one of the request counts for all.
def test_where_facts_count() -> None:
    first, second = lines(NOTHING, LATE, facts=EARLY)
    assert (statuses(first), statuses(second)) == ({"established"}, {"criteria_not_met"})


# A fact of the service line counts for that line alone, whatever the indication.
def test_facts_of_a_line() -> None:
    services = [
        {"system": "CPT", "code": "11111", "facts": EARLY},
        {"system": "CPT", "code": "22222"},
    ]
    found = trial().decide(request("plain", services=services)).lines
    assert [statuses(line) for line in found] == [{"established"}, {"established", "criteria_not_met"}]


# Every line of a split carries its own reasons and benefit.
def test_reasons_of_a_split() -> None:
    first, second = lines(EARLY, LATE)
    assert (benefits(first), benefits(second)) == ({"covered"}, {"not_covered"})
    assert first.status_reasons.sets == second.status_reasons.sets == (("tumor.stage",),)
