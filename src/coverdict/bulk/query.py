"""The query of a plan: from a row to its way, its keys, its end, and the columns of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from coverdict.bulk.answers import ANSWER
from coverdict.bulk.asked import Asked
from coverdict.bulk.axes import Axis, reason_column, symbol_column
from coverdict.bulk.decided import Decided
from coverdict.bulk.dialects import Dialect, Sql, added, case, column, equals_any, integer, text
from coverdict.bulk.forms import DAY, day_in, unpadded
from coverdict.bulk.kinds import Column, Kind
from coverdict.bulk.lookups import Cell, Lookup, Stacked, Type
from coverdict.bulk.plan import End, Ends, Plan, Steps
from coverdict.bulk.spelling import Key, key_of
from coverdict.bulk.ways import ROW, has_many_codes, listed_route, routes_lookup, unlisted_way, way_of
from coverdict.bulk.wide import Wide
from coverdict.decision.eligibility import ENDED
from coverdict.text import listed

if TYPE_CHECKING:
    from coverdict.bulk.asked import Numbers

# --- keys and steps ------------------------------------------------------------------------------------


def _key(plan: Plan, level: int) -> Sql:
    """What the readings of a level add; on the first level, from where the way's keys begin."""
    first = plan.steps.first
    arms: list[tuple[Sql, Sql]] = []
    for number, decided in plan.decided.items():
        if not decided.is_listed or level >= len(decided.blocks.blocks):
            continue
        start: list[Sql] = [] if level or not first[number] else [integer(first[number])]
        arms.append((_goes(number), added([*start, *_parts(decided, level)])))
    if level:
        return case([*_odd_arms(plan, 0), *arms], integer(0))
    return case([*_odd_arms(plan, plan.steps.unreadable), *arms], column("cv_way", ROW))


def _vector(plan: Plan, level: int) -> Sql:
    """What the readings of a way add whose tables are not listed."""
    arms = [
        (_goes(number), exp.cast(added(_parts(decided, level)), "BIGINT"))
        for number, decided in plan.decided.items()
        if not decided.is_listed and level < len(decided.blocks.blocks)
    ]
    return case([*_odd_arms(plan, 0), *arms], integer(0))


def _odd_arms(plan: Plan, key: int) -> list[tuple[Sql, Sql]]:
    """What rows add that cannot be read."""
    arms: list[tuple[Sql, Sql]] = []
    for name, (_, ways) in odd_columns(plan).items():
        mine = exp.In(this=column("cv_way", ROW), expressions=[integer(way) for way in ways])
        arms.append((exp.and_(column(name, ROW), mine), integer(key)))
    return arms


def odd_columns(plan: Plan) -> dict[str, tuple[tuple[Axis, ...], list[int]]]:
    """Columns that say whether a row cannot be read: of which axes, for rows of which ways."""
    groups: dict[frozenset[Key], tuple[tuple[Axis, ...], list[int]]] = {}
    for way, decided in plan.decided.items():
        if decided.odd:
            groups.setdefault(frozenset(map(key_of, decided.odd)), (decided.odd, []))[1].append(way)
    return {f"cv_odd_{number}": group for number, group in enumerate(groups.values(), 1)}


def _goes(way: int) -> Sql:
    return exp.EQ(this=column("cv_way", ROW), expression=integer(way))


def _parts(decided: Decided, level: int) -> list[Sql]:
    """Parts whose sum is a way's key of a level."""
    block = decided.blocks.blocks[level]
    parts: list[Sql] = []
    for at, weight in zip(block.digits, block.weights, strict=True):
        reading = decided.readings.get(decided.digits[at].dimension)
        assert reading is not None
        parts += reading.expressions(weight)
    return parts


def key_names(plan: Plan) -> list[str]:
    """The columns by which rows end alike."""
    levels = len(plan.steps.tables)
    keys = [f"cv_key_{level}" for level in range(1, levels + 1)]
    return keys + [f"cv_vector_{level}" for level in range(1, plan.vectors + 1)]


