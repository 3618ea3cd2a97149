"""The command that brings studies in, as a person or a program runs it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.evidence.exchange.decoding import LARGEST, decode
from coverdict.evidence.opening import open_evidence
from coverdict.library.opening import shipped_folder
from coverdict.text import DocumentError
from tests.evidence.exchange.records import NBIB, RIS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of both formats and a library without studies."""
    (tmp_path / "x.ris").write_bytes(RIS.encode())
    (tmp_path / "x.nbib").write_bytes(NBIB.encode())
    (tmp_path / "library").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Without a folder nothing is written, and what would be is said.
def test_without_a_folder_nothing_is_written(run: Run, here: Path) -> None:
    status, out, error = run("evidence-import", "x.ris", "--library", "library")
    assert (status, error) == (0, "")
    assert "awad-2009.yaml" in out and "nothing written" in out
    assert {path.name for path in here.iterdir()} == {"x.ris", "x.nbib", "library"}


# With one, the files stand there, and a second time they are known, though nobody has filled them in.
def test_drafts_are_known_the_second_time(run: Run, here: Path) -> None:
    for expected in (2, 0):
        status, out, _ = run("evidence-import", "x.ris", "--library", "library", "--out", "new", "--json")
        found = json.loads(out)
        assert (status, len(found["new"]), len(found["known"])) == (0, expected, 2 - expected)
    assert found["known"][0]["because"] == "the library has it as awad-2009, by PMID 19821432"
    assert {path.name for path in (here / "new").iterdir()} == {"awad-2009.yaml", "korpan-1997.yaml"}


# The studies that ship are recognised by their numbers, whatever format they come in.
@pytest.mark.parametrize("file", ["x.ris", "x.nbib"])
def test_shipped_studies_are_recognised(run: Run, here: Path, file: str) -> None:
    _, out, _ = run("evidence-import", file, "--json")
    found = json.loads(out)
    assert found["new"] == [] and len(found["known"]) == 2


# The document of --json says for each new file what a person has to fill in.
def test_the_document_says_what_is_to_do(run: Run, here: Path) -> None:
    _, out, _ = run("evidence-import", "x.nbib", "--library", "library", "--json")
    found = json.loads(out)
    assert (found["file"], found["format"], found["folder"]) == ("x.nbib", "PubMed", None)
    assert found["new"][0] == {
        "study": "bala-2013",
        "label": "Bala 2013",
        "file": "bala-2013.yaml",
        "line": 1,
        "to_do": ["title", "design", "condition", "population", "n", "cited"],
        "warnings": [],
    }


# A file of that name that is no study is left as it is, and the new one is called otherwise.
def test_a_strangers_file_is_left_alone(run: Run, here: Path) -> None:
    (here / "new").mkdir()
    (here / "new" / "awad-2009.yaml").write_text("mine: [")
    status, _, _ = run("evidence-import", "x.ris", "--library", "library", "--out", "new")
    assert status == 0 and (here / "new" / "awad-2009.yaml").read_text() == "mine: ["
    assert (here / "new" / "awad-2009-2.yaml").exists()


# What is not there, or cannot be written to, is one message.
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("else.txt",), "else.txt: no such file"),
        (("y.ris",), "y.ris: no such file; did you mean x.ris?"),
        (("library",), "library: is a folder; name a file"),
        (("x.ris", "--library", "none"), "none: there is no such folder"),
        (("x.ris", "--library", "library", "--out", ""), "the name of the folder is empty"),
        (("x.ris", "--library", "library", "--out", "x.nbib"), "x.nbib: is no folder; name one"),
        (("x.ris", "--library", "library", "--out", "a/b"), "a/b: there is no folder a to make it in"),
        (
            ("x.ris", "--encoding", "latin1"),
            "x.ris:1:1: no encoding is called latin1\n  did you mean latin-1?",
        ),
    ],
)
def test_what_cannot_be_done_is_one_message(
    run: Run, here: Path, arguments: tuple[str, ...], message: str
) -> None:
    status, out, error = run("evidence-import", *arguments)
    assert (status, out, error) == (2, "", f"{message}\n")


# A table of the whole library, exported, is imported into an empty one, and its evidence is sound.
def test_a_library_moves_through_a_table(run: Run, here: Path) -> None:
    status, _, error = run("evidence", "bsc-hcc-2021", "--csv", "tables")
    assert (status, error) == (0, "")
    table = "tables/bsc-hcc-2021-counts.csv"
    (here / "moved" / "evidence" / "studies").mkdir(parents=True)
    status, out, error = run(
        "evidence-import", table, "--library", "moved", "--out", "moved/evidence/studies", "--json"
    )
    assert (status, error) == (0, "")
    assert all(one["to_do"] == [] for one in json.loads(out)["new"])
    moved, shipped = open_evidence(here / "moved"), open_evidence()
    assert not moved.problems and len(moved.studies) >= 15
    for name, study in moved.studies.items():
        assert [result.cells for result in study.results] == [
            result.cells for result in shipped.studies[name].results
        ]


# A file that is too large is refused before it is read as text.
def test_a_huge_file_is_refused() -> None:
    with pytest.raises(DocumentError, match="larger than 64 MiB"):
        decode(b" " * (LARGEST + 1), "x.ris")


# The shipped library's own studies are only read: importing changes nothing there.
def test_the_library_is_only_read(run: Run, here: Path) -> None:
    folder = shipped_folder() / "evidence" / "studies"
    before = {path.name: os.stat(path).st_mtime_ns for path in folder.iterdir()}
    run("evidence-import", "x.nbib", "--out", "new")
    assert before == {path.name: os.stat(path).st_mtime_ns for path in folder.iterdir()}
