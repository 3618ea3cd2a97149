"""How many questions it takes: at best, and in the order that `questions` gives.

For benchmarks and small cases: every state of knowledge that answers can lead to is looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import Mask
from coverdict.logic.questions import Candidate, questions
from coverdict.logic.restriction import Restricted


def optimal_questions(diagram: Diagram, allowed: Sequence[Mask], askable: Sequence[int]) -> Fraction:
    """The least expected number of questions until none is left to ask.

    Each answer is one cell of a dimension, all its allowed cells that are feasible being equally likely.

    Arguments:
        allowed: of each dimension, the cells that are not ruled out.
        askable: the dimensions that somebody can answer.
    """
    return _Play(diagram, askable, greedy=False).expected(allowed)


def asked_questions(diagram: Diagram, allowed: Sequence[Mask], askable: Sequence[int]) -> Fraction:
    """The expected number when the first of the `questions` is asked each time; otherwise as the optimum."""
    return _Play(diagram, askable, greedy=True).expected(allowed)


class _Play:
    """States of knowledge and what they cost: asking the most decisive question, or the best one."""

    def __init__(self, diagram: Diagram, askable: Sequence[int], greedy: bool) -> None:
        self.diagram = diagram
        self.askable = tuple(askable)
        self.considered = 1 if greedy else None
        self.memo: dict[Hashable, Fraction] = {}

    def expected(self, allowed: Sequence[Mask]) -> Fraction:
        graph = Restricted(self.diagram, allowed)
        key = (graph.root, tuple(graph.dimensions), tuple(graph.edges))
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._expected(allowed, graph)
        return known

    def _expected(self, allowed: Sequence[Mask], graph: Restricted) -> Fraction:
        candidates = [
            Candidate(str(dimension), dimension, tuple((allowed[dimension], cell) for cell in cells))
            for dimension in self.askable
            if dimension in graph.tested and len(cells := _cells(allowed[dimension])) > 1
        ]
        answers: list[tuple[Mask, ...]] = [() for _ in allowed]
        for candidate in candidates:
            answers[candidate.dimension] = tuple(_cells(allowed[candidate.dimension]))
        facts = questions(self.diagram, allowed, answers, candidates).facts
        costs = [self._cost(allowed, graph, int(fact)) for fact in facts[: self.considered]]
        return min(costs, default=Fraction(0))

    def _cost(self, allowed: Sequence[Mask], graph: Restricted, dimension: int) -> Fraction:
        weight, total = 0, Fraction(0)
        for block in graph.blocks(dimension):
            after = [*allowed[:dimension], block, *allowed[dimension + 1 :]]
            if self.diagram.possible(after):
                weight += block.bit_count()
                total += block.bit_count() * self.expected(after)
        return 1 + total / weight


def _cells(mask: Mask) -> list[Mask]:
    return [1 << cell for cell in range(mask.bit_length()) if mask >> cell & 1]
