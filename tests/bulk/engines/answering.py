"""A table answered on an engine, as a screening does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from coverdict.bulk.answers import COLUMNS
from coverdict.bulk.compiling import Asking, compiled, planned
from coverdict.bulk.query import Query, answered
from coverdict.decision import Desk
from tests.bulk.engines.hosts import Host


def answers(host: Host, desk: Desk, table: Path, folder: Path) -> str:
    """The answers of all rows, with their `row_id`, as a table for DuckDB.

    Arguments:
        table: Parquet.
        folder: an empty one, to write to.
    """
    loaded = host.load(table)
    routes, held = planned(desk, loaded.columns, Asking())
    found = compiled(loaded.engine, loaded.source, routes, held, lambda _: None)
    query = answered(found.plan, loaded.source, ("row_id",), COLUMNS, found.asked, found.unreadable)
    whole = Query(query.tree, (*query.lookups, *found.lookups))
    return host.write(whole, loaded, folder / f"answers-{host.name}")


def by_row(source: str) -> dict[int, dict[str, Any]]:
    """The answers by the rows' ids."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT CAST(row_id AS BIGINT), {', '.join(COLUMNS)} FROM {source}")
        return {row_id: dict(zip(COLUMNS, values, strict=True)) for row_id, *values in found.fetchall()}


def apart(first: str, second: str) -> list[tuple[Any, ...]]:
    """The rows that two engines do not answer alike; no text is the same as an empty one."""
    same = ", ".join(f"nullif(CAST({name} AS VARCHAR), '') AS {name}" for name in COLUMNS)
    one, other = (
        f"(SELECT CAST(row_id AS BIGINT) AS row_id, {same} FROM {source})" for source in (first, second)
    )
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT 'only the first', * FROM (FROM {one} EXCEPT ALL FROM {other})"
            f" UNION ALL SELECT 'only the second', * FROM (FROM {other} EXCEPT ALL FROM {one})"
            " ORDER BY row_id LIMIT 20"
        ).fetchall()
