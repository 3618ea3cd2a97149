"""What a person reads who gives `coverdict screen` something wrong: whole messages, and nothing left behind.

Each case of `spoilt.py` has its message in `golden/`. To change them, run

    COVERDICT_GOLDEN=1 pytest tests/bulk/test_messages.py

and read the difference (`git diff tests/bulk/golden`) as carefully as code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bulk.spoilt import SPOILT, good
from tests.decision.trial import files, written

GOLDEN = Path(__file__).parent / "golden"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with claims and an answer that is there already; the library lies beside it."""
    written(tmp_path / "library", files())
    folder = tmp_path / "here"
    folder.mkdir()
    good(folder)
    for name in ("answers.parquet", "answers.parquet.manifest.json"):
        (folder / name).write_text("the old one")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    return folder


def contents(folder: Path) -> dict[str, bytes | str]:
    """Every file with what is in it, every link and every folder."""
    return {
        str(path.relative_to(folder)): os.readlink(path)
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else "a folder"
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_one_clear_message_and_nothing_is_left(name: str, here: Path, run: Run) -> None:
    """The golden message on standard error, status 2, and every file as it was before."""
    case = SPOILT[name]
    case.prepare(here)
    before = contents(here)
    status, out, message = run("screen", *case.arguments, "--library", "../library")
    assert (status, out) == (2, ""), message
    assert contents(here) == before
    message = re.sub(r"[\d.]+ [KMG]iB", "… MiB", message)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(message, encoding="utf-8")
    assert message == golden.read_text(encoding="utf-8")


def test_no_golden_message_is_left_over() -> None:
    """Each message belongs to a case."""
    assert {path.stem for path in GOLDEN.iterdir()} == set(SPOILT)


def test_what_the_cases_spoil_is_right_before(here: Path, run: Run) -> None:
    """The claims that the cases start from are answered."""
    for table in ("claims.csv", "claims.parquet"):
        status, out, message = run("screen", table, "--out", "answers.parquet", "--library", "../library")
        assert (status, message) == (0, "") and out.startswith("6 rows screened")
