"""R's metafor, where it is installed, reproduces what the export says; elsewhere these tests are skipped."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from coverdict.evidence.appraisal import Appraisal
from coverdict.evidence.appraising import appraise
from coverdict.evidence.exchange.files import ExportFile
from coverdict.evidence.exchange.metafor import metafor_files
from coverdict.evidence.opening import open_evidence
from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.synthesis_parameters import Parameters
from tests.evidence.exchange.appraisals import appraisal, complications, pooled
from tests.evidence.exchange.pooled_data import BCG, EMPTY, synthesis


@cache
def metafor() -> bool:
    """Whether R and metafor are installed here."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('metafor', quietly = TRUE))"]
    return subprocess.run(asked, capture_output=True, timeout=60, check=False).returncode == 0


def run(files: tuple[ExportFile, ...], folder: Path) -> tuple[int, str]:
    """The script's status and what it prints, run in another folder than its own."""
    if not metafor():
        pytest.skip("R with the package metafor is not installed here (Debian: r-cran-metafor)")
    folder.mkdir(exist_ok=True)
    for file in files:
        (folder / file.name).write_text(file.text, encoding="utf-8")
    script = next(file.name for file in files if file.name.endswith(".R"))
    done = subprocess.run(
        ["Rscript", str(folder / script)],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return done.returncode, done.stdout + done.stderr


def compared(output: str) -> tuple[int, int]:
    """How many numbers were compared, and how many of them differ."""
    found = re.search(r"(\d+) numbers compared, (\d+) differ", output)
    assert found is not None, output
    return int(found[1]), int(found[2])


def with_syntheses(*syntheses: Synthesis) -> Appraisal:
    return replace(appraisal(), syntheses=syntheses, ratings=())


# metafor's own numbers, put into a review by hand, are what the script finds again.
def test_the_script_finds_metafors_own_numbers(tmp_path: Path) -> None:
    status, output = run(metafor_files(appraisal()), tmp_path / "a folder with blanks")
    assert (status, compared(output)) == (0, (21, 0)), output


# A number that is wrong in the ninth digit is found, and is the only one.
def test_the_script_finds_a_wrong_number(tmp_path: Path) -> None:
    wrong = replace(pooled(), se=0.570022326406648 * (1 + 1e-8))
    given = with_syntheses(replace(complications(), main=wrong, panel=(wrong,)))
    status, output = run(metafor_files(given), tmp_path / "wrong")
    assert (status, compared(output)) == (1, (21, 1)), output
    (line,) = [line for line in output.splitlines() if line.endswith("FALSE")]
    assert "standard error" in line


# Thirteen trials by every method of the panel, as three measures and as a proportion: metafor agrees.
def test_a_classic_data_set_is_reproduced(tmp_path: Path) -> None:
    measures = ("odds ratio", "risk ratio", "risk difference", "proportion")
    given = with_syntheses(*(synthesis(measure, BCG, Parameters()) for measure in measures))
    status, output = run(metafor_files(given), tmp_path / "bcg")
    number, differ = compared(output)
    assert (status, differ) == (0, 0), output
    assert number > 600


# Cells without events are treated as metafor treats them.
def test_empty_cells_are_reproduced(tmp_path: Path) -> None:
    measures = ("odds ratio", "risk ratio", "risk difference", "proportion")
    given = with_syntheses(*(synthesis(measure, EMPTY, Parameters()) for measure in measures))
    status, output = run(metafor_files(given), tmp_path / "empty")
    assert (status, compared(output)[1]) == (0, 0), output


# Another level of the intervals is metafor's too.
def test_another_level_is_reproduced(tmp_path: Path) -> None:
    given = with_syntheses(synthesis("risk ratio", BCG, Parameters(level=0.9)))
    status, output = run(metafor_files(given, 0.9), tmp_path / "level")
    assert (status, compared(output)[1]) == (0, 0), output


# The shipped review with the most pooled studies is reproduced whole.
def test_the_shipped_review_is_reproduced(tmp_path: Path) -> None:
    evidence = open_evidence()
    review = evidence.reviews["bsc-hcc-2021"]
    given = appraise(review, evidence.studies, evidence.methods[review.method])
    status, output = run(metafor_files(given), tmp_path / "shipped")
    number, differ = compared(output)
    assert (status, differ) == (0, 0), output
    assert number > 200


# The data hold the counts by metafor's names, and the effects to the last digit.
def test_the_data_hold_what_metafor_asks_for() -> None:
    table, script = metafor_files(appraisal())
    rows = list(csv.DictReader(table.text.splitlines()))
    first = complications().contributions[0]
    assert [rows[0][name] for name in ("ai", "n1i", "ci", "n2i")] == ["7", "180", "6", "180"]
    assert (float(rows[0]["yi"]), float(rows[0]["vi"])) == (first.yi, first.vi)
    assert table.name == "by-hand-complications.csv" and f'"{table.name}"' in script.text


# Whatever a review is called, its texts stand within strings and comments, and never run.
def test_no_text_of_a_review_runs() -> None:
    evil = 'x"); system("true") #\n\\'
    given = with_syntheses(replace(complications(), label=evil, outcome="../../x"))
    given = replace(given, review=replace(given.review, id="../y", title=f"{evil}\nquit(status = 9)"))
    table, script = metafor_files(given)
    assert (table.name, script.name) == ("y-x.csv", "y-metafor.R")
    assert r'outcome <- "x\"); system(\"true\") # \\"' in script.text
    assert all("status = 9" not in line or line.startswith("#") for line in script.text.splitlines())


# A review without pooled outcomes has a script that says so.
def test_nothing_pooled_is_nothing_compared(tmp_path: Path) -> None:
    files = metafor_files(with_syntheses())
    assert [file.name for file in files] == ["by-hand-metafor.R"]
    status, output = run(files, tmp_path / "nothing")
    assert (status, compared(output)) == (0, (0, 0)), output
