"""Screening files with Spark from the shell: the answer is a folder of Parquet, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.bulk.compiling import Told
from coverdict.bulk.duck import Duck, Tick
from coverdict.bulk.folders import folder_for, parts, publish_folder, sweep_folder
from coverdict.bulk.mapping import TableError, near_columns
from coverdict.bulk.publishing import unfinished
from coverdict.bulk.screening import Options, Screening, as_manifest
from coverdict.bulk.spark import Spark, answers_of
from coverdict.bulk.tables import PARQUET, Files, files_of
from coverdict.decision.desk import Desk, program_version
from coverdict.text import CoverdictError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_MEMORY = re.compile(r"(\d+)\s*([kmgt])i?b?", re.IGNORECASE)


class NoSparkError(CoverdictError):
    """Spark is not there, or does not start."""


def screen_files(desk: Desk, table: str, out: str, options: Options, told: Told, tick: Tick) -> Screening:
    """Answer every row of a table under the policies of a library.

    Every machine that Spark runs on has to see the files under the same names.

    Arguments:
        table: a file, a folder or a pattern; Parquet.
        out: the folder to write; one with an older answer is replaced.
        told: told what is being done.
        tick: told of the beginning and the end: Spark does not say how much of a query is done.

    Errors:
        NoSparkError: PySpark or Java is missing, or does not start.
        TableError: there is no such table, it lacks what is needed, or it changed while it was read.
        UnknownPolicyError: no such payer.
        UnwritableError: the answer cannot be written where it is wanted.
    """
    place = folder_for(out)
    files = files_of(table)
    if files.format != PARQUET:
        raise TableError(f"{table} is CSV, which Spark reads in another way; screen it with --engine duckdb")
    if any(place in (path.resolve(), *path.resolve().parents) for path in files.paths):
        raise TableError(f"{out} holds the table itself; write the answer to another folder")
    sweep_folder(place)
    tick(0)
    with unfinished(place) as draft:
        told("starting Spark")
        with _session(options) as session, _told_errors(files):
            found = _answered(desk, session, files, draft, options, told)
        files.unchanged()
        done = replace(found, out=place, named=out)
        publish_folder(draft, place, as_manifest(done))
    tick(1)
    return done


def _answered(
    desk: Desk, session: SparkSession, files: Files, draft: Path, options: Options, told: Told
) -> Screening:
    """The answers, in a folder that is not in its place yet."""
    duck = Duck(options.threads)
    try:
        told("looking at the table")
        rows = duck.count(files.source())
        engine = Spark(_read(session, files, duck))
        found = answers_of(desk, engine, options, told)
        told("writing the answer")
        found.frame.write.option("compression", "zstd").parquet(_address(draft))
        written = parts(draft)
        if not written:
            raise TableError(
                f"Spark wrote no files to {draft.parent} on this machine; where it runs on others, "
                "screen a DataFrame from Python"
            )
        counts = duck.counts(written, found.columns)
        if counts.rows != rows:
            raise TableError(f"{rows:,} rows were read and {counts.rows:,} answered; nothing was written")
    finally:
        duck.close()
    names = [column.name for column in engine.columns]
    return Screening(
        out=draft,
        named="",
        table=files.named,
        files=files.paths,
        library=desk.library.path,
        library_digest=desk.digest,
        program_version=program_version(),
        engine=engine.version,
        payer=options.asking.payer,
        system=options.asking.system,
        held=found.table.shown,
        missing=found.table.missing,
        near=near_columns(found.table, names),
        kept=found.kept,
        columns=found.columns,
        counts=counts,
        size=sum(path.stat().st_size for path in written),
    )


def _read(session: SparkSession, files: Files, duck: Duck) -> DataFrame:
    """The files as one DataFrame.

    Errors:
        TableError: files with different columns, of which Spark would read those of one; or folders that
            stand for a column.
    """
    folder = Path(files.named) if Path(files.named).is_dir() else None
    for path in files.paths:
        within = path.relative_to(folder).parts[:-1] if folder else ()
        if named := next((part for part in within if "=" in part), None):
            raise TableError(
                f"{files.named}: the folder {named} stands for a column; screen a DataFrame from Python"
            )
    first, *others = files.paths
    wanted = duck.columns(Files(str(first), (first,), files.format, ()).source())
    for path in others:
        given = duck.columns(Files(str(path), (path,), files.format, ()).source())
        if given != wanted:
            raise TableError(f"{path} has other columns than {first}; screen them one by one")
    # A name is taken as it is: without this, [ and { in it would make it a pattern.
    return session.read.option("__globPaths__", "false").parquet(*(_address(path) for path in files.paths))


def _address(path: Path) -> str:
    """A path as Spark takes it whatever file system is its usual one."""
    return f"file://{path.resolve()}"


@contextmanager
def _session(options: Options) -> Iterator[SparkSession]:
    """Spark as it is set up, or on this machine alone; one that runs already is used, and goes on.

    Errors:
        NoSparkError: PySpark or Java is missing, or does not start.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSparkError("PySpark is not installed: pip install 'coverdict[spark]'") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    made = SparkSession.builder.appName("coverdict").config("spark.ui.showConsoleProgress", "false")
    if options.threads is not None:
        made = made.master(f"local[{options.threads}]")
    if options.memory is not None:
        made = made.config("spark.driver.memory", memory_of(options.memory))
    try:
        session = made.getOrCreate()
    except PySparkException as error:
        raise NoSparkError(
            f"Spark does not start; it needs Java 17 or newer ({_first_line(error)})"
        ) from None
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def memory_of(written: str) -> str:
    """An amount of memory as Java takes it.

    Errors:
        TableError: it is none.
    """
    found = _MEMORY.fullmatch(written.strip())
    if found is None:
        raise TableError(f"--memory {written}: write a whole number with its unit, as 4GB")
    return f"{found[1]}{found[2].lower()}"


@contextmanager
def _told_errors(files: Files) -> Iterator[None]:
    """Turn an error of Spark into one about the table.

    Errors:
        TableError: a file that is damaged or cannot be read, or a full disk.
    """
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        if "No space left" in str(error):
            raise TableError("the disk is full; nothing was written") from None
        files.unchanged()
        raise TableError(f"{files.named} cannot be read: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
