"""A referral as plain data for the person who decides it; see `coverdict.cli.reviewer`."""

from __future__ import annotations

from typing import Any

from coverdict.cli.clauses import clauses
from coverdict.cli.facts import facts_shown
from coverdict.cli.reviewer import CLAUSES, holds_back
from coverdict.decision.data import as_data, trace_data
from coverdict.decision.model import Determination, LineDetermination, State

Data = dict[str, Any]

KEPT = ("service", "indication", "payer", "product", "policy", "version", "title", "routing")
KEPT_TOO = ("action", "refer_to", "questions", "duties", "guidelines", "conflict", "appeal")
REFERRAL = ("to", "qualification", "copy_to", "shows", "individual_consideration")
CLAUSE = ("label", "text", "cites")
JUDGEMENT = ("fact", "ask", "who")


def reviewer_data(determination: Determination) -> Data:
    """The determination with the conclusion held back from each line whose referral says so."""
    data: Data = as_data(determination)
    lines = [
        _without_conclusion(line, shown) if holds_back(line) else shown
        for line, shown in zip(determination.lines, data["lines"], strict=True)
    ]
    return {**data, "lines": lines}


def _without_conclusion(line: LineDetermination, shown: Data) -> Data:
    return {
        **{key: shown[key] for key in (*KEPT, *KEPT_TOO)},
        "referral": {key: shown["referral"][key] for key in REFERRAL},
        "facts": [
            {
                "fact": fact.fact,
                "value": fact.value,
                "source": fact.source or None,
                "documented": fact.documented,
            }
            for fact in facts_shown(line).values()
        ],
        "clauses": {state: _clauses(line, state) for state, _ in CLAUSES},
        "readings": [
            {
                "id": reading["id"],
                "name": reading["name"],
                "options": [option["option"] for option in reading["options"]],
                "cites": reading["cites"],
            }
            for reading in shown["readings"]
        ],
        "judgements": [{key: one[key] for key in JUDGEMENT} for one in shown["judgements"]],
    }


def _clauses(line: LineDetermination, state: State) -> list[Data]:
    found = [trace_data(node) for node in clauses(line) if node.state == state]
    return [{key: node[key] for key in CLAUSE} for node in found]
