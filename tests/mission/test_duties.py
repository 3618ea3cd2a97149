"""Rows of group 5: duties and processes."""

from __future__ import annotations

from datetime import date

import pytest

from coverdict.decision.model import DutyFinding
from tests.mission.held import A, checked, contents, decide, document, note, policy_a, policy_b, request, said


def duty(confirmed: str | None, as_of: str = "2021-12-02") -> DutyFinding:
    facts = {"eligibility.confirmed": confirmed} if confirmed else {}
    line = decide(request("bsc", "commercial_ppo", "2021-12-01", "47383", facts) | {"as_of": as_of}).lines[0]
    (found,) = line.duties
    return found


# Whether authorization is required depends on the plan: it is not stated, required or not required.
def test_b40() -> None:
    stated = {product.name: product.authorization for product in document("plan", "bsc").products}
    assert stated == {"commercial_ppo": "not_stated", "fep": "not_stated"}
    assert note(document("plan", "bsc"), "authorization-by-plan").data == {"required": "per plan"}
    (line,) = decide(request("example", "example_open", "2012-06-01", "47381", {})).lines
    assert line.action == "not_required"


# Eligibility is confirmed within five days before the service; how to count the days is open.
# 2021-12-01 is a Wednesday: five business days before it is Wednesday, 2021-11-24.
@pytest.mark.parametrize(
    ("confirmed", "state"),
    [
        ("2021-11-26", "met"),
        ("2021-11-30", "met"),
        ("2021-12-01", "open reading"),
        ("2021-11-25", "open reading"),
        ("2021-11-23", "missed"),
    ],
)
def test_b41(confirmed: str, state: str) -> None:
    found = duty(confirmed)
    assert found.state == state
    assert (found.first_day, found.last_day) == (date(2021, 11, 26), date(2021, 11, 30))
    assert found.actor == "provider"
    by_label = dict(found.by_reading)
    if confirmed == "2021-12-01":
        assert by_label == {
            "calendar days before the day of service": "missed",
            "day of service counts": "met",
            "business days": "missed",
            "business days with the day of service": "met",
        }
    if confirmed == "2021-11-25":
        assert by_label == {
            "calendar days before the day of service": "missed",
            "day of service counts": "missed",
            "business days": "met",
            "business days with the day of service": "met",
        }


# A missed duty moves neither the outcome nor the action.
def test_b41_moves_nothing() -> None:
    assert ("reading-open", "days before the service") in checked()
    given = request("bsc", "commercial_ppo", "2021-12-01", "47383", {"eligibility.confirmed": "2021-11-01"})
    missed = decide(given | {"as_of": "2021-12-02"}).lines[0]
    unknown = decide(request("bsc", "commercial_ppo", "2021-12-01", "47383", {})).lines[0]
    assert (missed.possible, missed.action) == (unknown.possible, unknown.action)


# An authorization can be revoked for cancelled eligibility, and only before the service.
def test_b42() -> None:
    held = note(policy_b(), "revocation").data
    assert (held["from"], held["to"], held["after the service"]) == ("approved", "revoked", "not allowed")


# The contacts are held as data, part by part.
def test_b43() -> None:
    contacts = note(policy_b(), "contacts")
    assert [sorted(given) for given in contacts.data] == [
        ["phone", "role"],
        ["extension", "phone", "role"],
        ["role", "url"],
    ]
    assert contacts.data == note(document("payer", "bsc"), "contacts").data


# No records are required: the list is empty and says so, and the trace shows it.
def test_b44() -> None:
    held = note(policy_b(), "no-records")
    assert (held.kind, held.data["records"]) == ("documentation", "none")
    line = decide(request("bsc", "commercial_ppo", "2021-12-01", "47383", {})).lines[0]
    assert held.says in said(line)


# A's guidelines lead to individual consideration, and to no denial.
def test_a40() -> None:
    held = note(policy_a(), "guidelines-for-individual-consideration")
    assert held.data["not met"] == "individual consideration"
    assert contents().payers["bcn"].adopts == (A,)