def all_axes(plan: Plan) -> tuple[Axis, ...]:
    """The axes of all ways; those of one column stand side by side for each way."""
    return tuple(axis for decided in plan.decided.values() for axis in decided.axes)


def routed(plan: Plan, source: Sql) -> exp.Select:
    """Every row with its way.

    Arguments:
        source: the table.
    """
    rows = exp.Table(this=source.copy(), alias=exp.TableAlias(this=exp.to_identifier(ROW)))
    if isinstance(source, exp.Table):
        rows = source.copy()
        rows.set("alias", exp.TableAlias(this=exp.to_identifier(ROW)))
    query = exp.select(every_column()).from_(rows, copy=False)
    if not has_many_codes(plan):
        return query.select(exp.alias_(way_of(plan), "cv_way"), copy=False)
    way = exp.Coalesce(this=column("cv_to", "cv_routes"), expressions=[unlisted_way(plan)])
    query = query.select(exp.alias_(way, "cv_way"), copy=False)
    return query.join(exp.to_table("cv_routes"), on=listed_route(plan), join_type="left", copy=False)


def every_column() -> Sql:
    return exp.Column(this=exp.Star(), table=exp.to_identifier(ROW))


def keyed(plan: Plan, source: Sql) -> exp.Select:
    """Every row with its way and keys.

    Arguments:
        source: the table.
    """
    inner = routed(plan, source)
    for table, axis in spelled_axes(plan).items():
        same = (
            exp.EQ(this=looked_up(plan.dialect, one, axis.whole), expression=column(raw_column(at), table))
            for at, one in enumerate(axis.columns, 1)
        )
        inner = inner.join(exp.to_table(table), on=exp.and_(*same), join_type="left", copy=False)
        inner = inner.select(
            exp.alias_(column("symbol", table), symbol_column(table)),
            exp.alias_(column("reason", table), reason_column(table)),
        )
    cells = {axis.cell: replace(axis, cell="") for axis in all_axes(plan) if axis.cell}
    odd = odd_columns(plan)
    if cells:
        named = [exp.alias_(axis.expression(), name) for name, axis in cells.items()]
        inner = exp.select(every_column(), *named).from_(inner.subquery(ROW, copy=False), copy=False)
    if odd:
        flags = []
        for name, (axes, _) in odd.items():
            found = exp.or_(*(axis.is_irregular() for axis in axes))
            flags.append(exp.alias_(exp.Coalesce(this=found, expressions=[exp.false()]), name))
        inner = exp.select(every_column(), *flags).from_(inner.subquery(ROW, copy=False), copy=False)
    if plan.wide is not None:
        return _keyed_widely(plan.wide, len(plan.steps.tables), inner)
    keys = [exp.alias_(_key(plan, level), f"cv_key_{level + 1}") for level in range(len(plan.steps.tables))]
    keys += [exp.alias_(_vector(plan, level), f"cv_vector_{level + 1}") for level in range(plan.vectors)]
    return exp.select(every_column(), *keys).from_(inner.subquery(ROW, copy=False), copy=False)


def _keyed_widely(wide: Wide, levels: int, rows: exp.Select) -> exp.Select:
    """Keys where there are many ways: by the slots of each."""
    words = exp.alias_(exp.Array(expressions=wide.words()), "cv_words")
    packed = exp.select(every_column(), words).from_(rows.subquery(ROW, copy=False), copy=False)
    keys: list[Sql] = []
    for level in range(levels):
        first = None if level else column("cv_first", "cv_slots")
        keys.append(exp.alias_(wide.key(level, first), f"cv_key_{level + 1}"))
    query = exp.select(every_column(), *keys).from_(packed.subquery(ROW, copy=False), copy=False)
    on = exp.EQ(this=column("cv_way", "cv_slots"), expression=column("cv_way", ROW))
    query = query.join(exp.to_table("cv_slots"), on=on, copy=False)
    ordered = exp.Order(
        this=column("cv_value"),
        expressions=[exp.Ordered(this=column("cv_at"), desc=False, nulls_first=False)],
    )
    constants = exp.select(exp.alias_(exp.Anonymous(this="list", expressions=[ordered]), "cv_list"))
    constants = constants.from_(exp.to_table("cv_constants"))
    return query.join(constants.subquery("cv_added"), join_type="cross", copy=False)


