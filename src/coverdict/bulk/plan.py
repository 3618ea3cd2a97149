"""A library, compiled for the columns of one table: ways, tables to look up, results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from coverdict.bulk.answers import Result
from coverdict.bulk.axes import Axis
from coverdict.bulk.decided import Decided, decide_columns
from coverdict.bulk.dialects import Dialect
from coverdict.bulk.kinds import Column
from coverdict.bulk.lookups import Lookup, Stacked
from coverdict.bulk.mapping import Held
from coverdict.bulk.reading import axis_of
from coverdict.bulk.routes import Practised, Routes, Way, not_addressed
from coverdict.bulk.sharing import SharedAxes
from coverdict.bulk.spelling import NOTHING_SPELLED, Spelled
from coverdict.bulk.wide import Wide, wide_of
from coverdict.language.model import Fact
from coverdict.library.dimensions import Dimension
from coverdict.logic import ENTRIES, Ending

UNREADABLE = "a value cannot be read"
CONTRADICTION = "the facts contradict each other"
UNLISTED = "under this policy each row has to be worked out by itself"


class Ends(IntEnum):
    """How a row ends."""

    SETTLED = 0
    OPEN = 1
    CONTRADICTION = 2
    UNREADABLE = 3
    NO_ROUTE = 4
    UNLISTED = 5


@dataclass(frozen=True, slots=True)
class End:
    """How rows end that are alike: with a result, or set apart.

    Arguments:
        says: why they are set apart, in general where that is told from row to row.
        questions: the facts worth asking for, as answers name them.
    """

    ends: Ends
    result: Result | None
    says: str = ""
    questions: str = ""


@dataclass(frozen=True)
class Plan:
    """All that a query is made from.

    Arguments:
        held: the columns.
        routes: which rows go which way.
        ways: numbered; results first come from the routes, then one for codes that nobody addresses.
        decided: the practices among the ways, by number.
        apart: sentences for rows that cannot be sent any way, numbered after the ways.
        dialect: of the expressions.
        wide: how rows find what their way reads, where there are many ways.
    """

    held: Held
    routes: Routes
    ways: tuple[Way, ...]
    decided: Mapping[int, Decided]
    apart: tuple[str, ...]
    dialect: Dialect
    wide: Wide | None = None

    @property
    def vectors(self) -> int:
        """How many further keys rows have whose ways' tables are not listed."""
        unlisted = (one for one in self.decided.values() if not one.is_listed)
        return max((len(one.blocks.blocks) for one in unlisted), default=0)

    @property
    def levels(self) -> int:
        """How many tables are looked up one after the other."""
        listed = (one for one in self.decided.values() if one.is_listed)
        return max((len(one.blocks.blocks) for one in listed), default=0)

    @cached_property
    def steps(self) -> Steps:
        return steps_of(self)


def plan_of(
    routes: Routes,
    held: Held,
    dialect: Dialect,
    apart: tuple[str, ...],
    spelled: Spelled = NOTHING_SPELLED,
    entries: int = ENTRIES,
) -> Plan:
    """The plan for a table.

    Arguments:
        apart: why rows cannot be sent any way.
        spelled: what was looked up of values that SQL does not read.
        entries: about how large one policy's table of one level may be.

    Errors:
        UnsayableError: a fact that cannot be told from its column.
    """
    ways = list(routes.ways())
    for payer in routes.payers:
        result = not_addressed(payer)
        if result not in ways:
            ways.append(result)
    practised = {number: way for number, way in enumerate(ways) if isinstance(way, Practised)}
    if len(practised) > MOST_WAYS and dialect.name == "duckdb":
        shared = SharedAxes(practised.values(), dialect)
        decided = {
            number: decide_columns(way, held, shared, spelled, min(entries, WIDE_ENTRIES))
            for number, way in practised.items()
        }
        wide = wide_of(decided)
        if wide is not None:
            return Plan(held, routes, tuple(ways), decided, apart, dialect, wide)

    def own(fact: Fact, column: Column, dimension: Dimension | None) -> Axis:
        return axis_of(fact, column, dimension, dialect)

    decided = {number: decide_columns(way, held, own, spelled, entries) for number, way in practised.items()}
    return Plan(held, routes, tuple(ways), decided, apart, dialect)


