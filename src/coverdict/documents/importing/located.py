"""Sentences with their places, so that what a draft says can be found in its source again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from coverdict.documents.manuscript import Manuscript, Section, Span
from coverdict.text import fingerprint, sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as `coverdict.text.sentences` cuts it, and where it stands."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A place in the source: the section's title, the lines, the fingerprint of the first sentence there."""

    section: str
    item: str
    fingerprint: str


def located(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text with their spans.

    A sentence differs from its source in blanks alone (page breaks are mended), so it is found again by the
    other characters.
    """
    places = [position for position, char in enumerate(text) if not char.isspace()]
    flat = "".join(text[position] for position in places)
    found: list[Sentence] = []
    at = 0
    for sentence in sentences(text):
        key = "".join(sentence.split())
        start = flat.find(key, at)
        if start < 0:
            continue
        at = start + len(key)
        span = Span(places[start], places[at - 1] + 1)
        found.append(Sentence(span, " ".join(text[span.start : span.end].split())))
    return tuple(found)


class Source:
    """A manuscript with its sentences; answers where something stands."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.sentences = located(manuscript.text)
        self._starts = [one.span.start for one in self.sentences]
        self._ends = [one.span.end for one in self.sentences]

    def within(self, span: Span) -> Sequence[Sentence]:
        """The sentences that share characters with a span, in order."""
        return self.sentences[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]

    def said(self, span: Span) -> str:
        """The text of a span on one line."""
        return " ".join(self.manuscript.said(span).split())

    def cited(self, section: Section, span: Span) -> Cited:
        """The place of a span as a draft cites it."""
        title = " ".join(section.title.split()).strip(" :") or "before the first heading"
        inside = self.within(span)
        print_of = fingerprint(inside[0].text) if inside else ""
        return Cited(title[:120], self.lines(span), print_of)

    def lines(self, span: Span) -> str:
        """`line 12`, `lines 12-15`; in a PDF with the page."""
        manuscript = self.manuscript
        first = manuscript.place(span.start).line
        last = manuscript.place(max(span.start, span.end - 1)).line
        page = manuscript.pages[manuscript.line_of(span.start)] if manuscript.pages else 0
        before = f"page {page}, " if page else ""
        return f"{before}line {first}" if last <= first else f"{before}lines {first}-{last}"
