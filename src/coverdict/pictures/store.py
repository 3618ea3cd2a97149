"""Nodes of a picture, and the store in which they are joined: equal nodes are one.

What a picture shows of a world that cannot be is free. Two nodes may therefore be joined where they agree on
all worlds that can be.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from coverdict.logic import IMPOSSIBLE, Diagram, Mask

Edges = tuple[tuple[Mask, int], ...]

NOWHERE = 0  # the node of worlds that cannot be
MOST_MADE = 100_000  # nodes; what needs more is too large for a picture anyway


class TooMuchError(Exception):
    """More nodes would have to be made than `MOST_MADE` beside those of the diagram."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the picture: the dimension that it tests, and where each mask of cells leads.

    A terminal has a value and no edges. Cells that are in no edge are those of worlds that cannot be.
    """

    dimension: int = -1
    edges: Edges = ()
    value: Hashable = None

    @property
    def terminal(self) -> bool:
        return not self.edges


@dataclass(frozen=True, slots=True)
class Reduced:
    """The nodes of a picture, children after their parents, the root first; edges count in this order."""

    nodes: tuple[Node, ...]

    @property
    def inner(self) -> int:
        """The number of nodes that test something."""
        return sum(not node.terminal for node in self.nodes)

    def value(self, cells: tuple[int, ...]) -> Hashable:
        """The value in a feasible world; in one that cannot be, some value or `IMPOSSIBLE`."""
        node = self.nodes[0]
        while node.edges:
            cell = cells[node.dimension]
            found = next((child for mask, child in node.edges if mask >> cell & 1), None)
            if found is None:
                return IMPOSSIBLE
            node = self.nodes[found]
        return node.value


class Store:
    """Nodes that share what is below them, with the operations that a reduction is made of."""

    def __init__(self, diagram: Diagram) -> None:
        self.sizes = diagram.nodes.sizes
        self.level = diagram.nodes.levels
        self.nodes: list[Node] = [Node(value=IMPOSSIBLE)]
        self.numbers: dict[Hashable, int] = {}
        self.joins: dict[tuple[int, int], int | None] = {}
        self.most = diagram.size() + len(diagram.nodes.values) + MOST_MADE
        self.root = self._copied(diagram)

    def _copied(self, diagram: Diagram) -> int:
        store = diagram.nodes
        new: dict[int, int] = {}
        for number, value in enumerate(store.values):
            new[number] = NOWHERE if value is IMPOSSIBLE else self._terminal(value)
        for number in reversed(diagram.reachable()):
            edges = [(mask, new[child]) for mask, child in store.edges[number]]
            new[number] = self.node(store.dimensions[number], edges)
        return new[diagram.root]

    def _terminal(self, value: Hashable) -> int:
        return self._numbered((type(value), value), Node(value=value))

    def node(self, dimension: int, edges: list[tuple[Mask, int]]) -> int:
        """The node with these edges, which hold every cell; a child that all lead to stands for it."""
        merged: dict[int, Mask] = {}
        for mask, child in edges:
            merged[child] = merged.get(child, 0) | mask
        if len(merged) == 1:
            return next(iter(merged))
        made = tuple(sorted(((mask, child) for child, mask in merged.items()), key=_least_cell))
        return self._numbered((dimension, made), Node(dimension, made))

    def _numbered(self, key: Hashable, node: Node) -> int:
        number = self.numbers.setdefault(key, len(self.nodes))
        if number == len(self.nodes):
            if number > self.most:
                raise TooMuchError
            self.nodes.append(node)
        return number

    def top(self, node: int) -> int:
        dimension = self.nodes[node].dimension
        return len(self.sizes) if dimension < 0 else self.level[dimension]

    def reachable(self, root: int) -> list[int]:
        """The nodes from the root down, uppermost first, without the one of worlds that cannot be."""
        seen = {root}
        stack = [root]
        while stack:
            for _, child in self.nodes[stack.pop()].edges:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return sorted(seen - {NOWHERE}, key=lambda node: (self.top(node), node))

    def join(self, one: int, other: int) -> int | None:
        """The node that agrees with both wherever they are feasible; None where they differ."""
        if one == other or other == NOWHERE:
            return one
        if one == NOWHERE:
            return other
        key = (one, other) if one < other else (other, one)
        if key not in self.joins:
            self.joins[key] = self._joined(*key)
        return self.joins[key]

    def _joined(self, one: int, other: int) -> int | None:
        top = min(self.top(one), self.top(other))
        if top == len(self.sizes):
            return None  # two terminals of different values
        dimension = next(self.nodes[node].dimension for node in (one, other) if self.top(node) == top)
        edges: list[tuple[Mask, int]] = []
        for mask, child in self._cut(one, dimension):
            for other_mask, other_child in self._cut(other, dimension):
                if both := mask & other_mask:
                    found = self.join(child, other_child)
                    if found is None:
                        return None
                    edges.append((both, found))
        return self.node(dimension, edges)

    def _cut(self, node: int, dimension: int) -> Edges:
        """The edges of a node for a dimension at its level or above."""
        if self.nodes[node].dimension == dimension:
            return self.nodes[node].edges
        return (((1 << self.sizes[dimension]) - 1, node),)

    def picture(self, root: int) -> Reduced:
        """The nodes from the root down, numbered in this order; one of worlds that cannot be, if all are."""
        order = self.reachable(root) or [root]
        order.sort(key=lambda node: (node != root, self.top(node)))
        place = {node: position for position, node in enumerate(order)}
        return Reduced(
            tuple(
                Node(
                    self.nodes[node].dimension,
                    tuple((mask, place[child]) for mask, child in self.nodes[node].edges if child != NOWHERE),
                    self.nodes[node].value,
                )
                for node in order
            )
        )


def _least_cell(edge: tuple[Mask, int]) -> Mask:
    return edge[0] & -edge[0]