MOST_WAYS = 48
"""Ways up to which each has a branch of its own."""

WIDE_ENTRIES = 256
"""About how large one policy's table of one level is beside many others."""


@dataclass(frozen=True)
class Steps:
    """The tables of all ways in one, level by level.

    A key of the first level is a way's `first` and what its readings add; a key of a further level is what
    the table before gave and what the readings add. The last level gives the number of an end.

    Arguments:
        first: by way, where its keys begin.
        unreadable: the key of rows that cannot be read.
        tables: by level, the entry of every key from 0 on.
        ends: numbered.
    """

    first: tuple[int, ...]
    unreadable: int
    tables: tuple[tuple[int, ...], ...]
    ends: tuple[End, ...]

    def lookups(self) -> list[Lookup]:
        import numpy as np

        return [
            Lookup(
                f"cv_steps_{level}",
                (("cv_key", "integer"), ("cv_after", "integer")),
                Stacked((np.arange(len(table)), np.array(table))),
            )
            for level, table in enumerate(self.tables, 1)
        ]

    def with_ends(self, named: Mapping[int, End]) -> Steps:
        """Where one level says all: keys of the first table that end in a way of their own."""
        assert len(self.tables) == 1
        table = list(self.tables[0])
        ends = list(self.ends)
        numbers: dict[End, int] = {}
        for key, end in named.items():
            if end not in numbers:
                numbers[end] = len(ends)
                ends.append(end)
            table[key] = numbers[end]
        return replace(self, tables=(tuple(table),), ends=tuple(ends))


def steps_of(plan: Plan) -> Steps:
    """The tables of a plan: at least one level, so that every row is looked up somewhere."""
    levels = max(plan.levels, 1)
    ends: dict[End, int] = {}
    tables: list[list[int]] = [[] for _ in range(levels)]

    def through(level: int, end: int) -> int:
        """The key from which a row passes through all further levels to its end."""
        for at in range(levels - 1, level - 1, -1):
            tables[at].append(end)
            end = len(tables[at]) - 1
        return end

    # Ways that read nothing come first on every level, so that their keys are their numbers and a constant.
    first = [
        through(0, ends.setdefault(end_of(plan, number), len(ends)))
        for number in range(len(plan.ways) + len(plan.apart))
    ]
    unreadable = through(0, ends.setdefault(End(Ends.UNREADABLE, None, says=UNREADABLE), len(ends)))
    for number, decided in plan.decided.items():
        if not decided.blocks.blocks:
            continue
        if not decided.is_listed:
            continue
        after = [
            through(len(decided.blocks.blocks), ends.setdefault(ending_of(decided, one), len(ends)))
            for one in decided.blocks.endings
        ]
        for level in range(len(decided.blocks.blocks) - 1, -1, -1):
            block = decided.blocks.blocks[level]
            start = len(tables[level])
            tables[level] += [after[state] for state in block.after]
            after = [start + state * block.size for state in range(block.states)]
        first[number] = after[0]
    return Steps(tuple(first), unreadable, tuple(map(tuple, tables)), tuple(ends))


def end_of(plan: Plan, number: int) -> End:
    """Where a way leads that reads nothing."""
    if number >= len(plan.ways):
        return End(Ends.NO_ROUTE, None, says=plan.apart[number - len(plan.ways)])
    way = plan.ways[number]
    if isinstance(way, Result):
        return End(Ends.SETTLED, way)
    decided = plan.decided[number]
    # Where something is read and listed, nothing comes here.
    if not decided.is_listed:
        return End(Ends.UNLISTED, None, says=UNLISTED)
    end = ending_of(decided, decided.blocks.endings[0])
    if end.ends is Ends.OPEN and not decided.blocks.blocks:
        return replace(end, questions=decided.questions)
    return end


def ending_of(decided: Decided, ending: Ending) -> End:
    """How rows of a practice end that have an ending of its tables."""
    if ending.unreadable:
        return End(Ends.UNREADABLE, None, says=UNREADABLE)
    result = decided.result(ending)
    if result is None:
        return End(Ends.CONTRADICTION, None, says=CONTRADICTION)
    return End(Ends.OPEN if result.is_open else Ends.SETTLED, result)
