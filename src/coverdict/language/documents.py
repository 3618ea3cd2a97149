"""A Markdown document → everything that it says, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from coverdict.language.blocks import ALLOWED
from coverdict.language.criteria import Readings
from coverdict.language.drafts import Draft, ParsedBlock, environment_with, id_of
from coverdict.language.environments import Environment
from coverdict.language.example_cases import read_cases
from coverdict.language.fronts import FrontMatter, front_of
from coverdict.language.markdown import Block, blocks
from coverdict.language.model import Document, ValueSet
from coverdict.language.rules import check_slots, find_cycles, read_criterion, read_duty, read_rule
from coverdict.language.tables import (
    read_accepted,
    read_approval,
    read_codes,
    read_history,
    read_hole,
    read_note,
    read_products,
    read_referral,
    read_settled,
    read_value_set,
    read_window,
)
from coverdict.language.yaml_tree import read_tree
from coverdict.text import Report

T = TypeVar("T")


def read_document(text: str, file: str, environment_for: Callable[[FrontMatter], Environment]) -> Document:
    """The document that a Markdown text holds.

    Arguments:
        text: the whole text.
        file: its name, for messages.
        environment_for: the names that a document with such front matter can use, without its own.
    Errors: DocumentError with all its problems.
    """
    report = Report(file, text)
    front = front_of(report)
    if front is None:
        report.raise_if_any()
    assert front is not None  # without it there is a problem
    found = [_parsed(block, front, report) for block in blocks(report, front.lines)]
    parsed = [block for block in found if block is not None]
    draft = Draft(front, report, environment_for(front), Readings(front.id, report))
    document = _assemble(parsed, draft, text)
    report.raise_if_any()
    return document


def _parsed(block: Block, front: FrontMatter, report: Report) -> ParsedBlock | None:
    if block.kind not in ALLOWED[front.kind]:
        right = f"a {front.kind} holds: {', '.join(sorted(ALLOWED[front.kind]))}"
        report.add(block.place, f"a {front.kind} holds no block {block.kind}", right, len(block.kind) + 8)
        return None
    if not block.text.strip():
        report.add(block.place, f"the block {block.kind} is empty", "write its keys, or remove it")
        return None
    tree = read_tree(block.text, report, block.line, block.column)
    return ParsedBlock(block, tree) if tree is not None else None


def _assemble(parsed: list[ParsedBlock], draft: Draft, text: str) -> Document:
    front = draft.front
    by_kind: dict[str, list[ParsedBlock]] = {}
    for item in parsed:
        by_kind.setdefault(item.block.kind, []).append(item)

    def each(kind: str, read: Callable[[ParsedBlock, Draft], T | None]) -> tuple[T, ...]:
        done = (read(item, draft) for item in by_kind.get(kind, ()))
        return tuple(item for item in done if item is not None)

    def rows(kind: str, read: Callable[[ParsedBlock, Draft], Iterable[T]]) -> tuple[T, ...]:
        return tuple(row for item in by_kind.get(kind, ()) for row in read(item, draft))

    value_sets = _value_sets(by_kind.get("value set", []), draft)
    names = {
        kind: [node.text for node in map(_id, by_kind.get(kind, ())) if node]
        for kind in ("criterion", "rule")
    }
    own = {name: draft.full(name) for name in names["criterion"]}
    draft.environment = environment_with(draft.environment, own, frozenset(names["rule"]))
    criteria = each("criterion", read_criterion)
    find_cycles(criteria, draft)
    rules = each("rule", read_rule)
    check_slots(rules, criteria, draft)
    duties = each("duty", read_duty)
    referrals = each("referral", read_referral)
    # A case can name a reading of any block above or below it.
    cases = read_cases(by_kind.get("case", ()), draft)
    return Document(
        front.kind,
        front.id,
        front.title,
        front.place,
        front.vocabulary,
        text,
        front.rest,
        front.uses,
        front.effective,
        front.until,
        str(getattr(front.shape, "payer", "")),
        tuple(getattr(front.shape, "applies_to", ())),
        tuple(getattr(front.shape, "adopts", ())),
        bool(front.shape.example),
        rules,
        criteria,
        draft.readings.all(),
        value_sets,
        rows("codes", read_codes),
        duties,
        rows("products", read_products),
        rows("history", read_history),
        each("window", read_window),
        each("settled reading", read_settled),
        each("automatic approval", read_approval),
        referrals[0] if referrals else None,
        each("note", read_note),
        cases,
        each("accepted finding", read_accepted),
        (*each("hole", read_hole), *draft.readings.holes),
    )


def _id(item: ParsedBlock) -> Any:
    return id_of(item.tree)


def _value_sets(parsed: list[ParsedBlock], draft: Draft) -> tuple[ValueSet, ...]:
    """The document's own value sets, which its expressions can name from now on.

    A set with a problem of its own is known by its name all the same: it is one message, not many.
    """
    known = dict(draft.environment.value_sets)
    own: list[ValueSet] = []
    for item in parsed:
        node = id_of(item.tree)
        name = node.text if node else ""
        full = draft.full(name)
        read = read_value_set(item.tree, "", full, draft.report)
        if node is None:
            continue
        free = draft.claim("value set", name, node.place)
        if free and name in known:
            what = f"the value set {name} is already defined at {known[name].place}"
            draft.report.add(node.place, what, "give it another id", len(name))
        known[name] = read or ValueSet(full, (), node.place)
        if read is not None:
            own.append(read)
    draft.environment = replace(draft.environment, value_sets=known)
    return tuple(own)
