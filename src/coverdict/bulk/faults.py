"""What an engine finds wrong, as one clear sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from coverdict.bulk.mapping import TableError
from coverdict.bulk.publishing import UnwritableError
from coverdict.bulk.tables import Files

_USED = re.compile(r"\((\S+ \S+)/(\S+ \S+) used\)")
"""How DuckDB says how much memory it had, whatever it wanted more of it for."""


@contextmanager
def told_errors(files: Files, draft: Path | None = None, out: str = "") -> Iterator[None]:
    """Turn an error of DuckDB into one about the table, or about the place of the answer.

    Arguments:
        draft: what is written, if anything.
        out: the place of the answer, as the user named it.

    Errors:
        TableError: a file that is damaged or cannot be read, a full disk, too little memory.
        UnwritableError: the answer cannot be written where it is wanted.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        said = str(error)
        lowered = said.lower()
        first = _said_first(said)
        if "no space left" in lowered or "disk full" in lowered or "file too large" in lowered:
            raise TableError(f"the disk is full ({first}); nothing was written") from None
        if isinstance(error, duckdb.OutOfMemoryException):
            used = _USED.search(first)
            how = f"{used[1]} of {used[2]} used" if used else first
            raise TableError(
                f"there is too little memory ({how}); nothing was written; allow more: --memory SIZE"
            ) from None
        if draft is not None and str(draft) in said:
            raise UnwritableError(f"{out} cannot be written: {first.rpartition(': ')[2]}") from None
        files.unchanged()
        # Several files may be named; the first is the one that is wrong.
        named = min((path for path in files.paths if str(path) in said), key=_place_in(said), default=None)
        where = str(named) if named else files.named
        raise TableError(f"{where} cannot be read: {first}") from None


def _said_first(said: str) -> str:
    """What is wrong, without all that stands around it."""
    first, *others = said.splitlines()
    what = first.partition(": ")[2] or first
    if what.startswith("CSV Error"):
        told = (line for line in others if line and not line.startswith(("Original Line", "Possible")))
        return next(told, what)
    return what


def _place_in(said: str) -> Callable[[Path], int]:
    return lambda path: said.index(str(path))
