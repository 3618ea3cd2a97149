"""How a number is written: all its digits, no exponent, no trailing zeros."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal) -> str:
    """`number` without an exponent or trailing zeros; none of its digits is rounded away."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def grouped(number: int | Decimal) -> str:
    """`1,234,567.50`: every digit as it is, those before the point in groups of three."""
    return format(number, ",d" if isinstance(number, int) else ",f")


def with_unit(number: Decimal, unit: str) -> str:
    """`number` with its unit, where it has one."""
    return f"{plain(number)} {unit}".rstrip()
