"""A policy's own prose and notes, put into the sections of the house layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coverdict.documents.publishing.house import House, house_of
from coverdict.documents.publishing.prose import Fence, WrittenSection, written_sections
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Paragraph,
    Run,
    Section,
    Style,
    Table,
    Tone,
    Words,
    plain,
)
from coverdict.documents.reading.names import role_of
from coverdict.language.model import Document, Fact, Note
from coverdict.pages.views import citation_words
from coverdict.pages.wording import capital
from coverdict.pages.wording import plain as as_words
from coverdict.text import listed

SHOWN_DATA = frozenset(
    {"contact", "related", "glossary", "regulatory", "clinical input", "evidence watch", "guideline"}
)
"""Kinds of notes whose data a reader needs as well; of others the sentence says all."""

_NAMES = frozenset({"fact", "reference", "held"})  # keys that only programs need


def prose_by_house(document: Document) -> dict[House, tuple[Content, ...]]:
    """What the policy's text says in each section of the house layout.

    A heading of the text stays, as a section of its own, where the house's heading is another. A note is
    printed where it stands; its sentence is left out where prose right above it has said it.
    """
    notes = {note.place.line: note for note in document.notes}
    found: dict[House, list[Content]] = {}
    homes: dict[tuple[str, ...], House] = {}
    taken: dict[str, int] = {}
    for written in written_sections(document.text):
        role = role_of(written.title)
        house = house_of(written.title, role, written.kinds, homes.get(written.path[:-1]))
        homes[written.path] = house
        content = tuple(_shown(written, notes))
        if not content:
            continue
        kept = found.setdefault(house, [])
        if written.title.lower() in (house.value.lower(), "") or house is House.CHANGES:
            kept += content
        else:
            kept.append(Section(_anchor(written.title, taken), written.title, content))
    return {house: tuple(content) for house, content in found.items()}


def _anchor(title: str, taken: dict[str, int]) -> str:
    """An id for a heading of the text, each once."""
    base = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split()) or "section"
    taken[base] = taken.get(base, 0) + 1
    return f"text-{base}" if taken[base] == 1 else f"text-{base}-{taken[base]}"


def _shown(written: WrittenSection, notes: Mapping[int, Note]) -> Iterator[Content]:
    """The prose and notes of a section; other blocks have their own place in the house layout."""
    told = False
    for part in written.parts:
        if not isinstance(part, Fence):
            told = True
            yield part
            continue
        note = notes.get(_line(part, notes))
        if note is not None:
            yield from note_content(note, told)
        told = False


def _line(fence: Fence, notes: Mapping[int, Note]) -> int:
    """The line of the note that a block holds; -1 where it holds none."""
    return next((line for line in range(fence.first, fence.last + 1) if line in notes), -1)


def note_content(note: Note, told: bool) -> Iterator[Content]:
    """A note as a sentence with where it is from, and its data where a reader needs them.

    Arguments:
        told: whether prose right above has said the sentence.
    """
    if note.kind == "glossary":  # its terms stand among the definitions
        return
    where = citation_words(note.cites)
    if note.says and not told:
        cited: Words = (Run(f" [{where}]", Style.QUIET),) if where and where != "own words" else ()
        yield Paragraph((*plain(note.says), *cited))
    if note.kind in SHOWN_DATA and note.data is not None:
        yield from data_content(note.data)


def data_content(data: Any) -> Iterator[Content]:
    """Plain data as a reader sees it: rows as a table, a mapping as labels and values."""
    if isinstance(data, list) and data and all(isinstance(row, dict) for row in data):
        yield _rows(data)
    elif isinstance(data, dict):
        rows = [(key, value) for key, value in data.items() if key not in _NAMES]
        if rows:
            said = "; ".join(f"{as_words(key)}: {value_words(value)}" for key, value in rows)
            yield Paragraph((Run(f"{capital(said)}.", Style.QUIET),), Tone.QUIET)
    elif isinstance(data, list):
        yield Items(tuple(Item(plain(value_words(value))) for value in data))


def _rows(data: list[dict[str, Any]]) -> Content:
    """Rows with the same keys as a table; where there is one key alone, as a list."""
    keys = [key for key in dict.fromkeys(key for row in data for key in row) if key not in _NAMES]
    if len(keys) == 1:
        return Items(tuple(Item(plain(value_words(row.get(keys[0], "")))) for row in data))
    columns = tuple(capital(as_words(key)) for key in keys)
    rows = tuple(tuple(plain(value_words(row.get(key, ""))) for key in keys) for row in data)
    return Table("", columns, rows)


def value_words(value: Any) -> str:
    """A value of plain data in words."""
    if isinstance(value, list):
        return listed(map(value_words, value))
    if isinstance(value, dict):
        return "; ".join(f"{as_words(key)} {value_words(one)}" for key, one in value.items())
    text = str(value)
    return as_words(text) if text in ("not_applicable", "not_stated") else text


def glossary(documents: Iterable[Document], facts: Mapping[str, Fact]) -> tuple[tuple[str, str], ...]:
    """Abbreviations and terms with what they stand for, from the glossary notes, each term once.

    Arguments:
        facts: where a term stands for one of these, the fact is named by its label.
    """
    found: dict[str, str] = {}
    for document in documents:
        for note in document.notes:
            if note.kind == "glossary" and isinstance(note.data, dict):
                for term, value in note.data.items():
                    fact = facts.get(str(value))
                    meaning = f"{fact.label} (the fact {fact.name})" if fact else value_words(value)
                    found.setdefault(str(term), meaning)
    return tuple(found.items())
