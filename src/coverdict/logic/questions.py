"""Questions: the unknown facts that can settle the result, and which to ask first.

A fact is a question when after some answers to others the result is still open (two values or more are
possible) and an answer to this one settles it (exactly one is). Answers are chosen; what nobody can answer
(a reading, a judgement) stays open throughout. So the test is a game on the diagram: the answers lead to sets
of nodes, one node for each way that what stays open can turn out, and two such sets are compared, one before
the last answer and one after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coverdict.logic.answering import Game, unrefined
from coverdict.logic.diagram import Diagram, FiniteFunction
from coverdict.logic.effort import OutOfEffortError
from coverdict.logic.formula import Mask
from coverdict.logic.restriction import Restricted
from coverdict.logic.weights import Rank, Weights, rank_by_asking

EFFORT = 200_000
"""Steps of the game before a fact is left undecided."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An unknown fact that somebody can answer.

    Arguments:
        fact: its name.
        dimension: the dimension it belongs to.
        pairs: for any answers to the dimension's other facts, and any answer to this one: the cells that
            the others leave, and the cells that are left then; the second lie within the first. Those with
            no other answered have the allowed cells as their first.
    """

    fact: str
    dimension: int
    pairs: tuple[tuple[Mask, Mask], ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions, most decisive first; and facts that the effort did not suffice to decide upon."""

    facts: tuple[str, ...]
    undecided: tuple[str, ...] = ()


class Asked(FiniteFunction, Protocol):
    """A function that is no diagram and can be asked about single candidates."""

    def settles(
        self, allowed: Sequence[Mask], answers: Sequence[Sequence[Mask]], candidate: Candidate, effort: int
    ) -> bool | None:
        """Whether the candidate is a question; None when the effort did not suffice."""


