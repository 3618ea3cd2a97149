"""Numbers as a source prints them: trailing zeros say how exactly something was reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from coverdict.language.scalars import shorten

_WRITTEN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_LONGEST = 20  # characters; below 28 digits decimal arithmetic on figures is exact


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written: `3.9`, `20`, `.776`.

    Arguments:
        text: the number as the source prints it, without a unit.
        value: the number itself, exactly.
        decimals: how many digits stand after the point.
    """

    text: str
    value: Decimal
    decimals: int

    @property
    def lowest(self) -> Decimal:
        """The least number that rounds to this one: half a unit of the last digit below it."""
        return self.value - self._half

    @property
    def highest(self) -> Decimal:
        """The number from which on the next figure begins: half a unit of the last digit above."""
        return self.value + self._half

    @property
    def _half(self) -> Decimal:
        return Decimal(5).scaleb(-self.decimals - 1)


def figure(text: str) -> Figure:
    """The figure that `text` writes.

    Errors:
        ValueError: `text` is no plain decimal number, or a longer one than any source prints.
    """
    written = text.strip()
    if not _WRITTEN.fullmatch(written):
        raise ValueError(f"a number is expected, as 3.9 or .776, not {shorten(written)}")
    if len(written) > _LONGEST:
        raise ValueError(f"no source prints a number of {len(written)} characters: {shorten(written)}")
    decimals = len(written.partition(".")[2])
    return Figure(written, Decimal(written), decimals)
