"""Putting a file and its manifest into place, so that a reader finds the old ones or the new ones.

The new file is written beside its place under another name and moved there in one step. The manifest speaks
of one very file: the old one is removed before its file is replaced, and the new one appears after. So there
is a whole file at every moment, and never a manifest beside a file that it does not speak of.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coverdict.text import CoverdictError


def manifest_path(file: Path) -> Path:
    return file.with_name(f"{file.name}.manifest.json")


class UnwritableError(CoverdictError):
    """The file cannot be written where the user wants it."""


def place_for(named: str, suffixes: tuple[str, ...]) -> Path:
    """The place that a new file is to have; a link leads to the file that it names.

    Errors:
        UnwritableError: it is a folder, has none to stand in, or has another suffix.
    """
    path = Path(named)
    if not named:
        raise UnwritableError(f"the name of the answer is empty; name a file that ends in {suffixes[0]}")
    if not named.lower().endswith(suffixes):
        raise UnwritableError(
            f"{named}: the answer is written as Parquet; name a file that ends in {suffixes[0]}"
        )
    try:
        where = path.resolve()
        if where.is_dir():
            raise UnwritableError(f"{named} is a folder; name a file")
        if where.exists() and not where.is_file():
            raise UnwritableError(f"{named} is no ordinary file; name another")
        if not where.parent.is_dir():
            raise UnwritableError(f"{named}: there is no folder {path.parent} to write it to")
        if manifest_path(where).is_dir():
            raise UnwritableError(f"{named}: {manifest_path(path).name}, its manifest, is a folder")
    except RuntimeError:
        raise UnwritableError(f"{named} is a link that leads to itself; name another file") from None
    except OSError as error:
        raise UnwritableError(f"{named} cannot be written: {error.strerror or error}") from None
    except ValueError as error:
        raise UnwritableError(f"{named!r} cannot be written: {error}") from None
    return where


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A name beside a file to write it under; whatever is left there is removed at the end."""
    path = file.with_name(f"{_beginning(file)}{os.getpid()}-{secrets.token_hex(8)}.part")
    try:
        yield path
    finally:
        _remove(path)


def _beginning(file: Path) -> str:
    """How the names begin under which a file is written; names have at most 255 bytes."""
    return f".{os.fsencode(file.name)[:100].decode(errors='ignore')}."


def sweep(file: Path) -> None:
    """Remove what runs that were killed left beside a file; what a running process writes stays."""
    for one in (file, manifest_path(file)):
        for path in one.parent.glob(f"{glob.escape(_beginning(one))}*.part*"):
            owner = path.name.removeprefix(_beginning(one)).partition("-")[0]
            if owner.isdigit() and not is_running(int(owner)):
                _remove(path)


def is_running(process: int) -> bool:
    """Whether there is a process of a number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def publish(written: Path, file: Path, manifest: Mapping[str, object]) -> None:
    """Move what was written to its place, and its manifest beside it.

    Errors:
        OSError: the disk is full, or the place cannot be written to any more.
    """
    beside = manifest_path(file)
    with unfinished(beside) as draft:
        write_manifest(draft, manifest)
        with written.open("rb") as finished:
            os.fsync(finished.fileno())
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        os.replace(written, file)
        os.replace(draft, beside)
        settle(file.parent)


def write_manifest(file: Path, manifest: Mapping[str, object]) -> None:
    """Write a manifest as a new file, and see that it is on the disk."""
    with file.open("x", encoding="utf-8") as out:
        json.dump(manifest, out, indent=2, ensure_ascii=False)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())


def settle(folder: Path) -> None:
    """Names in a folder are on the disk only when the folder is."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
