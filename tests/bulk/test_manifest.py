"""The manifest beside an answer: what was made, from what, and how its rows add up."""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coverdict.bulk.answers import COLUMNS as ANSWER_COLUMNS
from coverdict.bulk.counts import COUNTED
from coverdict.bulk.duck import MOST_REASONS
from coverdict.decision import Desk
from tests.bulk.small import CLAIMS, answered, csv, parquet, read
from tests.decision.trial import trial

ROWS = [
    *CLAIMS,
    {**CLAIMS[0], "claim": "C6", "stage_of_tumor": "middling"},
    {**CLAIMS[0], "claim": "C7", "stage_of_tumor": "middling"},
    {**CLAIMS[0], "claim": "C8", "payer": "nobody"},
    {**CLAIMS[0], "claim": "C9", "service_code": "99999"},
]


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return trial()


def manifest_of(out: Path) -> dict[str, Any]:
    """The manifest beside an answer."""
    found: dict[str, Any] = json.loads(out.with_name(f"{out.name}.manifest.json").read_text(encoding="utf-8"))
    return found


def test_the_manifest_says_what_was_made_from_what(desk: Desk, tmp_path: Path) -> None:
    """The library's digest, the program's version, the engine, the files, which column held which fact."""
    file = csv(tmp_path / "claims.csv", ROWS)
    done = answered(desk, file, tmp_path / "answers.parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "answers.parquet",
        "answers.parquet.manifest.json",
        "claims.csv",
    ]
    found = manifest_of(done.out)
    told = {
        name: found[name] for name in ("kind", "file", "table", "files", "payer", "system", "engine", "bytes")
    }
    assert told == {
        "kind": "screening, not a determination",
        "file": "answers.parquet",
        "table": str(file),
        "files": [str(file)],
        "payer": None,
        "system": "CPT",
        "engine": f"DuckDB {duckdb.__version__}",
        "bytes": done.out.stat().st_size,
    }
    assert found["library"] == {"path": desk.library.path, "digest": desk.digest}
    assert found["program"] == {"name": "coverdict", "version": version("coverdict")}
    columns = found["columns"]
    assert columns["kept"] == ["claim"]
    assert columns["facts"] == {
        "payer": "payer",
        "product": "product",
        "service.code": "service_code",
        "service.date": "service_date",
        "tumor.stage": "stage_of_tumor",
    }
    assert columns["missing"] == {"coverage.ended": "coverage_ended", "line_of_business": "line_of_business"}


def test_counts_are_those_of_the_answers_rows(desk: Desk, tmp_path: Path) -> None:
    """Rows that were read are answered or set apart, and each count is that of the rows that say so."""
    done = answered(desk, csv(tmp_path / "claims.csv", ROWS), tmp_path / "answers.parquet")
    found, rows = manifest_of(done.out), read(done.out)
    assert found["rows"] == {"read": len(ROWS), "answered": 7, "set_apart": 3}
    answers = Counter(tuple(row[name] for name in COUNTED) for row in rows if not row["set_apart"])
    assert {tuple(one[name] for name in COUNTED): one["rows"] for one in found["answers"]} == answers
    apart = Counter(row["set_apart"] for row in rows if row["set_apart"])
    assert {one["why"]: one["rows"] for one in found["set_apart"]} == apart
    for counted in (found["answers"], found["set_apart"]):
        assert [one["rows"] for one in counted] == sorted((one["rows"] for one in counted), reverse=True)


def test_counts_do_not_need_the_columns_that_are_counted(desk: Desk, tmp_path: Path) -> None:
    """Of columns that were not asked for, the manifest says nothing; its counts add up all the same."""
    done = answered(desk, csv(tmp_path / "c.csv", ROWS), tmp_path / "answers.parquet", columns=("status",))
    found = manifest_of(done.out)
    assert found["rows"] == {"read": len(ROWS), "answered": 7, "set_apart": 3}
    assert sum(one["rows"] for one in found["answers"]) == 7
    assert {one["disposition"] for one in found["answers"]} == {None}
    assert Counter({one["status"]: one["rows"] for one in found["answers"]}) == Counter(
        row["status"] for row in read(done.out) if not row["set_apart"]
    )


def test_many_reasons_are_counted_together(desk: Desk, tmp_path: Path) -> None:
    """Of very many reasons those that are most frequent are told one by one, all others in one sum."""
    rows = [
        {**CLAIMS[0], "claim": f"{n}", "stage_of_tumor": f"stage_{n // 2}"} for n in range(2 * MOST_REASONS)
    ]
    rows += [{**CLAIMS[0], "claim": f"x{n}", "stage_of_tumor": f"late {n}"} for n in range(7)]
    done = answered(desk, parquet(tmp_path / "c.parquet", rows), tmp_path / "answers.parquet")
    found = manifest_of(done.out)
    assert found["rows"]["set_apart"] == len(rows) == sum(one["rows"] for one in found["set_apart"])
    assert found["set_apart"][-1] == {"why": "7 further reasons", "rows": 7}
    assert [one["rows"] for one in found["set_apart"][:-1]] == [2] * MOST_REASONS


def test_the_same_table_gives_the_same_manifest(desk: Desk, tmp_path: Path) -> None:
    """Nothing in it depends on the day, the machine or the order in which rows come out."""
    file = csv(tmp_path / "claims.csv", ROWS)
    texts = []
    for _ in range(3):
        out = answered(desk, file, tmp_path / "answers.parquet").out
        found = manifest_of(out)
        texts.append({name: said for name, said in found.items() if name != "bytes"})
    assert texts[0] == texts[1] == texts[2]


@pytest.mark.parametrize("write", [csv, parquet])
def test_a_table_without_rows_has_an_answer_without_rows(write: Any, desk: Desk, tmp_path: Path) -> None:
    """Nothing is wrong with an empty table: the answer has its columns, and its counts are 0."""
    file = write(tmp_path / f"none.{'csv' if write is csv else 'parquet'}", [])
    done = answered(desk, file, tmp_path / "answers.parquet")
    described = duckdb.execute(f"DESCRIBE SELECT * FROM read_parquet('{done.out}')").fetchall()
    assert [name for name, *_ in described] == ["claim", *ANSWER_COLUMNS]
    found = manifest_of(done.out)
    assert found["rows"] == {"read": 0, "answered": 0, "set_apart": 0}
    assert found["answers"] == found["set_apart"] == []
