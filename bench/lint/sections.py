"""What the linter finds in documents with planted defects, and how long it takes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.lint.claims import TRAPS
from bench.lint.drafts import draft
from bench.lint.layouts import laid_out
from bench.lint.measuring import PARAGRAPHS, Score, score
from bench.measure import middle
from bench.report import Line, Section, below, shown
from coverdict.documents.lint import RULES, lint_manuscript
from coverdict.documents.reading import read_manuscript

COMMAND = Path(sys.executable).with_name("coverdict")
PAIRS, SEED = 20, 2026
PRECISE = 0.95
LENGTH = 58_000  # characters: as long as the longer of the two source documents
STEEPEST = 1.5  # how much more than in proportion time may grow, the machine's own noise included


def planted() -> Section:
    """Every kind of defect, planted again and again; precision counts every finding that was not meant."""
    made = score(SEED, PAIRS)
    lines = [
        Line("pairs of documents", f"{made.twins}"),
        Line("right documents without a finding", f"{made.clean} of {made.twins}"),
        *(Line(f"found: {name}", f"{made.found[name]} of {made.planted[name]}") for name in made.planted),
        *(_precision(rule, made) for rule in RULES if made.true[rule] or made.false[rule]),
    ]
    return Section(
        "Defects planted in policy documents",
        "Generated documents that are right, each with a twin into which one defect was put: several "
        "wordings "
        "and four layouts (Markdown, wrapped text, capitals, HTML). A finding in a right document, or one "
        "that "
        "was not planted, counts against its rule.",
        tuple(lines),
    )


def _precision(rule: str, made: Score) -> Line:
    right, wrong = made.true[rule], made.false[rule]
    share = right / (right + wrong)
    value = f"{100 * share:.0f} % of {right + wrong}"
    return Line(f"precision: {rule}", value, f"at least {100 * PRECISE:.0f} %", share >= PRECISE)


def lint_time() -> Section:
    """The whole command on a document as long as the longer source document; growth with its length."""
    with tempfile.TemporaryDirectory() as name:
        files = {times: _file(Path(name), times) for times in (1, 4, 16)}
        command = [str(COMMAND), "lint", str(files[1])]
        whole = middle(lambda: _ended(command), 7)
        spent = {
            times: middle(lambda path=path: lint_manuscript(read_manuscript(path)), 3)
            for times, path in files.items()
        }
    ratio = spent[16] / spent[1] / 16
    return Section(
        "Linting a document",
        f"A generated document of {LENGTH:,} characters; from the shell, the interpreter's start included.",
        (
            below("coverdict lint, the whole process", whole, 1.0),
            *(Line(f"reading and linting, {times} times the length", shown(spent[times])) for times in spent),
            Line(
                "16 times the length, time per character",
                f"{ratio:.2f} times",
                f"at most {STEEPEST} times",
                ratio <= STEEPEST,
            ),
        ),
    )


def _ended(command: list[str]) -> None:
    """Run a command that may end with 1, as one does that finds something certain."""
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=dict(os.environ))


def _file(folder: Path, times: int) -> Path:
    rng = random.Random(SEED)
    kinds = list(PARAGRAPHS.values())
    text = ""
    while len(text) < LENGTH * times:
        studies = [rng.choice(kinds)(rng).right for _ in range(8)] + rng.sample(TRAPS, 6)
        text += laid_out(draft(rng, studies), random.Random(1))[0] + "\n\n"
    path = folder / f"{times}.md"
    path.write_text(text[: LENGTH * times], encoding="utf-8")
    return path
