"""From possible outcomes to what happens next: every way through design §5.10."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.decision import Desk
from coverdict.decision.model import LineDetermination
from tests.decision.trial import (
    BENEFIT,
    SWITCHES,
    asked,
    benefits,
    documented,
    line,
    request,
    shipped,
    statuses,
    target,
    trial,
)

EARLY = {"tumor.stage": "early"}
LATE = {"tumor.stage": "late"}

BY_READING = """
```yaml rule
id: small
when:
  reading: limit
  options:
    - up to 4 cm: tumor.size <= 4 cm
    - under 4 cm: tumor.size < 4 cm
status: established
otherwise: criteria_not_met
cites: {section: Statement, item: 1}
```
"""
BY_JUDGEMENT = """
```yaml rule
id: fits
when: fit.judged
status: medically_necessary
otherwise: not_medically_necessary
```
"""
BY_HIDDEN = """
```yaml rule
id: hidden
when: kin.known
status: established
otherwise: criteria_not_met
```
"""


def only(benefit: str, *, layer: str = "product", klass: str = "", when: str = "product is plain") -> str:
    """A plan with one rule."""
    return (
        f"\n```yaml rule\nid: only\nlayer: {layer}\nwhen: {when}\nbenefit: {benefit}\n"
        + (f"class: {klass}\n" if klass else "")
        + "```\n"
    )


# --- approve --------------------------------------------------------------------------------------


# A favourable line is approved where the switch is on for its product and its facts are documented.
def test_approves_documented() -> None:
    found = line(trial(), request("auto", facts={"tumor.stage": documented("early")}))
    assert (found.action, found.disposition, found.referral) == ("approve", "favourable", None)
    assert found.approval is not None and found.approval.criteria == "acme/trial, version 2020-01-01"


# Attested facts do not suffice unless the payer says so: a person decides.
def test_attested_facts() -> None:
    assert line(trial(), request("auto", facts=EARLY)).action == "refer"
    assert line(trial(), request("trusting", facts=EARLY)).action == "approve"


# The switch is off by default, off where it is set off, and belongs to one product.
@pytest.mark.parametrize("product", ["plain", "bare", "unheard_of", None])
def test_switch_off(product: str | None) -> None:
    found = line(trial(benefit=only("covered", when="status is established")), request(product, facts=EARLY))
    assert found.disposition == "favourable"
    assert (found.action, found.approval) == ("refer", None)


# One documented set of facts that forces the answer suffices, whatever else is merely attested.
def test_one_documented_reason_suffices() -> None:
    either = """
