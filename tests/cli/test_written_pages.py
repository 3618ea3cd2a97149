"""`--html` of `compare` and `diff`: the page goes to the file, whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
TEXTS = ("bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75")
COMMANDS = ("compare", "diff")


# The page is written, nothing is printed, and the same call writes the same bytes over what was there.
@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_is_written(command: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert run(command, *TEXTS, "--html", str(file)) == (0, "", "")
    page = file.read_bytes()
    assert page.startswith(b"<!DOCTYPE html>\n") and page.endswith(b"</html>\n")
    file.write_text("something else")
    assert run(command, *TEXTS, "--html", str(file)) == (0, "", "")
    assert file.read_bytes() == page and os.listdir(tmp_path) == ["page.html"]


# With --json the data is printed beside the page, and --regions holds for both.
@pytest.mark.parametrize("command", COMMANDS)
def test_page_and_data(command: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    status, output, message = run(command, *TEXTS, "--html", str(file), "--json", "--regions", "1")
    assert (status, message) == (0, "")
    data = json.loads(output)
    regions = (data if command == "compare" else data["comparison"])["regions"]
    page = file.read_text(encoding="utf-8")
    assert len(regions) == 1 and 'id="region-1"' in page and 'id="region-2"' not in page


# Where the page cannot be written, one message says why, and nothing is left behind.
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("no/folder/x.html", "no/folder/x.html: there is no folder no/folder"),
        (".", "is a folder; name a file"),
        ("x" * 300, ": cannot be written: File name too long"),
        ("a\0b", "a file's name holds no NUL"),
    ],
)
def test_an_unwritable_place(
    command: str, place: str, words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, output, message = run(command, *TEXTS, "--html", place)
    assert (status, output) == (2, "") and words in message and "Traceback" not in message
    assert not list(tmp_path.iterdir())


# Where the texts cannot be compared, the file that was there stays as it was.
@pytest.mark.parametrize("command", COMMANDS)
def test_a_failure_leaves_the_file_alone(command: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("before")
    status, output, message = run(command, TEXTS[0], "bsc/none", "--html", str(file))
    assert (status, output) == (2, "") and "bsc/none" in message
    assert file.read_text() == "before" and os.listdir(tmp_path) == ["page.html"]
