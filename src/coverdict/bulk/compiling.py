"""From a library and the columns of a table to its plan, with everything looked up that SQL does not read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

from sqlglot import exp

from coverdict.bulk.asked import Asked, Met, Vector
from coverdict.bulk.asking import ends_of
from coverdict.bulk.axes import Axis
from coverdict.bulk.decided import Decided, asked_facts
from coverdict.bulk.dialects import Dialect, Sql, column
from coverdict.bulk.kinds import Column
from coverdict.bulk.lookups import Lookup
from coverdict.bulk.mapping import Held, held
from coverdict.bulk.plan import Ends, Plan, plan_of
from coverdict.bulk.query import Query, lookups_of, texts_of
from coverdict.bulk.routes import Practised, Routes, routes_of
from coverdict.bulk.spelling import (
    Key,
    Spelled,
    Together,
    key_of,
    looked_up_irregular,
    looked_up_together,
)
from coverdict.bulk.surveying import Surveyor, open_keys, surveyed
from coverdict.bulk.ways import ROW, sentences
from coverdict.decision.columns import key_of as column_of
from coverdict.decision.desk import Desk
from coverdict.language.model import Fact

Told: TypeAlias = Callable[[str], None]
"""Told in a few words what is being done."""


class Engine(Surveyor, Protocol):
    """What runs queries over a table."""

    @property
    def dialect(self) -> Dialect: ...

    def rows(self, query: Query) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        ...


@dataclass(frozen=True)
class Asking:
    """What of a library is asked of a table.

    Arguments:
        payer: whose all the rows are; None where a column says it.
        system: the code system of the rows' codes.
        chosen: the user's own columns by fact.
    """

    payer: str | None = None
    system: str = "CPT"
    chosen: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Compiled:
    """A plan, what was looked up for it, and how rows end that are open or set apart.

    Arguments:
        unreadable: some row cannot be read.
    """

    plan: Plan
    spelled: Spelled
    asked: Asked
    unreadable: bool

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        return self.spelled.lookups


def facts_of(routes: Routes) -> dict[str, Fact]:
    """Every fact that some practice reads."""
    found: dict[str, Fact] = {}
    for way in routes.ways():
        if isinstance(way, Practised):
            found |= asked_facts(way.practice.program)
    return found


def planned(
    desk: Desk, columns: Sequence[Column], asking: Asking, codes: Container[str] | None = None
) -> tuple[Routes, Held]:
    """Which rows are decided by what, and which columns hold what.

    Arguments:
        codes: the codes that rows have, where that is known; see `codes_met`.

    Errors:
        TableError: the table lacks what is needed, or holds it in a way that cannot be read.
    """
    payers = [asking.payer] if asking.payer else list(desk.library.contents.payers)
    routes = routes_of(desk.programs, payers, asking.system, codes=codes)
    facts = _own_facts(desk) | facts_of(routes)
    unreached = () if codes is None else _every_fact(desk)
    return routes, held(columns, facts, asking.chosen or {}, asking.payer, unreached)


def _every_fact(desk: Desk) -> frozenset[str]:
    """The names of all facts of a library."""
    contents = desk.library.contents
    return frozenset(name for vocabulary in contents.vocabularies for name in contents.facts(vocabulary))


def _own_facts(desk: Desk) -> dict[str, Fact]:
    """The facts of the service line itself, which are looked for though no policy addresses a row's code."""
    contents = desk.library.contents
    return {
        name: fact
        for vocabulary in contents.vocabularies
        for name, fact in contents.facts(vocabulary).items()
        if name in ("payer", "service.code", "service.date")
    }


MOST_UNASKED = 100
"""Codes of a library up to which its policies are compiled, whether or not some row has them."""


def codes_met(
    engine: Engine, source: Sql, desk: Desk, columns: Sequence[Column], asking: Asking
) -> frozenset[str] | None:
    """The codes that the rows of a table have; None where that is not worth a look at it."""
    contents = desk.library.contents
    if len(desk.library.codes) <= MOST_UNASKED:
        return None
    facts: dict[str, Fact] = {}
    for vocabulary in contents.vocabularies:
        facts |= contents.facts(vocabulary)
    name = column_of(facts, asking.chosen or {}, "service.code")
    if name not in {one.name for one in columns}:
        return None
    code = engine.dialect.as_text(column(name, ROW))
    rows = (
        exp.select(code)
        .distinct()
        .from_(exp.Table(this=source.copy(), alias=exp.TableAlias(this=exp.to_identifier(ROW))))
    )
    return frozenset(found.strip() for (found,) in engine.rows(Query(rows, ())) if found is not None)


def without_survey(engine: Engine, source: Sql, routes: Routes, table: Held, told: Told) -> Compiled:
    """The plan for a table without a pass over it: enough where no row is open to questions, or unreadable.

    Errors: as `compiled`.
    """
    told("compiling the policies")
    plan, spelled = _first_plan(engine, source, routes, table)
    return Compiled(plan, spelled, Asked(), False)


MOST_AHEAD = 20_000
"""Open keys of a plan up to which all their questions are worked out, whether or not some row has them."""


def asked_ahead(engine: Engine, source: Sql, routes: Routes, table: Held, told: Told) -> Compiled | None:
    """The plan for a table without a pass over it, with the questions of every key that rows may have.

    None where there are too many. Errors: as `compiled`.
    """
    made = without_survey(engine, source, routes, table, told)
    if len(made.plan.steps.tables) > 1 or made.plan.vectors:
        return None
    opened = open_keys(made.plan)
    if sum(map(len, opened.values())) > MOST_AHEAD:
        return None
    told("working out questions")
    return replace(made, asked=ends_of(made.plan, Met((), opened)))


