"""Example patients, written beside the sentences that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from coverdict.language.blocks import CaseShape, ExpectShape
from coverdict.language.drafts import Draft, ParsedBlock
from coverdict.language.model import BENEFITS, STATUSES, Case, Expectation, ReadingDeclaration, Value
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode
from coverdict.language.scalars import shorten
from coverdict.language.shapes import place_of, read_shape
from coverdict.language.syntax import Code
from coverdict.language.tables import is_code
from coverdict.language.values import read_value
from coverdict.text import did_you_mean

_NEEDS_PAYER = ("benefit", "action", "refer to", "questions")
_OWN_KEYS = {"payer": "payer", "product": "product", "service.date": "date", "service.code": "code"}
"""The facts that a case states under a key of its own, with that key."""
_DECIDER = re.compile(r"[^\W_][\w.\-]*(?: otherwise)?")


def read_cases(parsed: Iterable[ParsedBlock], draft: Draft) -> tuple[Case, ...]:
    """The cases of a document, all of whose readings are declared by now."""
    # Where another block could not be read, a reading that seems not to be there may be the one in it.
    sound = len(draft.report) == 0
    readings = {one.id: one for one in draft.readings.all()}
    read = (_CaseReader(item, draft, readings if sound else None).read() for item in parsed)
    return tuple(case for case in read if case is not None)


class _CaseReader:
    """Reads one case.

    Arguments:
        readings: the document's readings by full id; None where not all of them are known.
    """

    def __init__(
        self, parsed: ParsedBlock, draft: Draft, readings: Mapping[str, ReadingDeclaration] | None
    ) -> None:
        self.parsed = parsed
        self.draft = draft
        self.report = draft.report
        self.known = draft.environment.facts
        self.readings = readings

    def read(self) -> Case | None:
        """The case; None where the report got a problem."""
        shape = read_shape(CaseShape, self.parsed.tree, self.report, "a case")
        if shape is None:
            return None
        tree = cast(MapNode, self.parsed.tree)
        place = place_of(tree, "id")
        before = len(self.report)
        self.draft.claim("case", shape.id, place)
        if shape.product and not shape.payer:
            node = tree.key("product")
            what = "the case names a product and no payer"
            self.report.add(node.place if node else place, what, "write payer: ID", len("product"))
        code = self._code(shape, tree)
        facts = self._facts(shape.facts, tree)
        readings = self._readings(tree.get("readings"))
        expect = self._expect(shape.expect, bool(shape.payer))
        if expect is None or len(self.report) > before:
            return None
        return Case(
            shape.id,
            place,
            shape.says,
            shape.payer,
            shape.product,
            shape.date,
            code,
            facts,
            readings,
            expect,
            self.parsed.block.heading,
        )

    def _code(self, shape: CaseShape, tree: MapNode) -> Code | None:
        if not shape.code:
            if shape.system:
                node = tree.key("system")
                what = "the case names a code system and no code"
                self.report.add(node.place if node else tree.place, what, "write code: …", len("system"))
            return None
        place = place_of(tree, "code")
        system, code = shape.system, shape.code.removeprefix(shape.system + " ")
        if not system and len(code.split()) == 2:
            system, code = code.split()
        if not is_code(code, place, self.report):
            return None
        if not system:
            what = f"the code {code} stands without its code system"
            self.report.add(place, what, "write SYSTEM CODE, as CPT 47381", len(code))
            return None
        fact = self.known.get("service.code")
        if fact is not None and fact.systems and system not in fact.systems:
            where = place_of(tree, "system" if shape.system else "code")
            what = f"no policy speaks of a code system {shorten(system)}"
            self.report.add(where, what, did_you_mean(system, fact.systems), len(system))
            return None
        return Code(system, code)

    # --- what is known -----------------------------------------------------------------------------

    def _facts(self, node: Node | None, tree: MapNode) -> tuple[tuple[str, Value], ...]:
        if node is None:
            return ()
        if not isinstance(node, MapNode):
            self.report.add(node.place, "facts is a mapping", "write facts: {name: value}")
            return ()
        facts: list[tuple[str, Value]] = []
        for key, value in node.entries:
            found = self._fact(key, value, tree)
            if found is not None:
                facts.append((key.text, found))
        return tuple(facts)

    def _fact(self, key: TextNode, value: Node, tree: MapNode) -> Value | None:
        fact = self.known.get(key.text)
        width = max(1, len(key.text))
        if fact is None:
            what = f"there is no fact {shorten(key.text)}"
            self.report.add(key.place, what, did_you_mean(key.text, self.known), width)
            return None
        if tree.get(_OWN_KEYS.get(key.text, "")) is not None:
            what = f"{key.text} is stated twice: here and under `{_OWN_KEYS[key.text]}`"
            self.report.add(key.place, what, "keep one of the two", width)
            return None
        if isinstance(value, TextNode) and value.empty:
            right = "write its value, or leave the fact out where it is unknown"
            self.report.add(key.place, f"{key.text} has no value", right, width)
            return None
        if isinstance(value, MapNode) and value.get("value") and not set(value.names()) <= {"value", "unit"}:
            what = f"{key.text}: a case states the value alone"
            self.report.add(value.place, what, f"write {key.text}: VALUE, without its source or date")
            return None
        with self.report.collecting():
            return read_value(fact, value, value.place)
        return None

    def _readings(self, node: Node | None) -> tuple[tuple[str, str], ...]:
        if not isinstance(node, MapNode):
            return ()
        chosen: dict[str, str] = {}
        for key, value in node.entries:
            full = key.text if "#" in key.text else self.draft.full(key.text)
            option = value.text.strip() if isinstance(value, TextNode) else ""
            if full in chosen:
                what = f"the reading {key.text} stands twice"
                self.report.add(key.place, what, "keep one of them", len(key.text))
            chosen[full] = option
            self._check_option(key, value, full, option)
        return tuple(chosen.items())

    def _check_option(self, key: TextNode, value: Node, full: str, option: str) -> None:
        """Whether a reading of this document is there, and has the option."""
        if self.readings is None or full.rpartition("#")[0] != self.draft.front.id:
            return
        declared = self.readings.get(full)
        if declared is None:
            names = [one.rpartition("#")[2] for one in self.readings]
            right = did_you_mean(key.text, names) or "a mandate's or definition's reading is DOCUMENT#NAME"
            what = f"this document has no reading {shorten(key.text)}"
            self.report.add(key.place, what, right, max(1, len(key.text)))
        elif option not in declared.options:
            what = f"the reading {key.text} has no option {shorten(option)}"
            self.report.add(value.place, what, did_you_mean(option, declared.options), len(option) or 1)

    # --- what is expected --------------------------------------------------------------------------

    def _expect(self, node: Node, has_payer: bool) -> Expectation | None:
        if isinstance(node, MapNode) and not node.entries:
            right = f"write expect: {{status: {STATUSES[0]}}}, for example"
            self.report.add(node.place, "the case expects nothing", right)
            return None
        shape = read_shape(ExpectShape, node, self.report, "expect")
        if shape is None:
            return None
        tree = cast(MapNode, node)
        for key in () if has_payer else _NEEDS_PAYER:
            found = tree.key(key)
            if found is not None:
                what = f"{key} depends on the payer, and the case names none"
                right = "write payer: ID beside the facts, or expect the status alone"
                self.report.add(found.place, what, right, len(key))
        self._check_each(tree, "status", STATUSES)
        self._check_each(tree, "benefit", BENEFITS)
        self._check_deciders(tree)
        for item in _texts(tree.get("questions")):
            if item.text not in self.known:
                what = f"there is no fact {shorten(item.text)}"
                self.report.add(item.place, what, did_you_mean(item.text, self.known), len(item.text) or 1)
        self._check_target(shape, tree)
        action: Any = "not_required" if shape.action == "not required" else shape.action
        return Expectation(
            tuple(shape.status),
            tuple(shape.benefit),
            action,
            shape.refer_to,
            tuple(shape.decided_by),
            None if shape.questions is None else tuple(shape.questions),
        )

    def _check_each(self, tree: MapNode, key: str, known: tuple[str, ...]) -> None:
        """The values under `key` are known ones, each once, and there is one."""
        node = tree.get(key)
        if isinstance(node, ListNode) and not node.items:
            self.report.add(node.place, f"{key} names nothing", f"write {key}: {known[0]}, for example")
        seen: set[str] = set()
        for item in _texts(node):
            text = item.text.strip()
            if text not in known:
                right = did_you_mean("_".join(text.split()), known)
                self.report.add(item.place, f"{shorten(text)} is no {key}", right, len(text) or 1)
            elif text in seen:
                self.report.add(item.place, f"the {key} {text} stands twice", "keep one of them", len(text))
            seen.add(text)

    def _check_deciders(self, tree: MapNode) -> None:
        node = tree.get("decided by")
        if isinstance(node, ListNode) and not node.items:
            self.report.add(node.place, "decided by names nothing", "write the id of a rule")
        for item in _texts(node):
            if not _DECIDER.fullmatch(item.text.strip()):
                right = "write the rule's id; with ` otherwise` behind it where its otherwise decides"
                what = f"{shorten(item.text)} is no id of a rule"
                self.report.add(item.place, what, right, len(item.text) or 1)

    def _check_target(self, shape: ExpectShape, tree: MapNode) -> None:
        key = tree.key("refer to")
        if key is not None and shape.action not in (None, "refer"):
            what = f"the case expects {shape.action}, and a referral to {shape.refer_to}"
            self.report.add(key.place, what, "write action: refer, or remove refer to", len("refer to"))


def _texts(node: Node | None) -> tuple[TextNode, ...]:
    """The texts of a list, or the one text that stands in its place."""
    items = node.items if isinstance(node, ListNode) else (node,)
    return tuple(item for item in items if isinstance(item, TextNode))
