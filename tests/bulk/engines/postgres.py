"""PostgreSQL as an engine of the tests: queries run where the table lies, look-ups are temporary tables."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pg8000.native
from pg8000.exceptions import DatabaseError
from sqlglot import exp

from coverdict.bulk.asked import as_numbers
from coverdict.bulk.dialects import DIALECTS, Dialect, Sql
from coverdict.bulk.kinds import Column, column_of
from coverdict.bulk.lookups import Cell, Lookup
from coverdict.bulk.query import Query
from tests.bulk.engines.cluster import NAME

if TYPE_CHECKING:
    from coverdict.bulk.asked import Numbers

_TYPES = {"integer": "integer", "text": "text"}
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Postgres:
    """A connection to a cluster.

    Arguments:
        socket: of the cluster.
    """

    def __init__(self, socket: Path) -> None:
        self.connection = pg8000.native.Connection(NAME, unix_sock=str(socket), database=NAME)

    @property
    def dialect(self) -> Dialect:
        return DIALECTS["postgres"]

    def close(self) -> None:
        self.connection.close()

    def columns(self, source: Sql) -> tuple[Column, ...]:
        """The columns of a table."""
        described = self.connection.run(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = CAST(:name AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            name=source.sql("postgres"),
        )
        return tuple(column_of(name, kind) for name, kind in described)

    def rows(self, query: Query) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        for lookup in query.lookups:
            self.put(lookup)
        yield from map(tuple, self.run(query.tree.sql("postgres")))

    def numbers(self, query: Query) -> list[Numbers]:
        """The columns of a query of whole numbers."""
        return as_numbers(self.rows(query), len(query.tree.selects))

    def run(self, statement: str) -> list[list[Any]]:
        """The rows of a statement; an error names the place in it."""
        try:
            return self.connection.run(statement) or []
        except DatabaseError as error:
            told = error.args[0]
            at = int(told.get("P", 1)) - 1
            raise AssertionError(f"{told.get('M')}, at: {statement[max(at - 200, 0) : at + 200]}") from error

    def put(self, lookup: Lookup) -> None:
        """Make a look-up table, instead of one of the same name."""
        columns = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in lookup.columns)
        self.run(f"DROP TABLE IF EXISTS pg_temp.{lookup.name}")
        self.run(f"CREATE TEMP TABLE {lookup.name} ({columns})")
        text = "".join("\t".join(map(_copied, row)) + "\n" for row in lookup.rows)
        self.connection.run(f"COPY pg_temp.{lookup.name} FROM STDIN", stream=io.BytesIO(text.encode()))
        self.run(f"ANALYZE pg_temp.{lookup.name}")

    def make(self, name: str, types: Sequence[tuple[str, str]], text: Path) -> Sql:
        """Make a table of a name, instead of one that is there.

        Arguments:
            types: of the columns, by name.
            text: its rows, as CSV.
        """
        table = exp.to_identifier(name, quoted=True)
        columns = ", ".join(
            f"{exp.to_identifier(one, quoted=True).sql('postgres')} {kind}" for one, kind in types
        )
        named = table.sql("postgres")
        self.run(f"DROP TABLE IF EXISTS {named}")
        self.run(f"CREATE UNLOGGED TABLE {named} ({columns})")
        with text.open("rb") as rows:
            self.connection.run(f"COPY {named} FROM STDIN WITH (FORMAT csv)", stream=rows)
        self.run(f"ANALYZE {named}")
        return table

    def write(self, query: Query, file: Path) -> None:
        """Write the rows of a query as CSV."""
        for lookup in query.lookups:
            self.put(lookup)
        self.run("DROP TABLE IF EXISTS pg_temp.answers")
        self.run(f"CREATE TEMP TABLE answers AS {query.tree.sql('postgres')}")
        with file.open("wb") as rows:
            self.connection.run("COPY pg_temp.answers TO STDOUT WITH (FORMAT csv, HEADER)", stream=rows)


def _copied(value: Cell) -> str:
    """A constant as COPY reads it."""
    return r"\N" if value is None else str(value).translate(_ESCAPED)
