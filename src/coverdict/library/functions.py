"""Decisions as functions one can ask: diagrams or, past the node budget, the solver."""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.logic import Decision, Function, OverBudget, build_all

NODE_BUDGET = 100_000
"""Nodes that the diagrams of one policy may take under one order."""


def compile_functions(
    sizes: Sequence[int], decisions: Sequence[Decision], hint: Sequence[int], budget: int = NODE_BUDGET
) -> tuple[Function, ...]:
    """The functions of the decisions, in one store of nodes where they fit into the budget.

    Arguments:
        sizes: the number of cells of each dimension.
        hint: dimensions to try on top.
    """
    try:
        return build_all(sizes, decisions, hint, budget)
    except OverBudget:
        from coverdict.logic.solver import Solver

        return tuple(Solver(sizes, decision) for decision in decisions)
