"""A policy rendered and read again: its rules, codes, dates and statement are what they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coverdict.documents.manuscript import Manuscript
from coverdict.documents.publishing.listing import digest
from coverdict.documents.publishing.pdf import pdf
from coverdict.documents.publishing.reading_back import PolicyText, policy_text
from coverdict.documents.reading import read_manuscript
from coverdict.language.model import Document
from coverdict.language.prose import prose
from coverdict.library.reading_drafts import read_draft
from coverdict.pages.publication_agreement import unsaid
from tests.pages.cases import BCBSM, BSC, desk
from tests.pages.publications import FILES, SHIPPED, TEXTS, shipped

LONG_RUN = os.environ.get("COVERDICT_LONG") == "1"
policies = pytest.mark.parametrize("policy", SHIPPED)
texts = pytest.mark.parametrize("form", ["html", "md"])


def read(folder: Path, form: str, data: bytes) -> tuple[Manuscript, PolicyText]:
    """A published document as a reader of documents finds it, and the policy's text in it."""
    file = folder / f"published.{form}"
    file.write_bytes(data)
    manuscript = read_manuscript(file)
    found = policy_text(manuscript)
    assert found is not None
    return manuscript, found


def draft_of(folder: Path, text: str) -> Document:
    """The document of a text, read against the shipped vocabularies and definitions."""
    file = folder / "again.md"
    file.write_text(text, encoding="utf-8")
    return read_draft(desk().library, file)


def must_be_equal(policy: str, folder: Path, manuscript: Manuscript, found: PolicyText) -> None:
    """Text, rules, codes, dates and statement are those of the library; the words agree with them."""
    assert found.exact and not found.wrong
    assert found.text == FILES[policy].read_text(encoding="utf-8")
    again, held = draft_of(folder, found.text), desk().library.text(desk().version(policy).file)
    assert [(one.id, one.then, one.otherwise) for one in again.rules] == [
        (one.id, one.then, one.otherwise) for one in held.rules
    ]
    assert _plain(again) == _plain(held)
    assert prose(again.text) == prose(held.text)
    assert unsaid(shipped(policy), manuscript, found.start) == ()


def _plain(document: Document) -> str:
    """All that a document says, without the name of its file."""
    fields = (
        *(document.id, document.title, document.front, document.effective, document.until),
        *(document.rules, document.criteria, document.readings, document.value_sets, document.codes),
        *(document.duties, document.history, document.notes, document.cases, document.accepted),
    )
    return repr(fields).replace(document.place.file, "policy.md")


# Rendered to HTML or Markdown and read again, each shipped policy is what it was.
@policies
@texts
def test_html_and_markdown(policy: str, form: str, tmp_path: Path) -> None:
    data = TEXTS[form](shipped(policy)).encode()
    manuscript, found = read(tmp_path, form, data)
    must_be_equal(policy, tmp_path, manuscript, found)


# So it is from PDF: the longer one always, both in the long mode, since reading a PDF takes seconds.
@pytest.mark.parametrize("policy", SHIPPED if LONG_RUN else (BSC,))
def test_pdf(policy: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("pypdfium2")
    pytest.importorskip("pdfplumber")
    manuscript, found = read(tmp_path, "pdf", pdf(shipped(policy)))
    must_be_equal(policy, tmp_path, manuscript, found)


# Who changes a word, a code or a day of a published document is found out by its exact text.
@pytest.mark.parametrize(
    ("policy", "old", "new"),
    [
        (BCBSM, "is at most 4 cm", "is at most 5 cm"),
        (BCBSM, "The tumor cannot be resected", "The tumor can be resected"),
        (BCBSM, "Any one of these holds", "None of these holds"),
        (BSC, ">47383<", ">47382<"),
        (BSC, "September 1, 2018", "September 1, 2019"),
        (BSC, "<dd>November 1, 2021</dd>", "<dd>November 1, 2022</dd>"),
        (BSC, "Rule 1: Investigational", "Rule 1: Established"),
    ],
)
def test_changed_words_are_found(policy: str, old: str, new: str, tmp_path: Path) -> None:
    page = TEXTS["html"](shipped(policy))
    assert old in page
    manuscript, found = read(tmp_path, "html", page.replace(old, new).encode())
    assert found.exact
    assert unsaid(shipped(policy), manuscript, found.start)


# Who changes the exact text is found out by its digest, and who loses a line of it by its number.
def test_a_changed_listing_is_found(tmp_path: Path) -> None:
    page = TEXTS["html"](shipped(BCBSM))
    _, found = read(
        tmp_path, "html", page.replace("lesion.largest &lt;= 4 cm", "lesion.largest &lt;= 5 cm").encode()
    )
    assert not found.exact and "lesion.largest <= 5 cm" in found.text
    lines = page.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("240│"))
    _, found = read(tmp_path, "html", "\n".join(lines[:at] + lines[at + 1 :]).encode())
    assert found == PolicyText("", False, "line 241 follows line 239", found.start)


# A document of anybody else holds no such text.
def test_other_documents_hold_none(tmp_path: Path) -> None:
    file = tmp_path / "other.txt"
    file.write_text("Policy Statement\n\n1. Freezing is established.\n\n12| a table\n", encoding="utf-8")
    assert policy_text(read_manuscript(file)) is None


# The digest that is printed is that of the library's own file.
@policies
def test_the_digest_is_that_of_the_file(policy: str) -> None:
    text = FILES[policy].read_text(encoding="utf-8")
    for form, write in TEXTS.items():
        assert digest(text) in write(shipped(policy)), form
