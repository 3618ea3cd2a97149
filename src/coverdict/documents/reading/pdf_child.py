"""The words of a PDF with their places, read in a process of its own.

A PDF is a program that a stranger wrote, and the library that runs it is not written in Python: it may take
any memory, never end, or bring its process down. So this module is run by itself (`python -m`), within bounds
that the system holds it to. It reads the file from standard input and writes JSON to standard output.

Places are in points from the page's upper left corner.
"""

from __future__ import annotations

import io
import json
import sys
from itertools import islice
from typing import Any

MEMORY = 2 * 2**30
"""Bytes of address space."""

SECONDS = 120
"""Seconds of computing."""

MOST_PAGES = 2_000
MOST_CHARACTERS = 12_000_000
MOST_TABLE_PAGES = 80
"""Pages with drawn lines whose tables are looked for; looking takes about a tenth of a second each."""

_HYPHEN = 2  # the library's mark for a hyphen at the end of a line
_BLANK = frozenset(" \t\r\n\f\v\u00a0\u0000\ufffe\uffff")


def main() -> None:
    """Read standard input, write one JSON document."""
    _bound()
    data = sys.stdin.buffer.read()
    try:
        answer = _read(data)
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


def _bound() -> None:
    try:
        import resource
    except ImportError:  # no POSIX system: the caller's clock alone bounds it
        return
    for what, bound in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(what)
        bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(what, (bound, hard))


def _read(data: bytes) -> dict[str, Any]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD
        return {"error": "password" if locked or "assword" in str(error) else "broken"}
    count = len(document)
    if count > MOST_PAGES:
        return {"error": "pages", "pages": count}
    pages: list[dict[str, Any]] = []
    drawn: list[int] = []
    total = 0
    for number in range(count):
        page, characters, ruled = _page(document, number, pdfium)
        total += characters
        if total > MOST_CHARACTERS:
            return {"error": "characters"}
        pages.append(page)
        if ruled:
            drawn.append(number)
    _tables(data, pages, drawn[:MOST_TABLE_PAGES])
    return {"pages": pages, "left_out": drawn[MOST_TABLE_PAGES:]}


def _page(document: Any, number: int, pdfium: Any) -> tuple[dict[str, Any], int, bool]:
    """One page's words, how many characters it has, and whether lines are drawn on it."""
    try:
        page = document[number]
        width, height = page.get_size()
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return {"width": 612.0, "height": 792.0, "words": [], "broken": True}, 0, False
    try:
        left, bottom = page.get_mediabox()[:2] if page.get_rotation() == 0 else (0.0, 0.0)
        words, count = _words(text, height + bottom, left, pdfium.raw)
        ruled = page.get_rotation() == 0 and _is_ruled(page, pdfium)
    finally:
        text.close()
        page.close()
    return {"width": width, "height": height, "words": words}, count, ruled


def _words(text: Any, top: float, left: float, raw: Any) -> tuple[list[list[Any]], int]:
    """Each word as [text, left, top, right, bottom, size, bold, hyphenated]."""
    count = text.count_chars()
    words: list[list[Any]] = []
    letters: list[str] = []
    first = last = -1

    def end(hyphen: bool = False) -> None:
        if letters:
            box = _box(text, first, last, raw)
            if box is not None:
                size = round(float(raw.FPDFText_GetFontSize(text, first)), 2)
                bold = int(raw.FPDFText_GetFontWeight(text, first)) >= 600
                x0, y0, x1, y1 = box
                place = [round(x0 - left, 2), round(top - y1, 2), round(x1 - left, 2), round(top - y0, 2)]
                words.append(["".join(letters), *place, size, bold, hyphen])
        letters.clear()

    for position in range(count):
        code = raw.FPDFText_GetUnicode(text, position)
        if code == _HYPHEN:
            end(hyphen=True)
            continue
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if char in _BLANK or char < " ":
            end()
            continue
        if not letters:
            first = position
        letters.append(char)
        last = position
    end()
    return words, count


def _box(text: Any, first: int, last: int, raw: Any) -> tuple[float, float, float, float] | None:
    """The space that a word takes: left, bottom, right, top, from the page's lower left corner."""
    import ctypes

    sides = [ctypes.c_double() for _ in range(4)]
    x0, x1, y0, y1 = sides
    if not raw.FPDFText_GetCharBox(text, first, *map(ctypes.byref, sides)):
        return None
    found = (x0.value, y0.value, x1.value, y1.value)
    raw.FPDFText_GetCharBox(text, last, *map(ctypes.byref, sides))
    origin = [ctypes.c_double(), ctypes.c_double()]
    raw.FPDFText_GetCharOrigin(text, first, *map(ctypes.byref, origin))
    # The baseline stands for the lower side: letters reach below it or not, and lines are told by it.
    size = float(raw.FPDFText_GetFontSize(text, first)) or found[3] - found[1]
    base = origin[1].value
    return min(found[0], x0.value), base, max(found[2], x1.value), base + max(0.0, min(size, 200.0))


def _is_ruled(page: Any, pdfium: Any) -> bool:
    """Whether enough lines or boxes are drawn for a table."""
    paths = page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_PATH], max_depth=2)
    return sum(1 for _ in islice(paths, 4)) == 4


def _tables(data: bytes, pages: list[dict[str, Any]], numbers: list[int]) -> None:
    """Add the tables' cells to the pages that have any."""
    if not numbers:
        return
    import logging

    import pdfplumber

    logging.disable(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            for number in numbers:
                page = opened.pages[number]
                pages[number]["tables"] = [
                    [
                        [[round(side, 2) for side in cell] if cell else None for cell in row.cells]
                        for row in table.rows
                    ]
                    for table in page.find_tables()
                ]
                page.close()
    except Exception:  # noqa: BLE001  a stranger's file can break that library in any way
        # The words are there without its tables.
        return


if __name__ == "__main__":
    main()
