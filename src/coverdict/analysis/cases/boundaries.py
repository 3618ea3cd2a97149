"""The values beside a constant: what a patient has who stands just on one side of a boundary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from coverdict.analysis.cases.written import Facts, measured
from coverdict.language.syntax import Compare, CountTerm, FactTerm, SpanTerm, Term
from coverdict.logic import cells

READABLE = Decimal("0.1")
"""The step of a measurement whose constant has no more than one decimal place."""

Constant = Decimal | date


def boundary_values(comparison: Compare, facts: Facts) -> tuple[Constant, ...]:
    """The constant, and the nearest readable values on both sides of it, as far as the fact can have them."""
    around = (comparison.value, *beside(comparison, facts))
    return tuple(sorted(value for value in around if _possible(comparison.term, value, facts)))


def other_constants(comparison: Compare, facts: Facts) -> Iterator[Constant]:
    """The constants that stand in for a comparison's when it is changed: its neighbours, and one unit off."""
    value = comparison.value
    units = [] if isinstance(value, date) else [value - 1, value + 1]
    for other in dict.fromkeys([*beside(comparison, facts), *units]):
        if other != value and _possible(comparison.term, other, facts):
            yield other


def beside(comparison: Compare, facts: Facts) -> tuple[Constant, Constant]:
    """The nearest readable values below and above the constant, whether or not the fact can have them."""
    value = comparison.value
    if isinstance(value, date):
        lowest, highest = cells.FIRST, cells.LAST
        one = timedelta(days=1)
        return (value - one if value > lowest else value, value + one if value < highest else value)
    if is_whole(comparison.term, facts):
        down, up = value.to_integral_value(ROUND_FLOOR), value.to_integral_value(ROUND_CEILING)
        return (down - 1, up + 1) if down == up else (down, up)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    step = min(READABLE, Decimal(1).scaleb(exponent))
    return value - step, value + step


def is_whole(term: Term, facts: Facts) -> bool:
    """Whether a term has whole numbers alone."""
    if isinstance(term, CountTerm | SpanTerm):
        return True
    fact = measured(term, facts)
    return fact is not None and (fact.whole or isinstance(fact.derived, CountTerm))


def _possible(term: Term, value: Constant, facts: Facts) -> bool:
    if isinstance(value, date):
        return cells.FIRST <= value <= cells.LAST
    if is_whole(term, facts) and value != value.to_integral_value():
        return False
    counted = isinstance(term, CountTerm) or (
        isinstance(term, FactTerm) and isinstance(facts[term.fact].derived, CountTerm)
    )
    if counted and value < 0:
        return False
    fact = measured(term, facts)
    if fact is None:
        return True
    low, high = fact.minimum, fact.maximum
    return (low is None or low <= value) and (high is None or value <= high)
