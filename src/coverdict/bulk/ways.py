"""The way of a row: by payer, code and date of service, as SQL."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from sqlglot import exp

from coverdict.bulk.dialects import Sql, case, column, equals_any, integer, is_null, text
from coverdict.bulk.forms import DAY, LONGEST_CODE, day_in, day_literal, unpadded
from coverdict.bulk.kinds import Column, Kind
from coverdict.bulk.lookups import Cell, Lookup, Type
from coverdict.bulk.plan import Plan
from coverdict.bulk.routes import Spans, Way, not_addressed
from coverdict.language.scalars import FIRST_DAY, LAST_DAY
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS

ROW = "t"
"""What queries call the table, and every step made of it."""


def sentences(held_payer: Column | None, code: Column, day: Column) -> tuple[str, ...]:
    """Why rows cannot be sent any way, in the order in which it is looked at."""
    payer = held_payer.name if held_payer else "payer"
    return (
        f"the row has no payer (column {payer})",
        f"the payer in column {payer} has no settings in the library",
        f"the row has no code (column {code.name})",
        f"column {code.name} holds no code",
        f"the row has no date of service (column {day.name})",
        f"column {day.name} holds no date from {FIRST_DAY} to {LAST_DAY}",
    )


NO_PAYER, OTHER_PAYER, NO_CODE, BAD_CODE, NO_DAY, BAD_DAY = range(6)


def way_of(plan: Plan) -> Sql:
    """The number of a row's way; codes that policies address come first, since most rows have one."""
    payer = unpadded(plan.held.payer) if plan.held.payer else None
    code = code_of(plan.held.code)
    arms: list[tuple[Sql, Sql]] = []
    for (owner, spans), codes in _by_spans(plan).items():
        mine = plan.dialect.is_one_of(code, codes)
        if payer is not None:
            mine = exp.and_(equals_any(payer, (owner,)), mine)
        arms.append((mine, _on_day(plan, spans)))
    return case([*arms, *_unlisted(plan)[0]], _unlisted(plan)[1])


def unlisted_way(plan: Plan) -> Sql:
    """The way of a row whose code no policy of its payer addresses on that day, or that has no way."""
    return case(*_unlisted(plan))


def _unlisted(plan: Plan) -> tuple[list[tuple[Sql, Sql]], Sql]:
    held, dialect = plan.held, plan.dialect
    apart = len(plan.ways)
    code = code_of(held.code)
    payer = unpadded(held.payer) if held.payer else None
    arms: list[tuple[Sql, Sql]] = []
    if payer is not None:
        empty = exp.or_(is_null(payer), equals_any(payer, UNKNOWN_WORDS))
        arms.append((empty, integer(apart + NO_PAYER)))
        arms.append((exp.not_(equals_any(payer, plan.routes.payers)), integer(apart + OTHER_PAYER)))
    arms.append((exp.or_(is_null(code), equals_any(code, UNKNOWN_WORDS)), integer(apart + NO_CODE)))
    arms.append((exp.not_(dialect.is_word(code, LONGEST_CODE)), integer(apart + BAD_CODE)))
    rest = {owner: ((FIRST_DAY, not_addressed(owner)),) for owner in plan.routes.payers}
    if payer is not None and len(set(rest.values())) > 1:
        arms += [
            (equals_any(payer, (owner,)), _on_day(plan, spans)) for owner, spans in list(rest.items())[1:]
        ]
    return arms, _on_day(plan, rest[plan.routes.payers[0]])


# --- many codes ------------------------------------------------------------------------------------------

MOST_CODES = 150
"""Codes that are compared one by one; of more, the way is looked up."""


def has_many_codes(plan: Plan) -> bool:
    return plan.dialect.name == "duckdb" and len(plan.routes.spans) > MOST_CODES


def _turns(plan: Plan) -> list[date]:
    """Every day on which some code goes another way than the day before."""
    return sorted({day for spans in plan.routes.spans.values() for day, _ in spans})


