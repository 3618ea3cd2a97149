"""Tables on the terminal: columns where they fit beside each other, else one item for each row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from coverdict.cli.cleaning import one_line
from coverdict.cli.paper import Layout, Row, bulleted, row

GAP = 2  # blanks between two columns
NUMBERS = "0123456789−"


def table(heads: Sequence[str], lines: Sequence[Sequence[str]], layout: Layout, indent: int = 0) -> list[Row]:
    """Rows under their heads; columns of numbers are flush right, the others left.

    Arguments:
        heads: one for each column; where columns do not fit, each cell is named by its head.
        lines: cells by row.
        indent: columns that are taken already.
    """
    if not lines:
        return []
    cells = [[one_line(cell) for cell in line] for line in lines]
    widths = [max(cell_len(line[place]) for line in (heads, *cells)) for place in range(len(heads))]
    if sum(widths) + GAP * (len(heads) - 1) <= layout.width - indent:
        numbers = [_of_numbers([line[place] for line in cells]) for place in range(len(heads))]
        return [
            _aligned(heads, widths, numbers, "dim"),
            *(_aligned(line, widths, numbers, "") for line in cells),
        ]
    return [each for line in cells for each in _item(heads, line, layout)]


def _of_numbers(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers: each of its texts begins with one, or is empty."""
    known = [cell for cell in cells if cell]
    return bool(known) and all(cell[0] in NUMBERS for cell in known)


def _aligned(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool], style: str) -> Row:
    parts = []
    for cell, width, flush_right in zip(cells, widths, right, strict=True):
        free = " " * (width - cell_len(cell))
        parts.append(free + cell if flush_right else cell + free)
    return Row(Text((" " * GAP).join(parts).rstrip(), style=style, no_wrap=True), Text(), "")


def _item(heads: Sequence[str], cells: Sequence[str], layout: Layout) -> list[Row]:
    named = [f"{head} {cell}" for head, cell in zip(heads[1:], cells[1:], strict=True) if cell]
    return bulleted([row((cells[0], "bold"), f": {'; '.join(named)}" if named else "")], layout)
