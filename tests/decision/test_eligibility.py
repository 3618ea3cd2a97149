"""Coverage that has ended: nothing is approved, and benefits decides."""

from __future__ import annotations

from typing import Any

import pytest

import coverdict as cv
from coverdict.decision.model import LineDetermination

FACTS = {
    "tumor.origin": "primary",
    "tumor.malignant": "yes",
    "tumor.resectable": "no",
    "disease.extrahepatic": "no",
    "tumor.metabolically_active": "no",
    "lesion.count": 1,
    "lesion.largest": "3 cm",
}


def decided(facts: dict[str, Any], **more: Any) -> LineDetermination:
    stated = {name: {"value": value, "documented": "yes"} for name, value in facts.items()}
    request = {
        "payer": "example",
        "product": "example_ppo",
        "service_date": "2012-06-01",
        "services": [{"system": "CPT", "code": "47381"}],
        "facts": stated,
        **more,
    }
    (line,) = cv.open_library().decide(request).lines
    return line


# A line that would be approved is not, once coverage ended before the service: benefits decides.
def test_ended_before_the_service() -> None:
    assert decided(FACTS).action == "approve"
    line = decided({**FACTS, "coverage.ended": "2012-05-31"})
    assert (line.action, line.approval, line.denial_class) == ("refer", None, "administrative")
    assert line.referral is not None
    assert line.referral.to == "benefits"
    assert line.notice_reason.startswith("eligibility: ")
    assert line.trace[-1].kind == "eligibility"


# Coverage that lasts to the day of service changes nothing.
@pytest.mark.parametrize("day", ["2012-06-01", "2013-01-01"])
def test_ended_later(day: str) -> None:
    assert decided({**FACTS, "coverage.ended": day}).action == "approve"


# With coverage ended nobody is asked anything more, and the possible outcomes stay what they are.
def test_no_question_is_left() -> None:
    open_line, ended = decided({}), decided({"coverage.ended": "2012-01-01"})
    assert open_line.action == "pend"
    assert (ended.action, ended.questions, ended.possible) == ("refer", (), open_line.possible)


# Facts that contradict each other go back to the submitter all the same.
def test_a_conflict_comes_first() -> None:
    line = decided({**FACTS, "tumor.histology": "colorectal", "coverage.ended": "2012-01-01"})
    assert line.action == "pend"
    assert line.conflict
