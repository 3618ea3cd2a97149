"""`coverdict screen`: every row of a claims table answered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.text import counted

if TYPE_CHECKING:
    from coverdict.bulk.screening import Screening
    from coverdict.cli.paper import Layout, Row


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a table is to be screened, as the command line says it.

    Arguments:
        chosen: the user's own columns by fact.
        keep, columns: what goes on of the table, and what is answered; the usual when None.
    """

    out: str
    payer: str | None
    system: str
    chosen: dict[str, str]
    keep: tuple[str, ...] | None
    columns: tuple[str, ...] | None
    engine: str
    threads: int | None
    memory: str | None
    as_json: bool


def screen(table: str, library: str | None, wishes: Wishes) -> int:
    """Answer every row of a table, and print what was done.

    Errors:
        CoverdictError: whatever is wrong with the library, the table or the place of the answer.
    """
    from coverdict.bulk.answers import COLUMNS
    from coverdict.bulk.compiling import Asking
    from coverdict.bulk.engines import engine_of
    from coverdict.bulk.screening import Options, as_manifest
    from coverdict.decision import open_library

    screened = engine_of(wishes.engine)
    options = Options(
        asking=Asking(wishes.payer, wishes.system, wishes.chosen),
        keep=wishes.keep,
        columns=wishes.columns or COLUMNS,
        threads=wishes.threads,
        memory=wishes.memory,
    )
    with progress() as (told, tick):
        done = screened(open_library(library), table, wishes.out, options, told, tick)
    if wishes.as_json:
        write_json(as_manifest(done))
    else:
        layout = page_layout()
        write_page(summary_rows(done, layout), layout)
    return 0


@contextmanager
def progress() -> Iterator[tuple[Callable[[str], None], Callable[[float], None]]]:
    """What is being done and how much of it, on standard error where a person sees it."""
    if not sys.stderr.isatty():
        yield (lambda _: None), (lambda _: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        task = shown.add_task("opening the library", total=None)
        yield (
            lambda what: shown.update(task, description=what, total=None),
            lambda part: shown.update(task, total=1.0, completed=part),
        )


def summary_rows(done: Screening, layout: Layout) -> list[Row]:
    """What was done: the rows and how they add up."""
    from coverdict.cli.paper import blank, bulleted, row, section

    counts = done.counts
    width = len(f"{counts.rows:,}")
    rows = [row((f"{counts.rows:,} rows screened", "bold"), " (a screening, not a determination)")]
    rows += section("table", [row(done.table)], layout)
    rows += section("answer", [row(done.named)], layout)
    for named, answers in _by_policy(done).items():
        rows += [blank(), row((named, "bold"))]
        rows += [_counted(count, said, width) for said, count in answers]
    if counts.set_apart:
        rows += [blank(), row((f"set apart: {counts.apart:,}", "bold"))]
        rows += [_counted(count, why, width) for why, count in counts.set_apart[:MOST_REASONS]]
        if rest := sum(count for _, count in counts.set_apart[MOST_REASONS:]):
            further = len(counts.set_apart) - MOST_REASONS
            rows.append(_counted(rest, f"for {counted(further, 'further reason')}", width))
    if done.missing:
        names = ", ".join(sorted(done.missing.values()))
        rows += [blank(), row(("no such column, so unknown in every row", "bold")), row(names)]
    for name, other in done.near.items():
        said = f"there is a column {other}: if it is {name}, say --map {_fact(done, name)}={other}"
        rows += bulleted([row(said)], layout)
    return rows


def _fact(done: Screening, column: str) -> str:
    return next(fact for fact, name in done.missing.items() if name == column)


MOST_REASONS = 8
"""Reasons for setting rows apart that are printed one by one."""


def _by_policy(done: Screening) -> dict[str, list[tuple[str, int]]]:
    """Answers in words with their rows, by the version that gave them."""
    found: dict[str, list[tuple[str, int]]] = {}
    for (policy, version, routing, status, benefit, disposition), count in done.counts.answers:
        named = f"{policy}, version {version}" if version else _ROUTINGS.get(routing or "", "answered")
        said = [status or "", f"benefit {benefit}" if benefit else "", disposition or ""]
        found.setdefault(named, []).append((", ".join(part for part in said if part), count))
    return found


_ROUTINGS = {
    "not_addressed": "no policy addresses the code",
    "no_version": "no version in force on the date of service",
    "text_not_held": "a version was in force whose text the library does not hold",
    "no_window": "a policy without a date, outside the payer's window",
    "ambiguous": "several policies address the code",
}


def _counted(count: int, said: str, width: int) -> Row:
    from rich.text import Text

    from coverdict.cli.paper import hung, row

    (found,) = hung([row(said)], Text(f"  {count:>{width},}  "), " " * (width + 4))
    return found
