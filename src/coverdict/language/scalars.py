"""Texts that stand for numbers, dates and yes/no, read exactly."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""The days that a date fact can have."""

_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})")
_EXPONENT = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?[eE][+-]?\d{1,2}")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_QUANTITY = re.compile(r"([+-]?\d[\d.]*(?:[eE][+-]?\d+)?)\s*(\S.*)?", re.ASCII | re.DOTALL)
# What other languages take for one number: 1_000, 1'000, 1,000, 3,2 and 0x1F.
_NO_DECIMAL = re.compile(r"[+-]?(?:\d[\d.]*[_',]\d|0[xXoObB][0-9a-fA-F])", re.ASCII)
YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def read_decimal(text: str) -> Decimal:
    """The number that `text` is, exactly.

    Errors: ValueError with a message.
    """
    if not text.isascii() or not (_NUMBER.fullmatch(text) or _EXPONENT.fullmatch(text)):
        if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
            raise ValueError(f"a number is expected, not {text}; write {text.replace(',', '')}")
        raise ValueError(f"a number is expected, not {shorten(text)}")
    return Decimal(text) + 0 if "e" not in text.lower() else Decimal(text)


def read_day(text: str) -> date:
    """The day that `text` is, written as 2024-01-31.

    Errors: ValueError with a message.
    """
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"a date as 2024-01-31 is expected, not {shorten(text)}")
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a date from {FIRST_DAY} to {LAST_DAY} is expected, not {text}")
    return day


def read_yes_no(text: str) -> bool:
    """True for yes, False for no.

    Errors: ValueError with a message.
    """
    if text.lower() not in YES_NO:
        raise ValueError(f"yes or no is expected, not {shorten(text)}")
    return YES_NO[text.lower()]


def split_quantity(text: str) -> tuple[Decimal, str]:
    """The number and the unit of `text`; the unit is empty where there is none.

    Errors: ValueError with a message.
    """
    found = _QUANTITY.fullmatch(text.strip())
    if not found:
        raise ValueError(f"a number is expected, not {shorten(text)}")
    if _NO_DECIMAL.match(text.strip()):
        raise ValueError(
            f"a number is expected, not {shorten(text)}; write digits and a point only, as 1000 or 3.2"
        )
    return read_decimal(found.group(1)), (found.group(2) or "").strip()


def shorten(text: str) -> str:
    """`text` in one line of at most 60 characters, for messages."""
    flat = " ".join(text.split())
    return (flat if len(flat) <= 60 else flat[:57] + "…") or "nothing"
