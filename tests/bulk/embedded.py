"""Tables of drawn rows, screened by the embedded engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from coverdict.bulk.compiling import Asking
from coverdict.bulk.screening import Options, Screening, screen
from coverdict.decision import Desk
from tests.bulk.drawn import Table


def written(table: Table, file: Path) -> Path:
    """The rows as Parquet, typed."""
    con = duckdb.connect()
    try:
        lines = file.with_suffix(".jsonl")
        with lines.open("w", encoding="utf-8") as out:
            for row in table.rows:
                json.dump({name: _plain(row.get(name)) for name in table.types}, out)
                out.write("\n")
        columns = dict(table.types)
        con.execute(
            "COPY (SELECT * FROM read_json(?, format='newline_delimited', columns=?)) TO ? (FORMAT parquet)",
            [str(lines), columns, str(file)],
        )
        return file
    finally:
        con.close()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return str(value)


def screened(desk: Desk, table: Path, out: Path, payer: str | None = None) -> Screening:
    return screen(
        desk, str(table), str(out), Options(Asking(payer), threads=2), lambda _: None, lambda _: None
    )


def answers(out: Path) -> dict[int, dict[str, Any]]:
    """The answers by the rows' ids."""
    con = duckdb.connect()
    try:
        found = con.execute("SELECT * FROM read_parquet(?)", [str(out)])
        names = [column[0] for column in found.description]
        return {row[names.index("row_id")]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
    finally:
        con.close()
