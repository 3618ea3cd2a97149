"""Whether the words of a published document are those of the policy's text that it prints exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coverdict.documents.manuscript import Manuscript
from coverdict.documents.publishing.house import House
from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Pairs,
    Paragraph,
    Publication,
    Section,
    Table,
    said,
)
from coverdict.documents.publishing.reading_back import words_by_house

DECIDING = (House.STATEMENT, House.CRITERIA, House.CODES, House.HISTORY)
"""The sections whose words say what the rules, codes and dates of the exact text say."""

EXAMPLES = "examples"  # the section of example patients, which decide nothing

_CELL = 90  # letters; a longer text is a sentence, which no table's lines run through
_NUMBER = re.compile(r"^\d+\.\s")  # before an item; readers of documents keep it apart
_SIGNS = re.compile(r"[^\w.]+")


def unsaid(published: Publication, manuscript: Manuscript, end: int) -> tuple[str, ...]:
    """What a document should say by its policy's exact text, and does not say.

    Arguments:
        published: the exact text, published anew.
        manuscript: the document that was read.
        end: the offset at which its exact text begins.

    Result: sentences, items, labels with values and cells of tables, in their order, each once.
    """
    there = {house: _bare(text) for house, text in words_by_house(manuscript, end).items()}
    by_anchor = {house.anchor: house for house in DECIDING}
    missing = [text for text in _texts((published.identity,)) if not _said(text, there[None])]
    for section in published.sections:
        house = by_anchor.get(section.id)
        if house is not None:
            said_there = there.get(house, "")
            missing += [text for text in _texts(section.content) if not _said(text, said_there)]
    return tuple(dict.fromkeys(missing))


def _said(text: str, there: str) -> bool:
    """Whether a text is said: in one piece, or its words close to each other, as in the lines of a cell."""
    if _bare(text) in there:
        return True
    words = [bare for word in text.split() if (bare := _bare(word))]
    if len(text) > _CELL or not words:
        return not words
    return re.search(rf".{{0,{_CELL}}}?".join(map(re.escape, words)), there) is not None


def _bare(text: str) -> str:
    """The letters and digits of a text, by which two layouts of it are alike."""
    return _SIGNS.sub("", _NUMBER.sub("", text.lower())).replace("_", "")


def _texts(content: Iterable[Content]) -> Iterator[str]:
    for one in content:
        match one:
            case Paragraph(words=words):
                yield said(words)
            case Items(items=items):
                yield from _items(items)
            case Pairs(rows=rows):
                yield from (f"{label}: {said(words)}" for label, words in rows)
            case Table(rows=cells):
                yield from (said(cell) for row in cells for cell in row)
            case Section() if one.id != EXAMPLES:
                yield one.title
                yield from _texts(one.content)


def _items(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield f"{item.number} {said(item.words)}".strip()
        yield from _items(item.below)
