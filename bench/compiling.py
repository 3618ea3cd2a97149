"""How long the two real policies take from their text, already read, to their diagrams."""

from __future__ import annotations

from functools import partial

from bench import program
from bench.measure import middle
from bench.report import Line, Section, below, shown

POLICIES = (
    ("bcn", "bcbsm/cryosurgical-ablation-liver"),
    ("example", "bcbsm/cryosurgical-ablation-liver"),
    ("bsc", "bsc/7.01.75"),
)


def compiling() -> Section:
    """Compile each policy with its payer's plans and the mandates."""
    library = program.opened(None)
    lines = [
        below(
            f"{policy} for {payer}",
            middle(partial(program.compiled, library, payer, policy), 9),
            0.050,
        )
        for payer, policy in POLICIES
    ]
    reading = middle(lambda: program.read_afresh(None), 5)
    return Section(
        "Compiling",
        "From the policy's rules, the payer's plans and the mandates to diagrams of the outcome and "
        "of every step of the trace; and reading all documents of the shipped library from their "
        "texts.",
        (*lines, Line("reading the whole shipped library", shown(reading))),
    )
