"""Outcomes and studies, made for tests: what a file would hold, without the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal

from coverdict.evidence.figures import figure
from coverdict.evidence.reviews.model import ReviewOutcome, Row, Side, Threshold
from coverdict.evidence.studies.model import (
    Arm,
    Bias,
    Cell,
    Derivation,
    Design,
    Effect,
    Nature,
    PValue,
    Result,
    Study,
    Unit,
)
from coverdict.text import Place

HERE = Place("made")


def outcome(
    measure: str,
    rows: Sequence[str | Row],
    threshold: str | None = None,
    side: Side = Side.HARM,
) -> ReviewOutcome:
    """An outcome; a row that is a word is that study's result `event`, `new` against `old`."""
    control = "" if measure == "proportion" else "old"
    written = tuple(
        row if isinstance(row, Row) else Row(row, "event", "new", control, False, HERE) for row in rows
    )
    edge = None if threshold is None else Threshold(Decimal(threshold), "made")
    return ReviewOutcome("event", "Event", True, True, side, measure, edge, None, "", "", "", written, HERE)


def row(study: str, control: str = "old", printed: bool = False, result: str = "event") -> Row:
    """A row of `new` against `control`."""
    return Row(study, result, "new", control, printed, HERE)


def cell(arm: str, events: int | None, total: int | None, derived: str = "") -> Cell:
    """One arm's count, derived where it is said how."""
    return Cell(arm, events, total, derived=Derivation(derived) if derived else None)


def result(
    cells: Sequence[Cell] = (),
    nature: Nature = Nature.COUNT,
    unit: Unit = Unit.PATIENTS,
    effect: Effect | None = None,
    p: PValue | None = None,
    time: str = "",
) -> Result:
    """The result `event`."""
    return Result("event", "event", nature, unit, time, None, "", tuple(cells), effect, p, (), "", HERE)


def effect(
    estimate: str,
    lower: str = "",
    upper: str = "",
    measure: str = "hazard ratio",
    arms: tuple[str, str] = ("new", "old"),
    adjusted: bool = False,
) -> Effect:
    """A printed effect; without bounds where they are empty."""
    ends = [figure(end) if end else None for end in (lower, upper)]
    return Effect(measure, *arms, figure(estimate), *ends, adjusted=adjusted)


def equal(text: str) -> PValue:
    """`p = text`."""
    return PValue("=", figure(text))


def study(
    name: str,
    *results: Result,
    year: int | None = 2000,
    sizes: tuple[int | None, int | None] = (None, None),
    bias: str = "",
) -> Study:
    """A study of the arms `new` and `old`."""
    return Study(
        id=name,
        label=name.capitalize(),
        pmid="",
        year=year,
        title="",
        design=Design.RANDOMISED,
        details="",
        prospective=None,
        condition="",
        population="",
        n=None,
        country="",
        center="",
        recruited=None,
        arms=(Arm("new", "New", "new", sizes[0]), Arm("old", "Old", "old", sizes[1])),
        results=results,
        bias=(Bias("overall", bias, "made"),) if bias else (),
        differences=(),
        cites=(),
        note="",
        place=HERE,
    )


def trial(name: str, table: tuple[int, int, int, int], year: int | None = 2000) -> Study:
    """A study with the counts of both arms."""
    a, n, c, m = table
    return study(name, result([cell("new", a, n), cell("old", c, m)]), year=year)


def trials(tables: Sequence[tuple[int, int, int, int]]) -> Mapping[str, Study]:
    """A study for each table, a year apart, in order."""
    made = [trial(f"study-{place}", table, 2000 + place) for place, table in enumerate(tables)]
    return {one.id: one for one in made}


def floats(node: object) -> Iterator[float]:
    """Every number that a value holds, however deep."""
    if isinstance(node, float):
        yield node
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            yield from floats(getattr(node, field.name))
    elif isinstance(node, tuple | list):
        for one in node:
            yield from floats(one)


def no_number_is_none(node: object) -> bool:
    """Whether every number in it is finite and a plain float."""
    return all(type(number) is float and math.isfinite(number) for number in floats(node))
