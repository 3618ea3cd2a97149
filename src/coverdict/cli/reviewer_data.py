"""A referral as plain data for the person who decides it; see `coverdict.cli.reviewer`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from coverdict.cli.reviewer import holds_back
from coverdict.decision.data import as_data
from coverdict.decision.model import Determination

Data = dict[str, Any]

KEPT = ("service", "indication", "payer", "product", "policy", "version", "title", "routing")
KEPT_TOO = ("action", "refer_to", "questions", "duties", "guidelines", "conflict", "appeal")
REFERRAL = ("to", "qualification", "copy_to", "shows", "individual_consideration")
CLAUSE = ("label", "text", "cites")


def reviewer_data(determination: Determination) -> Data:
    """The determination with the conclusion held back from each line whose referral says so."""
    data: Data = as_data(determination)
    lines = [
        _without_conclusion(shown) if holds_back(line) else shown
        for line, shown in zip(determination.lines, data["lines"], strict=True)
    ]
    return {**data, "lines": lines}


def _without_conclusion(line: Data) -> Data:
    nodes = list(_walk(line["trace"]))
    facts = {fact["fact"]: fact for node in reversed(nodes) for fact in node["facts"]}
    return {
        **{key: line[key] for key in (*KEPT, *KEPT_TOO)},
        "referral": {key: line["referral"][key] for key in REFERRAL},
        "facts": [facts[name] for name in sorted(facts)],
        "clauses": {state: _clauses(nodes, state) for state in ("met", "not met", "unknown")},
        "readings": [
            {
                "id": reading["id"],
                "name": reading["name"],
                "options": [option["option"] for option in reading["options"]],
                "cites": reading["cites"],
            }
            for reading in line["readings"]
        ],
        "judgements": [{key: one[key] for key in ("fact", "ask", "who")} for one in line["judgements"]],
    }


def _clauses(nodes: Iterable[Data], state: str) -> list[Data]:
    found: list[Data] = []
    for node in nodes:
        if node["kind"] == "criterion" and not node["children"] and node["state"] == state:
            clause = {key: node[key] for key in CLAUSE}
            if clause not in found:
                found.append(clause)
    return found


def _walk(nodes: Iterable[Data]) -> Iterator[Data]:
    for node in nodes:
        yield node
        yield from _walk(node["children"])
