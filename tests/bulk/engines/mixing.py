"""Many rows from a few: each takes most columns from one drawn row, and some from others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from tests.bulk.drawn import Table
from tests.bulk.embedded import written

STRANGE = 4
"""One of so many values comes from another row."""


def mixed(table: Table, count: int, file: Path) -> Path:
    """As many rows as wanted, as Parquet, numbered by `row_id`."""
    base = written(table, file.with_suffix(".base.parquet"))
    size = len(table.rows)
    columns = [_quoted(name) for name in table.types if name != "row_id"]
    lists = ", ".join(f"list({name}) AS {name}" for name in columns)
    picked = ", ".join(
        f"base.{name}[1 + CAST(CASE WHEN hash(i, {at}) % {STRANGE} = 0 THEN hash(i, {at}, 1) % {size}"
        f" ELSE hash(i) % {size} END AS INTEGER)] AS {name}"
        for at, name in enumerate(columns)
    )
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE base AS SELECT {lists} FROM '{base}'")
        connection.execute(
            f"COPY (SELECT i AS row_id, {picked} FROM range({count}) AS numbers(i), base)"
            f" TO '{file}' (FORMAT parquet)"
        )
    return file


TEXTS = {
    "BOOLEAN": "CASE hash({0}, row_id) % 9 WHEN 0 THEN 'unknown' WHEN 1 THEN CAST({0} AS VARCHAR)"
    " WHEN 2 THEN ' yes' WHEN 3 THEN 'NO' WHEN 4 THEN 'perhaps'"
    " ELSE CASE WHEN {0} THEN 'yes' ELSE 'no' END END",
    "DECIMAL(18,6)": "CASE hash({0}, row_id) % 9 WHEN 0 THEN '' WHEN 1 THEN {0} || ' mm' WHEN 2 THEN 'many'"
    " WHEN 3 THEN '+' || {0} WHEN 4 THEN ' ' || {0} ELSE CAST(CAST({0} AS DOUBLE) AS VARCHAR) END",
    "DATE": "CASE hash({0}, row_id) % 9 WHEN 0 THEN '~' WHEN 1 THEN '2024-02-30' WHEN 2 THEN {0} || ' '"
    " WHEN 3 THEN strftime({0}, '%m/%d/%Y') ELSE CAST({0} AS VARCHAR) END",
    "VARCHAR[]": "CASE hash({0}, row_id) % 5 WHEN 0 THEN array_to_string({0}, ', ')"
    " WHEN 1 THEN array_to_string({0}, chr(10)) WHEN 2 THEN ' ' || array_to_string({0}, ';')"
    " ELSE array_to_string({0}, ' | ') END",
    "VARCHAR": "CASE hash({0}, row_id) % 19 WHEN 0 THEN {0} || chr(10) WHEN 1 THEN upper({0})"
    " WHEN 2 THEN {0} || chr(92) WHEN 3 THEN {0} || 'é' ELSE {0} END",
}
"""Typed columns as texts, in plain forms and in odd ones."""

DOUBLES = {
    "DECIMAL(18,6)": "CAST({0} AS DOUBLE)",
    "DATE": "CAST({0} AS TIMESTAMP) + INTERVAL 7 HOUR",
    "JSON": """from_json({0}, '[{{"diameter": "VARCHAR"}}]')""",
}
FLOATS = {
    "DECIMAL(18,6)": "CAST({0} AS FLOAT)",
    "VARCHAR[]": "CASE WHEN row_id % 7 = 0 THEN [NULL, ''] ELSE {0} END",
}


def dressed(file: Path, forms: dict[str, str], count: int, out: Path) -> Path:
    """The first rows with their values in other types; payers and codes as they are.

    Arguments:
        forms: by type, an expression for a column.
    """
    with duckdb.connect() as connection:
        chosen = []
        for name, kind, *_ in connection.execute(f"DESCRIBE FROM '{file}'").fetchall():
            kept = name in ("row_id", "payer", "service_code")
            said = (None if kept else forms.get(kind)) or "{0}"
            chosen.append(f"{said.format(_quoted(name))} AS {_quoted(name)}")
        query = f"SELECT {', '.join(chosen)} FROM '{file}' WHERE row_id < {count}"
        connection.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet)")
    return out


def rows_of(file: Path, count: int) -> list[dict[str, Any]]:
    """The first rows of a file, as plain values."""
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM '{file}' WHERE row_id < {count} ORDER BY row_id")
        described = [(column[0], str(column[1])) for column in found.description or ()]
        return [
            {
                name: json.loads(value) if kind == "JSON" and value is not None else value
                for (name, kind), value in zip(described, row, strict=True)
            }
            for row in found.fetchall()
        ]


def _quoted(name: str) -> str:
    return exp.to_identifier(name, quoted=True).sql("duckdb")
