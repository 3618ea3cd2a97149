"""Plain text to blocks: paragraphs made whole across pages, items with their bullets, rows, headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coverdict.documents.manuscript import Block, BlockKind, Span
from coverdict.documents.reading.furniture import furniture_in
from coverdict.documents.reading.headings import Around, heading_level, unfinished
from coverdict.documents.reading.labels import field_of
from coverdict.documents.reading.lines import Line, lines_of, starts_of
from coverdict.documents.reading.markers import Marker, Markers, lone_bullet
from coverdict.documents.reading.names import named
from coverdict.documents.reading.rows import cells_of, is_rule

_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;][\")'”’\]]*(?:[⁰¹²³⁴-⁹]+(?:,[⁰¹²³⁴-⁹]+)*)?$")
_FULL = 0.85
_WIDEST_WRAP = 160  # characters; longer lines are whole paragraphs


@dataclass(frozen=True, slots=True)
class Hints:
    """What a layout tells of a text's lines, by the line's number from 0.

    Arguments:
        headings: level of a heading.
        furniture: lines that are nobody's text.
        verbatim: lines that are printed as they stand, such as a program's text.
    """

    headings: Mapping[int, int] = field(default_factory=dict)
    furniture: frozenset[int] = frozenset()
    verbatim: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a text: its blocks in order, and labels with their values."""

    blocks: tuple[Block, ...]
    pairs: tuple[tuple[Span, Span], ...]


def read_plain(text: str, hints: Hints | None = None) -> Read:
    """The blocks and pairs of a text; spans are those of `text`.

    Arguments:
        hints: what a layout tells; None of a text that has none.
    """
    lines = lines_of(text)
    if hints is None:
        return _Reader(text, lines, Hints(furniture=furniture_in(lines))).read()
    starts = starts_of(text)
    numbered = [bisect_right(starts, line.span.start) - 1 for line in lines]
    furniture = frozenset(place for place, number in enumerate(numbered) if number in hints.furniture)
    headings = {
        place: hints.headings[number]
        for place, number in enumerate(numbered)
        if number in hints.headings and not lines[place].blank
    }
    verbatim = frozenset(place for place, number in enumerate(numbered) if number in hints.verbatim)
    return _Reader(text, lines, Hints(headings, furniture, verbatim)).read()


