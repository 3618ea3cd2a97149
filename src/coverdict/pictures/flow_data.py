"""A flow: what there was, what there is, and how much went from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.text import grouped

Way: TypeAlias = Literal["up", "down", "level", "stays"]


@dataclass(frozen=True, slots=True)
class End:
    """What a ribbon leads from or to; the same on both sides. Its details stand below its name."""

    name: str
    details: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return ", ".join((self.name, *self.details))


@dataclass(frozen=True, slots=True)
class Ribbon:
    """How much goes from one end to another.

    Arguments:
        before, after: places among the ends.
        size: how much; more than 0.
        tip: what a pointer is told that rests on it.
    """

    before: int
    after: int
    size: int
    way: Way
    tip: str


@dataclass(frozen=True, slots=True)
class Flow:
    """What is to be drawn.

    Arguments:
        title: what the picture shows, for those who do not see it.
        sides: what stands above the left and the right.
        ends: from the top down, on either side.
        ways: what each way is called, in the order of the key.
        one, several: what is counted.
    """

    title: str
    sides: tuple[End, End]
    ends: tuple[End, ...]
    ribbons: tuple[Ribbon, ...]
    ways: Mapping[Way, str]
    one: str = "row"
    several: str = "rows"

    def sizes(self, side: int) -> tuple[int, ...]:
        """How much each end has on a side: 0 the left, 1 the right."""
        found = [0] * len(self.ends)
        for ribbon in self.ribbons:
            found[(ribbon.before, ribbon.after)[side]] += ribbon.size
        return tuple(found)

    def counted(self, size: int) -> str:
        """`1 row`, `12,480 rows`."""
        return f"{grouped(size)} {self.one if size == 1 else self.several}"
