"""Whether a value hangs on one dimension, everything else being equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coverdict.logic.diagram import Diagram, FiniteFunction
from coverdict.logic.formula import IMPOSSIBLE, Mask


class Compared(FiniteFunction, Protocol):
    """A function that is no diagram and can compare worlds itself."""

    def depends(self, allowed: Sequence[Mask], dimension: int) -> bool:
        """Whether two feasible allowed worlds that differ in `dimension` alone have different values."""


def depends(function: Diagram | Compared, allowed: Sequence[Mask], dimension: int) -> bool:
    """Whether two feasible allowed worlds that differ in `dimension` alone have different values."""
    if not isinstance(function, Diagram):
        return function.depends(allowed, dimension)
    if dimension not in function.support() or not all(allowed[one] for one in function.support()):
        return False
    nodes = function.nodes
    reached: set[int] = set()
    stack = [function.root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if node in seen or not nodes.below[node] >> dimension & 1:
            continue
        seen.add(node)
        if nodes.dimensions[node] == dimension:
            reached.add(node)
            continue
        cells = allowed[nodes.dimensions[node]]
        stack += [child for mask, child in nodes.edges[node] if mask & cells]
    pairs = {
        (min(first, second), max(first, second))
        for node in reached
        for mask_a, first in nodes.edges[node]
        if mask_a & allowed[dimension]
        for mask_b, second in nodes.edges[node]
        if mask_b & allowed[dimension] and first != second
    }
    return _apart(function, allowed, pairs)


def _apart(function: Diagram, allowed: Sequence[Mask], pairs: set[tuple[int, int]]) -> bool:
    """Whether some allowed world leads the two nodes of a pair to different values, both feasible."""
    nodes = function.nodes
    terminals = len(nodes.values)
    stack = list(pairs)
    seen = set(pairs)
    while stack:
        first, second = stack.pop()
        if first < terminals and second < terminals:
            if nodes.values[first] is not IMPOSSIBLE and nodes.values[second] is not IMPOSSIBLE:
                return True
            continue
        levels = [
            nodes.levels[nodes.dimensions[node]] if node >= terminals else len(nodes.order)
            for node in (first, second)
        ]
        dimension = nodes.order[min(levels)]
        cells = allowed[dimension]
        edges_a = nodes.edges[first] if levels[0] <= levels[1] else ((cells, first),)
        edges_b = nodes.edges[second] if levels[1] <= levels[0] else ((cells, second),)
        for mask_a, child_a in edges_a:
            for mask_b, child_b in edges_b:
                if mask_a & mask_b & cells and child_a != child_b:
                    pair = (min(child_a, child_b), max(child_a, child_b))
                    if pair not in seen:
                        seen.add(pair)
                        stack.append(pair)
    return False
