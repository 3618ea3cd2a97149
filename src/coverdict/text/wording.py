"""Enumerations and counts as a person says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    known: Sequence[str] = tuple(parts)
    if len(known) < 2:
        return "".join(known)
    return f"{', '.join(known[:-1])} {last} {known[-1]}"


def counted(number: int, one: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
