"""`coverdict export`: what a payer hands to CMS, and what it shows the public."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.cleaning import clean
from coverdict.cli.guard import DONE
from coverdict.cli.opening import OpenedLibrary, opened
from coverdict.cli.output import write_json
from coverdict.cli.usage import UsageError
from coverdict.cli.writing import UnwritableError, write_whole
from coverdict.text import CoverdictError, counted, did_you_mean

if TYPE_CHECKING:
    from coverdict.documents.publishing.publication import Publication
    from coverdict.documents.publishing.spans import InForce
    from coverdict.documents.publishing.submission import Submission
    from coverdict.evidence.appraisal import Appraisal

COMMAND = "coverdict export"
KINDS = ("submission", "criteria")
YEARS = range(2000, 2101)
LONGEST = 2000  # letters of an address


class UnknownPayerError(CoverdictError):
    """No payer of the library has the name that was given."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be handed out, as the command line says it.

    Arguments:
        what: `submission` or `criteria`.
        year: of a submission; None where it was not given.
        day: of the criteria; None where it was not given.
        website: where the organization publishes its criteria.
        out: the file to write; standard output when None.
    """

    what: str
    year: str | None
    day: str | None
    website: str | None
    out: str | None
    as_json: bool


def export(payer: str, library: str | None, wishes: Wishes) -> int:
    """Write the submission or the criteria of a payer.

    Errors:
        CoverdictError: no such payer or kind, a year or day that is none, what is wrong with the library, or
            a place that cannot be written.
    """
    if wishes.what not in KINDS:
        near = did_you_mean(wishes.what, KINDS)
        raise UsageError(f"{COMMAND}: there is nothing called {wishes.what!r} to export; {near}", COMMAND)
    if wishes.out is not None and not wishes.out:
        raise UnwritableError("the name of the file is empty")
    if wishes.what == "submission":
        return _submission(payer, library, wishes)
    return _criteria(payer, library, wishes)


def _desk(payer: str, library: str | None) -> OpenedLibrary:
    desk = opened(library)
    known = desk.library.contents.payers
    if payer not in known:
        near = did_you_mean(payer, known)
        raise UnknownPayerError(f"payer {payer!r} is not in the library; {near}".rstrip("; "))
    return desk


def _appraise(desk: OpenedLibrary, folder: str | None, one: InForce) -> tuple[Appraisal, ...]:
    """The reviews behind a version, worked out."""
    from coverdict.cli.render import appraisals_behind

    return appraisals_behind(desk.library, one.version.file, folder)


# --- the submission ---------------------------------------------------------------------------------------


def _submission(payer: str, library: str | None, wishes: Wishes) -> int:
    from functools import partial

    from coverdict.documents.publishing.submission import submission, submission_data

    _not_with(wishes.day, "--on", "submission", "criteria")
    year = _year(wishes.year)
    desk = _desk(payer, library)
    website = _address(wishes.website)
    found = submission(desk.library, payer, year, partial(_appraise, desk, library), website)
    table = _table(found).encode()
    if wishes.out is not None:
        write_whole(Path(wishes.out), table)
    if wishes.as_json:
        write_json(submission_data(found))
        return DONE
    if wishes.out is None:
        _write(table)
    for line in _remarks(found):
        print(clean(line), file=sys.stderr if wishes.out is None else sys.stdout)
    return DONE


def _table(found: Submission) -> str:
    """The submission as CSV whose cells no spreadsheet runs."""
    from coverdict.documents.publishing.submission import COLUMNS, submission_rows
    from coverdict.evidence.exchange.spreadsheets import write_csv

    return write_csv(COLUMNS, submission_rows(found))


def _remarks(found: Submission) -> Iterator[str]:
    """What was written, what was left out, and which cells are empty, with the reasons."""
    from coverdict.documents.publishing.submission import FORM, open_cells

    yield f"{FORM} of {found.payer} for {found.year}: {counted(len(found.rows), 'service')}"
    for line in found.left_out:
        yield f"left out: {line}"
    for row in found.rows:
        yield f"{row.policy}: version {', '.join(row.versions)}, for {', '.join(row.products)}"
    for row, column, because in open_cells(found):
        yield f"empty: {row.policy}, {column}: {because}"


def _year(given: str | None) -> int:
    if given is None:
        raise UsageError(f"{COMMAND} submission: name the calendar year: --year 2026", COMMAND)
    if not (given.isascii() and given.isdigit()) or len(given) != 4 or int(given) not in YEARS:
        raise UsageError(
            f"{COMMAND} submission: {given!r} is no year from {YEARS[0]} to {YEARS[-1]}; write --year 2026",
            COMMAND,
        )
    return int(given)


def _address(given: str | None) -> str:
    """The address of the page with the criteria; empty where none is given."""
    if given is None:
        return ""
    address = given.strip()
    plain = address.isascii() and address.isprintable() and not any(sign in address for sign in " \"'<>`")
    if not plain or len(address) > LONGEST or not address.lower().startswith(("https://", "http://", "www.")):
        raise UsageError(
            f"{COMMAND} submission: {given[:80]!r} is no address; write --website https://example.org/criteria",
            COMMAND,
        )
    return address


# --- the page of criteria ---------------------------------------------------------------------------------


def _criteria(payer: str, library: str | None, wishes: Wishes) -> int:
    from functools import partial

    from coverdict.decision.desk import program_version
    from coverdict.pages.publication_coverage import coverage_criteria
    from coverdict.pages.publication_html import publication_page

    _not_with(wishes.year, "--year", "criteria", "submission")
    _not_with(wishes.website, "--website", "criteria", "submission")
    day = _day(wishes.day)
    desk = _desk(payer, library)
    page = coverage_criteria(desk, payer, day, partial(_appraise, desk, library), program_version())
    data = publication_page(page).encode()
    if wishes.out is not None:
        write_whole(Path(wishes.out), data)
    if wishes.as_json:
        write_json(_told(page, payer, day, data.decode() if wishes.out is None else None, wishes.out))
    elif wishes.out is None:
        _write(data)
    return DONE


def _told(page: Publication, payer: str, day: date, text: str | None, file: str | None) -> dict[str, object]:
    return {
        "title": page.title,
        "payer": payer,
        "on": day.isoformat(),
        "policies": [section.title for section in page.sections],
        "made": dict(page.made),
        "file": file,
        "text": text,
    }


def _day(given: str | None) -> date:
    if given is None:
        raise UsageError(f"{COMMAND} criteria: name the day: --on 2026-01-01", COMMAND)
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(
            f"{COMMAND} criteria: {given!r} is not a date; write --on 2026-01-01", COMMAND
        ) from None


def _not_with(given: str | None, option: str, what: str, other: str) -> None:
    if given is not None:
        raise UsageError(f"{COMMAND} {what} does not take {option}; it goes with {other}", COMMAND)


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
