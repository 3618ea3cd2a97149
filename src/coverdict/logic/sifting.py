"""Making a diagram smaller by moving one dimension at a time to where it costs least.

Two neighbouring levels can be exchanged by rewriting the upper one's nodes alone: every node keeps its number
and its function, so nothing above notices. Moving a dimension through all levels is a series of exchanges.
"""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.logic.diagram import Diagram, Edges, Nodes
from coverdict.logic.formula import Mask

EFFORT = 200_000
"""Nodes that sifting may rewrite: two seconds at most."""

GROWTH = 1.2
"""A direction is given up when the diagram has grown so much over the best seen."""


def sifted(diagrams: Sequence[Diagram], effort: int = EFFORT) -> tuple[Diagram, ...]:
    """The same functions under a better order, if sifting finds one.

    Arguments:
        diagrams: of one store.
        effort: at most so many nodes are rewritten.

    Raises:
        ValueError: the diagrams are not of one store.
    """
    if any(diagram.nodes is not diagrams[0].nodes for diagram in diagrams):
        raise ValueError("only diagrams of one store are sifted together")
    work = _Levels(diagrams, effort)
    tables = work.tables
    for dimension in sorted(tables, key=lambda d: (-len(tables[d]), d)):
        if work.effort <= 0:
            break
        work.sift(dimension)
    return work.freeze()


class _Levels:
    """Nodes that may be rewritten, in one table for each dimension, with counts of their parents."""

    def __init__(self, diagrams: Sequence[Diagram], effort: int) -> None:
        self.store = diagrams[0].nodes
        self.roots = [diagram.root for diagram in diagrams]
        self.effort = effort
        self.order = list(self.store.order)
        self.dimension = list(self.store.dimensions)
        self.edges = list(self.store.edges)
        self.parents = [0] * len(self.edges)
        self.tables: dict[int, dict[Edges, int]] = {dimension: {} for dimension in self.order}
        self.live = 0
        for node in {node for diagram in diagrams for node in diagram.reachable()}:
            self.tables[self.dimension[node]][self.edges[node]] = node
            self.live += 1
            for _, child in self.edges[node]:
                self.parents[child] += 1
        for root in self.roots:
            self.parents[root] += 1

    def sift(self, dimension: int) -> None:
        """Try every level for the dimension, the nearer end first, and leave it at the best."""
        start = self.order.index(dimension)
        last = len(self.order) - 1
        best, place = self.live, start
        ends = (0, last) if start < last - start else (last, 0)
        for end in ends:
            while (here := self.order.index(dimension)) != end and self.effort > 0:
                self._exchange(here if end > here else here - 1)
                if self.live < best:
                    best, place = self.live, self.order.index(dimension)
                if self.live > GROWTH * best + 10:
                    break
        while (here := self.order.index(dimension)) != place:
            self._exchange(here if place > here else here - 1)

    def _exchange(self, level: int) -> None:
        upper, lower = self.order[level], self.order[level + 1]
        self.order[level], self.order[level + 1] = lower, upper
        stay: dict[Edges, int] = {}
        move: list[tuple[int, Edges]] = []
        for edges, node in self.tables[upper].items():
            if any(self.dimension[child] == lower for _, child in edges):
                move.append((node, edges))
            else:
                stay[edges] = node
        self.tables[upper] = stay
        self.effort -= len(move) + 1
        for node, edges in move:
            # Of each block of the lower dimension's cells, where the upper one's cells lead.
            blocks: list[tuple[Mask, dict[int, Mask]]] = [((1 << self.store.sizes[lower]) - 1, {})]
            for mask, child in edges:
                under = self.edges[child] if self.dimension[child] == lower else None
                if under is None:
                    for _, leads in blocks:
                        leads[child] = leads.get(child, 0) | mask
                    continue
                blocks = [
                    (both, {**leads, target: leads.get(target, 0) | mask})
                    for cells, leads in blocks
                    for cut, target in under
                    if (both := cells & cut)
                ]
            merged: dict[int, Mask] = {}
            for cells, leads in blocks:
                target = self._make(upper, leads)
                merged[target] = merged.get(target, 0) | cells
            made = tuple(sorted((mask, child) for child, mask in merged.items()))
            self.dimension[node], self.edges[node] = lower, made
            self.tables[lower][made] = node
            for _, child in made:
                self.parents[child] += 1
            for _, child in edges:
                self._release(child)

    def _make(self, dimension: int, leads: dict[int, Mask]) -> int:
        if len(leads) == 1:
            (only,) = leads
            return only
        edges = tuple(sorted((mask, child) for child, mask in leads.items()))
        table = self.tables[dimension]
        node = table.get(edges)
        if node is None:
            node = table[edges] = len(self.edges)
            self.edges.append(edges)
            self.dimension.append(dimension)
            self.parents.append(0)
            self.live += 1
            for _, child in edges:
                self.parents[child] += 1
        return node

    def _release(self, node: int) -> None:
        stack = [node]
        while stack:
            node = stack.pop()
            self.parents[node] -= 1
            if not self.parents[node] and self.edges[node]:
                del self.tables[self.dimension[node]][self.edges[node]]
                self.live -= 1
                stack += [child for _, child in self.edges[node]]

    def freeze(self) -> tuple[Diagram, ...]:
        """Diagrams of the nodes as they stand."""
        terminals = len(self.store.values)
        new = {terminal: terminal for terminal in range(terminals)}
        dimensions = [-1] * terminals
        edges: list[Edges] = [()] * terminals
        for dimension in reversed(self.order):
            for node in sorted(self.tables[dimension].values()):
                new[node] = len(edges)
                edges.append(tuple((mask, new[child]) for mask, child in self.edges[node]))
                dimensions.append(dimension)
        store = Nodes(self.store.sizes, tuple(self.order), self.store.values, tuple(dimensions), tuple(edges))
        return tuple(Diagram(store, new[root]) for root in self.roots)