def questions(
    function: Diagram | Asked,
    allowed: Sequence[Mask],
    answers: Sequence[Sequence[Mask]],
    candidates: Sequence[Candidate],
    partial: Sequence[frozenset[int]] | None = None,
    effort: int = EFFORT,
) -> Questions:
    """Which candidates are questions, most decisive first.

    Arguments:
        function: of the worlds, its values the results to settle between.
        allowed: of each dimension, the cells that are not ruled out.
        answers: of each dimension, the cells that answers to any of its facts can leave; none where nobody
            can answer.
        candidates: the unknown facts that somebody can answer, in the order for ties.
        partial: for each candidate, the dimensions whose facts may have to stay unanswered for it to be one:
            those that constraints tie to its own. Found from the diagram when absent.
        effort: bound on the work.

    Result: more decisive is what settles the result with greater probability, all cells being equally
        likely, then what leaves the result less uncertain on average.

    Raises:
        ValueError: a candidate's pair whose second cells are not within the first.
    """
    for candidate in candidates:
        if any(settled & ~start for start, settled in candidate.pairs):
            raise ValueError(f"an answer to {candidate.fact} leaves cells that were ruled out before")
    if len(function.possible(allowed)) < 2:
        return Questions(())  # answers only ever leave less
    if isinstance(function, Diagram):
        return _Asking(function, allowed, answers, candidates, partial, effort).questions()
    verdicts = [
        function.settles(allowed, answers, candidate, effort // len(candidates)) for candidate in candidates
    ]
    ranks = {
        i: rank_by_asking(function, allowed, candidate.dimension, _first_answers(candidate, allowed))
        for i, candidate in enumerate(candidates)
        if verdicts[i]
    }
    return _ordered(candidates, verdicts, ranks)


def _ordered(
    candidates: Sequence[Candidate], verdicts: Sequence[bool | None], ranks: Mapping[int, Rank]
) -> Questions:
    order = sorted(ranks, key=lambda i: (ranks[i], i))
    undecided = (c.fact for c, verdict in zip(candidates, verdicts, strict=True) if verdict is None)
    return Questions(tuple(candidates[i].fact for i in order), tuple(undecided))


def _first_answers(candidate: Candidate, allowed: Sequence[Mask]) -> list[Mask]:
    """What an answer leaves when no other fact of the dimension is answered."""
    cells = allowed[candidate.dimension]
    return [settled for start, settled in candidate.pairs if start == cells and settled]


class _Asking:
    """The candidates on one diagram."""

    def __init__(
        self,
        diagram: Diagram,
        allowed: Sequence[Mask],
        answers: Sequence[Sequence[Mask]],
        candidates: Sequence[Candidate],
        partial: Sequence[frozenset[int]] | None,
        effort: int,
    ) -> None:
        self.graph = Restricted(diagram, allowed)
        self.allowed = allowed
        self.answers = answers
        self.candidates = candidates
        self.effort = effort
        self.constrained = self.graph.constrained()
        self.partial = self._ties() if partial is None else partial
        self.games: dict[frozenset[int], Game] = {}
        self.samples: dict[int, dict[Mask, Mask]] = {}

    def _ties(self) -> list[frozenset[int]]:
        """Feasibility is one condition on the dimensions it depends on: all of them are tied together.

        For a candidate outside it, answering everything else fully rules out no question: the answers of a
        feasible world in which the result differs leave what settles it feasible too.
        """
        nothing = frozenset[int]()
        return [
            self.constrained if candidate.dimension in self.constrained else nothing
            for candidate in self.candidates
        ]

    def questions(self) -> Questions:
        tested = self.graph.tested
        full = all(self._each_cell(self.answers[d], d) for d in tested)
        verdicts: list[bool | None] = []
        for candidate, tied in zip(self.candidates, self.partial, strict=True):
            dimension = candidate.dimension
            if dimension not in tested:
                verdicts.append(False)
            elif (
                full
                and dimension not in self.constrained
                and self._each_cell(_first_answers(candidate, self.allowed), dimension)
            ):
                # Full answers leave one world, and the dimension matters between some two feasible ones.
                verdicts.append(True)
            else:
                verdicts.append(self._settles(candidate, tied))
        weights = Weights(self.graph)
        ranks = {
            i: weights.rank(candidate.dimension, _first_answers(candidate, self.allowed))
            for i, candidate in enumerate(self.candidates)
            if verdicts[i]
        }
        return _ordered(self.candidates, verdicts, ranks)

    def _each_cell(self, masks: Sequence[Mask], dimension: int) -> bool:
        """Whether every allowed cell can be answered by itself."""
        alone = 0
        for mask in masks:
            if not mask & (mask - 1):
                alone |= mask
        return not self.allowed[dimension] & ~alone

    def _settles(self, candidate: Candidate, tied: frozenset[int]) -> bool | None:
        if tied not in self.games:
            self.games[tied] = self._game(tied)
        game = self.games[tied]
        dimension = candidate.dimension
        pairs = dict.fromkeys(
            (self._sample(dimension, start), self._sample(dimension, settled))
            for start, settled in candidate.pairs
            if settled
        )
        try:
            return self._reaches_a_pair(game, dimension, tuple(pairs))
        except OutOfEffortError:
            return None

    def _reaches_a_pair(self, game: Game, dimension: int, pairs: Sequence[tuple[Mask, Mask]]) -> bool:
        """Whether choices lead to a position where an answer of the dimension settles what was open."""
        cells = self._cells(dimension)
        bit = 1 << dimension
        seen = {game.start}
        stack = [game.start]
        while stack:
            position = stack.pop()
            if not position.hope or not position.below & bit:
                continue
            if position.dimension != dimension:
                for move in game.moves(position):
                    if move not in seen:
                        seen.add(move)
                        stack.append(move)
                continue
            for start, settled in pairs:
                one = game.after(position, settled)
                if one.hope and any(
                    game.settles(one, game.after(position, cell)) for cell in cells if cell & start
                ):
                    return True
        return False

    def _game(self, tied: frozenset[int]) -> Game:
        choices: list[tuple[Mask, ...]] = []
        looks: list[tuple[Mask, ...]] = [() for _ in self.allowed]
        for dimension, answers in enumerate(self.answers):
            if not answers or dimension not in self.graph.tested:
                choices.append(())
                continue
            masks = [self._sample(dimension, mask) for mask in (*answers, self.allowed[dimension]) if mask]
            choices.append(tuple(dict.fromkeys(masks)) if dimension in tied else unrefined(masks))
        for candidate in self.candidates:
            dimension = candidate.dimension
            if dimension in self.graph.tested:
                # Where no answer leaves less, the dimension has a turn all the same: this candidate's.
                choices[dimension] = choices[dimension] or (self._sample(dimension, self.allowed[dimension]),)
                looks[dimension] += tuple(self._sample(dimension, s) for _, s in candidate.pairs if s)
        return Game(self.graph, choices, looks, self.effort)

    def _cells(self, dimension: int) -> list[Mask]:
        """One cell of each allowed block that the diagram tells apart."""
        sample = self._sample(dimension, self.allowed[dimension])
        return [1 << cell for cell in range(sample.bit_length()) if sample >> cell & 1]

    def _sample(self, dimension: int, mask: Mask) -> Mask:
        known = self.samples.setdefault(dimension, {})
        if mask not in known:
            known[mask] = self.graph.sample(dimension, mask)
        return known[mask]
