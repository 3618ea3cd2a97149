"""`coverdict screen` and `coverdict sql`: what they print, as pages and as data.

To change the golden pages, run

    COVERDICT_GOLDEN=1 pytest tests/cli/test_screen_cli.py

and read the difference (`git diff tests/cli/golden`) as carefully as code.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from cli.terminal import environment
from sqlglot import exp

from coverdict.bulk.answers import COLUMNS as ANSWER_COLUMNS
from coverdict.bulk.dialects import DIALECTS
from tests.bulk.small import CLAIMS, COLUMNS, csv, parquet, read
from tests.decision.trial import files, written

GOLDEN = Path(__file__).parent / "golden"
Run = Callable[..., tuple[int, str, str]]

ROWS = [
    *CLAIMS,
    {**CLAIMS[0], "claim": "C6", "stage_of_tumor": "middling"},
    {**CLAIMS[0], "claim": "C7", "service_code": "99999"},
    {**CLAIMS[0], "claim": "C8", "service_date": "2019-12-31"},
]
REAL = ("bsc/7.01.75", "bcbsm/cryosurgical-ablation-liver")

STATUS = """
```yaml rule
id: early
label: Established
cites: {section: Policy Statement, item: 2}
when:
  - early: tumor.stage is early
  - small: tumor.size < 3 cm
status: established
otherwise: criteria_not_met
```
"""
"""A policy so small that it is one CASE, as there are no products and no contracts."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with claims and the trial library, in which commands run; messages then show short paths."""
    written(tmp_path / "library", files())
    csv(tmp_path / "claims.csv", ROWS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    return tmp_path


def must_be(name: str, said: str) -> None:
    """Hold what was said against a golden page."""
    wanted = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        wanted.write_text(said, encoding="utf-8")
    assert said == wanted.read_text(encoding="utf-8")


# --- screen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "columns"), [("screen", ""), ("screen-40", "40")])
def test_the_summary_says_how_the_rows_add_up(
    name: str, columns: str, here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The golden page: answers by their text, rows that are set apart, columns that are missing."""
    arguments = ("screen", "claims.csv", "--out", "answers.parquet", "--library", "library")
    if columns:
        done = subprocess.run(
            [sys.executable, "-m", "coverdict.cli", *arguments],
            env=environment(COLUMNS=columns, COVERDICT_CACHE="off"),
            capture_output=True,
            text=True,
        )
        status, page, messages = done.returncode, done.stdout, done.stderr
        assert max(map(len, page.splitlines())) <= 40
    else:
        status, page, messages = run(*arguments)
    assert (status, messages) == (0, "")
    must_be(name, page)


def test_the_counts_of_the_summary_are_those_of_the_answer(here: Path, run: Run) -> None:
    """The numbers on the page add up to the rows of the table, and are those of the rows that say so."""
    page = run("screen", "claims.csv", "--out", "answers.parquet", "--library", "library")[1]
    assert page.startswith(f"{len(ROWS)} rows screened")
    counts = [int(number) for number in re.findall(r"^ +(\d+)  ", page, re.MULTILINE)]
    assert sum(counts) == len(ROWS) == len(read(here / "answers.parquet"))


def test_json_is_one_document_and_the_manifest(here: Path, run: Run) -> None:
    """With `--json` the manifest is printed, and nothing else."""
    arguments = ("screen", "claims.csv", "--out", "answers.parquet", "--library", "library", "--json")
    status, text, messages = run(*arguments)
    assert (status, messages) == (0, "")
    assert json.loads(text) == json.loads((here / "answers.parquet.manifest.json").read_text())
    assert json.loads(text)["rows"] == {"read": len(ROWS), "answered": len(ROWS) - 1, "set_apart": 1}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("claims.csv", "--out", "answers.parquet"), 0),
        (("claims.csv", "--out", "answers.parquet", "--json"), 0),
        (
            ("claims.csv", "--out", "answers.parquet", "--columns", " status , questions", "--keep", "claim"),
            0,
        ),
        (("claims.csv", "--out", "answers.parquet", "--threads", "1", "--memory", "1GB"), 0),
        (("--help",), 0),
        (("claims.csv", "--out", "answers.parquet", "--json", "--payer", "nobody"), 2),
        (("claims.csv",), 2),
    ],
)
def test_the_exit_status(arguments: tuple[str, ...], status: int, here: Path, run: Run) -> None:
    """0 where the table was answered, whatever its rows say; 2 for bad input, with nothing printed."""
    got, out, messages = run(
        "screen", *arguments, *(() if "--help" in arguments else ("--library", "library"))
    )
    assert got == status
    assert bool(out) == (status == 0) and bool(messages) == (status != 0)


def test_the_answer_does_not_depend_on_where_the_machine_stands(here: Path) -> None:
    """Neither the time zone, the locale nor the order of hashing changes an answer, moments included."""
    row = {**CLAIMS[0], "service_date": "2020-01-01 02:00:00+00"}
    rows = [{**row, "claim": "C0"}, {**row, "claim": "C1", "service_date": "2019-12-31 23:00:00+00"}]
    parquet(here / "moments.parquet", rows, {**COLUMNS, "service_date": "TIMESTAMP WITH TIME ZONE"})
    found = []
    for changes in (
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Tokyo", "LC_ALL": "C"},
    ):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "coverdict.cli",
                "screen",
                "moments.parquet",
                "--out",
                "a.parquet",
                "--library",
                "library",
            ],
            env=environment(COVERDICT_CACHE="off", **changes),
            check=True,
            capture_output=True,
        )
        found.append(read(here / "a.parquet"))
    assert found[0] == found[1]
    assert [row["routing"] for row in found[0]] == ["addressed", "no_version"]


# --- sql ----------------------------------------------------------------------------------------------------


def sql_of(run: Run, *arguments: str) -> str:
    status, text, messages = run("sql", *arguments)
    assert (status, messages) == (0, "")
    return text


@pytest.mark.parametrize("dialect", ["duckdb", "snowflake"])
def test_the_sql_is_the_same_bytes_wherever_it_is_made(dialect: str, here: Path) -> None:
    """Neither the order of hashing nor the machine changes the text."""
    texts = [
        subprocess.run(
            [
                sys.executable,
                "-m",
                "coverdict.cli",
                "sql",
                "acme/trial",
                "--dialect",
                dialect,
                "--library",
                "library",
            ],
            env=environment(COVERDICT_CACHE="off", PYTHONHASHSEED=seed),
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert texts[0] == texts[1] and texts[0].endswith(b";\n")


@pytest.mark.parametrize(
    ("policy", "dialect"), [*(("acme/trial", dialect) for dialect in DIALECTS), (REAL[0], "postgres")]
)
def test_every_dialect_is_read_back(policy: str, dialect: str, here: Path, run: Run) -> None:
    """The text is one SELECT of its dialect, with the columns of an answer, without the questions."""
    library = ("--library", "library") if policy == "acme/trial" else ()
    arguments = (policy, "--dialect", dialect, "--table", "warehouse.claims", "--keep", "claim")
    text = sql_of(run, *arguments, *library)
    (tree,) = sqlglot.parse(text, read=DIALECTS[dialect].sqlglot)
    assert isinstance(tree, exp.Select)
    said = [one.alias_or_name for one in tree.selects]
    answer = [name for name in ANSWER_COLUMNS if name != "questions"]
    assert said[0] == "claim" and said[-len(answer) :] == answer
    tables = {table.sql() for table in tree.find_all(exp.Table) if not table.name.startswith("cv_")}
    assert tables == {"warehouse.claims AS t"}
    head = [line for line in text.splitlines() if line.startswith("--")]
    assert any("emitted; the project's tests do not run it" in line for line in head) == (
        dialect in ("snowflake", "bigquery")
    )
    assert "Screening, not a determination." in text and f"({policy})" in head[0]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_small_policy_is_one_case_with_its_clauses_beside_the_branches(
    dialect: str, here: Path, run: Run
) -> None:
    """Beside each branch stands what it comes to, by which rules, and where the source has them."""
    written(here / "library", files(status=STATUS, products="", benefit="", payer=""))
    data = json.loads(sql_of(run, "acme/trial", "--dialect", dialect, "--library", "library", "--json"))
    assert data["form"] == "branches"
    branches = re.findall(r"(?:THEN|ELSE) (\d+) /\* (.*?) \*/", data["sql"])
    assert len(branches) > 5
    tree = sqlglot.parse_one(data["sql"], read=DIALECTS[dialect].sqlglot)
    ends = ends_of(tree, dialect)
    for number, clause in branches:
        end = ends[int(number)]
        rules = end["decided_by"].split(", ") if end["decided_by"] else []
        cited = "; ".join(f"{rule} [Policy Statement, 2]" for rule in rules)
        assert clause == (f"{end['possible']}: {cited}" if rules else end["says"] or end["routing"])
    assert {"established/undetermined: acme/trial#early [Policy Statement, 2]"} <= {
        clause for _, clause in branches
    }


def ends_of(tree: exp.Expr, dialect: str) -> dict[int, dict[str, str]]:
    """The rows of the table of ends that a statement holds."""
    (table,) = (cte.this for cte in tree.find_all(exp.CTE) if cte.alias == "cv_ends")
    rows: list[dict[str, Any]]
    if dialect == "bigquery":
        structs = table.find_all(exp.Struct)
        rows = [{part.this.name: part.expression for part in struct.expressions} for struct in structs]
    else:
        (values,) = table.find_all(exp.Values)
        names = [column.name for column in values.args["alias"].args["columns"]]
        rows = [dict(zip(names, row.expressions, strict=True)) for row in values.expressions]
    return {
        int(row["cv_end"].name): {
            name: "" if isinstance(cell, exp.Null) else cell.name for name, cell in row.items()
        }
        for row in rows
    }


def test_a_large_policy_goes_through_tables(run: Run) -> None:
    """Beside each end stands what it comes to, and the form is told as data."""
    data = json.loads(sql_of(run, REAL[1], "--json"))
    assert (data["form"], data["run_by_the_tests"], data["dialect"]) == ("tables", True, "duckdb")
    assert (data["policy"], data["versions"]) == (REAL[1], "all")
    assert set(data["payers"]) == {"bcn", "bcbsm", "example"}
    assert "--   payer: text, payer" in data["sql"]
    assert data["columns"]["lesion.count"] == {"column": "lesion_count", "holds": "whole numbers"}
    ends = ends_of(sqlglot.parse_one(data["sql"], read="duckdb"), "duckdb")
    for end in ends.values():
        if end["possible"] and end["decided_by"]:
            assert f"/* {end['possible']}: " in data["sql"]


def test_one_version_and_one_payer(run: Run) -> None:
    """A version by its day, and one payer of several, are what the text is about."""
    data = json.loads(sql_of(run, "bsc/7.01.75@2021-12-01", "--json"))
    assert (data["versions"], data["payers"]) == ("2021-11-01", ["bsc"])
    text = sql_of(run, REAL[1], "--payer", "bcn")
    assert "-- for bcn; codes are CPT codes" in text and "--   payer:" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bsc/7.01.76",), "did you mean bsc/7.01.75?"),
        (("bsc/7.01.75", "--dialect", "duckbd"), "no dialect 'duckbd'; did you mean duckdb?"),
        (("bsc/7.01.75", "--dialect", "oracle"), "no dialect 'oracle'; "),
        (("bsc/7.01.75", "--payer", "bcn"), "bcn does not work under bsc/7.01.75"),
        (("bsc/7.01.75", "--table", "claims; DROP TABLE x"), "claims; DROP TABLE x"),
        (("bsc/7.01.75", "--table", "claims\n; DROP TABLE x"), "is no name of a table"),
        (("bsc/7.01.75", "--table", "(SELECT 1)"), "is no name of a table"),
        (("bsc/7.01.75", "--table", ""), "--table '' is no name of a table"),
    ],
)
def test_what_cannot_be_written_as_sql_is_one_message(
    arguments: tuple[str, ...], message: str, run: Run
) -> None:
    """An unknown policy, dialect or payer, and a table that is no name, are told."""
    status, out, messages = run("sql", *arguments)
    assert (status, out) == (2, "")
    assert message in messages and "Traceback" not in messages and len(messages.splitlines()) == 1


SPAN = STATUS.replace("small: tumor.size < 3 cm", "soon: days from admission.date to service.date < 3")


def test_dates_that_are_held_against_each_other_cannot_be_said_in_sql(here: Path, run: Run) -> None:
    """What only a look at the table's values tells is refused, and not set apart row by row."""
    written(here / "library", files(status=SPAN))
    status, out, messages = run("sql", "acme/trial", "--library", "library")
    assert (status, out) == (2, "")
    assert "admission.date" in messages and "`coverdict screen` looks such values up" in messages
    csv(here / "dated.csv", [{**CLAIMS[0], "admission.date": "2021-03-01"}], [*COLUMNS, "admission.date"])
    assert run("screen", "dated.csv", "--out", "a.parquet", "--library", "library")[0] == 0
    assert read(here / "a.parquet")[0]["status"] == "established"


@pytest.mark.parametrize("table", ['"my claims"', "lake.raw.claims", "claims"])
def test_the_table_may_be_any_name(table: str, here: Path, run: Run) -> None:
    """A quoted name and one with its schema are taken as they are."""
    text = sql_of(run, "acme/trial", "--table", table, "--library", "library")
    assert f"FROM {table} AS t" in text