def _first_plan(engine: Engine, source: Sql, routes: Routes, table: Held) -> tuple[Plan, Spelled]:
    apart = sentences(table.payer, table.code, table.day)
    plan = plan_of(routes, table, engine.dialect, apart)
    together = _together(engine, source, plan)
    if not together:
        return plan, Spelled()
    spelled = Spelled(together_of=together)
    return plan_of(routes, table, engine.dialect, apart, spelled), spelled


def compiled(engine: Engine, source: Sql, routes: Routes, table: Held, told: Told) -> Compiled:
    """The plan for a table, surveyed: one pass over it, or two where values have to be looked up.

    Errors:
        UnsayableError: a fact that cannot be told from its column.
        TooManySpellingsError: a column holds too many values that have to be read one by one.
    """
    told("compiling the policies")
    plan, spelled = _first_plan(engine, source, routes, table)
    told("surveying the table")
    found = surveyed(engine, source, plan, spelled)
    if found.unreadable:
        told("reading values in unusual forms")
        irregular = _irregular(engine, source, plan, found.unreadable)
        spelled = Spelled(irregular, spelled.together_of)
        plan = plan_of(routes, table, engine.dialect, plan.apart, spelled)
        found = surveyed(engine, source, plan, spelled)
    told("working out questions")
    return Compiled(plan, spelled, ends_of(plan, found), bool(found.unreadable))


def with_irregular(engine: Engine, source: Sql, made: Compiled, told: Told) -> Compiled:
    """The plan with the irregular values of the table looked up; questions are not asked.

    Errors:
        TooManySpellingsError: a column holds too many values that have to be read one by one.
    """
    told("reading values in unusual forms")
    met = surveyed(engine, source, made.plan, made.spelled, (Ends.UNREADABLE, Ends.UNLISTED))
    irregular = _irregular(engine, source, made.plan, met.unreadable)
    spelled = Spelled(irregular, made.spelled.together_of)
    plan = plan_of(made.plan.routes, made.plan.held, engine.dialect, made.plan.apart, spelled)
    return Compiled(plan, spelled, Asked(), True)


def with_unlisted(engine: Engine, source: Sql, made: Compiled, told: Told) -> Compiled:
    """The plan with the ends of all rows worked out that its tables do not list."""
    if not made.plan.vectors:
        return made
    told("working out rows one by one")
    met = surveyed(engine, source, made.plan, made.spelled, (Ends.UNLISTED,))
    return replace(made, asked=ends_of(made.plan, met))


def _together(engine: Engine, source: Sql, plan: Plan) -> dict[Key, Together]:
    """The look-ups of facts that are told together, as they stand in the table."""
    found: dict[Key, Together] = {}
    for axis, ways in _wanted(plan, lambda one: one.whole):
        decided = plan.decided[ways[0]]
        dimension = decided.program.dimensions[
            next(number for number, reading in decided.readings.items() if axis in reading.axes)
        ]
        facts = [decided.program.names.facts[name] for name in axis.fact.split(", ")]
        texts = engine.rows(Query(texts_of(plan, source, ways, axis), lookups_of(plan)))
        found[key_of(axis)] = looked_up_together(
            axis, facts, dimension, texts, f"cv_together_{len(found) + 1}"
        )
    return found


def _irregular(engine: Engine, source: Sql, plan: Plan, vectors: Iterable[Vector]) -> dict[Key, Lookup]:
    """The look-ups of irregular values, of the columns in which the survey met some."""
    met = _met(plan, vectors)
    found: dict[Key, Lookup] = {}
    for axis, ways in _wanted(plan, lambda one: not one.whole and key_of(one) in met):
        facts = plan.decided[ways[0]].program.names.facts
        texts = engine.rows(Query(texts_of(plan, source, ways, axis), lookups_of(plan)))
        lookup = looked_up_irregular(
            axis.shared or axis, facts[axis.fact], texts, f"cv_spelled_{len(found) + 1}"
        )
        if lookup.rows:
            found[key_of(axis)] = lookup
    return found


def _met(plan: Plan, vectors: Iterable[Vector]) -> set[Key]:
    """The axes whose irregular symbol occurs in a vector; of the checks, all."""
    found: set[Key] = set()
    for way, keys in vectors:
        decided = plan.decided[way]
        if not keys:
            found.update(map(key_of, decided.odd))
            continue
        for dimension, symbol in decided.symbols(keys).items():
            found |= _irregular_in(decided, dimension, symbol)
    return found


def _irregular_in(decided: Decided, dimension: int, symbol: int) -> set[Key]:
    reading = decided.readings.get(dimension)
    if reading is None:
        return {key_of(axis) for axis in decided.checks} if symbol else set()
    own = zip(reading.axes, reading.symbols(symbol), strict=True)
    return {key_of(axis) for axis, at in own if at == axis.irregular}


def _wanted(plan: Plan, wanted: Callable[[Axis], bool]) -> list[tuple[Axis, list[int]]]:
    """Axes of a kind, each with the ways on which it is read."""
    found: dict[Key, tuple[Axis, list[int]]] = {}
    for way, decided in plan.decided.items():
        for axis in decided.axes:
            if wanted(axis):
                found.setdefault(key_of(axis), (axis, []))[1].append(way)
    return list(found.values())
