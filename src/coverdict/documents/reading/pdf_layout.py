"""Words with their places to lines in the order of reading, and what type and place tell of each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from coverdict.documents.reading.furniture import is_page_number, shape_of
from coverdict.documents.reading.markers import lone_bullet
from coverdict.documents.reading.pdf_columns import columns_of
from coverdict.documents.reading.pdf_words import Cell, Run, Table, Word, runs_of, tables_of
from coverdict.documents.reading.plain import Hints

_LARGER = 1.12  # of the body's size, from which a line is a heading
_MOST_HEADING = 150  # characters
_FEW_LINES = 8  # a page has at least, on which running heads are looked for
_EDGE = 0.08  # of the page's lines, at its top and foot, where running heads stand


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text with what its layout tells.

    Arguments:
        origins, pages: of each line, its number on its page, and the page, both from 1.
        hints: headings and furniture by the line's number from 0.
        notes: what could not be read.
    """

    text: str
    origins: tuple[int, ...]
    pages: tuple[int, ...]
    hints: Hints
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it is set on its page.

    Arguments:
        text: cells with tabs between, blanks in front for its indent.
        size: of its letters; `bold` whether all of it is.
        gap: whether more room than between lines is above it.
        row: whether it is a row of a drawn table.
        hyphen: whether its last word goes on in the next line.
    """

    text: str
    size: float
    bold: bool
    gap: bool
    row: bool
    hyphen: bool


def sheet_of(pages: Sequence[tuple[list[Word], list[Table]]]) -> Sheet:
    """The text of all pages.

    Arguments:
        pages: of each, its words, and the cells of its tables (left, top, right, bottom; None where a cell
            is covered by its neighbour).
    """
    pitch = _pitch(pages)
    set_pages = [_set_page(words, tables, pitch) for words, tables in pages]
    body = _body_size(set_pages)
    furniture = _furniture(set_pages)
    levels = _levels(set_pages, body, furniture)
    return _written(set_pages, furniture, levels)


def _set_page(words: list[Word], tables: list[Table], pitch: float) -> list[_Set]:
    free, cells = tables_of(words, tables)
    lines: list[_Set] = []
    below = None
    for column in columns_of([*runs_of(free), *cells]):
        left = min((run.left for run in column), default=0.0)
        below = None
        for runs in _baselines(column):
            lines.append(_line(runs, left, below, pitch))
            below = max(run.bottom for run in runs)
    return lines


def _baselines(column: Sequence[Run]) -> list[list[Run]]:
    """Runs that stand on one line, from left to right; lines from top to bottom."""
    found: list[list[Run]] = []
    for run in sorted(column, key=lambda one: (one.bottom, one.left)):
        last = found[-1] if found else None
        if (
            last
            and run.table == last[0].table
            and abs(run.bottom - last[0].bottom) <= 0.45 * min(run.size, last[0].size)
        ):
            last.append(run)
        else:
            found.append([run])
    return [sorted(line, key=lambda one: one.left) for line in found]


def _line(runs: list[Run], left: float, above: float | None, pitch: float) -> _Set:
    texts: list[str] = []
    before: Run | None = None
    for run in runs:
        if before is None:
            texts.append(" " * min(24, round((run.left - left) / max(3.0, run.size * 0.5))))
        elif lone_bullet(before.text) or (before.text.rstrip(".)(").isalnum() and len(before.text) < 5):
            texts.append(" ")
        else:
            texts.append("\t")
        texts.append(run.text)
        before = run
    size = max(runs, key=lambda run: len(run.text)).size
    top = min(run.bottom for run in runs)
    gap = above is not None and top - above > max(pitch * 1.3, size * 1.45)
    row = any(run.table for run in runs)
    return _Set("".join(texts), size, all(run.bold for run in runs), gap and not row, row, runs[-1].hyphen)


def _pitch(pages: Sequence[tuple[list[Word], list[Table]]]) -> float:
    """The usual distance between the baselines of neighbouring lines."""
    found: list[float] = []
    for words, _ in pages[:40]:
        bases = sorted({round(word.bottom, 1) for word in words})
        found += [b - a for a, b in pairwise(bases) if 4 < b - a < 40]
    return median(found) if found else 12.0


def _body_size(pages: Sequence[Sequence[_Set]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[_half(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _half(size: float) -> float:
    """A size to half points, as sizes are told apart."""
    return round(size * 2) / 2


def _furniture(pages: Sequence[Sequence[_Set]]) -> frozenset[tuple[int, int]]:
    """Lines at the top or foot of pages that number them, or stand there on most of them."""
    often: Counter[str] = Counter()
    where: dict[str, list[tuple[int, int]]] = {}
    found: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        for position in {0, len(page) - 1} if page else ():
            text = page[position].text.strip()
            if is_page_number(text) or (text == str(number + 1) and len(pages) > 1):
                found.add((number, position))
        edge = _edge(len(page))
        for position in edge:
            where.setdefault(shape_of(page[position].text.strip()), []).append((number, position))
        often.update({shape_of(page[position].text.strip()) for position in edge})
    least = max(3, len(pages) // 2) if len(pages) > 3 else max(2, len(pages))
    for shape, count in often.items():
        if count >= least and len(pages) > 1:
            found.update(where[shape])
    return frozenset(found)


def _edge(count: int) -> list[int]:
    """The lines of a page among which running heads are looked for; none on a page of few lines."""
    if count < _FEW_LINES:
        return []
    reach = max(2, round(count * _EDGE))
    return [*range(reach), *range(count - reach, count)]


def _levels(
    pages: Sequence[Sequence[_Set]], body: float, furniture: frozenset[tuple[int, int]]
) -> dict[float, int]:
    """The level of a heading by its size: the largest first."""
    sizes = {
        _half(line.size)
        for number, page in enumerate(pages)
        for position, line in enumerate(page)
        if _half(line.size) >= body * _LARGER and not line.row and (number, position) not in furniture
    }
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _written(
    pages: Sequence[Sequence[_Set]],
    furniture: frozenset[tuple[int, int]],
    levels: dict[float, int],
) -> Sheet:
    lines: list[str] = []
    origins: list[int] = []
    numbers: list[int] = []
    headings: dict[int, int] = {}
    apart: set[int] = set()
    joining = False
    known = frozenset(
        word.strip(".,;:()").lower() for page in pages for line in page for word in line.text.split()
    )
    for number, page in enumerate(pages):
        for position, line in enumerate(page):
            if (number, position) in furniture:
                apart.add(len(lines))
            elif joining and not line.row:
                # A word that was divided is made whole on the line on which it begins.
                first, _, rest = line.text.strip().partition(" ")
                lines[-1] = _joined(lines[-1], first, known)
                line = _Set(rest, line.size, line.bold, False, line.row, line.hyphen)
                joining = False
                if not rest:
                    continue
            elif line.gap and lines and lines[-1]:
                _add(lines, origins, numbers, "", position + 1, number + 1)
            level = _level(line, levels)
            if level and (number, position) not in furniture:
                headings[len(lines)] = level
            _add(lines, origins, numbers, line.text, position + 1, number + 1)
            joining = line.hyphen and (number, position) not in furniture
    return Sheet("\n".join(lines), tuple(origins), tuple(numbers), Hints(headings, frozenset(apart)), ())


def _joined(line: str, rest: str, known: frozenset[str]) -> str:
    """A line whose last word was divided, made whole: with its hyphen where the document writes it so."""
    before, _, first = line.rpartition(" ")
    word = rest.strip(".,;:()").lower()
    hyphened = f"{first.lower()}-{word}" in known and f"{first.lower()}{word}" not in known
    return f"{before}{' ' if before else ''}{first}{'-' if hyphened else ''}{rest}"


def _add(lines: list[str], origins: list[int], pages: list[int], text: str, origin: int, page: int) -> None:
    lines.append(text)
    origins.append(origin)
    pages.append(page)


def _level(line: _Set, levels: dict[float, int]) -> int:
    text = line.text.strip()
    if line.row or "\t" in text or len(text) > _MOST_HEADING or not any(char.isalpha() for char in text):
        return 0
    if _half(line.size) in levels:
        return min(6, levels[_half(line.size)])
    if line.bold and len(text) <= 100 and not text.endswith((".", ",", ";")) and text[0].isalnum():
        return min(6, len(levels) + 1)
    return 0


__all__ = ["Cell", "Sheet", "Word", "sheet_of"]
