"""The worked requests on acupuncture: answers read off Medicare's determination by hand, before any run.

Each row of the tables below says what is changed in one request, and what must come of it. The request: the
fifth visit of a patient of original Medicare with half a year of low back pain, thirty days into the
treatment and getting better, with a physician. The day of the first visit is the first day, so that the 90th
is 89 days after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from coverdict.decision import Desk
from coverdict.decision.model import LineDetermination
from tests.worked.asking import asked, benefits, refers, settled, statuses

POLICY = "cms/30.3.3"
DAY = date(2022, 6, 1)

Facts = Mapping[str, Any]


def on_day(number: int) -> dict[str, int]:
    """The day of the service, the day of the first visit being day 1."""
    return {"visits.days_since_first": number - 1}


def after(earlier: int, **more: Any) -> dict[str, Any]:
    """That many visits of this treatment came before, all of them in its first 90 days and in the year."""
    return {
        "visits.in_90_days": earlier,
        "visits.in_calendar_year": earlier,
        "visits.in_treatment_year": earlier,
        **more,
    }


FIFTH: dict[str, Any] = {
    "pain.low_back": "yes",
    "pain.duration": "26 wk",
    "pain.systemic_cause": "none_found",
    "pain.surgery": "no",
    "pain.pregnancy": "no",
    "acupuncture.response": "improving",
    "furnisher.role": "physician",
    "furnisher.state_requirements": "yes",
    **on_day(30),
    **after(4),
}
FURNISHED: dict[str, Any] = {
    "furnisher.role": "auxiliary",
    "furnisher.degree": "yes",
    "furnisher.license": "yes",
    "furnisher.supervised": "yes",
}
# The thirteenth visit, on day 80, of the additional sessions the first.
THIRTEENTH = {**FIFTH, **on_day(80), **after(12), "visits.further": 0}


def asking(
    desk: Desk,
    facts: Facts,
    day: date = DAY,
    code: str = "97810",
    product: str = "original_medicare",
    **more: Any,
) -> LineDetermination:
    request = {
        "payer": "example-advantage" if product == "example_advantage" else "cms",
        "product": product,
        "service_date": day.isoformat(),
        "services": [{"system": "CPT", "code": code}],
        "facts": {name: value for name, value in facts.items() if value is not None},
        **more,
    }
    (line,) = desk.decide(request).lines
    return line


COVERED = ({"medically_necessary"}, {"covered"}, "intake")
NOT_MET = ({"criteria_not_met"}, {"not_covered"}, "physician")
NON_COVERED = ({"not_medically_necessary"}, {"not_covered"}, "physician")

# What is changed, and what comes of it: status, benefit, and to whom it is referred. Nothing is asked.
DECIDED: dict[str, tuple[Facts, tuple[set[str], set[str], str]]] = {
    "the fifth visit": ({}, COVERED),
    # Up to 12 visits in 90 days.
    "the first visit": ({**on_day(1), **after(0), "acupuncture.response": None}, COVERED),
    "the 12th visit": (after(11), COVERED),
    "the 12th visit, too early to tell": ({**after(11), "acupuncture.response": "not_assessed"}, COVERED),
    "the 90th day, too early to tell": (
        {**on_day(90), **after(9), "acupuncture.response": "not_assessed"},
        COVERED,
    ),
    # Eight more for those who improve.
    "the 13th visit, improving": (THIRTEENTH, COVERED),
    "the 13th visit, not improving": ({**THIRTEENTH, "acupuncture.response": "not_improving"}, NOT_MET),
    "the 13th visit, regressing": ({**THIRTEENTH, "acupuncture.response": "regressing"}, NOT_MET),
    "the 13th visit, not assessed": ({**THIRTEENTH, "acupuncture.response": "not_assessed"}, NOT_MET),
    "the eighth further session": (
        {**THIRTEENTH, **on_day(85), **after(19), "visits.further": 7},
        COVERED,
    ),
    # Treatment ends when the patient does not improve, whichever visit it is.
    "the fifth visit, not improving": ({"acupuncture.response": "not_improving"}, NOT_MET),
    "the fifth visit, regressing": ({"acupuncture.response": "regressing"}, NOT_MET),
    # No more than 20 a year.
    "the 20th of the year": ({"visits.in_calendar_year": 19, "visits.in_treatment_year": 19}, COVERED),
    "the 21st of the year": ({"visits.in_calendar_year": 20, "visits.in_treatment_year": 20}, NOT_MET),
    # What chronic low back pain is. What is none of it is another condition, and nationally non-covered.
    "11 weeks": ({"pain.duration": "11 wk"}, NON_COVERED),
    "12 weeks": ({"pain.duration": "12 wk"}, COVERED),
    "a day short of 12 weeks": ({"pain.duration": "11.9 wk"}, NON_COVERED),
    "84 days": ({"pain.duration": "84 d"}, COVERED),
    "a metastatic cause": ({"pain.systemic_cause": "metastatic"}, NON_COVERED),
    "an inflammatory cause": ({"pain.systemic_cause": "inflammatory"}, NON_COVERED),
    "an infectious cause": ({"pain.systemic_cause": "infectious"}, NON_COVERED),
    "another systemic cause": ({"pain.systemic_cause": "other"}, NON_COVERED),
    "associated with surgery": ({"pain.surgery": "yes"}, NON_COVERED),
    "associated with pregnancy": ({"pain.pregnancy": "yes"}, NON_COVERED),
    "another condition": ({"pain.low_back": "no"}, NON_COVERED),
    # Who may furnish it.
    "an acupuncturist under supervision": (FURNISHED, COVERED),
    "an acupuncturist without a license": ({**FURNISHED, "furnisher.license": "no"}, NOT_MET),
    "an acupuncturist without the degree": ({**FURNISHED, "furnisher.degree": "no"}, NOT_MET),
    "an acupuncturist without supervision": ({**FURNISHED, "furnisher.supervised": "no"}, NOT_MET),
    "a physician outside the state's rules": ({"furnisher.state_requirements": "no"}, NOT_MET),
    "somebody else": ({**FURNISHED, "furnisher.role": "other"}, NOT_MET),
    "a nurse practitioner on her own": (
        {**FURNISHED, "furnisher.role": "nurse_practitioner", "furnisher.supervised": "no"},
        COVERED,
    ),
    "a nurse practitioner without a license": (
        {**FURNISHED, "furnisher.role": "nurse_practitioner", "furnisher.license": "no"},
        NOT_MET,
    ),
    "a clinical nurse specialist without the degree": (
        {**FURNISHED, "furnisher.role": "clinical_nurse_specialist", "furnisher.degree": "no"},
        NOT_MET,
    ),
    "a physician assistant with both": (
        {**FURNISHED, "furnisher.role": "physician_assistant", "furnisher.supervised": None},
        COVERED,
    ),
}


@pytest.mark.parametrize(("changes", "expected"), DECIDED.values(), ids=DECIDED)
def test_what_is_known_decides(desk: Desk, changes: Facts, expected: tuple[set[str], set[str], str]) -> None:
    status, benefit, to = expected
    line = asking(desk, {**FIFTH, **changes})
    assert (statuses(line), benefits(line)) == (status, benefit)
    assert refers(line, to)
    assert asked(line) == []
    assert not [reading.name for reading in line.readings if reading.decides]


# --- where the sentence can be read in two ways, a physician decides and the policy's owner has a copy ------

NOT_YET = {"acupuncture.response": "not_assessed"}
OPEN: dict[str, tuple[Facts, set[str]]] = {
    # The 91st day is within 90 days of the first visit where its own day is not counted.
    "the 91st day, too early to tell": (
        {**on_day(91), **after(9), **NOT_YET, "visits.recent": 8},
        {"first day", "ninety days"},
    ),
    # After that the visits of the 90 days before it count, or none do.
    "the 92nd day, few visits lately": (
        {**on_day(92), **after(9), **NOT_YET, "visits.recent": 8},
        {"ninety days"},
    ),
    # An improving patient after the first 90 days: whether the further sessions fall in the same 90.
    "the 16th visit on the 100th day": (
        {**on_day(100), **after(15), "visits.in_90_days": 12, "visits.recent": 12, "visits.further": 3},
        {"further sessions"},
    ),
    # Ten visits in the first 90 days and all eight further ones: the 19th is left to the 90 days before it.
    "a ninth further session after few visits": (
        {**on_day(200), **after(18), "visits.in_90_days": 10, "visits.recent": 8, "visits.further": 8},
        {"ninety days"},
    ),
    # Twenty in the twelve months that began with the first, and a new calendar year.
    "the 21st of the treatment year alone": (
        {"visits.in_treatment_year": 20},
        {"annually"},
    ),
    "the 21st of the calendar year alone": (
        {"visits.in_calendar_year": 20},
        {"annually"},
    ),
}


@pytest.mark.parametrize(("changes", "readings"), OPEN.values(), ids=OPEN)
def test_a_reading_decides(desk: Desk, changes: Facts, readings: set[str]) -> None:
    line = asking(desk, {**FIFTH, **changes})
    assert statuses(line) == {"medically_necessary", "criteria_not_met"}
    assert benefits(line) == {"covered", "not_covered"}
    assert refers(line, "physician")
    assert line.referral is not None and line.referral.copy_to == ("policy owner",)
    assert {reading.name for reading in line.readings if reading.decides} == readings
    assert asked(line) == []


# A payer that settles a reading has its own answer.
@pytest.mark.parametrize(
    ("reading", "option", "changes", "status"),
    [
        ("annually", "calendar year", {"visits.in_treatment_year": 20}, "medically_necessary"),
        ("annually", "year of treatment", {"visits.in_treatment_year": 20}, "criteria_not_met"),
        (
            "further sessions",
            "at any time",
            OPEN["the 16th visit on the 100th day"][0],
            "medically_necessary",
        ),
        (
            "further sessions",
            "in the same 90 days",
            OPEN["the 16th visit on the 100th day"][0],
            "criteria_not_met",
        ),
        (
            "ninety days",
            "from the first visit",
            OPEN["the 92nd day, few visits lately"][0],
            "criteria_not_met",
        ),
        ("ninety days", "any 90 days", OPEN["the 92nd day, few visits lately"][0], "medically_necessary"),
    ],
)
def test_a_reading_that_the_payer_settled(
    changed: Callable[..., Desk], reading: str, option: str, changes: Facts, status: str
) -> None:
    desk = changed(added={"payers/cms.md": settled(reading, option, policy=POLICY)})
    line = asking(desk, {**FIFTH, **changes})
    assert statuses(line) == {status}
    assert asked(line) == []


# --- what is asked is what can still decide ----------------------------------------------------------------

EVERY_QUESTION = {
    "pain.low_back",
    "pain.duration",
    "pain.systemic_cause",
    "pain.surgery",
    "pain.pregnancy",
    "visits.days_since_first",
    "visits.in_90_days",
    "visits.recent",
    "visits.further",
    "visits.in_calendar_year",
    "visits.in_treatment_year",
    "acupuncture.response",
    "furnisher.role",
    "furnisher.state_requirements",
    "furnisher.degree",
    "furnisher.license",
    "furnisher.supervised",
}
UNKNOWN: dict[str, tuple[Facts, set[str]]] = {
    "nothing but the product": (dict.fromkeys(FIFTH), EVERY_QUESTION),
    "improvement at the 13th visit": ({**THIRTEENTH, "acupuncture.response": None}, {"acupuncture.response"}),
    # A patient who does not improve ends the treatment: after the first visit the response always matters.
    "improvement at the 12th visit": ({**after(11), "acupuncture.response": None}, {"acupuncture.response"}),
    # How many further sessions there were matters only once twelve visits are used up.
    "the visits in 90 days": (
        {"visits.in_90_days": None},
        # Within the first 90 days both counts are the same, so either answer settles it.
        {"visits.in_90_days", "visits.recent", "visits.further"},
    ),
    "the further sessions": ({**THIRTEENTH, "visits.further": None}, {"visits.further"}),
    # Too early to tell: no further session is covered, so nobody counts them.
    "the visits in 90 days, too early to tell": (
        {"visits.in_90_days": None, **NOT_YET},
        {"visits.in_90_days", "visits.recent"},
    ),
    "the calendar year": ({"visits.in_calendar_year": None}, {"visits.in_calendar_year"}),
    "how long it has lasted": ({"pain.duration": None}, {"pain.duration"}),
    "who furnishes it": (
        {"furnisher.role": None},
        {"furnisher.role", "furnisher.degree", "furnisher.license", "furnisher.supervised"},
    ),
    "the acupuncturist's license": ({**FURNISHED, "furnisher.license": None}, {"furnisher.license"}),
    "the supervision of an acupuncturist": (
        {**FURNISHED, "furnisher.supervised": None},
        {"furnisher.supervised"},
    ),
}


@pytest.mark.parametrize(("changes", "questions"), UNKNOWN.values(), ids=UNKNOWN)
def test_the_decisive_questions_are_asked(desk: Desk, changes: Facts, questions: set[str]) -> None:
    line = asking(desk, {**FIFTH, **changes})
    assert line.action == "pend"
    assert set(asked(line)) == questions
    assert len(asked(line)) == len(questions)


# Another condition ends it: nobody has to know anything else.
@pytest.mark.parametrize("code", ["97810", "97813", "20560", "20561"])
def test_another_condition_needs_no_question(desk: Desk, code: str) -> None:
    line = asking(desk, {"pain.low_back": "no"}, code=code)
    assert (statuses(line), benefits(line)) == ({"not_medically_necessary"}, {"not_covered"})
    assert refers(line, "physician")
    assert asked(line) == []


# Dry needling is acupuncture: covered for chronic low back pain as acupuncture is, and for nothing else.
@pytest.mark.parametrize("code", ["20560", "20561"])
def test_dry_needling(desk: Desk, code: str) -> None:
    assert asking(desk, FIFTH, code=code).possible == asking(desk, FIFTH).possible
    assert statuses(asking(desk, {**FIFTH, "pain.low_back": "no"}, code=code)) == {"not_medically_necessary"}


# An add-on code has the outcome of the code of the same session, and alone is not addressed.
def test_add_on_codes(desk: Desk) -> None:
    request = {
        "payer": "cms",
        "product": "original_medicare",
        "service_date": DAY.isoformat(),
        "services": [{"system": "CPT", "code": "97810"}, {"system": "CPT", "code": "97811"}],
        "facts": FIFTH,
    }
    first, add_on = desk.decide(request).lines
    assert add_on.routing == "companion"
    assert (add_on.possible, add_on.action) == (first.possible, first.action)
    alone = asking(desk, FIFTH, code="97814")
    assert statuses(alone) == {"not_addressed"}
    assert refers(alone, "intake")


# --- dates ------------------------------------------------------------------------------------------------


def test_the_day_before_the_determination(desk: Desk) -> None:
    line = asking(desk, FIFTH, day=date(2020, 1, 20))
    assert line.routing == "no_version"
    assert statuses(line) == {None}
    assert benefits(line) == {"undetermined"}
    assert refers(line, "intake")


def test_the_first_day_of_the_determination(desk: Desk) -> None:
    first = {**FIFTH, **on_day(1), **after(0), "acupuncture.response": None}
    line = asking(desk, first, day=date(2020, 1, 21))
    assert line.version == "2020-01-21"
    assert (statuses(line), benefits(line)) == ({"medically_necessary"}, {"covered"})


# One code for low back pain until September 2021, three from October on.
@pytest.mark.parametrize(
    ("code", "day", "contradicts"),
    [
        ("M54.5", date(2021, 9, 30), False),
        ("M54.5", date(2021, 10, 1), True),
        ("M54.50", date(2021, 9, 30), True),
        ("M54.50", date(2021, 10, 1), False),
        ("M54.51", date(2021, 10, 1), False),
        ("M54.59", date(2021, 10, 1), False),
    ],
)
def test_diagnosis_codes_by_date(desk: Desk, code: str, day: date, contradicts: bool) -> None:
    line = asking(desk, {**FIFTH, "pain.low_back": None}, day=day, diagnoses=[code])
    assert (line.possible == ()) == contradicts
    # The code says that it is pain in the lower back, so nobody is asked.
    assert contradicts or (asked(line) == [] and statuses(line) == {"medically_necessary"})


# A code for low back pain, and the answer that it is for something else, contradict each other.
def test_a_diagnosis_against_the_facts(desk: Desk) -> None:
    line = asking(desk, {**FIFTH, "pain.low_back": "no"}, diagnoses=["M54.50"])
    assert (line.possible, line.action) == ((), "pend")
    assert set(line.conflict) >= {"pain.low_back"}


# No response before there was a visit; within the first 90 days, both counts are of the same visits.
@pytest.mark.parametrize(
    "changes",
    [
        {**on_day(1), **after(0), "acupuncture.response": "improving"},
        {"visits.in_90_days": 4, "visits.recent": 12},
        {**THIRTEENTH, "visits.recent": 11},
    ],
)
def test_facts_that_cannot_be(desk: Desk, changes: Facts) -> None:
    line = asking(desk, {**FIFTH, **changes})
    assert (line.possible, line.action) == ((), "pend")


# --- whom a national determination binds -------------------------------------------------------------------


def documented(facts: Facts) -> dict[str, Any]:
    return {
        name: {"value": value, "source": "treatment record", "role": "clinician", "documented": "yes"}
        for name, value in facts.items()
    }


# A Medicare Advantage product covers what is nationally covered, and may approve it by itself.
def test_medicare_advantage_covers_what_is_nationally_covered(desk: Desk) -> None:
    line = asking(desk, documented(FIFTH), product="example_advantage")
    (outcome,) = line.possible
    assert (outcome.status, outcome.benefit, outcome.layer) == ("medically_necessary", "covered", "law")
    assert line.action == "approve"
    attested = asking(desk, FIFTH, product="example_advantage")
    assert benefits(attested) == {"covered"}
    assert refers(attested, "intake")


# What is not nationally covered such a product may still offer: the determination does not say.
@pytest.mark.parametrize("changes", [{"pain.low_back": "no"}, {"acupuncture.response": "not_improving"}])
def test_medicare_advantage_may_offer_more(desk: Desk, changes: Facts) -> None:
    line = asking(desk, {**FIFTH, **changes}, product="example_advantage")
    assert benefits(line) == {"undetermined"}
    assert line.denial_class == "clinical"
    assert refers(line, "physician")


# No contract takes away what the law gives.
def test_a_contract_cannot_exclude_what_is_nationally_covered(changed: Callable[..., Desk]) -> None:
    exclusion = """

```yaml rule
id: no-acupuncture
layer: contract
when: product is example_advantage
benefit: not_covered
class: administrative
cites: not from source
```
"""
    desk = changed(added={"plans/example-advantage.md": exclusion})
    covered = asking(desk, FIFTH, product="example_advantage")
    assert benefits(covered) == {"covered"}
    (excluded,) = asking(desk, {**FIFTH, "pain.low_back": "no"}, product="example_advantage").possible
    assert (excluded.benefit, excluded.layer) == ("not_covered", "contract")


# A payer that has not adopted the determination is not addressed by it.
def test_a_payer_that_has_not_adopted_it(desk: Desk) -> None:
    request = {
        "payer": "bsc",
        "product": "commercial_ppo",
        "service_date": DAY.isoformat(),
        "services": [{"system": "CPT", "code": "97810"}],
        "facts": {},
    }
    (line,) = desk.decide(request).lines
    assert statuses(line) == {"not_addressed"}
    assert benefits(line) == {"undetermined"}
