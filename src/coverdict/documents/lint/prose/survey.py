"""Everything that the rules look at, worked out once for a manuscript."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.documents.lint.prose.abbreviations import Abbreviations, abbreviations_of
from coverdict.documents.lint.prose.citing import Citation, citations_of
from coverdict.documents.lint.prose.entries import Entry, entries_of
from coverdict.documents.lint.prose.plain import plain_text
from coverdict.documents.lint.prose.sentences import Sentence, sentences_of
from coverdict.documents.lint.prose.studies import Study, studies_of
from coverdict.documents.manuscript import Manuscript, Role, Span


@dataclass(frozen=True, slots=True)
class Survey:
    """A manuscript with its sentences, studies, citations, references and abbreviations.

    Arguments:
        plain: the manuscript's text made plain, character by character.
        studies: runs of sentences that speak of one study, in order.
        citations: in-text citations by number, in order.
        entries: the list of references, in order; None where the document has none.
    """

    manuscript: Manuscript
    plain: str
    sentences: tuple[Sentence, ...]
    studies: tuple[Study, ...]
    citations: tuple[Citation, ...]
    entries: tuple[Entry, ...] | None
    abbreviations: Abbreviations

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence in which, or right after which, an offset lies; None before the first."""
        number = bisect_right(self.sentences, offset, key=lambda one: one.span.start) - 1
        return self.sentences[number] if number >= 0 else None

    def running(self, *roles: Role) -> Iterator[Sentence]:
        """The sentences that are no headings, of sections with these roles; of all without any."""
        for one in self.sentences:
            if one.running and (not roles or one.role in roles):
                yield one

    def cited_in(self, span: Span) -> tuple[Citation, ...]:
        """The citations that stand in a span."""
        first = bisect_right(self.citations, span.start - 1, key=lambda one: one.span.start)
        last = bisect_right(self.citations, span.end, key=lambda one: one.span.start)
        return self.citations[first:last]


def survey(manuscript: Manuscript) -> Survey:
    """What the rules look at in a manuscript."""
    plain = plain_text(manuscript)
    sentences = sentences_of(manuscript, plain)
    entries = entries_of(manuscript, plain)
    citations = citations_of(sentences, entries)
    return Survey(
        manuscript,
        plain,
        sentences,
        studies_of(sentences),
        citations,
        entries,
        abbreviations_of(sentences),
    )
