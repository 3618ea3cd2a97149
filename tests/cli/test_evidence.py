"""`coverdict evidence`: what is printed, as data and as a page, and what is said of what cannot be done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.terminal import environment

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]
POLICY, REVIEW = "bsc/7.01.75", "bsc-hcc-2021"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped library, in a folder in which commands run."""
    shutil.copytree(ROOT / "library", tmp_path / "own")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "own"


# A review by its id: the verdict, every step, every outcome, the studies, and what was left out.
def test_the_text(run: Run) -> None:
    status, output, message = run("evidence", REVIEW)
    assert (status, message) == (0, "")
    assert "THE EVIDENCE IS INSUFFICIENT" in output
    for step in range(1, 9):
        assert f"R{step} " in output
    for part in ("would change", "certainty", "studies", "left out", "Wang 2015"):
        assert part in output
    assert max(map(len, output.splitlines())) <= 80


# A policy's name gives all its reviews, one document for all of them; each is whole.
def test_the_data(run: Run) -> None:
    status, output, message = run("evidence", POLICY, "--json")
    assert (status, message) == (0, "")
    data = json.loads(output)
    assert {one["policy"] for one in data["reviews"]} == {POLICY} and len(data["reviews"]) >= 3
    assert all(one["verdict"]["verdict"] == "insufficient" for one in data["reviews"])
    assert data["library"]["digest"].startswith("sha256:") and data["program"]["version"]
    alone = json.loads(run("evidence", REVIEW, "--json")[1])["reviews"]
    assert alone == [one for one in data["reviews"] if one["id"] == REVIEW]


# The page is written whole, nothing is printed, and the same call writes the same bytes over what was there.
@pytest.mark.parametrize("name", [REVIEW, POLICY])
def test_the_page(name: str, run: Run, library: Path) -> None:
    call = ("evidence", name, "--library", str(library), "--html", "page.html")
    assert run(*call) == (0, "", "")
    page = Path("page.html").read_bytes()
    assert page.startswith(b"<!DOCTYPE html>\n") and page.endswith(b"</html>\n") and b"<svg" in page
    Path("page.html").write_text("something else")
    assert run(*call) == (0, "", "")
    assert Path("page.html").read_bytes() == page


# What could be known on an earlier day: studies published later are left out and logged.
def test_as_of_an_earlier_day(run: Run) -> None:
    now = json.loads(run("evidence", REVIEW, "--json")[1])["reviews"][0]
    then = json.loads(run("evidence", REVIEW, "--json", "--as-of", "2011-01-31")[1])["reviews"][0]
    assert then["as_of"] == "2011-01-31"
    years = {one["id"]: one["year"] for one in then["studies"]}
    kept = [one["study"] for one in then["selection"] if one["kept"]]
    assert all(years[name] is None or years[name] <= 2011 for name in kept)
    assert len(kept) < sum(one["kept"] for one in now["selection"])


# Exports are new folders; several may go into one, and the terminal stays empty.
def test_exports(run: Run, library: Path) -> None:
    call = ("evidence", REVIEW, "--library", "own")
    assert run(*call, "--csv", "tables", "--metafor", "r", "--fhir", "r") == (0, "", "")
    names = {path.name for path in Path("r").iterdir()}
    assert any(name.endswith(".R") for name in names) and any(name.endswith(".json") for name in names)
    assert list(Path("tables").iterdir())
    status, output, message = run(*call, "--csv", "tables")
    assert (status, output) == (2, "") and "is there already and holds something" in message


# What is not there is one message with the nearest names, and leaves no file behind.
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bsc-hcc-2012",), "is called 'bsc-hcc-2012'; did you mean bsc-hcc-2021?"),
        (("bsc/7.01.57",), "did you mean bsc/7.01.75?"),
        (("zzz",), "is called 'zzz'; known here: "),
        ((REVIEW, "--as-of", "soon"), "--as-of soon: write a day as 2021-11-01"),
        ((REVIEW, "--library", "none"), "none"),
        ((REVIEW, "--csv", ""), "the name of the folder is empty"),
        ((REVIEW, "--html", "no/page.html"), "there is no folder no to write it to"),
    ],
)
def test_what_is_not_there(arguments: tuple[str, ...], words: str, run: Run, library: Path) -> None:
    before = sorted(os.listdir())
    status, output, message = run("evidence", *arguments)
    assert (status, output) == (2, "") and words in message and "Traceback" not in message
    assert sorted(os.listdir()) == before


# A library without evidence says so.
def test_no_evidence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing")
    status, output, message = run("evidence", "any", "--library", str(tmp_path))
    assert (status, output) == (2, "") and "holds no review" in message


# Everything that is wrong with the evidence is told at once: the file, the line, and the line itself.
def test_faulty_files(run: Run, library: Path) -> None:
    study = library / "evidence" / "studies" / "wang-2015.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("year: 2015", "yaer: 2015"), encoding="utf-8")
    review = library / "evidence" / "reviews" / f"{REVIEW}.yaml"
    review.write_text(review.read_text(encoding="utf-8") + "\nsearches: none\n", encoding="utf-8")
    status, output, message = run("evidence", REVIEW, "--library", "own", "--html", "page.html")
    assert (status, output) == (2, "") and "Traceback" not in message
    assert "own/evidence/studies/wang-2015.yaml:4:1: " in message and "yaer: 2015" in message
    assert f"own/evidence/reviews/{REVIEW}.yaml:" in message and "searches" in message
    assert not Path("page.html").exists()


# A command that shows no evidence loads nothing that computes it, and a page needs no engine of claims.
@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (["--help"], ["numpy", "scipy", "rich"]),
        (["evidence", REVIEW, "--json"], ["jinja2", "duckdb", "rich"]),
    ],
)
def test_what_is_loaded(arguments: list[str], without: list[str]) -> None:
    code = (
        "import sys; sys.argv = ['coverdict', *sys.argv[1:]]\n"
        "from coverdict.cli import main\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert ended.code == 0, ended.code\n"
        "print([name for name in sys.modules if '.' not in name], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    loaded = done.stderr.decode()
    assert not [name for name in without if f"'{name}'" in loaded]
