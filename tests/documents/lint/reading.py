"""Manuscripts from texts."""

from __future__ import annotations

from pathlib import Path

from coverdict.documents.finding import Finding
from coverdict.documents.lint import RULES, lint_manuscript
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.reading import read_manuscript


def manuscript(text: str, folder: Path, name: str = "draft.md") -> Manuscript:
    """The text, read from a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_manuscript(path)


def found(text: str, folder: Path, *rules: str) -> list[Finding]:
    """What these rules find in a text; all rules without any."""
    return list(lint_manuscript(manuscript(text, folder), rules or tuple(RULES)))
