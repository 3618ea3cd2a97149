"""`coverdict cases`: the fewest test patients of a policy, as a list, as request files, as blocks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.guard import DONE
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.cli.usage import UsageError
from coverdict.cli.writing import UnwritableError

if TYPE_CHECKING:
    from coverdict.analysis.cases.cases import Cases
    from coverdict.analysis.cases.requests import CaseRequest
    from coverdict.decision import Desk


def cases(
    policy: str, payer: str | None, out: str | None, blocks: bool, library: str | None, as_json: bool
) -> int:
    """Print a policy's test patients; with `out`, write their files into this new folder as well.

    Errors:
        CoverdictError: the library, policy or payer cannot be read, or the folder cannot be written.
    """
    from coverdict import open_library
    from coverdict.analysis.cases.cases import cases as find_cases
    from coverdict.analysis.texts import find_text

    if blocks and as_json:
        raise UsageError("--blocks and --json do not go together", "coverdict cases")
    if out is not None and not out:
        raise UnwritableError("the name of the folder is empty")
    desk = open_library(library)
    found = find_cases(desk, find_text(desk, policy), payer)
    requests = _requests(desk, found, needed=out is not None or (blocks and payer is not None))
    if out is not None:
        _write(found, requests, Path(out))
    if as_json:
        from coverdict.analysis.cases.data import cases_data

        write_json(cases_data(found, requests))
    elif blocks:
        from coverdict.analysis.cases.data import case_blocks

        _print_text(case_blocks(found, requests if payer is not None else ()))
    else:
        _print(found)
    return DONE


def _requests(desk: Desk, found: Cases, *, needed: bool) -> Sequence[CaseRequest]:
    """The requests, where they can be made; an error where they are needed and cannot."""
    from coverdict.analysis.cases.requests import case_requests

    if needed or (found.occasion.payer and found.occasion.governed):
        return case_requests(desk, found)
    return ()


def _write(found: Cases, requests: Sequence[CaseRequest], folder: Path) -> None:
    from coverdict.analysis.cases.files import case_files
    from coverdict.cli.folders import write_folder

    write_folder(folder, case_files(found, requests))


def _print_text(text: str) -> None:
    """The text's own bytes: it is UTF-8 as a document is, whatever the terminal's is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _print(found: Cases) -> None:
    from coverdict.cli.case_rows import case_rows

    layout = page_layout()
    write_page(case_rows(found, layout), layout)