def lookups_of(plan: Plan) -> tuple[Lookup, ...]:
    """The tables by which rows find their way and what it reads."""
    found: list[Lookup] = []
    if has_many_codes(plan):
        found.append(routes_lookup(plan))
    if plan.wide is not None:
        found += plan.wide.lookups(plan.steps.first)
    return tuple(found)


def looked_up(dialect: Dialect, held: Column, whole: bool) -> Sql:
    """The text by which a column's value is looked up; empty for what is missing, where that is looked up."""
    written = dialect.written(column(held.name, ROW), held)
    return exp.Coalesce(this=written, expressions=[text("")]) if whole else written


def raw_column(at: int) -> str:
    """The name of a look-up's column of texts."""
    return f"raw_{at}"


def texts_of(plan: Plan, source: Sql, ways: Sequence[int], axis: Axis) -> exp.Select:
    """The distinct texts by which an axis has to be looked up, in rows that go some ways."""
    inner = routed(plan, source)
    names = [
        exp.alias_(looked_up(plan.dialect, one, axis.whole), raw_column(at))
        for at, one in enumerate(axis.columns, 1)
    ]
    query = exp.select(*names).distinct().from_(inner.subquery(ROW, copy=False), copy=False)
    query = query.where(exp.In(this=column("cv_way", ROW), expressions=[integer(way) for way in ways]))
    return query if axis.whole else query.where(axis.is_irregular())


def spelled_axes(plan: Plan) -> dict[str, Axis]:
    """By look-up table of irregular values, an axis whose column is looked up there."""
    return {axis.spelled: axis for axis in all_axes(plan) if axis.spelled}


def _reason(plan: Plan) -> Sql:
    """What could not be read, in the order of the columns."""
    arms: list[tuple[Sql, Sql]] = []
    for number, decided in plan.decided.items():
        told: list[tuple[Sql, Sql]] = []
        for axis in decided.axes:
            if axis.irregular is None:
                continue
            plain = text(f"{held_in(axis.columns)} no value of {axis.fact}")
            says: Sql = plain
            if axis.spelled:
                says = exp.Coalesce(this=column(reason_column(axis.spelled), ROW), expressions=[plain])
            told.append((axis.is_irregular(), says))
        if told:
            arms.append((exp.EQ(this=column("cv_way", ROW), expression=integer(number)), case(told, None)))
    return case(arms, exp.cast(exp.null(), "TEXT"))


def held_in(columns: Sequence[Column]) -> str:
    """The start of a sentence about columns."""
    names = listed([one.name for one in columns])
    return f"column {names} holds" if len(columns) == 1 else f"columns {names} hold"


def _silent(plan: Plan) -> Sql | None:
    """Whether nobody is asked anything: the coverage ended before the service, or needs no authorization.

    None where that cannot be.
    """
    found: list[Sql] = []
    if ended := plan.held.facts.get(ENDED):
        value = unpadded(ended)
        day = day_in(plan.held.day, unpadded(plan.held.day))
        earlier: Sql = exp.LT(this=day_in(ended, value), expression=day)
        if ended.kind is Kind.TEXT:
            earlier = case([(plan.dialect.matches(value, DAY), earlier)], exp.false())
        found.append(earlier)
    product = plan.held.facts.get("product")
    for number, decided in plan.decided.items():
        free = [
            one.name
            for one in decided.practised.practice.products.values()
            if one.authorization == "not_required"
        ]
        if free and product:
            mine = exp.EQ(this=column("cv_way", ROW), expression=integer(number))
            found.append(exp.and_(mine, equals_any(column(product.name, ROW), free)))
    if not found:
        return None
    # Rows that cannot be routed have no day to compare with.
    routed = exp.LT(this=column("cv_way", ROW), expression=integer(len(plan.ways)))
    return case([(routed, exp.Coalesce(this=exp.or_(*found), expressions=[exp.false()]))], exp.false())


