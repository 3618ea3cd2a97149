"""Thousands of damaged documents: each is read and drafted, or told in one message; none does more.

A long run takes 10,000 texts and pages and 300 PDFs.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coverdict.documents.importing import Base, import_manuscript, load
from coverdict.documents.importing.words import FAVOURABLE
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.reading import read_manuscript
from coverdict.text import CoverdictError, DocumentError
from tests.documents.reading.papers import MARKED, PAGE, PLAIN, damaged, drawn, mutant, typeset
from tests.documents.reading.test_pdf import POLICY

LONG = os.environ.get("COVERDICT_LONG") == "1"
TEXTS = 10_000 if LONG else 240
PDFS = 300 if LONG else 12
SOURCES = (
    "000_114209c1697b0ec8.txt",
    "001_5e3094ee69330f43.txt",
    "cms-ncd-270.1.html",
    "cms-ncd-30.3.3.html",
)


def texts() -> Iterator[tuple[str, str]]:
    """Names and texts to damage: the tests' own, and the sources where they are at hand."""
    yield from (("policy.txt", PLAIN), ("policy.html", PAGE), ("policy.md", MARKED))
    folder = Path(__file__).resolve().parents[4] / "shared" / "documents"
    for name in SOURCES:
        if (folder / name).is_file():
            text = (folder / name).read_text(encoding="utf-8")
            # A stretch of a long document is damaged as often as all of a short one.
            yield name, text if len(text) < 20_000 else text[:9_000]


def holds_together(manuscript: Manuscript) -> None:
    """What every manuscript promises, whatever was read."""
    length = len(manuscript.text)
    for block in manuscript.blocks:
        assert 0 <= block.span.start <= block.span.end <= length
        assert all(block.span.start <= cell.start <= cell.end <= block.span.end for cell in block.cells)
    starts = [block.span.start for block in manuscript.blocks]
    assert starts == sorted(starts)
    lines = manuscript.text.count("\n") + 1
    assert len(manuscript.starts) == lines
    assert len(manuscript.origins) in (0, lines)
    assert len(manuscript.pages) in (0, lines)
    inside = sum(len(section.blocks) + (section.heading is not None) for section in manuscript.sections)
    assert inside == len(manuscript.blocks)


def draft_of(path: Path) -> bool:
    """Whether the file is a document; its draft loads, and covers nobody without a condition."""
    try:
        manuscript = read_manuscript(path)
    except DocumentError as error:
        if len(error.problems) != 1:
            pytest.fail(str(error))
        return False
    holds_together(manuscript)
    imported = import_manuscript(manuscript, Base())
    document = load(imported.texts)
    assert document.holes
    for rule in document.rules:
        assert rule.when is not None or rule.then not in FAVOURABLE
    return True


@pytest.mark.parametrize("part", range(10))
def test_damaged_texts_and_pages(part: int, tmp_path: Path) -> None:
    known = list(texts())
    read = 0
    for number, text in enumerate(drawn([one for _, one in known], TEXTS // 10, part, mutant)):
        for name in {known[number % len(known)][0]}:
            path = tmp_path / name
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            read += draft_of(path)
    assert read > TEXTS // 20


# Bytes are damaged too: what was UTF-8 is none any more.
def test_damaged_bytes(tmp_path: Path) -> None:
    chance = random.Random(1)
    known = list(texts())
    for _ in range(TEXTS // 10):
        name, text = chance.choice(known)
        path = tmp_path / name
        path.write_bytes(
            damaged(text.encode(chance.choice(("utf-8", "utf-16", "cp1252")), "replace"), chance)
        )
        draft_of(path)


def test_damaged_pdfs(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    data = typeset(tmp_path, "whole.pdf", POLICY).read_bytes()
    chance = random.Random(2)
    read = 0
    for _ in range(PDFS):
        (tmp_path / "policy.pdf").write_bytes(damaged(data, chance))
        try:
            read += draft_of(tmp_path / "policy.pdf")
        except CoverdictError as error:
            pytest.fail(str(error))
    assert read > 0


# A draft is the same, byte for byte, each time it is made.
def test_a_draft_is_the_same_again(tmp_path: Path) -> None:
    for name, text in texts():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        first, second = (import_manuscript(read_manuscript(path), Base()) for _ in range(2))
        assert first.texts == second.texts


Find = Callable[[str], Path]


@pytest.mark.parametrize("name", SOURCES)
def test_the_sources_hold_together(name: str, shared: Find) -> None:
    holds_together(read_manuscript(shared(f"documents/{name}")))
