"""Binary floating-point numbers beside decimal constants: compared so that the shortest decimal decides.

A double stands for the shortest decimal that is read back as it (so does the language, and JSON). Rounding is
monotone: a double below the one nearest to a constant has its shortest decimal below the constant, one above
has it above. Only of the nearest double itself does it have to be worked out, once, where its decimal lies.
So the column is compared as it is, and 4.1 is not above 4.1.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import isfinite


class Side(Enum):
    """Where the shortest decimal of the nearest number lies, seen from the constant."""

    BELOW = "below"
    ON = "on"
    ABOVE = "above"


def nearest(constant: Decimal, short: bool) -> tuple[float, Side]:
    """The double (or, `short`, the 32-bit number as a double) nearest to a constant, and its side."""
    found = float(constant)
    if not short:
        return found, _side(Decimal(repr(found)), constant)
    found = _short(constant)
    return found, _side(_shortest(found), constant)


def _side(shortest: Decimal, constant: Decimal) -> Side:
    if shortest == constant:
        return Side.ON
    return Side.BELOW if shortest < constant else Side.ABOVE


def _short(constant: Decimal) -> float:
    """The 32-bit number nearest to a constant; it is not rounded twice."""
    first = _packed(float(constant))
    candidates = [one for one in (first, _stepped(first, -1), _stepped(first, 1)) if isfinite(one)]
    # In fractions: decimals would be rounded where there are many digits.
    return min(candidates, key=lambda one: (abs(Fraction(one) - Fraction(constant)), _bits(one) & 1))


_LARGEST = float(2**128 - 2**104)
"""The greatest 32-bit number; all constants beyond it lie nearest to it."""

_BEYOND = Decimal(2**128 - 2**103)
"""From here on no decimal is read back as a 32-bit number."""


def _packed(number: float) -> float:
    kept = max(-_LARGEST, min(_LARGEST, number))
    (found,) = struct.unpack("<f", struct.pack("<f", kept))
    assert isinstance(found, float)
    return found


def _bits(number: float) -> int:
    (found,) = struct.unpack("<i", struct.pack("<f", number))
    assert isinstance(found, int)
    return found


def _stepped(number: float, step: int) -> float:
    """The next 32-bit number up or down."""
    bits = _bits(number)
    ordered = bits if bits >= 0 else -(bits & 0x7FFFFFFF)
    ordered += step
    raw = ordered if ordered >= 0 else -ordered | -0x80000000
    (found,) = struct.unpack("<f", struct.pack("<i", raw))
    assert isinstance(found, float)
    return found


def _shortest(number: float) -> Decimal:
    """The decimal of fewest digits that is read back as this 32-bit number, of several the nearest."""
    for digits in range(1, 10):
        written = Decimal(f"{number:.{digits - 1}e}")
        # Numbers lie closer below a power of two: the nearest decimal may be too far, and the next one not.
        step = Decimal(1).scaleb(written.adjusted() - digits + 1)
        for one in (written, written + step, written - step):
            if abs(one) < _BEYOND and _short(one) == number:
                return one
    raise AssertionError("nine digits tell every 32-bit number apart")
