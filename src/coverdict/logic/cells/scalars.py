"""Groups of one fact with one value: a number, a choice, a code.

Each is exact for the same reason: the raw values fall into finitely many regions (of the number line;
single options and "any other"; for codes, in codes.py, membership signatures), no atom tells two values
of one region apart, only regions that have a value count, and cells are the regions merged by atom vector.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal

from coverdict.logic.cells.atoms import COMPARE, Atom, OneOf, Threshold
from coverdict.logic.cells.axis import Axis, plain_number
from coverdict.logic.cells.group import (
    CELL_BUDGET,
    Answer,
    Raw,
    Show,
    cell_masks,
    known_answers,
    must_allow,
    must_be,
    within_budget,
)
from coverdict.logic.formula import Mask


class Scalar(ABC):
    """What the one-fact groups share.

    Arguments:
        vectors: the atoms' truth values in each region; every region has a value.
    """

    def __init__(self, fact: str, atoms: tuple[Atom, ...], vectors: tuple[tuple[bool, ...], ...]) -> None:
        cells: dict[tuple[bool, ...], int] = {}
        self._region_cells = tuple(cells.setdefault(vector, len(cells)) for vector in vectors)
        within_budget(len(cells), CELL_BUDGET, fact)
        self.fact = fact
        self.facts: tuple[str, ...] = (fact,)
        self.size = len(cells)
        self._holds = cell_masks(cells, atoms)
        self._first_regions = tuple(self._region_cells.index(cell) for cell in range(self.size))
        self._all: Mask = (1 << self.size) - 1

    def holds(self, atom: Atom) -> Mask:
        return self._holds[atom]

    @abstractmethod
    def cell_of(self, value: object) -> int:
        """The cell of a raw value, or -1 when the fact cannot have it."""

    @abstractmethod
    def _sample(self, region: int) -> object:
        """A raw value of the region."""

    def _sample_of(self, cell: int) -> object:
        return self._sample(self._first_regions[cell])

    def allowed(self, known: Raw) -> Mask:
        value = known.get(self.fact)
        if value is None:
            return self._all
        cell = self.cell_of(value)
        return 1 << cell if cell >= 0 else 0

    def answers(self, fact: str, known: Raw) -> tuple[Answer, ...]:
        must_be(fact, self.facts)
        value = known.get(fact)
        if value is not None:
            return known_answers(value, self.allowed(known))
        return tuple(Answer(self._sample_of(cell), 1 << cell) for cell in range(self.size))

    def witness(self, cell: int) -> dict[str, object]:
        return {self.fact: self._sample_of(cell)}

    def completion(self, cell: int, known: Raw) -> dict[str, object]:
        must_allow(cell, self.allowed(known))
        value = known.get(self.fact)
        return {self.fact: self._sample_of(cell) if value is None else value}


class Ordered(Scalar):
    """A number, compared with constants; raw values are Decimal or int.

    Arguments:
        whole: only whole numbers are values, so "above 1 and below 2" is no cell.
        minimum, maximum: inclusive bounds; a value outside is not possible.
        show: how `describe` writes a number.
    """

    def __init__(
        self,
        fact: str,
        atoms: Iterable[Threshold],
        *,
        whole: bool = False,
        minimum: Decimal | None = None,
        maximum: Decimal | None = None,
        show: Show = plain_number,
    ) -> None:
        unique = tuple(dict.fromkeys(atoms))
        self._show = show
        self._axis = Axis(whole, minimum, maximum, (atom.value for atom in unique))
        samples = self._axis.samples
        self._values = values = tuple(sample for sample in samples if sample is not None)
        if not values:
            raise ValueError(f"{fact}: no number lies within its bounds")
        super().__init__(
            fact,
            unique,
            tuple(tuple(COMPARE[atom.op](value, atom.value) for atom in unique) for value in values),
        )
        cells = iter(self._region_cells)
        self._cells = tuple(-1 if sample is None else next(cells) for sample in samples)

    def _sample(self, region: int) -> Decimal:
        return self._values[region]

    def cell_of(self, value: object) -> int:
        if not isinstance(value, Decimal | int):
            raise TypeError(f"{self.fact}: a number is a Decimal, not {value!r}")
        region = self._axis.region_of(value)
        return -1 if region < 0 else self._cells[region]

    def cuts(self, fact: str) -> tuple[Decimal, ...]:
        """Constants, ascending: nothing tells two values apart that lie between the same two of them."""
        must_be(fact, self.facts)
        return self._axis.cuts

    def describe(self, fact: str, cells: Mask) -> str:
        must_be(fact, self.facts)
        marked = [cell >= 0 and bool(cells >> cell & 1) for cell in self._cells]
        return self._axis.describe(fact, marked, self._show)


class Finite(Scalar):
    """A choice between named options; raw values are str.

    Arguments:
        options: every option, in the order in which cells shall come.
        is_open: any other string is possible too; all that no atom names are one more region.
    """

    def __init__(
        self, fact: str, options: Iterable[str], atoms: Iterable[OneOf], *, is_open: bool = False
    ) -> None:
        unique = tuple(dict.fromkeys(atoms))
        names = dict.fromkeys(options)
        if is_open:
            names.update(dict.fromkeys(name for atom in unique for name in sorted(atom.names)))
        else:
            for atom in unique:
                if strange := atom.names - names.keys():
                    raise ValueError(f"{fact}: {sorted(strange)[0]!r} is not one of its options")
        self._options = tuple(names)
        if not self._options and not is_open:
            raise ValueError(f"{fact}: a choice has at least one option")
        vectors = [tuple(name in atom.names for atom in unique) for name in self._options]
        if is_open:
            vectors.append((False,) * len(unique))
        super().__init__(fact, unique, tuple(vectors))
        self._cells = dict(zip(self._options, self._region_cells, strict=False))
        self._other = self._region_cells[-1] if is_open else -1

    @property
    def named(self) -> tuple[str, ...]:
        """The options that have a name of their own: of an open choice, those that atoms name."""
        return self._options

    def _sample(self, region: int) -> str:
        return self._options[region] if region < len(self._options) else _other_than(self._options)

    def cell_of(self, value: object) -> int:
        if not isinstance(value, str):
            raise TypeError(f"{self.fact}: a choice is a str, not {value!r}")
        return self._cells.get(value, self._other)

    def describe(self, fact: str, cells: Mask) -> str:
        must_be(fact, self.facts)
        inside = [name for name, cell in self._cells.items() if cells >> cell & 1]
        others = self._other >= 0 and bool(cells >> self._other & 1)
        return _choice_text(self._options, inside, others, self._other >= 0)


def _other_than(options: tuple[str, ...]) -> str:
    name = "other"
    while name in options:
        name += "_"
    return name


def _choice_text(options: tuple[str, ...], inside: list[str], others: bool, is_open: bool) -> str:
    if others or (not is_open and len(inside) == len(options)):
        outside = [name for name in options if name not in inside]
        return f"not in {{{', '.join(outside)}}}" if outside else "any"
    if not inside:
        return ""
    return inside[0] if len(inside) == 1 else f"in {{{', '.join(inside)}}}"
