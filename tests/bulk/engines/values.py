"""Values on which engines could differ: odd characters, ends of months, doubles beside their decimals."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

Texts = list[str | None]


def one(values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of one column."""
    return [(value,) for value in values]


ODD: Texts = [
    *(None, "", " ", "a", "A", "b", "ab", "a b", " a", "a ", "é", "e\u0301", "ａ", "😀", "ß"),
    *("\u00a0", "\u2028", "a\n", "\na", "a\nb", "a\tb", "a\t", "a\r\n", "a\r", "\x0b", "\x1f", "\x7f"),
    *("a'b", "'", "''", 'a"b', "a\\b", "\\", "\\n", "\\z", "a{2}", "{}", "{0}", "^a$", "[a]", "a]b", "a-b"),
    *("~", "!", "%", "_", "a;b", "a,b", "a|b", "$", "$$", ":x", "unknown", "null", "NaN", "-1", "+1"),
    *("1e5", "1_000", "x" * 59, "x" * 60, "x" * 61, "x" * 200, "x" * 201),
]

NUMBERS_IN_TEXT: Texts = [
    *("0", "00", "0.0", "4.1", "4.10", "4.09999999999", "4.100000000001", "4.", ".1", "4.1 ", " 4.1"),
    *("4,1", "4.1\n", "123456789012345", "1234567890123456", "1.123456789012", "1.1234567890123"),
    *("٤", "1.1.1", "4.1e0", "0x4", "inf", "Infinity", "4d", "4f"),
]

DAYS_IN_TEXT: Texts = [
    *("1899-12-31", "1900-01-01", "1900-02-28", "1900-02-29", "1904-02-29", "2000-02-29", "2100-02-29"),
    *("2024-02-29", "2023-02-29", "2104-02-29", "2196-02-29", "2199-12-31", "2200-01-01", "2200-02-29"),
    *("2024-02-30", "2024-04-31", "2024-13-01", "2024-00-01", "2024-01-00", "2024-1-1", "2024-12-31"),
    *("2024-01-01 ", " 2024-01-01", "2024-01-01\n", "2024-01-01T00:00:00", "2024-01-01 00:00:00"),
    *("2024/01/01", "20240101", "2024", "2024-01", "02024-01-01", "today", "epoch", "infinity", "now"),
]

DATES: list[date | None] = [
    *(date(1900, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(2000, 2, 29), date(2023, 2, 28)),
    *(date(2023, 3, 1), date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29)),
    *(date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 30), date(2025, 2, 28), date(2100, 2, 28)),
    *(date(2100, 3, 1), date(2199, 12, 31), None),
]

LISTS: list[Texts | None] = [
    *(None, [], ["a"], ["b", "a"], ["A"], ["a "], ["é"], ["a'b"], ["a\\b"], ['a"b'], ["a;b"], ["a", "a"]),
    *(["z", "y"], ["a\nb"], [""], ["a", ""], ["", "a"], ["a", "a\n"], ["\n"], ["", ""], ["C22.0", "é"]),
    *(["x" * 60], ["x" * 61]),
]
BROKEN_LISTS: list[Texts | None] = [[None], ["a", None], [None, "a"], ["", None], [None, None]]
"""Lists in which a member is missing."""

CUTS = [
    Decimal(given) for given in ("4.1", "-0", "0.000001", "-1E-7", "1E+6", "1E+11", "-4.1", "0.1", "1E+3")
]

DECIMALS = [
    None,
    *map(
        Decimal, ("4.1", "4.099999", "4.100001", "0", "0.000001", "1000", "-4.1", "-4.100001", "999999999999")
    ),
]
WHOLE = [None, 0, 1, 4, 5, 999, 1000, 1001, -4, -5, 10**11, 10**18, -(10**18)]

DOUBLE_CUTS = [4.1, 0.3, 1e61, 1e-60, 0.1, 1e22, -4.1, 12345678.0, -1e61, -1e-60]

DOUBLES: list[float | None] = [
    *(None, 0.0, -0.0, 4.1, math.nextafter(4.1, 5), math.nextafter(4.1, 4), -4.1, 0.1, 0.1 + 0.2, 0.3),
    *(
        1e22,
        1e7,
        12345678.0,
        123456789.125,
        1e-5,
        2.0**-44,
        2e-3,
        1 / 3,
        9007199254740993.0,
        3.2999999523162842,
    ),
    *(5e-324, 1.7976931348623157e308, 1e61, 1e-60),
]
WILD = [float("nan"), float("inf"), float("-inf")]
"""What a column of doubles can hold beside numbers."""


def short(given: float | None) -> float | None:
    """The 32-bit number nearest to a double."""
    return None if given is None else float(struct.unpack("<f", struct.pack("<f", given))[0])


FLOATS = [short(given) for given in DOUBLES if given is None or abs(given) < 1e38]
