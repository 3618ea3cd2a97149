"""A diagram under partial knowledge: only the allowed cells, reduced again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coverdict.logic.diagram import Diagram, Edges, partition
from coverdict.logic.formula import IMPOSSIBLE, Mask


class Restricted:
    """The function over the allowed worlds alone: what does not matter there is tested nowhere.

    Nodes are numbered from the bottom level up, terminals first, as in `Nodes`.

    Arguments:
        allowed: of each dimension the cells that are not ruled out; some in every dimension of the support.
    """

    def __init__(self, diagram: Diagram, allowed: Sequence[Mask]) -> None:
        store = diagram.nodes
        terminals = len(store.values)
        old_edges, old_dimensions = store.edges, store.dimensions
        self.store = store
        self.allowed = allowed
        self._blocks: dict[int, list[Mask]] = {}
        self._cuts: dict[int, set[Mask]] = {}
        self.terminals = terminals
        self.dimensions: list[int] = [-1] * terminals
        self.edges: list[Edges] = [()] * terminals
        new: dict[int, int] = {}
        unique: dict[tuple[int, Edges], int] = {}
        inner: list[int] = []
        stack = [diagram.root]
        seen = {diagram.root}
        while stack:
            node = stack.pop()
            if node < terminals:
                new[node] = node
                continue
            inner.append(node)
            cells = allowed[old_dimensions[node]]
            for mask, child in old_edges[node]:
                if mask & cells and child not in seen:
                    seen.add(child)
                    stack.append(child)
        inner.sort()
        for node in inner:
            dimension = old_dimensions[node]
            cells = allowed[dimension]
            merged: dict[int, Mask] = {}
            for mask, child in old_edges[node]:
                both = mask & cells
                if both:
                    target = new[child]
                    merged[target] = merged.get(target, 0) | both
            if len(merged) == 1:
                (new[node],) = merged
                continue
            made = tuple(sorted((mask, child) for child, mask in merged.items()))
            number = unique.setdefault((dimension, made), len(self.edges))
            new[node] = number
            if number == len(self.edges):
                self.dimensions.append(dimension)
                self.edges.append(made)
        self.root = new[diagram.root]
        self.tested = frozenset(self.dimensions[terminals:])
        self.met = frozenset(node for node in new if node < terminals)

    def inner(self) -> Iterator[tuple[int, Edges]]:
        """Dimension and edges of the nodes above the terminals, in the order of their numbers."""
        return zip(self.dimensions[self.terminals :], self.edges[self.terminals :], strict=True)

    def blocks(self, dimension: int) -> list[Mask]:
        """The largest blocks of allowed cells that no node tells apart."""
        known = self._blocks.get(dimension)
        if known is None:
            if not self._cuts:
                for tested, edges in self.inner():
                    self._cuts.setdefault(tested, set()).update([mask for mask, _ in edges])
            cuts = self._cuts.get(dimension, ())
            known = self._blocks[dimension] = partition(self.allowed[dimension], sorted(cuts))
        return known

    def sample(self, dimension: int, cells: Mask) -> Mask:
        """The least allowed cell of each block that `cells` meets: masks of one sample lead alike."""
        found = 0
        for block in self.blocks(dimension):
            if block & cells:
                found |= block & -block
        return found

    def feasible(self) -> bool:
        """Whether no allowed world is `IMPOSSIBLE`."""
        return all(self.store.values[terminal] is not IMPOSSIBLE for terminal in self.met)

    def constrained(self) -> frozenset[int]:
        """The dimensions on which it depends whether an allowed world is feasible."""
        if self.feasible():
            return frozenset()
        same = [int(value is not IMPOSSIBLE) for value in self.store.values]  # 0 and 1 are the terminals
        unique: dict[tuple[int, tuple[tuple[int, Mask], ...]], int] = {}
        found: set[int] = set()
        for dimension, edges in self.inner():
            merged: dict[int, Mask] = {}
            for mask, child in edges:
                target = same[child]
                merged[target] = merged.get(target, 0) | mask
            if len(merged) == 1:
                same += merged
            else:
                found.add(dimension)
                same.append(unique.setdefault((dimension, tuple(sorted(merged.items()))), len(unique) + 2))
        return frozenset(found)
