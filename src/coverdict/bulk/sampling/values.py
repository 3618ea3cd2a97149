"""Values worth drawing of one fact: on every constant, close to it on both sides, and well away from it.

All are in the form that cells take.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import pairwise

from coverdict.bulk.sampling.codes import code_sets, codes
from coverdict.bulk.sampling.compared import Between, Compared
from coverdict.language.model import Fact, FactType
from coverdict.language.scalars import FIRST_DAY, LAST_DAY
from coverdict.language.syntax import CountTerm

PLACES = 18
"""Digits on each side of the point that a column of decimals has room for; a value of more is not drawn."""

READABLE = Decimal("0.1")
"""The step beside a constant that has no more than one decimal."""

_FINER = Decimal("0.1")  # of that step: what rounding in binary would take for the constant itself
_DIGITS = 100  # to reckon with: none of a constant's is rounded away
_APART = (-400, -45, -3, 0, 20, 200)  # days from a usual one, where no constant says what matters


def values_of(fact: Fact, compared: Compared) -> tuple[object, ...]:
    """Values of a fact, whatever is known of others; of a date there may be none."""
    match fact.type:
        case FactType.YES_NO:
            return ("yes", "no")
        case FactType.CHOICE:
            return tuple(option.name for option in fact.options)
        case FactType.NAME:
            return names(fact, compared.names.get(fact.name, ()))
        case FactType.NUMBER | FactType.QUANTITY:
            return numbers(fact, compared.numbers.get(fact.name, ()))
        case FactType.CODE:
            return codes(fact, compared.sets.get(fact.name, ()))
        case FactType.CODES:
            return code_sets(fact, compared.sets.get(fact.name, ()))
        case FactType.DATE:
            return days(compared.days.get(fact.name, ()))
        case FactType.LIST:
            raise TypeError(f"{fact.name}: a list is in no column")


# --- names ---------------------------------------------------------------------------------------------


def names(fact: Fact, asked: Iterable[str]) -> tuple[str, ...]:
    """The options of a name, what it is asked to be, and one that is neither."""
    known = dict.fromkeys([*(option.name for option in fact.options), *sorted(asked)])
    return (*known, other_than(known, "another"))


def other_than(known: Iterable[str], name: str) -> str:
    """A name that is none of the known ones."""
    taken = set(known)
    while name in taken:
        name += "_"
    return name


# --- numbers -------------------------------------------------------------------------------------------


def is_whole(fact: Fact) -> bool:
    return fact.whole or isinstance(fact.derived, CountTerm)


def numbers(fact: Fact, constants: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """The constants and bounds, the nearest values on both sides of each, and values between and beyond."""
    with localcontext() as context:
        context.prec = _DIGITS
        bounds = (bound for bound in (fact.minimum, fact.maximum) if bound is not None)
        marks = sorted({*constants, *bounds} or {Decimal(0)})
        around = _whole_around(marks) if is_whole(fact) else _around(marks)
        return tuple(sorted({value for value in around if within(fact, value) and storable(value)}))


def _whole_around(marks: list[Decimal]) -> Iterator[Decimal]:
    for mark in marks:
        down, up = mark.to_integral_value(ROUND_FLOOR), mark.to_integral_value(ROUND_CEILING)
        yield from (down - 1, down, up, up + 1)
    for low, high in pairwise(marks):
        yield ((low + high) / 2).to_integral_value(ROUND_FLOOR)
    lowest, highest = marks[0].to_integral_value(ROUND_FLOOR), marks[-1].to_integral_value(ROUND_CEILING)
    yield from (lowest - 5, highest + 2, highest + 5)


def _around(marks: list[Decimal]) -> Iterator[Decimal]:
    for mark in marks:
        exponent = mark.normalize().as_tuple().exponent
        assert isinstance(exponent, int)  # a constant is finite
        step = min(READABLE, Decimal(1).scaleb(exponent))
        for near in (step, step * _FINER):
            yield from (mark - near, mark + near)
        yield mark
    for low, high in pairwise(marks):
        yield (low + high) / 2
    yield from (marks[0] - 1, marks[0] - 5, marks[-1] + 1, marks[-1] + 5)


def within(fact: Fact, value: Decimal) -> bool:
    low, high = fact.minimum, fact.maximum
    return (low is None or low <= value) and (high is None or value <= high)


def storable(value: Decimal) -> bool:
    """Whether a column of decimals, or of whole numbers, has room for all digits of a value."""
    with localcontext() as context:
        context.prec = _DIGITS
        exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # it is finite
    return exponent >= -PLACES and abs(value) < Decimal(10) ** PLACES


# --- dates ---------------------------------------------------------------------------------------------


def days(constants: Iterable[date]) -> tuple[date, ...]:
    """The constants, the days before and after each, and days between and beyond; none without constants."""
    marks = sorted(constants)
    if not marks:
        return ()
    found = {near for mark in marks for near in beside(mark)}
    found.update(low + (high - low) // 2 for low, high in pairwise(marks))
    found.update(shifted("years", end, by) for end, by in ((marks[0], -1), (marks[-1], 1)))
    return tuple(sorted(found))


def beside(day: date) -> tuple[date, ...]:
    """A day, the one before and the one after, as far as a date fact can have them."""
    return tuple(
        date.fromordinal(number)
        for number in range(day.toordinal() - 1, day.toordinal() + 2)
        if FIRST_DAY.toordinal() <= number <= LAST_DAY.toordinal()
    )


def days_beside(
    name: str, known: Mapping[str, object], spans: Iterable[Between], usual: Iterable[date]
) -> tuple[date, ...]:
    """Days of a date that is held against known ones: about as many units apart as rules ask for.

    Arguments:
        usual: days that others lie around where nothing is known to measure from.
    """
    found: set[date] = set()
    for span in spans:
        if span.end == name and isinstance(start := known.get(span.start), date):
            found.update(beside(shifted(span.unit, start, span.number)))
        if span.start == name and isinstance(end := known.get(span.end), date):
            found.update(beside(shifted(span.unit, end, -span.number)))
    anchors = [day for day in known.values() if isinstance(day, date)] or list(usual)
    found.update(shifted("days", anchor, apart) for anchor in anchors for apart in _APART)
    return tuple(sorted(found))


def shifted(unit: str, day: date, number: int) -> date:
    """So many units later, or earlier; no further than a date fact reaches."""
    if unit in ("days", "weeks"):
        ordinal = day.toordinal() + number * (7 if unit == "weeks" else 1)
    else:
        months = day.year * 12 + day.month - 1 + number * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            return FIRST_DAY if year < FIRST_DAY.year else LAST_DAY
        last = monthrange(year, month + 1)[1]
        ordinal = date(year, month + 1, min(day.day, last)).toordinal()
    return date.fromordinal(min(max(ordinal, FIRST_DAY.toordinal()), LAST_DAY.toordinal()))
