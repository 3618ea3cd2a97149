"""Tables of constants that a query looks things up in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

if TYPE_CHECKING:
    from coverdict.bulk.asked import Numbers

Type: TypeAlias = Literal["integer", "text"]
Cell: TypeAlias = int | str | None


class Stacked(Sequence[tuple[Cell, ...]]):
    """Rows of whole numbers, of which there may be millions: kept as columns.

    Arguments:
        columns: of one length.
    """

    def __init__(self, columns: Sequence[Numbers]) -> None:
        self.columns = tuple(columns)

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, at: int) -> tuple[Cell, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Cell, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[Cell, ...] | Sequence[tuple[Cell, ...]]:
        if isinstance(at, slice):
            return Stacked([column[at] for column in self.columns])
        return tuple(int(column[at]) for column in self.columns)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return zip(*(column.tolist() for column in self.columns), strict=True)


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
