"""Names that are given once each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Names:
    """Gives each name once; where it is wanted again, with a number behind it.

    Arguments:
        taken: names that are not given at all.
        joint: what stands between a name and its number.
    """

    def __init__(self, taken: Iterable[str] = (), joint: str = "-") -> None:
        self._taken = set(taken)
        self._counts: Counter[str] = Counter()
        self._joint = joint

    def free(self, name: str) -> str:
        """The name, or with the next number that makes it free."""
        self._counts[name] += 1
        found = name if self._counts[name] == 1 else f"{name}{self._joint}{self._counts[name]}"
        while found in self._taken:
            self._counts[name] += 1
            found = f"{name}{self._joint}{self._counts[name]}"
        self._taken.add(found)
        return found
