"""On which line of a page's source a piece of its text stands."""

from __future__ import annotations

import re
from bisect import bisect_right

from coverdict.documents.reading.lines import starts_of

_WINDOW = 65_536  # characters in which a text is looked for, after the one before it
_MISSES = 2_000  # texts that are not found, after which nothing more is looked for
_LITERAL = re.compile(r"[^&<>\s\u00a0](?:[^&<>\n\r\t\u00a0]{0,58}[^&<>\s\u00a0])?")


class Origins:
    """Finds texts in the source in the order of the document.

    A parser of pages mends markup and forgets where things stood, so each text is looked for again behind the
    one before it. What markup or entities hide keeps the line of what precedes it.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._starts = starts_of(source)
        self._at = 0
        self._misses = 0

    def line_of(self, text: str) -> int:
        """The line, from 1, on which a text node's first word stands."""
        literal = _LITERAL.search(text)
        if literal and self._misses < _MISSES:
            found = self._source.find(literal[0], self._at, self._at + _WINDOW)
            if found >= 0:
                self._at = found + len(literal[0])
                return bisect_right(self._starts, found)
            self._misses += 1
        return bisect_right(self._starts, self._at)
