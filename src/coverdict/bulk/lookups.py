"""Tables of constants that a query looks things up in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Type: TypeAlias = Literal["integer", "text"]
Cell: TypeAlias = int | str | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table of constants.

    Arguments:
        name: as the query calls it.
        columns: names with their types.
        rows: of cells in the order of the columns.
    """

    name: str
    columns: tuple[tuple[str, Type], ...]
    rows: Sequence[tuple[Cell, ...]]