@dataclass(slots=True)
class _Open:
    """The block that is being read."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""


class _Reader:
    """Reads lines one after the other; what it holds is the block that may go on."""

    def __init__(self, text: str, lines: Sequence[Line], hints: Hints) -> None:
        self._text = text
        self._lines = lines
        self._furniture = hints.furniture
        self._headings = hints.headings
        self._verbatim = hints.verbatim
        self._spoken = [n for n, line in enumerate(lines) if not line.blank and n not in hints.furniture]
        self._width = _usual_width([lines[n] for n in self._spoken])
        self._blocks: list[Block] = []
        self._pairs: list[tuple[Span, Span]] = []
        self._open: _Open | None = None
        self._last = ""  # the line before, as far as it was text
        self._gap = True
        self._apart = False  # only furniture lies between the lines
        self._label: Span | None = None  # a label on a line of its own, whose value is the next line
        self._sectioned = False  # a section's known name has been met
        self._hinted = 0  # the level that the layout gives to the line
        self._after_heading = False
        self._markers = Markers()
        self._waiting: list[str] = []  # bullets that were printed apart from their items

    def read(self) -> Read:
        following = {n: self._spoken[i + 1] for i, n in enumerate(self._spoken[:-1])}
        for number, line in enumerate(self._lines):
            if number in self._verbatim:
                self._as_it_stands(line, number - 1 in self._verbatim)
            elif line.blank:
                self._gap, self._apart = True, False
            elif number in self._furniture:
                self._blocks.append(Block(BlockKind.FURNITURE, line.span))
                self._apart = self._apart or not self._gap
                self._gap = True
            else:
                after = following.get(number)
                self._hinted = self._headings.get(number, 0)
                self._take(line, self._lines[after] if after is not None else None, after != number + 1)
                self._last, self._gap, self._apart = line.text, False, False
        self._close()
        return Read(tuple(sorted(self._blocks, key=lambda block: block.span)), tuple(self._pairs))

    def _take(self, line: Line, after: Line | None, gap_after: bool) -> None:
        if is_rule(line.text):
            self._close()
        elif lone_bullet(line.text):
            self._close()
            self._waiting.append(line.text)
        elif cells := cells_of(line):
            self._close()
            self._row(cells)
        elif line.label is not None:
            self._pair(line, line.label)
        elif self._label is not None or self._labels(line, after, gap_after):
            self._labelled(line)
        elif level := self._heading(line, after, gap_after):
            self._close()
            self._head(line, level)
        elif marker := self._marker(line):
            self._close()
            self._item(line, marker)
        else:
            self._plain(line)

    def _as_it_stands(self, line: Line, inside: bool) -> None:
        if not inside:
            self._close()
            self._open = _Open(BlockKind.PARAGRAPH, line.span.start, line.span.end)
        elif self._open is not None:
            self._open.end = max(self._open.end, line.span.end)
        self._gap = True

    # --- the kinds of lines -------------------------------------------------------------------------------

    def _heading(self, line: Line, after: Line | None, gap_after: bool) -> int:
        hashes = _HASHES.match(line.text)
        if hashes:
            return len(hashes[1])
        around = Around(
            self._last,
            after.text if after else "",
            self._gap,
            gap_after,
            self._width,
            self._after_heading,
        )
        if self._waiting:
            return 0
        level = heading_level(line, around)
        return self._hinted or level if self._headings else level

    def _head(self, line: Line, level: int) -> None:
        hashes = _HASHES.match(line.text)
        start = line.span.start + (hashes.end() if hashes else 0)
        if not self._gap and self._after_heading and self._same_title(line):
            start = self._blocks.pop().span.start  # a title in capitals over several lines
        self._blocks.append(Block(BlockKind.HEADING, Span(start, line.span.end), level))
        self._after_heading = True
        self._sectioned = self._sectioned or named(self._text[start : line.span.end]) is not None
        self._markers.end()

    def _same_title(self, line: Line) -> bool:
        """Whether a heading goes on over lines: in capitals, or in the same type."""
        if self._hinted:
            last = self._blocks[-1]
            return last.level == self._hinted and named(line.text) is None and named(self._last) is None
        return line.text.isupper() and self._last.isupper()

    def _row(self, cells: tuple[Span, ...]) -> None:
        self._blocks.append(Block(BlockKind.ROW, Span(cells[0].start, cells[-1].end), cells=cells))
        self._after_heading = False

    def _pair(self, line: Line, label: Span) -> None:
        self._close()
        found = re.compile(r"[:*\s]*").match(self._text, label.end)
        value = Span(found.end() if found else label.end, line.span.end)
        self._pairs.append((label, value))
        self._blocks.append(Block(BlockKind.PARAGRAPH, line.span))
        self._after_heading = False

    def _marker(self, line: Line) -> Marker | None:
        one = self._open
        if one is not None and one.kind is BlockKind.PARAGRAPH and self._text[one.end - 1] != ":":
            self._markers.pause()
        return self._markers.read(line, self._last, self._gap, self._in_sentence(line))

    def _labels(self, line: Line, after: Line | None, gap_after: bool) -> bool:
        """Whether a line of the document's head is a known label, its value standing on the next line."""
        if self._sectioned or after is None or gap_after or field_of(line.text) is None or named(line.text):
            return False
        return len(after.text) <= 100 and field_of(after.text) is None and ":" not in line.text

    def _labelled(self, line: Line) -> None:
        """A label on a line of its own, or its value."""
        self._close()
        if self._label is None:
            self._label = line.span
        else:
            self._pairs.append((self._label, line.span))
            self._label = None
        self._blocks.append(Block(BlockKind.PARAGRAPH, line.span))
        self._after_heading = False

    def _item(self, line: Line, marker: Marker) -> None:
        start = line.span.start + marker.width
        self._open = _Open(BlockKind.ITEM, start, line.span.end, marker.level, marker.text)
        self._after_heading = False

    def _plain(self, line: Line) -> None:
        if self._goes_on(line):
            assert self._open is not None
            self._open.end = line.span.end
            return
        self._close()
        kind, level, marker = BlockKind.PARAGRAPH, 0, ""
        if self._waiting and line.text[0].isalnum():
            kind, level, marker = BlockKind.ITEM, 1, self._waiting.pop(0)
        self._open = _Open(kind, line.span.start, line.span.end, level, marker)
        self._after_heading = False

    def _goes_on(self, line: Line) -> bool:
        if self._open is None:
            return False
        small = line.text[0].islower()
        ended = bool(_SENTENCE_END.search(self._last))
        if self._gap:
            full = self._apart and len(self._last) >= self._width * _FULL
            return not ended and (small or full)
        if line.stuck:
            return False
        if not self._wraps():
            return small and not ended
        if not ended and unfinished(self._last):
            return True
        fitted = len(self._last) + 1 + len(line.text.split()[0]) <= self._width * _FULL
        anew = line.text[0].isupper() or line.text[0].isdigit()
        return not (fitted and anew and (ended or self._open.kind is BlockKind.ITEM or self._short()))

    def _short(self) -> bool:
        """Whether the line before is too short to have been wrapped."""
        return len(self._last) <= self._width * 0.6

    def _wraps(self) -> bool:
        return self._width <= _WIDEST_WRAP

    def _in_sentence(self, line: Line) -> bool:
        """Whether the line before is full and its sentence has not ended, so that this one goes on."""
        if self._open is None or self._gap or line.stuck:
            return False
        return (
            self._wraps() and len(self._last) >= self._width * _FULL and not _SENTENCE_END.search(self._last)
        )

    def _close(self) -> None:
        one = self._open
        if one is None:
            return
        self._blocks.append(Block(one.kind, Span(one.start, one.end), one.level, one.marker))
        self._open = None


def _usual_width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0
