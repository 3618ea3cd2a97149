"""The measurements of a screening, as sections of the report."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from bench import program
from bench.report import Line, Section, at_least, per_second, shown
from bench.screening import sides
from bench.screening.checking import differing, expected
from bench.screening.data import CHECKED, ROWS, RULE, THIRTY, THREADS, Table, file
from bench.screening.hand import connected
from bench.screening.ours import KEPT, screener
from bench.screening.running import Measured, measured

BENCH = Path(__file__).resolve().parents[1]
LIBRARIES = {RULE: BENCH / "rule", THIRTY: BENCH / "thirty"}
PAYER = "measured"
ABOUT = (
    f"{ROWS:,} claims from one Parquet file to another, {THREADS} threads, each run in a process of its own; "
    "reading, preparing and writing included; the library has been read before. The queries "
    "are what a skilled person writes (`bench/screening/hand`)."
)


OURS_OUTCOME, OURS_ALL = "Coverdict, outcome alone", "Coverdict, all columns"


def ours_on(table: Table) -> dict[str, sides.Screen]:
    """The program's sides on a table of claims."""
    column = {RULE: "benefit", THIRTY: "status"}[table]
    return {
        OURS_OUTCOME: screener(LIBRARIES[table], (column,)),
        OURS_ALL: screener(LIBRARIES[table]),
    }


def rule(runs: int = 5) -> Section:
    """The small rule, beside the hand-written queries."""
    about = f"The rule of `bench/rule`. {ABOUT}"
    return Section("Screening by a small rule", about, _lines(RULE, runs))


def thirty(runs: int = 3) -> Section:
    """The policy of thirty facts and ten rules, beside the hand-written queries."""
    about = f"The policy of `bench/thirty`: thirty facts, ten rules, four products. {ABOUT}"
    return Section("Screening by a policy of thirty facts", about, _lines(THIRTY, runs))


def peers(runs: int = 5) -> Section:
    """The small rule in other engines, the outcome alone."""
    ours = {OURS_OUTCOME: ours_on(RULE)[OURS_OUTCOME]}
    program.opened(LIBRARIES[RULE], KEPT)
    by_hand = sides.sides(RULE, ours)
    del by_hand[sides.ALL]
    whole = measured({**by_hand, **sides.vectorised_sides()}, runs)
    rows = measured(sides.zen_sides(), runs)
    wrong = sum(_unlike_hand(name, ROWS) for name in whole if name not in ours)
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
            *(
                at_least(
                    f"beside {name}", _rate(whole[OURS_OUTCOME], ROWS) / _rate(found, sides.ZEN_ROWS), 20
                )
                for name, found in rows.items()
            ),
            *(
                at_least(f"beside {name}", _rate(whole[OURS_OUTCOME], ROWS) / _rate(found, ROWS), 1)
                for name, found in whole.items()
                if "-core" in name
            ),
            Line("answers unlike those of the hand-written query", str(wrong), "none", wrong == 0),
        ),
    )


def _lines(table: Table, runs: int) -> tuple[Line, ...]:
    program.opened(LIBRARIES[table], KEPT)
    found = measured(sides.sides(table, ours_on(table)), runs)
    wrong = wrong_answers(table, found)
    pairs = ((OURS_OUTCOME, sides.OUTCOME, "the outcome alone"), (OURS_ALL, sides.ALL, "all columns"))
    return (
        *(_speed(name, each, ROWS) for name, each in found.items()),
        *(
            _at_most(f"{what}: seconds", found[own].median / found[hand].median, 1)
            for own, hand, what in pairs
        ),
        *(_at_most(f"{what}: memory", found[own].peak / found[hand].peak, 1.5) for own, hand, what in pairs),
        Line(f"wrong answers, first {CHECKED:,} claims, all sides", str(wrong), "none", wrong == 0),
    )


def large(rows: int = 100_000_000) -> Section:
    """A table that is larger than the memory that is given to it."""
    claims = file(RULE, rows)
    found = measured({"all": partial(ours_on(RULE)[OURS_ALL], claims, sides.result(RULE, "large"))}, 1)["all"]
    gigabytes = found.peak / 1024**2
    return Section(
        "Screening a hundred million claims",
        f"The rule of `bench/rule`, all columns, {rows:,} claims in one Parquet file.",
        (
            Line("Coverdict, all columns", f"{shown(found.median)}, {per_second(rows / found.median)}"),
            Line("most memory", f"{gigabytes:.2f} GiB", "below 8 GiB", gigabytes < 8),
        ),
    )


def _at_most(what: str, value: float, goal: float) -> Line:
    return Line(
        f"{what}, beside the hand-written", f"{value:.2f} times", f"at most {goal:g} times", value <= goal
    )


def _rate(found: Measured, rows: int) -> float:
    return rows / found.median


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
