"""The worked requests: answers read off the two documents by hand, one test for each row of the table.

Rows of document A have the date of service 2012-06-01, CPT 47381, a malignant tumor, and a tumor that is
not metabolically active, unless they say otherwise.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from coverdict.decision import Desk, open_library
from coverdict.decision.model import LineDetermination
from coverdict.library import shipped_folder

POLICY_A = "bcbsm/cryosurgical-ablation-liver"
POLICY_B = "bsc/7.01.75"
SIZE = "size limit"
BOTH_SIZES = ("up to 4 cm", "under 4 cm")

# One tumor of 3 cm, unresectable, liver only.
SMALL = {
    "tumor.malignant": "yes",
    "tumor.metabolically_active": "no",
    "tumor.origin": "primary",
    "tumor.resectable": "no",
    "disease.extrahepatic": "no",
    "lesion.count": 1,
    "lesion.largest": "3 cm",
}
# A metabolically active neuroendocrine metastasis of 6 cm, treated to reduce its activity.
ACTIVE = {
    **SMALL,
    "tumor.origin": "metastatic",
    "tumor.histology": "neuroendocrine",
    "tumor.metabolically_active": "yes",
    "treatment.intent": "reduce_metabolic_activity",
    "lesion.largest": "6 cm",
}

Facts = Mapping[str, Any]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_library()


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Desk]:
    """The shipped library after an analyst has added text to some of its documents, or replaced some."""

    def change(
        added: Mapping[str, str] | None = None, replaced: Mapping[str, tuple[str, str]] | None = None
    ) -> Desk:
        folder = tmp_path_factory.mktemp("library") / "library"
        shutil.copytree(shipped_folder(), folder)
        for file, text in (added or {}).items():
            path = folder / file
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        for file, (old, new) in (replaced or {}).items():
            path = folder / file
            before = path.read_text(encoding="utf-8")
            assert old in before
            path.write_text(before.replace(old, new), encoding="utf-8")
        return open_library(folder)

    return change


def ask_a(
    desk: Desk, product: str, facts: Facts, payer: str = "bcn", day: str = "2012-06-01", **more: Any
) -> LineDetermination:
    request = {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": "47381"}],
        "facts": dict(facts),
        **more,
    }
    (line,) = desk.decide(request).lines
    return line


def ask_b(
    desk: Desk, facts: Facts, product: str = "commercial_ppo", day: str = "2021-12-01", **more: Any
) -> LineDetermination:
    request = {
        "payer": "bsc",
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": "47383"}],
        "facts": dict(facts),
        **more,
    }
    (line,) = desk.decide(request).lines
    return line


def statuses(line: LineDetermination) -> set[str | None]:
    return {outcome.status for outcome in line.possible}


def benefits(line: LineDetermination) -> set[str]:
    return {outcome.benefit for outcome in line.possible}


def refers(line: LineDetermination, to: str) -> bool:
    return line.action == "refer" and line.referral is not None and line.referral.to == to


def asked(line: LineDetermination) -> list[str]:
    return [question.fact for question in line.questions]


def settled(reading: str, option: str, policy: str = POLICY_A) -> str:
    return f"""

```yaml settled reading
policy: {policy}
reading: {reading}
as: {option}
signed by: Test signature
role: medical director
on: 2012-01-05
```
"""


APPROVAL_ON = {"payers/bcn.md": ("product: bcn65\non: no", "product: bcn65\non: yes\naccept: attested")}


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


# --- companion codes ------


def guided(
    day: str = "2021-12-01", other: str = "47383", payer: str = "bsc", product: str = "commercial_ppo"
) -> dict[str, Any]:
    return {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": other}, {"system": "CPT", "code": "76940"}],
    }


def test_b_76940_with_47383_of_the_same_session(desk: Desk) -> None:
    listed, companion = desk.decide(guided()).lines
    assert companion.routing == "companion"
    assert companion.possible == listed.possible
    assert companion.action == listed.action
    assert companion.referral == listed.referral


def test_b_76940_alone(desk: Desk) -> None:
    request = guided()
    request["services"] = request["services"][1:]
    (line,) = desk.decide(request).lines
    assert statuses(line) == {"not_addressed"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_a_76940_at_all(desk: Desk) -> None:
    request = guided("2012-06-01", "47381", "bcn", "commercial_hmo")
    _, companion = desk.decide(request).lines
    assert statuses(companion) == {"not_addressed"}
    assert benefits(companion) == {"undetermined"}
    assert refers(companion, "intake")


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


# --- versions and windows ------


def test_b_before_the_first_version(desk: Desk) -> None:
    line = ask_b(desk, {}, day="2015-02-26")
    assert line.routing == "no_version"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_b_a_version_whose_text_is_not_held(desk: Desk) -> None:
    line = ask_b(desk, {}, day="2018-03-01")
    assert line.routing == "text_not_held"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


@pytest.mark.parametrize("day", ["2011-01-31", "2014-01-01"])
def test_a_outside_the_payers_window(desk: Desk, day: str) -> None:
    line = ask_a(desk, "commercial_hmo", SMALL, day=day)
    assert line.routing == "no_window"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_a_no_window_set(changed: Callable[..., Desk]) -> None:
    desk = changed(replaced={"payers/bcn.md": ("```yaml window", "```text window")})
    line = ask_a(desk, "commercial_hmo", SMALL)
    assert line.routing == "no_window"
    assert statuses(line) == {None}
    assert refers(line, "intake")


# --- contradictions and strangers ------


def test_contradictory_facts_a_metastasis_that_is_a_primary_tumor(desk: Desk) -> None:
    line = ask_a(desk, "commercial_hmo", {**SMALL, "tumor.histology": "colorectal"})
    assert line.possible == ()
    assert line.disposition is None
    assert line.action == "pend"
    assert set(line.conflict) == {"tumor.histology", "tumor.origin"}
    (question,) = line.questions
    assert "tumor.origin" in question.fact and question.ask


def test_a_code_that_nobody_addresses(desk: Desk) -> None:
    request = guided()
    request["services"] = [{"system": "CPT", "code": "99213"}]
    (line,) = desk.decide(request).lines
    assert statuses(line) == {"not_addressed"}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


# --- split evaluation ------


def two_indications(payer: str, product: str, day: str, code: str) -> dict[str, Any]:
    cancer = {**SMALL, "lesion.count": 2}
    active = {**ACTIVE, "lesion.count": 2}
    return {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": code}],
        "indications": [{"id": "active", "facts": active}, {"id": "cancer", "facts": cancer}],
    }


def test_a_active_metastasis_and_a_3_cm_cancer(desk: Desk) -> None:
    for payer, product in (("bcn", "commercial_hmo"), ("example", "example_ppo")):
        first, second = desk.decide(two_indications(payer, product, "2012-06-01", "47381")).lines
        assert (first.indication, second.indication) == ("active", "cancer")
        assert statuses(first) == {"established"}
        assert statuses(second) == {"criteria_not_met"}
        for line in (first, second):
            assert line.split
            assert line.action == "refer" or payer == "bcn"
    request = two_indications("bcn", "commercial_hmo", "2012-06-01", "47381")
    request["facts"] = {"group.override": "no"}
    for line in desk.decide(request).lines:
        assert refers(line, "physician")


def test_b_active_metastasis_and_a_3_cm_cancer(desk: Desk) -> None:
    lines = desk.decide(two_indications("bsc", "commercial_ppo", "2021-12-01", "47383")).lines
    assert len(lines) == 2
    for line in lines:
        assert statuses(line) == {"investigational"}
        assert benefits(line) == {"undetermined"}
        assert not line.split
        assert refers(line, "physician")
