"""Frontiers: how far a diagram has been read, for every way that what is unknown can turn out.

A frontier is a bit set of values met and a set of nodes still to be read, one for each way that unknown
dimensions met so far can turn out. Dimensions that nothing reads are walked through with all their cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import Mask

Frontier: TypeAlias = tuple[int, frozenset[int]]
"""Values met, as a bit set over the store's values, and nodes whose dimension is read."""


class Frontiers:
    """Moves frontiers of one diagram.

    Arguments:
        diagram: the function.
        read: the dimensions that are read; what is not read stays unknown.
        free: of each dimension, the cells of what is unknown.
    """

    def __init__(self, diagram: Diagram, read: Iterable[int], free: Sequence[Mask]) -> None:
        self.store = diagram.nodes
        self.read = frozenset(read)
        self.free = free
        self._unread: dict[int, Frontier] = {}
        self._beyond: dict[tuple[int, Mask], Frontier] = {}
        self.start = self.trimmed(self.from_node(diagram.root))

    def from_node(self, node: int) -> Frontier:
        """Where dimensions that nothing reads can lead from a node."""
        known = self._unread.get(node)
        if known is None:
            dimension = self.store.dimensions[node]
            if dimension < 0:
                known = (self.store.reach[node], frozenset())
            elif dimension in self.read:
                known = (0, frozenset((node,)))
            else:
                known = self._union(self.store.edges[node], self.free[dimension])
            self._unread[node] = known
        return known

    def _union(self, edges: Iterable[tuple[Mask, int]], cells: Mask) -> Frontier:
        values, after = 0, frozenset[int]()
        for mask, child in edges:
            if mask & cells:
                more_values, more_nodes = self.from_node(child)
                values |= more_values
                after |= more_nodes
        return values, after

    def trimmed(self, frontier: Frontier) -> Frontier:
        """A node that can add no value makes no difference."""
        values, nodes = frontier
        reach = self.store.reach
        return values, frozenset(node for node in nodes if reach[node] & ~values)

    def after(self, frontier: Frontier, dimension: int, cells: Mask) -> Frontier:
        """Where a frontier leads when these cells of a dimension are left."""
        values, nodes = frontier
        dimensions = self.store.dimensions
        here = [node for node in nodes if dimensions[node] == dimension]
        if not here:
            return frontier
        beyond = [self.from_edges(node, cells) for node in here]
        for more, _ in beyond:
            values |= more
        left = nodes.difference(here)
        return self.trimmed((values, left.union(*(after for _, after in beyond))))

    def from_edges(self, node: int, cells: Mask) -> Frontier:
        """Where a node of a dimension that is read leads when these cells of it are left."""
        key = (node, cells)
        found = self._beyond.get(key)
        if found is None:
            found = self._beyond[key] = self._union(self.store.edges[node], cells)
        return found
