"""Every finding on a small document that has it: exactly what `check` shows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coverdict.analysis.findings.checking import check
from coverdict.analysis.findings.finding import SEVERITIES
from coverdict.cli.check import Result
from coverdict.cli.check_page import check_rows
from coverdict.cli.paper import Layout, plain_lines
from coverdict.decision import Desk, open_library
from coverdict.library import shipped_folder

GOLDEN = Path(__file__).parent / "golden" / "findings"
VOCABULARY = (GOLDEN / "_vocabulary.yaml").read_text(encoding="utf-8")
METHOD = "evidence/methods/default.yaml"
CASES = sorted(path.stem for path in GOLDEN.glob("*.md"))
ELSEWHERE = frozenset({"source-changed", "source-edition", "too-large"})
"""Findings that need more than a library's documents; their tests stand in other modules."""


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The documents of a case: each begins with `===` and its path."""
    for part in text.split("=== ")[1:]:
        file, _, body = part.partition("\n")
        yield file, body


def opened(folder: Path, files: dict[str, str]) -> Desk:
    if any(file.startswith("evidence/") for file in files):
        files = {METHOD: (shipped_folder() / METHOD).read_text(encoding="utf-8"), **files}
    for file, text in {"vocabulary/tumors.yaml": VOCABULARY, **files}.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_library(folder)


def page(desk: Desk) -> str:
    checked = check(desk)
    layout = Layout(100)
    rows = check_rows(Result((), checked.findings, checked.accepted), True, layout)
    return "\n".join(plain_lines(rows, layout)) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_what_is_shown(name: str, tmp_path: Path) -> None:
    desk = opened(tmp_path, dict(parts((GOLDEN / f"{name}.md").read_text(encoding="utf-8"))))
    said = page(desk)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    assert f" {name}: " in said


def test_every_finding_has_a_case() -> None:
    assert set(CASES) == set(SEVERITIES) - ELSEWHERE


# Versions whose facts mean different things cannot be held against each other, and that is no error.
def test_versions_with_other_vocabularies(tmp_path: Path) -> None:
    files = dict(parts((GOLDEN / "history-contradicts.md").read_text(encoding="utf-8")))
    files["vocabulary/others.yaml"] = VOCABULARY.replace("vocabulary: tumors", "vocabulary: others")
    old = files["policies/old.md"]
    files["policies/old.md"] = old.replace("vocabulary: tumors", "vocabulary: others")
    told = [finding.place.file for finding in check(opened(tmp_path, files)).findings]
    assert told == ["policies/newest.md"]


# A version's row speaks of the version just before it alone: with another between, which is not held, no
# other is judged by it.
def test_a_version_between_that_is_not_held(tmp_path: Path) -> None:
    files = dict(parts((GOLDEN / "history-contradicts.md").read_text(encoding="utf-8")))
    first = "- {date: 2023-06-01, action: New policy}\n"
    between = "- {date: 2023-09-01, action: Changed, position change: yes}\n"
    new = files["policies/new.md"]
    assert first in new
    files["policies/new.md"] = new.replace(first, first + between)
    told = [(one.id, one.place.file) for one in check(opened(tmp_path, files)).findings]
    assert told == [("history-contradicts", "policies/newest.md")]


# A plan and a mandate that change while a policy is in force, on the first and the last day there are.
def test_texts_at_the_ends_of_time(tmp_path: Path) -> None:
    policy = "policy: a/b\ntitle: A policy\nnumber: 1\nin force: not stated\nvocabulary: tumors"
    rule = "```yaml rule\nid: {}\n{}\n```\n"
    mandate = (
        "mandate: law\ntitle: A law\nvocabulary: tumors\nin force: {from: 1900-01-01, until: 2199-12-31}"
    )
    files = {
        "payers/a.md": "---\npayer: a\ntitle: A payer\nvocabulary: tumors\nadopts: [a/b]\n---\n",
        "policies/p.md": f"---\n{policy}\n---\n\n{rule.format('rest', 'status: established')}",
        "mandates/law.md": f"---\n{mandate}\n---\n\n"
        + rule.format("never", "when: status is investigational\nstatus: medically_necessary"),
    }
    told = {finding.id: finding for finding in check(opened(tmp_path, files)).findings}
    assert set(told) == {"missing-effective-date", "rule-never-applies"}
    assert told["missing-effective-date"].what.endswith("and no payer sets a window: it decides nothing")
    assert told["rule-never-applies"].about == "never"
