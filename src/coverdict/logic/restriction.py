"""A diagram under partial knowledge: only the allowed cells, reduced again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coverdict.logic.diagram import Diagram, Edges, partition
from coverdict.logic.formula import IMPOSSIBLE, Mask


class Restricted:
    """The function over the allowed worlds alone: what does not matter there is tested nowhere.

    Nodes are numbered from the bottom level up, terminals first, as in `Nodes`.

    Arguments:
        allowed: of each dimension the cells that are not ruled out; some in every dimension of the support.
        label: the terminals' new numbers below `labels`, by their numbers in the diagram's store.
    """

    def __init__(
        self,
        diagram: Diagram,
        allowed: Sequence[Mask],
        label: Callable[[int], int] = lambda terminal: terminal,
        labels: int | None = None,
    ) -> None:
        store = diagram.nodes
        terminals = len(store.values)
        old_edges, old_dimensions = store.edges, store.dimensions
        count = terminals if labels is None else labels
        self.store = store
        self.allowed = allowed
        self._blocks: dict[int, list[Mask]] = {}
        self.terminals = count
        self.dimensions: list[int] = [-1] * count
        self.edges: list[Edges] = [()] * count
        new: dict[int, int] = {}
        unique: dict[tuple[int, Edges], int] = {}
        inner: list[int] = []
        stack = [diagram.root]
        seen = {diagram.root}
        while stack:
            node = stack.pop()
            if node < terminals:
                new[node] = label(node)
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
        self.tested = frozenset(self.dimensions[count:])
        self.met = frozenset(label(terminal) for terminal in new if terminal < terminals)

    def sample(self, dimension: int, cells: Mask) -> Mask:
        """The least allowed cell of each block that `cells` meets: masks of one sample lead alike."""
        blocks = self._blocks.get(dimension)
        if blocks is None:
            cuts = {
                mask
                for tested, edges in zip(self.dimensions, self.edges, strict=True)
                if tested == dimension
                for mask, _ in edges
            }
            blocks = self._blocks[dimension] = partition(self.allowed[dimension], cuts)
        found = 0
        for block in blocks:
            if block & cells:
                found |= block & -block
        return found

    def feasible(self) -> bool:
        """Whether no allowed world is `IMPOSSIBLE`."""
        return all(self.store.values[terminal] is not IMPOSSIBLE for terminal in self.met)


def constrained(diagram: Diagram, allowed: Sequence[Mask]) -> frozenset[int]:
    """The dimensions on which it depends whether an allowed world is feasible."""
    values = diagram.nodes.values
    return Restricted(diagram, allowed, lambda terminal: int(values[terminal] is IMPOSSIBLE), 2).tested
