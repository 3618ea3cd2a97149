"""`coverdict import`: what it prints and writes, and what it never writes over."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coverdict.library import shipped_folder
from tests.cli.conftest import run as run  # the fixture
from tests.documents.importing.pieces import statement
from tests.documents.reading.papers import PAGE, PLAIN

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two documents, in which commands run."""
    (tmp_path / "policy.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "policy.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COVERDICT_CACHE", "off")
    return tmp_path


# Without --out nothing is written.
def test_what_was_found(here: Path, run: Run) -> None:
    before = sorted(here.rglob("*"))
    status, said, message = run("import", "policy.txt")
    assert (status, message) == (0, "")
    assert "Negative Pressure for Open Wounds" in said
    assert "nothing written" in said
    assert sorted(here.rglob("*")) == before


# A draft and its vocabulary load together as a library, whose check finds the holes.
@pytest.mark.parametrize("name", ["policy.txt", "policy.html"])
def test_written_and_checked(name: str, here: Path, run: Run) -> None:
    (here / "drafts").mkdir()
    status, _, message = run("import", name, "--out", "drafts/next.md")
    assert (status, message) == (0, "")
    status, said, _ = run("check", "drafts", "--json")
    told = json.loads(said)
    assert status == 1
    assert told["problems"] == []
    holes = {finding["about"] for finding in told["findings"] if finding["id"] == "hole"}
    assert "not-read-by-a-person" in holes


# In a library, the draft uses its common facts, and its vocabulary stands beside the others.
def test_within_a_library(here: Path, run: Run) -> None:
    (here / "library" / "vocabulary").mkdir(parents=True)
    (here / "library" / "policies").mkdir()
    shutil.copy(shipped_folder() / "vocabulary" / "core.yaml", here / "library" / "vocabulary")
    text = statement("X is covered when all of the following are met:\n\n- 18 years of age or older\n- sick")
    (here / "adults.txt").write_text(text, encoding="utf-8")
    status, said, _ = run("import", "adults.txt", "--out", "library/policies/adults.md", "--json")
    assert status == 0
    told = json.loads(said)
    written = ["library/policies/adults.md", f"library/vocabulary/{told['vocabulary']}.yaml"]
    assert [str(Path(path).absolute().relative_to(here)) for path in told["written"]] == written
    assert "member.age >= 18" in (here / written[0]).read_text(encoding="utf-8")
    assert run("check", "library")[0] == 1


# What a person may have finished is never written over, and then nothing at all is written.
@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("policy.md", "policy.md: is there already, and may be finished by hand; name another"),
        ("none/policy.md", "none/policy.md: there is no folder none to write it to"),
        ("policy.yaml", "policy.yaml: a policy is a Markdown document; let its name end in .md"),
        ("", "the name of the file is empty"),
        ("nul\0.md", "a file's name holds no NUL"),
    ],
)
def test_what_is_not_written(out: str, message: str, here: Path, run: Run) -> None:
    (here / "policy.md").write_text("mine", encoding="utf-8")
    before = sorted(here.rglob("*"))
    status, said, told = run("import", "policy.txt", "--out", out)
    assert (status, said) == (2, "")
    assert told.strip() == message
    assert sorted(here.rglob("*")) == before
    assert (here / "policy.md").read_text(encoding="utf-8") == "mine"


def test_a_vocabulary_that_is_there(here: Path, run: Run) -> None:
    assert run("import", "policy.txt", "--out", "first.md")[0] == 0
    status, _, told = run("import", "policy.txt", "--out", "second.md")
    assert status == 2
    assert "is there already" in told
    assert not (here / "second.md").exists()


# --library names the library on which the draft builds, and in which it must lie.
def test_outside_of_its_library(here: Path, run: Run) -> None:
    (here / "library" / "vocabulary").mkdir(parents=True)
    shutil.copy(shipped_folder() / "vocabulary" / "core.yaml", here / "library" / "vocabulary")
    status, _, told = run("import", "policy.txt", "--out", "next.md", "--library", "library")
    assert (status, told) == (2, "next.md: does not lie in the library library\n")
    assert run("import", "policy.txt", "--library", "nowhere")[0] == 2
