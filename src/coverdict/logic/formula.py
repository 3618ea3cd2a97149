"""Functions of finitely many cells, as plain trees: what diagrams and solvers are built from.

A *dimension* has cells `0 .. size - 1`. A *world* picks one cell of every dimension. A formula is true
or false in a world; a decision has a value in a world. Nothing here knows what a cell stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias
from typing import Literal as OneOf

Mask: TypeAlias = int
"""A set of cells of one dimension: bit `i` stands for cell `i`."""


class Impossible(Enum):
    """The value of a world that is no world: what a constraint rules out."""

    IMPOSSIBLE = "impossible"


IMPOSSIBLE: Final[OneOf[Impossible.IMPOSSIBLE]] = Impossible.IMPOSSIBLE
"""Give an infeasible world this value: every walk drops it from the possible values.

No function of values ever sees it: `Combine` gives it as soon as one side is it, `Test` is false of it, and
`relabel` leaves it as it is.
"""


@dataclass(frozen=True, slots=True)
class Const:
    value: bool


@dataclass(frozen=True, slots=True)
class Literal:
    """The world's cell of `dimension` is in `cells`."""

    dimension: int
    cells: Mask


@dataclass(frozen=True, slots=True)
class Neg:
    part: Formula


@dataclass(frozen=True, slots=True)
class Conj:
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Disj:
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    count: int
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """`accept` holds for the value of `decision`."""

    decision: Decision
    accept: Callable[[Hashable], bool]


Formula: TypeAlias = Const | Literal | Neg | Conj | Disj | AtLeast | Test


@dataclass(frozen=True, slots=True)
class Value:
    value: Hashable


@dataclass(frozen=True, slots=True)
class Choose:
    when: Formula
    then: Decision
    otherwise: Decision


@dataclass(frozen=True, slots=True, eq=False)
class Combine:
    """`join` of the two decisions' values."""

    join: Callable[[Hashable, Hashable], Hashable]
    left: Decision
    right: Decision


Decision: TypeAlias = Value | Choose | Combine


def mapped(f: Callable[[Hashable], Hashable], decision: Decision) -> Decision:
    """The decision whose value is `f` of that of `decision`."""
    return Combine(lambda value, _: f(value), decision, Value(None))
