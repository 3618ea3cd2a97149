"""Ten million claims as Parquet, of the small rule and of the policy of thirty facts, drawn by hashing.

Every value is a function of the row's number and a column's number: a file is the same whenever it is made,
and a shorter file is the beginning of a longer one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.screening.columns import RULE_COLUMNS, THIRTY_COLUMNS, Drawn

FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "bench" / "screening"
ROWS = 10_000_000
CHECKED = 20_000
THREADS = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table of claims: its name, and how each of its columns is drawn."""

    name: str
    columns: tuple[Drawn, ...]


RULE = Table("rule", RULE_COLUMNS)
THIRTY = Table("thirty", THIRTY_COLUMNS)


def file(table: Table, rows: int = ROWS) -> Path:
    """The Parquet file of the first `rows` claims of a table; made when it is missing, or drawn otherwise."""
    columns = ",\n".join(f"{drawn.sql(number)} AS {drawn.name}" for number, drawn in enumerate(table.columns))
    path = FOLDER / f"{table.name}-{rows}-{hashlib.sha256(columns.encode()).hexdigest()[:8]}.parquet"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        _write(columns, rows, unfinished)
        unfinished.rename(path)
    return path


def _write(columns: str, rows: int, path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {THREADS}; SET enable_progress_bar = false")
        connection.execute("CREATE MACRO draw(i, k, n) AS CAST(hash(i * 256 + k) % n AS INTEGER)")
        connection.execute(
            f"COPY (SELECT i AS request_id, {columns} FROM range({rows}) AS claims(i) ORDER BY i) "
            f"TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
