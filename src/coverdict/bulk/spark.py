"""Spark: the same screening of a DataFrame, for tables too large for one machine, or that lie there already.

PySpark is an extra (`pip install 'coverdict[spark]'`), imported when it is first needed. The policies are
compiled where the program runs; Spark gets one query, and small tables of constants that it broadcasts. No
Python runs on its workers, and nothing is sent anywhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from coverdict.bulk.answers import COLUMNS
from coverdict.bulk.asked import as_numbers
from coverdict.bulk.compiling import (
    Asking,
    Compiled,
    Told,
    asked_ahead,
    codes_met,
    compiled,
    planned,
    without_survey,
)
from coverdict.bulk.dialects import DIALECTS, Dialect, Sql
from coverdict.bulk.kinds import Column, column_of
from coverdict.bulk.lookups import Cell, Lookup
from coverdict.bulk.mapping import Held, TableError
from coverdict.bulk.plan import Ends, Plan
from coverdict.bulk.query import Query, answered
from coverdict.bulk.screening import Options, columns_of_answer, known_payer
from coverdict.bulk.ways import code_of
from coverdict.decision.desk import Desk, open_library

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from coverdict.bulk.asked import Numbers

SOURCE = exp.to_identifier("cv_table")
"""The table, as queries call it."""

CHANGED = "the row was not there when the table was surveyed; screen a table that stays as it is"
"""Of a DataFrame that gives other rows each time it is worked out."""

_TYPES = {"integer": "int", "text": "string"}
_ESCAPED = "spark.sql.parser.escapedStringLiterals"


class Spark:
    """A DataFrame, and the look-up tables that queries over it need.

    Errors:
        TableError: two columns that Spark does not tell apart, or a setting under which queries mean
            something else.
    """

    def __init__(self, dataframe: DataFrame) -> None:
        from pyspark.sql import functions

        self.session: SparkSession = dataframe.sparkSession
        self._dataframe = dataframe
        if self.session.conf.get(_ESCAPED) == "true":
            raise TableError(f"{_ESCAPED} is on, under which patterns mean something else; switch it off")
        _told_apart(dataframe.columns, self.session)
        # A query names its tables through views that are dropped again, and with a view Spark drops what is
        # cached of its very plan. One more column makes it another plan than the user's.
        self._table = dataframe.withColumn(f"cv_{secrets.token_hex(8)}", functions.lit(0))

    @property
    def dialect(self) -> Dialect:
        return DIALECTS["spark"]

    @property
    def version(self) -> str:
        return f"Spark {self.session.version}"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the DataFrame."""
        return tuple(column_of(name, kind) for name, kind in self._dataframe.dtypes)

    def rows(self, query: Query) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, fetched part by part."""
        yield from self.frame(query).toLocalIterator()

    def numbers(self, query: Query) -> list[Numbers]:
        """The columns of a query of whole numbers."""
        return as_numbers(self.rows(query), len(query.tree.selects))

    def frame(self, query: Query) -> DataFrame:
        """A query as a DataFrame, which Spark works out when its rows are asked for."""
        tables: dict[str, Any] = {lookup.name: self._constants(lookup) for lookup in query.lookups}
        tables[SOURCE.name] = self._table
        return self.session.sql(_with_places(query.tree, tables), **tables)

    def _constants(self, lookup: Lookup) -> DataFrame:
        """A look-up table, sent whole to every worker when it is joined."""
        from pyspark.sql import functions

        schema = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in lookup.columns)
        made = self.session.createDataFrame(list(lookup.rows), schema)
        return functions.broadcast(made)


def _with_places(tree: Sql, tables: Mapping[str, object]) -> str:
    """A query's text with `{name}` for each table, as `SparkSession.sql` takes DataFrames by name."""
    marked = tree.copy()
    marks: dict[str, str] = {}
    for table in marked.find_all(exp.Table):
        name = table.name
        if name in tables:
            mark = marks.setdefault(name, f"cv_{secrets.token_hex(16)}")
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias or name)))
            table.set("this", exp.to_identifier(mark))
    text = marked.sql("spark").replace("{", "{{").replace("}", "}}")
    for name, mark in marks.items():
        text = text.replace(mark, f"{{{name}}}")
    return text


def _told_apart(names: Sequence[str], session: SparkSession) -> None:
    if session.conf.get("spark.sql.caseSensitive") == "true":
        return
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other is not name:
            raise TableError(f"the table has columns {other} and {name}, which Spark does not tell apart")


@dataclass(frozen=True)
class Answered:
    """A DataFrame's answers, and what they were worked out from.

    Arguments:
        frame: worked out when its rows are asked for.
        table: which columns hold which facts.
        kept: the DataFrame's columns that stand before the answer.
        columns: of the answer.
    """

    frame: DataFrame
    table: Held
    kept: tuple[str, ...]
    columns: tuple[str, ...]


