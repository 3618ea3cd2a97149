"""The rule of `bench.claims` in zen-engine, three ways: compiled expression, decision table, with trace."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Callable

import zen

from bench.claims import IN_FORCE, LISTED_DIAGNOSES, LISTED_PROCEDURES, Row


def version() -> str:
    return importlib.metadata.version("zen-engine")


def _list(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


LISTED = f"cpt in {_list(LISTED_PROCEDURES)}"
DIAGNOSED = f"icd10 in {_list(LISTED_DIAGNOSES)}"
EARLY = f"d(date_of_service) < d('{IN_FORCE}')"
FEDERAL = f"product == 'FEP' and {LISTED}"
MEDICAID = "product == 'MEDICAID'"
# The expression language has two truth values, so what is certainly met and what is certainly not are
# written apart; the rest is unknown.
MET = (
    f"{LISTED} and {DIAGNOSED} and resectable == false and extrahepatic_disease == false and "
    "((lesion_count != null and lesion_count < 2 and max_diameter_cm != null and max_diameter_cm <= 4)"
    " or metabolically_active == true)"
)
NOT_MET = (
    f"not ({LISTED}) or not ({DIAGNOSED}) or resectable == true or extrahepatic_disease == true or "
    "(((lesion_count != null and lesion_count >= 2) or (max_diameter_cm != null and max_diameter_cm > 4))"
    " and metabolically_active == false)"
)
EXPRESSION = (
    f"{EARLY} ? 'no_policy' : (({FEDERAL}) ? 'covered' : ({MEDICAID} ? 'not_covered' : "
    f"(({MET}) ? 'covered' : (({NOT_MET}) ? 'not_covered' : 'unknown'))))"
)
RULES = (
    (EARLY, "no_policy"),
    (FEDERAL, "covered"),
    (MEDICAID, "not_covered"),
    (MET, "covered"),
    (NOT_MET, "not_covered"),
    ("", "unknown"),
)


def expression() -> Callable[[Row], object]:
    """The rule as one compiled expression."""
    evaluate: Callable[[Row], object] = zen.compile_expression(EXPRESSION).evaluate
    return evaluate


def table() -> Callable[[Row], object]:
    """The rule as a decision table, first hit, compiled once."""
    decision = _decision()
    return lambda row: decision.evaluate(row, {})["result"]["outcome"]


def traced_table() -> Callable[[Row], object]:
    """The same table, asked for its trace."""
    decision = _decision()
    return lambda row: decision.evaluate(row, {"trace": True})["result"]["outcome"]


def _decision() -> zen.ZenDecision:
    return zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(model())))


def model() -> dict[str, object]:
    """The rule as a decision table, in the engine's own format."""
    place = {"x": 0, "y": 0}
    rules = [
        {"_id": str(number), "when": condition, "then": f"'{outcome}'"}
        for number, (condition, outcome) in enumerate(RULES)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "condition"}],
        "outputs": [{"id": "then", "name": "outcome", "field": "outcome"}],
        "rules": rules,
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "request", "type": "inputNode", "name": "request", "position": place},
            {
                "id": "rule",
                "type": "decisionTableNode",
                "name": "rule",
                "position": place,
                "content": content,
            },
            {"id": "answer", "type": "outputNode", "name": "answer", "position": place},
        ],
        "edges": [
            {"id": "in", "sourceId": "request", "targetId": "rule", "type": "edge"},
            {"id": "out", "sourceId": "rule", "targetId": "answer", "type": "edge"},
        ],
    }
