"""A published document as Markdown, as code hosts show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from coverdict.documents.publishing.publication import (
    Content,
    Figure,
    Item,
    Items,
    Listing,
    Pairs,
    Paragraph,
    Publication,
    Section,
    Style,
    Table,
    Tone,
    Words,
    sections_in,
)
from coverdict.documents.publishing.tables import caption_of
from coverdict.text import harmless

DEEPEST = 6
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$#]|&(?=#?\w+;)")
_FIRST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")
_SLUG = re.compile(r"[^\w\- ]")
_WRAPS = {
    Style.STRONG: ("**", "**"),
    Style.JOIN: ("**", "**"),
    Style.READING: ("**", "**"),
    Style.EMPHASIS: ("*", "*"),
    Style.REMOVED: ("<del>", "</del>"),
    Style.ADDED: ("<ins>", "</ins>"),
}


def markdown(published: Publication) -> str:
    """A published document as Markdown text: the same document gives the same text."""
    writer = _Writer(_slugs(published))
    blocks = [f"# {escaped(published.title)}"]
    if published.publisher:
        blocks.append(f"{escaped(published.kind)} of {escaped(published.publisher)}")
    if published.caution:
        blocks.append(f"> **{escaped(published.caution)}**")
    blocks += writer.content(published.identity, 1)
    for section in (published.summary, *published.sections):
        blocks += writer.content(section, 1)
    blocks.append("---")
    blocks.append("\n".join(f"- {escaped(label)}: {_code(value)}" for label, value in published.made))
    return "\n\n".join(blocks) + "\n"


def _slugs(published: Publication) -> Mapping[str, str]:
    """The anchors that code hosts give to the headings, by the sections' ids."""
    taken: dict[str, int] = {}

    def slug(title: str) -> str:
        base = _SLUG.sub("", title.lower()).replace(" ", "-")
        number = taken.get(base, 0)
        taken[base] = number + 1
        return f"{base}-{number}" if number else base

    slug(published.title)
    sections = sections_in((published.summary, *published.sections))
    return {section.id: slug(section.title) for section in sections}


def escaped(text: str) -> str:
    """Text in which Markdown sees no markup, on one line."""
    flat = _SPECIAL.sub(lambda found: f"\\{found[0]}", harmless(text))
    return _FIRST.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", flat)


def _code(text: str) -> str:
    """Text between backticks, enough of them for those in it."""
    flat = " ".join(harmless(text).split())
    fence = "`" * (max((len(run) for run in re.findall(r"`+", flat)), default=0) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}" if flat else ""


class _Writer:
    def __init__(self, slugs: Mapping[str, str]) -> None:
        self._slugs = slugs

    def content(self, content: Content, level: int) -> Iterator[str]:
        """The blocks of a content; `level` is that of the heading that it stands under."""
        match content:
            case Paragraph(words=words, tone=tone):
                text = self.words(words)
                if text:
                    yield f"> {text}" if tone is Tone.CAUTION else text
            case Items(items=items):
                yield "\n".join(self._items(items, 0))
            case Pairs(rows=rows):
                yield "\n".join(f"- **{escaped(label)}:** {self.words(words)}" for label, words in rows)
            case Table():
                yield from self._table(content)
            case Figure(title=title, description=description):
                yield f"*{escaped(title)}.* {escaped(description)}"
            case Listing(lines=lines):
                yield "\n".join(("```text", *lines, "```"))
            case Section():
                yield f"{'#' * min(level + 1, DEEPEST)} {escaped(content.title)}"
                for part in content.content:
                    yield from self.content(part, level + 1)

    def words(self, words: Words) -> str:
        found = []
        for run in words:
            bare = run.text.strip()
            if not bare:
                found.append(run.text)
                continue
            left = run.text[: len(run.text) - len(run.text.lstrip())]
            right = run.text[len(run.text.rstrip()) :]
            if run.style is Style.CODE:
                inner = _code(bare)
            else:
                before, after = _WRAPS.get(run.style, ("", ""))
                inner = f"{before}{escaped(bare)}{after}"
            if run.target in self._slugs:
                inner = f"[{inner}](#{self._slugs[run.target]})"
            found.append(f"{left}{inner}{right}")
        return "".join(found)

    def _items(self, items: tuple[Item, ...], depth: int) -> Iterator[str]:
        for item in items:
            number = f"{escaped(item.number)} " if item.number else ""
            yield f"{'  ' * depth}- {number}{self.words(item.words)}".rstrip()
            yield from self._items(item.below, depth + 1)

    def _table(self, table: Table) -> Iterator[str]:
        yield f"*{escaped(caption_of(table))}*"
        rows = ["| " + " | ".join(map(escaped, table.columns)) + " |", "|" + " --- |" * len(table.columns)]
        rows += ["| " + " | ".join(self.words(cell) for cell in row) + " |" for row in table.rows]
        yield "\n".join(rows)
