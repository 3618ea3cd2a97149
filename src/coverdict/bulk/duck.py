"""DuckDB: the engine that comes with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlglot import exp

from coverdict.bulk.counts import COUNTED, Counts
from coverdict.bulk.dialects import DIALECTS, Dialect, Sql
from coverdict.bulk.kinds import Column, column_of
from coverdict.bulk.lookups import Lookup, Stacked
from coverdict.bulk.mapping import TableError
from coverdict.bulk.query import Query
from coverdict.bulk.tables import as_pattern

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from coverdict.bulk.asked import Numbers

Tick: TypeAlias = Callable[[float], None]
"""Told how much of something is done, from 0 to 1."""

MOST_REASONS = 100
"""Reasons for setting rows apart that are counted one by one."""

MOST_NAMES = 4_000
"""Distinct texts of a look-up's column up to which they are given out as an enumeration."""


class Duck:
    """A connection, and the look-up tables that queries need.

    Arguments:
        threads: how many; all cores when None.
        memory: the most memory, as DuckDB writes it (`4GB`).
        spill: the folder for what does not fit into memory.

    Errors:
        TableError: the memory is no size.
    """

    def __init__(
        self, threads: int | None = None, memory: str | None = None, spill: Path | None = None
    ) -> None:
        import duckdb

        self.connection: DuckDBPyConnection = duckdb.connect()
        self._set("autoinstall_known_extensions", "false")
        self._set("autoload_known_extensions", "false")
        self._set("enable_progress_bar", "false")
        # The day of a moment must not depend on where the machine stands.
        # What one pass over a table needed is given back before the next.
        for name in ("allocator_flush_threshold", "allocator_bulk_deallocation_flush_threshold"):
            self._set(name, "'1MB'")
        self._set("TimeZone", "'UTC'")
        # Claims are never the side of a join that is put into memory.
        self._set("disabled_optimizers", "'join_order,build_side_probe_side'")
        if threads is not None:
            self._set("threads", str(threads))
        if memory is not None:
            self._limit(memory)
        if spill is not None:
            self._set("temp_directory", exp.Literal.string(str(spill)).sql("duckdb"))
        self._types: dict[tuple[str, ...], str] = {}

    def _limit(self, memory: str) -> None:
        """Errors: TableError: this is no size."""
        import duckdb

        try:
            self._set("memory_limit", exp.Literal.string(memory).sql("duckdb"))
        except duckdb.Error:
            self.connection.close()
            raise TableError(f"--memory {memory}: write a size, such as 4GB") from None

    def _set(self, name: str, value: str) -> None:
        self._run(f"SET {name} = {value}")

    @property
    def dialect(self) -> Dialect:
        return DIALECTS["duckdb"]

    def close(self) -> None:
        self.connection.close()

    def columns(self, source: Sql) -> tuple[Column, ...]:
        """The columns of a table."""
        described = self._run(f"DESCRIBE SELECT * FROM {source.sql('duckdb')}").fetchall()
        return tuple(column_of(name, kind) for name, kind, *_ in described)

    @property
    def version(self) -> str:
        import duckdb

        return f"DuckDB {duckdb.__version__}"

    def count(self, source: Sql) -> int:
        """How many rows a table has."""
        found = self._run(f"SELECT count(*) FROM {source.sql('duckdb')}").fetchone()
        assert found is not None
        return int(found[0])

    def rejects(self, source: Sql) -> list[str]:
        """The lines of a table of texts that are no rows, each with what is wrong."""
        self._run(f"SELECT count(COLUMNS(*)) FROM {source.sql('duckdb')}").fetchall()
        found = self._run(
            "SELECT DISTINCT ON (e.line, s.file_path) s.file_path, e.line, e.error_message"
            " FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id)"
            " ORDER BY s.file_path, e.line"
        ).fetchall()
        return [f"{path}, line {line}: {_sentence(why)}" for path, line, why in found]

    def counts(self, files: Sequence[Path], columns: Sequence[str]) -> Counts:
        """How the rows of an answer add up.

        Arguments:
            files: the answer's.
            columns: of the answer.
        """
        listed = ", ".join(exp.Literal.string(as_pattern(file)).sql("duckdb") for file in files)
        source = f"read_parquet([{listed}])"
        chosen = [name if name in columns else f"NULL::VARCHAR AS {name}" for name in COUNTED]
        answers = self._run(
            f"SELECT {', '.join(chosen)}, count(*) FROM {source} WHERE set_apart IS NULL"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        apart = self._run(
            f"SELECT set_apart, count(*) AS n FROM {source} WHERE set_apart IS NOT NULL"
            " GROUP BY 1 ORDER BY n DESC, 1"
        ).fetchall()
        told = [(str(why), int(count)) for why, count in apart[:MOST_REASONS]]
        if rest := sum(count for _, count in apart[MOST_REASONS:]):
            told.append((f"{len(apart) - MOST_REASONS} further reasons", rest))
        rows = sum(count for *_, count in answers) + sum(count for _, count in told)
        ordered = sorted(answers, key=lambda row: -row[-1])
        return Counts(rows, tuple((tuple(row[:-1]), int(row[-1])) for row in ordered), tuple(told))

    def put(self, lookup: Lookup) -> None:
        """Make a look-up table, instead of one of the same name."""
        names = [name for name, _ in lookup.columns]
        if isinstance(lookup.rows, Stacked):
            self._put_stacked(lookup.name, names, lookup.rows)
            return
        staged = {name: [row[at] for row in lookup.rows] for at, name in enumerate(names)}
        casts = []
        for name, kind in lookup.columns:
            wanted = _whole(staged[name]) if kind == "integer" else self._enumeration(staged[name])
            plain = "BIGINT" if kind == "integer" else "VARCHAR"
            casts.append(f"CAST(unnest(${name}::{plain}[]) AS {wanted}) AS {name}")
        self._run(f"CREATE OR REPLACE TEMP TABLE {lookup.name} AS SELECT {', '.join(casts)}", staged)

    def _put_stacked(self, table: str, names: Sequence[str], rows: Stacked) -> None:
        columns = dict(zip(names, rows.columns, strict=True))
        casts = [f"CAST({name} AS {_fitting(column)}) AS {name}" for name, column in columns.items()]
        # Arrays are taken and given back only while no result is left unread.
        self._run("SELECT 1").fetchall()
        self.connection.register("cv_stacked", columns)
        made = f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {', '.join(casts)} FROM cv_stacked"
        self._run(made).fetchall()
        self.connection.unregister("cv_stacked")

    def _enumeration(self, values: Iterable[Any]) -> str:
        """The type of a column of few texts: it is written out far faster than texts are."""
        names = tuple(dict.fromkeys(value for value in values if value is not None))
        if not names or len(names) > MOST_NAMES:
            return "VARCHAR"
        if names not in self._types:
            made = f"cv_names_{len(self._types)}"
            listed = ", ".join(exp.Literal.string(name).sql("duckdb") for name in names)
            self._run(f"CREATE TYPE {made} AS ENUM ({listed})")
            self._types[names] = made
        return self._types[names]

    def rows(self, query: Query) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        self._ready(query)
        cursor = self._run(query.tree.sql("duckdb"))
        while batch := cursor.fetchmany(50_000):
            yield from batch

    def numbers(self, query: Query) -> list[Numbers]:
        """The columns of a query of whole numbers."""
        self._ready(query)
        return list(self._run(query.tree.sql("duckdb")).fetchnumpy().values())

    def _ready(self, query: Query) -> None:
        for lookup in query.lookups:
            self.put(lookup)

    def write(self, query: Query, file: Path, tick: Tick, extra: Sequence[tuple[Any, ...]] = ()) -> int:
        """Write a query's rows as Parquet; their number.

        Arguments:
            tick: told now and then how much is done, from 0 to 1.
            extra: further rows, behind those of the query; they are texts or None.
        """
        self._ready(query)
        rows = query.tree.sql("duckdb")
        if extra:
            self._extra(query, extra)
            rows = f"({rows}) UNION ALL BY NAME SELECT * FROM cv_extra"
        target = exp.Literal.string(str(file)).sql("duckdb")
        statement = f"COPY ({rows}) TO {target} (FORMAT parquet)"
        # Elsewhere order counts: a table of thousands of columns is described in several parts.
        self._set("preserve_insertion_order", "false")
        written = self._watched(statement, tick).fetchone()
        self._set("preserve_insertion_order", "true")
        assert written is not None
        return int(written[0])

    def _extra(self, query: Query, extra: Sequence[tuple[Any, ...]]) -> None:
        names = [one.alias_or_name for one in query.tree.selects]
        staged = {f"c{at}": [row[at] for row in extra] for at in range(len(names))}
        chosen = ", ".join(
            f"unnest($c{at}::VARCHAR[]) AS {exp.to_identifier(name, quoted=True).sql('duckdb')}"
            for at, name in enumerate(names)
        )
        self._run(f"CREATE OR REPLACE TEMP TABLE cv_extra AS SELECT {chosen}", staged)

    def _run(self, statement: str, values: Mapping[str, Any] | None = None) -> DuckDBPyConnection:
        """Run a statement that can be stopped."""
        return self._watched(statement, None, values)

    def _watched(
        self, statement: str, tick: Tick | None, values: Mapping[str, Any] | None = None
    ) -> DuckDBPyConnection:
        """Run a statement in a thread of its own, so that its progress can be told and it can be stopped."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(self.connection.execute, statement, values)
            try:
                while not running.done():
                    wait([running], timeout=0.1)
                    if tick is not None:
                        tick(max(0.0, self.connection.query_progress()) / 100)
            except BaseException:
                while not running.done():  # once is not enough where it has not begun yet
                    self.connection.interrupt()
                    wait([running], timeout=0.05)
                raise
            return running.result()


def _sentence(said: str) -> str:
    return " ".join(said.split()).rstrip(".")


def _fitting(column: Numbers) -> str:
    return "INTEGER" if not len(column) or int(abs(column).max()) < 1 << 31 else "BIGINT"


def _whole(values: Iterable[Any]) -> str:
    """The type of a column of whole numbers; the shorter one makes faster joins."""
    return "INTEGER" if all(value is None or abs(value) < 1 << 31 for value in values) else "BIGINT"
