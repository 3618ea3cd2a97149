"""A drawn table is there as a whole or not at all, and who cannot write it gets one clear message."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coverdict.bulk.publishing import UnwritableError
from coverdict.bulk.sampling import SampleError, sample
from coverdict.bulk.sampling.whole_files import whole_file
from tests.decision.trial import shipped

CALIFORNIA = "bsc/7.01.75"
COMMAND = [sys.executable, "-m", "coverdict.cli", "sample", CALIFORNIA]

# Runs the command where no file may become larger than 100 kB.
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
sys.argv = ["coverdict", *sys.argv[1:]]
from coverdict.cli import main
main()
"""


def around(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_no_room(suffix: str, tmp_path: Path) -> None:
    # Where the table does not fit, one message says so, and the file that was there stays as it was.
    file = tmp_path / f"claims.{suffix}"
    file.write_text("mine", encoding="utf-8")
    limited = [sys.executable, "-c", LIMITED, "sample", CALIFORNIA, "--rows", "300000", "--out", str(file)]
    # The cache of libraries would not fit either.
    environment = {**os.environ, "COVERDICT_CACHE": "off"}
    ended = subprocess.run(limited, capture_output=True, text=True, env=environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"{file}: cannot be written: File too large\n"
    assert file.read_text(encoding="utf-8") == "mine"
    assert around(tmp_path) == [file.name]


def test_a_full_disk() -> None:
    # A device without room is told as the system tells it.
    from coverdict.bulk.sampling.tables import _reason

    told = (
        'IO Error: Async write failed for range [offset=0, size=27]: {"exception_type":"IO",'
        '"exception_message":"Could not write file \\"/x/.a.part\\": No space left on device","errno":"28"}'
    )
    assert _reason(told) == "No space left on device"
    assert _reason('IO Error: Cannot open file "/x/a": Permission denied') == "Permission denied"


def test_interrupted(tmp_path: Path) -> None:
    # Ctrl-C in the middle leaves neither the table nor a part of it.
    command = [*COMMAND, "--rows", "200000000", "--out", str(tmp_path / "claims.parquet")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not around(tmp_path) and time.monotonic() < end:
        time.sleep(0.05)
    assert around(tmp_path)
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, "", "")
    assert around(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing/claims.parquet", "there is no folder"),
        ("folder.parquet", "is a folder; name a file"),
        ("file/claims.parquet", "there is no folder"),
        ("x" * 300 + ".csv", "cannot be written"),
        ("nul\0.csv", "cannot be written"),
        ("lone\udcff.csv", "a file's name is text"),
    ],
)
def test_places_that_cannot_be_written(name: str, message: str, tmp_path: Path) -> None:
    # A place that takes no file is refused in one line, and nothing new is there.
    (tmp_path / "folder.parquet").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    before = around(tmp_path)
    with pytest.raises(UnwritableError) as caught:
        sample(shipped(), CALIFORNIA, 10, f"{tmp_path}/{name}")
    assert message in str(caught.value) and "\n" not in str(caught.value)
    assert around(tmp_path) == before


def test_no_ordinary_file(tmp_path: Path) -> None:
    # A pipe is no place for a table.
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UnwritableError, match="is no ordinary file"):
        sample(shipped(), CALIFORNIA, 10, tmp_path / "pipe.csv")


@pytest.mark.parametrize("name", ["claims", "claims.txt", "claims.csv.gz", ".parquet"])
def test_names_that_stand_for_no_format(name: str, tmp_path: Path) -> None:
    # A name without a known ending is refused with the two that are known.
    with pytest.raises(SampleError, match=r"ends in \.parquet or \.csv"):
        sample(shipped(), CALIFORNIA, 10, tmp_path / name)
    assert around(tmp_path) == []


def test_a_name_that_needs_quotes(tmp_path: Path) -> None:
    # Quotes, blanks and signs of other languages in a file's name mean nothing.
    file = tmp_path / 'it\'s; DROP --\n"claims" {uuid} *.csv'
    sample(shipped(), CALIFORNIA, 3, file)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 4
    assert around(tmp_path) == [file.name]


def test_a_link_leads_to_its_file(tmp_path: Path) -> None:
    # A link stays a link; the file that it names is replaced and keeps its permissions.
    file, link = tmp_path / "real.csv", tmp_path / "link.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    sample(shipped(), CALIFORNIA, 3, link)
    assert link.is_symlink() and file.stat().st_mode & 0o777 == 0o640
    assert file.read_text(encoding="utf-8").startswith("claim,payer,")


def test_a_file_appears_at_the_end(tmp_path: Path) -> None:
    # Until all is written the file holds what it held; after an error it still does.
    file = tmp_path / "a.csv"
    file.write_text("old", encoding="utf-8")
    with whole_file(file) as beside:
        beside.write_text("new", encoding="utf-8")
        assert file.read_text(encoding="utf-8") == "old"
    assert file.read_text(encoding="utf-8") == "new"

    def fail() -> None:
        with whole_file(file) as beside:
            beside.write_text("half", encoding="utf-8")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert file.read_text(encoding="utf-8") == "new"
    assert around(tmp_path) == ["a.csv"]
