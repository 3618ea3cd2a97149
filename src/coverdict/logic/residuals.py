"""What is left of a diagram once some dimensions are restricted, the same for all rows that leave the same.

Rows of a table know different things, but most of what they know has been settled by the time that only a few
dimensions are left open. A *residual* is the function that is left, kept once however it came about: a
node of the diagram, or a made node for a dimension of which several cells are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import Mask

Step: TypeAlias = tuple[int, Mask, int]
"""A dimension, the cells that are left of it, and a tag that tells apart what is known of it."""

Made: TypeAlias = tuple[int, int, tuple[tuple[Mask, int], ...]]


class Residuals:
    """Residuals of one diagram, by number: those below `len(edges)` are its own nodes."""

    def __init__(self, diagram: Diagram) -> None:
        self.root = diagram.root
        self._store = diagram.nodes
        self._first = len(diagram.nodes.edges)
        self._made: list[Made] = []
        self._numbers: dict[Made, int] = {}

    def restricted(self, residual: int, steps: Sequence[Step], known: dict[int, int]) -> int:
        """What is left of a residual.

        Arguments:
            steps: of the next dimensions in the diagram's order, what is left; none of them is empty.
            known: what these very steps left of residuals before; it is added to.
        """
        by_dimension = {dimension: (mask, tag) for dimension, mask, tag in steps}
        return self._restricted(residual, by_dimension, known)

    def _restricted(self, residual: int, steps: dict[int, tuple[Mask, int]], known: dict[int, int]) -> int:
        found = known.get(residual)
        if found is not None:
            return found
        if residual >= self._first:
            dimension, tag, edges = self._made[residual - self._first]
            found = self._node(dimension, tag, edges, steps, known)
        else:
            dimension = self._store.dimensions[residual]
            if dimension in steps:
                mask, tag = steps[dimension]
                edges = tuple((cells & mask, child) for cells, child in self._store.edges[residual])
                found = self._node(dimension, tag, edges, steps, known)
            else:
                found = residual
        known[residual] = found
        return found

    def _node(
        self,
        dimension: int,
        tag: int,
        edges: Sequence[tuple[Mask, int]],
        steps: dict[int, tuple[Mask, int]],
        known: dict[int, int],
    ) -> int:
        merged: dict[int, Mask] = {}
        for mask, child in edges:
            if mask:
                target = self._restricted(child, steps, known)
                merged[target] = merged.get(target, 0) | mask
        if len(merged) == 1:
            return next(iter(merged))
        made = (dimension, tag, tuple(sorted((mask, child) for child, mask in merged.items())))
        number = self._numbers.setdefault(made, self._first + len(self._made))
        if number == self._first + len(self._made):
            self._made.append(made)
        return number
