"""Tables as CSV: cells that no spreadsheet runs as a formula, rows that know their lines.

Source of the form: RFC 4180, with LF or CR LF at the end of a line. Source of the danger: CWE-1236, and
OWASP's page on CSV injection: a spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line
end for a formula. Such a text gets an apostrophe before it, which a spreadsheet takes for "this is text"; so
does a text that begins with an apostrophe, so that taking one away gives back every text. A plain number
stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coverdict.text import Place, Report, counted, did_you_mean, listed

# What a spreadsheet may run, blanks before it or not; the wide forms are read like the narrow ones.
_DANGER = re.compile(r"\s*[=+\-@\t\r\n'＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DELIMITERS = (",", ";", "\t")
_PARTS = re.compile(r'[,"\r\n]')
_TWICE = "a double quote within a text is written twice"


def safe(text: str) -> str:
    """`text` as a cell that a spreadsheet shows and never runs."""
    return f"'{text}" if _DANGER.match(text) and not _NUMBER.fullmatch(text) else text


def unsafe(cell: str) -> str:
    """The text that `safe` made this cell of."""
    return cell[1:] if cell.startswith("'") and _DANGER.match(cell[1:]) else cell


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A table as CSV text, LF at the end of each line.

    Arguments:
        rows: values by column; what is None or missing becomes an empty cell, a float is written so that it
            reads back as the same number, a bool as yes or no.
    """
    lines = [_line([safe(column) for column in columns])]
    lines += [_line([_cell(row.get(column)) for column in columns]) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Sequence[str]) -> str:
    # The library's writer leaves a carriage return without quotes where lines end with LF (Python 3.11).
    return ",".join(_quoted(cell) for cell in cells) or '""'


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _PARTS.search(cell) else cell


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(value) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the cells of the columns that the header names, by their names.

    Arguments:
        line: the line of the file where the row begins.
        named: what the file calls a column, where that is not its name here.
        starts: where in the line the cell of a column begins, from 0; none for a row of several lines.
    """

    cells: Mapping[str, str]
    line: int
    named: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        """The text under this column, without blanks around it; empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: its columns in order, and its rows that hold anything."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_csv(text: str, columns: Sequence[str], report: Report) -> Table | None:
    """The table that `text` writes; None where `report` got problems with its form.

    Cells may be parted by commas, semicolons or tabs; a header may be written with blanks, hyphens or
    capitals.

    Arguments:
        columns: the names that are known; others are problems, with the nearest known name.
        report: of the whole text.
    """
    before = len(report)
    delimiter = _delimiter(report.lines, columns)
    header: tuple[str, ...] | None = None
    rows: list[TableRow] = []
    for line, cells in _lines(text, delimiter, report):
        texts = [unsafe(cell).strip() for cell in cells]
        if not any(texts):
            continue
        if header is None:
            header = _header(texts, line, columns, report)
        elif len(texts) != len(header):
            what = f"{counted(len(texts), 'cell')} under a header of {len(header)}"
            right = "a text that holds the separator stands in double quotes"
            report.add(Place(report.file, line), what, right)
        else:
            starts = dict(zip(header, _starts(report.line(line), delimiter), strict=False))
            rows.append(TableRow(dict(zip(header, texts, strict=True)), line, {}, starts))
    if header is None and len(report) == before:
        report.add(Place(report.file), "the table has no header", f"columns: {listed(columns)}")
    return Table(header, tuple(rows)) if header is not None and len(report) == before else None


def _lines(text: str, delimiter: str, report: Report) -> Iterable[tuple[int, list[str]]]:
    """Each record with the line it begins in, as far as the text is CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        what, right = _said(str(error))
        report.add(Place(report.file, line), what, right)


def _said(error: str) -> tuple[str, str]:
    if "field larger" in error:
        return f"a cell of more than {csv.field_size_limit():,} characters", "a double quote may be missing"
    if "unexpected end" in error:
        return "a text in double quotes that begins here has no end", _TWICE
    if "expected after" in error:
        return "text after the closing double quote of a cell", _TWICE
    return "this line is no CSV", ""


def _delimiter(lines: Sequence[str], columns: Sequence[str]) -> str:
    """What parts the cells: that by which the header has most of the known names."""
    header = next((line for line in lines if line.strip()), "")
    known = frozenset(columns)
    return max(_DELIMITERS, key=lambda mark: sum(_named(cell) in known for cell in header.split(mark)))


def _named(cell: str) -> str:
    return re.sub(r"[\s_\-]+", "_", unsafe(cell.strip().strip('"')).strip().lower())


def _header(cells: Sequence[str], line: int, columns: Sequence[str], report: Report) -> tuple[str, ...]:
    names = tuple(_named(cell) for cell in cells)
    for name, cell in zip(names, cells, strict=True):
        place = Place(report.file, line, max(1, report.line(line).find(cell) + 1))
        if not name:
            report.add(Place(report.file, line), "a column without a name", "name it, or remove it")
        elif name not in columns:
            report.add(place, f"no column is called {cell[:60]}", did_you_mean(name, columns), len(cell))
        elif names.count(name) > 1:
            report.add(place, f"the column {name} stands twice", "keep one of them", len(cell))
    return names


def cell_problem(row: TableRow, column: str, what: str, right: str, report: Report) -> None:
    """Note that what stands under `column` of this row is wrong."""
    written = row.named.get(column, column)
    start = row.starts.get(written, 0)
    place = Place(report.file, row.line, start + 1)
    report.add(place, f"{written}: {what}", right, max(1, len(row[column])))


def _starts(line: str, delimiter: str) -> list[int]:
    """Where in a line its cells begin: behind the opening quote, where there is one."""
    starts: list[int] = []
    quoted, begins = False, True
    for at, char in enumerate(line):
        if begins:
            starts.append(at + (char == '"'))
            begins = False
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            begins = True
    return [*starts, len(line)] if begins else starts
