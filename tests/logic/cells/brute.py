"""Groups of cells held to plain enumeration: every raw assignment, atoms evaluated one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from coverdict.logic.cells import Group

World = Mapping[str, Any]


@dataclass(frozen=True)
class Judge:
    """A group, its atoms, all worlds that matter, and what an atom is in a world."""

    group: Group
    atoms: Sequence[Any]
    worlds: Sequence[World]
    true: Callable[[Any, World], bool]

    def vector(self, world: World) -> tuple[bool, ...]:
        return tuple(self.true(atom, world) for atom in self.atoms)

    def cell_vectors(self) -> list[tuple[bool, ...]]:
        """The atoms' values in each cell, as the group says."""
        masks = [self.group.holds(atom) for atom in self.atoms]
        return [tuple(bool(mask >> cell & 1) for mask in masks) for cell in range(self.group.size)]

    def mask(self, worlds: Iterable[World]) -> int:
        """The cells that these worlds lie in."""
        cells = {vector: cell for cell, vector in enumerate(self.cell_vectors())}
        mask = 0
        for vector in {self.vector(world) for world in worlds}:
            mask |= 1 << cells[vector]
        return mask

    def check_cells(self) -> None:
        """Cells are exactly the distinct vectors that occur."""
        vectors = self.cell_vectors()
        assert len(set(vectors)) == len(vectors) == self.group.size
        assert set(vectors) == {self.vector(world) for world in self.worlds}

    def check_witnesses(self) -> None:
        """A witness lies in its cell, by the atoms themselves and by replay."""
        vectors = self.cell_vectors()
        for cell in range(self.group.size):
            witness = self.group.witness(cell)
            assert self.group.allowed(witness) == 1 << cell
            assert self.vector(witness) == vectors[cell]

    def check_allowed(self, known: World, completions: Iterable[World]) -> int:
        """`allowed` is what the completions reach; each cell has a completion of the known values."""
        allowed = self.group.allowed(known)
        assert allowed == self.mask(completions)
        return allowed

    def check_answers(self, fact: str, known: World, values: Iterable[Any]) -> None:
        """Each answer is replayed by its value; every compatible value's mask is an answer's; no doubles."""
        answers = self.group.answers(fact, known)
        masks = [answer.cells for answer in answers]
        assert len(set(masks)) == len(masks)
        assert 0 not in masks
        for answer in answers:
            assert self.group.allowed({**known, fact: answer.value}) == answer.cells
        reached = {self.group.allowed({**known, fact: value}) for value in values} - {0}
        assert reached <= set(masks)


def all_assignments(values: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(values, row, strict=True)) for row in product(*values.values())]


def days(first: date, count: int) -> list[date]:
    return [date.fromordinal(first.toordinal() + offset) for offset in range(count)]
