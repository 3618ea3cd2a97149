"""How the rows of an answer add up."""

from __future__ import annotations

from dataclasses import dataclass

COUNTED = ("policy", "version", "routing", "status", "benefit", "disposition")
"""The columns of an answer by which its rows are counted."""


@dataclass(frozen=True)
class Counts:
    """How many rows there are, by what was answered; they add up to all rows.

    Arguments:
        rows: all rows that were read.
        answers: by policy, version, routing, status, benefit and disposition, largest first.
        set_apart: by reason, most frequent first; reasons beyond the first hundred are summed up.
    """

    rows: int
    answers: tuple[tuple[tuple[str | None, ...], int], ...]
    set_apart: tuple[tuple[str, int], ...]

    @property
    def apart(self) -> int:
        return sum(count for _, count in self.set_apart)
