"""The small rule in zen-engine, many claims at a time where it has such a call.

It decides rows: JSON objects or dictionaries. Its batch call takes decision graphs, and uses all cores; a
compiled expression takes one row at a time, on one core, and is faster all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import zen

from bench import zen_peer
from bench.screening.hand import reading
from bench.screening.vectorised import OUTCOMES, write

Rows = list[dict[str, Any]]
Decide = Callable[[Rows], list[str]]

CALL = 1_000
"""Claims of one batch call; more are not faster."""
READ = 20_000
NUMBERS = {outcome: number for number, outcome in enumerate(OUTCOMES)}


def table_in_batches() -> Decide:
    """The decision table, through the batch call."""
    return _in_batches(zen_peer.model())


def expression_in_batches() -> Decide:
    """The expression as the only node of a decision graph, through the batch call."""
    return _in_batches(_graph(zen_peer.EXPRESSION))


def expression_by_row() -> Decide:
    """The compiled expression, one row after the other: there is no batch call for it."""
    evaluate = zen.compile_expression(zen_peer.EXPRESSION).evaluate
    return lambda rows: [evaluate(row) for row in rows]


def _in_batches(graph: dict[str, Any]) -> Decide:
    options: zen.ZenEngineOptions = {"loader": {"type": "static", "content": {"rule": graph}}}
    engine = zen.ZenEngine(options)

    def decide(rows: Rows) -> list[str]:
        found: list[str] = []
        for start in range(0, len(rows), CALL):
            requests: list[zen.EvaluateBatchRequest] = [
                {"key": "rule", "context": row} for row in rows[start : start + CALL]
            ]
            found += [one["data"]["result"]["outcome"] for one in engine.evaluate_batch(requests)]
        return found

    return decide


def _graph(expression: str) -> dict[str, object]:
    place = {"x": 0, "y": 0}
    expressions = {"expressions": [{"id": "1", "key": "outcome", "value": expression}]}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "claim", "type": "inputNode", "name": "claim", "position": place},
            {
                "id": "rule",
                "type": "expressionNode",
                "name": "rule",
                "position": place,
                "content": expressions,
            },
            {"id": "answer", "type": "outputNode", "name": "answer", "position": place},
        ],
        "edges": [
            {"id": "in", "sourceId": "claim", "targetId": "rule", "type": "edge"},
            {"id": "out", "sourceId": "rule", "targetId": "answer", "type": "edge"},
        ],
    }


def read(claims: Path) -> Iterator[tuple[list[int], Rows]]:
    """The claims of a file, some at a time: their request_ids, and the rows as the engine takes them."""
    with reading(claims) as connection:
        found = connection.execute(
            "SELECT request_id, * EXCLUDE (request_id) REPLACE (date_of_service::VARCHAR AS date_of_service) "
            "FROM claims"
        )
        names = [column[0] for column in found.description][1:]
        while rows := found.fetchmany(READ):
            yield [row[0] for row in rows], [dict(zip(names, row[1:], strict=True)) for row in rows]


def side(make: Callable[[], Decide], claims: Path, result: Path) -> Callable[[], None]:
    """A side of a measurement: the file of claims read, decided, and written as Parquet."""

    def run() -> None:
        decide = make()  # here, since the engine's threads would not survive a fork
        identifiers: list[int] = []
        numbers: list[int] = []
        for some, rows in read(claims):
            identifiers += some
            numbers += [NUMBERS[outcome] for outcome in decide(rows)]
        write(np.array(identifiers), np.array(numbers), result)

    return run
