"""Trials of days, and of the spans between them."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product

from sqlglot import exp

from coverdict.bulk.dialects import Dialect, Sql, case, integer, is_null
from coverdict.bulk.forms import DAY, day_in, day_literal
from tests.bulk.engines.texts import is_day
from tests.bulk.engines.trials import Columns, Sqls, Trial
from tests.bulk.engines.values import DATES, DAYS_IN_TEXT, NUMBERS_IN_TEXT, ODD, one

CUTS = sorted(day for day in DATES if day is not None)
LEAP = date(2024, 2, 29)
TIMES = [
    None,
    *map(datetime.fromisoformat, ("2024-02-29", "2024-02-29T23:59:59.999999", "1900-01-01T00:00:01")),
]


def months(start: date, end: date) -> int:
    """Completed months, counted one by one."""
    if end < start:
        return -months(end, start)
    count = 0
    while True:
        year, month = divmod(start.year * 12 + start.month + count, 12)
        if (year, month + 1, start.day) > (end.year, end.month, end.day):
            return count
        count += 1


def before(given: date) -> int | None:
    return next((at for at, cut in enumerate(CUTS) if given < cut), None)


def read(dialect: Dialect, sql: Sqls, held: Columns) -> Sql:
    early = exp.LT(this=day_in(held["a"], sql["a"]), expression=day_literal(LEAP))
    return case(
        [
            (is_null(sql["a"]), integer(0)),
            (exp.not_(dialect.matches(sql["a"], DAY)), integer(1)),
            (early, integer(2)),
        ],
        integer(3),
    )


PAIRS = list(product(DATES, DATES))

DAYS = [
    Trial(
        "days from one date to another",
        {"a": "DATE", "b": "DATE"},
        PAIRS,
        lambda dialect, sql, _: dialect.days(sql["a"], sql["b"]),
        lambda a, b: None if a is None or b is None else (b - a).days,
    ),
    Trial(
        "completed months from one date to another",
        {"a": "DATE", "b": "DATE"},
        PAIRS,
        lambda dialect, sql, _: dialect.months(sql["a"], sql["b"]),
        lambda a, b: None if a is None or b is None else months(a, b),
    ),
    Trial(
        "a date as one number",
        {"a": "DATE"},
        one(DATES),
        lambda dialect, sql, _: dialect.day(sql["a"]),
        lambda a: None if a is None else a.year * 10_000 + a.month * 100 + a.day,
    ),
    Trial(
        "a date beside constants",
        {"a": "DATE"},
        one(DATES),
        lambda _, sql, __: case(
            [
                (exp.LT(this=sql["a"].copy(), expression=day_literal(cut)), integer(at))
                for at, cut in enumerate(CUTS)
            ],
            None,
        ),
        lambda a: None if a is None else before(a),
    ),
    Trial(
        "the day of a time",
        {"a": "TIMESTAMP"},
        one(TIMES),
        lambda _, sql, held: day_in(held["a"], sql["a"]),
        lambda a: None if a is None else a.date(),
    ),
    Trial(
        "a day is read from a text only where it is one",
        {"a": "VARCHAR"},
        one([*ODD, *NUMBERS_IN_TEXT, *DAYS_IN_TEXT]),
        read,
        lambda a: 0 if a is None else 1 if not is_day(a) else 2 if date.fromisoformat(a) < LEAP else 3,
    ),
]
