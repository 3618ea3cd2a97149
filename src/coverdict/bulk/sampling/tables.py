"""A pool of patients to a table of claims, however many: drawn and written by the embedded engine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from coverdict.bulk.publishing import UnwritableError
from coverdict.bulk.sampling.codes import SEPARATOR
from coverdict.bulk.sampling.columns import Cell, SampleColumn
from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.pools import Pool
from coverdict.bulk.sampling.whole_files import whole_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Format: TypeAlias = Literal["parquet", "csv"]

SUFFIXES: dict[str, Format] = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv"}

TEXT, LIST = "VARCHAR", "VARCHAR[]"
FEWEST_FIGURES = 7  # of a claim's number
SECONDS = 0.1  # between looks whether the engine is done
CENTS = 1_500
"""An amount is the product of two numbers below this, and so more often small than large, in cents."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched from anywhere: both formats are built in.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_OPTIONS: dict[Format, str] = {
    "parquet": "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1",
    "csv": "FORMAT csv, HEADER true",
}


def format_of(path: Path) -> Format:
    """The format that a file's name stands for.

    Errors:
        SampleError: it stands for none.
    """
    found = SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise SampleError(
            f"{path}: what kind of table is it to be? Name a file that ends in .parquet or .csv"
        )
    return found


def write_claims(pool: Pool, rows: int, seed: int, path: Path) -> None:
    """Write claims of the pool's patients to a file, as a whole or not at all.

    The first claims are one of each patient in turn, those after them of any. The same pool and seed give the
    same claims in the same order, and of fewer claims the first ones are the same.

    Arguments:
        rows: how many claims.

    Errors:
        SampleError: the file's name stands for no format.
        UnwritableError: it cannot be written.
    """
    import duckdb

    written = format_of(path)
    with whole_file(path) as beside, duckdb.connect(config=_SETTINGS) as engine:
        try:
            # One claim after the other looks its patient up; the other way round their order would be lost.
            engine.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
            _load(engine, pool)
            _run(
                engine,
                f"COPY ({_query(pool, rows, seed, written)}) TO {_text(str(beside))} ({_OPTIONS[written]})",
            )
        except duckdb.OutOfMemoryException as error:
            raise MemoryError from error
        except duckdb.Error as error:
            raise UnwritableError(f"{path}: cannot be written: {_reason(str(error))}") from error


def _run(engine: DuckDBPyConnection, statement: str) -> None:
    """Run a long statement so that Ctrl-C ends it at once: the engine looks for that too seldom itself."""
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(engine.execute, statement)
        try:
            while not running.done():
                wait([running], timeout=SECONDS)
        except BaseException:
            engine.interrupt()
            raise
        running.result()


def _load(engine: DuckDBPyConnection, pool: Pool) -> None:
    """The pool as a table of the engine, numbered from 0."""
    values = [[_plain(row[place]) for row in pool.rows] for place in range(len(pool.own))]
    lists = [
        f"unnest(${place}::{column.type}[])::{_stored(column, found)} AS {_name(column.name)}"
        for place, (column, found) in enumerate(zip(pool.own, values, strict=True), start=1)
    ]
    engine.execute(
        f"CREATE TABLE pool AS SELECT unnest(range({len(pool.rows)})) AS number, {', '.join(lists)}", values
    )


def _stored(column: SampleColumn, values: Iterable[object]) -> str:
    """The type in which a column is kept: few texts are listed once, which are then written much faster."""
    texts = sorted({value for value in values if isinstance(value, str)})
    if column.type != TEXT or not texts:
        return column.type
    return f"ENUM ({', '.join(map(_text, texts))})"


def _plain(cell: Cell) -> bool | int | str | list[str] | None:
    """A cell as the engine takes it from a list and casts it, exactly."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return list(cell) if isinstance(cell, tuple) else cell


def _query(pool: Pool, rows: int, seed: int, written: Format) -> str:
    count = len(pool.rows)
    columns = ", ".join(_column(column, written) for column in pool.own)
    claim, amount = (_name(column.name) for column in (pool.columns[0], pool.columns[-1]))
    figures = f"greatest({FEWEST_FIGURES}, length((n + 1)::VARCHAR))::INTEGER"
    cents = f"(2500 + (h % {CENTS}) * ((h >> 16) % {CENTS}))"
    return f"""
        SELECT 'C' || lpad((n + 1)::VARCHAR, {figures}, '0') AS {claim}, {columns},
            ({cents}::DECIMAL(12,0) * 0.01)::{pool.columns[-1].type} AS {amount}
        FROM (SELECT range AS n, hash(range, {_text(str(seed))}) AS h FROM range({rows}))
        JOIN pool ON number = CASE WHEN n < {count} THEN n ELSE ((h >> 32) % {max(count, 1)})::BIGINT END"""


def _column(column: SampleColumn, written: Format) -> str:
    name = _name(column.name)
    if written == "csv" and column.type == LIST:
        return f"array_to_string({name}, {_text(SEPARATOR)}) AS {name}"
    return name


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _reason(message: str) -> str:
    """What keeps a file from being written, from the engine's own message."""
    number = re.search(r'"errno":"(\d+)"', message)
    if number:
        return os.strerror(int(number.group(1)))
    return message.splitlines()[0].rpartition('": ')[2]
