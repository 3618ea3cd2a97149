"""The trial library and small tables of claims under it, as files of any sort."""

from __future__ import annotations

import csv as csv_files
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from coverdict.bulk.compiling import Asking
from coverdict.bulk.screening import Options, Screening, screen
from coverdict.decision import Desk

Row = Mapping[str, Any]

COLUMNS: dict[str, str] = {
    "claim": "VARCHAR",
    "payer": "VARCHAR",
    "product": "VARCHAR",
    "service_code": "VARCHAR",
    "service_date": "DATE",
    "stage_of_tumor": "VARCHAR",
}
"""The columns of trial claims, with their types."""

CLAIMS: tuple[Row, ...] = tuple(
    {
        "claim": f"C{number}",
        "payer": "acme",
        "product": product,
        "service_code": "11111",
        "service_date": "2021-03-03",
        "stage_of_tumor": stage,
    }
    for number, (product, stage) in enumerate(
        [
            ("plain", "early"),
            ("plain", "late"),
            ("plain", None),
            ("bare", "early"),
            (None, None),
            ("free", "late"),
        ]
    )
)
"""Claims for the trial policy."""

STATUSES = ["established", "criteria_not_met", "open", "established", "open", "criteria_not_met"]
"""What the trial policy says of them: early tumors are established, others do not meet its criteria."""


def parquet(file: Path, rows: Sequence[Row], columns: Mapping[str, str] = COLUMNS) -> Path:
    """The rows as a Parquet file with columns of these types."""
    con = duckdb.connect()
    try:
        named = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
        con.execute(f"CREATE TABLE made ({named})")
        for row in rows:
            marks = ", ".join("?" for _ in columns)
            con.execute(f"INSERT INTO made VALUES ({marks})", [row.get(name) for name in columns])
        con.execute(f"COPY made TO {text(file)} (FORMAT parquet)")
    finally:
        con.close()
    return file


def csv(file: Path, rows: Sequence[Row], columns: Sequence[str] = tuple(COLUMNS)) -> Path:
    """The rows as a CSV file; what is unknown is empty."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv_files.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row.get(name) for name in columns] for row in rows)
    return file


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def answered(desk: Desk, table: object, out: Path, **options: Any) -> Screening:
    """A screening; `payer`, `chosen` and `system` are what is asked, all else is how."""
    asking = Asking(**{name: options.pop(name) for name in ("payer", "chosen", "system") if name in options})
    chosen = Options(asking, threads=2, **options)
    return screen(desk, str(table), str(out), chosen, lambda _: None, lambda _: None)


def read(file: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file, in the order of their ids: an answer has none of its own."""
    con = duckdb.connect()
    try:
        found = con.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return sorted(rows, key=_id)
    finally:
        con.close()


def _id(row: dict[str, Any]) -> tuple[bool, int, str]:
    """A row's id; rows without one come last."""
    found = next((row[name] for name in ("row_id", "claim") if row.get(name) is not None), None)
    number = int(str(found)) if str(found).isdigit() else 0
    return found is None, number, str(found)
