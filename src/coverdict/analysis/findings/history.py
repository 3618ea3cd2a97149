"""A policy's history against its dates, and against what has really changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from coverdict.analysis.findings.finding import Finding, Touched, found
from coverdict.analysis.findings.ground import Ground, TooLargeError
from coverdict.analysis.space import side_of, space_of, told_apart
from coverdict.analysis.succession import follows, own_row
from coverdict.analysis.texts import AnalysisError
from coverdict.language.model import Document, HistoryRow
from coverdict.library import Library
from coverdict.library.layers import Ruling
from coverdict.logic import Combine
from coverdict.logic.cells import TooManyCellsError

LONGEST = 15
"""Months between two reviews; a yearly review that is a season late is still in time."""


def history(document: Document) -> Iterator[Finding]:
    """What the rows of a history say against each other and against the front matter."""
    rows = document.history
    if not rows:
        return
    for earlier, later in pairwise(rows):
        if later.effective <= earlier.effective:
            twice = later.effective == earlier.effective
            what = f"the history has {later.effective} {'twice' if twice else f'after {earlier.effective}'}"
            right = "put the rows in the order of their dates, each date once"
            yield _row("history-dates", document, later, what, right)
        elif _months(earlier.effective, later.effective) > LONGEST or _late(earlier, later):
            what = f"no review between {earlier.effective} and {later.effective}: more than {LONGEST} months"
            right = "add the rows that are missing; if there was no review, nothing can be done"
            yield _row("review-overdue", document, later, what, right)
    dates = [row.effective for row in rows]
    if document.effective is not None and document.effective not in dates:
        what = f"the version is in force from {document.effective}, which the history does not have"
        right = "add its row, or correct the date"
        yield found("history-dates", document, document.place, what, right)
    original = str(document.front.get("original date", ""))
    if original and original != min(dates).isoformat():
        what = f"the original date is {original}, and the history begins on {min(dates)}"
        yield _row("history-dates", document, rows[0], what, "correct one of the two, or add the first row")
    for row in rows:
        if document.effective is not None and row.effective > document.effective:
            what = (
                f"the history has {row.effective}, after this version came into force ({document.effective})"
            )
            right = "put the row into the version that it began"
            yield _row("history-dates", document, row, what, right)


def _row(
    which: str,
    document: Document,
    row: HistoryRow,
    what: str,
    right: str,
    touched: Touched | None = None,
) -> Finding:
    about = row.effective.isoformat()
    return found(which, document, row.place, what, right, about, touched or Touched())


def _months(first: date, last: date) -> int:
    """Completed months."""
    return 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)


def _late(earlier: HistoryRow, later: HistoryRow) -> bool:
    """Whether it is a day or more over the longest time."""
    first, last = earlier.effective, later.effective
    return _months(first, last) == LONGEST and last.day > first.day


# --- against what has changed ------------------------------------------------------------------------------


def contradictions(library: Library, document: Document) -> Iterator[Finding]:
    """The row of this version, where the one before it is held and the two differ otherwise than it says."""
    row = own_row(document)
    versions = library.contents.versions[document.id]
    numbers = [number for number, one in enumerate(versions) if one.file == document.place.file]
    if row is None or not numbers or numbers[0] == 0:
        return
    claims = {"position change": row.position_change, "statement change": row.statement_change}
    if row.position_change is None and row.statement_change is not False:
        return
    before = library.text(versions[numbers[0] - 1].file)
    if not follows(before, document):
        return  # the row speaks of a version that the library does not hold
    try:
        moved = position_moved(library, before, document)
    except (TooLargeError, TooManyCellsError, AnalysisError):
        return  # too large, or facts that mean different things in the two versions
    older = f"in the version of {before.effective}"
    if moved is None:
        if row.position_change:
            what = f"the history says position change: yes, and every patient has the same status {older}"
            touched = Touched(no_patient=f"no patient has another status {older}")
            right = "write position change: no, or correct the rules"
            yield _row("history-contradicts", document, row, what, right, touched)
        return
    for claim, said in claims.items():
        if said is False:
            what = f"the history says {claim}: no, and some patients have another status {older}"
            right = f"write {claim}: yes, or correct the rules"
            yield _row("history-contradicts", document, row, what, right, moved)


def position_moved(library: Library, before: Document, after: Document) -> Touched | None:
    """The patients whose status by the policy is another; None where there is none.

    Raises:
        TooLargeError, TooManyCellsError: the two together are over the budget.
        AnalysisError: a fact means different things in the two.
    """
    labels = (str(before.effective), str(after.effective))
    sides = told_apart(
        side_of(library, (before,)), side_of(library, (after,)), contracts=False, labels=labels
    )
    space = space_of(library, sides)
    differ = Combine(_differ, *(space.status(side) for side in sides))
    ground = Ground(space, differ)
    moved = ground.both(ground.diagrams.decision(differ), ground.everyone)
    return None if moved == ground.nobody else ground.touched(moved)


def _differ(first: object, second: object) -> bool:
    assert isinstance(first, Ruling) and isinstance(second, Ruling)
    return first.value != second.value
