"""A library of a thousand policies screened at once, beside a library of one, on the same claims."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.generated import PAYER, Fact, Shape, facts, policy, scattered, some_of, write_library
from bench.report import Line, Section, per_second, shown
from bench.screening.columns import Drawn, one_of, tenths, whole, yes
from bench.screening.data import ROWS, Table, file
from bench.screening.ours import screener
from bench.screening.running import Measured, measured

POLICIES = 1_000
FACTS, FACTS_EACH, RULES = 200, 20, 8
FIRST_CODE = 10_000


def by_part(chance: random.Random, known: Sequence[Fact], number: int) -> list[str]:
    """Twelve indications; a rule speaks of one of them and of any three facts."""
    return [f"indication is i{number % 12:02d}", *some_of(chance, chance.sample(known, 3))]


def near_by(chance: random.Random, known: Sequence[Fact], number: int) -> list[str]:
    """A rule speaks of facts near each other, and neighbouring rules of neighbouring facts."""
    start = min(number * len(known) // RULES, len(known) - 6)
    return some_of(chance, chance.sample(known[start : start + 6], 4))


SHAPES: tuple[Shape, ...] = (by_part, near_by, scattered)


def _policies(count: int, seed: int = 11) -> dict[str, str]:
    chance, known = random.Random(seed), facts(FACTS)
    found = {}
    for number in range(count):
        name = f"generated/p{number:04d}"
        some = chance.sample(known, FACTS_EACH)
        shape = SHAPES[number % len(SHAPES)]
        found[name] = policy(name, str(FIRST_CODE + number), some, RULES, shape, chance)
    return found


def _for_all_codes(text: str) -> str:
    """A policy that governs the codes of all."""
    (line,) = (line for line in text.splitlines() if "role: governed" in line)
    lines = (line.replace(str(FIRST_CODE), str(FIRST_CODE + number)) for number in range(POLICIES))
    return text.replace(line, "\n".join(lines))


def _libraries(folder: Path) -> Mapping[str, Path]:
    """The thousand, and one policy of each shape that governs all their codes."""
    every = _policies(POLICIES)
    write_library(folder / "thousand", every, facts(FACTS))
    found = {"thousand": folder / "thousand"}
    for at, (name, text) in enumerate(list(every.items())[: len(SHAPES)]):
        alone = text.replace(str(FIRST_CODE + at), str(FIRST_CODE))
        write_library(folder / f"one-{at}", {name: _for_all_codes(alone)}, facts(FACTS))
        found[f"one-{at}"] = folder / f"one-{at}"
    return found


def _column(at: int, fact: Fact) -> Drawn:
    name = f'"{fact.name}"'
    match at % 4:
        case 0 | 1:
            return yes(name, 50, missing=12)
        case 2:
            return one_of(name, "abcd", missing=12)
    return whole(name, 0, 6, missing=12) if at % 8 == 3 else tenths(name, 0, 59, missing=12)


CLAIMS = Table(
    "shelves",
    (
        Drawn('"service.code"', f"({FIRST_CODE} + draw(i, {{}}, {POLICIES}))::VARCHAR"),
        Drawn('"service.date"', "DATE '2024-01-01' + draw(i, {}, 700)"),
        one_of("product", ("standard",)),
        one_of("indication", [f"i{number:02d}" for number in range(12)], missing=12),
        *(_column(at, fact) for at, fact in enumerate(facts(FACTS))),
    ),
)


def thousand(rows: int = ROWS, runs: int = 1) -> Section:
    """The outcome alone of each claim, under a thousand policies and under one."""
    claims = file(CLAIMS, rows)
    with tempfile.TemporaryDirectory() as name:
        libraries = _libraries(Path(name))
        found = measured(
            {
                which: partial(
                    screener(folder, ("status",), payer=PAYER), claims, Path(name) / "answer.parquet"
                )
                for which, folder in libraries.items()
            },
            runs,
        )
    ones = [one for which, one in found.items() if which != "thousand"]
    slowest = max(one.median for one in ones)
    times = found["thousand"].median / slowest
    busy = _busy(found["thousand"]) / max(map(_busy, ones))
    return Section(
        "Screening by a thousand policies",
        f"{POLICIES:,} policies, each of {RULES} rules about {FACTS_EACH} facts of one vocabulary of "
        f"{FACTS}, of three shapes; beside a policy of each shape that governs the codes of all. "
        f"{rows:,} claims with every fact in a column of its own; the outcome alone; opening, compiling, "
        "reading and writing included.",
        (
            *(
                Line(
                    f"{POLICIES:,} policies" if which == "thousand" else f"one policy ({at})",
                    f"{shown(one.median)}, {per_second(rows / one.median)}; "
                    f"{shown(_busy(one))} of processor, {one.peak / 1024:,.0f} MiB",
                )
                for at, (which, one) in enumerate(found.items())
            ),
            Line("seconds, beside the slowest of one", f"{times:.1f} times", "at most 5 times", times <= 5),
            Line("processor time, beside the slowest of one", f"{busy:.1f} times"),
        ),
    )


def _busy(found: Measured) -> float:
    return sorted(found.busy)[len(found.busy) // 2]
