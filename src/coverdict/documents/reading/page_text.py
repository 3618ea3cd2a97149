"""The text of a page as a reader sees it, written block by block, with the source's line of each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coverdict.documents.manuscript import Block, BlockKind, Span

_BLANKS = re.compile(r"[ \t\r\n\f\u00a0\u200b]+")


@dataclass(slots=True)
class Saying:
    """What is being said in one block or cell: its lines, each with the source's line.

    Arguments:
        bold: characters that are bold; `plain` those that are not.
    """

    lines: list[list[str]] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    _blank: bool = False

    def say(self, text: str, origin: int, strong: bool) -> None:
        """Add a text node; a line break of the source stays one, other blanks become single."""
        position = 0
        for gap in _BLANKS.finditer(text):
            self._word(text[position : gap.start()], origin, strong)
            broken = gap[0].count("\n")
            if broken and self._words():
                self.end_line()
            origin += broken if position or gap.start() else 0
            self._blank = True
            position = gap.end()
        self._word(text[position:], origin, strong)

    def end_line(self) -> None:
        """The next word begins a line."""
        if self.lines and self.lines[-1]:
            self.lines.append([])
            self.origins.append(self.origins[-1])

    def _words(self) -> bool:
        return bool(self.lines and self.lines[-1])

    def _word(self, word: str, origin: int, strong: bool) -> None:
        if not word:
            return
        if not self.lines:
            self.lines.append([])
            self.origins.append(origin)
        if not self.lines[-1]:
            self.origins[-1] = origin
        elif self._blank:
            self.lines[-1].append(" ")
        self.lines[-1].append(word)
        self._blank = False
        if strong:
            self.bold += len(word)
        else:
            self.plain += len(word)

    def without(self, width: int) -> Saying:
        """The same without the first `width` characters."""
        lines = self.numbered()
        first = lines[0][0][width:]
        return Saying([[first], *([line] for line, _ in lines[1:])], [origin for _, origin in lines])

    @property
    def text(self) -> str:
        """All that was said; lines stay apart."""
        return "\n".join("".join(line) for line in self.lines if line)

    def numbered(self) -> list[tuple[str, int]]:
        """Each line with the source's line."""
        pairs = zip(self.lines, self.origins, strict=True)
        return [("".join(line), origin) for line, origin in pairs if line]


class PageText:
    """The text so far, its blocks, and the line of origin of each line."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.origins: list[int] = []
        self.blocks: list[Block] = []
        self.pairs: list[tuple[Span, Span]] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def block(self, said: Saying, kind: BlockKind, level: int = 0, marker: str = "") -> None:
        """Write a block on lines of its own, its marker before it."""
        lines = said.numbered()
        if not lines:
            return
        before = f"{marker} " if marker else ""
        start = self._length + len(before)
        self._write(before)
        for position, (line, origin) in enumerate(lines):
            self._write(line + ("\n" if position < len(lines) - 1 else ""))
            self.origins.append(origin)
        self.blocks.append(Block(kind, Span(start, self._length), level, marker))
        self._end(kind is not BlockKind.ITEM, lines[-1][1])

    def row(self, cells: list[Saying], header: bool = False) -> None:
        """Write a table's row on one line, a tab between its cells."""
        if not any(cell.text for cell in cells):
            return
        origin = next(cell.origins[0] for cell in cells if cell.text)
        spans: list[Span] = []
        for position, cell in enumerate(cells):
            self._write("\t" if position else "")
            said = " ".join(cell.text.split("\n"))
            spans.append(Span(self._length, self._length + len(said)))
            self._write(said)
        self.origins.append(origin)
        self.blocks.append(Block(BlockKind.ROW, Span(spans[0].start, spans[-1].end), cells=tuple(spans)))
        self._end(header, origin)

    def text_of(self, span: Span) -> str:
        """What the last block said; a span before it is not looked for."""
        tail: list[str] = []
        start = self._length
        for part in reversed(self._parts):
            if start <= span.start:
                break
            tail.append(part)
            start -= len(part)
        return "".join(reversed(tail))[span.start - start : span.end - start]

    def pair(self, label: Span, value: Span) -> None:
        """Note a label with its value."""
        if label.start < label.end and value.start < value.end:
            self.pairs.append((label, value))

    def _end(self, gap: bool, origin: int) -> None:
        self._write("\n")
        if gap:
            self._write("\n")
            self.origins.append(origin)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
