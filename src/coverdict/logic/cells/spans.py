"""Time between dates, and systems of bounds on it.

Dates are day numbers (`date.toordinal`). Every comparison of a span comes down to `at least`:
days(a, b) >= n or months(a, b) >= n, because weeks and years are coarser days and months, and because
span(b, a) = -span(a, b) turns "at most" around. Both are monotone: with a fixed, the days b that fulfil
one are all from some least day on, and that day never falls when a rises. So of two solutions of a system
of such bounds the componentwise earlier (and the later) of each date is a solution too; raising every
date only as far as some bound demands ends in the least solution, or above an upper end, and then there
is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from coverdict.logic.cells.atoms import SpanUnit

FIRST = date(1900, 1, 1)
LAST = date(2199, 12, 31)

_NEVER = 4_000_000  # above every day number
_MOST_MONTHS = 12 * 300  # between two dates of the domain


def span(unit: SpanUnit, start: date, end: date) -> int:
    """Whole units from `start` to `end`; see the atom Span for what each unit means."""
    if end < start:
        return -span(unit, end, start)
    match unit:
        case "days":
            return (end - start).days
        case "weeks":
            return (end - start).days // 7
        case "months":
            return 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)
        case "years":
            return (_yyyymmdd(end) - _yyyymmdd(start)) // 10000


def _yyyymmdd(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def at_least(unit: SpanUnit, number: int) -> tuple[bool, int]:
    """`span >= number` as (in months rather than days, least number of those).

    Truncation towards zero: at least n weeks is 7n days for n above 0; otherwise it only excludes -7
    days a week further, so 7n - 6. The same with 12 months for years.
    """
    in_months = unit in ("months", "years")
    length = {"days": 1, "weeks": 7, "months": 1, "years": 12}[unit]
    return in_months, length * number if number > 0 else length * number - (length - 1)


def units_between(in_months: bool, start: int, end: int) -> int:
    """Days or completed months from one day number to another."""
    if not in_months:
        return end - start
    return span("months", date.fromordinal(start), date.fromordinal(end))


@dataclass(frozen=True, slots=True)
class Bound:
    """From date `start` to date `end` (positions of dates) are at least `least` days, or months."""

    start: int
    end: int
    in_months: bool
    least: int

    def earliest_end(self, start: int) -> int:
        """The least day for `end` when `start` is this day."""
        if not self.in_months:
            return start + self.least
        day = date.fromordinal(start)
        month = 12 * day.year + day.month - 1
        # Up to 0 months the end may lie before the start, by less than one month more.
        if self.least > 0:
            return _on_or_after(month + self.least, day.day)
        return _on_or_after(month + self.least - 1, day.day + 1)

    def latest_start(self, end: int) -> int:
        """The greatest day for `start` when `end` is this day."""
        if not self.in_months:
            return end - self.least
        day = date.fromordinal(end)
        month = 12 * day.year + day.month - 1
        if self.least > 0:
            return _on_or_before(month - self.least, day.day)
        return _on_or_before(month - self.least + 1, day.day - 1)


def _month_start(month: int) -> int:
    year, number = divmod(month, 12)
    if year < 1:
        return 0
    return date(year, number + 1, 1).toordinal() if year <= 9999 else _NEVER


def _on_or_after(month: int, day: int) -> int:
    """The first day that is not before (month, day of month), whether or not the month has that day."""
    return min(_month_start(month) + day - 1, _month_start(month + 1))


def _on_or_before(month: int, day: int) -> int:
    """The last day that is not after (month, day of month); day 0 is the end of the month before."""
    return min(_month_start(month) + day - 1, _month_start(month + 1) - 1)


def least_solution(lows: Sequence[int], highs: Sequence[int], bounds: Sequence[Bound]) -> list[int] | None:
    """The earliest days within the ends that fulfil all bounds, or None when there are none."""
    days = list(lows)
    if any(low > high for low, high in zip(days, highs, strict=True)):
        return None
    moved = True
    while moved:
        moved = False
        for bound in bounds:
            earliest = bound.earliest_end(days[bound.start])
            if earliest > days[bound.end]:
                if earliest > highs[bound.end]:
                    return None
                days[bound.end] = earliest
                moved = True
    return days


def greatest_solution(lows: Sequence[int], highs: Sequence[int], bounds: Sequence[Bound]) -> list[int] | None:
    """The latest days within the ends that fulfil all bounds, or None when there are none."""
    days = list(highs)
    if any(low > high for low, high in zip(lows, days, strict=True)):
        return None
    moved = True
    while moved:
        moved = False
        for bound in bounds:
            latest = bound.latest_start(days[bound.end])
            if latest < days[bound.start]:
                if latest < lows[bound.start]:
                    return None
                days[bound.start] = latest
                moved = True
    return days


def rises_forever(dates: int, bounds: Sequence[Bound]) -> bool:
    """Whether a round of bounds lifts every date above itself, in days alone: then nothing fulfils them.

    It only saves `least_solution` from climbing through the whole calendar a few days at a time.
    """
    least: list[list[int | None]] = [[None] * dates for _ in range(dates)]
    for bound in bounds:
        days = fewest_days(bound.least) if bound.in_months else bound.least
        best = least[bound.start][bound.end]
        if best is None or days > best:
            least[bound.start][bound.end] = days
    for middle in range(dates):
        for start in range(dates):
            head = least[start][middle]
            if head is None:
                continue
            for end in range(dates):
                tail = least[middle][end]
                best = least[start][end]
                if tail is not None and (best is None or head + tail > best):
                    least[start][end] = head + tail
    return any((least[here][here] or 0) > 0 for here in range(dates))


@cache
def _month_starts() -> tuple[int, ...]:
    """The first days of the months of 1599 to 2499: any start in the domain, give or take 300 years."""
    return tuple(_month_start(month) for month in range(12 * 1599, 12 * 2500))


@cache
def fewest_days(months: int) -> int:
    """The least number of days, negative if need be, between dates at least `months` apart."""
    if abs(months) > _MOST_MONTHS:
        return _NEVER if months > 0 else -_NEVER
    starts = _month_starts()
    first = 12 * (FIRST.year - 1599)
    shift, extra = (months, 0) if months > 0 else (months - 1, 1)
    fewest = _NEVER
    for month in range(first, first + _MOST_MONTHS):
        base = starts[month]
        target, after = starts[month + shift], starts[month + shift + 1]
        fewest = min(fewest, target + extra - base)
        # Days of the month that the target month lacks run on into the month after it.
        last_day = starts[month + 1] - base
        fewest = min(fewest, min(target + last_day - 1 + extra, after) - base - last_day + 1)
    return fewest
