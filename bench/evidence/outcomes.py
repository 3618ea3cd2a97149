"""An outcome with studies, drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coverdict.evidence.reviews.model import ReviewOutcome, Row, Side
from coverdict.evidence.studies.model import Arm, Cell, Design, Nature, Result, Study, Unit
from coverdict.text import Place

NOWHERE = Place("drawn", 1, 1)


def drawn_outcome(rng: np.random.Generator, count: int) -> tuple[ReviewOutcome, Mapping[str, Study]]:
    """An outcome with `count` randomised trials of two arms, an odds ratio of about 0.7 in each."""
    studies = {f"trial-{number}": _trial(rng, number) for number in range(1, count + 1)}
    rows = tuple(Row(name, "event", "new", "old", False, NOWHERE) for name in studies)
    outcome = ReviewOutcome(
        "event",
        "Event",
        True,
        True,
        Side.HARM,
        "odds ratio",
        None,
        None,
        "",
        "",
        "",
        rows,
        NOWHERE,
    )
    return outcome, studies


def _trial(rng: np.random.Generator, number: int) -> Study:
    treated, control = (int(size) for size in rng.integers(30, 400, 2))
    cells = (
        Cell("new", int(rng.binomial(treated, 0.15)), treated),
        Cell("old", int(rng.binomial(control, 0.2)), control),
    )
    event = Result(
        "event", "event", Nature.COUNT, Unit.PATIENTS, "", None, "", cells, None, None, (), "", NOWHERE
    )
    return Study(
        id=f"trial-{number}",
        label=f"Trial {number}",
        pmid="",
        year=2000 + number,
        title="",
        design=Design.RANDOMISED,
        details="",
        prospective=True,
        condition="",
        population="",
        n=treated + control,
        country="",
        center="",
        recruited=None,
        arms=(Arm("new", "New", "new", treated), Arm("old", "Old", "old", control)),
        results=(event,),
        bias=(),
        differences=(),
        cites=(),
        note="",
        place=NOWHERE,
    )
