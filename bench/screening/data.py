"""Ten million claims as Parquet, of the small rule and of the policy of thirty facts, drawn by hashing.

Every value is a function of the row's number and a column's number, so that a file is the same wherever it is
made, row by row, and a shorter file is the beginning of a longer one.
"""

from __future__ import annotations

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
    """The Parquet file of the first `rows` claims of a table; made when it is missing."""
    path = FOLDER / f"{table.name}-{rows}.parquet"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        _write(table, rows, unfinished)
        unfinished.rename(path)
    return path


def _write(table: Table, rows: int, path: Path) -> None:
    columns = ",\n".join(f"{drawn.sql(number)} AS {drawn.name}" for number, drawn in enumerate(table.columns))
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {THREADS}; SET enable_progress_bar = false")
        connection.execute("CREATE MACRO draw(i, k, n) AS CAST(hash(i * 256 + k) % n AS INTEGER)")
        connection.execute(
            f"COPY (SELECT i AS request_id, {columns} FROM range({rows}) AS claims(i) ORDER BY i) "
            f"TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
