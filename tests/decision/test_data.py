"""A determination as plain data: the keys that other programs rely on, with their types (design §7)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coverdict.cli.inputs import read_input
from coverdict.cli.request_files import read_file
from coverdict.decision import as_data
from tests.decision.test_replay import requests
from tests.decision.trial import documented, request, shipped, trial

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "requests").glob("*.yaml"))

STATUSES = {
    "established",
    "medically_necessary",
    "investigational",
    "not_medically_necessary",
    "criteria_not_met",
    "delegated",
    "not_addressed",
}
BENEFITS = {"covered", "not_covered", "coinsurance_only", "undetermined"}
LAYERS = {"law", "contract", "product", "policy", "none"}


def check_outcomes(given: list[dict[str, Any]]) -> None:
    assert given == sorted(given, key=lambda one: (one["status"] or "", one["benefit"]))
    for one in given:
        assert set(one) == {"status", "benefit", "layer"}
        assert one["status"] is None or one["status"] in STATUSES
        assert one["benefit"] in BENEFITS and one["layer"] in LAYERS
    assert len({(one["status"], one["benefit"]) for one in given}) == len(given)


def check_trace(node: dict[str, Any]) -> None:
    assert node["state"] in ("met", "not met", "unknown", None)
    assert isinstance(node["kind"], str) and isinstance(node["label"], str) and node["label"]
    for fact in node["facts"]:
        assert isinstance(fact["fact"], str)
        assert fact["value"] is None or isinstance(fact["value"], str)
        assert (fact["value"] is None) == (fact["documented"] is None)
    cites = node["cites"]
    assert cites is None or isinstance(cites["from_source"], bool)
    for child in node["children"]:
        check_trace(child)


def check_line(line: dict[str, Any]) -> None:
    service = line["service"]
    assert isinstance(service["code"], str) and isinstance(service["system"], str)
    assert date.fromisoformat(service["date"])
    for key in ("indication", "policy", "version"):
        assert line[key] is None or (isinstance(line[key], str) and line[key])
    check_outcomes(line["possible"])
    assert bool(line["possible"]) != bool(line["conflict"])
    assert line["disposition"] in ("favourable", "adverse", "unsettled", None)
    assert (line["disposition"] is not None) == (len(line["dispositions"]) == 1)
    assert line["denial_class"] in ("clinical", "administrative", "unsettled", None)
    assert line["action"] in ("approve", "pend", "refer", "not_required")
    assert line["refer_to"] in ("physician", "benefits", "intake", None)
    assert (line["refer_to"] is not None) == (line["action"] == "refer")
    for key in ("reasons", "status_reasons"):
        assert all(isinstance(name, str) for names in line[key] for name in names)
        assert len(line[key]) <= 5 and line[f"{key}_total"] >= len(line[key])
        assert [len(names) for names in line[key]] == sorted(len(names) for names in line[key])
        assert all(not set(a) < set(b) for a in line[key] for b in line[key])
    for question in line["questions"]:
        assert isinstance(question["fact"], str) and isinstance(question["ask"], str) and question["ask"]
        assert question["who"] in ("provider", "payer", "clinician", "member", None)
    for reading in line["readings"]:
        assert isinstance(reading["decides"], bool) and isinstance(reading["matters"], bool)
        assert reading["matters"] or not reading["decides"]
        for option in reading["options"]:
            check_outcomes(option["possible"])
    for change in line["would_change"]:
        check_outcomes(change["possible"])
        assert change["possible"] != line["possible"] and change["facts"]
    for duty in line["duties"]:
        assert duty["state"] in ("not applicable", "met", "due", "missed", "open reading", "unknown")
    assert isinstance(line["trace"], list) and line["trace"]
    for node in line["trace"]:
        check_trace(node)


def check(data: dict[str, Any]) -> None:
    assert data["library"]["digest"].startswith("sha256:")
    assert data["lines"]
    for line in data["lines"]:
        check_line(line)
    assert json.loads(json.dumps(data)) == data


# Every example request's data has the keys of the contract, with the right types, and is JSON throughout.
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    given, source = read_file(read_input(str(path)))
    check(as_data(shipped().decide(shipped().read_request(given, source))))


# So has the data of requests with companions, indications, conflicts and refusals.
@pytest.mark.parametrize("number", range(len(requests())))
def test_requests(number: int) -> None:
    check(as_data(shipped().decide(requests()[number])))


SMALL = {
    "tumor.malignant": "yes",
    "tumor.metabolically_active": "no",
    "tumor.origin": "primary",
    "tumor.resectable": "no",
    "disease.extrahepatic": "no",
    "lesion.count": 1,
    "lesion.largest": "3 cm",
}


# So has the data of what the worked requests are about: each product and each fact that they vary.
@pytest.mark.parametrize(
    ("payer", "product"),
    [
        ("bcn", "commercial_hmo"),
        ("bcn", "bcna"),
        ("bcn", "bcn65"),
        ("bcn", "blue_cross_complete"),
        ("bcbsm", "bcbsm_ppo"),
        ("example", "example_ppo"),
    ],
)
@pytest.mark.parametrize(
    "varied",
    [
        {},
        {"group.override": "no"},
        {"primary_payer.decision": "denied"},
        {"member.age": 19},
        {"lesion.largest": "4.0 cm"},
        {"lesion.largest": "41 mm"},
        {"lesion.count": 2, "lesion.largest": "2 cm"},
        {"tumor.malignant": "no"},
        {"tumor.histology": "colorectal"},
        {"tumor.metabolically_active": "yes", "treatment.intent": "reduce_metabolic_activity"},
    ],
    ids=str,
)
def test_worked(payer: str, product: str, varied: dict[str, Any]) -> None:
    given = {
        "payer": payer,
        "product": product,
        "service_date": "2012-06-01",
        "services": [{"system": "CPT", "code": "47381"}],
        "facts": {**SMALL, **varied},
    }
    check(as_data(shipped().decide(given)))


# An approval's data holds units, days and criteria, and a line without one holds none.
def test_approval() -> None:
    services = [{"system": "CPT", "code": "11111", "units": "1.50", "end": "2021-03-04"}]
    given = request("auto", services=services, facts={"tumor.stage": documented("early")})
    (line,) = as_data(trial().decide(given))["lines"]
    assert line["approval"] == {
        "units": "1.50",
        "from": "2021-03-03",
        "until": "2021-03-04",
        "criteria": "acme/trial, version 2020-01-01",
    }
    check_line(line)
