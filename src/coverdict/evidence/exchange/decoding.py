"""From the bytes of a file to its text, and how much of what is wrong with it one message shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from coverdict.text import DocumentError, Place, Problem, Report, did_you_mean, split_lines

LARGEST = 64 * 2**20
"""Bytes of a file that is read at all; PubMed sends at most 10,000 records at once, about 50 MB."""

SHOWN = 10
"""Problems of a file that its message shows; the rest are counted."""

ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "cp1252"}
"""How a file may be encoded. Programs that say Latin-1 write Windows-1252, which holds it whole."""


def decode(data: bytes, file: str, encoding: str = "utf-8") -> str:
    """The text of a file.

    Arguments:
        data: the whole file; a byte order mark of UTF-8 is left out.
        file: its name, for messages.
        encoding: one of `ENCODINGS`.

    Errors:
        DocumentError: it is empty, too large, no text, or not in this encoding; with the place.
    """
    if encoding not in ENCODINGS:
        _refuse(file, f"no encoding is called {encoding}", did_you_mean(encoding, ENCODINGS))
    if len(data) > LARGEST:
        _refuse(file, f"the file is larger than {LARGEST // 2**20} MiB", "split it into several files")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(file, "the file is UTF-16 text", "save it as UTF-8")
    try:
        text = data.decode(ENCODINGS[encoding])
    except UnicodeDecodeError as error:
        _undecodable(data, file, encoding, error.start)
    at = text.find("\0")
    if at >= 0:
        line, column = _position(text[:at])
        what = "the file holds a NUL: it is no text"
        _refuse(file, what, "export it again, as text", line, column)
    if not text.strip():
        _refuse(file, "the file is empty", "")
    return text


def _undecodable(data: bytes, file: str, encoding: str, start: int) -> NoReturn:
    """Say which byte is wrong, what it would be in Latin-1, and how to read the file so."""
    line, column = _position(data[:start].decode(ENCODINGS[encoding]))
    shown = split_lines(data.decode("latin-1"))[line - 1]
    what = f"byte {start + 1} of the file (0x{data[start]:02X}) is not {_called(encoding)}"
    right = "save the file as UTF-8 text"
    if encoding == "utf-8":
        letter = data[start : start + 1].decode("cp1252", "replace")
        if letter.isprintable() and letter != "\ufffd":
            right += f"; in Latin-1 the byte is {letter}: if that is right, read the file as latin-1"
    place = Place(file, line, min(column, len(shown) + 1))
    raise DocumentError([Problem(place, what, right, shown)])


def _called(encoding: str) -> str:
    return "UTF-8" if encoding == "utf-8" else "Latin-1 (Windows-1252)"


def _position(before: str) -> tuple[int, int]:
    """The line and column at which the text after `before` goes on."""
    lines = split_lines(before)
    return len(lines), len(lines[-1]) + 1


def _refuse(file: str, what: str, right: str, line: int = 1, column: int = 1) -> NoReturn:
    raise DocumentError([Problem(Place(file, line, column), what, right)])


@contextmanager
def reporting(report: Report) -> Iterator[None]:
    """At the end of the block, raise what `report` got; of very many problems, the first, and a count.

    Errors:
        DocumentError: `report` got a problem.
    """
    yield
    try:
        report.raise_if_any()
    except DocumentError as error:
        left = error.problems[SHOWN:]
        if not left:
            raise
        last = error.problems[SHOWN - 1]
        more = Problem(left[0].place, f"{len(left)} more problems from here on", "", left[0].line)
        raise DocumentError([*error.problems[: SHOWN - 1], last, more]) from None


def plain_line(text: str) -> str:
    """`text` as one line of printable characters, single blanks between its words."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
