"""A file that a command writes: whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

from coverdict.text import CoverdictError

RIGHTS = 0o666  # of a new file, before the user's umask


class UnwritableError(CoverdictError):
    """The file cannot be written where the user wants it."""


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to the file `path`; a file that is there is replaced and keeps its permissions.

    The data goes into a new file beside it, which then takes its name: whoever reads `path` finds what was
    there before or all of `data`, and never a part.

    Errors:
        UnwritableError: `path` is a folder or no name of a file, or the place cannot be written to.
    """
    where = _place(path)
    beside = where.with_name(f".{where.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        _write_new(beside, data, S_IMODE(where.stat().st_mode) if where.exists() else None)
        os.replace(beside, where)
    except OSError as error:
        raise UnwritableError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _place(path: Path) -> Path:
    """The place that the file is to have; a link leads to the file that it names."""
    if "\0" in str(path):
        raise UnwritableError("a file's name holds no NUL")
    try:
        where = path.resolve()
        if where.is_dir():
            raise UnwritableError(f"{path}: is a folder; name a file")
        if where.exists() and not where.is_file():
            raise UnwritableError(f"{path}: is no ordinary file; name another")
        if not where.parent.is_dir():
            raise UnwritableError(f"{path}: there is no folder {path.parent} to write it to")
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnwritableError(f"{path}: cannot be written: {reason or error}") from error
    return where


def _write_new(path: Path, data: bytes, rights: int | None) -> None:
    """Write a file that was not there, down to the disk; with these permissions where they are given."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, RIGHTS if rights is None else 0o600)
    with os.fdopen(handle, "wb") as file:
        if rights is not None:
            path.chmod(rights)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
