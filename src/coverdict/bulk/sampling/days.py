"""Days of service worth drawing: in force, at the edges, around days that rules speak of, and outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from coverdict.bulk.sampling.draws import Draw
from coverdict.bulk.sampling.values import beside, shifted
from coverdict.language.scalars import FIRST_DAY, LAST_DAY
from coverdict.library.index import Library, PolicyVersion

INSIDE, FURTHER = 40, 12
"""How many days in force, and how many outside, are drawn at random for each span in force."""

YEARS = 4
"""How long a version that goes on is taken to be in force."""

AWAY = 3
"""How many years before and after a span in force the days outside lie."""

Span: TypeAlias = tuple[date, date | None]
"""A first and a last day; None where it goes on."""

ORDINARY: Span = (date(2015, 1, 1), date(2024, 12, 31))
"""Where claims lie for a policy that is never in force: without a day of its own or a window."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days of service: in force, beside a day that matters but not in force, and further outside."""

    inside: tuple[date, ...]
    around: tuple[date, ...]
    outside: tuple[date, ...]

    def kept(self, keep: Callable[[date], bool]) -> Days:
        """Those days that are to be kept."""
        return Days(*(tuple(filter(keep, part)) for part in (self.inside, self.around, self.outside)))

    def all(self) -> tuple[date, ...]:
        return (*self.inside, *self.around, *self.outside)


def spans_in_force(library: Library, payer: str, version: PolicyVersion) -> tuple[Span, ...]:
    """When a version decides for a payer: by its own dates, else in the windows that the payer has set."""
    if version.effective is None:
        return tuple((window.start, window.end) for window in library.windows(payer, version.policy))
    # From the day of a later row on, a text decides that may not be held.
    later = [row - _DAY for row in version.history if row > version.effective]
    ends = [*later, *([version.last] if version.last is not None else [])]
    return ((version.effective, min(ends, default=None)),)


def marked_days(library: Library, payer: str, version: PolicyVersion) -> tuple[date, ...]:
    """The first and last days in force, and those of plans, mandates and guidelines in that time."""
    contents = library.contents
    plans = (plan for plan in contents.plans if plan.payer == payer)
    texts = (*plans, *contents.mandates, *contents.guidelines)
    turns = [day for text in texts for day in (text.effective, text.until) if day is not None]
    found: set[date] = set()
    for first, last in spans_in_force(library, payer, version):
        found.update((first, last or first))
        found.update(day for day in turns if first <= day and (last is None or day <= last))
    return tuple(sorted(found))


def drawn_days(spans: Iterable[Span], marks: Iterable[date], draw: Draw) -> Iterator[date]:
    """Days at random in the time in force, and some years before and after it.

    Arguments:
        marks: days that rules speak of: a version that goes on is taken to be in force until after them.
    """
    latest = max(marks, default=FIRST_DAY)
    for first, last in tuple(spans) or (ORDINARY,):
        end = last or max(shifted("years", first, YEARS), shifted("years", latest, 1))
        yield from (_between(first, end, draw) for _ in range(INSIDE))
        yield from (_between(shifted("years", first, -AWAY), first, draw) for _ in range(FURTHER))
        if last is not None:
            yield from (_between(last, shifted("years", last, AWAY), draw) for _ in range(FURTHER))


def sorted_out(marks: Iterable[date], drawn: Iterable[date], in_force: Callable[[date], bool]) -> Days:
    """The days beside the marked ones and the drawn ones, by whether the version is in force."""
    near = sorted({day for mark in marks for day in beside(mark)})
    further = sorted(set(drawn).difference(near))
    return Days(
        tuple(filter(in_force, (*near, *further))),
        tuple(day for day in near if not in_force(day)),
        tuple(day for day in further if not in_force(day)),
    )


def _between(first: date, last: date, draw: Draw) -> date:
    low, high = (min(max(day, FIRST_DAY), LAST_DAY).toordinal() for day in (first, last))
    return date.fromordinal(low + draw.below(max(1, high - low + 1)))
