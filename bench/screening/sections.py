"""The measurements of a screening, as sections of the report."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench import program
from bench.report import Line, Section, per_second, shown
from bench.screening import sides
from bench.screening.checking import differing, expected
from bench.screening.data import CHECKED, ROWS, RULE, THIRTY, THREADS, Table, file
from bench.screening.hand import connected
from bench.screening.running import Measured, measured

BENCH = Path(__file__).resolve().parents[1]
LIBRARIES = {RULE: BENCH / "rule", THIRTY: BENCH / "thirty"}
PAYER = "measured"
ABOUT = (
    f"{ROWS:,} claims from one Parquet file to another, {THREADS} threads, each run in a process of its own; "
    "reading, preparing and writing included. The queries are what a skilled person writes "
    "(`bench/screening/hand`)."
)


def rule(ours: Mapping[str, sides.Screen] | None = None, runs: int = 5) -> Section:
    """The small rule, beside the hand-written queries.

    Arguments:
        ours: what else is measured, by name; see `bench.screening.sides`.
    """
    about = f"The rule of `bench/rule`. {ABOUT}"
    return Section("Screening by a small rule", about, _lines(RULE, ours, runs))


def thirty(ours: Mapping[str, sides.Screen] | None = None, runs: int = 5) -> Section:
    """The policy of thirty facts and ten rules, beside the hand-written queries; arguments as for `rule`."""
    about = f"The policy of `bench/thirty`: thirty facts, ten rules, four products. {ABOUT}"
    return Section("Screening by a policy of thirty facts", about, _lines(THIRTY, ours, runs))


def peers(ours: Mapping[str, sides.Screen] | None = None, runs: int = 5) -> Section:
    """The small rule in other engines, the outcome alone; arguments as for `rule`."""
    by_hand = sides.sides(RULE, ours)
    del by_hand[sides.ALL]
    whole = measured({**by_hand, **sides.vectorised_sides()}, runs)
    rows = measured(sides.zen_sides(), runs)
    wrong = sum(_unlike_hand(name, ROWS) for name in whole if name not in (ours or {}))
    wrong += sum(_unlike_hand(name, sides.ZEN_ROWS) for name in rows)
    arrays = measured(sides.array_sides(), runs)  # last: they stay in the memory of this process
    return Section(
        "Screening in other engines",
        "The rule of `bench/rule`, the outcome alone, from one Parquet file to another. OpenFisca and "
        "PolicyEngine decide arrays: reading and encoding them is part of their lines, but for those that "
        f"say otherwise. zen-engine decides rows, of which it got the first {sides.ZEN_ROWS:,}.",
        (
            *(_speed(name, found, ROWS) for name, found in whole.items()),
            *(_speed(name, found, ROWS) for name, found in arrays.items()),
            *(_speed(name, found, sides.ZEN_ROWS) for name, found in rows.items()),
            Line("answers unlike those of the hand-written query", str(wrong), "none", wrong == 0),
        ),
    )


def _lines(table: Table, ours: Mapping[str, sides.Screen] | None, runs: int) -> tuple[Line, ...]:
    found = measured(sides.sides(table, ours), runs)
    wrong = wrong_answers(table, found)
    return (
        *(_speed(name, each, ROWS) for name, each in found.items()),
        Line(f"wrong answers, first {CHECKED:,} claims, all sides", str(wrong), "none", wrong == 0),
    )


def wrong_answers(table: Table, names: Iterable[str]) -> int:
    """How many of the first claims some side's last result answers otherwise than the program, row by row."""
    answers = expected(program.opened(LIBRARIES[table]), PAYER, file(table), CHECKED)
    return sum(differing(answers, sides.result(table, name)).total() for name in names)


def _unlike_hand(name: str, rows: int) -> int:
    """Of the first `rows` claims, how many a result does not answer as the hand-written outcome does."""
    one, other = sides.result(RULE, name), sides.result(RULE, sides.OUTCOME)
    query = (
        f"SELECT count(*) FROM read_parquet('{one}') AS one JOIN read_parquet('{other}') AS other "
        f"USING (request_id, outcome) WHERE request_id < {rows}"
    )
    with connected() as connection:
        found = connection.execute(query).fetchone()
    assert found is not None
    return rows - int(found[0])


def _speed(name: str, found: Measured, rows: int) -> Line:
    rate = per_second(rows / found.median)
    busy = shown(statistics.median(found.busy))
    return Line(name, f"{shown(found.median)}, {rate}; {busy} of processor, {found.peak / 1024:,.0f} MiB")
