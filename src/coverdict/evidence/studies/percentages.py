"""Which counts a printed percentage admits, under each way of rounding.

A percentage of a known number of people can only take few values (the granularity test of Brown and
Heathers, "The GRIM test", Soc Psychol Personal Sci 2017;8:363). It says nothing of rates over time, which
are no fractions of a number of patients.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from coverdict.evidence.figures import Figure


class Rounding(StrEnum):
    """How a source may have shortened a number."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    TRUNCATED = "truncated"


_HALF = Fraction(1, 2)
LARGEST_TOTAL = 10**9
"""No study has more patients."""


def roundings(events: int, total: int, printed: Figure) -> frozenset[Rounding]:
    """The ways of rounding under which `events` of `total` print as the percentage `printed`.

    Arguments:
        total: at least 1.
    """
    exact = Fraction(100 * events, total) * 10**printed.decimals
    wanted = Fraction(printed.value) * 10**printed.decimals
    shortened = {
        Rounding.HALF_UP: floor(exact + _HALF),
        Rounding.HALF_EVEN: round(exact),
        Rounding.TRUNCATED: floor(exact),
    }
    return frozenset(way for way, value in shortened.items() if value == wanted)


def counts_for(printed: Figure, total: int) -> range:
    """The numbers of events, of `total`, that print as the percentage `printed` when it is rounded.

    Rounded half-up or half-even; a truncated percentage is another matter (`truncated_counts`).
    """
    low, high = Fraction(printed.lowest), Fraction(printed.highest)
    first, last = max(0, ceil(low * total / 100)), min(total, floor(high * total / 100))
    while first <= last and not _rounded(first, total, printed):
        first += 1
    while last >= first and not _rounded(last, total, printed):
        last -= 1
    return range(first, last + 1)


def truncated_counts(printed: Figure, total: int) -> range:
    """The numbers of events, of `total`, that print as the percentage `printed` when it is cut off."""
    unit = Fraction(1, 10**printed.decimals)
    first = ceil(Fraction(printed.value) * total / 100)
    last = ceil((Fraction(printed.value) + unit) * total / 100) - 1
    return range(max(0, first), min(total, last) + 1)


def totals_for(printed: Figure, events: int) -> range:
    """The totals of which `events` print as the percentage `printed` when it is rounded half-up.

    Result: from the smallest to the greatest; empty where there is none, or where events are 0 and any
    total would do.
    """
    low, high = Fraction(printed.lowest), Fraction(printed.highest)
    return _totals(low, high, events, lambda total: Rounding.HALF_UP in roundings(events, total, printed))


def truncated_totals(printed: Figure, events: int) -> range:
    """The totals of which `events` print as the percentage `printed` when it is cut off."""
    low = Fraction(printed.value)
    high = low + Fraction(1, 10**printed.decimals)
    return _totals(low, high, events, lambda total: Rounding.TRUNCATED in roundings(events, total, printed))


def _totals(low: Fraction, high: Fraction, events: int, fits: Callable[[int], bool]) -> range:
    """The totals of which `events` are between `low` and `high` percent, both ends only where they fit."""
    if events == 0 or high <= 0:
        return range(0)
    first = max(events, 1, ceil(100 * events / high))
    last = floor(100 * events / low) if low > 0 else LARGEST_TOTAL
    if first <= last and not fits(first):
        first += 1
    if first <= last and not fits(last):
        last -= 1
    return range(first, last + 1)


def _rounded(events: int, total: int, printed: Figure) -> bool:
    return bool(roundings(events, total, printed) - {Rounding.TRUNCATED})
