"""The list of references: numbers, authors, years."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coverdict.documents.manuscript import BlockKind, Manuscript, Role, Section, Span

_LETTER = r"A-Za-z\u00c0-\u024f"
_NUMBER = re.compile(r"\s*\[?(?P<number>\d{1,3})(?:[.)\]]|\s(?=[A-Z]))\s*")
_LINE = re.compile(r"\n(?=\s{0,4}\[?\d{1,3}[.)\]]\s+[A-Z])")
_AUTHOR = re.compile(
    rf"\s*(?P<surname>(?:(?:van|von|de|der|den|la|le|du|el|al|di|da|dos|ten|Van|Von|De|Al|El)[ "
    rf"\-]){{0,2}}[A-Z][{_LETTER}'\-]+"
    rf"(?:\s[A-Z][{_LETTER}'\-]{{2,}})?),?\s(?P<initials>(?:[A-Z]\.?[\- ]?){{1,4}})(?P<end>[,.;]|\sand\b|"
    rf"\s&|$|\set al)"
)
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_TITLE = re.compile(
    r"references|bibliography|works cited|literature cited|reference list|cited references", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list of references.

    Arguments:
        number: as written, or its place where none is.
        numbered: whether the list writes numbers.
        authors: surname and initials of those named, in order; empty where none can be read.
        years: the years that stand in it.
        text: the entry made plain, on one line.
    """

    number: int
    numbered: bool
    authors: tuple[tuple[str, str], ...]
    years: tuple[str, ...]
    text: str
    span: Span


def entries_of(manuscript: Manuscript, plain: str) -> tuple[Entry, ...] | None:
    """The entries of the list of references; None where there is no list.

    Arguments:
        plain: the manuscript's text made plain.
    """
    sections = [one for one in manuscript.sections if _lists(one)]
    found: list[Entry] = []
    for section in sections:
        for block in section.blocks:
            if block.kind in (BlockKind.FURNITURE, BlockKind.HEADING):
                continue
            written = re.fullmatch(r"\W*(\d{1,3})\W*", block.marker)
            for span in _parted(manuscript.text, block.span):
                led = None if written else _NUMBER.match(plain, span.start, span.end)
                start = led.end() if led else span.start
                if written or led:
                    number = int(written[1]) if written else int(led["number"]) if led else 0
                    found.append(_entry(number, True, plain, Span(start, span.end)))
                elif block.kind is BlockKind.ITEM or not found or _AUTHOR.match(plain, span.start):
                    found.append(_entry(len(found) + 1, False, plain, Span(start, span.end)))
                else:
                    last = found[-1]
                    joined = _entry(last.number, last.numbered, plain, Span(last.span.start, span.end))
                    found[-1] = replace(joined, authors=last.authors or joined.authors)
                written = None
    return tuple(found) if found else None


def _parted(text: str, span: Span) -> list[Span]:
    """The entries that one block holds: each begins on a line of its own with a number."""
    starts = [span.start, *(one.end() for one in _LINE.finditer(text, span.start, span.end))]
    return [Span(a, b) for a, b in zip(starts, [*starts[1:], span.end], strict=True)]


def _lists(section: Section) -> bool:
    return section.role is Role.REFERENCES or bool(_TITLE.fullmatch(section.title.strip(" :*#")))


def _entry(number: int, numbered: bool, plain: str, span: Span) -> Entry:
    text = " ".join(plain[span.start : span.end].split())
    years = tuple(dict.fromkeys(found["year"] for found in _YEAR.finditer(text)))
    return Entry(number, numbered, _authors(text), years, text, span)


def _authors(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    at = 0
    while len(found) < 40 and (match := _AUTHOR.match(text, at)):
        found.append((match["surname"], re.sub(r"[^A-Z]", "", match["initials"])))
        at = match.end()
        if match["end"] == ".":
            break
        while text[at : at + 1] in (" ", ",", ";"):
            at += 1
        if text[at : at + 4] in ("and ", "& "):
            at += 4
    return tuple(found)
