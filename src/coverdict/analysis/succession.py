"""Which version comes after which, by what a policy's own history says."""

from __future__ import annotations

from coverdict.language.model import Document, HistoryRow


def own_row(version: Document) -> HistoryRow | None:
    """The row of the history that began this version; None where there is none."""
    return next((row for row in version.history if row.effective == version.effective), None)


def follows(old: Document, new: Document) -> bool:
    """Whether `new` is the very next version after `old`, so that its row speaks of the two.

    It is not where the history has a version between them, held or not, or where a date is missing.
    """
    if old.id != new.id or old.effective is None or new.effective is None:
        return False
    between = [row for row in new.history if old.effective < row.effective < new.effective]
    return old.effective < new.effective and not between
