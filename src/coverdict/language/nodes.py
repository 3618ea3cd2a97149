"""A YAML tree: texts, lists and mappings with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from coverdict.text import Place, Report


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar as written.

    Arguments:
        style: `''` plain, `'` or `"` quoted, `|` or `>` a block of lines.
        commented: a comment follows on the line where the (plain) value ends.
    """

    text: str
    place: Place
    style: str = ""
    commented: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written here, as in `key:`."""
        return not self.text and not self.style


@dataclass(frozen=True, slots=True)
class ListNode:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; keys are texts, each stands once, in the order of the file."""

    entries: tuple[tuple[TextNode, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None

    def key(self, key: str) -> TextNode | None:
        """The key itself, for its place, or None."""
        for name, _ in self.entries:
            if name.text == key:
                return name
        return None

    def names(self) -> tuple[str, ...]:
        """The keys as texts."""
        return tuple(name.text for name, _ in self.entries)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Each key with its value."""
        for name, value in self.entries:
            yield name.text, value


Node: TypeAlias = TextNode | ListNode | MapNode


def to_plain(node: Node) -> Any:
    """`node` as str, list and dict; nothing is converted."""
    match node:
        case TextNode(text=text):
            return text
        case ListNode(items=items):
            return [to_plain(item) for item in items]
        case MapNode(entries=entries):
            return {key.text: to_plain(value) for key, value in entries}


def place_in(node: TextNode, offset: int, report: Report) -> Place:
    """Where the character `offset` of a node's text stands in the file.

    YAML folds blanks and line ends but keeps every other character, so the place is found by counting
    those. (An escape in quotes can shift it by a character or two.)
    """
    line, column = node.place.line, node.place.column
    shown = report.line(line)
    if node.style in ("'", '"'):
        column += 1
    elif node.style in ("|", ">"):
        line, column = line + 1, 1
        shown = report.line(line)
    wanted = sum(not char.isspace() for char in node.text[:offset])
    while line <= len(report.lines):
        for index in range(column - 1, len(shown)):
            if shown[index].isspace():
                continue
            if wanted == 0:
                return Place(node.place.file, line, index + 1)
            wanted -= 1
        line, column = line + 1, 1
        shown = report.line(line)
    return node.place
