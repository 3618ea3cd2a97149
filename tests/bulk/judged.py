"""What a screening has to say of a row, worked out from `decide` and the rows' own reader, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coverdict.bulk.answers import ANSWER, COLUMNS
from coverdict.decision import Desk, LineDetermination
from coverdict.decision.knowledge import knowledge_of
from coverdict.decision.rows import Rows
from coverdict.language.syntax import Code
from coverdict.language.values import read_value
from coverdict.library.layers import Outcome
from coverdict.library.routing import Routed, route
from coverdict.text import DocumentError, Place

Answer = dict[str, str | None]

APART = "set apart"
"""Stands for any reason: reasons are tested by themselves."""


class Judge:
    """Answers rows one by one, remembering those that are equal.

    Arguments:
        keys: columns by fact, where they are not those of the vocabulary.
    """

    def __init__(self, desk: Desk, payer: str | None = None, keys: Mapping[str, str] | None = None) -> None:
        self.desk = desk
        self.payer = payer
        self.keys = dict(keys or {})
        self._rows: dict[str, Rows] = {}
        self._known: dict[str, Answer] = {}

    def answer(self, row: Mapping[str, Any]) -> Answer:
        """The answer's columns for one row."""
        key = repr(
            sorted((name, value) for name, value in row.items() if name != "row_id" and value is not None)
        )
        if key not in self._known:
            self._known[key] = self._answer(row)
        return self._known[key]

    def _answer(self, row: Mapping[str, Any]) -> Answer:
        payer = self.payer or (row.get("payer") or "").strip()
        if payer not in self.desk.library.contents.payers:
            return _apart(None, None)
        if payer not in self._rows:
            self._rows[payer] = self.desk.rows(payer, keys=self.keys)
        try:
            line = self._rows[payer].determine(row)
        except DocumentError:
            return _apart(None, None)
        if line.conflict:
            return _apart(None, None)
        return {
            "policy": line.policy,
            "version": line.version,
            "routing": line.routing,
            "status": _same(one.status or "none" for one in line.possible),
            "benefit": _same(one.benefit for one in line.possible),
            "possible": " or ".join(f"{one.status or 'none'}/{one.benefit}" for one in line.possible),
            "disposition": _same(line.dispositions),
            "questions": ", ".join(question.fact for question in line.questions) or None,
            "decided_by": ", ".join(sorted(self._deciding(row, payer, line))) or None,
            "set_apart": None,
            "answer": ANSWER,
        }

    def _deciding(self, row: Mapping[str, Any], payer: str, line: LineDetermination) -> Iterator[str]:
        """The rules that decide in some possible outcome, from the policy's own function."""
        way = route(self.desk.library, payer, line.service.code, line.service.date)
        if line.routing != "addressed" or not isinstance(way, Routed):
            return
        practice = self.desk.programs.practice(payer, way.version, line.service.date)
        program = practice.program
        values: dict[str, Any] = {"payer": payer, "service.code": line.service.code}
        values["service.date"] = line.service.date
        for name, fact in program.names.facts.items():
            column = self.keys.get(name) or fact.column or name
            raw = row.get(column)
            if name in program.dimension_of and name not in values and raw is not None:
                written = f"{raw} {fact.unit}" if fact.unit and not isinstance(raw, str) else raw
                value = read_value(fact, written, Place("row"))
                if value is not None:
                    values[name] = value
        masks = knowledge_of(program, values, practice.settled).masks
        found = set()
        for outcome in program.outcome.possible(masks):
            assert isinstance(outcome, Outcome)
            for one in (outcome.status, outcome.benefit):
                if one.rule:
                    found.add(f"{one.rule} otherwise" if one.otherwise else one.rule)
        yield from found


def _same(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else "open"


def _apart(policy: str | None, version: str | None) -> Answer:
    nothing: Answer = dict.fromkeys(COLUMNS)
    return {**nothing, "set_apart": APART, "answer": ANSWER}


def comparable(answer: Mapping[str, Any]) -> Answer:
    """An engine's answer in the judge's form: a reason for setting apart is any reason, no text is none."""
    found = {name: answer[name] or None for name in COLUMNS}
    if found["set_apart"]:
        return _apart(None, None)
    return found


def differences(
    judge: Judge, rows: Sequence[Mapping[str, Any]], answers: Mapping[int, Mapping[str, Any]]
) -> list[str]:
    """Where an engine's answers, by the rows' ids, differ from the judge's."""
    wrong = []
    for row in rows:
        wanted = judge.answer(row)
        got = comparable(answers[row["row_id"]])
        if got != wanted:
            columns = [name for name in COLUMNS if got[name] != wanted[name]]
            told = "; ".join(f"{name}: {got[name]!r}, judged {wanted[name]!r}" for name in columns)
            wrong.append(f"{ {name: value for name, value in row.items() if value is not None} }: {told}")
    return wrong


def code_of(row: Mapping[str, Any], column: str) -> Code:
    return Code("CPT", str(row[column]))
