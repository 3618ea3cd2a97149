"""A request or known facts in a file, YAML or JSON, read so that every message points into the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from coverdict.cli.inputs import Input
from coverdict.language import ListNode, MapNode, Node, TextNode, load_yaml, read_value
from coverdict.language.model import Fact
from coverdict.text import DocumentError, Place, Problem, split_lines

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FileSource:
    """Where the parts of a file stand; a path of keys and positions leads from the outside in."""

    tree: Node
    given: Input

    def problem(self, path: Path, what: str, right: str = "", *, at: Literal["key", "value"]) -> Problem:
        """A problem at the key or value under `path`, or at the nearest part around it that is there."""
        place, width = self._found(path, at)
        return self._shown(Problem(place, what, right, width=width))

    def refusals(self, fact: Fact, path: Path, found: Iterable[Problem]) -> Iterable[Problem]:
        """What is wrong with the value of a fact, at the part of it that is at fault."""
        node = self._node(path)
        try:
            read_value(fact, node, node.place)
        except DocumentError as error:
            found = error.problems
        return [
            self._shown(one)
            if one.place.file == self.given.name
            else self.problem(path, one.what, one.right, at="value")
            for one in found
        ]

    def _shown(self, problem: Problem) -> Problem:
        """The problem with its line."""
        lines = split_lines(self.given.text)
        line = lines[problem.place.line - 1] if problem.place.line <= len(lines) else ""
        width = max(1, min(problem.width, len(line.rstrip()) - problem.place.column + 1))
        return replace(problem, line=line, width=width)

    def _node(self, path: Path) -> Node:
        node: Node = self.tree
        for step in path:
            inner = _child(node, step)
            if inner is None:
                return node
            node = inner[1]
        return node

    def _found(self, path: Path, at: Literal["key", "value"]) -> tuple[Place, int]:
        node: Node = self.tree
        for number, step in enumerate(path):
            inner = _child(node, step)
            if inner is None:
                return _span(node)
            key, value = inner
            if number == len(path) - 1 and at == "key" and key is not None:
                return key.place, len(key.text)
            if isinstance(value, TextNode) and value.empty and key is not None:
                return key.place, len(key.text)
            node = value
        return _span(node)


def _child(node: Node, step: str | int) -> tuple[TextNode | None, Node] | None:
    if isinstance(node, MapNode) and isinstance(step, str):
        key, value = node.key(step), node.get(step)
        return (key, value) if key is not None and value is not None else None
    if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
        return None, node.items[step]
    return None


def _span(node: Node) -> tuple[Place, int]:
    if isinstance(node, TextNode):
        return node.place, len(node.text) + (2 if node.style in ("'", '"') else 0)
    return node.place, 1


def plain_data(node: Node) -> Any:
    """The tree as mappings, lists and texts; what is left out or `null` is None."""
    match node:
        case TextNode(text=text, style=style):
            return None if not style and text in ("", "null", "~") else text
        case ListNode(items=items):
            return [plain_data(item) for item in items]
        case MapNode(entries=entries):
            return {key.text: plain_data(value) for key, value in entries}


def read_file(given: Input) -> tuple[Any, FileSource]:
    """The data of a YAML or JSON file, and the source that says where its parts stand.

    Errors:
        DocumentError: what is no plain YAML or JSON.
    """
    tree = load_yaml(given.text, given.name)
    return plain_data(tree), FileSource(tree, given)
