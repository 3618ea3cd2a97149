"""How rows end whose states do not say all: what is asked of open ones, what contradicts in others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from coverdict.bulk.plan import End, Ends

if TYPE_CHECKING:
    import numpy as np

    Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.integer[Any]]]

Vector: TypeAlias = tuple[int, tuple[int, ...]]
"""A way, and the keys of all its levels, without where they begin."""


def as_numbers(rows: Iterable[Sequence[int]], count: int) -> list[Numbers]:
    """The columns of rows of whole numbers.

    Arguments:
        count: of the columns, where there may be no rows.
    """
    import numpy as np

    return list(np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, count).T)


@dataclass(frozen=True)
class OpenEnds:
    """How the open rows of one way end.

    Arguments:
        keys: the distinct keys that rows have; shape (rows, levels of the way).
        numbers: of each, the number of its end; shape (rows,).
        ends: the ends.
    """

    keys: Numbers
    numbers: Numbers
    ends: tuple[End, ...]


@dataclass(frozen=True)
class Asked:
    """The ends of rows, by way and keys.

    Arguments:
        few: of vectors that are looked at one by one.
        open: of open rows, by way.
    """

    few: Mapping[Vector, End] = field(default_factory=dict)
    open: Mapping[int, OpenEnds] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.few or self.open)

    def first_keys(self) -> Iterator[tuple[int, int, End]]:
        """The way, the first key and the end of every vector."""
        for (way, keys), end in self.few.items():
            yield way, keys[0], end
        for way, found in self.open.items():
            for key, number in zip(found.keys[:, 0].tolist(), found.numbers.tolist(), strict=True):
                yield way, key, found.ends[number]


@dataclass(frozen=True)
class Met:
    """What a survey met: rows that end in some kinds, by their keys.

    Arguments:
        few: vectors that are looked at one by one, each with the kind of its end.
        open: by way, the distinct keys of open rows; shape (rows, levels of the way).
    """

    few: tuple[tuple[Vector, Ends], ...]
    open: Mapping[int, Numbers]

    @property
    def unreadable(self) -> list[Vector]:
        """The vectors of rows that cannot be read."""
        return [vector for vector, kind in self.few if kind is Ends.UNREADABLE]
