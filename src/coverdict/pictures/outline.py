"""The rules of a program as an outline: one row for each criterion, in order, each with its depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coverdict.language.model import Rule
from coverdict.language.syntax import Citation, CriterionRef
from coverdict.library.program import Program
from coverdict.library.template import Step
from coverdict.pictures.measuring import shown
from coverdict.pictures.naming import said

Kind: TypeAlias = Literal["criterion", "reading", "option"]
_CONNECTIVE = re.compile(r"all of|any of|none of|at least \d+ of")


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion in the outline.

    Arguments:
        number: where it stands, as in `1.2.1`: rule, criterion, criterion within.
        depth: 0 below the rule itself.
        tag: what joins the rows below it (`any of`), or what it is (`open reading`, `option`).
        label: what people call it, or its expression where it has no label.
        detail: its expression and the facts that it speaks of.
        cites: where in the source it stands.
        last: the index of the last row below it, itself where there is none.
        again: the number of the row further up that spells the same criterion out, and what it is called.
    """

    number: str
    depth: int
    kind: Kind
    tag: str
    label: str
    detail: str
    cites: str
    last: int
    again: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OutlinedRule:
    """A rule: what it says when its rows hold, and what when they do not.

    Arguments:
        value: the status (or benefit) that it gives; `label`: the payer's own word for it.
        when: how its rows are joined, `always` where it has none.
        otherwise: the value when they do not hold; empty where the next rule goes on.
        remarks: what else it says, in sentences.
    """

    number: int
    id: str
    value: str
    label: str
    when: str
    otherwise: str
    cites: str
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]


def outline(program: Program) -> tuple[OutlinedRule, ...]:
    """The rules in the order in which they are looked at; a criterion named twice is spelt out once."""
    writer = _Writer(program)
    return tuple(writer.rule(number, truth.step) for number, truth in enumerate(program.truths, 1))


class _Writer:
    def __init__(self, program: Program) -> None:
        self._rules = program.rules
        self._facts = program.names.facts
        self._named = {name.rpartition("#")[2] for name in program.names.criteria}
        self._seen: dict[tuple[Step, ...], tuple[str, str]] = {}
        self._rows: list[Row] = []

    def rule(self, number: int, step: Step) -> OutlinedRule:
        rule = self._rules[step.rule]
        self._rows = []
        for position, child in enumerate(step.children, 1):
            self._add(child, f"{number}.{position}", 0)
        when = "when all of these hold" if len(step.children) > 1 else "when this holds"
        return OutlinedRule(
            number=number,
            id=shown(rule.id),
            value=rule.then,
            label=shown(rule.label),
            when=when if step.children else "always",
            otherwise=rule.otherwise or "",
            cites=citation(rule.cites),
            rows=tuple(self._rows),
            remarks=tuple(map(shown, _remarks(rule))),
        )

    def _add(self, step: Step, number: str, depth: int) -> None:
        at = len(self._rows)
        again = self._seen.get(step.children) if step.children else None
        row = Row(
            number=number,
            depth=depth,
            kind=_kind(step),
            tag=self._tag(step),
            label=shown(self._label(step)),
            detail=shown(self._detail(step)),
            cites=citation(step.cites),
            last=at,
            again=again,
        )
        self._rows.append(row)
        if again:
            return
        if step.children and step.kind == "criterion" and self._is_named(step):
            self._seen[step.children] = (number, row.label)
        for position, child in enumerate(step.children, 1):
            self._add(child, f"{number}.{position}", depth + 1)
        self._rows[at] = replace(row, last=len(self._rows) - 1)

    def _is_named(self, step: Step) -> bool:
        """Whether a step stands for a named criterion, and not for an expression with names in it."""
        return isinstance(step.condition, CriterionRef) or step.text in self._named

    def _tag(self, step: Step) -> str:
        if step.kind == "reading":
            return "open reading"
        if _grouped(step):
            return step.text or step.label
        joined = len(step.children) > 1 and (step.kind == "option" or self._is_named(step))
        if step.kind == "option":
            return "option: all of" if joined else "option"
        return "all of" if joined else ""

    def _label(self, step: Step) -> str:
        return "" if _grouped(step) and not step.text else step.label

    def _detail(self, step: Step) -> str:
        if step.kind == "reading":
            name = step.reading.rpartition("#")[2]
            return name if name != step.label else ""
        words = [] if _grouped(step) or self._is_named(step) else [step.text]
        words += [self._facts[name].label for name in step.facts if name in self._facts]
        return " · ".join(filter(None, words))


def _kind(step: Step) -> Kind:
    if step.kind == "reading":
        return "reading"
    return "option" if step.kind == "option" else "criterion"


def _grouped(step: Step) -> bool:
    """Whether the step is a connective with the criteria that it joins."""
    words = step.text or step.label
    return step.kind == "criterion" and bool(step.children) and bool(_CONNECTIVE.fullmatch(words))


def citation(cites: Citation | None) -> str:
    """Where in the source something stands."""
    if cites is None:
        return ""
    if not cites.from_source:
        return "not from the source"
    return shown(", ".join(filter(None, (cites.section, cites.item))))


def _remarks(rule: Rule) -> Iterator[str]:
    if rule.meaning is not None:
        options = " or ".join(map(said, rule.meaning.options))
        yield f"“Otherwise” may mean {options}: an open reading ({rule.meaning.reading.rpartition('#')[2]})."
    if rule.individual_consideration:
        yield "A physician may set these criteria aside for one patient."
