"""The shipped library, and requests to it in one line: what the tests of the mission's rows share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import coverdict as cv
from coverdict.analysis.findings.checking import check
from coverdict.decision.desk import Desk
from coverdict.decision.model import Determination, LineDetermination, TraceNode
from coverdict.language.model import Document, Note
from coverdict.library.index import Contents

ROOT = Path(__file__).resolve().parents[2]
A = "bcbsm/cryosurgical-ablation-liver"
B = "bsc/7.01.75"

# One malignant tumor of 3 cm that cannot be resected, with no disease outside the liver.
SMALL: dict[str, Any] = {
    "tumor.origin": "primary",
    "tumor.malignant": "yes",
    "tumor.resectable": "no",
    "disease.extrahepatic": "no",
    "lesion.count": "1",
    "lesion.largest": "3 cm",
    "tumor.metabolically_active": "no",
}
ACTIVE: dict[str, Any] = SMALL | {
    "tumor.origin": "metastatic",
    "lesion.largest": "6 cm",
    "tumor.metabolically_active": "yes",
    "treatment.intent": "reduce_metabolic_activity",
}


@cache
def desk() -> Desk:
    return cv.open_library(str(ROOT / "library"))


@cache
def checked() -> frozenset[tuple[str, str]]:
    """What `coverdict check` finds in the shipped library, accepted or not: id, and what it is about."""
    found = check(desk())
    every = (*found.findings, *(one.finding for one in found.accepted))
    return frozenset((one.id, one.about) for one in every)


def contents() -> Contents:
    return desk().library.contents


def document(kind: str, name: str) -> Document:
    return desk().documents[kind, name]


def policy_a() -> Document:
    return document("policy", A)


def policy_b() -> Document:
    return document("policy", B)


def note(of: Document, name: str) -> Note:
    (found,) = [given for given in of.notes if given.id == name]
    return found


def request(payer: str, product: str | None, day: str, code: str, facts: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "payer": payer,
        "service_date": day,
        "services": [{"system": "CPT", "code": code}],
        "facts": facts,
    }
    return given | ({"product": product} if product else {})


def decide(given: dict[str, Any]) -> Determination:
    return desk().decide(given)


def line_a(
    product: str, facts: dict[str, Any], payer: str = "bcn", day: str = "2012-06-01"
) -> LineDetermination:
    (line,) = decide(request(payer, product, day, "47381", facts)).lines
    return line


def line_b(
    product: str, facts: dict[str, Any] | None = None, code: str = "47383", day: str = "2021-12-01"
) -> LineDetermination:
    (line,) = decide(request("bsc", product, day, code, facts or {})).lines
    return line


def statuses(line: LineDetermination) -> set[str | None]:
    return {outcome.status for outcome in line.possible}


def benefits(line: LineDetermination) -> set[str]:
    return {outcome.benefit for outcome in line.possible}


def example(**facts: Any) -> LineDetermination:
    """The fictional plan that covers what is established, with `SMALL` changed by `facts` (`__` is a dot)."""
    changed = {name.replace("__", "."): value for name, value in facts.items()}
    given = {name: value for name, value in (SMALL | changed).items() if value is not None}
    return line_a("example_ppo", given, payer="example")


def nodes(trace: Iterable[TraceNode]) -> list[TraceNode]:
    """Every node of a trace."""
    return [found for node in trace for found in (node, *nodes(node.children))]


def said(line: LineDetermination) -> str:
    """All texts of a line's trace."""
    return "\n".join(f"{node.label} {node.text}" for node in nodes(line.trace))
