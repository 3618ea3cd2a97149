"""Dates worth trying: constants, their neighbours, and what spans lead to from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from coverdict.language.syntax import Compare, FactTerm, SpanTerm, SpanUnit
from coverdict_judges.reference import span

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""No date of a patient lies outside: the program's domain, and therefore the judges'."""


def date_candidates(
    facts: Iterable[str], made: Iterable[Compare], known: Mapping[str, date]
) -> dict[str, tuple[date, ...]]:
    """For each date fact, enough dates that some combination lands in every feasible joint case.

    Every condition on dates is a system of bounds: on one date, or on one date given another (a span grows
    with its end and shrinks with its start). The latest solution of such a system, where there is one, is
    reached from the constants, the known dates and the ends of the calendar by following spans; a path needs
    no date twice. So following all spans once fewer than there are linked dates is enough.

    Arguments:
        known: dates that the request gives; they are the only candidates of their facts.
    """
    names = tuple(facts)
    spans = [leaf for leaf in made if isinstance(leaf.term, SpanTerm)]
    linked = {name for leaf in spans for name in _ends(leaf)}
    found: dict[str, set[date]] = {
        name: {known[name]} if name in known else _own(name, made, name in linked) for name in names
    }
    for _ in range(max(0, len(linked) - 1)):
        reached = {name: set(days) for name, days in found.items()}
        for leaf in spans:
            start, end = _ends(leaf)
            for cut in _cuts(leaf):
                reached[end].update(_ends_from(leaf, cut, found[start]))
                reached[start].update(_starts_from(leaf, cut, found[end]))
        for name in known:
            if name in reached:
                reached[name] = {known[name]}
        found = reached
    return {name: tuple(sorted(days)) for name, days in found.items()}


def _ends(leaf: Compare) -> tuple[str, str]:
    assert isinstance(leaf.term, SpanTerm)
    return leaf.term.start, leaf.term.end


def _own(name: str, made: Iterable[Compare], linked: bool) -> set[date]:
    found: set[date] = {FIRST, LAST} if linked else set()
    for leaf in made:
        if leaf.term == FactTerm(name) and isinstance(leaf.value, date):
            found.update(neighbours(leaf.value))
    return found or {date(2020, 1, 1)}


def neighbours(day: date) -> set[date]:
    """The day, the one before and the one after, as far as they lie in the calendar."""
    days = {day + timedelta(days=shift) for shift in (-1, 0, 1)}
    return {near for near in days if FIRST <= near <= LAST}


def _cuts(leaf: Compare) -> tuple[int, ...]:
    """Where the comparison cuts: each number stands for `at most it` against `more than it`."""
    assert isinstance(leaf.value, Decimal)
    number = int(leaf.value)
    if leaf.op in ("<", ">="):
        return (number - 1,)
    if leaf.op in ("<=", ">"):
        return (number,)
    return (number - 1, number)


def _ends_from(leaf: Compare, cut: int, starts: Iterable[date]) -> set[date]:
    assert isinstance(leaf.term, SpanTerm)
    reached = {day for start in starts for day in _end_borders(leaf.term.unit, start, cut)}
    return {day for day in reached if day is not None}


def _starts_from(leaf: Compare, cut: int, ends: Iterable[date]) -> set[date]:
    assert isinstance(leaf.term, SpanTerm)
    reached = {day for end in ends for day in _start_borders(leaf.term.unit, end, cut)}
    return {day for day in reached if day is not None}


@lru_cache(maxsize=100_000)
def _end_borders(unit: SpanUnit, start: date, cut: int) -> tuple[date | None, date | None]:
    """The last end for which the span is at most `cut`, and the first for which it is more."""
    low, high = FIRST.toordinal() - 1, LAST.toordinal() + 1
    while high - low > 1:
        middle = (low + high) // 2
        if span(unit, start, date.fromordinal(middle)) <= cut:
            low = middle
        else:
            high = middle
    return _day(low), _day(high)


@lru_cache(maxsize=100_000)
def _start_borders(unit: SpanUnit, end: date, cut: int) -> tuple[date | None, date | None]:
    """The last start for which the span is more than `cut`, and the first for which it is at most that."""
    low, high = FIRST.toordinal() - 1, LAST.toordinal() + 1
    while high - low > 1:
        middle = (low + high) // 2
        if span(unit, date.fromordinal(middle), end) > cut:
            low = middle
        else:
            high = middle
    return _day(low), _day(high)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if FIRST.toordinal() <= ordinal <= LAST.toordinal() else None
