"""Generated policies of 100 facts and 60 rules in three shapes: nodes, budget, and time of one walk."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench import program
from bench.generated import shapes_library
from bench.measure import middle
from bench.report import Line, Section, shown
from coverdict.library.functions import NODE_BUDGET
from coverdict.logic import Function, Mask

WALKS = 200


def diagrams() -> Section:
    """Compile each shape and walk it under partly known facts."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = shapes_library(folder)
        library = program.opened(folder)
        for shape, policy in names.items():
            found = program.outcome_of(library, "generated", policy)
            if found.nodes is None:
                lines.append(Line(f"{shape}: decided by the solver", "over budget", "said", True))
            else:
                lines.append(
                    Line(
                        f"{shape}: nodes",
                        f"{found.nodes:,}",
                        f"at most {NODE_BUDGET:,}",
                        found.nodes <= NODE_BUDGET,
                    )
                )
            lines.append(Line(f"{shape}: compiled in", shown(found.seconds)))
            chance = random.Random(3)
            partly = [program.partly_known(found, chance) for _ in range(WALKS)]
            walk = middle(partial(_walks, found.function, partly), 5) / WALKS
            lines.append(Line(f"{shape}: possible outcomes, half of the facts known", shown(walk)))
    return Section(
        "Large policies",
        "Policies drawn from a seed, 100 facts and 60 rules each (`bench/generated.py`): rules by "
        "indication, rules about neighbouring facts, and rules about any facts at all, which no order "
        "of a diagram suits. The budget bounds the nodes that may be made under one order, of which few are "
        "kept; where it is exceeded in every order, a solver gives the same outcomes, and traces say so.",
        tuple(lines),
    )


def _walks(function: Function, partly: Sequence[Sequence[Mask]]) -> None:
    for masks in partly:
        function.possible(masks)
