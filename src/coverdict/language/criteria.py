"""Criteria trees: expressions, groups, labels and readings, as YAML holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverdict.language.checking import condition
from coverdict.language.citations import read_citation
from coverdict.language.environments import Environment
from coverdict.language.expressions import ExpressionError
from coverdict.language.model import Hole, ReadingDeclaration
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode, place_in
from coverdict.language.scalars import shorten
from coverdict.language.syntax import Always, Citation, Condition, Criterion, Group, Leaf, Reading
from coverdict.text import Place, Report, did_you_mean, nearest

_GROUPS = ("all of", "any of", "none of")
_AT_LEAST = re.compile(r"at least (\d{1,6}) of")
_KEYS = ("when", "reading", "options", "hole", "cites", "note")
HOLDS, FAILS = "holds", "does not hold"
"""The options of a hole: what it stands for holds of a patient, or does not."""
MAX_DEPTH = 30
"""How deep criteria may stand in one another."""


def _is_reserved(key: str) -> bool:
    return key in _KEYS or _is_group(key)


def _is_group(key: str) -> bool:
    return key in _GROUPS or _AT_LEAST.fullmatch(key) is not None


class Readings:
    """The readings that a document declares; one that is used twice has the same options each time."""

    def __init__(self, document: str, report: Report) -> None:
        self.document = document
        self.report = report
        self._declared: dict[str, ReadingDeclaration] = {}
        self._holes: dict[str, Hole] = {}

    def declare(self, name: str, options: Sequence[str], place: Place) -> str:
        """The reading's full id; a problem where its options are others than before."""
        full = f"{self.document}#{name}"
        new = ReadingDeclaration(full, tuple(options), place)
        old = self._declared.setdefault(name, new)
        if old.options != new.options:
            what = f"the reading {name} has other options than in line {old.place.line}"
            self.report.add(
                place, what, f"write the options {', '.join(old.options)}, or another name", len(name)
            )
        return full

    def leave_open(self, hole: Hole) -> str:
        """The full id of the reading that a hole in a condition is; what else is said of it stays."""
        full = self.declare(hole.id, (HOLDS, FAILS), hole.place)
        known = self._holes.get(hole.id)
        self._holes[hole.id] = known if known and known.says else hole
        return full

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(self._holes.values())

    def all(self) -> tuple[ReadingDeclaration, ...]:
        return tuple(self._declared.values())


