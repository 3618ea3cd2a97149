"""Rows of group 6: government and regulation."""

from __future__ import annotations

from tests.mission.held import SMALL, line_a, note, policy_a, policy_b, said


# No national determination, as of a review date that A does not state.
def test_a50() -> None:
    held = note(policy_a(), "national-determination").data
    assert held == {"national coverage determination": "none", "as of": "not stated"}


# No local determination either.
def test_a51() -> None:
    assert note(policy_a(), "local-determination").data["local coverage determination"] == "none"


# Michigan's Medicaid agency publishes nothing on the service.
def test_a52() -> None:
    assert note(policy_a(), "state-medicaid").data == {
        "state": "MI",
        "publication": "none",
        "as of": "not stated",
    }


# How old the Medicare statements are cannot be known, and the trace says so.
def test_a53() -> None:
    held = note(policy_a(), "freshness")
    assert held.data["as of"] == "not stated"
    assert held.says in said(line_a("bcna", SMALL))


# A says that no regulatory status applies; B states one for the same devices.
def test_a54() -> None:
    assert note(policy_a(), "regulatory-status").data == {"regulatory status": "not_applicable"}
    assert note(policy_b(), "devices-cleared").data["value"] == "cleared"


# The devices were cleared under 510(k), which is the fact that the mandate's reading turns on.
def test_b60() -> None:
    held = note(policy_b(), "devices-cleared").data
    assert (held["fact"], held["pathway"], held["value"]) == ("device.pathway", "510(k)", "cleared")


# The labelled uses are a list, of which two fields reach the liver.
def test_b61() -> None:
    held = note(policy_b(), "labelled-uses").data
    assert len(held["uses"]) == 10
    assert set(held["reach the liver"]) == {"general surgery", "oncology"} <= set(held["uses"])


# The devices' description is held.
def test_b62() -> None:
    assert note(policy_b(), "device-description").kind == "regulatory"


# The FDA's product code has three letters.
def test_b63() -> None:
    code = note(policy_b(), "fda-product-code").data["product code"]
    assert code == "GEH"
    assert len(code) == 3
    assert code.isalpha()


# Without a national determination the local contractors decide.
def test_b64() -> None:
    held = note(policy_b(), "national-determination").data
    assert held["national coverage determination"] == "none"
    assert held["delegated to"] == "local Medicare contractors"


# No recommendation of the preventive services task force applies.
def test_b65() -> None:
    assert note(policy_b(), "preventive-services").data == {"recommendation": "not_applicable"}
