"""Where a diagram would grow over its budget: the same function asked of the solver Z3.

Slower by orders of magnitude, and exact all the same: where the solver does not answer in time, an error says
so; nothing is guessed. Z3 is an optional extra, imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from coverdict.logic.diagram import NOTHING
from coverdict.logic.encoding import Encoding, Key, World, holds
from coverdict.logic.formula import IMPOSSIBLE, Decision, Mask, mapped
from coverdict.logic.proposals import Proposals
from coverdict.logic.questions import Candidate
from coverdict.text import CoverdictError

TIMEOUT = 10_000
"""Milliseconds for one question to the solver."""

ROUND = 500
"""Steps of effort that one round of the search for answers counts as."""


class SolverError(CoverdictError):
    """The solver is not installed, or did not answer in time."""


class Solver:
    """A decision as a function that the solver answers about; it does all that a diagram is asked for.

    Arguments:
        sizes: the number of cells of each dimension.
        timeout: milliseconds for one question to the solver.

    Raises:
        SolverError: Z3 is not installed; later, from every method: it did not answer in time.
    """

    def __init__(self, sizes: Sequence[int], decision: Decision, timeout: int = TIMEOUT) -> None:
        try:
            import z3
        except ImportError as error:
            raise SolverError(
                "the decision diagram is over its budget of nodes, and the solver that stands in for it is "
                "not installed; pip install 'coverdict[solver]'"
            ) from error
        self._sizes = tuple(sizes)
        self.decision = decision
        self.timeout = timeout
        self.z3: Any = z3
        self.encoding = Encoding(z3, self._sizes, decision)
        self._values = self.encoding.values
        self._world = self.encoding.world("w")
        self._solver = self._new_solver(self._world.rules)
        self._matters: dict[int, bool] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (Solver, (self._sizes, self.decision, self.timeout))

    @property
    def sizes(self) -> tuple[int, ...]:
        return self._sizes

    def relabel(self, f: Callable[[Hashable], Hashable]) -> Solver:
        """The function of `f` of the value; `f` never sees `IMPOSSIBLE`, which stays."""
        return Solver(self._sizes, mapped(f, self.decision), self.timeout)

    def support(self) -> frozenset[int]:
        """The dimensions that the function depends on."""
        return frozenset(dimension for dimension in self.encoding.blocks if self._depends_on(dimension))

    def _depends_on(self, dimension: int) -> bool:
        if dimension not in self._matters:
            solver, world, other = self._twins(dimension)
            solver.add(self.z3.Or([value != other.values[key] for key, value in world.values.items()]))
            self._matters[dimension] = self.check(solver)
        return self._matters[dimension]

    def _relevant(self, allowed: Sequence[Mask]) -> list[Mask] | None:
        """The allowed cells; all where none is and none matters; None where none is and one matters."""
        if any(not allowed[each] and self._depends_on(each) for each in self.encoding.blocks):
            return None
        return [cells or (1 << size) - 1 for cells, size in zip(allowed, self._sizes, strict=True)]

    def depends(self, allowed: Sequence[Mask], dimension: int) -> bool:
        """Whether two feasible allowed worlds that differ in `dimension` alone have different values."""
        z3 = self.z3
        relevant = self._relevant(allowed)
        if relevant is None or dimension not in self.encoding.blocks:
            return False
        solver, world, other = self._twins(dimension)
        for each in self.encoding.blocks:
            solver.add(*self.encoding.within(world, each, relevant[each]))
            solver.add(*self.encoding.within(other, each, relevant[each]))
        for key, value in self._values.items():
            if value is IMPOSSIBLE:
                solver.add(z3.Not(world.values[key]), z3.Not(other.values[key]))
            else:
                solver.add(z3.Not(z3.And(world.values[key], other.values[key])))
        return self.check(solver)

    def _twins(self, dimension: int) -> tuple[Any, World, World]:
        """A solver with two worlds that differ in one dimension at most."""
        other = self.encoding.world("other")
        solver = self.proposer(self._world, other)
        for each in self.encoding.blocks:
            if each != dimension:
                pairs = zip(self._world.cells[each], other.cells[each], strict=True)
                solver.add(*(a == b for a, b in pairs))
        return solver, self._world, other

    def possible(self, allowed: Sequence[Mask]) -> frozenset[Hashable]:
        """The values over all worlds of allowed cells, without `IMPOSSIBLE`."""
        relevant = self._relevant(allowed)
        if relevant is None:
            return NOTHING
        return frozenset(self._values[key] for key, _ in self.worlds(relevant))

    def worlds(self, allowed: Sequence[Mask]) -> list[tuple[Key, dict[int, int]]]:
        """Of each possible value a world: by dimension, the number of the block of cells."""
        z3 = self.z3
        world = self._world
        within = [
            z3.Not(cell)
            for dimension, cells in world.cells.items()
            for block, cell in zip(self.encoding.blocks[dimension], cells, strict=True)
            if not block & allowed[dimension]
        ]
        found: list[tuple[Key, dict[int, int]]] = []
        excluded = [z3.Not(value) for key, value in world.values.items() if self._values[key] is IMPOSSIBLE]
        while self.check(self._solver, *within, *excluded):
            model = self._solver.model()
            key = next(key for key, value in world.values.items() if holds(z3, model, value))
            cells = {
                dimension: next(i for i, cell in enumerate(cells) if holds(z3, model, cell))
                for dimension, cells in world.cells.items()
            }
            found.append((key, cells))
            excluded.append(z3.Not(world.values[key]))
        return found

    def settles(
        self, allowed: Sequence[Mask], answers: Sequence[Sequence[Mask]], candidate: Candidate, effort: int
    ) -> bool | None:
        """Whether the candidate is a question; None when the effort did not suffice."""
        relevant = self._relevant(allowed)
        if relevant is None or candidate.dimension not in self.encoding.blocks:
            return False
        return Proposals(self, relevant, answers, candidate).settle(effort // ROUND + 1)

    def proposer(self, *worlds: World) -> Any:
        """A solver that finds these worlds at once."""
        return self._new_solver([rule for world in worlds for rule in world.rules])

    def _new_solver(self, rules: Sequence[Any]) -> Any:
        solver = self.z3.Solver()
        solver.set("timeout", self.timeout)
        solver.add(*rules)
        return solver

    def check(self, solver: Any, *assumptions: Any) -> bool:
        """Whether the solver finds what it was told to find."""
        answer = solver.check(*assumptions)
        if answer == self.z3.unknown:
            raise SolverError(
                f"the solver did not answer within {self.timeout / 1000:g} s ({solver.reason_unknown()}), "
                "and nothing is guessed; state more facts, or split the policy's rules"
            )
        return bool(answer == self.z3.sat)
