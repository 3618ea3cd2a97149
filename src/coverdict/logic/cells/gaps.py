"""Days that a date cannot have because of how long months are, though earlier and later days are possible.

Take a system of bounds and ends (spans.py) in which date f can have the days `first` and `last`, and a
day v between them. The least solution with f >= v exists; it is the later, date by date, of the least
solution with f >= first and of D(v): what v alone drives the dates to. So f itself can be v exactly if
D(v) leaves f at v, and otherwise D(v) has the next day that it can be. D(v) knows no ends, only the
calendar.

Two things keep the days few that have to be tried:

- Where D(v) leaves f at v and no driven date is past the 27th of its month, the dates D(v) + t fulfil all
  bounds as long as none passes the 27th: v + t is possible, too.
- Within 200 years of which each fourth is a leap year, 1461 days later everything is the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coverdict.logic.cells.spans import Bound

_CYCLE = 1461
_REGULAR = 27

_ZONES = tuple(date(year, 3, 1).toordinal() for year in range(1700, 2501, 100) if year % 400)
"""The days after a February that, in a century's first year, lacks its leap day."""


@dataclass(frozen=True, slots=True)
class _Drive:
    """What a day does: the next possible day, and the latest day that anything is driven to, both relative;
    and for how many further days the same holds."""

    next_day: int
    latest: int
    steady: int


class Gaps:
    """The possible days of the date at `position`, under bounds between unknown dates.

    Only to be asked between two days that the date can have.
    """

    def __init__(self, bounds: tuple[Bound, ...], position: int) -> None:
        self._bounds = bounds
        self._position = position
        # No path along the bounds leads further back than this.
        self._back = sum(
            (31 * (abs(bound.least) + 2)) if bound.in_months else abs(bound.least) for bound in bounds
        )
        self._remembered: dict[int, _Drive] = {}

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The possible days from `first` to `last`, as runs."""
        start = day = first
        while day <= last:
            drive = self._drive(day)
            if drive.next_day:
                if start < day:
                    yield start, day - 1
                start = day = day + drive.next_day
            else:
                day += 1 + drive.steady
        if start <= last:
            yield start, last

    def _drive(self, day: int) -> _Drive:
        zone = bisect_right(_ZONES, day)
        roomy = 0 < zone < len(_ZONES) and day - self._back >= _ZONES[zone - 1]
        if not roomy:
            return self._driven(day)
        # Every zone begins with the same year of the cycle.
        phase = (day - _ZONES[zone - 1]) % _CYCLE
        found = self._remembered.get(phase)
        if found is None:
            found = self._driven(day)
            if day + found.latest < _ZONES[zone]:
                self._remembered[phase] = found
        elif day + found.latest >= _ZONES[zone]:
            found = self._driven(day)
        return found

    def _driven(self, day: int) -> _Drive:
        days: dict[int, int] = {self._position: day}
        moved = True
        while moved:
            moved = False
            for bound in self._bounds:
                start = days.get(bound.start)
                if start is not None:
                    earliest = bound.earliest_end(start)
                    if earliest > days.get(bound.end, 0):
                        days[bound.end] = earliest
                        moved = True
        latest_in_month = max(date.fromordinal(driven).day for driven in days.values())
        return _Drive(
            days[self._position] - day,
            max(days.values()) - day,
            max(0, _REGULAR - latest_in_month),
        )
