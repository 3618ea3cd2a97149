"""Where a diagram would grow over its budget: the same function asked of the solver Z3.

Slower by orders of magnitude, and exact all the same: where the solver does not answer in time, an error says
so; nothing is guessed. Z3 is an optional extra, imported when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from coverdict.logic.answering import unrefined
from coverdict.logic.diagram import NOTHING
from coverdict.logic.encoding import Encoding, Key
from coverdict.logic.formula import IMPOSSIBLE, Combine, Decision, Mask, Value
from coverdict.logic.questions import Candidate

TIMEOUT = 10_000
"""Milliseconds for one question to the solver."""

ROUND = 500
"""Steps of effort that one round of the search for answers counts as."""


class SolverError(RuntimeError):
    """The solver is not installed, or did not answer in time."""


class Solved:
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
                "the decision diagram is over its budget and Z3 is not installed: "
                "install coverdict with the extra 'solver'"
            ) from error
        self._sizes = tuple(sizes)
        self.decision = decision
        self.timeout = timeout
        self._z3: Any = z3
        self._encoding = Encoding(z3, self._sizes, decision)
        self._values = self._encoding.values
        self._world = self._encoding.world("w")
        self._solver = self._new_solver(self._world.rules)
        self._support: frozenset[int] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (Solved, (self._sizes, self.decision, self.timeout))

    @property
    def sizes(self) -> tuple[int, ...]:
        return self._sizes

    def relabel(self, f: Callable[[Hashable], Hashable]) -> Solved:
        """The function of `f` of the value; `f` never sees `IMPOSSIBLE`, which stays."""
        return Solved(
            self._sizes, Combine(lambda value, _: f(value), self.decision, Value(None)), self.timeout
        )

    def support(self) -> frozenset[int]:
        """The dimensions that the function depends on."""
        if self._support is None:
            self._support = frozenset(
                dimension for dimension in self._encoding.blocks if self._depends_on(dimension)
            )
        return self._support

    def _depends_on(self, dimension: int) -> bool:
        z3 = self._z3
        other = self._encoding.world("o")
        solver = self._new_solver([*self._world.rules, *other.rules])
        for elsewhere in self._encoding.blocks:
            if elsewhere != dimension:
                pairs = zip(self._world.cells[elsewhere], other.cells[elsewhere], strict=True)
                solver.add(*(a == b for a, b in pairs))
        solver.add(z3.Or([value != other.values[key] for key, value in self._world.values.items()]))
        return self._check(solver)

    def possible(self, allowed: Sequence[Mask]) -> frozenset[Hashable]:
        """The values over all worlds of allowed cells, without `IMPOSSIBLE`."""
        if any(not allowed[dimension] for dimension in self.support()):
            return NOTHING
        return frozenset(self._values[key] for key, _ in self._worlds(allowed))

    def _worlds(self, allowed: Sequence[Mask]) -> list[tuple[Key, dict[int, int]]]:
        """Of each possible value a world: by dimension, the number of the block of cells."""
        z3 = self._z3
        world = self._world
        within = [
            z3.Not(cell)
            for dimension, cells in world.cells.items()
            for block, cell in zip(self._encoding.blocks[dimension], cells, strict=True)
            if not block & allowed[dimension]
        ]
        found: list[tuple[Key, dict[int, int]]] = []
        excluded = [z3.Not(value) for key, value in world.values.items() if self._values[key] is IMPOSSIBLE]
        while self._check(self._solver, *within, *excluded):
            model = self._solver.model()
            key = next(key for key, value in world.values.items() if _true(z3, model, value))
            cells = {
                dimension: next(i for i, cell in enumerate(cells) if _true(z3, model, cell))
                for dimension, cells in world.cells.items()
            }
            found.append((key, cells))
            excluded.append(z3.Not(world.values[key]))
        return found

    def settles(
        self, allowed: Sequence[Mask], answers: Sequence[Sequence[Mask]], candidate: Candidate, effort: int
    ) -> bool | None:
        """Whether the candidate is a question; None when the effort did not suffice.

        By refinement: the solver proposes answers with an open world and a settled world of different
        values. If the settled side has one value only, that is the proof. If not, a world with another
        value refutes the proposal, and every later one that would leave this world, or one like it, too.
        """
        z3, encoding = self._z3, self._encoding
        dimension = candidate.dimension
        before, after = encoding.world("b"), encoding.world("a")
        solver = self._new_solver([*before.rules, *after.rules])
        answered: dict[int, list[tuple[Any, Mask]]] = {}
        for other, cells in enumerate(allowed):
            if other == dimension or other not in encoding.blocks:
                continue
            masks = [mask for mask in (*answers[other], cells) if mask] if answers[other] else []
            if masks and not self._constrained():
                masks = list(unrefined(masks))
            for world in (before, after):
                solver.add(*encoding.within(world, other, cells))
            if masks:
                answered[other] = [
                    (z3.Bool(f"answer {other} {i}"), mask) for i, mask in enumerate(dict.fromkeys(masks))
                ]
                solver.add(z3.PbEq([(choice, 1) for choice, _ in answered[other]], 1))
                for choice, mask in answered[other]:
                    for world in (before, after):
                        solver.add(z3.Implies(choice, z3.And(encoding.within(world, other, mask))))
        pairs = [(z3.Bool(f"pair {i}"), pair) for i, pair in enumerate(candidate.pairs) if pair[1]]
        if not pairs or any(not allowed[d] for d in self.support()):
            return False
        solver.add(z3.PbEq([(choice, 1) for choice, _ in pairs], 1))
        for choice, (start, settled) in pairs:
            solver.add(z3.Implies(choice, z3.And(encoding.within(before, dimension, start))))
            solver.add(z3.Implies(choice, z3.And(encoding.within(after, dimension, settled))))
        for key, value in self._values.items():
            if value is IMPOSSIBLE:
                solver.add(z3.Not(before.values[key]), z3.Not(after.values[key]))
            else:
                solver.add(z3.Not(z3.And(before.values[key], after.values[key])))
        for _ in range(effort // ROUND + 1):
            if not self._check(solver):
                return False
            model = solver.model()
            left = list(allowed)
            for other, options in answered.items():
                left[other] = next(mask for choice, mask in options if _true(z3, model, choice))
            left[dimension] = next(pair[1] for choice, pair in pairs if _true(z3, model, choice))
            worlds = self._worlds(left)
            if len(worlds) == 1:
                return True
            taken = next(key for key in self._values if _true(z3, model, after.values[key]))
            for key, cells in worlds:
                if key == taken:
                    continue
                # What stays open may turn out as in this world whatever is answered.
                open_cells = {d: i for d, i in cells.items() if d != dimension and d not in answered}
                turned = encoding.fixed(after, open_cells)
                solver.add(
                    *(
                        z3.Implies(turned[each], after.values[each])
                        for each, value in self._values.items()
                        if value is not IMPOSSIBLE
                    )
                )
                # And whatever answers leave this very world have its value among the settled ones.
                blocks = {d: encoding.blocks[d][i] for d, i in cells.items()}
                leaves = [
                    z3.Or([choice for choice, mask in options if mask & blocks[other]])
                    for other, options in answered.items()
                ]
                here = [choice for choice, pair in pairs if pair[1] & blocks.get(dimension, pair[1])]
                solver.add(z3.Implies(z3.And(*leaves, z3.Or(here)), after.values[key]))
        return None

    def _constrained(self) -> bool:
        return any(value is IMPOSSIBLE for value in self._values.values())

    def _new_solver(self, rules: Sequence[Any]) -> Any:
        solver = self._z3.Solver()
        solver.set("timeout", self.timeout)
        solver.add(*rules)
        return solver

    def _check(self, solver: Any, *assumptions: Any) -> bool:
        answer = solver.check(*assumptions)
        if answer == self._z3.unknown:
            raise SolverError(
                f"the solver did not answer within {self.timeout} ms ({solver.reason_unknown()})"
            )
        return bool(answer == self._z3.sat)


def _true(z3: Any, model: Any, expression: Any) -> bool:
    return bool(z3.is_true(model.eval(expression, model_completion=True)))
