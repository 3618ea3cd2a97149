"""The SQL of a policy, run as it is printed, answers every row as a screening does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from coverdict.bulk.answers import COLUMNS
from coverdict.bulk.dialects import DIALECTS, UnsayableError
from coverdict.bulk.kinds import Column, Kind
from coverdict.bulk.statement import Statement, Wanted, statement
from coverdict.cli.sql import adopting_payers
from coverdict.decision import open_library
from coverdict.language.model import FactType
from coverdict_judges.generators import shelves
from coverdict_judges.inventing.sizes import CODES, SMALL, Size
from tests.bulk.drawn import Table, drawn, of_shelf, texts_of
from tests.bulk.embedded import answers, screened, written
from tests.exactness.program import LONG, opened

SAID = [name for name in COLUMNS if name not in ("questions", "set_apart")]
"""The columns of an answer that both give; why a row is set apart is told in other words."""

POLICIES = {"bsc/7.01.75": "bsc", "bcbsm/cryosurgical-ablation-liver": "bcn"}
SERVICE_CODES = ("47371", "47381", "47383", "76940", "99213", "unknown")
SERVICE_DAYS = tuple(
    map(date.fromisoformat, ("2021-12-01", "2021-11-01", "2018-03-01", "2012-06-01", "2014-01-01"))
)
PRODUCTS = (
    "commercial_ppo",
    "fep",
    "bcn65",
    "bcna",
    "bcbsm_ppo",
    "example_ppo",
    "example_basic",
    "no_such",
    None,
)

NATURAL = {
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INTEGER: "BIGINT",
    Kind.DECIMAL: "DECIMAL(18, 6)",
    Kind.TEXT: "VARCHAR",
    Kind.TEXTS: "VARCHAR[]",
    Kind.DATE: "DATE",
}


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


def said_by_sql(found: Statement, file: Path) -> dict[int, dict[str, Any]]:
    """What the text says of each row, where the claims have columns of the natural types."""
    con = duckdb.connect()
    try:
        there = {
            name for name, *_ in con.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file)]).fetchall()
        }
        columns = {column.name: column for column in found.columns.values()}
        chosen = [
            f"CAST({_held(column, there)} AS {NATURAL[column.kind]}) AS {_name(column)}"
            for column in columns.values()
        ]
        con.execute(f"CREATE TABLE claims AS SELECT row_id, {', '.join(chosen)} FROM read_parquet('{file}')")
        answered = con.execute(found.text)
        names = [column[0] for column in answered.description or ()]
        return {row[names.index("row_id")]: dict(zip(names, row, strict=True)) for row in answered.fetchall()}
    finally:
        con.close()


def _name(column: Column) -> str:
    return f'"{column.name}"'


def _held(column: Column, there: set[str]) -> str:
    return _name(column) if column.name in there else "NULL"


def unreadable_alone(row: Mapping[str, Any]) -> bool:
    """Whether a row holds a code with its system in front, which SQL alone does not read."""
    given = [one for value in row.values() for one in (value if isinstance(value, list) else [value])]
    return any(isinstance(one, str) and " " in one for one in given)


def compared(rows: Sequence[Mapping[str, Any]], sql: Mapping[int, Any], screening: Mapping[int, Any]) -> int:
    """Hold what the text says against the screening, row by row; how many rows SQL read by itself."""
    assert set(sql) == set(screening) == {row["row_id"] for row in rows}
    alike = 0
    for row in rows:
        one, other = sql[row["row_id"]], screening[row["row_id"]]
        if one["set_apart"] and re.search("holds no value|cannot be read", one["set_apart"]):
            assert unreadable_alone(row) or other["set_apart"], row
            continue
        alike += 1
        assert {name: one[name] for name in SAID} == {name: other[name] for name in SAID}, row
        assert bool(one["set_apart"]) == bool(other["set_apart"]), row
    return alike


@pytest.mark.parametrize(
    ("policy", "chosen"),
    [("bcbsm/cryosurgical-ablation-liver", "every version"), ("bsc/7.01.75", "one version")],
)
def test_the_sql_of_a_real_policy_answers_as_the_screening_does(
    policy: str, chosen: str, tmp_path: Path
) -> None:
    """Every column but questions is the same, for all versions on their days and for one version alone."""
    desk = open_library()
    version = desk.version(policy)
    payers = adopting_payers(desk.library.contents, policy, None)
    texts = texts_of(desk, POLICIES[policy], policy)
    table = without_lists(
        drawn(texts, payers, SERVICE_CODES, SERVICE_DAYS, PRODUCTS, 10_000 if LONG else 1_000, Random(7))
    )
    if chosen == "one version":
        for row in table.rows:
            row["service_date"] = row["service_date"].replace(
                year=version.effective.year if version.effective else 2012
            )
    file = written(table, tmp_path / "claims.parquet")
    wanted = Wanted(version, chosen == "every version", payers, "claims", ("row_id",))
    sql = said_by_sql(statement(desk, wanted, DIALECTS["duckdb"]), file)
    screening = answers(screened(desk, file, tmp_path / "answers.parquet").out)
    assert compared(table.rows, sql, screening) > len(table.rows) / 2
    assert len({one["possible"] for one in sql.values()}) > 4


def without_lists(table: Table) -> Table:
    """The table without the facts whose elements SQL does not look at."""
    gone = {name for name, kind in table.types.items() if kind == "JSON"}
    rows = [{name: value for name, value in row.items() if name not in gone} for row in table.rows]
    return Table({name: kind for name, kind in table.types.items() if name not in gone}, rows)


@pytest.mark.parametrize(
    ("size", "seed"), [(size, seed) for size in (SMALL, CODES) for seed in range(100 if LONG else 5)]
)
def test_the_sql_of_an_invented_policy_answers_as_the_screening_does(
    size: Size, seed: int, tmp_path: Path
) -> None:
    """The same holds of invented policies, as branches or as tables, unless SQL alone cannot say them."""
    (shelf,) = shelves(2_000 + seed, 1, size)
    desk = opened(shelf, tmp_path / "library")
    policy = shelf.policies[0]
    wanted = Wanted(
        desk.version(policy),
        True,
        adopting_payers(desk.library.contents, policy, None),
        "claims",
        ("row_id",),
    )
    refused = ""
    try:
        found = statement(desk, wanted, DIALECTS["duckdb"])
    except UnsayableError as error:
        refused = str(error)
    if refused:
        # Dates that are held against each other are looked up together, which takes a look at the table.
        named = re.findall(r"[\w.]+", refused)
        dates = {fact.name for fact in shelf.vocabulary.facts if fact.type is FactType.DATE}
        assert dates & set(named), refused
        return
    table = without_lists(of_shelf(shelf, 200, Random(seed)))
    file = written(table, tmp_path / "claims.parquet")
    screening = answers(screened(desk, file, tmp_path / "answers.parquet").out)
    assert compared(table.rows, said_by_sql(found, file), screening) > 0