def routes_lookup(plan: Plan) -> Lookup:
    """The way of each payer, code and stretch of days between two turns."""
    turns = _turns(plan)
    numbers = {way: number for number, way in enumerate(plan.ways)}
    rows: list[tuple[Cell, ...]] = []
    for (payer, code), spans in plan.routes.spans.items():
        starts = [day for day, _ in spans]
        for stretch, day in enumerate(turns):
            way = spans[bisect_right(starts, day) - 1][1]
            rows.append((payer, code, stretch, numbers[way]))
    columns: list[tuple[str, Type]] = [("cv_payer", "text"), ("cv_code", "text")]
    columns += [("cv_stretch", "integer"), ("cv_to", "integer")]
    return Lookup("cv_routes", tuple(columns), rows)


def listed_route(plan: Plan) -> Sql:
    """Which row of the look-up is a row's."""
    held = plan.held
    turns = _turns(plan)
    raw = unpadded(held.day)
    day = day_in(held.day, raw)
    arms: list[tuple[Sql, Sql]] = []
    if held.day.kind is Kind.TEXT:
        unread = exp.not_(exp.Coalesce(this=plan.dialect.matches(raw, DAY), expressions=[exp.false()]))
        arms.append((unread, exp.null()))
    arms.append((exp.LT(this=day.copy(), expression=day_literal(FIRST_DAY)), exp.null()))
    arms += [
        (exp.LT(this=day.copy(), expression=day_literal(turn)), integer(at))
        for at, turn in enumerate(turns[1:])
    ]
    arms.append((exp.LTE(this=day.copy(), expression=day_literal(LAST_DAY)), integer(len(turns) - 1)))
    stretch = case(arms, exp.null())
    same = [
        exp.EQ(this=column("cv_code", "cv_routes"), expression=code_of(held.code)),
        exp.EQ(this=column("cv_stretch", "cv_routes"), expression=stretch),
    ]
    owner = unpadded(held.payer) if held.payer else text(plan.routes.payers[0])
    same.append(exp.EQ(this=column("cv_payer", "cv_routes"), expression=owner))
    return exp.and_(*same)


def code_of(held: Column) -> Sql:
    """The code of the service, as text."""
    code = unpadded(held)
    return exp.cast(code, "TEXT") if held.kind is Kind.INTEGER else code


def _by_spans(plan: Plan) -> dict[tuple[str, Spans], list[str]]:
    found: dict[tuple[str, Spans], list[str]] = {}
    for (payer, code), spans in plan.routes.spans.items():
        found.setdefault((payer, spans), []).append(code)
    return found


def _on_day(plan: Plan, spans: Spans) -> Sql:
    """The way of a row by its date of service."""
    held, apart = plan.held.day, len(plan.ways)
    numbers: Mapping[Way, int] = {way: number for number, way in enumerate(plan.ways)}
    raw = unpadded(held)
    day = day_in(held, raw)
    inside: list[tuple[Sql, Sql]] = [
        (exp.LT(this=day.copy(), expression=day_literal(following)), integer(numbers[way]))
        for (_, way), (following, _) in pairwise(spans)
    ]
    last = integer(numbers[spans[-1][1]])
    if held.kind is Kind.TEXT:
        good = case(inside, last)
        missing = exp.or_(is_null(raw), equals_any(raw, UNKNOWN_WORDS))
        return case(
            [(plan.dialect.matches(raw, DAY), good), (missing, integer(apart + NO_DAY))],
            integer(apart + BAD_DAY),
        )
    early = exp.LT(this=day.copy(), expression=day_literal(FIRST_DAY))
    arms = [(early, integer(apart + BAD_DAY)), *inside]
    arms.append((exp.LTE(this=day.copy(), expression=day_literal(LAST_DAY)), last))
    arms.append((is_null(raw), integer(apart + NO_DAY)))
    return case(arms, integer(apart + BAD_DAY))
