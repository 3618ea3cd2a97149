"""A policy that nobody can cite: without a number, without dates, without a title."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.analysis.findings.finding import Finding, found
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.text import Place, listed, split_lines


def identity(library: Library, document: Document) -> Iterator[Finding]:
    """What a policy does not state of itself."""
    if not document.title.strip():
        right = "write title: the name that people know the policy by"
        yield found("missing-title", document, document.place, "the policy has no title", right)
    if str(document.front.get("number", "")).strip() in ("", "not stated"):
        what = "the policy states no number or other identifier of its own"
        right = "write number: the publisher's own; if the source states none, accept this finding and say so"
        yield found("missing-identifier", document, _key(document, "number"), what, right)
    if document.effective is None:
        what = f"the policy states no day from which it is in force{_windows(library, document)}"
        right = "write in force: {from: DAY}; if the source states none, accept this finding and say so"
        yield found("missing-effective-date", document, _key(document, "in force"), what, right)


def _windows(library: Library, document: Document) -> str:
    """Which payers say from when they work under it."""
    windows = {
        payer: library.windows(payer, document.id)
        for payer, settings in library.contents.payers.items()
        if document.id in settings.adopts
    }
    given = [
        f"{payer}{' (an example)' if all(window.example for window in found_) else ''}"
        for payer, found_ in windows.items()
        if found_
    ]
    if not given:
        return ", and no payer sets a window: it decides nothing"
    return f"; a window is set by {listed(given)}"


def _key(document: Document, key: str) -> Place:
    """Where a key of the front matter stands; where the document's id stands, if it is absent."""
    for number, line in enumerate(split_lines(document.text), 1):
        if number > 1 and line.rstrip() == "---":
            break
        if line.startswith(f"{key}:"):
            return Place(document.place.file, number, 1)
    return document.place
