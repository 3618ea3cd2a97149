"""The messages, word for word: a bad document beside the text that a reader gets.

Each `golden/NAME.md` is a document, `NAME.vocabulary.yaml` a vocabulary and `NAME.facts.yaml` the facts of
a request; `NAME.txt` holds the exact message. To change them, write the bad text, run

    COVERDICT_GOLDEN=1 pytest tests/language/test_golden.py

and read the difference (`git diff tests/language/golden`) as carefully as code.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coverdict.language import MapNode, load_yaml, read_document, read_value, read_vocabulary
from coverdict.text import DocumentError, Problem, Report, did_you_mean
from tests.language.samples import GOLDEN, names, names_for, vocabulary

BAD = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".txt" and not path.name.startswith("_"))


def read(path: Path) -> None:
    """Read a fixture as what its name says it is."""
    text = path.read_text(encoding="utf-8")
    if path.name.endswith(".vocabulary.yaml"):
        read_vocabulary(text, path.name, {"sample": vocabulary()}.get)
    elif path.name.endswith(".facts.yaml"):
        read_facts(text, path.name)
    else:
        read_document(text, path.name, names_for)


def read_facts(text: str, file: str) -> None:
    """Read the facts of a request, each with its own message."""
    tree = load_yaml(text, file)
    report = Report(file, text)
    if not isinstance(tree, MapNode):
        report.add(tree.place, "facts are a mapping", "write fact: value")
        report.raise_if_any()
    assert isinstance(tree, MapNode)
    for key, value in tree.entries:
        fact = names().facts.get(key.text)
        if fact is None:
            right = did_you_mean(key.text, names().facts)
            report.take(DocumentError([Problem(key.place, f"there is no fact {key.text}", right)]))
            continue
        with report.collecting():
            read_value(fact, value, key.place)
    report.raise_if_any()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.partition(".")[0])
def test_bad_text_gives_its_message(path: Path) -> None:
    """Every bad text gives exactly the message beside it."""
    with pytest.raises(DocumentError) as raised:
        read(path)
    said = str(raised.value) + "\n"
    wanted = path.parent / f"{path.name.partition('.')[0]}.txt"
    if os.environ.get("COVERDICT_GOLDEN"):
        wanted.write_text(said, encoding="utf-8")
    assert said == wanted.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.partition(".")[0])
def test_every_problem_shows_its_line(path: Path) -> None:
    """Each problem points into a line that is there, and shows it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    with pytest.raises(DocumentError) as raised:
        read(path)
    for problem in raised.value.problems:
        assert problem.place.file == path.name
        assert problem.line == lines[problem.place.line - 1]
        assert 1 <= problem.place.column <= len(problem.line) + 1
