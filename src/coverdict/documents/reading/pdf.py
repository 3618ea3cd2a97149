"""A PDF to the text that its pages show: lines in reading order, cells apart, headings by their type."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from coverdict.documents.reading import pdf_child
from coverdict.documents.reading.files import unreadable
from coverdict.documents.reading.pdf_layout import Sheet, Word, sheet_of
from coverdict.text import CoverdictError

PATIENCE = 180
"""Seconds after which a PDF is given up."""


class NoPdfError(CoverdictError):
    """What reads PDFs is not installed."""


def read_pdf(data: bytes, file: str) -> Sheet:
    """The text of a PDF, with what its layout tells of each line.

    Errors:
        NoPdfError: the extra is not installed.
        DocumentError: it is locked, broken, too large, takes too long, or holds no text.
    """
    if find_spec("pypdfium2") is None or find_spec("pdfplumber") is None:
        raise NoPdfError("reading a PDF needs an extra that is not installed: pip install 'coverdict[pdf]'")
    answer = _asked(data, file)
    error = answer.get("error")
    if error:
        raise unreadable(file, *_told(error, answer))
    pages = answer["pages"]
    if not any(page["words"] for page in pages):
        raise unreadable(
            file,
            "the PDF holds no text: its pages are pictures, as a scanner makes them",
            "have the text recognised (OCR) first",
        )
    sheet = sheet_of([_page(page) for page in pages])
    return Sheet(sheet.text, sheet.origins, sheet.pages, sheet.hints, (*_notes(answer), *sheet.notes))


def _asked(data: bytes, file: str) -> dict[str, Any]:
    """The child's answer; a child that dies or never ends is an answer too."""
    command = [sys.executable, "-m", pdf_child.__name__]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "time"}
    except OSError as error:
        raise unreadable(file, f"the PDF cannot be read here: {error.strerror or error}") from error
    try:
        answer = json.loads(ended.stdout)
    except ValueError:
        # Killed for its time, or brought down by the file.
        return {"error": "time" if ended.returncode in (-24, -9) else "broken"}
    return answer if isinstance(answer, dict) else {"error": "broken"}


def _told(error: str, answer: dict[str, Any]) -> tuple[str, str]:
    memory = f"reading the PDF takes more than {pdf_child.MEMORY // 2**30} GB of memory"
    told = {
        "password": ("the PDF is locked with a password", "save it without one"),
        "pages": (
            f"the PDF has {answer.get('pages', 0):,} pages, of at most {pdf_child.MOST_PAGES:,}",
            "divide it",
        ),
        "characters": (f"the PDF holds more than {pdf_child.MOST_CHARACTERS:,} characters", "divide it"),
        "memory": (memory, "divide it"),
        "time": (f"reading the PDF takes more than {pdf_child.SECONDS} seconds", "divide it"),
    }
    return told.get(error, ("the PDF is broken", "open it in a viewer and save it anew"))


def _notes(answer: dict[str, Any]) -> tuple[str, ...]:
    notes = []
    empty = [str(n) for n, page in enumerate(answer["pages"], start=1) if not page["words"]]
    if empty:
        few = ", ".join(empty[:10]) + (" and more" if len(empty) > 10 else "")
        notes.append(f"No text stands on page {few}.")
    if answer.get("left_out"):
        first = answer["left_out"][0] + 1
        notes.append(
            f"From page {first} on, tables were read as lines, since so many pages have drawn lines."
        )
    return tuple(notes)


def _page(page: dict[str, Any]) -> tuple[list[Word], list[list[list[tuple[float, ...] | None]]]]:
    words = [Word(*word) for word in page["words"]]
    tables = [
        [[tuple(cell) if cell else None for cell in row] for row in table] for table in page.get("tables", [])
    ]
    return words, tables
