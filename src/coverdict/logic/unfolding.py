"""A true-or-false diagram as a formula again, sharing what its nodes share."""

from __future__ import annotations

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import Conj, Const, Disj, Formula, Literal


def formula_from(diagram: Diagram) -> Formula:
    """The formula that is true where the diagram's value is `True`."""
    nodes = diagram.nodes
    formulas: dict[int, Formula] = {}
    for terminal, value in enumerate(nodes.values):
        formulas[terminal] = Const(value is True)
    for node in reversed(diagram.reachable()):
        ways = [
            Conj((Literal(nodes.dimensions[node], mask), formulas[child]))
            for mask, child in nodes.edges[node]
            if not (child < len(nodes.values) and nodes.values[child] is not True)
        ]
        formulas[node] = ways[0] if len(ways) == 1 else Disj(tuple(ways))
    return formulas[diagram.root]
