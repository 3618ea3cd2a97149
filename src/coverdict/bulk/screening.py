"""Screening a table with DuckDB: every row with its answer, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coverdict.bulk.answers import ANSWER, COLUMNS
from coverdict.bulk.compiling import Asking, Told, asked_ahead, codes_met, compiled, planned, without_survey
from coverdict.bulk.counts import COUNTED, Counts
from coverdict.bulk.duck import Duck, Tick
from coverdict.bulk.faults import told_errors
from coverdict.bulk.mapping import Held, TableError, near_columns
from coverdict.bulk.plan import CONTRADICTION, UNREADABLE
from coverdict.bulk.publishing import place_for, publish, sweep, unfinished
from coverdict.bulk.query import Query, answered
from coverdict.bulk.tables import CSV, Files, files_of, kept_columns
from coverdict.decision.desk import Desk, program_version
from coverdict.library.versions import UnknownPolicyError
from coverdict.text import did_you_mean


@dataclass(frozen=True)
class Screening:
    """What was done: where the answer lies, and all that is needed to do it again.

    Arguments:
        named: the answer's file as the user named it.
        held: the column of each fact that has one.
        missing: the column that each other fact was looked for in.
        near: of these, the ones whose name is nearly that of a column which holds no fact.
        size: of the answer, in bytes.
    """

    out: Path
    named: str
    table: str
    files: tuple[Path, ...]
    library: str
    library_digest: str
    program_version: str
    engine: str
    payer: str | None
    system: str
    held: Mapping[str, str]
    missing: Mapping[str, str]
    near: Mapping[str, str]
    kept: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Counts
    size: int


@dataclass(frozen=True)
class Options:
    """How a table is screened.

    Arguments:
        asking: what of the library is asked.
        keep: the table's columns that go on into the answer; see `kept_columns`.
        columns: of the answer; `set_apart` is always among them.
        threads, memory: of DuckDB; its own defaults when None.
    """

    asking: Asking = field(default_factory=Asking)
    keep: tuple[str, ...] | None = None
    columns: tuple[str, ...] = COLUMNS
    threads: int | None = None
    memory: str | None = None


def screen(
    desk: Desk,
    table: str,
    out: str,
    options: Options,
    told: Told,
    tick: Tick,
) -> Screening:
    """Answer every row of a table under the policies of a library.

    Arguments:
        table: a file, a folder or a pattern; Parquet or CSV.
        out: the Parquet file to write.
        told: told what is being done.
        tick: told how much of the last pass is done.

    Errors:
        TableError: there is no such table, it lacks what is needed, or it changed while it was read.
        UnknownPolicyError: no such payer.
        UnwritableError: the answer cannot be written where it is wanted.
    """
    place = place_for(out, (".parquet", ".pq"))
    files = files_of(table)
    known_payer(desk, options.asking.payer)
    if any(path.resolve() == place for path in files.paths):
        raise TableError(f"{out} is the table itself; write the answer to another file")
    sweep(place)
    with unfinished(place) as draft:
        duck = Duck(options.threads, options.memory, draft.with_name(f"{draft.name}.spill"))
        try:
            with told_errors(files, draft, out):
                found = _answered(desk, duck, files, draft, options, told, tick)
            done = replace(found, out=place, named=out)
            files.unchanged()
            publish(draft, place, as_manifest(done))
        finally:
            duck.close()
    return done


def _answered(
    desk: Desk, duck: Duck, files: Files, draft: Path, options: Options, told: Told, tick: Tick
) -> Screening:
    """The answers, in a file that is not in its place yet."""
    told("looking at the table")
    rejects = duck.rejects(files.source("store")) if files.format == CSV else []
    source = files.source("skip")
    columns = duck.columns(source)
    names = [column.name for column in columns]
    met = codes_met(duck, source, desk, columns, options.asking)
    routes, table = planned(desk, columns, options.asking, met)
    kept, wanted = columns_of_answer(names, table, options)
    rows = duck.count(source) + len(rejects)
    extra = [tuple(_rejected(name, why) for name in (*kept, *wanted)) for why in rejects]
    first = asked_ahead if "questions" in wanted else without_survey
    found = first(duck, source, routes, table, told)
    if found is not None and found.plan.vectors:
        found = None
    surveyed = found is None
    while True:
        if found is None:
            found = compiled(duck, source, routes, table, told)
        told("writing the answer")
        query = answered(found.plan, source, kept, wanted, found.asked, found.unreadable)
        written = duck.write(Query(query.tree, (*query.lookups, *found.lookups)), draft, tick, extra)
        if written != rows:
            raise TableError(f"{rows:,} rows were read and {written:,} answered; nothing was written")
        counts = duck.counts([draft], wanted)
        if surveyed or not {UNREADABLE, CONTRADICTION} & {why for why, _ in counts.set_apart}:
            break
        # Why a row is set apart is told row by row, after a look at the table.
        found, surveyed = None, True
    return Screening(
        out=draft,
        named="",
        table=files.named,
        files=files.paths,
        library=desk.library.path,
        library_digest=desk.digest,
        program_version=program_version(),
        engine=duck.version,
        payer=options.asking.payer,
        system=options.asking.system,
        held=table.shown,
        missing=table.missing,
        near=near_columns(table, names),
        kept=kept,
        columns=wanted,
        counts=counts,
        size=draft.stat().st_size,
    )


def _rejected(name: str, why: str) -> str | None:
    return {"set_apart": why, "answer": ANSWER}.get(name)


def known_payer(desk: Desk, payer: str | None) -> None:
    """Errors:
    UnknownPolicyError: a payer is named that has no settings in the library.
    """
    payers = desk.library.contents.payers
    if payer is not None and payer not in payers:
        near = did_you_mean(payer, payers)
        raise UnknownPolicyError(f"payer {payer!r} has no settings in the library; {near}".rstrip("; "))


def columns_of_answer(
    names: Sequence[str], table: Held, options: Options
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The table's columns that go on, and the answer's own.

    Arguments:
        names: the table's columns.

    Errors:
        TableError: the table or an answer has no such column, or both have one of the same name.
    """
    kept = kept_columns(names, table.columns, options.keep)
    wanted = chosen_columns(options.columns)
    # Engines do not tell capitals apart.
    if clash := [name for name in kept if name.lower() in wanted]:
        raise TableError(
            f"the table has a column {clash[0]}, and so has the answer; "
            "say which of the table's columns go on: --keep"
        )
    return kept, wanted


