"""Files screened with Spark from the shell: a folder with the answer and its manifest, or nothing new."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coverdict.bulk import folders
from coverdict.bulk.folders import folder_for, publish_folder, sweep_folder
from coverdict.bulk.mapping import TableError
from coverdict.bulk.publishing import UnwritableError, manifest_path
from coverdict.bulk.screening import Options, Screening, screen
from coverdict.bulk.spark_files import memory_of, screen_files
from coverdict.decision import Desk
from tests.bulk.engines.answering import apart
from tests.bulk.engines.hosts import SparkHost
from tests.decision.trial import trial

CLAIMS = """
    SELECT i AS row_id, 'acme' AS payer, 'plain' AS product, '11111' AS service_code,
        DATE '2021-03-01' + CAST(i AS INTEGER) AS service_date,
        ['early', ' late', 'middle', NULL][1 + i % 4] AS stage_of_tumor
    FROM range({}) AS numbers(i)
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return trial()


def table(file: Path, rows: int, columns: str = "*") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.sql(f"SELECT {columns} FROM ({CLAIMS.format(rows)})").write_parquet(str(file))
    return file


def screened(desk: Desk, given: Path, out: Path) -> Screening:
    return screen_files(desk, str(given), str(out), Options(), lambda _: None, lambda _: None)


def manifest(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(manifest_path(out).read_text())
    return read


def left(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_the_answer_is_that_of_the_embedded_engine(spark_host: SparkHost, desk: Desk, tmp_path: Path) -> None:
    """Row by row, and in how rows add up; with names that mean something in a pattern."""
    given = table(tmp_path / "a [1] {x} é%20*.parquet", 100)
    out = tmp_path / "out {y} [2]"
    done = screened(desk, given, out)
    beside = screen(desk, str(given), str(tmp_path / "o.parquet"), Options(), lambda _: None, lambda _: None)
    assert done.counts == beside.counts and done.counts.rows == 100
    # DuckDB takes a name for a pattern, so that the folder gets one without.
    os.rename(out, tmp_path / "out")
    assert apart(f"read_parquet('{tmp_path}/out/*.parquet')", f"read_parquet('{beside.out}')") == []
    said = manifest(out)
    assert said["rows"] == {"read": 100, "answered": 75, "set_apart": 25}
    assert said["bytes"] == sum(one.stat().st_size for one in (tmp_path / "out").glob("part-*"))
    assert said["file"] == out.name and said["engine"].startswith("Spark ")


def test_a_folder_of_files_is_one_table(spark_host: SparkHost, desk: Desk, tmp_path: Path) -> None:
    table(tmp_path / "claims" / "a.parquet", 10)
    table(tmp_path / "claims" / "b.parquet", 7)
    table(tmp_path / "claims" / "c.parquet", 0)
    assert screened(desk, tmp_path / "claims", tmp_path / "out").counts.rows == 17


def test_a_table_without_rows(spark_host: SparkHost, desk: Desk, tmp_path: Path) -> None:
    done = screened(desk, table(tmp_path / "claims.parquet", 0), tmp_path / "out")
    assert done.counts.rows == 0
    assert manifest(tmp_path / "out")["rows"] == {"read": 0, "answered": 0, "set_apart": 0}


def test_an_older_answer_is_replaced(spark_host: SparkHost, desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    screened(desk, table(tmp_path / "claims.parquet", 5), out)
    screened(desk, table(tmp_path / "claims.parquet", 6), out)
    assert manifest(out)["rows"]["read"] == 6
    assert left(tmp_path) == {"claims.parquet", "out", "out.manifest.json"}


def test_what_goes_wrong_leaves_the_older_answer(spark_host: SparkHost, desk: Desk, tmp_path: Path) -> None:
    out, given = tmp_path / "out", table(tmp_path / "claims.parquet", 5_000)
    screened(desk, given, out)
    before = left(out)
    damaged = bytearray(given.read_bytes())
    damaged[4 : len(damaged) // 2] = bytes(len(damaged) // 2 - 4)
    given.write_bytes(damaged)
    with pytest.raises(TableError, match=r"claims.parquet cannot be read: \S.*$"):
        screened(desk, given, out)
    assert left(out) == before and manifest(out)["rows"]["read"] == 5_000
    assert left(tmp_path) == {"claims.parquet", "out", "out.manifest.json"}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"b=1/a.parquet": "*"}, "the folder b=1 stands for a column; screen a DataFrame from Python"),
        (
            {"a.parquet": "*", "b.parquet": "* EXCLUDE (product)"},
            r"b.parquet has other columns than .*a.parquet",
        ),
        ({"a.parquet": "* EXCLUDE (payer)"}, "the table has no column payer"),
    ],
)
def test_tables_that_cannot_be_answered(
    files: dict[str, str], says: str, spark_host: SparkHost, desk: Desk, tmp_path: Path
) -> None:
    for name, columns in files.items():
        table(tmp_path / "claims" / name, 3, columns)
    with pytest.raises(TableError, match=says):
        screened(desk, tmp_path / "claims", tmp_path / "out")
    assert left(tmp_path) == {"claims"}


