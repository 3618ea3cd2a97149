"""YAML as a tree of texts with places.

YAML gives medical codes a new meaning without a word (`00100` becomes 64, `0E784` becomes 0.0, `NO`
becomes False) and keeps the last of two equal keys. So nothing is converted here: every scalar is the
text that stands in the file, and what YAML would cut or retype is a problem with a place.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from coverdict.language.nodes import ListNode, MapNode, Node, TextNode
from coverdict.language.yaml_messages import explain
from coverdict.text import Place, Report

MAX_DEPTH = 60
"""How deep lists and mappings may stand in one another."""

_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def load_yaml(text: str, file: str) -> Node:
    """The tree of one YAML (or JSON) text.

    Arguments:
        text: the whole text.
        file: its name, for messages.
    Errors: DocumentError, with a place, for whatever is no plain YAML tree of texts.
    """
    report = Report(file, text)
    tree = read_tree(text, report)
    report.raise_if_any()
    assert tree is not None  # without a tree there is a problem
    return tree


def read_tree(text: str, report: Report, line: int = 0, column: int = 0) -> Node | None:
    """The tree of `text`; None where `report` got a problem instead.

    Arguments:
        text: YAML.
        report: the report of the file that holds `text`.
        line, column: how many lines of the file, and characters of each line, stand before `text`.
    """
    before = len(report)
    builder = _Builder(text.removeprefix("\ufeff"), report, line, column)
    tree = builder.build() if builder.acceptable() else None
    return tree if len(report) == before else None


class _Frame:
    """A list or mapping that is being read."""

    __slots__ = ("entries", "items", "key", "place", "seen")

    def __init__(self, place: Place, mapping: bool) -> None:
        self.place = place
        self.items: list[Node] = []
        self.entries: list[tuple[TextNode, Node]] | None = [] if mapping else None
        self.key: TextNode | None = None
        self.seen: dict[str, Place] = {}


class _Builder:
    """Builds a tree from the parser's events, with a stack of its own: depth costs no recursion."""

    def __init__(self, text: str, report: Report, line: int, column: int) -> None:
        self.text = text
        self.report = report
        self.line = line
        self.column = column
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.stack: list[_Frame] = []
        self.root: Node | None = None

    def place(self, mark: Any) -> Place:
        return Place(self.report.file, mark.line + self.line + 1, mark.column + self.column + 1)

    def _written(self, mark: Any) -> Place:
        """The place of `mark`; where nothing is written from there on, the end of what is written."""
        written = max((number for number, line in enumerate(self.lines) if line.strip()), default=0)
        end = len(self.lines[written].rstrip())
        line, column = min((mark.line, mark.column), (written, end))
        return Place(self.report.file, line + self.line + 1, column + self.column + 1)

    def acceptable(self) -> bool:
        """Whether the characters are such as YAML can read; otherwise the report says which is not."""
        found = _UNPRINTABLE.search(self.text)
        if found:
            self._character(
                found.start(), f"the character U+{ord(found.group()):04X} cannot stand in YAML", "remove it"
            )
            return False
        tab = self.text.find("\t")
        if tab >= 0 and self.text.lstrip()[:1] not in ("{", "["):
            self._character(tab, "a tab in YAML", "write blanks: how wide a tab is, nobody can see")
            return False
        return True

    def _character(self, index: int, what: str, right: str) -> None:
        before = self.text[:index].replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n"), index - (before.rfind("\n") + 1)
        if "\r\n" in self.text[:index]:
            column = len(before) - (before.rfind("\n") + 1)
        place = Place(self.report.file, line + self.line + 1, column + self.column + 1)
        self.report.add(place, what, right)

    def build(self) -> Node | None:
        loader: Any = yaml.CSafeLoader(self.text)
        try:
            while True:
                event = loader.get_event()
                if event is None or not self._take(event):
                    break
        except yaml.MarkedYAMLError as error:
            what, right, mark = explain(error, self.lines, self.line)
            self.report.add(self._written(mark), what, right)
            return None
        except (yaml.YAMLError, UnicodeError):
            self.report.add(Place(self.report.file, self.line + 1), "this text is no YAML")
            return None
        finally:
            loader.dispose()
        return TextNode("", Place(self.report.file, self.line + 1)) if self.root is None else self.root

    def _take(self, event: Any) -> bool:
        """Use one event; False ends the reading."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._check_properties(event)
            self._put(self._scalar(event))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._check_properties(event)
            if len(self.stack) >= MAX_DEPTH:
                what = f"lists and mappings stand more than {MAX_DEPTH} deep in one another"
                self.report.add(self.place(event.start_mark), what, "write it flatter")
                return False
            self.stack.append(_Frame(self.place(event.start_mark), kind is yaml.MappingStartEvent))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            frame = self.stack.pop()
            if frame.entries is None:
                self._put(ListNode(tuple(frame.items), frame.place))
            else:
                self._put(MapNode(tuple(frame.entries), frame.place))
        elif kind is yaml.AliasEvent:
            where = self.place(event.start_mark)
            self.report.add(where, "an alias (*) of YAML", "write the value out, or put it in quotes")
            self._put(TextNode("", where, "*"))
        elif kind is yaml.DocumentStartEvent:
            return self._document(event)
        return True

    def _document(self, event: Any) -> bool:
        where = self.place(event.start_mark)
        if event.version or event.tags:
            self.report.add(where, "a directive (%) of YAML", "remove it")
        if self.root is not None:
            self.report.add(where, "a second YAML document begins here", "keep one, without the line ---")
            return False
        return True

    def _check_properties(self, event: Any) -> None:
        if event.anchor is not None:
            width = len(event.anchor) + 1
            right = "write the value out where it is needed, or put it in quotes"
            self.report.add(self.place(event.start_mark), "an anchor (&) of YAML", right, width)
        if event.tag is not None:
            right = "remove it, or put the value in quotes"
            self.report.add(self.place(event.start_mark), "a tag (!) of YAML", right)

    def _scalar(self, event: Any) -> TextNode:
        where = self.place(event.start_mark)
        style = event.style or ""
        if style:
            return TextNode(event.value, where, style)
        end = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        rest = line[end.column :].lstrip() if "#" in line else ""
        commented = rest.startswith("#")
        if commented and event.value and rest[1:2] not in ("", " ", "#", "!", "=", "-"):
            column = end.column + line[end.column :].index("#")
            place = Place(where.file, end.line + self.line + 1, column + self.column + 1)
            right = "put the value in quotes; or, for a comment, write a blank after #"
            self.report.add(
                place, "YAML cuts the value here and takes the rest for a comment", right, len(rest)
            )
        return TextNode(event.value, where, "", commented)

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        if frame.entries is None:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(node, frame)
        else:
            frame.entries.append((frame.key, node))
            frame.key = None

    def _key(self, node: Node, frame: _Frame) -> TextNode:
        if not isinstance(node, TextNode):
            self.report.add(node.place, "a list or mapping where a key belongs", "write `key: value`")
            return TextNode("", node.place, '"')
        if node.text == "<<" and not node.style:
            self.report.add(node.place, "a merge key (<<) of YAML", "write the keys out", 2)
        elif not node.text:
            self.report.add(node.place, "a key without a name", "write `key: value`")
        first = frame.seen.setdefault(node.text, node.place)
        if first is not node.place:
            what = f"the key {node.text} stands twice; it is also in line {first.line}"
            self.report.add(node.place, what, "keep one of them", len(node.text))
        return node
