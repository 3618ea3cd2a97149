"""Chance that is the same for the same seed, on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of random choices.

    Nothing but `random()` is taken from Python's generator: of it alone Python promises that the same seed
    gives the same numbers in every version.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def below(self, count: int) -> int:
        """A number from 0 to `count` - 1, each as likely as any other."""
        return int(self._random() * count)

    def one(self, items: Sequence[T]) -> T:
        """One of the items; there are some."""
        return items[int(self._random() * len(items))]

    def share(self) -> float:
        """A number from 0 to 1, 1 excluded."""
        return self._random()

    def chance(self, share: float) -> bool:
        """True in that share of all draws."""
        return self._random() < share

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in any order."""
        return sorted(items, key=lambda _: self._random())
