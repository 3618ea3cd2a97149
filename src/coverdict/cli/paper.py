"""Rows of styled text with hanging prefixes, wrapped to the width at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.text import Text

from coverdict.cli.cleaning import one_line

if TYPE_CHECKING:
    from rich.console import Console

LABEL = 16  # columns of the label beside a wide page's text
WIDE = 64  # columns from which labels stand beside the text, not above it
NARROW_TEXT = 12  # columns that a text keeps, however deep its prefix


@dataclass(frozen=True, slots=True)
class Marks:
    """The signs of a page."""

    met: str
    not_met: str
    unknown: str
    bullet: str
    dot: str
    arrow: str
    branch: str
    corner: str
    stem: str
    rule: str

    def all(self) -> tuple[str, ...]:
        return (
            *(self.met, self.not_met, self.unknown, self.bullet, self.dot),
            *(self.arrow, self.branch, self.corner, self.stem, self.rule),
        )


UNICODE = Marks("✓", "✗", "?", "•", "·", "→", "├", "└", "│", "─")
ASCII = Marks("+", "x", "?", "-", "-", "->", "|", "`", "|", "-")


@dataclass(frozen=True, slots=True)
class Layout:
    """How much room there is, and which signs can be shown."""

    width: int
    marks: Marks = UNICODE

    @property
    def wide(self) -> bool:
        return self.width >= WIDE


@dataclass(frozen=True, slots=True)
class Row:
    """A text with what stands before its first line and before the lines that it wraps into."""

    text: Text
    first: Text
    rest: str


Piece = str | tuple[str, str]


def styled(*pieces: Piece) -> Text:
    """A text from plain strings and (string, style) pairs; each is cleaned and on one line."""
    text = Text()
    for piece in pieces:
        words, style = piece if isinstance(piece, tuple) else (piece, "")
        lead = " " if words[:1] == " " else ""
        trail = " " if words.strip() and words[-1:] == " " else ""
        text.append(f"{lead}{one_line(words)}{trail}", style=style)
    return text


def row(*pieces: Piece) -> Row:
    return Row(styled(*pieces), Text(), "")


def blank() -> Row:
    return Row(Text(), Text(), "")


def bulleted(rows: Sequence[Row], layout: Layout) -> list[Row]:
    """The rows as one item: a bullet before the first, the others indented under it."""
    return hung(rows, Text(f"{layout.marks.bullet} "), "  ")


def hung(rows: Sequence[Row], first: Text, rest: str) -> list[Row]:
    """The rows under a common prefix: `first` before the first line, `rest` before all others."""
    result = []
    for number, given in enumerate(rows):
        lead = first if number == 0 else Text(rest)
        result.append(replace(given, first=Text.assemble(lead, given.first), rest=rest + given.rest))
    return result


def section(label: str, rows: Sequence[Row], layout: Layout) -> list[Row]:
    """The rows with a label beside them, or above them on a narrow page; nothing for no rows."""
    if not rows:
        return []
    if layout.wide:
        return hung(rows, Text(label.ljust(LABEL), style="dim"), " " * LABEL)
    return [Row(Text(label, style="dim"), Text(), ""), *hung(rows, Text("  "), "  ")]


def line_across(layout: Layout) -> Row:
    return Row(Text(layout.marks.rule * min(layout.width, 72), style="dim"), Text(), "")


def wrapped(given: Row, layout: Layout, console: Console) -> Iterator[Text]:
    """The lines of a row; words too long for a line are folded."""
    room = max(NARROW_TEXT, layout.width - max(given.first.cell_len, len(given.rest)))
    lines = given.text.wrap(console, room, overflow="fold") if given.text.plain else [Text()]
    for number, line in enumerate(lines):
        whole = Text.assemble(given.first if number == 0 else Text(given.rest), line)
        whole.rstrip()
        yield whole


def plain_lines(rows: Iterable[Row], layout: Layout) -> list[str]:
    """The rows as they look without colours."""
    from rich.console import Console

    console = Console(width=layout.width, color_system=None, legacy_windows=False)
    return [line.plain for given in rows for line in wrapped(given, layout, console)]