def stepped(query: exp.Select, levels: int) -> tuple[exp.Select, Sql]:
    """The look-ups of all levels, and the number of the end to which they lead."""
    after: Sql | None = None
    for level in range(1, levels + 1):
        key: Sql = column(f"cv_key_{level}", ROW)
        if after is not None:
            key = exp.Add(this=after, expression=key)
        table = f"cv_steps_{level}"
        query = query.join(
            exp.to_table(table), on=exp.EQ(this=column("cv_key", table), expression=key), copy=False
        )
        after = column("cv_after", table)
    assert after is not None
    return query, after


def ended(plan: Plan, query: exp.Select, asked: bool = False) -> tuple[exp.Select, Sql]:
    """The look-ups of all levels, of keys themselves where they are asked for; and the number of the end."""
    query, after = stepped(query, len(plan.steps.tables))
    if asked:
        same = exp.and_(
            *(exp.EQ(this=column(name, "cv_asked"), expression=column(name, ROW)) for name in key_names(plan))
        )
        query = query.join(exp.to_table("cv_asked"), on=same, join_type="left", copy=False)
        after = exp.Coalesce(this=column("cv_end", "cv_asked"), expressions=[after.copy()])
    return query, after


def _walked(plan: Plan, query: exp.Select, asked: bool = False) -> exp.Select:
    query, after = ended(plan, query, asked)
    on = exp.EQ(this=column("cv_end", "cv_ends"), expression=after.copy())
    return query.join(exp.to_table("cv_ends"), on=on, copy=False)


ENDS_COLUMNS = ("policy", "version", "routing", "status", "benefit", "possible", "disposition", "decided_by")
"""The columns that are the same for all rows which end alike."""


def ends_lookup(ends: Sequence[End]) -> Lookup:
    """The ends as a table."""
    rows: list[tuple[Cell, ...]] = []
    for number, end in enumerate(ends):
        result = end.result
        said = [getattr(result, name) or None if result else None for name in ENDS_COLUMNS]
        rows.append((number, int(end.ends), *said, end.questions if result else None, end.says or None))
    texts: list[tuple[str, Type]] = [(name, "text") for name in (*ENDS_COLUMNS, "questions", "says")]
    return Lookup("cv_ends", (("cv_end", "integer"), ("cv_kind", "integer"), *texts), rows)


@dataclass(frozen=True)
class Query:
    """A query and the tables that it looks things up in."""

    tree: exp.Select
    lookups: tuple[Lookup, ...]


TO_BE_ASKED = (Ends.OPEN, Ends.CONTRADICTION, Ends.UNREADABLE, Ends.UNLISTED)
"""The kinds of ends of which more can be said than the states do."""


def survey(plan: Plan, source: Sql, wanted: Sequence[Ends] = TO_BE_ASKED) -> Query:
    """The distinct ways and keys of rows that end in one of the kinds.

    Its columns are the way, the keys of all levels, and the kind of end (`Ends`).
    """
    names = ["cv_way", *key_names(plan)]
    kind = column("cv_kind", "cv_ends")
    query = exp.select(*(column(name, ROW) for name in names), kind.copy())
    query = _walked(plan, query.from_(keyed(plan, source).subquery(ROW, copy=False), copy=False))
    chosen = exp.or_(*(exp.EQ(this=kind.copy(), expression=integer(int(one))) for one in wanted), copy=False)
    query = query.where(chosen, copy=False)
    query = query.group_by(*(column(name, ROW) for name in names), kind.copy(), copy=False)
    return Query(query, (*lookups_of(plan), *plan.steps.lookups(), ends_lookup(plan.steps.ends)))


