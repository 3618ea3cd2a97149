"""A decision in the solver's terms: one Boolean for each block of cells, one for each value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

from coverdict.logic.diagram import partition
from coverdict.logic.formula import (
    IMPOSSIBLE,
    AtLeast,
    Choose,
    Combine,
    Conj,
    Const,
    Decision,
    Disj,
    Formula,
    Literal,
    Mask,
    Neg,
    Test,
    Value,
)
from coverdict.logic.recursion import make_room

Key: TypeAlias = tuple[type, Hashable]
"""A value with its type: Python holds `True` and 1 equal, a decision does not."""


@dataclass(frozen=True, slots=True)
class World:
    """One world, to be found by the solver.

    Arguments:
        cells: of each dimension, whether the world's cell is in each of its blocks.
        values: whether the decision has each value.
        rules: what must hold: each dimension has one cell, and `values` are the decision's.
    """

    cells: Mapping[int, tuple[Any, ...]]
    values: Mapping[Key, Any]
    rules: tuple[Any, ...]


class Encoding:
    """A decision over blocks of cells that none of its literals divides.

    Arguments:
        z3: the solver's module.
        beside: further decisions over the same blocks.
    """

    def __init__(
        self, z3: Any, sizes: Sequence[int], decision: Decision, beside: Sequence[Decision] = ()
    ) -> None:
        self._z3 = z3
        make_room(len(sizes))
        cuts: dict[int, set[Mask]] = {}
        for one in (decision, *beside):
            _collect(one, cuts, set())
        self.blocks = {
            dimension: partition((1 << sizes[dimension]) - 1, sorted(masks))
            for dimension, masks in sorted(cuts.items())
        }
        self._cells = {
            dimension: tuple(z3.Bool(f"cell {dimension} {i}") for i in range(len(blocks)))
            for dimension, blocks in self.blocks.items()
        }
        self._formulas: dict[int, Any] = {}
        self._decisions: dict[int, dict[Key, Any]] = {}
        self._conditions = self._decision(decision)
        self.values: dict[Key, Hashable] = {key: key[1] for key in self._conditions}

    @property
    def cells(self) -> Mapping[int, tuple[Any, ...]]:
        """Of each dimension, whether the cell is in each of its blocks: what `conditions` speak of."""
        return self._cells

    def conditions(self, decision: Decision) -> Mapping[Key, Any]:
        """When a decision, one of those given at construction, has each of its values."""
        return self._decision(decision)

    def one_cell_each(self) -> list[Any]:
        """That each dimension has one cell."""
        return [self._z3.PbEq([(cell, 1) for cell in cells], 1) for cells in self._cells.values()]

    def world(self, name: str) -> World:
        """A world of that name; two of one name are one."""
        z3 = self._z3
        cells = {
            dimension: tuple(z3.Bool(f"{name} {dimension} {i}") for i in range(len(mine)))
            for dimension, mine in self._cells.items()
        }
        renamed = [
            pair
            for dimension, mine in self._cells.items()
            for pair in zip(mine, cells[dimension], strict=True)
        ]
        values = {key: z3.Bool(f"{name} value {i}") for i, key in enumerate(self._conditions)}
        rules = [z3.PbEq([(cell, 1) for cell in each], 1) for each in cells.values()]
        rules += [
            values[key] == z3.substitute(condition, *renamed) for key, condition in self._conditions.items()
        ]
        return World(cells, values, tuple(rules))

    def fixed(self, world: World, cells: Mapping[int, int]) -> dict[Key, Any]:
        """The decision's values in the world with these dimensions' blocks put in place of its own."""
        z3 = self._z3
        renamed = []
        for dimension, mine in self._cells.items():
            for i, cell in enumerate(mine):
                put = z3.BoolVal(i == cells[dimension]) if dimension in cells else world.cells[dimension][i]
                renamed.append((cell, put))
        return {key: z3.substitute(condition, *renamed) for key, condition in self._conditions.items()}

    def within(self, world: World, dimension: int, cells: Mask) -> list[Any]:
        """That the world's cell of the dimension is one of these."""
        return [
            self._z3.Not(cell)
            for block, cell in zip(self.blocks[dimension], world.cells[dimension], strict=True)
            if not block & cells
        ]

    def _decision(self, decision: Decision) -> dict[Key, Any]:
        z3 = self._z3
        chain: list[Choose] = []
        while isinstance(decision, Choose) and id(decision) not in self._decisions:
            chain.append(decision)
            decision = decision.otherwise
        found = self._decisions.get(id(decision))
        if found is None:
            match decision:
                case Value(value):
                    found = {(type(value), value): z3.BoolVal(True)}
                case Combine():
                    found = self._combine(decision)
                case Choose():
                    raise AssertionError("a known choice is taken from the memo")
                case _:
                    assert_never(decision)
            self._decisions[id(decision)] = found
        no = z3.BoolVal(False)
        for link in reversed(chain):
            when, then = self._formula(link.when), self._decision(link.then)
            found = {
                key: z3.If(when, then.get(key, no), found.get(key, no))
                for key in dict.fromkeys((*then, *found))
            }
            self._decisions[id(link)] = found
        return found

    def _combine(self, decision: Combine) -> dict[Key, Any]:
        z3 = self._z3
        pairs: dict[Key, list[Any]] = {}
        right = self._decision(decision.right)
        for (_, a), when_a in self._decision(decision.left).items():
            for (_, b), when_b in right.items():
                impossible = a is IMPOSSIBLE or b is IMPOSSIBLE
                value = IMPOSSIBLE if impossible else decision.join(a, b)
                pairs.setdefault((type(value), value), []).append(z3.And(when_a, when_b))
        return {key: z3.Or(conditions) for key, conditions in pairs.items()}

    def _formula(self, formula: Formula) -> Any:
        known = self._formulas.get(id(formula))
        if known is not None:
            return known
        z3 = self._z3
        match formula:
            case Const(value):
                found = z3.BoolVal(value)
            case Literal(dimension, cells):
                blocks = zip(self.blocks[dimension], self._cells[dimension], strict=True)
                found = z3.Or([cell for block, cell in blocks if block & cells])
            case Neg(part):
                found = z3.Not(self._formula(part))
            case Conj(parts):
                found = z3.And([self._formula(part) for part in parts])
            case Disj(parts):
                found = z3.Or([self._formula(part) for part in parts])
            case AtLeast(count, parts):
                found = self._at_least(count, [self._formula(part) for part in parts])
            case Test(decision, accept):
                met = self._decision(decision).items()
                found = z3.Or([when for (_, v), when in met if v is not IMPOSSIBLE and accept(v)])
            case _:
                assert_never(formula)
        self._formulas[id(formula)] = found
        return found

    def _at_least(self, count: int, parts: Sequence[Any]) -> Any:
        if count <= 0 or count > len(parts):
            return self._z3.BoolVal(count <= 0)
        return self._z3.PbGe([(part, 1) for part in parts], count)


def holds(z3: Any, model: Any, expression: Any) -> bool:
    """Whether a Boolean expression is true in what the solver found."""
    return bool(z3.is_true(model.eval(expression, model_completion=True)))


def _collect(decision: Decision, cuts: dict[int, set[Mask]], seen: set[int]) -> None:
    """The masks that literals below the decision compare each dimension with."""
    pending: list[Decision | Formula] = [decision]
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        match current:
            case Literal(dimension, cells):
                cuts.setdefault(dimension, set()).add(cells)
            case Neg(part):
                pending.append(part)
            case Conj(parts) | Disj(parts) | AtLeast(_, parts):
                pending += parts
            case Test(inner, _):
                pending.append(inner)
            case Choose(when, then, otherwise):
                pending += [when, then, otherwise]
            case Combine(_, left, right):
                pending += [left, right]
            case Const() | Value():
                pass
