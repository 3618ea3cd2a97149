"""`coverdict impact`: who moves from which answer to which when a policy is replaced by another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from coverdict.cli.guard import DONE
from coverdict.cli.presenting import present
from coverdict.cli.screen import progress

if TYPE_CHECKING:
    from coverdict.analysis.texts import Text
    from coverdict.bulk.impact_data import Impact
    from coverdict.bulk.routes_under import Side
    from coverdict.cli.paper import Layout, Row


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an impact is to be worked out and shown, as the command line says it.

    Arguments:
        chosen: the user's own columns by fact.
        amount: the column of amounts; the usual one, where there is one, when None.
        page: the file for the page; without one, the terminal.
    """

    payer: str | None
    system: str
    chosen: dict[str, str]
    amount: str | None
    page: str | None
    as_json: bool


def impact(old: str, new: str, table: str, library: str | None, wishes: Wishes) -> int:
    """Print who moves, or write it as a page.

    Arguments:
        old, new: policy versions (`bsc/7.01.75@2021-12-01`), or files with drafts.

    Errors:
        CoverdictError: a text, library or table that is not there or cannot be read, or a place that cannot
            be written to.
    """
    found = _found(old, new, table, library, wishes)
    present(wishes.as_json, wishes.page, partial(_data, found), partial(_page, found), partial(_shown, found))
    return DONE


def _found(old: str, new: str, table: str, library: str | None, wishes: Wishes) -> Impact:
    from coverdict.analysis.texts import find_text
    from coverdict.bulk.compiling import Asking
    from coverdict.bulk.impact import Options
    from coverdict.bulk.impact import impact as impact_of
    from coverdict.decision import open_library

    options = Options(Asking(wishes.payer, wishes.system, wishes.chosen), wishes.amount)
    with progress() as (told, _):
        desk = open_library(library)
        before, after = (_side(find_text(desk, name)) for name in (old, new))
        return impact_of(desk, before, after, table, options, told)


def _side(text: Text) -> Side:
    """A text as one of the two policies.

    Errors:
        AnalysisError: it is a guideline.
    """
    from coverdict.analysis.texts import AnalysisError
    from coverdict.bulk.routes_under import Side

    if text.version is None:
        raise AnalysisError(f"{text.id} is a guideline, which decides no claim; impact takes two policies")
    version = "undated" if text.version_name == "undated" else f"version {text.version_name}"
    draft = f" ({text.draft})" if text.draft else ""
    return Side(text.version, text.document, f"{text.id}, {version}{draft}")


def _data(found: Impact) -> object:
    from coverdict.bulk.impact_as_data import as_data

    return as_data(found)


def _page(found: Impact) -> str:
    from coverdict.pages.impact import impact_page

    return impact_page(found)


def _shown(found: Impact, layout: Layout) -> list[Row]:
    from coverdict.cli.impact_text import impact_rows

    return impact_rows(found, layout)
