"""Groups of dates against every day of short stretches, leap days and month ends among them."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import combinations
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logic.cells.brute import Judge, all_assignments, days

from coverdict.logic.cells import FIRST, LAST, DateIs, Dates, Span, span
from coverdict.logic.cells.gaps import Gaps
from coverdict.logic.cells.spans import (
    Bound,
    at_least,
    fewest_days,
    greatest_solution,
    least_solution,
    units_between,
)

OPS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}
LONG = bool(os.environ.get("COVERDICT_LONG"))
UNITS = ("days", "weeks", "months", "years")


def slow_span(unit: str, start: date, end: date) -> int:
    """By counting: the whole units that fit, a month being over when its day of the month is reached."""
    if end < start:
        return -slow_span(unit, end, start)
    if unit in ("days", "weeks"):
        return int((end - start) / timedelta(days=1 if unit == "days" else 7))
    count, length = 0, 1 if unit == "months" else 12
    year, month = divmod(start.year * 12 + start.month - 1 + length, 12)
    while (year, month + 1, start.day) <= (end.year, end.month, end.day):
        count += 1
        year, month = divmod(year * 12 + month + length, 12)
    return count


def date_true(atom: Any, world: Any) -> bool:
    if isinstance(atom, DateIs):
        return bool(OPS[atom.op](world[atom.fact], atom.day))
    return bool(OPS[atom.op](slow_span(atom.unit, world[atom.start], world[atom.end]), atom.number))


STARTS = [date(2019, 12, 27), date(2020, 2, 20), date(2023, 2, 24), date(2099, 12, 25), date(2100, 2, 25)]


@given(st.dates(FIRST, LAST), st.integers(-900, 900), st.sampled_from(UNITS))
def test_spans_are_counted(start: date, offset: int, unit: Any) -> None:
    """A span is the number of whole units that fit, and the other way round the same, negated."""
    end = start + timedelta(days=offset)
    assert span(unit, start, end) == slow_span(unit, start, end)


@given(st.sampled_from(UNITS), st.integers(-30, 30), st.dates(date(1990, 1, 1), date(2010, 1, 1)))
def test_at_least_is_a_bound_in_days_or_months(unit: Any, number: int, start: date) -> None:
    """Every 'at least' has an earliest end for a start, and a latest start for an end; a day less fails."""
    in_months, least = at_least(unit, number)
    bound = Bound(0, 1, in_months, least)
    end = date.fromordinal(bound.earliest_end(start.toordinal()))
    assert slow_span(unit, start, end) >= number > slow_span(unit, start, end - timedelta(days=1))
    begin = date.fromordinal(bound.latest_start(start.toordinal()))
    assert slow_span(unit, begin, start) >= number > slow_span(unit, begin + timedelta(days=1), start)
    assert units_between(in_months, start.toordinal(), end.toordinal()) >= least


@pytest.mark.parametrize("months", [-13, -2, -1, 0, 1, 2, 12, 13, 48])
def test_fewest_days_of_months(months: int) -> None:
    """The least number of days is that of the shortest stretch, tried at every day of 1900 to 2199."""
    bound = Bound(0, 1, True, months)
    numbers = range(FIRST.toordinal(), LAST.toordinal() + 1)
    assert fewest_days(months) == min(bound.earliest_end(day) - day for day in numbers)


def pair_atoms(first: date, length: int) -> st.SearchStrategy[list[Any]]:
    near = st.integers(-2, length + 1).map(lambda offset: first + timedelta(days=offset))
    dated = st.builds(DateIs, st.sampled_from("ab"), st.sampled_from(sorted(OPS)), near)
    limits = {"days": 40, "weeks": 6, "months": 2, "years": 1}
    spans = st.sampled_from(UNITS).flatmap(
        lambda unit: st.builds(
            Span,
            st.just(unit),
            st.sampled_from("ab"),
            st.sampled_from("ab"),
            st.sampled_from(sorted(OPS)),
            st.integers(-limits[unit], limits[unit]),
        )
    )
    return st.lists(dated | spans, max_size=4, unique=True)


@settings(max_examples=600 if LONG else 30)
@given(st.data(), st.sampled_from(STARTS))
def test_two_dates_agree_with_every_pair_of_days(data: st.DataObject, first: date) -> None:
    """Two dates of 45 days: cells, and what one date allows and answers, are those of all pairs."""
    length = 45
    atoms = data.draw(pair_atoms(first, length))
    stretch = days(first, length)
    group = Dates(("a", "b"), atoms, first=stretch[0], last=stretch[-1])
    judge = Judge(group, atoms, all_assignments({"a": stretch, "b": stretch}), date_true)
    judge.check_cells()
    judge.check_witnesses()
    assert group.allowed({}) == judge.mask(judge.worlds)
    for fact in "ab":
        judge.check_answers(fact, {}, stretch)
    vectors = {vector: cell for cell, vector in enumerate(judge.cell_vectors())}
    cells = {(w["a"], w["b"]): vectors[judge.vector(w)] for w in judge.worlds}
    for day in stretch:
        for fact, other in (("a", "b"), ("b", "a")):
            mask = 0
            for partner in stretch:
                mask |= 1 << cells[(day, partner) if fact == "a" else (partner, day)]
            assert group.allowed({fact: day}) == mask
            if day.day in (1, 15, 29):
                judge.check_answers(other, {fact: day}, stretch)
    for (a, b), cell in cells.items():
        assert group.allowed({"a": a, "b": b}) == 1 << cell == 1 << group.cell_of((a, b))


def triple_atoms(first: date, length: int) -> st.SearchStrategy[list[Any]]:
    near = st.integers(0, length).map(lambda offset: first + timedelta(days=offset))
    dated = st.builds(DateIs, st.sampled_from("abc"), st.sampled_from(["<", "="]), near)
    ends = st.sampled_from(list(combinations("abc", 2)))
    limits = {"days": 12, "weeks": 2, "months": 1}
    spans = st.tuples(st.sampled_from(sorted(limits)), ends, st.sampled_from([">=", "<", "="])).flatmap(
        lambda got: st.builds(
            Span,
            st.just(got[0]),
            st.just(got[1][0]),
            st.just(got[1][1]),
            st.just(got[2]),
            st.integers(-limits[got[0]], limits[got[0]]),
        )
    )
    return st.tuples(st.lists(dated, max_size=1), st.lists(spans, min_size=2, max_size=4, unique=True)).map(
        lambda got: [*got[0], *got[1]]
    )


@settings(max_examples=600 if LONG else 20)
@given(st.data(), st.sampled_from(STARTS), st.integers(0, 13))
def test_three_dates_agree_with_every_triple(data: st.DataObject, first: date, offset: int) -> None:
    """Three dates of a stretch of 14 days, in circles too, with none, one or two of them known."""
    length = 14
    atoms = data.draw(triple_atoms(first, length))
    stretch = days(first, length)
    group = Dates(("a", "b", "c"), atoms, first=stretch[0], last=stretch[-1])
    judge = Judge(group, atoms, all_assignments(dict.fromkeys("abc", stretch)), date_true)
    judge.check_cells()
    judge.check_witnesses()
    day = stretch[offset]
    vectors = {vector: cell for cell, vector in enumerate(judge.cell_vectors())}
    located = [(world, 1 << vectors[judge.vector(world)]) for world in judge.worlds]
    for known in ({}, {"a": day}, {"b": day}, {"a": day, "c": stretch[7]}):
        mask = 0
        for world, cell in located:
            if all(world[fact] == value for fact, value in known.items()):
                mask |= cell
        assert group.allowed(known) == mask
        for fact in set("abc") - set(known):
            judge.check_answers(fact, known, stretch)


# Gaps: dates a month and 31 days apart start only in months of 31 days, so the answers come and go.
def test_answers_find_gaps() -> None:
    atoms = [Span("months", "a", "b", "=", 1), Span("days", "a", "b", "=", 28)]
    stretch = days(date(2023, 1, 25), 80)
    group = Dates(("a", "b"), atoms, first=stretch[0], last=stretch[-1])
    judge = Judge(group, atoms, all_assignments({"a": stretch, "b": stretch}), date_true)
    judge.check_cells()
    judge.check_answers("a", {}, stretch)
    both = group.holds(atoms[0]) & group.holds(atoms[1])
    possible = [day for day in stretch if group.allowed({"a": day}) & both]
    assert date(2023, 2, 1) in possible and date(2023, 2, 28) in possible
    assert date(2023, 1, 31) not in possible and date(2023, 3, 5) not in possible


@pytest.mark.parametrize("years", [(1900, 1909), (2095, 2110), (2190, 2199)])
@pytest.mark.parametrize(
    "bounds",
    [
        (Bound(0, 1, True, 1), Bound(1, 0, False, -29)),
        (Bound(0, 1, False, 30), Bound(1, 0, True, 0)),
        (Bound(0, 1, True, 1), Bound(1, 2, True, 1), Bound(2, 0, False, -60)),
        (Bound(0, 1, True, 12), Bound(1, 2, False, 3), Bound(2, 0, True, -12), Bound(2, 0, False, -369)),
    ],
)
def test_gaps_are_those_found_day_by_day(bounds: tuple[Bound, ...], years: tuple[int, int]) -> None:
    """The runs of days that a date can have are those that the system has a solution for, on every day."""
    lows = [date(years[0], 1, 1).toordinal()] * 3
    highs = [date(years[1], 12, 31).toordinal()] * 3
    for position in sorted({bound.start for bound in bounds}):
        first, last = least_solution(lows, highs, bounds), greatest_solution(lows, highs, bounds)
        assert first is not None and last is not None
        gaps = Gaps(bounds, position)
        possible_days = []
        for day in range(first[position], last[position] + 1):
            low, high = list(lows), list(highs)
            low[position] = high[position] = day
            if least_solution(low, high, bounds) is not None:
                possible_days.append(day)
        for _ in ("fresh", "remembered"):
            runs = gaps.runs(first[position], last[position])
            assert [day for a, b in runs for day in range(a, b + 1)] == possible_days


# Over the whole calendar: an age in years, with the date of service known and not.
def test_age_over_the_whole_calendar() -> None:
    adult = Span("years", "birth", "service", ">=", 21)
    group = Dates(("birth", "service"), [adult, DateIs("service", ">=", date(2024, 1, 1))])
    assert group.size == 4
    known = {"service": date(2024, 2, 29)}
    answers = group.answers("birth", known)
    assert len(answers) == 2
    assert group.allowed({**known, "birth": date(2003, 2, 28)}) & group.holds(adult)
    assert not group.allowed({**known, "birth": date(2003, 3, 1)}) & group.holds(adult)
    assert group.describe("birth", group.holds(adult)) == "<= 2178-12-31"
    before = ~group.holds(DateIs("service", ">=", date(2024, 1, 1))) & 0b1111
    assert group.describe("service", before) == "< 2024-01-01"


# Contradictory spans between one pair are no cell, and are found without climbing through the calendar.
def test_contradictory_spans() -> None:
    atoms = [Span("months", "a", "b", ">=", 2), Span("days", "a", "b", "<", 59)]
    group = Dates(("a", "b"), atoms)
    assert group.size == 3
    assert not group.holds(atoms[0]) & group.holds(atoms[1])


# A day outside the calendar is an error that says so.
def test_days_outside_the_domain() -> None:
    group = Dates(("a",), [DateIs("a", "<", date(2020, 1, 1))])
    with pytest.raises(ValueError, match="a: 1899-12-31 is not between 1900-01-01 and 2199-12-31"):
        group.allowed({"a": date(1899, 12, 31)})
    with pytest.raises(TypeError, match="a: "):
        group.allowed({"a": "2020-01-01"})
