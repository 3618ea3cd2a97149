"""Criteria trees as the language writes them."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.documents.importing.model import Joined, Missing, Node, Test, Unjoined
from coverdict.documents.importing.yaml_parts import block, cites, label, quoted

_WAYS = (("all of them", "all of"), ("any of them", "any of"))


class Tree:
    """Writes the criteria of one rule or criterion.

    A list that does not say what joins its items stands there twice, once for each way to read it. So what is
    below its items becomes a criterion with an id, and nothing is written more than twice.

    Arguments:
        owner: the id of the rule or criterion.
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._named: list[list[str]] = []

    def named(self) -> Iterator[str]:
        """The criteria with ids of their own, as blocks."""
        for lines in self._named:
            yield from block("criterion", lines)

    def lines(self, node: Node, depth: int) -> Iterator[str]:
        """A criterion as an item of a list; two blanks for each step of `depth`."""
        blanks = "  " * depth
        match node:
            case Test():
                yield f"{blanks}- {label(node.quote)}:"
                yield f"{blanks}    when: {node.expression}"
                yield f"{blanks}    note: {quoted(node.quote)}"
            case Missing():
                yield f"{blanks}- {label(node.name)}:"
                yield f"{blanks}    hole: {label(node.name)}"
                yield f"{blanks}    note: {quoted(node.says)}"
            case Joined():
                yield f"{blanks}- {label(node.quote or 'criteria')}:"
                yield f"{blanks}    {node.connective}:"
                for part in node.parts:
                    yield from self.lines(part, depth + 3)
            case Unjoined():
                yield f"{blanks}- {label(node.quote or 'criteria')}:"
                yield from self._unjoined(node, depth)
        yield f"{blanks}    cites: {cites(node.cites)}"

    def _unjoined(self, node: Unjoined, depth: int) -> Iterator[str]:
        blanks = "  " * depth
        parts = [list(self._part(part, depth + 6)) for part in node.parts]
        yield f"{blanks}    reading: {label(node.name)}"
        yield f"{blanks}    options:"
        for name, connective in _WAYS:
            yield f"{blanks}      - {name}:"
            yield f"{blanks}          {connective}:"
            for part in parts:
                yield from part
        yield f"{blanks}    note: The list does not say what joins its items."

    def _part(self, node: Node, depth: int) -> Iterator[str]:
        if isinstance(node, Test | Missing):
            yield from self.lines(node, depth)
            return
        name = f"{self._owner}-part-{len(self._named) + 1}"
        place = len(self._named)
        self._named.append([])
        self._named[place] = [
            f"id: {name}",
            f"title: {quoted(node.quote)}" if node.quote else "title: Criteria",
            "when:",
            *self.lines(node, 1),
            f"cites: {cites(node.cites)}",
        ]
        blanks = "  " * depth
        yield f"{blanks}- {label(node.quote or 'criteria')}: {name}"
