"""The SQL that a skilled person writes for the two tables of claims, in `hand/`, and how it is run.

Each file holds statements that prepare (types, a table of answers), then one query of the table `claims`.
Preparing is part of what is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.screening.data import THREADS

HAND = Path(__file__).parent / "hand"


def connected() -> duckdb.DuckDBPyConnection:
    """A connection of its own, with what every side of a measurement gets: two threads, rows in any order."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}; SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def reading(claims: Path) -> duckdb.DuckDBPyConnection:
    """The same with the table `claims`, of which a query reads from the file what it needs."""
    connection = connected()
    connection.execute(f"CREATE VIEW claims AS FROM read_parquet('{claims}')")
    return connection


def statements(name: str) -> tuple[list[str], str]:
    """What prepares, and the query, of `hand/NAME.sql`."""
    *preparing, query = duckdb.extract_statements((HAND / f"{name}.sql").read_text(encoding="utf-8"))
    return [one.query for one in preparing], query.query.rstrip().rstrip(";")


def side(name: str, claims: Path, result: Path) -> Callable[[], None]:
    """A side of a measurement: `hand/NAME.sql` over a file of claims, written as Parquet."""

    def write() -> None:
        preparing, query = statements(name)
        with reading(claims) as connection:
            for statement in preparing:
                connection.execute(statement)
            connection.execute(f"COPY ({query}) TO '{result}' (FORMAT parquet)")

    return write
