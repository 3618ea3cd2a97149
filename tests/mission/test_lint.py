"""Rows that the linter owes: slips of the two documents, found by rules that name neither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coverdict.documents.finding import Finding
from coverdict.documents.lint import lint_manuscript
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.reading import read_manuscript

A = "documents/000_114209c1697b0ec8.txt"
B = "documents/001_5e3094ee69330f43.txt"


def said(path: Path, rule: str) -> list[str]:
    """The words at the places of a rule's findings."""
    manuscript: Manuscript = read_manuscript(path)
    found: list[Finding] = [one for one in lint_manuscript(manuscript) if one.rule == rule]
    return [manuscript.said(span) for one in found for span in (one.span, *one.also)]


# The agency's name is printed with one of its words twice and another one left out.
def test_a55(shared: Callable[[str], Path]) -> None:
    (words,) = said(shared(A), "agency-misnamed")
    assert "Centers for Medicare & Medicare" in words


# A bracket closes that nothing opened.
def test_a78(shared: Callable[[str], Path]) -> None:
    (words,) = said(shared(A), "citation-malformed")
    assert "3])" in words


# The open procedure's code is described in two ways.
def test_b25(shared: Callable[[str], Path]) -> None:
    words = said(shared(B), "code-two-descriptors")
    assert words and all("47381" in one for one in words)
