"""A library of 1,000 policies: opening it, and finding the policy for a code, as it grows."""

from __future__ import annotations

import random
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from bench import program
from bench.generated import PAYER, wide_library
from bench.measure import middle, seconds
from bench.report import Line, Section, below, shown

SIZES = (10, 100, 1_000)
ROUTES = 10_000
DAY = date(2024, 6, 3)


def growing() -> Section:
    """Open libraries of growing size and route codes through them."""
    lines: list[Line] = []
    routing: dict[int, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder, kept = Path(name) / "library", Path(name) / "kept"
            codes = wide_library(folder, size)
            cold = seconds(partial(program.opened, folder, kept))
            warm = middle(partial(program.opened, folder, kept), 5)
            if size == SIZES[-1]:
                lines.append(below(f"{size:,} policies, read and checked", cold, 15))
                lines.append(below(f"{size:,} policies, from what was kept", warm, 1))
            else:
                lines.append(Line(f"{size:,} policies, read and checked", shown(cold)))
                lines.append(Line(f"{size:,} policies, from what was kept", shown(warm)))
            library = program.opened(folder, keep=kept)
            chance = random.Random(5)
            drawn = [chance.choice(codes) for _ in range(ROUTES)]
            program.route_all(library, PAYER, drawn[:10], DAY)
            routing[size] = middle(partial(program.route_all, library, PAYER, drawn, DAY), 7) / ROUTES
    lines += [
        Line(f"finding the policy of a code among {size:,}", shown(spent)) for size, spent in routing.items()
    ]
    slower = routing[SIZES[-1]] / routing[SIZES[0]]
    lines.append(
        Line("slower among 1,000 than among 10", f"{slower:.2f} times", "at most 1.5 times", slower <= 1.5)
    )
    return Section(
        "Libraries that grow",
        "Policies drawn from a seed, each of 8 rules about 20 facts of one vocabulary of 200. *Kept* "
        "is the program's cache of what it read; it is keyed by the library's digest.",
        tuple(lines),
    )
