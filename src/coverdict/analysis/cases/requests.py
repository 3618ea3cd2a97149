"""Test patients as requests, and the determinations that are expected of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coverdict.analysis.cases.cases import CasePatient, Cases
from coverdict.analysis.cases.gathering import RuledUnder
from coverdict.analysis.patients import request_value
from coverdict.analysis.texts import AnalysisError
from coverdict.decision import Desk
from coverdict.decision.data import line_data
from coverdict.language.model import Fact, Value
from coverdict.library.program import implied

PlainData = dict[str, Any]

OWN_KEYS = {"payer": "payer", "product": "product", "service.date": "service_date"}
"""The facts that a request states under a key of its own."""

EXPECTED = (
    *("service", "payer", "product", "policy", "version", "routing", "possible", "disposition"),
    *("dispositions", "denial_class", "denial_classes", "action", "refer_to", "referral", "approval"),
    *("questions", "readings", "judgements", "conflict"),
)
"""What is expected of a line, under the keys of `coverdict decide --json`."""

LONGEST_NAME = 60  # characters of a file's name that tell what the patient shows


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """A test patient's request.

    Arguments:
        name: what its files are called, without their ending.
        request: plain data, with the keys of a request file.
        expected: plain data: what the determination is to be.
    """

    name: str
    patient: CasePatient
    request: PlainData
    expected: PlainData


def case_requests(desk: Desk, found: Cases) -> tuple[CaseRequest, ...]:
    """The requests of all test patients.

    Errors:
        AnalysisError: nobody's members are decided by the policy, or it lists no code.
    """
    if not found.occasion.payer:
        raise AnalysisError(f"no request can be made: {found.occasion.why}")
    if not found.occasion.governed:
        raise AnalysisError(f"no request can be made: {found.policy} lists no code that it governs")
    width = max(2, len(str(len(found.patients))))
    return tuple(_request(desk, found, patient, width) for patient in found.patients)


def _request(desk: Desk, found: Cases, patient: CasePatient, width: int) -> CaseRequest:
    request = request_data(desk, found, patient)
    lines = [line_data(line) for line in desk.decide(request).lines]
    expected = {
        "policy": {"id": found.policy, "version": found.version},
        "shows": shown_words(patient),
        "rulings": [ruling_data(one) for one in patient.rulings],
        "lines": [{key: line[key] for key in EXPECTED} for line in lines],
    }
    name = f"{patient.number:0{width}}-{_slug(patient)}".rstrip("-")
    return CaseRequest(name, patient, request, expected)


def request_data(desk: Desk, found: Cases, patient: CasePatient) -> PlainData:
    """The data of a request file."""
    request: PlainData = {"payer": found.occasion.payer}
    product = _product(desk, found, patient)
    if product:
        request["product"] = product
    request["service_date"] = patient.day.isoformat()
    request["services"] = [{"system": code.system, "code": code.code} for code in patient.services]
    facts = stated_facts(patient.facts, found.facts)
    if facts:
        request["facts"] = facts
    return request


def stated_facts(facts: Mapping[str, Value], known: Mapping[str, Fact]) -> PlainData:
    """The facts as a request states them, without those that have keys of their own."""
    return {
        name: request_value(known[name], value)
        for name, value in facts.items()
        if name not in OWN_KEYS and name != "service.code"
    }


def _product(desk: Desk, found: Cases, patient: CasePatient) -> str:
    """The patient's product: the first of the payer's that fits the facts, and is no example."""
    stated = patient.facts.get("product")
    if isinstance(stated, str):
        return stated
    plans = desk.library.plans(found.occasion.payer, found.policy, patient.day)
    fitting = [
        product
        for plan in plans
        for product in plan.products
        if all(patient.facts.get(name, value) == value for name, value in implied(product).items())
    ]
    return min(fitting, key=lambda product: product.example).name if fitting else ""


def ruling_data(one: RuledUnder) -> PlainData:
    """A ruling, and the readings under which it is given, by the names of the readings."""
    return {
        "readings": {reading: list(options) for reading, options in one.readings},
        "status": one.ruling.value,
        "rule": one.ruling.rule or None,
        "otherwise": one.ruling.otherwise,
    }


WORDS = {
    "boundary": "{}",
    "rule": "{} decides",
    "criterion": "`{}` decides",
    "code": "{}",
    "slip": "would notice: {}",
}


def shown_words(patient: CasePatient) -> list[str]:
    """What a patient shows; the slips that would be noticed are named where that is all."""
    told = [one for one in patient.shows if one.kind != "slip"] or patient.shows[:1]
    return [WORDS[one.kind].format(one.says) for one in told]


def _slug(patient: CasePatient) -> str:
    """What the patient shows first, in letters that every file system takes."""
    ranked = sorted(patient.shows, key=lambda one: list(WORDS).index(one.kind))
    says = ranked[0].says if ranked else ""
    if ranked and ranked[0].kind in ("rule", "criterion"):
        says += " decides"
    # Of a slip, what it turns the text into tells it from others.
    words = re.sub(r"[^a-z0-9.]+", "-", says.rpartition(" becomes ")[2].lower())
    return words[:LONGEST_NAME].strip("-.")
