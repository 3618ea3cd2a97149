"""Decisions as functions one can ask: diagrams or, past the node budget, the solver."""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.logic import Decision, Diagram, Function, OverBudget, Solver, build, build_all
from coverdict.logic.ordering import asked_of

NODE_BUDGET = 100_000
"""Nodes that may be made for all the diagrams of one policy together, under one order."""

ALONE = 3
"""How many times the budget one decision may take by itself: what is made is mostly thrown away again."""


def compile_functions(
    sizes: Sequence[int], decisions: Sequence[Decision], hint: Sequence[int], budget: int = NODE_BUDGET
) -> tuple[Function, ...]:
    """The functions of the decisions, in one store of nodes where they fit into the budget.

    Where they do not, each is a diagram by itself or, where that is over the budget too, held by the solver.

    Arguments:
        sizes: the number of cells of each dimension.
        decisions: the first is the most important: it comes to a diagram if any does.
        hint: dimensions to try on top.

    Errors:
        SolverError: the solver is needed and not installed.
    """
    try:
        return build_all(sizes, decisions, hint, budget)
    except OverBudget:
        return _Apart(sizes, hint, budget).functions(decisions)


class _Apart:
    """Decisions that do not fit into one store of nodes together."""

    def __init__(self, sizes: Sequence[int], hint: Sequence[int], budget: int) -> None:
        self.sizes = sizes
        self.hint = hint
        self.budget = budget
        self._tried: dict[int, tuple[Decision, Diagram | None]] = {}

    def functions(self, decisions: Sequence[Decision]) -> tuple[Function, ...]:
        first, *others = decisions
        found: dict[int, Function] = {}
        alone = self._alone(first)
        if alone is not None:
            found[0] = alone
        # Steps of the trace are small, but for those that ask for what a large decision below them says.
        small = [number for number, one in enumerate(others, 1) if self._parts_fit(one)]
        together = [decisions[number] for number in small]
        try:
            found.update(zip(small, build_all(self.sizes, together, self.hint, self.budget), strict=True))
        except OverBudget:
            each = ((number, self._alone(decisions[number])) for number in small)
            found.update((number, diagram) for number, diagram in each if diagram is not None)
        return tuple(
            found[number] if number in found else Solver(self.sizes, decision)
            for number, decision in enumerate(decisions)
        )

    def _parts_fit(self, decision: Decision) -> bool:
        return all(self._alone(part) is not None for part in asked_of(decision))

    def _alone(self, decision: Decision) -> Diagram | None:
        """The diagram of one decision; None where it is over the budget, as it is where a part of it is."""
        known = self._tried.get(id(decision))
        if known is None:
            known = self._tried[id(decision)] = (decision, self._build(decision))
        return known[1]

    def _build(self, decision: Decision) -> Diagram | None:
        if not self._parts_fit(decision):
            return None
        try:
            return build(self.sizes, decision, self.hint, ALONE * self.budget)
        except OverBudget:
            return None
