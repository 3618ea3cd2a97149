"""The page of an impact: who moves from which answer to which when a policy changes, over a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from coverdict.analysis.percents import counted_part
from coverdict.bulk.impact_data import Direction, Impact, Move, moving, total, towards
from coverdict.bulk.impact_words import ANSWERED, MONEY, SCREENING, amount_of, rows_of
from coverdict.pages.frame import page
from coverdict.pages.impact_flow import flow_picture
from coverdict.pages.impact_views import clauses_view, direction_views, moves_view, product_views
from coverdict.text import grouped, listed

GETS: dict[Direction, str] = {
    "better": "a more favourable {}",
    "worse": "a less favourable {}",
    "sideways": "another {} of the same rank",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The first screen of the page."""

    headline: str
    lead: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture under a title."""

    title: str
    svg: Markup


def impact_page(found: Impact) -> str:
    """An impact as one HTML file: the same impact gives the same bytes."""
    heading = " and ".join(dict.fromkeys((found.old_title or found.old, found.new_title or found.new)))
    return page(
        "impact.html",
        f"{heading}: who moves",
        heading=heading,
        found=found,
        screened=bool(found.tally.rows),
        summary=Summary(_headline(found), " ".join(_lead(found))),
        directions=direction_views(found),
        screening=SCREENING,
        answered=ANSWERED,
        money=MONEY,
        pictures=tuple(_pictures(found)),
        answers=moves_view(found),
        products=product_views(found),
        clauses=clauses_view(found),
        made=tuple(_made(found)),
    )


# --- the first screen -----------------------------------------------------------------------------------


def _headline(found: Impact) -> str:
    screened, moved = found.tally.rows, found.moved.rows
    if not screened:
        return "No row was screened."
    if not moved:
        return f"No row moves: {_all_of(screened)} the same answer."
    if moved == screened:
        return f"Every row moves: {_all_of(screened)} another answer."
    verb = "moves" if moved == 1 else "move"
    return (
        f"{counted_part(moved, screened)} of the rows move: {grouped(moved)} of {grouped(screened)} {verb}."
    )


def _all_of(rows: int) -> str:
    return "the only one gets" if rows == 1 else f"all {grouped(rows)} get"


def _lead(found: Impact) -> Iterator[str]:
    """How many in each direction, and which rows are not counted."""
    gets: list[str] = []
    for direction, words in GETS.items():
        if rows := total(towards(direction, found.moves)).rows:
            what = words.format("one" if gets else "answer")
            gets.append(f"{grouped(rows)} {'gets' if rows == 1 else 'get'} {what}")
    if gets:
        yield f"{listed(gets)}."
    yield from _left_out(found)


def _left_out(found: Impact) -> Iterator[str]:
    """The rows that are not counted, and why."""
    of = f"of the {grouped(found.rows)} read"
    if found.set_apart:
        were = "was" if found.set_apart == 1 else "were"
        why = "since they cannot be read or contradict themselves"
        if found.set_apart == 1:
            why = "since it cannot be read or contradicts itself"
        yield f"{rows_of(found.set_apart)} {of} {were} set apart, {why}."
    if found.not_concerned:
        has, are = ("has", "is") if found.not_concerned == 1 else ("have", "are")
        yield f"{rows_of(found.not_concerned)} {of} {has} another payer or code, and {are} not concerned."


# --- pictures -------------------------------------------------------------------------------------------


def _pictures(found: Impact) -> Iterator[PictureView]:
    """All rows; and those that move alone, on a larger scale, where they are a small part of all."""
    yield _picture(found, found.moves, "All rows")
    moved = moving(found.moves)
    if moved and 2 * found.moved.rows < found.tally.rows:
        yield _picture(found, moved, "Only the rows that move, on a larger scale")


def _picture(found: Impact, moves: tuple[Move, ...], title: str) -> PictureView:
    return PictureView(title, flow_picture(found, moves, f"Answers before and after: {title.lower()}"))


# --- what it was made from ------------------------------------------------------------------------------


def _made(found: Impact) -> Iterator[tuple[str, str]]:
    yield "Table", found.table
    yield "Rows read", grouped(found.rows)
    yield "Rows of other payers and codes", grouped(found.not_concerned)
    yield "Rows set apart", grouped(found.set_apart)
    yield "Rows screened", grouped(found.tally.rows)
    if found.amount_column is not None:
        yield "Amounts", f"{found.amount_column}, {amount_of(found.tally)} in all"
    yield "Policy library", found.library_digest
    yield "Coverdict", f"version {found.program_version}"
