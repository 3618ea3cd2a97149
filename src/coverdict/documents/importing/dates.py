"""Days as policies write them."""

from __future__ import annotations

import re
from datetime import date

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = tuple(_MONTH_NAMES.split())
_NAMES = "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + "|sept"
_ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b")
_SLASHED = re.compile(r"\b(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<y>(?:19|20)\d\d)\b")
_NAMED = re.compile(
    rf"\b(?P<m>{_NAMES})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b", re.I
)
_BRITISH = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_NAMES})\.?,?\s+(?P<y>(?:19|20)\d\d)\b", re.I
)
_FORMS = (_ISO, _NAMED, _BRITISH, _SLASHED)


def day_in(text: str) -> date | None:
    """The first day that a text names in full; None where it names none.

    Numbers with slashes are month, day, year, as in the United States; where the first cannot be a month, day
    and month change places. A month alone is no day, and a year of two digits is not guessed.
    """
    found = [(one.start(), one) for form in _FORMS if (one := form.search(text))]
    for _, one in sorted(found, key=lambda pair: pair[0]):
        day = _day(one["y"], one["m"], one["d"])
        if day is not None:
            return day
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _month(month)
    other = int(day)
    if number > 12 >= other:
        number, other = other, number
    try:
        return date(int(year), number, other)
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(place for place, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower()[:3]))
