"""The files of a policy's test patients: a request and an expected determination each, and a list of all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from coverdict.analysis.cases.blocks import Quoted, block, in_line
from coverdict.analysis.cases.cases import Cases
from coverdict.analysis.cases.gathering import RuledUnder
from coverdict.analysis.cases.requests import CaseRequest, ruling_data, shown_words

LIST = "cases.md"
MOST_SHOWN = 6
"""What a request file says that its patient shows; the list has all."""


def case_files(found: Cases, requests: Sequence[CaseRequest]) -> dict[str, bytes]:
    """The files by name."""
    files = {LIST: _encoded(_list(found, requests))}
    for one in requests:
        files[f"{one.name}.yaml"] = _encoded(_request(one))
        files[f"{one.name}.expected.json"] = _encoded(
            json.dumps(one.expected, ensure_ascii=False, indent=2, sort_keys=True, default=_plain) + "\n"
        )
    return files


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _plain(value: object) -> str:
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain data")


def _request(one: CaseRequest) -> str:
    shown = shown_words(one.patient)
    more = len(shown) - MOST_SHOWN
    told = [*shown[:MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    data = {**one.request, "services": [_quoted(service) for service in one.request["services"]]}
    return "\n".join([*(f"# {_clean(line)}" for line in told), *block(data)]) + "\n"


def _quoted(service: dict[str, Any]) -> dict[str, Any]:
    return {**service, "code": Quoted(service["code"])}


def _clean(text: str) -> str:
    """The text on one line, without what no file of text should hold."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def ruled_words(rulings: Iterable[RuledUnder]) -> list[str]:
    """What the policy says, by reading: `established (rule established) with size limit as up to 4 cm`."""
    told = []
    for one in rulings:
        data = ruling_data(one)
        rule = f"rule {str(data['rule']).partition('#')[2]}" if data["rule"] else "no rule"
        words = (
            f"{str(data['status']).replace('_', ' ')} ({rule}{', otherwise' if data['otherwise'] else ''})"
        )
        read = [f"{name.partition('#')[2]} as {' or '.join(options)}" for name, options in one.readings]
        told.append(f"{words} with {', '.join(read)}" if read else words)
    return told


def _list(found: Cases, requests: Sequence[CaseRequest]) -> str:
    """The list of all patients, as a document."""
    lines = [
        f"# Test patients of {found.policy}, version {found.version}",
        "",
        *_summary(found),
    ]
    for one in requests:
        patient = one.patient
        lines += ["", f"## {one.name}", "", "Shows:", ""]
        lines += [f"- {_clean(words)}" for words in shown_words(patient)]
        services = ", ".join(str(code) for code in patient.services)
        lines += ["", f"Services: {services}, on {patient.day}.", ""]
        lines += [f"- {name}: {in_line(value)}" for name, value in one.request.get("facts", {}).items()]
        lines += ["", "Expected:", ""]
        told = ruled_words(patient.rulings) or ["not addressed"]
        lines += [f"- {_clean(words)}" for words in told]
    return "\n".join(lines) + "\n"


def _summary(found: Cases) -> list[str]:
    fewest = (
        "and no fewer would do"
        if found.at_least == len(found.patients)
        else f"of whom at least {found.at_least} are needed"
    )
    lines = [
        f"{len(found.patients)} patients, {fewest}. They notice {found.told} of {found.slips} single changes "
        "of the texts.",
    ]
    for title, listed in (
        ("Changes nobody's answer", [f"{slip.says} ({slip.place})" for slip in found.equal]),
        ("What no patient can show", [f"{one.kind}: {one.says}" for one in found.nobody]),
        ("What was not tried", [f"{one.kind}: {one.says}" for one in found.beyond]),
    ):
        if listed:
            lines += ["", f"{title}:", "", *(f"- {_clean(words)}" for words in listed)]
    return lines
