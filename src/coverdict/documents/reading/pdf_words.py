"""Words of a page to runs: what stands on one line without a wide gap, and the cells of drawn tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = tuple[float, ...] | None
Table = list[list[Cell]]

_WIDE = 1.6  # of the letters' size: a gap that no blank makes


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; `bottom` is its baseline, lengths in points from the page's upper left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    hyphen: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow each other on a line.

    Arguments:
        table: the number of the table's row that it is a cell of, from 1; 0 for free text.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    hyphen: bool
    table: int = 0


def runs_of(words: Sequence[Word]) -> list[Run]:
    """The runs of a page's words, which come in the order in which they were set."""
    found: list[Run] = []
    held: list[Word] = []
    for word in words:
        if held and not _follows(held[-1], word):
            found.append(_run(held))
            held = []
        held.append(word)
    if held:
        found.append(_run(held))
    return found


def _follows(before: Word, word: Word) -> bool:
    size = max(before.size, word.size, 1.0)
    near = -0.6 * size <= word.left - before.right <= _WIDE * size
    # A raised reference is smaller and stands above the line.
    level = abs(word.bottom - before.bottom) <= 0.5 * size
    return near and level


def _run(words: Sequence[Word]) -> Run:
    parts: list[str] = []
    for position, word in enumerate(words):
        joined = position > 0 and word.left - words[position - 1].right < 0.08 * word.size
        raised = position > 0 and word.size < words[position - 1].size * 0.85
        parts.append(
            ("" if (joined and raised) or not position else " ") + (_raised(word) if raised else word.text)
        )
    largest = max(words, key=lambda word: (word.size, len(word.text)))
    return Run(
        "".join(parts),
        words[0].left,
        min(word.top for word in words),
        max(word.right for word in words),
        largest.bottom,
        largest.size,
        all(word.bold for word in words),
        words[-1].hyphen,
    )


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _raised(word: Word) -> str:
    return word.text.translate(_RAISED) if all(char in "0123456789,-–" for char in word.text) else word.text


# --- tables -----------------------------------------------------------------------------------------------


def tables_of(words: Sequence[Word], tables: Sequence[Table]) -> tuple[list[Word], list[Run]]:
    """The words outside of tables, and the rows of tables as one run each, its cells with tabs between."""
    free = list(words)
    rows: list[Run] = []
    for table in tables:
        if not _is_table(table):
            continue
        for cells in table:
            inside = [_inside(cell, free) for cell in cells]
            taken = {id(word) for said in inside for word in said}
            free = [word for word in free if id(word) not in taken]
            row = _row(inside, len(rows) + 1)
            if row is not None:
                rows.append(row)
    return free, rows


def _is_table(table: Table) -> bool:
    return len(table) > 1 and max(len([cell for cell in row if cell]) for row in table) > 1


def _inside(cell: Cell, words: Sequence[Word]) -> list[Word]:
    if cell is None:
        return []
    left, top, right, bottom = cell
    return [
        word
        for word in words
        if left <= (word.left + word.right) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom
    ]


def _row(inside: Sequence[Sequence[Word]], number: int) -> Run | None:
    words = [word for said in inside for word in said]
    if not words:
        return None
    text = "\t".join(" ".join(word.text for word in said) for said in inside)
    first = min(words, key=lambda word: word.bottom)
    return Run(
        text,
        min(word.left for word in words),
        first.top,
        max(word.right for word in words),
        first.bottom,
        first.size,
        False,
        False,
        number,
    )
