"""A payer's document as a reader sees it: text with blocks and sections, each with its place in the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from coverdict.text import Place


class Format(StrEnum):
    """What a document's file is."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


class BlockKind(StrEnum):
    """What a block is in the layout."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list, bulleted or numbered
    ROW = "row"  # of a table
    FURNITURE = "furniture"  # page numbers, running heads, portal noise: nobody's text


class Role(StrEnum):
    """What a section is for, whatever the payer calls it."""

    IDENTITY = "identity"
    STATEMENT = "statement"
    CRITERIA = "criteria"
    EXCLUSIONS = "exclusions"
    DESCRIPTION = "description"
    EVIDENCE = "evidence"
    GUIDELINES = "guidelines"
    CODES = "codes"
    BENEFITS = "benefits"
    REGULATORY = "regulatory"
    DOCUMENTATION = "documentation"
    DEFINITIONS = "definitions"
    HISTORY = "history"
    REFERENCES = "references"
    RELATED = "related policies"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a manuscript's text: offsets in characters, `end` not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that the layout keeps together.

    Arguments:
        level: of a heading, 1 for the highest; of an item, how deep it stands, from 1; otherwise 0.
        marker: of an item, what stands before it (`•`, `1.`, `a.`); empty where none is left.
        cells: of a row, its cells in order.
        page: of a PDF, the page, from 1; 0 elsewhere.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    marker: str = ""
    cells: tuple[Span, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of any level.

    Arguments:
        title: the heading's text; empty before the first heading.
        above: titles of the headings that it stands under, the highest first.
        heading: None before the first heading.
    """

    title: str
    role: Role
    level: int
    above: tuple[str, ...]
    heading: Block | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document that was read.

    Arguments:
        file: its name, for messages.
        text: all that a reader sees; of text and Markdown the file's own characters, so that offsets are
            the file's; lines end with LF.
        starts: where each line of `text` begins.
        origins: for each line of `text`, the line of the file that it comes from (HTML), or the line of its
            page (PDF); empty where lines are the file's own.
        pages: for each line of `text`, its page; empty where there are no pages.
        pairs: labels with their values, as identity and dates are often given.
        notes: what could not be read, in sentences.
    """

    file: str
    format: Format
    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    pages: tuple[int, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    pairs: tuple[tuple[Span, Span], ...]
    notes: tuple[str, ...]

    def said(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def line_of(self, offset: int) -> int:
        """The number, from 0, of the line of `text` in which an offset lies."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> Place:
        """Where an offset of the text stands in the file; columns are those of the text's line."""
        line = self.line_of(offset)
        number = self.origins[line] if self.origins else line + 1
        return Place(self.file, number, offset - self.starts[line] + 1)
