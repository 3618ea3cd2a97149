"""A folder that a command writes: whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from coverdict.cli.writing import UnwritableError

RIGHTS = 0o666  # of a new file, before the user's umask


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `path`, which holds these files and nothing else.

    They go into a new folder beside it, which then takes its name: whoever looks for `path` finds nothing, or
    all of them.

    Arguments:
        files: by name; names hold no separators.

    Errors:
        UnwritableError: `path` is there and holds something, or the place cannot be written to.
    """
    where = _place(path)
    beside = where.with_name(f".{where.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        beside.mkdir()
        for name, data in files.items():
            _write(beside / name, data)
        with suppress(FileNotFoundError):
            where.rmdir()
        os.rename(beside, where)
    except OSError as error:
        raise UnwritableError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _place(path: Path) -> Path:
    if "\0" in str(path):
        raise UnwritableError("a folder's name holds no NUL")
    try:
        where = path.resolve()
        if where.exists() and not where.is_dir():
            raise UnwritableError(f"{path}: is no folder; name a new one")
        if where.is_dir() and any(where.iterdir()):
            raise UnwritableError(f"{path}: is there already and holds something; name a new folder")
        if not where.parent.is_dir():
            raise UnwritableError(f"{path}: there is no folder {path.parent} to make it in")
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnwritableError(f"{path}: cannot be written: {reason or error}") from error
    return where


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, RIGHTS)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
