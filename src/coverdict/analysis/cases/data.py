"""The test patients of a policy as plain data, and as `case` blocks to paste into its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coverdict.analysis.cases.blocks import block
from coverdict.analysis.cases.cases import CasePatient, Cases
from coverdict.analysis.cases.requests import CaseRequest, ruling_data, shown_words, stated_facts
from coverdict.library.layers import Ruling

PlainData = dict[str, Any]


def cases_data(found: Cases, requests: Sequence[CaseRequest]) -> PlainData:
    """All that was found; requests and expected lines where there are any."""
    by_number = {one.patient.number: one for one in requests}
    return {
        "policy": {"id": found.policy, "version": found.version, "title": found.title},
        "payer": found.occasion.payer or None,
        "no_payer": found.occasion.why or None,
        "needed": {"patients": len(found.patients), "at_least": found.at_least},
        "changes": {
            "tried": found.slips,
            "noticed": found.told,
            "equal": [{"says": slip.says, "place": str(slip.place)} for slip in found.equal],
        },
        "nobody_shows": [{"kind": one.kind, "says": one.says} for one in found.nobody],
        "not_tried": [{"kind": one.kind, "says": one.says} for one in found.beyond],
        "cases": [_patient(found, patient, by_number.get(patient.number)) for patient in found.patients],
    }


def _patient(found: Cases, patient: CasePatient, request: CaseRequest | None) -> PlainData:
    return {
        "number": patient.number,
        "shows": [{"kind": one.kind, "says": one.says} for one in patient.shows],
        "services": [{"system": code.system, "code": code.code} for code in patient.services],
        "date": patient.day.isoformat(),
        "facts": stated_facts(patient.facts, found.facts),
        "rulings": [ruling_data(one) for one in patient.rulings],
        "notices": patient.told,
        "name": request.name if request else None,
        "request": request.request if request else None,
        "expected": request.expected if request else None,
    }


# --- blocks ---------------------------------------------------------------------------------------------


def case_blocks(found: Cases, requests: Sequence[CaseRequest]) -> str:
    """The patients as `case` blocks: the position alone or, given requests, what a payer's members get too.

    Companions without a governed service have no block: no policy speaks of them.
    """
    by_number = {one.patient.number: one for one in requests}
    blocks = []
    for patient in found.patients:
        if not patient.rulings:
            continue
        data = _block(found, patient, by_number.get(patient.number))
        blocks.append("\n".join(["```yaml case", *block(data), "```"]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _block(found: Cases, patient: CasePatient, request: CaseRequest | None) -> dict[str, object]:
    data: dict[str, object] = {
        "id": f"case-{patient.number}",
        "says": _says(patient),
    }
    if request is not None:
        data["payer"] = request.request["payer"]
        if "product" in request.request:
            data["product"] = request.request["product"]
    data["date"] = patient.day.isoformat()
    if patient.governed:
        data["code"] = str(patient.governed[0])
    facts = stated_facts(patient.facts, found.facts)
    if facts:
        data["facts"] = facts
    data["expect"] = _expected(patient, request)
    return data


def _says(patient: CasePatient) -> str:
    shown = shown_words(patient)
    more = f"; and {len(shown) - 3} more" if len(shown) > 3 else ""
    return f"Shows: {'; '.join(shown[:3])}{more}."


def _expected(patient: CasePatient, request: CaseRequest | None) -> Mapping[str, object]:
    if request is None:
        deciders = {_decider(one.ruling) for one in patient.rulings if one.ruling.rule}
        expect: dict[str, object] = {"status": sorted({one.ruling.value for one in patient.rulings})}
        return {**expect, "decided by": sorted(deciders)} if deciders else expect
    line = request.expected["lines"][0]
    expect = {
        "status": sorted({one["status"] for one in line["possible"]}),
        "benefit": sorted({one["benefit"] for one in line["possible"]}),
        "action": line["action"].replace("_", " "),
        "refer to": line["refer_to"],
        "questions": [one["fact"] for one in line["questions"]],
    }
    return {key: value for key, value in expect.items() if value or key == "questions"}


def _decider(ruling: Ruling) -> str:
    return f"{ruling.rule.partition('#')[2]}{' otherwise' if ruling.otherwise else ''}"
