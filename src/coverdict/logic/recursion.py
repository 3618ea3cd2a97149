"""Room for recursion that goes one level of a diagram down with each call."""

from __future__ import annotations

import sys


def make_room(dimensions: int) -> None:
    """Raise the interpreter's recursion limit, where it is too low for so many levels (never lower it)."""
    needed = 8 * dimensions + 2_000
    if sys.getrecursionlimit() < needed:
        sys.setrecursionlimit(needed)
