"""How much of a function's worlds each of its values has, every cell of a dimension counted alike."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import IMPOSSIBLE, Mask


def shares(diagram: Diagram, allowed: Sequence[Mask]) -> dict[Hashable, Fraction]:
    """Of each value met, its part of the feasible allowed worlds; the parts add up to 1.

    A world is a combination of cells, so this measures rules, not how many patients there are.

    Arguments:
        allowed: of each dimension the cells that are not ruled out; at least one each.

    Result: empty when no allowed world is feasible.
    """
    nodes = diagram.nodes
    terminals = len(nodes.values)
    through: dict[int, Fraction] = {diagram.root: Fraction(1)}
    met: dict[Hashable, Fraction] = {}
    # Numbers fall from the root down: all that leads to a node is summed up before the node is left.
    pending = {diagram.root}
    while pending:
        node = max(pending)
        pending.discard(node)
        part = through.pop(node)
        if node < terminals:
            if nodes.values[node] is not IMPOSSIBLE:
                met[nodes.values[node]] = part
            continue
        cells = allowed[nodes.dimensions[node]]
        for mask, child in nodes.edges[node]:
            width = (mask & cells).bit_count()
            if width:
                through[child] = through.get(child, Fraction(0)) + part * width / cells.bit_count()
                pending.add(child)
    whole = sum(met.values(), Fraction(0))
    return {value: part / whole for value, part in met.items()}
