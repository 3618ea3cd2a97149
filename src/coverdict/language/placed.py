"""Plain data read from a text, which still knows where each of its parts stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from coverdict.language.yaml_tree import ListNode, MapNode, Node, TextNode, load_yaml, to_plain
from coverdict.text import Place, Problem
from coverdict.text.reports import split_lines


@dataclass(frozen=True)
class PlacedData:
    """The data of one YAML or JSON text.

    Arguments:
        data: texts, lists and mappings; nothing is converted.
        tree: the same with places.
        lines: the text's lines, for messages.
    """

    data: Any
    tree: Node
    lines: tuple[str, ...]

    def problem(
        self, path: Sequence[str | int], what: str, right: str = "", *, at: Literal["key", "value"] = "value"
    ) -> Problem:
        """A problem with what stands at `path` (from the outside in): its key, or its value."""
        place, width = self._place(path, at)
        line = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        return Problem(place, what, right, line, width)

    def _place(self, path: Sequence[str | int], at: Literal["key", "value"]) -> tuple[Place, int]:
        """Where the innermost part of the path stands that is there at all."""
        node: Node = self.tree
        place, width = node.place, 1
        for number, step in enumerate(path):
            last = number == len(path) - 1
            if isinstance(node, MapNode):
                key = node.key(str(step))
                value = node.get(str(step))
                if key is None or value is None:
                    break
                node = value
                place, width = _span(key if last and at == "key" else value)
            elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place, width = _span(node)
            else:
                break
        return place, width


def _span(node: Node) -> tuple[Place, int]:
    if isinstance(node, TextNode) and "\n" not in node.text:
        return node.place, max(1, len(node.text))
    return node.place, 1


def read_data(text: str, file: str) -> PlacedData:
    """The data of a YAML or JSON text.

    Arguments:
        file: its name, for messages.

    Errors:
        DocumentError: with a place, for whatever is no plain tree of texts.
    """
    tree = load_yaml(text, file)
    return PlacedData(to_plain(tree), tree, tuple(split_lines(text)))