def test_text_is_not_read(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("payer\nbsc\n")
    with pytest.raises(
        TableError, match=r"is CSV, which Spark reads in another way; screen it with --engine duckdb"
    ):
        screened(desk, tmp_path / "claims.csv", tmp_path / "out")


def test_the_table_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    given = table(tmp_path / "claims" / "part-0.parquet", 1)
    manifest_path(tmp_path / "claims").write_text("{}")
    with pytest.raises(TableError, match="holds the table itself; write the answer to another folder"):
        screened(desk, given, tmp_path / "claims")


def test_amounts_of_memory() -> None:
    """As DuckDB takes them, and as Java does."""
    given = ("4GB", "4gb", "4 GiB", "512m", "1T")
    assert [memory_of(one) for one in given] == ["4g", "4g", "4g", "512m", "1t"]
    for wrong in ("much", "4", "4.5GB", "-1g"):
        with pytest.raises(TableError, match=f"--memory {wrong}: write a whole number with its unit, as 4GB"):
            memory_of(wrong)


@pytest.mark.parametrize("there", ["file", "notes.txt", "sub/part-1.parquet", "part-1.parquet", "."])
def test_only_an_older_answer_is_written_over(there: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    if there == "file":
        out.write_text("")
    elif there == ".":
        out = tmp_path / "nowhere" / "out"
    else:
        (out / there).parent.mkdir(parents=True)
        (out / there).write_text("")
    with pytest.raises(
        UnwritableError, match=r"is a file|holds something else|without out.manifest|there is no folder"
    ):
        folder_for(str(out))


def written(folder: Path, rows: str) -> Path:
    """A folder as Spark writes it."""
    folder.mkdir()
    for name in ("_SUCCESS", "._SUCCESS.crc", "part-0.zstd.parquet", ".part-0.zstd.parquet.crc"):
        (folder / name).write_text(rows)
    return folder


def test_a_folder_that_cannot_be_moved_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = written(tmp_path / "out", "old")
    draft = written(tmp_path / "draft", "new")
    rename = os.rename

    def refuse(first: Path, second: Path) -> None:
        if first == draft:
            raise OSError("no")
        rename(first, second)

    monkeypatch.setattr(folders.os, "rename", refuse)
    with pytest.raises(OSError, match="no"):
        publish_folder(draft, out, {})
    assert (out / "_SUCCESS").read_text() == "old"
    assert left(tmp_path) == {"out", "draft"}


def test_what_a_killed_run_moved_aside_is_put_back(tmp_path: Path) -> None:
    """It was killed between moving the old folder aside and the new one to its place."""
    gone = 2**22 + 1  # no process has such a number
    out = tmp_path / "out"
    written(tmp_path / f".out.{gone}-00ff.old", "old")
    written(tmp_path / f".out.{gone}-00ff.part", "new")
    written(tmp_path / f".out.{os.getpid()}-00ff.part", "of a run that goes on")
    sweep_folder(out)
    assert (out / "_SUCCESS").read_text() == "old"
    assert left(tmp_path) == {"out", f".out.{os.getpid()}-00ff.part"}
    written(tmp_path / f".out.{gone}-00ff.old", "older")
    sweep_folder(out)
    assert (out / "_SUCCESS").read_text() == "old"
    assert left(tmp_path) == {"out", f".out.{os.getpid()}-00ff.part"}
