"""The Gregorian calendar for Z3: year, month and day of a date tied to its ordinal, and completed spans."""

from __future__ import annotations

from typing import Any, TypeAlias

Civil: TypeAlias = tuple[Any, Any, Any]
"""Year, month and day of the month, as Z3 integers."""


def civil_date(z3: Any, name: str, ordinal: Any) -> tuple[Civil, list[Any]]:
    """New variables for year, month and day of a date, and what ties them to its ordinal."""
    year, month, day = (z3.Int(f"{name}!{part}") for part in ("year", "month", "day"))
    leap = z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))
    february = z3.If(leap, 29, 28)
    thirty = z3.Or([month == short for short in (4, 6, 9, 11)])
    longest = z3.If(month == 2, february, z3.If(thirty, 30, 31))
    before = year - 1
    days_of_years = before * 365 + before / 4 - before / 100 + before / 400
    # Days of the months before, as if February had 30; what it lacks is taken off from March on.
    days_of_months = (367 * month - 362) / 12
    too_many = z3.If(month <= 2, 0, 30 - february)
    conditions = [
        year >= 1900,
        year <= 2199,
        month >= 1,
        month <= 12,
        day >= 1,
        day <= longest,
        ordinal == days_of_years + days_of_months - too_many + day,
    ]
    return (year, month, day), conditions


def whole_months(z3: Any, first: Civil, last: Civil) -> Any:
    """Completed months from a date to one that is not before it."""
    months = 12 * (last[0] - first[0]) + last[1] - first[1]
    return z3.If(last[2] < first[2], months - 1, months)


def whole_years(z3: Any, first: Civil, last: Civil) -> Any:
    """Completed years from a date to one that is not before it."""
    earlier = z3.Or(last[1] < first[1], z3.And(last[1] == first[1], last[2] < first[2]))
    return z3.If(earlier, last[0] - first[0] - 1, last[0] - first[0])
