"""Lines that are nobody's text: page numbers, and what is printed again beside them on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coverdict.documents.reading.lines import Line

_PAGE = re.compile(
    r"(?:page\s*:?\s*)?(?:page\s+)?\d{1,4}\s*(?:of|/)\s*\d{1,4}|page\s*:?\s*\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—]"
    r"|(?:page\s+)?\d{1,4}\s*\|\s*(?:page)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NEAR = 3  # lines around a page's number in which its running head stands
_OFTEN = 3  # pages on which it stands at least


def is_page_number(text: str) -> bool:
    """Whether a line holds a page's number and nothing else; a bare number does not say that it is one."""
    return _PAGE.fullmatch(text) is not None


def furniture_in(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that belong to the pages, not to the text."""
    spoken = [number for number, line in enumerate(lines) if not line.blank]
    breaks = [
        place
        for place, number in enumerate(spoken)
        if is_page_number(lines[number].text) or "\f" in lines[number].raw[:2]
    ]
    found = {spoken[place] for place in breaks if is_page_number(lines[spoken[place]].text)}
    beside: Counter[str] = Counter()
    where: dict[str, set[int]] = {}
    for place in breaks:
        near = range(max(0, place - _NEAR), min(len(spoken), place + _NEAR + 1))
        for shape in {shape_of(lines[spoken[one]].text) for one in near}:
            beside[shape] += 1
        for one in near:
            where.setdefault(shape_of(lines[spoken[one]].text), set()).add(spoken[one])
    for shape, count in beside.items():
        if count >= _OFTEN and count * 2 >= len(breaks) and shape.strip("# "):
            found |= where[shape]
    return frozenset(found)


def shape_of(text: str) -> str:
    """A line with its numbers made alike, as running heads are compared."""
    return _DIGITS.sub("#", text.lower())
