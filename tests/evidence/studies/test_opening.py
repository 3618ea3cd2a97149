"""A library's evidence as a whole: what is in it, what is wrong with it, and that it decides nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.evidence.opening import Evidence, open_evidence
from coverdict.library import NoLibraryError, check_library, open_library
from coverdict.text import DocumentError
from tests.evidence.studies.held import ROOT
from tests.evidence.studies.spoilt import RIGHT

SMALL = ROOT / "tests" / "hostile" / "library"
REQUEST = ROOT / "tests" / "hostile" / "request.yaml"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A small library, with one study."""
    folder = tmp_path / "library"
    shutil.copytree(SMALL, folder)
    write(folder, "studies/example.yaml", RIGHT)
    return folder


def write(library: Path, name: str, text: str | bytes) -> Path:
    path = library / "evidence" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(evidence: Evidence) -> list[str]:
    return [f"{problem.place}: {problem.what}" for problem in evidence.problems]


# The shipped evidence is right: 41 studies, each by its id, and nothing to complain of.
def test_the_shipped_evidence_is_right() -> None:
    evidence = open_evidence()
    assert said(evidence) == []
    evidence.raise_if_any()
    assert len(evidence.studies) == 41
    assert all(name == study.id for name, study in evidence.studies.items())


# What a library holds is there, and so is nothing else.
def test_a_small_library(library: Path) -> None:
    evidence = open_evidence(library)
    assert (list(evidence.studies), said(evidence), evidence.folder) == (["example"], [], str(library))


# A library without evidence has none, which is no fault.
def test_a_library_without_evidence() -> None:
    evidence = open_evidence(SMALL)
    assert (evidence.studies, evidence.reviews, evidence.methods, evidence.problems) == ({}, {}, {}, ())


# A folder that is not there is the one thing that is raised.
def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NoLibraryError, match="no such folder"):
        open_evidence(tmp_path / "nowhere")


# Two files with one id, or one publication, are a problem of the second; the first stands.
def test_the_same_study_twice(library: Path) -> None:
    write(library, "studies/more/example.yaml", RIGHT)
    write(library, "studies/other.yaml", RIGHT.replace("study: example", "study: other"))
    evidence = open_evidence(library)
    assert said(evidence) == [
        "evidence/studies/more/example.yaml:1:8: the study example is already "
        "in evidence/studies/example.yaml",
        "evidence/studies/other.yaml:1:8: PMID 123456 of other is already that of example, "
        "in evidence/studies/example.yaml",
    ]
    assert set(evidence.studies) == {"example", "other"}
    assert evidence.studies["example"].place.file == "evidence/studies/example.yaml"
    assert [problem.line for problem in evidence.problems] == ["study: example", "study: other"]


# Studies without a PMID are not the same publication.
def test_unknown_publications_are_not_the_same(library: Path) -> None:
    for name in ("one", "two"):
        unknown = RIGHT.replace("study: example", f"study: {name}").replace(
            "pmid: 123456", "pmid: not stated"
        )
        write(library, f"studies/{name}.yaml", unknown)
    assert said(open_evidence(library)) == []


# A study is found by the name of its file.
def test_a_file_is_called_like_its_study(library: Path) -> None:
    write(
        library, "studies/thing.yaml", RIGHT.replace("study: example", "study: thong").replace("123456", "7")
    )
    assert said(open_evidence(library)) == [
        "evidence/studies/thing.yaml:1:8: the study is called thong, and its file thing"
    ]


# What stands where nothing is looked for is told, so that no study is left out in silence.
def test_stray_files(library: Path) -> None:
    write(library, "study/lost.yaml", RIGHT)
    write(library, "lost.yaml", RIGHT)
    write(library, "studies/notes.md", "# Notes")
    write(library, "README.md", "# About the evidence")
    evidence = open_evidence(library)
    where = "evidence has the folders methods, reviews and studies; this file is in none of them"
    assert said(evidence) == [
        f"evidence/lost.yaml:1:1: {where}",
        "evidence/studies/notes.md:1:1: the evidence is held in YAML, not in Markdown",
        f"evidence/study/lost.yaml:1:1: {where}",
    ]
    assert "did you mean studies?" in [problem.right for problem in evidence.problems]


FAULTY: dict[str, str | bytes] = {
    "malformed": "study: [",
    "empty": "",
    "impossible": RIGHT.replace("7 of 60 (11.7 %)", "67 of 60"),
    "latin-1": RIGHT.replace("Example", "Exämple").encode("latin-1"),
    "utf-16": RIGHT.encode("utf-16"),
    "binary": bytes(range(256)) * 100,
    "nul": b"\x00" * 1000,
    "huge": b"# x\n" * (5 * 2**20),
}


# A faulty study is left out with its problem; the others are read, and policies decide as before.
@pytest.mark.parametrize("fault", FAULTY)
def test_faulty_files_keep_nothing_from_deciding(
    library: Path, fault: str, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    before = run("decide", str(REQUEST), "--library", str(library), "--json")
    digest = open_library(library).digest
    write(library, "studies/faulty.yaml", FAULTY[fault])

    evidence = open_evidence(library)
    assert list(evidence.studies) == ["example"]
    assert {problem.place.file for problem in evidence.problems} == {"evidence/studies/faulty.yaml"}
    with pytest.raises(DocumentError):
        evidence.raise_if_any()

    after = run("decide", str(REQUEST), "--library", str(library), "--json")
    now = open_library(library).digest
    assert (after[0], after[2]) == (0, "") and now != digest
    assert after[1] == before[1].replace(digest, now)
    assert check_library(library) == ()


# A link that leads nowhere, and a file that may not be read, are the evidence's problem alone.
def test_files_that_cannot_be_read(library: Path) -> None:
    link = write(library, "studies/gone.yaml", "")
    link.unlink()
    link.symlink_to("nowhere.yaml")
    evidence = open_evidence(library)
    assert said(evidence) == ["evidence/studies/gone.yaml:1:1: a link that leads nowhere"]
    assert check_library(library) == ()
    os.mkfifo(library / "evidence" / "studies" / "pipe.yaml")
    assert check_library(library) == ()
    assert "this is no file" in said(open_evidence(library))[1]


# A library of evidence alone holds no policies, and says so.
def test_evidence_is_no_policy_library(tmp_path: Path) -> None:
    write(tmp_path, "studies/example.yaml", RIGHT)
    with pytest.raises(NoLibraryError, match="holds no Markdown"):
        open_library(tmp_path)


# The digest has the evidence: another number there is another digest, faulty or not.
def test_the_digest_has_the_evidence(library: Path) -> None:
    digests = {open_library(library).digest}
    for content in (
        RIGHT + "# a comment\n", b"\xff\xfe\x00", b"\xff\xfe\x01", RIGHT.replace("n: 40", "n: 41")
    ):  # fmt: skip
        write(library, "studies/example.yaml", content)
        digests.add(open_library(library).digest)
    assert len(digests) == 5


# Neither deciding nor opening the evidence loads NumPy or SciPy; deciding loads no evidence at all.
@pytest.mark.parametrize(
    ("code", "forbidden"),
    [
        ("from coverdict.evidence.opening import open_evidence; open_evidence()", ("numpy", "scipy")),
        ("import coverdict; coverdict.open_library()", ("numpy", "scipy", "coverdict.evidence")),
    ],
    ids=["evidence", "deciding"],
)
def test_no_arrays_without_need(code: str, forbidden: tuple[str, ...]) -> None:
    ask = f"{code}; import sys; print([name for name in {forbidden!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
