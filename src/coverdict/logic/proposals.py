"""Whether a fact is a question, by proposal and refutation.

The solver proposes answers with two worlds of different values: one that is still open and one that is left
once the fact is answered. Where all that is left then has one value, that is the proof. Where not, a world
with another value refutes the proposal, and every later one that would leave this world, or one like it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from coverdict.logic.answering import unrefined
from coverdict.logic.encoding import Encoding, Key, World, holds
from coverdict.logic.formula import IMPOSSIBLE, Mask
from coverdict.logic.questions import Candidate


class Solving(Protocol):
    """What the search asks of the solver."""

    z3: Any
    encoding: Encoding

    def proposer(self, *worlds: World) -> Any:
        """A solver that finds these worlds at once."""

    def check(self, solver: Any, *assumptions: Any) -> bool:
        """Whether the solver finds what it was told to find."""

    def worlds(self, allowed: Sequence[Mask]) -> list[tuple[Key, dict[int, int]]]:
        """Of each possible value a world: by dimension, the number of the block of cells."""


class Proposals:
    """The search for one candidate; its arguments are those of `questions`."""

    def __init__(
        self,
        solver: Solving,
        allowed: Sequence[Mask],
        answers: Sequence[Sequence[Mask]],
        candidate: Candidate,
    ) -> None:
        self.solver = solver
        self.z3, self.encoding = solver.z3, solver.encoding
        self.allowed = allowed
        self.dimension = candidate.dimension
        self.open = self.encoding.world("open")
        self.left = self.encoding.world("left")
        self.search = solver.proposer(self.open, self.left)
        self.pairs = [(self.z3.Bool(f"pair {i}"), pair) for i, pair in enumerate(candidate.pairs) if pair[1]]
        self.answers: dict[int, list[tuple[Any, Mask]]] = {}
        for dimension, cells in enumerate(allowed):
            if dimension != candidate.dimension and dimension in self.encoding.blocks:
                self._answerable(dimension, cells, answers[dimension])
        self._last_answer()
        self._different()

    def settle(self, rounds: int) -> bool | None:
        """Whether the candidate is a question; None when so many rounds did not suffice."""
        if not self.pairs:
            return False
        for _ in range(rounds):
            if not self.solver.check(self.search):
                return False
            model = self.search.model()
            worlds = self.solver.worlds(self._proposed(model))
            if len(worlds) == 1:
                return True
            taken = next(key for key, value in self.left.values.items() if holds(self.z3, model, value))
            for key, cells in worlds:
                if key != taken:
                    self._refute(key, cells)
        return None

    def _feasible(self) -> Iterator[tuple[Key, Hashable]]:
        return ((key, value) for key, value in self.encoding.values.items() if value is not IMPOSSIBLE)

    def _answerable(self, dimension: int, cells: Mask, answers: Sequence[Mask]) -> None:
        z3 = self.z3
        masks = [mask for mask in (*answers, cells) if mask] if answers else []
        if IMPOSSIBLE not in self.encoding.values.values():
            masks = list(unrefined(masks))
        for world in (self.open, self.left):
            self.search.add(*self.encoding.within(world, dimension, cells))
        if not masks:
            return
        options = [(z3.Bool(f"answer {dimension} {i}"), mask) for i, mask in enumerate(dict.fromkeys(masks))]
        self.answers[dimension] = options
        self.search.add(z3.PbEq([(choice, 1) for choice, _ in options], 1))
        for choice, mask in options:
            for world in (self.open, self.left):
                self.search.add(z3.Implies(choice, z3.And(self.encoding.within(world, dimension, mask))))

    def _last_answer(self) -> None:
        z3 = self.z3
        if self.pairs:
            self.search.add(z3.PbEq([(choice, 1) for choice, _ in self.pairs], 1))
        for choice, (start, settled) in self.pairs:
            for world, cells in ((self.open, start), (self.left, settled)):
                within = self.encoding.within(world, self.dimension, cells)
                self.search.add(z3.Implies(choice, z3.And(within)))

    def _different(self) -> None:
        z3 = self.z3
        for key, value in self.encoding.values.items():
            if value is IMPOSSIBLE:
                self.search.add(z3.Not(self.open.values[key]), z3.Not(self.left.values[key]))
            else:
                self.search.add(z3.Not(z3.And(self.open.values[key], self.left.values[key])))

    def _proposed(self, model: Any) -> list[Mask]:
        """The cells that the proposed answers, the last one included, leave."""
        left = list(self.allowed)
        for dimension, options in self.answers.items():
            left[dimension] = next(mask for choice, mask in options if holds(self.z3, model, choice))
        left[self.dimension] = next(pair[1] for choice, pair in self.pairs if holds(self.z3, model, choice))
        return left

    def _refute(self, key: Key, cells: Mapping[int, int]) -> None:
        z3 = self.z3
        # What stays open may turn out as in this world whatever is answered.
        stays = {d: i for d, i in cells.items() if d != self.dimension and d not in self.answers}
        turned = self.encoding.fixed(self.left, stays)
        for each, _ in self._feasible():
            self.search.add(z3.Implies(turned[each], self.left.values[each]))
        # And whatever answers leave this very world, its value is the one that must be left.
        blocks = {dimension: self.encoding.blocks[dimension][i] for dimension, i in cells.items()}
        leave = [
            z3.Or([choice for choice, mask in options if mask & blocks[dimension]])
            for dimension, options in self.answers.items()
        ]
        here = blocks.get(self.dimension)
        last = [choice for choice, (_, settled) in self.pairs if here is None or settled & here]
        self.search.add(z3.Implies(z3.And(*leave, z3.Or(last)), self.left.values[key]))
