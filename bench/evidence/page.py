"""The page of a review as a whole process, as a person meets it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.measure import process
from bench.report import Line, Section, below, shown
from bench.shell import COMMAND, ROOT

REVIEW = "bsc-hcc-2021"


def page() -> Section:
    """One shipped review, from the command to the page on the disk."""
    with tempfile.TemporaryDirectory() as kept:
        cached = {**os.environ, "COVERDICT_CACHE": kept}
        command = [str(COMMAND), "evidence", REVIEW, "--library", str(ROOT / "library")]
        target = str(Path(kept) / "review.html")
        process([*command, "--html", target], 1, cached)
        lines = (
            below("evidence --html: the whole page", process([*command, "--html", target], 9, cached), 1),
            Line("evidence: on the terminal", shown(process(command, 9, cached))),
        )
    return Section(
        "A review's page",
        f"Whole processes, from start to end: interpreter, imports, all studies and reviews read and "
        f"checked, {REVIEW} pooled, rated and concluded, plots drawn, written.",
        lines,
    )