def answered(
    plan: Plan,
    source: Sql,
    kept: Sequence[str],
    columns: Sequence[str],
    asked: Asked,
    reasons: bool,
) -> Query:
    """The answer of every row.

    Arguments:
        source: the table.
        kept: its columns that stand before the answer.
        columns: of the answer; see `coverdict.bulk.answers.COLUMNS`.
        asked: how rows end by way and keys, where that says more than the end of their states does.
        reasons: say of rows that cannot be read, which column it is; there are such rows.
    """
    steps, extra = steps_with(plan, asked)
    silent = _silent(plan)
    query = exp.select(*(column(name, ROW) for name in kept)).from_(
        keyed(plan, source).subquery(ROW, copy=False), copy=False
    )
    query = _walked(plan, query, bool(extra))
    says: Sql = column("says", "cv_ends")
    if reasons:
        unreadable = exp.EQ(this=column("cv_kind", "cv_ends"), expression=integer(int(Ends.UNREADABLE)))
        says = case([(unreadable, _reason(plan))], says)
    for name in columns:
        value: Sql
        if name == "set_apart":
            value = says
        elif name == "answer":
            value = text(ANSWER)
        elif name == "questions" and silent is not None:
            value = case([(silent, text(""))], column(name, "cv_ends"))
        else:
            value = column(name, "cv_ends")
        query = query.select(exp.alias_(value, name), copy=False)
    return Query(query, (*lookups_of(plan), *steps.lookups(), *extra, ends_lookup(steps.ends)))


def steps_with(plan: Plan, asked: Asked) -> tuple[Steps, tuple[Lookup, ...]]:
    """The tables of a plan and its ends, with those of keys that are asked for; and a look-up of such keys,
    where the tables have no place for them."""
    if len(plan.steps.tables) == 1 and not plan.vectors:
        first = plan.steps.first
        return plan.steps.with_ends({key + first[way]: end for way, key, end in asked.first_keys()}), ()
    return _with_asked(plan, asked) if asked else (plan.steps, ())


def _with_asked(plan: Plan, asked: Asked) -> tuple[Steps, tuple[Lookup, ...]]:
    """Ends by keys as a table of their own, where the states do not say all."""
    import numpy as np

    steps = plan.steps
    levels = len(steps.tables)
    numbers: dict[End, int] = {}
    ends = list(steps.ends)

    def numbered(end: End) -> int:
        if end not in numbers:
            numbers[end] = len(ends)
            ends.append(end)
        return numbers[end]

    width = levels + plan.vectors + 1
    rows = np.zeros((len(asked.few), width), dtype=np.int64)
    for row, ((way, keys), end) in zip(rows, asked.few.items(), strict=True):
        start = 0 if plan.decided[way].is_listed else levels
        row[start : start + len(keys)] = keys
        row[0] += steps.first[way]
        row[-1] = numbered(end)
    parts: list[list[Numbers]] = [list(rows.T)]
    for way, found in asked.open.items():
        part: list[Numbers] = [np.zeros(len(found.keys), dtype=np.int8)] * width
        part[: found.keys.shape[1]] = list(found.keys.T)
        part[0] = part[0] + np.int64(steps.first[way])
        part[-1] = np.array([numbered(end) for end in found.ends], dtype=np.int32)[found.numbers]
        parts.append(part)
    columns: list[tuple[str, Type]] = [(name, "integer") for name in (*key_names(plan), "cv_end")]
    together = Stacked([np.concatenate(pieces) for pieces in zip(*parts, strict=True)])
    return replace(steps, ends=tuple(ends)), (Lookup("cv_asked", tuple(columns), together),)
