"""New files in a folder: all of them or none, and never over a file that is there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from coverdict.text import CoverdictError, listed


class UnplaceableError(CoverdictError):
    """The files cannot be written where the user wants them."""


def place_files(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write new files into `folder`, which is made where it is not there and its parent is.

    Each file is written beside its place under another name and down to the disk; only when all are written,
    each gets its own name, and what has that name already is left as it is. Where one cannot get its name,
    those before it are taken away again. Killed in between, some may have their names, each of them whole.

    Arguments:
        texts: for each file's name, without a folder, what it is to hold; written as UTF-8.

    Result: the files, in the order of `texts`.

    Errors:
        UnplaceableError: a file of such a name is there, or the folder cannot be written to.
    """
    made = _folder(folder)
    there = [name for name in texts if os.path.lexists(folder / name)]
    if there:
        shown = listed([*there[:5], f"{len(there) - 5} more"] if len(there) > 5 else there)
        verb = "is" if len(there) == 1 else "are"
        raise UnplaceableError(f"{folder}: {shown} {verb} there already; nothing was written")
    unfinished: dict[str, Path] = {}
    placed: list[Path] = []
    try:
        for name, text in texts.items():
            unfinished[name] = beside = folder / f".{name[:100]}.{secrets.token_hex(8)}.part"
            _write_new(beside, text.encode())
        for name, beside in unfinished.items():
            _name(beside, folder / name)
            placed.append(folder / name)
    except BaseException as error:
        for path in placed:
            with suppress(OSError):
                path.unlink()
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise UnplaceableError(
                f"{folder}: cannot be written to: {reason}; nothing was written"
            ) from error
        raise
    finally:
        for beside in unfinished.values():
            with suppress(OSError):
                beside.unlink()
        if made and not placed:
            with suppress(OSError):
                folder.rmdir()
    return tuple(placed)


def _folder(folder: Path) -> bool:
    """See that the folder is there; whether it had to be made."""
    if "\0" in str(folder) or not str(folder):
        raise UnplaceableError("the name of the folder is empty, or holds a NUL")
    try:
        if folder.is_dir():
            return False
        folder.mkdir()
    except FileExistsError as error:
        raise UnplaceableError(f"{folder}: is no folder; name one") from error
    except FileNotFoundError as error:
        raise UnplaceableError(f"{folder}: there is no folder {folder.parent} to make it in") from error
    except OSError as error:
        raise UnplaceableError(f"{folder}: cannot be made: {error.strerror or error}") from error
    return True


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name(beside: Path, place: Path) -> None:
    """Give a finished file its name; where a file has it already, FileExistsError."""
    try:
        os.link(beside, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(place):
            raise FileExistsError(17, "a file of that name is there", str(place)) from None
        os.rename(beside, place)
