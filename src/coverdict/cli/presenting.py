"""What a command found, as the user wants it: on the terminal, as plain data, or as a page in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.output import page_layout, write_json, write_page

if TYPE_CHECKING:
    from coverdict.cli.paper import Layout, Row


def present(
    as_json: bool,
    file: str | None,
    data: Callable[[], object],
    page: Callable[[], str],
    rows: Callable[[Layout], Iterable[Row]],
) -> None:
    """Print what was found, or write it; each form is made only where it is wanted.

    Arguments:
        as_json: whether standard output gets plain data and nothing else.
        file: where the HTML page goes; with it, and without `as_json`, nothing is printed.

    Errors:
        UnwritableError: the file cannot be written.
    """
    if file is not None:
        from coverdict.cli.writing import write_whole

        write_whole(Path(file), page().encode())
    if as_json:
        write_json(data())
    elif file is None:
        layout = page_layout()
        write_page(rows(layout), layout)
