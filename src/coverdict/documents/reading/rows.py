"""A table's rows in plain text: tabs, bars, or wide gaps between cells."""

from __future__ import annotations

import re

from coverdict.documents.manuscript import Span
from coverdict.documents.reading.lines import Line

_RULE = re.compile(r"\|?[\s:|+=_\-–—*]{3,}\|?")
_GAP = re.compile(r"(?<=\S)(?: {4,}|\u00a0{4,})(?=\S)")
_TAB = re.compile(r"\t")
_BAR = re.compile(r"(?<!\\)\|")


def is_rule(text: str) -> bool:
    """Whether a line only draws: `-----`, `|---|:--:|`."""
    return _RULE.fullmatch(text) is not None and any(char in "-=_–—*" for char in text)


def cells_of(line: Line) -> tuple[Span, ...]:
    """The cells of a row, an empty one where a column has none; nothing where the line is no row."""
    raw = line.raw.rstrip("\r\n")
    begin = line.span.start if raw == line.text else line.span.start - raw.find(line.text)
    if "\t" in line.text or (raw.startswith("\t") and "\t" in raw[1:] and line.text[0].isalnum()):
        return _split(raw, begin, _TAB)
    if line.text.startswith("|") and line.text.count("|") > 1:
        text = line.text[1:-1] if line.text.endswith("|") else line.text[1:]
        return _split(text, line.span.start + 1, _BAR)
    if line.text.count(" | ") >= 1 and not line.text.endswith("."):
        return _split(line.text, line.span.start, _BAR)
    gaps = _GAP.findall(line.text)
    if gaps and not line.text.endswith((".", ",")):
        return _split(line.text, line.span.start, _GAP)
    return ()


def _split(text: str, begin: int, between: re.Pattern[str]) -> tuple[Span, ...]:
    found: list[Span] = []
    start = 0
    for cut in [*between.finditer(text), None]:
        end = cut.start() if cut else len(text)
        said = text[start:end]
        inner = said.strip()
        at = begin + start + (said.find(inner) if inner else 0)
        found.append(Span(at, at + len(inner)))
        start = cut.end() if cut else end
    while len(found) > 2 and found[-1].start == found[-1].end:
        found.pop()
    return tuple(found)
