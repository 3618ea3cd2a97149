"""What goes wrong while a table is read or an answer written: one clear message, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.bulk.children import COMMAND, ended, limited, names, started
from tests.bulk.small import CLAIMS, STATUSES, answered, csv, parquet, read
from tests.decision.trial import files, trial, written

ROWS = 3_000_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes a while."""
    file: Path = tmp_path_factory.mktemp("large") / "claims.parquet"
    duckdb.execute(
        "COPY (SELECT 'claim ' || i AS claim, 'acme' AS payer, '11111' AS service_code, DATE '2021-03-03' AS"
        f" service_date, 'early' AS stage_of_tumor FROM range({ROWS}) AS t(i)) TO '{file}' (FORMAT parquet)"
    )
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an answer that is there already; the library and the tables lie beside it."""
    written(tmp_path / "library", files())
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "answers.parquet").write_text("the old one")
    return folder


def arguments(table: Path, place: Path) -> tuple[str, ...]:
    library = place.parent / "library"
    return (str(table), "--out", str(place / "answers.parquet"), "--library", str(library))


def refused(status: int, out: str, err: str, place: Path) -> str:
    """The one message of a run that failed and left everything as it was."""
    assert (status, out) == (2, ""), err
    assert len(err.splitlines()) == 1 and "Traceback" not in err
    assert names(place) == ["answers.parquet"]
    assert (place / "answers.parquet").read_text() == "the old one"
    return err.strip()


# --- the table changes ----------------------------------------------------------------------------------


def touched(file: Path) -> None:
    os.utime(file, (0, 0))


def replaced(file: Path) -> None:
    other = parquet(file.with_name("other"), CLAIMS)
    other.replace(file)


def appended(file: Path) -> None:
    with file.open("ab") as out:
        out.write(b"more")


def overwritten(file: Path) -> None:
    file.write_bytes(parquet(file.with_name("other"), CLAIMS).read_bytes())


CHANGED = "{} changed while it was read; nothing was written"
GONE = "{} was removed while it was read; nothing was written"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (touched, CHANGED),
        (replaced, CHANGED),
        (appended, CHANGED),
        (overwritten, CHANGED),
        (Path.unlink, GONE),
    ],
)
def test_a_table_that_changes_while_it_is_read(
    change: Callable[[Path], None], message: str, large: Path, place: Path
) -> None:
    """A file that is written to, replaced or removed meanwhile is told; there is no answer for half of it."""
    table = place.parent / "claims.parquet"
    table.write_bytes(large.read_bytes())
    child = started([*COMMAND, *arguments(table, place)], place)
    while names(place) == ["answers.parquet"] and child.poll() is None:
        time.sleep(0.001)
    change(table)
    out, err = child.communicate(timeout=60)
    assert refused(child.returncode, out, err, place) == message.format(table)


# --- no room -----------------------------------------------------------------------------------------------


def test_an_answer_for_which_there_is_no_room(large: Path, place: Path) -> None:
    """Where the answer may not become as large as it is, it is said that the disk is full."""
    status, out, err = ended(limited(1_000_000, *arguments(large, place)), place)
    assert refused(status, out, err, place).startswith("the disk is full (")


@pytest.fixture
def full(place: Path) -> Iterator[Path]:
    """A file system of its own with little room; the test is skipped, by name, where none can be mounted."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a full disk is not tried: {mounted.stderr.strip()}")
    try:
        (place / "answers.parquet").write_text("the old one")
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk(large: Path, full: Path) -> None:
    """On a disk without room the old answer stays alone, and it is said that the disk is full."""
    status, out, err = ended([*COMMAND, *arguments(large, full)], full)
    assert refused(status, out, err, full).startswith("the disk is full (")


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever runs the tests may read and write everything")
@pytest.mark.parametrize("which", ["table", "folder"])
def test_what_may_not_be_read_or_written(which: str, place: Path) -> None:
    """A table or a folder without permission is told by its name."""
    table = csv(place.parent / "claims.csv", CLAIMS)
    (table if which == "table" else place).chmod(0o000 if which == "table" else 0o500)
    try:
        message = refused(*ended([*COMMAND, *arguments(table, place)], place), place)
    finally:
        place.chmod(0o700)
    wanted = (
        f"{table} cannot be read" if which == "table" else f"{place / 'answers.parquet'} cannot be written"
    )
    assert message.startswith(wanted)


# --- what is large or odd, and right ------------------------------------------------------------------------


def test_a_table_of_very_many_columns_is_answered(tmp_path: Path) -> None:
    """Thousands of columns that hold no fact go on like a few."""
    many = [f"column {number}" for number in range(3_000)]
    numbers = ", ".join(f'{number} AS "{name}"' for number, name in enumerate(many))
    file = tmp_path / "wide.parquet"
    con = duckdb.connect()
    con.execute(
        f"COPY (SELECT c.*, {numbers} FROM read_csv('{csv(tmp_path / 'c.csv', CLAIMS)}') AS c) TO '{file}'"
    )
    con.close()
    done = answered(trial(), file, tmp_path / "a.parquet")
    found = read(done.out)
    assert [row["status"] for row in found] == STATUSES
    assert done.kept == ("claim", *many)
    assert all([row[name] for name in many] == list(range(3_000)) for row in found)


@pytest.mark.parametrize("write", [csv, parquet])
def test_a_text_of_five_megabytes_is_a_value_like_any_other(
    write: Callable[[Path, list[dict[str, object]]], Path], tmp_path: Path
) -> None:
    """It is none of its fact's and is told in short, and it goes on as it is."""
    text = "x" * 5_000_000
    file = write(
        tmp_path / f"c.{'csv' if write is csv else 'parquet'}", [{**CLAIMS[0], "stage_of_tumor": text}]
    )
    (row,) = read(answered(trial(), file, tmp_path / "a.parquet", keep=("stage_of_tumor",)).out)
    assert row["stage_of_tumor"] == text
    assert len(row["set_apart"]) < 200 and "xxx" in row["set_apart"]


def test_an_answer_may_have_a_long_name_of_any_letters(tmp_path: Path) -> None:
    """A name may be as long as the file system has them, manifest and all."""
    table = csv(tmp_path / "claims.csv", CLAIMS)
    folder = tmp_path / "answers"
    folder.mkdir()
    for name in ("表" * 77 + ".parquet", "n" * 233 + ".parquet"):
        done = answered(trial(), table, folder / name)
        assert [row["status"] for row in read(done.out)] == STATUSES
    assert len(names(folder)) == 4
