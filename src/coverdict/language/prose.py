"""What a document says to people: its headings and paragraphs, without front matter and fenced blocks."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from coverdict.language.markdown import front_text
from coverdict.text import Report


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item or row of a table as it is written, and the line of the file it begins in."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, with all headings above it, and what stands under it; before the first, no heading."""

    path: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def heading(self) -> str:
        return self.path[-1] if self.path else ""


def prose(text: str) -> tuple[Section, ...]:
    """The sections of a Markdown document in their order, those without a paragraph included."""
    report = Report("", text)
    front = front_text(report)
    skipped = 0 if front is None else front.count("\n") + 3
    body = "\n".join(report.lines[skipped:])
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    paragraphs: list[Paragraph] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            sections.append(Section(tuple(name for _, name in path), tuple(paragraphs)))
            level = int(token.tag[1:])
            path = [(depth, name) for depth, name in path if depth < level]
            path.append((level, " ".join(tokens[number + 1].content.split())))
            paragraphs = []
        elif token.type == "inline" and tokens[number - 1].type != "heading_open" and token.content.strip():
            paragraphs.append(Paragraph(_plain(token), skipped + (token.map or [0, 0])[0] + 1))
    sections.append(Section(tuple(name for _, name in path), tuple(paragraphs)))
    return tuple(section for section in sections if section.path or section.paragraphs)


def _plain(token: Token) -> str:
    """The words without marks of emphasis, code and links."""
    parts = [
        " " if part.type in ("softbreak", "hardbreak") else part.content for part in token.children or ()
    ]
    return " ".join("".join(parts).split())
