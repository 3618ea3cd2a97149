"""The worked requests: answers read off the two documents by hand, one test for each row on document B."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coverdict.decision import Desk
from tests.worked.asking import (
    ask_b,
    asked,
    benefits,
    refers,
    settled,
    statuses,
)

# --- B, commercial ------


def test_b_origin_unknown_commercial_ppo(desk: Desk) -> None:
    line = ask_b(desk, {})
    assert statuses(line) == {"investigational"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "physician")
    assert asked(line) == []
    (duty,) = line.duties
    assert (str(duty.first_day), str(duty.last_day)) == ("2021-11-26", "2021-11-30")
    assert str(duty.reminder) == "2021-11-26"


# --- B, FEP ------

FEP_DOCUMENT = "fep-fda-approved"


@pytest.fixture(scope="module")
def clearance(desk: Desk) -> tuple[str, str]:
    """The name of the reading on clearance, and its option that clearance counts as approval."""
    mandate = desk.documents["mandate", FEP_DOCUMENT]
    (reading,) = mandate.readings
    (counts,) = [option for option in reading.options if "not" not in option]
    return reading.id.partition("#")[2], counts


def test_b_fep_device_cleared_clearance_settled_as_counting(
    changed: Callable[..., Desk], clearance: tuple[str, str]
) -> None:
    desk = changed(added={"payers/bsc.md": settled(*clearance, policy=FEP_DOCUMENT)})
    line = ask_b(desk, {"device.pathway": "cleared"}, product="fep")
    assert statuses(line) == {"medically_necessary", "not_medically_necessary"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "physician")
    assert "investigational" not in line.notice_reason
    clauses = [judgement for judgement in line.judgements if judgement.matters]
    assert len(clauses) >= 7
    assert not any(judgement.decides for judgement in clauses)


def test_b_fep_device_cleared_reading_open(desk: Desk) -> None:
    line = ask_b(desk, {"device.pathway": "cleared"}, product="fep")
    assert statuses(line) == {"medically_necessary", "not_medically_necessary", "investigational"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "physician")


def test_b_fep_device_unknown(desk: Desk) -> None:
    line = ask_b(desk, {}, product="fep")
    assert statuses(line) == {"medically_necessary", "not_medically_necessary", "investigational"}
    assert benefits(line) == {"undetermined"}
    # The benefit stays undetermined whatever the device's pathway is: it cannot change the disposition.
    assert asked(line) == []
    assert refers(line, "physician")


# --- B, the duty to confirm eligibility ------


@pytest.mark.parametrize(
    ("confirmed", "state"),
    [
        ("2021-11-26", "met"),
        ("2021-11-30", "met"),
        ("2021-12-01", "open reading"),
        ("2021-11-25", "open reading"),
    ],
)
def test_b_eligibility_confirmed(desk: Desk, confirmed: str, state: str) -> None:
    without = ask_b(desk, {})
    line = ask_b(desk, {"eligibility.confirmed": confirmed})
    (duty,) = line.duties
    assert duty.state == state
    assert (line.possible, line.action, line.disposition) == (
        without.possible,
        without.action,
        without.disposition,
    )
    if confirmed == "2021-11-25":  # six days before: missed unless business days are meant
        for label, found in duty.by_reading:
            assert found == ("met" if "business" in label else "missed"), label
    if confirmed == "2021-12-01":  # the day itself
        assert {found for _, found in duty.by_reading} == {"met", "missed"}