```yaml rule
id: either
when:
  any of:
    - tumor.stage is early
    - tumor.size < 3 cm
status: established
otherwise: criteria_not_met
```
"""
    facts = {"tumor.stage": "early", "tumor.size": documented("2 cm")}
    assert line(trial(status=either), request("auto", facts=facts)).action == "approve"
    attested = {"tumor.stage": "early", "tumor.size": "2 cm"}
    assert line(trial(status=either), request("auto", facts=attested)).action == "refer"


# A documented set of facts counts however many other reasons there are, not only if it is among those shown.
def test_documented_reason_that_is_not_shown() -> None:
    names = ["state", "network", "clinical_trial", "device.pathway", "urgency", "tumor.size"]
    tests = [
        "state is CA",
        "network is in_network",
        "clinical_trial",
        "device.pathway is approved",
        "urgency is standard",
        "tumor.size < 3 cm",
    ]
    values: list[Any] = ["CA", "in_network", "yes", "approved", "standard", "2 cm"]
    many = "\n```yaml rule\nid: many\nwhen:\n  any of:\n" + "".join(f"    - {test}\n" for test in tests)
    desk = trial(status=many + "status: established\notherwise: criteria_not_met\n```\n")
    for number, name in enumerate(names):
        facts: dict[str, Any] = dict(zip(names, values, strict=True))
        facts[name] = documented(values[number])
        assert line(desk, request("auto", facts=facts)).action == "approve", name


# Nothing favourable but possible is approved: an adverse completion is enough to keep the switch from acting.
def test_possible_is_not_enough() -> None:
    found = line(trial(), request("trusting"))
    assert found.dispositions == ("favourable", "adverse")
    assert found.action == "pend"


# A decisive reading or judgement never approves, whatever the switch says.
@pytest.mark.parametrize(
    ("status", "facts"), [(BY_READING, {"tumor.size": documented("4 cm")}), (BY_JUDGEMENT, {})]
)
@pytest.mark.parametrize("product", ["auto", "trusting"])
def test_decisive_reading_or_judgement(status: str, facts: dict[str, Any], product: str) -> None:
    found = line(trial(status=status), request(product, facts=facts))
    assert (found.action, target(found)) == ("refer", "physician")
    assert found.approval is None


# A reading that changes nothing does not stand in the way of an approval.
def test_reading_that_does_not_decide() -> None:
    found = line(trial(status=BY_READING), request("auto", facts={"tumor.size": documented("3 cm")}))
    assert found.action == "approve"
    assert [(one.decides, one.matters) for one in found.readings] == [(False, False)]


# Whatever is stated: an approval has only favourable outcomes, no decisive reading or judgement, no question.
@given(
    st.sampled_from([BY_READING, BY_JUDGEMENT, BY_HIDDEN]),
    st.sampled_from(["auto", "trusting", "plain", "bare", "free"]),
    st.fixed_dictionaries(
        {},
        optional={
            "tumor.size": st.sampled_from(["3 cm", "4 cm", "41 mm"]),
            "fit.judged": st.booleans(),
            "kin.known": st.booleans(),
        },
    ),
    st.booleans(),
)
def test_what_an_action_promises(status: str, product: str, facts: dict[str, Any], papers: bool) -> None:
    stated = {name: documented(value) for name, value in facts.items()} if papers else facts
    found = line(trial(status=status), request(product, facts=stated))
    assert found.action in ("approve", "pend", "refer", "not_required")
    if found.action == "approve":
        assert found.dispositions == ("favourable",) and not found.questions and found.approval
        assert not any(one.decides for one in (*found.readings, *found.judgements))
        assert product == "trusting" or (product == "auto" and papers)
    if found.action == "pend":
        assert found.questions or found.conflict
    assert (found.action == "refer") == (found.referral is not None)
    assert (found.action == "approve") == (found.approval is not None)
    assert (found.action == "not_required") == (product == "free")


# Units and end date of an approval are those that were asked for; without an end, it is for the one day.
def test_what_an_approval_grants() -> None:
    services = [{"system": "CPT", "code": "11111", "units": "3", "end": "2021-03-05"}]
    found = line(trial(), request("trusting", facts=EARLY, services=services)).approval
    assert found is not None
    assert (str(found.units), str(found.first_day), str(found.last_day)) == ("3", "2021-03-03", "2021-03-05")
    plain = line(trial(), request("trusting", facts=EARLY)).approval
    assert plain is not None
    assert (plain.units, str(plain.first_day), str(plain.last_day)) == (None, "2021-03-03", "2021-03-03")


# --- pend -----------------------------------------------------------------------------------------


# An open question that can settle the disposition pends the line, and is the only thing asked.
def test_pends_for_a_question() -> None:
    found = line(trial(), request("plain"))
    assert (found.action, asked(found), found.referral) == ("pend", ["tumor.stage"], None)


# Facts in conflict pend the line; the conflict is the question, and nothing is decided or explained by them.
def test_pends_for_a_conflict() -> None:
    facts = {**EARLY, "service.date": "2021-04-04"}
    found = line(trial(), request("trusting", facts=facts))
    assert found.action == "pend"
    assert found.conflict == ("service.date",)
    assert "service.date" in found.questions[0].fact and found.questions[0].ask
    assert (found.possible, found.disposition, found.dispositions) == ((), None, ())
    assert (found.denial_class, found.denial_classes, found.notice_reason) == (None, (), "")
    assert (found.reasons.sets, found.status_reasons.sets) == ((), ())
    assert (found.would_change, found.approval, found.referral) == ((), None, None)
    assert not any(one.decides or one.matters for one in (*found.readings, *found.judgements))


# Never ask: where every answer leads to the same disposition, an open status is shown and the line referred.
def test_open_status_that_cannot_matter() -> None:
    found = line(trial(), request("bare"))
    assert statuses(found) == {"established", "criteria_not_met"}
    assert (found.disposition, asked(found), found.action) == ("unsettled", [], "refer")


# A fact that nobody can be asked for is no question, though it decides: a person has to.
def test_fact_that_nobody_can_be_asked_for() -> None:
    found = line(trial(status=BY_HIDDEN), request("plain"))
    assert found.dispositions == ("favourable", "adverse")
    assert (found.action, asked(found)) == ("refer", [])


# --- refer ----------------------------------------------------------------------------------------


# A decisive reading goes to a physician, with each option's result, and a copy goes to the policy's owner.
def test_decisive_reading() -> None:
    found = line(trial(status=BY_READING), request("plain", facts={"tumor.size": "4 cm"}))
    assert target(found) == "physician"
    assert found.referral is not None and found.referral.copy_to == ("policy owner",)
    (reading,) = found.readings
    assert reading.decides and reading.matters
    shown = {label: [(one.status, one.benefit) for one in outcomes] for label, outcomes in reading.options}
    assert shown == {
        "up to 4 cm": [("established", "covered")],
        "under 4 cm": [("criteria_not_met", "not_covered")],
    }


# Without a decisive reading the policy's owner gets no copy.
def test_no_copy() -> None:
    found = line(trial(), request("plain", facts=LATE))
    assert found.referral is not None and found.referral.copy_to == ()


# An adverse clinical outcome goes to a physician, an exclusion by contract or eligibility to benefits, and so
# does a benefit that nothing at hand decides.
@pytest.mark.parametrize(
    ("benefit", "facts", "klass", "to"),
    [
        (BENEFIT, LATE, "clinical", "physician"),
        (only("not_covered", layer="contract"), EARLY, "administrative", "benefits"),
        (only("not_covered", layer="contract"), LATE, "administrative", "benefits"),
        (only("not_covered", klass="administrative"), EARLY, "administrative", "benefits"),
        (only("not_covered"), EARLY, "unsettled", "benefits"),
        (only("not_covered", klass="clinical"), EARLY, "clinical", "physician"),
        (only("undetermined"), EARLY, "unsettled", "benefits"),
        ("", EARLY, "unsettled", "benefits"),
        ("", LATE, "clinical", "physician"),
    ],
)
def test_targets(benefit: str, facts: dict[str, str], klass: str, to: str) -> None:
    found = line(trial(benefit=benefit), request("plain", facts=facts))
    assert (found.action, found.denial_class, target(found)) == ("refer", klass, to)


# An exclusion in the contract outranks coverage by the product, whatever the status is, and asks nothing.
def test_contract_outranks_product() -> None:
    found = line(trial(benefit=BENEFIT + only("not_covered", layer="contract")), request("plain"))
    assert benefits(found) == {"not_covered"}
    assert {outcome.layer for outcome in found.possible} == {"contract"}
    assert (found.denial_class, target(found), asked(found)) == ("administrative", "benefits", [])


# The person is shown the clauses alone, unless the payer's settings let the conclusion be shown.
@pytest.mark.parametrize(
    ("settings", "shows"),
    [
        (SWITCHES, "clauses"),
        ("\n```yaml referral\nshows: clauses\n```\n", "clauses"),
        ("\n```yaml referral\nshows: conclusion\n```\n", "conclusion"),
    ],
)
def test_shows(settings: str, shows: str) -> None:
    found = line(trial(payer=settings), request("plain", facts=LATE))
    assert found.referral is not None and found.referral.shows == shows


# Every referral names a qualification and says why in a sentence.
@pytest.mark.parametrize("facts", [EARLY, LATE, {"service.units": 1}])
@pytest.mark.parametrize("product", ["bare", "plain"])
def test_why(facts: dict[str, Any], product: str) -> None:
    found = line(trial(), request(product, facts=facts))
    if found.referral is not None:
        assert found.referral.qualification and found.referral.why


CONSIDERED = """
```yaml rule
id: early
when:
  - early: tumor.stage is early
status: established
otherwise: criteria_not_met
individual consideration: yes
```
"""


# What fails criteria that a physician may set aside is considered individually, where the plan may cover.
@pytest.mark.parametrize(
    ("product", "benefit", "considered"),
    [
        ("plain", BENEFIT, True),
        ("plain", only("not_covered", klass="clinical"), False),
        ("bare", BENEFIT, False),
    ],
)
def test_individual_consideration(product: str, benefit: str, considered: bool) -> None:
    found = line(trial(status=CONSIDERED, benefit=benefit), request(product, facts=LATE))
    assert found.referral is not None
    assert (found.referral.to, found.referral.individual_consideration) == ("physician", considered)


# --- not required ---------------------------------------------------------------------------------


# A product that requires no authorization gets "not required" and nobody to refer to, whatever the facts say.
@pytest.mark.parametrize("facts", [{}, EARLY, LATE])
def test_not_required(facts: dict[str, str]) -> None:
    found = line(trial(), request("free", facts=facts))
    assert (found.action, found.referral, found.approval) == ("not_required", None, None)


# Where no authorization is required nothing is asked.
def test_not_required_asks_nothing() -> None:
    assert asked(line(trial(), request("free"))) == []


# --- the shipped library --------------------------------------------------------------------------


# The shipped settings approve nothing for a real payer.
def test_shipped_switches() -> None:
    for name, settings in shipped().library.contents.payers.items():
        assert name.startswith("example") or not any(switch.on for switch in settings.approvals)


# The fictional plan's exclusion by contract goes to benefits as administrative, established or not.
def test_shipped_exclusion() -> None:
    desk: Desk = shipped()
    found: LineDetermination = line(
        desk,
        {
            "payer": "example",
            "product": "example_basic",
            "service_date": "2012-06-01",
            "services": [{"system": "CPT", "code": "47381"}],
        },
    )
    assert (found.denial_class, target(found), asked(found)) == ("administrative", "benefits", [])
    assert found.notice_reason.startswith("benefit:")
