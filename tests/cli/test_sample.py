"""`coverdict sample`: the table, what is told of it, and every way to ask for one that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from cli.conftest import Run

from coverdict.library import shipped_folder

MICHIGAN, CALIFORNIA = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"


def test_a_page_tells_what_was_written(tmp_path: Path, run: Run) -> None:
    # A few lines name the policy, the file, the number of claims and patients, the seed and the payers.
    file = tmp_path / "claims.parquet"
    status, out, err = run("sample", MICHIGAN, "--rows", "20001", "--out", str(file), "--seed", "7")
    assert (status, err) == (0, "")
    told = " ".join(out.split())
    assert told.startswith(f"sample of {MICHIGAN}, undated ")
    assert "claims 20,001, of 20,000 distinct patients, drawn with seed 7 " in told
    assert "columns 21, named by the vocabulary" in told
    assert "payers bcbsm, bcn and example" in told
    assert "unknown 15 % of the facts" in told
    assert len(out.splitlines()) < 12
    assert duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall() == [(20_001,)]


def test_json_tells_the_same(tmp_path: Path, run: Run) -> None:
    # With --json there is one document: the policy, its version, the library, the file and its columns.
    file = tmp_path / "claims.csv"
    arguments = ("--rows", "12", "--out", str(file), "--payer", "bsc", "--unknown", "0", "--json")
    status, out, err = run("sample", CALIFORNIA, *arguments)
    assert (status, err) == (0, "")
    told = json.loads(out)
    columns = told.pop("columns")
    assert told.pop("library")["digest"].startswith("sha256:")
    assert told == {
        "policy": CALIFORNIA,
        "version": "2021-11-01",
        "file": str(file),
        "rows": 12,
        "seed": 0,
        "unknown": 0,
        "payers": ["bsc"],
        "code_system": "CPT",
        "patients": 12,
    }
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    assert header.split(",") == [column["name"] for column in columns] and len(lines) == 12
    assert columns[0] == {"name": "claim", "fact": None, "type": "VARCHAR"}
    assert {"name": "tumor_origin", "fact": "tumor.origin", "type": "VARCHAR"} in columns


def test_a_library_of_ones_own(tmp_path: Path, run: Run) -> None:
    # --library names the library, as everywhere, and ID@DATE the version.
    file = tmp_path / "claims.csv"
    library = ("--library", str(shipped_folder()))
    status, _, err = run("sample", f"{CALIFORNIA}@2022-05-01", "--rows", "3", "--out", str(file), *library)
    assert (status, err) == (0, "")
    status, _, err = run("sample", f"{CALIFORNIA}@2020-05-01", "--rows", "3", "--out", str(file), *library)
    assert status == 2 and "in force on 2020-05-01" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rows", "ten"), "--rows is a whole number from 0 up, not 'ten'"),
        (("--rows", "-1"), "--rows is a whole number from 0 up, not '-1'"),
        (("--rows", "1.5"), "--rows is a whole number from 0 up, not '1.5'"),
        (("--rows", "1e6"), "--rows is a whole number from 0 up, not '1e6'"),
        (("--rows", "1,000"), "--rows is a whole number from 0 up, not '1,000'; write 1000"),
        (("--rows", "1_000"), "not '1_000'; write 1000"),
        (("--rows", ""), "--rows is a whole number from 0 up, not ''"),
        (("--rows", "٣"), "--rows is a whole number from 0 up"),
        (("--rows", "9" * 5000), "…'"),
        (("--rows", "999999999999"), "the number of rows is a whole number from 0 to 100,000,000,000"),
        (("--rows", "5", "--seed", "-3"), "--seed is a whole number from 0 up, not '-3'"),
        (("--rows", "5", "--seed", "x"), "--seed is a whole number from 0 up, not 'x'"),
        (("--rows", "5", "--unknown", "15"), "--unknown is a share from 0 to 1, such as 0.15, not '15'"),
        (("--rows", "5", "--unknown", "nan"), "--unknown is a share from 0 to 1"),
        (("--rows", "5", "--unknown", "-0.1"), "--unknown is a share from 0 to 1"),
        (("--rows", "5", "--payer", "bscc"), "no payer 'bscc' in the library; did you mean bsc?"),
        (("--rows", "5", "--payer", "bcn"), f"bcn does not work under {CALIFORNIA}; it adopts {MICHIGAN}"),
        (("--rows", "5", "--sede", "1"), "coverdict sample has no option '--sede'; did you mean --seed?"),
        ((), "the following arguments are required: --rows"),
    ],
)
def test_what_cannot_be_drawn(arguments: tuple[str, ...], message: str, tmp_path: Path, run: Run) -> None:
    # Nonsense is refused in one clear message with exit status 2, and nothing is written.
    status, out, err = run("sample", CALIFORNIA, "--out", str(tmp_path / "claims.csv"), *arguments)
    assert (status, out) == (2, "")
    assert message in err and len(err.splitlines()) <= 2 and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("", "the name of the file is empty"),
        ("claims.xlsx", "claims.xlsx: what kind of table is it to be?"),
        ("missing/claims.csv", "there is no folder"),
        (".csv/", "what kind of table is it to be?"),
    ],
)
def test_where_nothing_can_be_written(out: str, message: str, tmp_path: Path, run: Run) -> None:
    # A place that takes no table is refused before anything is drawn.
    name = f"{tmp_path}/{out}" if out else ""
    status, printed, err = run("sample", CALIFORNIA, "--rows", "5", "--out", name)
    assert (status, printed) == (2, "") and message in err and len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("bsc/7.01.57", "policy 'bsc/7.01.57' is not in the library; did you mean bsc/7.01.75?"),
        ("bsc/7.01.75@soon", "'soon' is not a date; write bsc/7.01.75@2021-12-01"),
        ("nccn-colon-2.2021", "policy 'nccn-colon-2.2021' is not in the library"),
        ("", "policy '' is not in the library"),
    ],
)
def test_no_such_policy(policy: str, message: str, tmp_path: Path, run: Run) -> None:
    # A policy that is none is refused with the nearest; a guideline decides nobody's claims.
    status, out, err = run("sample", policy, "--rows", "5", "--out", str(tmp_path / "claims.csv"))
    assert (status, out) == (2, "") and message in err
    assert list(tmp_path.iterdir()) == []
