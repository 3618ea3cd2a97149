"""Decisions as functions one can ask: diagrams or, past the node budget, the solver."""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.logic import Decision, Function, Solver, build_most

NODE_BUDGET = 300_000
"""Nodes that may be made for the outcome of a policy under one order; most are thrown away again."""


def compile_functions(
    sizes: Sequence[int], decisions: Sequence[Decision], hint: Sequence[int], budget: int = NODE_BUDGET
) -> tuple[Function, ...]:
    """The functions of the decisions: diagrams in one store of nodes, and the solver where one does not fit.

    Arguments:
        sizes: the number of cells of each dimension.
        decisions: the most important first.
        hint: dimensions to try on top.

    Errors:
        SolverError: the solver is needed, and not installed.
    """
    built = build_most(sizes, decisions, hint, budget)
    return tuple(
        Solver(sizes, decision) if diagram is None else diagram
        for decision, diagram in zip(decisions, built, strict=True)
    )
