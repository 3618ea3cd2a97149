"""A large file that the engine writes: there as a whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE

from coverdict.bulk.publishing import UnwritableError, sweep, unfinished


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A new name beside `path` to write to; at the end, what was written takes the place of `path`.

    Whoever reads `path` finds what was there before or all that was written. A file that is replaced keeps
    its permissions. Nothing is left behind when the block ends with an error.

    Errors:
        UnwritableError: `path` is a folder or no name of a file, or the place cannot be written to.
    """
    where = place_of(path)
    sweep(where)
    with unfinished(where) as beside:
        try:
            yield beside
            _to_disk(beside)
            if where.exists():
                beside.chmod(S_IMODE(where.stat().st_mode))
            os.replace(beside, where)
        except OSError as error:
            raise UnwritableError(f"{path}: cannot be written: {error.strerror or error}") from error


def place_of(path: Path) -> Path:
    """The place that the file is to have; a link leads to the file that it names.

    Errors:
        UnwritableError: there can be no file, or not by this user.
    """
    try:
        str(path).encode()
        where = path.resolve()
        if where.is_dir():
            raise UnwritableError(f"{path}: is a folder; name a file")
        if where.exists() and not where.is_file():
            raise UnwritableError(f"{path}: is no ordinary file; name another")
        if not where.parent.is_dir():
            raise UnwritableError(f"{path}: there is no folder {path.parent} to write it to")
        if where.exists() and not os.access(where, os.W_OK):
            raise UnwritableError(f"{path}: cannot be written: it is read-only")
    except UnicodeError as error:
        raise UnwritableError(f"{path}: a file's name is text; name another") from error
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnwritableError(f"{path}: cannot be written: {reason or error}") from error
    return where


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
