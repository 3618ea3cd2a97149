"""What every group of facts can be asked, and the few helpers that all kinds of groups share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeAlias

from coverdict.logic.cells.atoms import Atom
from coverdict.logic.formula import Mask
from coverdict.text import CoverdictError

CELL_BUDGET = 5_000
"""The most cells that one group may have."""

Raw: TypeAlias = Mapping[str, object]
"""Raw values by fact. A fact that is absent, or has None, is unknown."""

Show: TypeAlias = Callable[[str, Decimal], str]
"""How a number of a fact is written, unit and all; must be a module-level function, or picklable."""


class TooManyCellsError(CoverdictError, ValueError):
    """The atoms cut a group into more cells than the budget allows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One distinguishable answer: a raw value that gives it, and the cells that then remain."""

    value: object
    cells: Mask


class Group(Protocol):
    """Facts that belong together, cut by their atoms into joint cells `0 .. size - 1`.

    Two assignments of raw values to all the facts are in the same cell exactly when every atom has
    the same truth value in both; only vectors of truth values that some assignment has are cells.
    A group never changes after construction.
    """

    @property
    def facts(self) -> tuple[str, ...]: ...

    @property
    def size(self) -> int: ...

    def holds(self, atom: Atom) -> Mask:
        """The cells in which `atom`, one of those given at construction, is true (else KeyError)."""
        ...

    def allowed(self, known: Raw) -> Mask:
        """The cells of all completions of the known values; 0 when the values contradict each other.

        Facts of other groups may be in `known`, and are not looked at. A value of the wrong Python
        type is a TypeError.
        """
        ...

    def answers(self, fact: str, known: Raw) -> tuple[Answer, ...]:
        """What each possible value of `fact`, besides the known values, leaves of the cells.

        For every raw value v that is compatible with `known`, `allowed({**known, fact: v})` is the
        mask of exactly one answer; the masks are distinct and not 0. Facts whose values can be
        incomplete (sets of codes, lists) are answered completely.
        """
        ...

    def witness(self, cell: int) -> dict[str, object]:
        """Raw values of all the facts that lie in the cell: `allowed` of them is that cell alone."""
        ...

    def completion(self, cell: int, known: Raw) -> dict[str, object]:
        """As `witness`, but extending the known values of the group's facts.

        ValueError when the cell is not allowed by them.
        """
        ...

    def describe(self, fact: str, cells: Mask) -> str:
        """The values that the fact can have in these cells, in short: `< 2`, `2 to 4`, `in {a, b}`.

        `any` when they are all values there are, and empty for no cells.
        """
        ...


def bits(mask: Mask) -> Iterator[int]:
    """The cells of a mask, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(cells: Iterable[int]) -> Mask:
    """The mask with these cells."""
    mask = 0
    for cell in cells:
        mask |= 1 << cell
    return mask


def cell_masks(vectors: Iterable[tuple[bool, ...]], atoms: Iterable[Atom]) -> dict[Atom, Mask]:
    """For each atom, the cells whose vector has it true; cell i has the i-th vector."""
    rows = tuple(vectors)
    return {
        atom: mask_of(cell for cell, row in enumerate(rows) if row[column])
        for column, atom in enumerate(atoms)
    }


def within_budget(size: int, budget: int, subject: str) -> None:
    """Raise TooManyCellsError when `size` is above `budget`; `subject` names what was cut."""
    if size > budget:
        raise TooManyCellsError(
            f"{subject}: its comparisons cut it into more than {budget} cells; "
            "split the rules that use it, or compare it with fewer constants"
        )


def must_allow(cell: int, allowed: Mask) -> None:
    """Raise ValueError when the cell is not in the mask."""
    if cell < 0 or not allowed >> cell & 1:
        raise ValueError(f"cell {cell} is not possible with the known values")


def must_be(fact: str, facts: tuple[str, ...]) -> None:
    """Raise KeyError when the fact is not one of the group's."""
    if fact not in facts:
        raise KeyError(fact)


def known_answers(value: object, cells: Mask) -> tuple[Answer, ...]:
    """The answers of a fact whose value is known already: that one, unless it contradicts the rest."""
    return (Answer(value, cells),) if cells else ()
