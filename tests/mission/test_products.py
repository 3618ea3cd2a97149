"""Rows of group 4: products, benefits, precedence."""

from __future__ import annotations

import pytest

from coverdict.decision.model import LineDetermination
from tests.mission.held import (
    ACTIVE,
    SMALL,
    benefits,
    decide,
    document,
    line_a,
    line_b,
    note,
    policy_b,
    request,
    said,
    statuses,
)


def target(line: LineDetermination) -> str:
    assert line.referral is not None
    return line.referral.to


# The commercial HMO covers nothing here, self-funded groups included, unless the group overrides.
def test_a30() -> None:
    no = line_a("commercial_hmo", SMALL | {"group.override": "no"})
    assert (benefits(no), no.denial_class, no.action, target(no)) == (
        {"not_covered"},
        "unsettled",
        "refer",
        "benefits",
    )
    assert benefits(line_a("commercial_hmo", SMALL | {"group.override": "yes"})) == {"undetermined"}
    unknown = line_a("commercial_hmo", SMALL)
    assert benefits(unknown) == {"not_covered", "undetermined"}
    assert [(question.fact, question.who) for question in unknown.questions] == [("group.override", "payer")]


# Medicare Advantage: not covered, a clinical matter; the rule knows the federal change of 2024.
def test_a31() -> None:
    line = line_a("bcna", SMALL)
    assert (benefits(line), line.denial_class, line.action, target(line)) == (
        {"not_covered"},
        "clinical",
        "refer",
        "physician",
    )
    rules = {rule.id: rule for rule in document("plan", "bcn").rules}
    later = rules["medicare-advantage-from-2024"]
    assert (later.then, later.cites is not None and later.cites.from_source) == ("undetermined", False)


# The complementary product follows the primary payer's decision alone, and asks for nothing else.
@pytest.mark.parametrize("tumor", [{}, SMALL, ACTIVE], ids=["nothing known", "small", "active"])
def test_a32(tumor: dict[str, str]) -> None:
    covers = line_a("bcn65", tumor | {"primary_payer.decision": "covered"})
    assert (benefits(covers), covers.disposition, covers.questions) == (
        {"coinsurance_only"},
        "favourable",
        (),
    )
    denies = line_a("bcn65", tumor | {"primary_payer.decision": "denied"})
    assert (benefits(denies), denies.action, target(denies)) == ({"not_covered"}, "refer", "benefits")
    unknown = line_a("bcn65", tumor)
    assert benefits(unknown) == {"coinsurance_only", "not_covered"}
    assert unknown.action == "pend"
    assert [question.fact for question in unknown.questions] == ["primary_payer.decision"]


# The Medicaid product covers nothing here from 21 on; below, the benefit is undetermined.
@pytest.mark.parametrize(
    ("age", "benefit"), [("20", "undetermined"), ("21", "not_covered"), ("40", "not_covered")]
)
def test_a33(age: str, benefit: str) -> None:
    line = line_a("blue_cross_complete", SMALL | {"member.age": age})
    assert (benefits(line), line.action, target(line)) == ({benefit}, "refer", "physician")


# The pairing of products and values is marked as inferred.
def test_a34() -> None:
    held = note(document("plan", "bcn"), "pairing-inferred")
    assert held.data["pairing"] == "inferred"
    assert [pair["product"] for pair in held.data["pairs"]] == [
        product.name for product in document("plan", "bcn").products
    ]


# Established and not covered at once: two layers, and the benefit is the reason to give.
def test_a35() -> None:
    line = line_a("commercial_hmo", SMALL | {"group.override": "no"})
    assert (statuses(line), benefits(line)) == ({"established"}, {"not_covered"})
    assert {outcome.layer for outcome in line.possible} == {"product"}
    assert note(document("plan", "bcn"), "benefit-reason").data == {"reason in notices": "benefit"}
    assert "medically necessary" not in line.notice_reason.lower()


# The administrative guidelines are empty and say so.
def test_a36() -> None:
    held = note(document("plan", "bcn"), "administrative-guidelines")
    assert held.data == {"administrative guidelines": "not_applicable"}


# The contract outranks the policy, and the outcome names the layer that decided.
def test_b30() -> None:
    line = line_a("example_basic", SMALL, payer="example")
    (outcome,) = line.possible
    assert (outcome.status, outcome.benefit, outcome.layer) == ("established", "not_covered", "contract")
    assert (line.denial_class, line.action, target(line)) == ("administrative", "refer", "benefits")
    assert note(policy_b(), "contract-over-policy").says in said(line_b("commercial_ppo"))


# The date of service is the key: the same request on another day meets another version or none.
def test_b31() -> None:
    assert note(policy_b(), "date-of-service").data == {"key": "service.date"}
    (then,) = decide(request("bsc", "commercial_ppo", "2018-03-01", "47383", {})).lines
    assert (then.version, then.routing) == (None, "text_not_held")


# The mandate bars the position for the Federal Employee Program alone.
def test_b32() -> None:
    approved = {"device.pathway": "approved"}
    assert "investigational" not in statuses(line_b("fep", approved))
    assert statuses(line_b("commercial_ppo", approved)) == {"investigational"}
    cleared = line_b("fep", {"device.pathway": "cleared"})
    assert statuses(cleared) == {"investigational", "medically_necessary", "not_medically_necessary"}
    assert "clearance counts as approval" in {reading.name for reading in cleared.readings}


# What the mandate leaves is a judgement of medical necessity: referred to a physician, never decided.
def test_b33() -> None:
    line = line_b("fep", {"device.pathway": "approved"})
    assert statuses(line) == {"medically_necessary", "not_medically_necessary"}
    assert benefits(line) == {"undetermined"}
    assert (line.action, line.questions, target(line)) == ("refer", (), "physician")
    assert len(line.judgements) == 8


# Law and contract before the policy; the trace says so.
def test_b34() -> None:
    held = note(policy_b(), "law-and-contract-first")
    assert held.data["order"] == ["federal law", "state law", "contract", "policy"]
    assert held.says in said(line_b("commercial_ppo"))


# Benefits belong to a contract: B's policy and plan give none by themselves.
def test_b35() -> None:
    assert note(policy_b(), "contracts-differ").kind == "precedence"
    assert document("plan", "bsc").rules == ()
    assert benefits(line_b("commercial_ppo")) == {"undetermined"}


# The right to update the policy is held as a text without an effect on dates.
def test_b36() -> None:
    assert note(policy_b(), "right-to-update").kind == "disclaimer"
    assert policy_b().until is None


# An authorization is preliminary until the claim is reviewed, and the answer says so.
def test_b37() -> None:
    held = note(policy_b(), "authorization-then-claim")
    assert held.data["stages"] == ["authorization", "claim"]
    assert held.says in said(line_b("commercial_ppo"))
    notice = decide(request("bsc", "commercial_ppo", "2021-12-01", "47383", {})).notice
    assert "not a promise of payment" in notice
