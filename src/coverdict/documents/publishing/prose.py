"""A policy's own Markdown as contents of a published document: its sections, each with prose and blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from coverdict.documents.publishing.publication import (
    Content,
    Item,
    Items,
    Paragraph,
    Run,
    Style,
    Table,
    Words,
)
from coverdict.language.markdown import front_text
from coverdict.text import Report

_STYLES = {"strong_open": Style.STRONG, "em_open": Style.EMPHASIS}
_ENDS = frozenset({"strong_close", "em_close"})


@dataclass(frozen=True, slots=True)
class Fence:
    """Where a fenced block stands: its kind, and its first and last line in the file."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A heading of the text with all that stands under it up to the next heading of any level.

    Arguments:
        path: the headings from the highest to its own; empty before the first.
        parts: prose and blocks, in order.
    """

    path: tuple[str, ...]
    parts: tuple[Content | Fence, ...]

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the blocks in it."""
        return frozenset(part.kind for part in self.parts if isinstance(part, Fence))


def written_sections(text: str) -> tuple[WrittenSection, ...]:
    """The sections of a library's document in their order; those with nothing in them included.

    Arguments:
        text: the whole Markdown text, with its front matter.
    """
    report = Report("", text)
    front = front_text(report)
    skipped = 0 if front is None else front.count("\n") + 3
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(report.lines[skipped:]))
    return tuple(_sections(tokens, skipped))


def _sections(tokens: Sequence[Token], skipped: int) -> Iterator[WrittenSection]:
    path: list[tuple[int, str]] = []
    parts: list[Content | Fence] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _closing(tokens, at)
        if token.type == "heading_open":
            if path or parts:
                yield WrittenSection(tuple(name for _, name in path), tuple(parts))
            level = int(token.tag[1:])
            path = [(depth, name) for depth, name in path if depth < level]
            path.append((level, _text(tokens[at + 1])))
            parts = []
        elif token.type == "fence" and token.info.startswith("yaml ") and token.map is not None:
            kind = " ".join(token.info.split()[1:])
            parts.append(Fence(kind, skipped + token.map[0] + 1, skipped + token.map[1]))
        else:
            parts += _content(tokens[at : end + 1])
        at = end + 1
    if path or parts:
        yield WrittenSection(tuple(name for _, name in path), tuple(parts))


def _closing(tokens: Sequence[Token], at: int) -> int:
    """The index of the token that closes the one at `at`; itself where nothing is to be closed."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _content(tokens: Sequence[Token]) -> Iterator[Content]:
    """What a block of Markdown is here; a quotation is its paragraphs, and raw HTML is text."""
    first = tokens[0]
    if first.type == "paragraph_open":
        words = words_of(tokens[1])
        if words:
            yield Paragraph(words)
    elif first.type in ("bullet_list_open", "ordered_list_open"):
        yield Items(tuple(_items(tokens)))
    elif first.type == "table_open":
        yield _table(tokens)
    elif first.type == "blockquote_open":
        yield from _inside(tokens[1:-1])
    elif first.type in ("fence", "code_block"):
        yield from (
            Paragraph((Run(line, Style.CODE),)) for line in first.content.splitlines() if line.strip()
        )
    elif first.type == "html_block" and first.content.strip():
        yield Paragraph((Run(" ".join(first.content.split())),))


def _inside(tokens: Sequence[Token]) -> Iterator[Content]:
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at)
        yield from _content(tokens[at : end + 1])
        at = end + 1


def _items(tokens: Sequence[Token]) -> Iterator[Item]:
    """The items of a list; what follows an item's first paragraph stands below it."""
    ordered = tokens[0].type == "ordered_list_open"
    number = int(tokens[0].attrGet("start") or 1)
    at = 1
    while at < len(tokens) - 1:
        end = _closing(tokens, at)
        words: Words = ()
        below: list[Item] = []
        for part in _inside(tokens[at + 1 : end]):
            if isinstance(part, Paragraph) and not words:
                words = part.words
            elif isinstance(part, Paragraph):
                below.append(Item(part.words))
            elif isinstance(part, Items):
                below += part.items
        yield Item(words, tuple(below), f"{number}." if ordered else "")
        number += 1
        at = end + 1


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[Words]] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            rows[-1].append(words_of(tokens[index + 1]))
    head, *body = rows
    columns = tuple("".join(run.text for run in cell) for cell in head)
    return Table("", columns, tuple(map(tuple, body)))


def words_of(token: Token) -> Words:
    """The runs of an inline token: emphasis and code are kept, a link keeps its words alone."""
    runs: list[Run] = []
    open_styles: list[Style] = []
    for part in token.children or ():
        if part.type in _STYLES:
            open_styles.append(_STYLES[part.type])
        elif part.type in _ENDS:
            open_styles.pop()
        elif part.type == "code_inline":
            runs.append(Run(part.content, Style.CODE))
        elif part.type in ("softbreak", "hardbreak"):
            runs.append(Run(" ", open_styles[-1] if open_styles else Style.PLAIN))
        elif part.content:
            runs.append(Run(part.content, open_styles[-1] if open_styles else Style.PLAIN))
    return _merged(runs)


def _merged(runs: Sequence[Run]) -> Words:
    found: list[Run] = []
    for run in runs:
        if found and found[-1].style is run.style:
            found[-1] = Run(found[-1].text + run.text, run.style)
        else:
            found.append(run)
    return tuple(found)


def _text(token: Token) -> str:
    """The words of a heading."""
    return " ".join("".join(run.text for run in words_of(token)).split())