def chosen_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of an answer, in their order.

    Errors:
        TableError: an answer has no such column.
    """
    for name in columns:
        if name not in COLUMNS:
            near = did_you_mean(name, COLUMNS)
            raise TableError(f"an answer has no column {name}; {near or 'there are ' + ', '.join(COLUMNS)}")
    return tuple(name for name in COLUMNS if name in columns or name == "set_apart")


def as_manifest(done: Screening) -> dict[str, object]:
    """What is written beside an answer: what it is, from what it was made, and how its rows add up."""
    return {
        "kind": ANSWER,
        "file": done.out.name,
        "table": done.table,
        "files": [str(path) for path in done.files],
        "library": {"path": done.library, "digest": done.library_digest},
        "program": {"name": "coverdict", "version": done.program_version},
        "engine": done.engine,
        "payer": done.payer,
        "system": done.system,
        "columns": {
            "facts": dict(done.held),
            "missing": dict(done.missing),
            "near": dict(done.near),
            "kept": list(done.kept),
        },
        "rows": {
            "read": done.counts.rows,
            "answered": done.counts.rows - done.counts.apart,
            "set_apart": done.counts.apart,
        },
        "answers": [
            {**dict(zip(COUNTED, values, strict=True)), "rows": count}
            for values, count in done.counts.answers
        ],
        "set_apart": [{"why": why, "rows": count} for why, count in done.counts.set_apart],
        "bytes": done.size,
    }
