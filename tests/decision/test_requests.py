"""Plain data read into a request: every key, every form of a value, and what is refused (design §5.1, §7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coverdict.decision.model import Request, Stated
from coverdict.decision.requests import read_request
from coverdict.language.syntax import Code
from coverdict.text import DocumentError
from tests.decision.trial import request, shipped, trial

SERVICE = {"system": "CPT", "code": "11111"}


def read(data: object) -> Request:
    return read_request(data, trial().library)


def told(data: object) -> str:
    """All that is said about a request that is refused."""
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert all(problem.what for problem in caught.value.problems)
    return str(caught.value)


def service(**more: Any) -> dict[str, Any]:
    return request("plain", services=[{**SERVICE, **more}])


def fact(name: str, raw: Any) -> Stated | None:
    return read(request("plain", facts={name: raw})).facts.get(name)


# Only payer, service and date are required; what is absent is unknown.
def test_least() -> None:
    found = read({"payer": "acme", "service_date": "2021-03-03", "services": [SERVICE]})
    assert found.payer == "acme"
    assert (found.product, found.facts, found.indications, found.as_of) == (None, {}, (), None)
    (one,) = found.services
    assert (one.id, one.code, one.date) == ("1", Code("CPT", "11111"), date(2021, 3, 3))
    assert (one.units, one.modifiers, one.place, one.indication, one.companion_of, one.end) == (
        None,
        (),
        "",
        "",
        "",
        None,
    )


# Every key of the long form lands in its place.
def test_every_key() -> None:
    found = read(
        {
            "payer": "acme",
            "product": "plain",
            "line_of_business": "commercial",
            "funding": "self_funded",
            "state": "MI",
            "group": "g-1",
            "network": "in_network",
            "stage": "concurrent",
            "urgency": "expedited",
            "received": "2021-03-01",
            "as_of": date(2021, 3, 2),
            "member": {"age": 40},
            "service_date": "2021-03-03",
            "services": [
                {
                    **SERVICE,
                    "id": "one",
                    "date": "2021-03-04",
                    "end": "2021-03-05",
                    "units": "2.5",
                    "modifiers": ["26", "TC"],
                    "place": "22",
                    "for": "left",
                    "facts": {"tumor.stage": "early"},
                },
                {**SERVICE, "id": "two", "with": "one"},
            ],
            "indications": [{"id": "left", "diagnoses": ["C22.0"], "facts": {"tumor.size": "3 cm"}}],
            "facts": {"kin.known": "yes"},
        }
    )
    assert (found.product, found.stage, found.urgency) == ("plain", "concurrent", "expedited")
    assert (found.received, found.as_of) == (date(2021, 3, 1), date(2021, 3, 2))
    values = {name: stated.value for name, stated in found.facts.items()}
    expected = {
        "line_of_business": "commercial",
        "funding": "self_funded",
        "state": "MI",
        "network": "in_network",
        "member.age": Decimal(40),
        "kin.known": True,
    }
    assert {name: values[name] for name in expected} == expected
    one, two = found.services
    assert (one.id, one.date, one.end, one.units) == (
        "one",
        date(2021, 3, 4),
        date(2021, 3, 5),
        Decimal("2.5"),
    )
    assert (one.modifiers, one.place, one.indication) == (("26", "TC"), "22", "left")
    assert one.facts["tumor.stage"].value == "early"
    assert (two.date, two.companion_of) == (date(2021, 3, 3), "one")
    (left,) = found.indications
    assert left.facts["tumor.size"].value == Decimal(3) and "diagnoses" in left.facts


# A fact may be a bare value, or a value with its date, source, who stated it in which role, and its document.
def test_long_fact() -> None:
    long_form = {
        "value": "3.2 cm",
        "date": "2021-02-01",
        "source": "CT",
        "by": "radiology",
        "role": "clinician",
        "documented": "yes",
    }
    found = fact("tumor.size", long_form)
    assert found == Stated(Decimal("3.2"), "CT", "radiology", "clinician", date(2021, 2, 1), documented=True)
    assert fact("tumor.size", "3.2 cm") == Stated(Decimal("3.2"))


# What a request says of itself needs no document; what it says of the patient does.
def test_what_is_documented() -> None:
    found = read(
        {**request("plain"), "network": "in_network", "member": {"age": 40}, "facts": {"kin.known": True}}
    )
    assert found.facts["network"].documented
    assert not found.facts["kin.known"].documented


# Values as Python has them: numbers exactly as they are written, dates, truths, codes.
@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("kin.known", True, True),
        ("kin.known", False, False),
        ("kin.known", "no", False),
        ("kin.known", "Yes", True),
        ("tumor.size", "41 mm", Decimal("4.1")),
        ("tumor.size", {"value": 41, "unit": "mm"}, Decimal("4.1")),
        ("tumor.size", {"value": {"value": 0.1, "unit": "cm"}}, Decimal("0.1")),
        ("member.age", 40, Decimal(40)),
        ("member.age", 40.0, Decimal(40)),
        ("member.age", Decimal("40"), Decimal(40)),
        ("member.age", "40", Decimal(40)),
        ("admission.date", date(2021, 3, 1), date(2021, 3, 1)),
        ("admission.date", "2021-03-01", date(2021, 3, 1)),
        ("state", "MI", "MI"),
        ("tumor.stage", "early", "early"),
    ],
)
def test_python_values(name: str, raw: Any, value: Any) -> None:
    for form in (raw, {"value": raw}) if not (isinstance(raw, dict) and "unit" not in raw) else (raw,):
        found = fact(name, form)
        assert found is not None and found.value == value and type(found.value) is type(value)


# Unknown is unknown, however it is said, and is no fact.
@pytest.mark.parametrize(
    "raw", [None, "unknown", "", {"value": None}, {"value": "unknown", "source": "chart"}]
)
@pytest.mark.parametrize("name", ["kin.known", "tumor.size", "tumor.stage", "admission.date", "diagnoses"])
def test_unknown(name: str, raw: Any) -> None:
    assert fact(name, raw) is None


# A value that is none of its fact is refused by name.
@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("kin.known", 1),
        ("kin.known", "maybe"),
        ("kin.known", [True]),
        ("tumor.size", 3),
        ("tumor.size", "3"),
        ("tumor.size", "3 kg"),
        ("tumor.size", "-1 cm"),
        ("tumor.size", True),
        ("tumor.size", float("inf")),
        ("tumor.size", {"value": "3 cm", "sauce": "CT"}),
        ("tumor.size", {"source": "CT"}),
        ("tumor.stage", "Early stage"),
        ("tumor.stage", ["early"]),
        ("member.age", 40.5),
        ("member.age", True),
        ("member.age", -1),
        ("member.age", 131),
        ("admission.date", "2021-02-30"),
        ("admission.date", 20210301),
        ("admission.date", "03/01/2021"),
        ("diagnoses", 155),
        ("diagnoses", ["CPT 47381"]),
    ],
)
def test_bad_values(name: str, raw: Any) -> None:
    assert name in told(request("plain", facts={name: raw}))


# Every bad part of a request is told with its key, and the nearest key where one was misspelt.
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, ["mapping"]),
        ([], ["mapping"]),
        ("bsc", ["mapping"]),
        ({}, ["payer"]),
        ({"payer": "acme", "services": [SERVICE]}, ["date"]),
        ({"payer": "acme", "service_date": "2021-03-03"}, ["service"]),
        ({"payer": "acme", "service_date": "2021-03-03", "services": []}, ["service"]),
        (request("plain", services={}), ["services"]),
        (request("plain", services="47381"), ["services"]),
        (request("plain", services=["47381"]), ["services"]),
        (request("plain", payer="acmee"), ["acmee", "acme"]),
        (request("plain", payer=["acme"]), ["payer"]),
        (request("plain", paier="acme"), ["paier", "payer"]),
        (request("plain", service_date="2021-13-01"), ["service_date"]),
        (request("plain", service_date=20210303), ["service_date"]),
        (request("plain", as_of="soon"), ["as_of"]),
        (request("plain", received=1.5), ["received"]),
        (request("plain", stage="later"), ["stage", "later"]),
        (request("plain", urgency="urgent"), ["urgency"]),
        (request("plain", product=["plain"]), ["product"]),
        (request("plain", product=1.5), ["product"]),
        (request("plain", member=40), ["member"]),
        (request("plain", member={"aeg": 40}), ["aeg", "age"]),
        (request("plain", facts=["x"]), ["facts"]),
        (request("plain", facts={"tumor.stadge": "early"}), ["tumor.stadge", "tumor.stage"]),
        (request("plain", indications=[{"facts": {}}]), ["id"]),
        (request("plain", indications=[{"id": "a"}, {"id": "a"}]), ["twice"]),
        (service(code=None), ["code"]),
        (service(code="47 381"), ["code"]),
        (service(code=True), ["code"]),
        (service(system=None), ["system"]),
        (service(system="cpt"), ["cpt", "CPT"]),
        (service(units=0), ["units"]),
        (service(units=-1), ["units"]),
        (service(units="many"), ["units"]),
        (service(units=True), ["units"]),
        (service(units=float("nan")), ["units"]),
        (service(units="1_000"), ["units"]),
        (service(modifiers="26"), ["modifiers"]),
        (service(modifiers=[1.5]), ["modifiers"]),
        (service(date="tomorrow"), ["date"]),
        (service(end="2021-03-02"), ["end"]),
        (service(sytem="CPT"), ["sytem"]),
        (service(**{"for": "nobody"}), ["nobody"]),
        (service(**{"with": "nobody"}), ["nobody"]),
        (service(id="me", **{"with": "me"}), ["me"]),
        (request("plain", services=[{**SERVICE, "id": "a"}, {**SERVICE, "id": "a"}]), ["twice"]),
    ],
)
def test_refused(data: object, words: list[str]) -> None:
    message = told(data)
    assert all(word in message for word in words), message


# Everything that is wrong is told at once.
def test_all_problems() -> None:
    with pytest.raises(DocumentError) as caught:
        read(request("plain", stage="later", urgency="urgent", as_of="soon", facts={"tumor.size": "3"}))
    assert len(caught.value.problems) == 4


# The same fact stated by a key of its own and under `facts` is stated twice, even with equal values.
@pytest.mark.parametrize(
    ("key", "top", "name", "value"),
    [
        ("member", {"age": 40}, "member.age", 40),
        ("funding", "self_funded", "funding", "self_funded"),
        ("state", "MI", "state", "CA"),
        ("network", "in_network", "network", "in_network"),
        ("diagnoses", ["C22.0"], "diagnoses", ["C22.0"]),
        ("line_of_business", "commercial", "line_of_business", "commercial"),
    ],
)
def test_stated_twice(key: str, top: Any, name: str, value: Any) -> None:
    assert "twice" in told(request("plain", **{key: top}, facts={name: value}))


# Numbers of units are exact, in whatever form they come.
@pytest.mark.parametrize("raw", [2, "2", "2.0", 2.0, Decimal("2.00")])
def test_units(raw: Any) -> None:
    assert read(service(units=raw)).services[0].units == Decimal(2)


# A code keeps its leading zeros and letters.
@pytest.mark.parametrize("code", ["00100", "0042T", "47381"])
def test_codes(code: str) -> None:
    assert read(service(code=code)).services[0].code == Code("CPT", code)


# A request that was read is decided as the plain data it came from.
def test_read_before_deciding() -> None:
    data = {"payer": "bsc", "service_date": "2021-12-01", "services": [{"system": "CPT", "code": "47383"}]}
    assert shipped().decide(shipped().read_request(data)) == shipped().decide(data)


# Reading changes nothing in what it was given.
def test_leaves_its_input_alone() -> None:
    data = request("plain", facts={"tumor.size": {"value": "3 cm"}}, member={"age": 4})
    before = repr(data)
    read(data)
    assert repr(data) == before
