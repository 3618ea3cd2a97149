"""The files of a table: found, described for DuckDB, and watched lest they change while they are read."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from coverdict.bulk.dialects import Sql
from coverdict.bulk.mapping import TableError
from coverdict.text import counted, did_you_mean

PARQUET, CSV = "parquet", "csv"
LONGEST_LINE = 10_000_000
"""Bytes of a line of CSV; longer ones are no rows."""

_SUFFIXES = {".parquet": PARQUET, ".pq": PARQUET, ".csv": CSV, ".csv.gz": CSV, ".tsv": CSV, ".txt": CSV}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a file is still the same."""

    size: int
    changed: int
    number: int


@dataclass(frozen=True)
class Files:
    """The files of a table.

    Arguments:
        named: as the user named it: a file, a folder, or a pattern.
        paths: the files, by name.
        format: of all of them.
        stamps: how they were when they were found.
    """

    named: str
    paths: tuple[Path, ...]
    format: str
    stamps: tuple[Stamp, ...]

    def source(self, rejects: str = "fail") -> Sql:
        """The table, for DuckDB. Of CSV, everything is text: a guessed type would lose the zeros of codes.

        Arguments:
            rejects: what becomes of lines that are no rows: `fail`, `store` them, or `skip` them.
        """
        listed = exp.Array(expressions=[exp.Literal.string(as_pattern(path)) for path in self.paths])
        if self.format == PARQUET:
            return exp.Anonymous(this="read_parquet", expressions=[listed])
        options: dict[str, Sql] = {
            "all_varchar": exp.true(),
            "header": exp.true(),
            # RFC 4180: an apostrophe quotes nothing, however many values begin and end with one.
            "quote": exp.Literal.string('"'),
            "escape": exp.Literal.string('"'),
            "max_line_size": exp.Literal.number(LONGEST_LINE),
            "buffer_size": exp.Literal.number(4 * LONGEST_LINE),
        }
        if rejects == "store":
            options["store_rejects"] = exp.true()
        if rejects == "skip":
            options["ignore_errors"] = exp.true()
        named = [
            exp.PropertyEQ(this=exp.to_identifier(key), expression=value) for key, value in options.items()
        ]
        return exp.Anonymous(this="read_csv", expressions=[listed, *named])

    def unchanged(self) -> None:
        """Errors:
        TableError: a file is gone, or not what it was.
        """
        for path, stamp in zip(self.paths, self.stamps, strict=True):
            try:
                now = stamp_of(path)
            except OSError:
                raise TableError(f"{path} was removed while it was read; nothing was written") from None
            if now != stamp:
                raise TableError(f"{path} changed while it was read; nothing was written") from None


def as_pattern(path: Path) -> str:
    """The pattern that stands for this very file: engines take the names of files for patterns."""
    return glob.escape(str(path))


def stamp_of(path: Path) -> Stamp:
    found = os.stat(path)
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino)


def files_of(named: str) -> Files:
    """The files that a name stands for: one file, all files of a folder, or what a pattern matches.

    Errors:
        TableError: there are none, they cannot be read, or they are of several formats.
    """
    path = Path(named)
    if path.is_dir():
        found = sorted(one for one in path.rglob("*") if one.is_file() and _format(one))
        if not found:
            raise TableError(f"{named} holds no .parquet and no .csv file")
    elif path.exists():
        found = [path]
        if not path.is_file():
            raise TableError(f"{named} is no file and no folder")
    elif glob.has_magic(named):
        found = sorted(Path(one) for one in glob.glob(named, recursive=True) if Path(one).is_file())
        if not found:
            raise TableError(f"no file matches {named}")
    else:
        raise TableError(f"there is no file {named}{_near(path)}")
    formats = {_format(one) for one in found}
    if None in formats:
        strange = next(one for one in found if _format(one) is None)
        raise TableError(f"{strange}: tables are read from .parquet and .csv files")
    if len(formats) > 1:
        raise TableError(
            f"{named}: {counted(len(found), 'file')}, some Parquet and some CSV; name one sort of them"
        )
    stamps = []
    for one in found:
        try:
            with one.open("rb") as opened:
                opened.read(1)
            stamps.append(stamp_of(one))
        except OSError as error:
            raise TableError(f"{one} cannot be read: {error.strerror}") from None
        if not stamps[-1].size:
            raise TableError(f"{one} is empty: not even the names of its columns are there")
    (format_,) = formats
    assert format_ is not None
    return Files(named, tuple(found), format_, tuple(stamps))


def _format(path: Path) -> str | None:
    name = path.name.lower()
    return next((format_ for suffix, format_ in _SUFFIXES.items() if name.endswith(suffix)), None)


def _near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"; there is no folder {folder}"
    near = did_you_mean(path.name, [one.name for one in folder.iterdir()])
    return f"; {near}" if near else ""


def kept_columns(
    names: Sequence[str], facts: Collection[str], wanted: Sequence[str] | None
) -> tuple[str, ...]:
    """The table's columns that go on into the answer.

    Arguments:
        names: the table's.
        facts: those of them that hold facts.
        wanted: the user's choice; without one, all that hold no fact, or all where each does.

    Errors:
        TableError: a column that is not there.
    """
    if wanted is None:
        return tuple(name for name in names if name not in facts) or tuple(names)
    if list(wanted) == ["all"]:
        return tuple(names)
    for name in wanted:
        if name not in names:
            near = did_you_mean(name, names)
            raise TableError(f"--keep {name}: the table has no column {name}{f'; {near}' if near else ''}")
    return tuple(dict.fromkeys(wanted))
