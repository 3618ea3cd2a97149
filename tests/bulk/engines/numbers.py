"""Trials of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlglot import exp

from coverdict.bulk.dialects import Dialect, Sql, added, case, integer, is_null
from coverdict.bulk.forms import NUMBER
from tests.bulk.engines.texts import is_number
from tests.bulk.engines.trials import Columns, Sqls, Trial
from tests.bulk.engines.values import (
    CUTS,
    DAYS_IN_TEXT,
    DECIMALS,
    DOUBLE_CUTS,
    DOUBLES,
    FLOATS,
    NUMBERS_IN_TEXT,
    ODD,
    WHOLE,
    WILD,
    one,
)


def side(given: Any, cut: Any) -> int:
    """Below, on, or above; not a number is above all."""
    return 3 if math.isnan(given) else 1 if given < cut else 2 if given == cut else 3


def beside(kind: str, values: Sequence[Any], cuts: Sequence[Any], literal: Callable[..., Sql]) -> Trial:
    """On which side of each constant a number lies: a digit for each."""

    def said(dialect: Dialect, sql: Sqls, _: Columns) -> Sql:
        digits: list[Sql] = []
        for at, cut in enumerate(cuts):
            constant = exp.paren(literal(dialect, cut))
            below = exp.LT(this=sql["a"].copy(), expression=constant)
            on = exp.EQ(this=sql["a"].copy(), expression=constant.copy())
            digit = case([(below, integer(1)), (on, integer(2))], integer(3))
            digits.append(exp.Mul(this=digit, expression=integer(4**at)))
        return case([(is_null(sql["a"]), exp.null())], added(digits))

    return Trial(
        f"numbers of type {kind} beside constants",
        {"a": kind},
        one(values),
        said,
        lambda a: None if a is None else sum(side(a, cut) * 4**at for at, cut in enumerate(cuts)),
    )


def read(dialect: Dialect, sql: Sqls, _: Columns) -> Sql:
    number = exp.TryCast(this=sql["a"].copy(), to=exp.DataType.build("DECIMAL(30, 12)"))
    return case(
        [
            (is_null(sql["a"]), integer(0)),
            (exp.not_(dialect.matches(sql["a"], NUMBER)), integer(1)),
            (exp.LT(this=number, expression=dialect.number(Decimal("4.1"))), integer(2)),
        ],
        integer(3),
    )


NUMBERS = [
    *(
        beside(kind, values, CUTS, Dialect.number)
        for kind, values in (
            ("DECIMAL(18, 6)", DECIMALS),
            ("DECIMAL(30, 6)", DECIMALS),
            ("DECIMAL(38, 18)", DECIMALS),
            ("BIGINT", WHOLE),
        )
    ),
    beside("DOUBLE", [*DOUBLES, *WILD], DOUBLE_CUTS, Dialect.double),
    beside("FLOAT", [*FLOATS, *WILD], DOUBLE_CUTS, Dialect.double),
    Trial(
        "a number is read from a text only where it is one",
        {"a": "VARCHAR"},
        one([*ODD, *NUMBERS_IN_TEXT, *DAYS_IN_TEXT]),
        read,
        lambda a: 0 if a is None else 1 if not is_number(a) else 2 if Decimal(a) < Decimal("4.1") else 3,
    ),
]
