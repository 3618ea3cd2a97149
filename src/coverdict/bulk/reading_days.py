"""Columns of dates: the stretches between the days that policies compare with."""

from __future__ import annotations

from datetime import date

from sqlglot import exp

from coverdict.bulk.axes import UNKNOWN, Arm, Axis, Known
from coverdict.bulk.dialects import Dialect, Sql, UnsayableError, is_null
from coverdict.bulk.forms import (
    DAY,
    Groups,
    beyond,
    day_in,
    day_literal,
    is_unknown,
    says,
)
from coverdict.bulk.kinds import Column, Kind
from coverdict.language.model import Fact
from coverdict.language.scalars import FIRST_DAY, LAST_DAY
from coverdict.logic import cells


def date_axis(fact: Fact, held: Column, value: Sql, group: Groups, dialect: Dialect) -> Axis:
    """The symbol says from which of the days on a date lies."""
    every: set[date] = set()
    for one in group:
        assert isinstance(one, cells.Dates)
        found = one.cuts(fact.name)
        if found is None:
            raise UnsayableError(f"{fact.name} is held against other dates")
        every.update(found)
    cuts = tuple(sorted(day for day in every if FIRST_DAY < day <= LAST_DAY))
    starts = (FIRST_DAY, *cuts)
    known: tuple[Known | None, ...] = (*says(fact, starts), None)
    irregular = len(known) - 1
    day = day_in(held, value)
    inside = [Arm(exp.LT(this=day.copy(), expression=day_literal(cut)), at) for at, cut in enumerate(cuts, 1)]
    last = len(starts)
    if held.kind is Kind.TEXT:
        arms = [Arm(is_unknown(held, value), UNKNOWN), Arm(exp.not_(dialect.matches(value, DAY)), irregular)]
        arms += [*inside, Arm(exp.true(), last)]
    else:
        arms = [Arm(exp.LT(this=day.copy(), expression=day_literal(FIRST_DAY)), irregular), *inside]
        arms.append(Arm(exp.LTE(this=day.copy(), expression=day_literal(LAST_DAY)), last))
        arms.append(Arm(is_null(value), UNKNOWN))

    def symbol_of(given: object) -> int:
        assert isinstance(given, date)
        return sum(start <= given for start in starts) or irregular

    guarded = held.kind is Kind.TEXT
    odd = None if guarded else beyond(arms, irregular, irregular)
    return Axis(fact.name, (held,), tuple(arms), irregular, known, symbol_of, odd=odd, guarded=guarded)
