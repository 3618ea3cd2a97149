"""Markdown: what its markup tells of each line; the lines themselves are read as those of any text."""

from __future__ import annotations

from bisect import bisect_right

from markdown_it import MarkdownIt

from coverdict.documents.reading.furniture import furniture_in
from coverdict.documents.reading.lines import lines_of, starts_of
from coverdict.documents.reading.plain import Hints


def markdown_hints(text: str) -> Hints:
    """Headings, and lines that are printed as they stand, by CommonMark (https://spec.commonmark.org/0.31.2/).

    Lists, tables and emphasis are told from the lines, as in any text: documents that were turned into
    Markdown by a program have half of it only.
    """
    headings: dict[int, int] = {}
    verbatim: set[int] = set()
    for token in MarkdownIt("commonmark").parse(text):
        if token.map is None:
            continue
        first, end = token.map
        if token.type == "heading_open":
            headings[first] = int(token.tag[1:])
        elif token.type == "fence":
            verbatim.update(range(first, end))
    starts = starts_of(text)
    lines = lines_of(text)
    pages = {bisect_right(starts, lines[one].span.start) - 1 for one in furniture_in(lines)}
    return Hints(headings, frozenset(pages), frozenset(verbatim))
