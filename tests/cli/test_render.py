"""`render`: where the document goes, whole or not at all, and what is said when it cannot be written."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
BSC, BCBSM = "bsc/7.01.75", "bcbsm/cryosurgical-ablation-liver"
FIRST = {"html": "<!DOCTYPE html>\n", "md": "# Cryosurgical Ablation of Primary or Metastatic Liver Tumors\n"}


def refused(run: Run, *arguments: str) -> str:
    """The message of a command that must refuse."""
    status, output, message = run("render", *arguments)
    assert (status, output) == (2, "")
    assert message.strip() and "Traceback" not in message
    return message


# Without --out the document is printed; with it the same bytes go to the file and nothing is printed.
@pytest.mark.parametrize("form", ["html", "md"])
def test_printed_and_written_alike(form: str, run: Run, tmp_path: Path) -> None:
    status, text, message = run("render", BSC, "--to", form)
    assert (status, message) == (0, "") and text.startswith(FIRST[form])
    file = tmp_path / "policy"
    assert run("render", BSC, "--to", form, "--out", str(file)) == (0, "", "")
    assert file.read_bytes() == text.encode()
    assert os.listdir(tmp_path) == ["policy"]


# HTML is usual, and a day chooses the version.
def test_what_is_usual(run: Run) -> None:
    assert run("render", BSC) == run("render", f"{BSC}@2021-12-01", "--to", "html")


def test_a_pdf_is_written(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    file = tmp_path / "policy.pdf"
    assert run("render", BCBSM, "--to", "pdf", "--out", str(file)) == (0, "", "")
    assert file.read_bytes().startswith(b"%PDF-1.7")


# As data: what it was made from, and the text, or the file's digest where it went into a file.
def test_as_data(run: Run, tmp_path: Path) -> None:
    status, text, message = run("render", BSC, "--to", "md", "--json")
    assert (status, message) == (0, "")
    data = json.loads(text)
    assert set(data) == {"title", "publisher", "made", "to", "file", "sha256", "text"}
    assert data["publisher"] == "Blue Shield of California" and data["file"] is None
    assert data["made"]["Policy"] == "bsc/7.01.75, version 2021-11-01"
    file = tmp_path / "policy.html"
    status, text, message = run("render", BSC, "--out", str(file), "--json")
    data = json.loads(text)
    assert data["text"] is None and data["file"] == str(file)
    assert data["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()


# A draft in a file is published as what it is.
def test_a_draft_is_marked(run: Run, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    draft = tmp_path / "next.md"
    held = root / "library" / "policies" / "bsc" / "7.01.75" / "2021-11-01.md"
    draft.write_text(held.read_text(encoding="utf-8"), encoding="utf-8")
    status, text, _ = run("render", str(draft), "--to", "md")
    assert status == 0 and "A draft, read from" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bsc/7.01.57"], "is called 'bsc/7.01.57'; did you mean bsc/7.01.75?"),
        ([f"{BSC}@soon"], "'soon' is not a date"),
        ([f"{BSC}@2001-01-01"], "no version of bsc/7.01.75 in this library is in force on 2001-01-01"),
        ([BSC, "--to", "htm"], "there is no form 'htm'; did you mean html?"),
        ([BSC, "--to", "docx"], "there is no form 'docx'"),
        ([BSC, "--out", ""], "the name of the file is empty"),
        ([BSC, "--out", "a\0b"], "a file's name holds no NUL"),
        ([BSC, "--out", "no/folder/x.html"], "no/folder/x.html: there is no folder no/folder"),
        ([BSC, "--out", "x" * 300], ": cannot be written: File name too long"),
        ([BSC, "--to", "pdf", "--json"], "a PDF is no text to print; name a file with --out"),
        (["nccn-colon-2.2021"], "nccn-colon-2.2021 is a guideline; name a policy"),
        (["next.md"], "next.md: no such file"),
        ([BSC, "--library", "nowhere"], "nowhere"),
        ([], "required: POLICY"),
    ],
)
def test_what_cannot_be_done_is_one_message(
    arguments: list[str], words: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(run, *arguments)
    assert not list(tmp_path.iterdir())


# Without the extra there is one message, and nothing is written.
def test_without_the_typesetter(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    file = tmp_path / "policy.pdf"
    file.write_bytes(b"before")
    message = refused(run, BSC, "--to", "pdf", "--out", str(file))
    assert message == "writing a PDF needs an extra that is not installed: pip install 'coverdict[pdf]'\n"
    assert file.read_bytes() == b"before" and os.listdir(tmp_path) == ["policy.pdf"]


# Where the policy cannot be published, the file that was there stays as it was.
def test_a_failure_leaves_the_file_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "policy.html"
    file.write_text("before")
    refused(run, "bsc/none", "--out", str(file))
    refused(run, BSC, "--to", "word", "--out", str(file))
    assert file.read_text() == "before" and os.listdir(tmp_path) == ["policy.html"]
    assert "is a folder; name a file" in refused(run, BSC, "--out", str(tmp_path))


# What is wrong with a library is told with file, line and column, and what is wrong with its evidence too.
def test_a_faulty_library_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "a.md").write_text("---\npolicy: a b\n---\n", encoding="utf-8")
    assert "policies/a.md:2:9" in refused(run, "a", "--library", str(tmp_path))