class CriteriaReader:
    """Reads the criteria of one document.

    Arguments:
        environment: the names that expressions can use.
        readings: where the readings on the way are declared.
    """

    def __init__(self, report: Report, environment: Environment, readings: Readings) -> None:
        self.report = report
        self.environment = environment
        self.readings = readings

    def read(self, node: Node, depth: int = 0) -> Criterion | None:
        """The criterion that `node` is; None where the report got a problem."""
        if depth > MAX_DEPTH:
            what = f"criteria stand more than {MAX_DEPTH} deep in one another"
            self.report.add(node.place, what, "make a part of them a criterion with an id")
            return None
        if isinstance(node, TextNode):
            leaf = self.leaf(node)
            return Criterion(leaf, node.place) if leaf else None
        if isinstance(node, ListNode):
            group = self._group("all of", node, depth)
            return Criterion(group, node.place) if group else None
        if any(_is_reserved(key) for key in node.names()):
            return self._long(node, "", node.place, depth)
        if len(node.entries) != 1:
            what = "several criteria stand in one mapping" if node.entries else "an empty criterion"
            right = "write a list: each label in a line of its own that begins with `- `"
            self.report.add(node.place, what, right)
            return None
        return self._labelled(node, depth)

    def _labelled(self, node: MapNode, depth: int) -> Criterion | None:
        key, value = node.entries[0]
        if self._misspelt_group(key, value):
            return None
        if isinstance(value, TextNode) and value.empty:
            self.report.add(
                key.place, f"the criterion {key.text} has no condition", "write one", len(key.text)
            )
            return None
        if isinstance(value, MapNode) and any(_is_reserved(name) for name in value.names()):
            return self._long(value, key.text, key.place, depth)
        inner = self.read(value, depth + 1)
        if inner is None:
            return None
        return Criterion(_body_of(inner), key.place, key.text)

    def _misspelt_group(self, key: TextNode, value: Node) -> bool:
        if not isinstance(value, ListNode):
            return False
        near = nearest(key.text, (*_GROUPS, "at least 2 of"))
        close = re.sub(r"[^a-z0-9]", "", key.text.lower()) in (
            "allof",
            "anyof",
            "noneof",
            "any",
            "all",
            "none",
        )
        loose = re.fullmatch(r"at\s*least\s*\w*\s*of?", key.text.lower())
        if close or loose:
            self.report.add(
                key.place, f"{key.text} is no connective", f"did you mean {near or 'any of'}?", len(key.text)
            )
            return True
        return False

    def leaf(self, node: TextNode) -> Leaf | None:
        """The expression that `node` is; None where the report got a problem."""
        found = self.expression(node)
        return None if found is None else Leaf(" ".join(node.text.split()), found)

    def expression(self, node: TextNode) -> Condition | None:
        """The condition that `node` is; None where the report got a problem."""
        if node.empty:
            self.report.add(
                node.place, "an expression is missing", "write a fact and what it is compared with"
            )
            return None
        if node.commented:
            right = "put the comment on a line of its own, or the expression in quotes"
            self.report.add(node.place, "YAML cuts this expression at #", right, len(node.text))
            return None
        try:
            return condition(node.text, self.environment)
        except ExpressionError as error:
            for finding in error.findings:
                place = place_in(node, finding.start, self.report)
                self.report.add(place, finding.what, finding.right, max(1, finding.end - finding.start))
            return None

    def _parts(self, node: ListNode, depth: int) -> tuple[Criterion, ...] | None:
        if not node.items:
            self.report.add(node.place, "an empty list of criteria", "write at least one")
            return None
        parts = [self.read(item, depth + 1) for item in node.items]
        whole = tuple(part for part in parts if part is not None)
        return whole if len(whole) == len(parts) else None

    def _group(self, connective: str, node: Node, depth: int) -> Group | None:
        if not isinstance(node, ListNode):
            self.report.add(
                node.place, f"{connective} takes a list", "write each criterion in a line with `- `"
            )
            return None
        parts = self._parts(node, depth)
        if parts is None:
            return None
        if connective == "all of":
            return Group("all of", parts)
        if connective == "any of":
            return Group("any of", parts)
        if connective == "none of":
            return Group("none of", parts)
        found = _AT_LEAST.fullmatch(connective)
        count = int(found.group(1)) if found else 0
        if not 1 <= count <= len(parts):
            what = f"{connective} {len(parts)} is {'never' if count else 'always'} so"
            self.report.add(node.place, what, f"write a number from 1 to {len(parts)}")
            return None
        return Group("at least", parts, count)

    def _long(self, node: MapNode, label: str, place: Place, depth: int) -> Criterion | None:
        """A criterion with citation or note, or a reading."""
        before = len(self.report)
        bodies: list[Leaf | Group | Reading | None] = []
        cites: Citation | None = None
        note = ""
        for key, value in node.entries:
            if _is_group(key.text):
                bodies.append(self._group(key.text, value, depth))
            elif key.text == "when":
                inner = self.read(value, depth + 1)
                bodies.append(_body_of(inner) if inner else None)
            elif key.text in ("reading", "hole"):
                bodies.append(
                    self._reading(node, depth) if key.text == "reading" else self._hole(node, value)
                )
            elif key.text == "cites":
                cites = read_citation(value, self.report)
            elif key.text == "note":
                note = self._note(value)
            elif key.text == "options":
                if node.get("reading") is None:
                    self.report.add(
                        key.place, "options without the name of their reading", "write reading: …", 7
                    )
                    bodies.append(None)
            else:
                what = f"{shorten(key.text)} is no key of a criterion"
                right = did_you_mean(key.text, (*_KEYS, *_GROUPS))
                self.report.add(key.place, what, right, len(key.text) or 1)
        if not bodies:
            self.report.add(place, "a criterion without a condition", "write when: …")
        elif len(bodies) > 1:
            self.report.add(node.place, "one criterion has several conditions", "write a list under `when`")
        body = bodies[0] if bodies else None
        if body is None or len(self.report) > before:
            return None
        return Criterion(body, place, label, cites, note)

    def _note(self, value: Node) -> str:
        if isinstance(value, TextNode) and value.text.strip():
            return value.text.strip()
        self.report.add(value.place, "note: one text is expected")
        return ""

    def _hole(self, node: MapNode, name: Node) -> Reading | None:
        """What is missing here: it holds or does not, and nobody knows."""
        if not isinstance(name, TextNode) or not name.text.strip():
            self.report.add(node.place, "hole: its name is expected", "write hole: what is missing")
            return None
        told = node.get("note")
        says = told.text.strip() if isinstance(told, TextNode) else ""
        cites = node.get("cites")
        where = read_citation(cites, Report(self.report.file, "")) if cites is not None else None
        full = self.readings.leave_open(Hole(name.text, name.place, says, where))
        ways = ((HOLDS, True), (FAILS, False))
        return Reading(
            full, tuple((label, Criterion(Leaf(label, Always(value)), name.place)) for label, value in ways)
        )

    def _reading(self, node: MapNode, depth: int) -> Reading | None:
        name, options = node.get("reading"), node.get("options")
        if not isinstance(name, TextNode) or not name.text.strip():
            self.report.add(
                node.place, "reading: the name of the reading is expected", "write reading: size limit"
            )
            return None
        entries = reading_options(options, name, self.report)
        if entries is None:
            return None
        self.readings.declare(name.text, [key.text for key, _ in entries], name.place)
        read = [(key.text, self.read(value, depth + 1)) for key, value in entries]
        whole = tuple((label, criterion) for label, criterion in read if criterion is not None)
        if len(whole) < len(read):
            return None
        return Reading(f"{self.readings.document}#{name.text}", whole)


def _body_of(inner: Criterion) -> Leaf | Group | Reading:
    """What a label before `inner` stands for: its body, or all of it where that would lose something."""
    plain = not inner.label and inner.cites is None and not inner.note
    return inner.body if plain else Group("all of", (inner,))


def reading_options(
    options: Node | None, name: TextNode, report: Report
) -> list[tuple[TextNode, Node]] | None:
    """The options of a reading, each a label and what it means; None where `report` got a problem."""
    if not isinstance(options, ListNode):
        place = options.place if options is not None else name.place
        report.add(
            place, f"the reading {name.text} has no list of options", "write options: with `- label: …` below"
        )
        return None
    entries: list[tuple[TextNode, Node]] = []
    seen: set[str] = set()
    for item in options.items:
        if not isinstance(item, MapNode) or len(item.entries) != 1:
            report.add(
                item.place,
                f"an option of the reading {name.text} is no label with its meaning",
                "write - label: …",
            )
            return None
        key = item.entries[0][0]
        if key.text in seen:
            report.add(
                key.place, f"the option {key.text} stands twice", "give it another label", len(key.text)
            )
            return None
        seen.add(key.text)
        entries.append(item.entries[0])
    if len(entries) < 2:
        report.add(
            options.place,
            f"the reading {name.text} has fewer than two options",
            "one meaning needs no reading",
        )
        return None
    return entries
