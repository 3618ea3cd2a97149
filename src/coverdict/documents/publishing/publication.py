"""A published document as a tree of sections: the one thing that HTML, Markdown and PDF are written from.

Nothing here knows how it will look. What each reader needs to tell apart (a connective, an open reading, what
was removed) is a style of a run or a kind of an item, never a colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Style(StrEnum):
    """What a run of words is."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"  # a name, code or expression of the program's, letter by letter
    QUIET = "quiet"  # said beside the matter: where it is from, what it is called
    JOIN = "join"  # a connective: all of these, any one of these
    READING = "reading"  # the mark of an open reading
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style; `target` is the id of the section to which they lead, if they lead anywhere."""

    text: str
    style: Style = Style.PLAIN
    target: str = ""


Words: TypeAlias = tuple[Run, ...]


class Tone(StrEnum):
    """How a paragraph is meant."""

    PLAIN = "plain"
    LEAD = "lead"  # the position itself
    QUIET = "quiet"
    CAUTION = "caution"  # what a reader must not miss


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: Words
    tone: Tone = Tone.PLAIN


class Mark(StrEnum):
    """What an item of a list is."""

    POINT = "point"
    READING = "reading"
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with the items below it.

    Arguments:
        number: what stands before it, as `1.2.1`; empty where a bullet does.
    """

    words: Words
    below: tuple[Item, ...] = ()
    number: str = ""
    mark: Mark = Mark.POINT


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with what they stand for."""

    rows: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names the row.

    Shapes: every row has as many cells as there are columns.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, told in words by `title` and `description`."""

    svg: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of a text, letter by letter, as `listing.printed` makes them."""

    lines: tuple[str, ...]
    label: str


Content: TypeAlias = "Paragraph | Items | Pairs | Table | Figure | Listing | Section"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    Arguments:
        id: its name within the document, to which runs can lead.
    """

    id: str
    title: str
    content: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """A published document.

    Arguments:
        kind: what it is, in words ("Medical policy").
        identity: number, publisher and dates, by the labels that payers print.
        summary: the position, for who reads nothing else; it stands before the contents.
        made: what it was made from: the library, the program.
        caution: what must be read first (an example, a draft, a text that is not in force); may be empty.
    """

    kind: str
    title: str
    publisher: str
    identity: Pairs
    summary: Section
    sections: tuple[Section, ...]
    made: tuple[tuple[str, str], ...]
    caution: str = ""


def plain(text: str) -> Words:
    """Words of no style; none where the text is empty."""
    return (Run(text),) if text else ()


def said(words: Words) -> str:
    """Words as text."""
    return "".join(run.text for run in words)


def sections_in(content: tuple[Content, ...]) -> Iterator[Section]:
    """The sections among contents, each before those within it."""
    for one in content:
        if isinstance(one, Section):
            yield one
            yield from sections_in(one.content)
