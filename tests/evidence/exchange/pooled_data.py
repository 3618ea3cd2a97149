"""Data sets that are pooled for the exports: a classic one, one with empty cells, and a proportion."""

from __future__ import annotations

from dataclasses import replace

from coverdict.evidence.pooled import Synthesis
from coverdict.evidence.reviews.model import ReviewOutcome, Row, Side
from coverdict.evidence.studies.model import Cell, Design, Nature, Result, Study, Unit
from coverdict.evidence.synthesis import synthesise
from coverdict.evidence.synthesis_parameters import Parameters
from tests.evidence.exchange.appraisals import CITE, HERE, outcome, study

# Thirteen trials of the BCG vaccine (Colditz et al. 1994, JAMA 271:698): year, events and total of both arms.
BCG = (
    *((1948, 4, 123, 11, 139), (1949, 6, 306, 29, 303), (1960, 3, 231, 11, 220)),
    *((1977, 62, 13598, 248, 12867), (1973, 33, 5069, 47, 5808), (1953, 180, 1541, 372, 1451)),
    *((1973, 8, 2545, 10, 629), (1980, 505, 88391, 499, 88391), (1968, 29, 7499, 45, 7277)),
    *((1961, 17, 1716, 65, 1665), (1974, 186, 50634, 141, 27338), (1969, 5, 2498, 3, 2341)),
    (1976, 27, 16913, 29, 17854),
)

# Cells without events, of one arm and of both, and an arm in which everybody had the event.
EMPTY = (
    (2001, 0, 25, 3, 25),
    (2002, 1, 42, 1, 46),
    (2003, 0, 16, 0, 13),
    (2004, 9, 9, 5, 8),
    (2005, 3, 48, 3, 49),
)


def synthesis(
    measure: str, rows: tuple[tuple[int, int, int, int, int], ...], parameters: Parameters
) -> Synthesis:
    """What the program makes of these rows."""
    single = measure == "proportion"
    studies: dict[str, Study] = {}
    used: list[Row] = []
    for number, (year, a, n, c, m) in enumerate(sorted(rows), start=1):
        name = f"trial-{number}"
        cells = (Cell("cryo", a, n), Cell("heat", c, m))
        result = Result(
            *("events", "events", Nature.COUNT, Unit.PATIENTS, "", None, "", cells, None, None),
            *((CITE,), "", HERE),
        )
        design = Design.RANDOMISED if number % 2 else Design.COMPARATIVE
        studies[name] = replace(study(name, f"Trial {number}", year), results=(result,), design=design)
        used.append(Row(name, "events", "cryo", "" if single else "heat", False, HERE))
    return synthesise(_outcome(measure, tuple(used)), studies, parameters)


def _outcome(measure: str, rows: tuple[Row, ...]) -> ReviewOutcome:
    named = Synthesis(
        *(f"events-{measure.replace(' ', '-')}", f"Events, {measure}", measure, None, (), (), None, (), None),
        *((), (), (), (), None, None, ()),
    )
    return replace(outcome(named, Side.HARM), rows=rows, threshold=None)
