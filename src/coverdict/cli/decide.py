"""`coverdict decide`: the determination of every line of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coverdict.cli.inputs import Input, read_input
from coverdict.cli.output import page_layout, write_json, write_page

if TYPE_CHECKING:
    from coverdict.decision.model import Determination


def decide(request: str, library: str | None, as_json: bool, reviewer: bool) -> int:
    """Print the determination of the request in the file `request` (`-`: standard input).

    Errors:
        CoverdictError: the file, the request or the library cannot be read.
    """
    determination = determine(read_input(request), library)
    if as_json:
        _print_data(determination, reviewer)
    else:
        _print_page(determination, reviewer)
    return 0


def determine(given: Input, library: str | None) -> Determination:
    from coverdict import open_library
    from coverdict.cli.request_files import read_file

    data, source = read_file(given)
    desk = open_library(library)
    return desk.decide(desk.read_request(data, source))


def _print_data(determination: Determination, reviewer: bool) -> None:
    if reviewer:
        from coverdict.cli.reviewer_data import reviewer_data

        write_json(reviewer_data(determination))
    else:
        from coverdict.decision.data import as_data

        write_json(as_data(determination))


def _print_page(determination: Determination, reviewer: bool) -> None:
    from coverdict.cli.answer import determination_rows, line_rows, reviewer_line_rows

    layout = page_layout()
    view = reviewer_line_rows if reviewer else line_rows
    write_page(determination_rows(determination, layout, view), layout)
