"""Whether a result says of each claim what the program says of it, one claim after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from bench.program import answer_in
from coverdict.decision import Desk
from coverdict.decision.knowledge import knowledge_of
from coverdict.decision.model import LineDetermination
from coverdict.decision.rows import Rows
from coverdict.language.syntax import Code
from coverdict.language.values import read_value
from coverdict.library.layers import Outcome, Ruling
from coverdict.text import Place

ANSWER = "screening, not a determination"


class Expected:
    """What a screening by one payer has to answer, from `Rows.possible` and `Rows.determine`."""

    def __init__(self, desk: Desk, payer: str) -> None:
        self.desk = desk
        self.payer = payer
        self.rows: Rows = desk.rows(payer)

    def answer(self, row: Mapping[str, Any]) -> dict[str, str | None]:
        """The answer columns of one claim, questions in the order of names; and the outcome in a word."""
        line = self.rows.determine(row)
        possible = self.rows.possible(row)
        assert possible == line.possible
        statuses = {one.status or "none" for one in possible}
        benefits = {one.benefit for one in possible}
        return {
            "policy": line.policy,
            "version": line.version,
            "routing": line.routing,
            "status": _only(statuses),
            "benefit": _only(benefits),
            "possible": " or ".join(sorted(f"{one.status or 'none'}/{one.benefit}" for one in possible)),
            "disposition": line.disposition or "open",
            "questions": ", ".join(sorted(question.fact for question in line.questions)),
            "outcome": answer_in(possible),
            "decided_by": ", ".join(sorted({_named(one) for one in self._rulings(line, row) if one.rule})),
            "answer": ANSWER,
        }

    def _rulings(self, line: LineDetermination, row: Mapping[str, Any]) -> Iterator[Ruling]:
        """What decided the status and the benefit of each possible outcome."""
        if line.policy is None or line.version is None:
            return
        version = self.desk.version(f"{line.policy}@{line.service.date}")
        practice = self.desk.programs.practice(self.payer, version, line.service.date)
        values: dict[str, Any] = {"service.code": line.service.code, "service.date": line.service.date}
        for name, fact in practice.program.names.facts.items():
            raw = row.get(fact.column or name)
            if raw is not None and not isinstance(values.get(name), Code):
                written = f"{raw} {fact.unit}" if fact.unit else raw
                values[name] = read_value(fact, written, Place(name))
        masks = knowledge_of(practice.program, values, practice.settled).masks
        for outcome in practice.program.outcome.possible(masks):
            assert isinstance(outcome, Outcome)
            yield from (outcome.status, outcome.benefit)


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else "open"


def _named(ruling: Ruling) -> str:
    return f"{ruling.rule} otherwise" if ruling.otherwise else ruling.rule


def expected(desk: Desk, payer: str, claims: Path, count: int) -> dict[int, dict[str, str | None]]:
    """What a screening has to answer to the first `count` claims of a file, by request_id."""
    program = Expected(desk, payer)
    return {number: program.answer(row) for number, row in first(claims, count).items()}


def first(file: Path, count: int) -> dict[int, dict[str, Any]]:
    """The first claims of a file, or the answers to them, by request_id."""
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM read_parquet('{file}') WHERE request_id < {count}")
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {row["request_id"]: row for row in rows}


def differing(expected: Mapping[int, Mapping[str, str | None]], result: Path) -> Counter[str]:
    """How many claims a result answers otherwise than expected, by column.

    Questions are compared as sets; columns that the result does not have are left out. `rows` counts the
    claims that the result leaves out.
    """
    found = first(result, max(expected) + 1)
    differing = Counter[str](rows=sum(number not in found for number in expected))
    for number, answer in found.items():
        for name, value in expected[number].items():
            if name in answer and _comparable(name, answer[name]) != _comparable(name, value):
                differing[name] += 1
    return differing


def _comparable(name: str, value: str | None) -> object:
    return frozenset((value or "").split(", ")) if name == "questions" else value or None
