"""Standard output: exactly one JSON document, or a page for a person."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from coverdict.cli.paper import Layout, Row

WIDEST = 100  # columns; longer lines are hard to read
PIPED = 80  # columns where standard output is no terminal and COLUMNS does not say
NARROWEST = 24  # columns; below that the terminal wraps by itself


def write_json(data: object) -> None:
    """Print `data` as one JSON document in UTF-8: sorted keys, decimals and dates as strings.

    The bytes depend on `data` alone, not on the terminal, the locale or the system's line ends.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False, default=_plain)
    # A lone surrogate has no UTF-8; backslashreplace writes it as JSON's own escape.
    _write_bytes(f"{text}\n".encode("utf-8", "backslashreplace"))


def _plain(value: object) -> str:
    if isinstance(value, (Decimal, date)):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no plain data")


def _write_bytes(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def on_terminal() -> bool:
    """Whether a person sits at both ends: standard input and standard output are terminals."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def coloured() -> bool:
    """Whether to send colours: a terminal that can show them, and nobody who asked for none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def columns() -> int:
    """The width to write for."""
    try:
        stated = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        stated = 0
    if stated <= 0:
        stated = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED
    return max(NARROWEST, min(WIDEST, stated))


def page_layout() -> Layout:
    """The layout that this standard output can show."""
    from coverdict.cli.paper import ASCII, UNICODE, Layout

    try:
        "".join(UNICODE.all()).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Layout(columns(), ASCII)
    return Layout(columns(), UNICODE)


def write_page(rows: Iterable[Row], layout: Layout) -> None:
    """Print rows, wrapped to the layout; plain text wherever colours are unwelcome."""
    from coverdict.cli.paper import wrapped

    # The page is drawn apart from standard output: a console of its own would end the program, without
    # a word, when nobody reads any more.
    drawn = io.StringIO()
    console = page_console(drawn, layout)
    for row in rows:
        for line in wrapped(row, layout, console):
            console.print(line, soft_wrap=True)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(drawn.getvalue())
    sys.stdout.flush()


def page_console(file: TextIO, layout: Layout) -> Console:
    """What styles texts for this standard output, and writes them to `file`."""
    from rich.console import Console

    return Console(
        file=file,
        force_terminal=coloured(),
        color_system="auto" if coloured() else None,
        no_color=not coloured(),
        width=layout.width,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
