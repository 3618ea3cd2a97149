"""Rows of group 1: what the documents are."""

from __future__ import annotations

from datetime import date

from coverdict.text import sentences
from tests.mission.held import (
    SMALL,
    A,
    checked,
    decide,
    document,
    line_a,
    note,
    policy_a,
    policy_b,
    request,
    said,
)


# A's title is held, without the word that labels it in the source.
def test_a01() -> None:
    assert policy_a().title == "Cryosurgical Ablation of Primary or Metastatic Liver Tumors"


# A has no date; without a payer's window it decides nothing, and the trace says where the window comes from.
def test_a02() -> None:
    assert policy_a().effective is None
    assert policy_a().front["number"] == "not stated"
    (outside,) = decide(request("bcn", "commercial_hmo", "2014-01-01", "47381", SMALL)).lines
    assert (outside.version, outside.routing) == (None, "no_window")
    assert outside.referral is not None
    assert outside.referral.to == "intake"
    inside = line_a("commercial_hmo", SMALL)
    assert inside.policy == A
    assert "example" in said(inside).lower()
    assert {("missing-identifier", ""), ("missing-effective-date", "")} <= checked()


# A is one clinical policy of two administrators.
def test_a03() -> None:
    assert policy_a().front["joint"] in ("yes", True)
    assert note(policy_a(), "joint-policy").data["administrators"] == ["bcbsm", "bcn"]


# A's second, nested policy is a plan document of its own, with its own administrator.
def test_a04() -> None:
    plan = document("plan", "bcn")
    assert (plan.payer, plan.applies_to) == ("bcn", (A,))
    assert note(policy_a(), "joint-policy").data["benefit coverage policy"] == plan.id


# Sections that say "not applicable" are held as such, which is not the same as missing.
def test_a05() -> None:
    plan = document("plan", "bcn")
    assert note(plan, "administrative-guidelines").data == {"administrative guidelines": "not_applicable"}


# B's number and title are held, and the number under which other plans know the policy.
def test_b01() -> None:
    front = policy_b().front
    assert front["number"] == "7.01.75"
    assert front["meta"]["reference number"] == "BCBSA 7.01.75"
    assert policy_b().title == policy_a().title


# B's original date is the first row of its history.
def test_b02() -> None:
    first = min(row.effective for row in policy_b().history)
    assert str(policy_b().front["original date"]) == first.isoformat() == "2015-02-27"


# B's effective date is the last row of its history, and a version is chosen by the date of service.
def test_b03() -> None:
    last = max(row.effective for row in policy_b().history)
    assert policy_b().effective == last == date(2021, 11, 1)
    (before,) = decide(request("bsc", "commercial_ppo", "2021-10-31", "47383", {})).lines
    (after,) = decide(request("bsc", "commercial_ppo", "2021-11-01", "47383", {})).lines
    assert (before.version, after.version) == (None, "2021-11-01")


# B's section is held with its code and its name.
def test_b04() -> None:
    assert policy_b().front["section"] == {"code": "7.0", "name": "Surgery"}


# A page break in the middle of a sentence does not cut it.
def test_b05() -> None:
    text = "One patient died within a month of\n\nsurgery. Nobody else did.\n\nNext heading\n\nA new text."
    assert sentences(text) == (
        "One patient died within a month of surgery.",
        "Nobody else did.",
        "Next heading",
        "A new text.",
    )


# A header whose labels and values run together on one line is taken apart.
def test_b06() -> None:
    text = "1.2 Some title**First Date:** May 1, 2015 **Next Date:** June 2, 2016**Section:** 7.0 Surgery"
    shown = [part.replace("*", "") for part in sentences(text)]
    assert shown == [
        "1.2 Some title",
        "First Date:",
        "May 1, 2015",
        "Next Date:",
        "June 2, 2016",
        "Section:",
        "7.0 Surgery",
    ]
