"""Contents of one document within another: the ids in them, and the links to these, stay apart."""

from __future__ import annotations

from dataclasses import replace

from coverdict.documents.publishing.publication import Content, Item, Items, Paragraph, Section, Words


def within(content: Content, mark: str) -> Content:
    """A content whose sections' ids, and the links to them, begin with a mark."""
    match content:
        case Section():
            inner = tuple(within(part, mark) for part in content.content)
            return Section(f"{mark}-{content.id}", content.title, inner)
        case Paragraph(words=words):
            return replace(content, words=_led(words, mark))
        case Items(items=items):
            return Items(tuple(_item(item, mark) for item in items))
    return content


def _item(item: Item, mark: str) -> Item:
    below = tuple(_item(one, mark) for one in item.below)
    return replace(item, words=_led(item.words, mark), below=below)


def _led(words: Words, mark: str) -> Words:
    return tuple(replace(run, target=f"{mark}-{run.target}") if run.target else run for run in words)
