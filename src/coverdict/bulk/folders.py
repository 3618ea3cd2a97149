"""Putting a folder of files, and the manifest beside it, into place: as `publishing` does with one file.

A folder cannot take another's place in one step. The old one is moved aside, the new one to its place, and
only then the old one is removed; where that is interrupted between the two, the next run puts it back.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from coverdict.bulk.publishing import (
    UnwritableError,
    is_running,
    manifest_path,
    settle,
    sweep,
    unfinished,
    write_manifest,
)

_PART = re.compile(r"_SUCCESS|part-[^/]*\.parquet|\._SUCCESS\.crc|\.part-[^/]*\.crc")
"""The files of a folder that Spark writes."""


def folder_for(named: str) -> Path:
    """The place that a new folder is to have; a link leads to the folder that it names.

    Errors:
        UnwritableError: there is a file, a folder with anything but an older answer, or none to put it in.
    """
    path = Path(named)
    try:
        where = path.resolve()
        if where.exists() and not where.is_dir():
            raise UnwritableError(f"{named} is a file; Spark writes the answer as a folder: name another")
        if not where.parent.is_dir():
            raise UnwritableError(f"{named}: there is no folder {path.parent} to write it to")
        held = [one.name for one in where.iterdir()] if where.is_dir() else []
        if strange := [name for name in held if not _PART.fullmatch(name)]:
            raise UnwritableError(
                f"{named} is a folder that holds something else ({strange[0]}), which would be lost; "
                "name a new folder"
            )
        if held and not manifest_path(where).is_file():
            # Whatever else Spark wrote looks the same, a table of claims for one.
            raise UnwritableError(
                f"{named} is a folder without {manifest_path(where).name} beside it, so perhaps no older "
                "answer; name a new folder"
            )
    except (OSError, RuntimeError, ValueError) as error:
        raise UnwritableError(f"{named} cannot be written: {error}") from None
    return where


def parts(folder: Path) -> list[Path]:
    """The files of a folder that hold rows, by name."""
    return sorted(folder.glob("part-*.parquet"))


def sweep_folder(folder: Path) -> None:
    """Remove what runs that were killed left beside a folder, and put back what they had moved aside."""
    sweep(folder)
    for aside in folder.parent.glob(f".{glob.escape(folder.name[:100])}.*.old"):
        owner = aside.name.removeprefix(f".{folder.name[:100]}.").partition("-")[0]
        if not owner.isdigit() or is_running(int(owner)):
            continue
        if folder.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            os.rename(aside, folder)


def publish_folder(written: Path, folder: Path, manifest: Mapping[str, object]) -> None:
    """Move a folder that was written to its place, and its manifest beside it.

    Errors:
        OSError: the disk is full, or the place cannot be written to any more; the old folder is there then.
    """
    beside = manifest_path(folder)
    with unfinished(beside) as draft:
        write_manifest(draft, manifest)
        for part in written.iterdir():
            with part.open("rb") as finished:
                os.fsync(finished.fileno())
        settle(written)
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        aside = folder.with_name(f".{folder.name[:100]}.{os.getpid()}-{secrets.token_hex(8)}.old")
        with contextlib.suppress(FileNotFoundError):
            os.rename(folder, aside)
        try:
            os.rename(written, folder)
        except OSError:
            if aside.exists():
                os.rename(aside, folder)
            raise
        os.replace(draft, beside)
        settle(folder.parent)
    shutil.rmtree(aside, ignore_errors=True)
