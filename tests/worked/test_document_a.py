"""The worked requests: answers read off the two documents by hand, one test for each row of the table.

Rows of document A have the date of service 2012-06-01, CPT 47381, a malignant tumor, and a tumor that is
not metabolically active, unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coverdict.decision import Desk
from tests.worked.asking import (
    ACTIVE,
    APPROVAL_ON,
    SIZE,
    SMALL,
    ask_a,
    asked,
    benefits,
    refers,
    settled,
    statuses,
)

# --- A, one tumor of 3 cm, unresectable, liver only ------


def test_a_small_tumor_hmo_override_no(desk: Desk) -> None:
    line = ask_a(desk, "commercial_hmo", {**SMALL, "group.override": "no"})
    assert statuses(line) == {"established"}
    assert not any(reading.matters for reading in line.readings)
    assert benefits(line) == {"not_covered"}
    assert refers(line, "benefits")
    assert line.denial_class == "unsettled"


def test_a_small_tumor_hmo_override_unknown(desk: Desk) -> None:
    line = ask_a(desk, "commercial_hmo", SMALL)
    assert statuses(line) == {"established"}
    assert benefits(line) == {"not_covered", "undetermined"}
    assert line.action == "pend"
    assert asked(line) == ["group.override"]
    assert line.questions[0].who == "payer"


def test_a_small_tumor_bcna(desk: Desk) -> None:
    line = ask_a(desk, "bcna", SMALL)
    assert statuses(line) == {"established"}
    assert benefits(line) == {"not_covered"}
    assert line.denial_class == "clinical"
    assert refers(line, "physician")


def test_a_small_tumor_bcna_from_2024(changed: Callable[..., Desk]) -> None:
    desk = changed(replaced={"payers/bcn.md": ("until: 2013-12-31", "until: 2024-12-31")})
    line = ask_a(desk, "bcna", SMALL, day="2024-06-01")
    assert statuses(line) == {"established"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "physician")


def test_a_small_tumor_bcn65_primary_covers(desk: Desk, changed: Callable[..., Desk]) -> None:
    facts = {**SMALL, "primary_payer.decision": "covered"}
    off = ask_a(desk, "bcn65", facts)
    on = ask_a(changed(replaced=APPROVAL_ON), "bcn65", facts)
    for line in (off, on):
        assert statuses(line) == {"established"}
        assert benefits(line) == {"coinsurance_only"}
        assert line.disposition == "favourable"
    assert off.action == "refer"
    assert on.action == "approve"


def test_a_small_tumor_bcn65_primary_denies(desk: Desk) -> None:
    line = ask_a(desk, "bcn65", {**SMALL, "primary_payer.decision": "denied"})
    assert statuses(line) == {"established"}
    assert benefits(line) == {"not_covered"}
    assert refers(line, "benefits")


def test_a_small_tumor_bcn65_primary_unknown(desk: Desk) -> None:
    line = ask_a(desk, "bcn65", SMALL)
    assert statuses(line) == {"established"}
    assert benefits(line) == {"coinsurance_only", "not_covered"}
    assert line.action == "pend"
    assert asked(line) == ["primary_payer.decision"]


def test_bcn65_nothing_known_about_the_tumor_primary_covers(desk: Desk, changed: Callable[..., Desk]) -> None:
    facts = {"primary_payer.decision": "covered"}
    off = ask_a(desk, "bcn65", facts)
    on = ask_a(changed(replaced=APPROVAL_ON), "bcn65", facts)
    for line in (off, on):
        assert benefits(line) == {"coinsurance_only"}
        assert asked(line) == []
    assert statuses(off) == {"established", "criteria_not_met"}
    assert (off.action, on.action) == ("refer", "approve")


@pytest.mark.parametrize(("age", "benefit"), [(40, "not_covered"), (19, "undetermined")])
def test_a_small_tumor_blue_cross_complete(desk: Desk, age: int, benefit: str) -> None:
    line = ask_a(desk, "blue_cross_complete", SMALL, member={"age": age})
    assert statuses(line) == {"established"}
    assert benefits(line) == {benefit}
    assert refers(line, "physician")


def test_a_small_tumor_bcbsm_ppo(desk: Desk) -> None:
    line = ask_a(desk, "bcbsm_ppo", SMALL, payer="bcbsm")
    assert statuses(line) == {"established"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "benefits")


# --- A, the size limit ------


def test_a_exactly_4_cm_hmo(desk: Desk) -> None:
    line = ask_a(desk, "commercial_hmo", {**SMALL, "lesion.largest": "4.0 cm", "group.override": "no"})
    assert statuses(line) == {"established", "criteria_not_met"}
    assert benefits(line) == {"not_covered"}
    assert refers(line, "benefits")
    (size,) = [reading for reading in line.readings if reading.name == SIZE]
    assert size.matters
    assert not size.decides


def test_a_exactly_4_cm_example_plan(desk: Desk) -> None:
    line = ask_a(desk, "example_ppo", {**SMALL, "lesion.largest": "4.0 cm"}, payer="example")
    assert statuses(line) == {"established", "criteria_not_met"}
    assert benefits(line) == {"covered", "not_covered"}
    assert refers(line, "physician")
    assert line.referral is not None
    assert "policy owner" in line.referral.copy_to
    (size,) = [reading for reading in line.readings if reading.name == SIZE]
    assert size.decides
    shown = {label: {outcome.status for outcome in outcomes} for label, outcomes in size.options}
    assert shown == {"up to 4 cm": {"established"}, "under 4 cm": {"criteria_not_met"}}


@pytest.mark.parametrize(
    ("option", "status"), [("up to 4 cm", "established"), ("under 4 cm", "criteria_not_met")]
)
def test_a_exactly_4_cm_once_an_analyst_has_settled_the_reading(
    changed: Callable[..., Desk], option: str, status: str
) -> None:
    facts = {**SMALL, "lesion.largest": "4.0 cm"}
    desk = changed(added={"payers/example.md": settled(SIZE, option), "payers/bcn.md": settled(SIZE, option)})
    line = ask_a(desk, "example_ppo", facts, payer="example")
    assert statuses(line) == {status}
    assert benefits(line) == {"covered" if status == "established" else "not_covered"}
    assert not [reading for reading in line.readings if reading.name == SIZE]
    assert any("Test signature" in node.text and "2012-01-05" in node.text for node in line.trace)
    hmo = ask_a(desk, "commercial_hmo", {**facts, "group.override": "no"})
    assert statuses(hmo) == {status}
    assert benefits(hmo) == {"not_covered"}


def test_a_41_mm(desk: Desk) -> None:
    facts = {**SMALL, "lesion.largest": "41 mm"}
    line = ask_a(desk, "example_ppo", facts, payer="example")
    assert statuses(line) == {"criteria_not_met"}
    assert benefits(line) == {"not_covered"}
    assert refers(line, "physician")
    assert line.referral is not None
    assert line.referral.individual_consideration
    hmo = ask_a(desk, "commercial_hmo", {**facts, "group.override": "no"})
    assert statuses(hmo) == {"criteria_not_met"}
    assert benefits(hmo) == {"not_covered"}
    assert hmo.referral is not None
    assert not hmo.referral.individual_consideration


def test_a_two_tumors_of_2_cm(desk: Desk) -> None:
    facts = {**SMALL, "lesion.count": 2, "lesion.largest": "2 cm"}
    line = ask_a(desk, "example_ppo", facts, payer="example")
    assert statuses(line) == {"criteria_not_met"}
    assert benefits(line) == {"not_covered"}
    assert refers(line, "physician")
    assert line.referral is not None
    assert line.referral.individual_consideration


# --- A, inclusion 2 and malignancy ------


def test_a_active_neuroendocrine_metastasis(desk: Desk) -> None:
    line = ask_a(desk, "example_ppo", ACTIVE, payer="example")
    assert statuses(line) == {"established"}
    assert benefits(line) == {"covered"}
    assert not any(reading.matters for reading in line.readings)
    hmo = ask_a(desk, "commercial_hmo", {**ACTIVE, "group.override": "no"})
    assert statuses(hmo) == {"established"}
    assert benefits(hmo) == {"not_covered"}


def test_a_active_metastasis_with_disease_outside_the_liver(desk: Desk) -> None:
    facts = {**ACTIVE, "disease.extrahepatic": "yes"}
    line = ask_a(desk, "example_ppo", facts, payer="example")
    assert statuses(line) == {"established", "criteria_not_met"}
    assert benefits(line) == {"covered", "not_covered"}
    assert refers(line, "physician")
    assert any(reading.decides for reading in line.readings)
    hmo = ask_a(desk, "commercial_hmo", {**facts, "group.override": "no"})
    assert statuses(hmo) == {"established", "criteria_not_met"}
    assert benefits(hmo) == {"not_covered"}


def test_a_benign_adenoma(desk: Desk) -> None:
    facts = {**SMALL, "tumor.malignant": "no"}
    line = ask_a(desk, "example_ppo", facts, payer="example")
    assert statuses(line) == {"criteria_not_met"}
    assert benefits(line) == {"not_covered"}
    hmo = ask_a(desk, "commercial_hmo", {**facts, "group.override": "no"})
    assert statuses(hmo) == {"criteria_not_met"}
    assert benefits(hmo) == {"not_covered"}
