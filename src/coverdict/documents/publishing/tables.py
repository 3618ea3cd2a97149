"""What several ways of writing a document need to know of its tables."""

from __future__ import annotations

from coverdict.documents.publishing.publication import Run, Style, Table, Words, said
from coverdict.text import listed

_NARROW, _WIDE, _SHORT = 7, 44, 19
_LETTER = {Style.CODE: 1.25, Style.STRONG: 1.2}  # how much wider letters are than those of prose


def caption_of(table: Table) -> str:
    """What the table shows: its caption, or else its columns."""
    return table.caption or listed(column for column in table.columns if column) or "Table"


def without_empty_columns(table: Table) -> Table:
    """The table without the columns in which nothing stands; the first, which names the rows, stays."""
    kept = [
        number
        for number in range(len(table.columns))
        if number == 0 or any(said(row[number]).strip() for row in table.rows)
    ]
    columns = tuple(table.columns[number] for number in kept)
    return Table(table.caption, columns, tuple(tuple(row[number] for number in kept) for row in table.rows))


def widths(table: Table) -> tuple[int, ...]:
    """How wide the columns want to be, as shares of the whole: from the lengths of what stands in them."""
    return tuple(_width(column, [row[at] for row in table.rows]) for at, column in enumerate(table.columns))


def _width(column: str, cells: list[Words]) -> int:
    """The width of a column: what is short stays on one line, and no word is broken."""
    usual = sum(len(said(cell)) for cell in cells) / max(1, len(cells))
    whole = [_length(run, run.text) for cell in cells if len(said(cell)) <= _SHORT for run in cell]
    words = [_length(run, word) for cell in cells for run in cell for word in run.text.split()]
    heads = [len(word) * 1.15 for word in column.split()]
    return round(max(_NARROW, max((*whole, *words, *heads)) * 1.3, min(_WIDE, usual)))


def _length(run: Run, text: str) -> float:
    return len(text) * _LETTER.get(run.style, 1.0)
