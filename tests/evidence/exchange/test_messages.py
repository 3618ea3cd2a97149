"""What a person reads whose file cannot be imported: whole messages, as the command prints them.

Each case of `spoilt.py` has its message in `golden/`. To change them, run

    COVERDICT_GOLDEN=1 pytest tests/evidence/exchange/test_messages.py

and read the difference as carefully as code.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.evidence.exchange.spoilt import SPOILT

GOLDEN = Path(__file__).parent / "golden"
Run = Callable[..., tuple[int, str, str]]


# Bad input is one clear message with file and line, exit status 2, no traceback, and no file written.
@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_is_one_message(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, data = SPOILT[name]
    (tmp_path / file).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    encoding = ("--encoding", "latin-1") if name == "not-latin-1" else ()
    library = ("--library", str(GOLDEN))  # a folder without studies
    status, out, error = run("evidence-import", file, "--out", "new", *library, *encoding)
    assert (status, out) == (2, "")
    assert error.startswith(f"{file}:")
    assert "Traceback" not in error and len(error) < 8_000
    assert [path.name for path in tmp_path.iterdir()] == [file]
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        golden.write_text(error, encoding="utf-8")
    assert error == golden.read_text(encoding="utf-8")


# A message is kept for each case, and for nothing else.
def test_every_message_has_its_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(SPOILT)