def screen(
    dataframe: DataFrame,
    library: Desk | str | Path | None = None,
    *,
    payer: str | None = None,
    system: str = "CPT",
    chosen: Mapping[str, str] | None = None,
    keep: Sequence[str] | None = None,
    columns: Sequence[str] = COLUMNS,
) -> DataFrame:
    """Every row of a DataFrame with its answer under the policies of a library.

    The answer's rows are worked out when they are asked for. What has to be known of the DataFrame before
    (what its unusual values mean, which questions are open) is looked at now, where it can matter: a pass
    over it, or two. Rows that come up only later are set apart, where what was looked at does not tell.

    Arguments:
        library: a folder, or a library that is opened already; the one that ships with the program when None.
        payer: whose all the rows are; when None, a column says it.
        system: the code system of the rows' codes.
        chosen: the DataFrame's own columns by fact, where they are not named as the vocabulary says.
        keep: its columns that go on; without a choice, all that hold no fact; ["all"] for all.
        columns: of the answer; `set_apart` is always among them.

    Errors:
        TableError: the DataFrame lacks what is needed, or holds it in a way that cannot be read.
        UnknownPolicyError: no such payer.
        DocumentError: a library with mistakes.
        NoLibraryError: no such library.
        UnsayableError, TooManyStatesError, TooManySpellingsError: see `coverdict.bulk.compiling.compiled`.
    """
    desk = library if isinstance(library, Desk) else open_library(library)
    options = Options(
        asking=Asking(payer, system, chosen),
        keep=None if keep is None else tuple(keep),
        columns=tuple(columns),
    )
    return answers_of(desk, Spark(dataframe), options, lambda _: None).frame


def answers_of(desk: Desk, engine: Spark, options: Options, told: Told) -> Answered:
    """The answers of a DataFrame; see `screen`.

    Arguments:
        told: told what is being done.
    """
    known_payer(desk, options.asking.payer)
    met = codes_met(engine, SOURCE, desk, engine.columns, options.asking)
    routes, table = planned(desk, engine.columns, options.asking, met)
    kept, wanted = columns_of_answer([one.name for one in engine.columns], table, options)
    found = without_survey(engine, SOURCE, routes, table, told)
    if _needs_a_survey(found.plan):
        found = compiled(engine, SOURCE, routes, table, told)
    elif "questions" in wanted:
        ahead = asked_ahead(engine, SOURCE, routes, table, told)
        found = ahead or compiled(engine, SOURCE, routes, table, told)
    query = answered(found.plan, SOURCE, kept, wanted, found.asked, found.unreadable)
    if "questions" in wanted:
        query = _as_surveyed(found, query)
    unmet = sorted({code.code for _, code in desk.library.codes} - met) if met is not None else []
    if unmet:
        is_unmet = engine.dialect.is_one_of(code_of(table.code), unmet)
        query = replace(query, tree=query.tree.select(exp.alias_(is_unmet, UNMET)))
    frame = engine.frame(Query(query.tree, (*query.lookups, *found.lookups)))
    return Answered(_apart(frame, wanted) if unmet else frame, table, kept, wanted)


def _needs_a_survey(plan: Plan) -> bool:
    """Whether rows may hold values that only the language's own reader can read, contradict themselves, or be
    worked out one by one."""
    read = any(axis.irregular is not None for decided in plan.decided.values() for axis in decided.axes)
    return read or bool(plan.vectors) or any(end.ends is Ends.CONTRADICTION for end in plan.steps.ends)


def _as_surveyed(found: Compiled, query: Query) -> Query:
    """The query where rows are set apart that the survey has not met.

    A row that was surveyed has an end with its questions, if it is open. Only one that has come up since
    could end where the plan alone sends it: without any.
    """
    general = (Ends.OPEN, Ends.CONTRADICTION, Ends.UNLISTED)
    unmet = {at for at, end in enumerate(found.plan.steps.ends) if end.ends in general}

    def as_surveyed(lookup: Lookup) -> Lookup:
        if lookup.name != "cv_ends":
            return lookup
        return replace(lookup, rows=[_changed(row) if row[0] in unmet else row for row in lookup.rows])

    return Query(query.tree, tuple(as_surveyed(lookup) for lookup in query.lookups))


def _changed(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    number, kind, *said = row
    return (number, kind, *(None for _ in said[:-1]), CHANGED)


UNMET = "cv_unmet"
"""Whether a row has a code whose policies were left out, since no row had it."""


def _apart(frame: DataFrame, columns: Sequence[str]) -> DataFrame:
    """The answers, where rows are set apart whose code has come up since the table was looked at."""
    from pyspark.sql import functions

    def unless_unmet(name: str) -> Any:
        instead = functions.lit(CHANGED if name == "set_apart" else None)
        return functions.when(functions.col(UNMET), instead).otherwise(functions.col(name))

    said = {name: unless_unmet(name) for name in columns if name != "answer"}
    return frame.withColumns(said).drop(UNMET)
