"""The funnel plot: each study's effect against its standard error, with contours of significance.

Where studies are missing at random, they are missing everywhere; where they are missing because they were
not significant, they are missing between the contours around no effect (Peters and others, J Clin Epidemiol
2008;61:991). Around a proportion, which has no such place, the contours stand around the pooled estimate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.pictures.drawing import FAINT, INK, Picture, Sheet, number
from coverdict.pictures.evidence_axis import (
    TICK,
    Axis,
    Interval,
    Scale,
    axis_for,
    can_hold,
    drawn,
    known,
    signed,
)
from coverdict.pictures.evidence_style import BAND, SQUARE, STYLE, arrow, line
from coverdict.pictures.measuring import Font, shown

MARGIN = 16.0
WIDTH, LEFT, RIGHT, TALL = 640.0, 76.0, 616.0, 300.0
HEAD, NOTE = Font(12.5, bold=True), Font(11.5)
RADIUS = 4.5
# The smallest and the largest field; a study of a larger error lies on the lower edge.
LEAST_ERROR, MOST_ERROR = 1e-4, 1000.0
# Standard normal quantiles of two-sided p = 0.10, 0.05 and 0.01, and the shade within each.
CONTOURS = ((1.6448536269514722, "0.10", "#ffffff"), (1.959963984540054, "0.05", "#c9d3dc"),
            (2.5758293035489004, "0.01", "#e2e8ed"))  # fmt: skip
NOTHING = "There is nothing to show."


@dataclass(frozen=True, slots=True)
class Point:
    """A study: its name, its effect on the natural scale, its standard error on the scale of analysis."""

    label: str
    effect: float
    se: float
    words: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """What is to be drawn.

    Arguments:
        title: what the plot shows, for those who do not see it.
        axis: what the axis below shows, as `Odds ratio`.
        error: what the axis beside shows, as `Standard error of the log odds ratio`.
        apex: where the contours begin: no effect, or the pooled estimate; None draws none.
        contours: what it means to lie between them, as `no effect`.
        centre: the pooled estimate, as a line; None where there is none.
        notes: below the plot.
    """

    title: str
    scale: Scale
    axis: str
    error: str
    points: tuple[Point, ...]
    apex: float | None = None
    contours: str = ""
    centre: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Room:
    """The field of the plot: the axis of effects, and standard errors from `top` (0) down to `low`."""

    across: Axis
    top: float
    low: float
    most: float

    def y(self, se: float) -> float:
        return self.top + min(se / self.most, 1.0) * (self.low - self.top)


def draw_funnel(funnel: Funnel) -> Picture:
    """A funnel plot as an SVG document."""
    sheet = Sheet()
    points = drawable(funnel.points)
    top = MARGIN
    if points:
        room = _room(funnel, points, MARGIN + HEAD.line + 10)
        _draw_contours(sheet, funnel, room)
        _draw_axes(sheet, funnel, room)
        for point in points:
            _draw_point(sheet, point, room)
        top = room.low + 6 + TICK.line + HEAD.line + 12
    else:
        top = sheet.lines((NOTHING,), MARGIN, top, HEAD)
    for note in (*_key(funnel, bool(points)), *funnel.notes):
        top = sheet.lines(NOTE.lines(shown(note), WIDTH - 2 * MARGIN), MARGIN, top + 3, NOTE, colour=FAINT)
    description = " ".join(_sentences(funnel, points))
    return sheet.picture("funnel", funnel.title, description, WIDTH, top + MARGIN, STYLE)


def drawable(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points that have a place: a standard error above 0, and numbers that are numbers."""
    return tuple(point for point in points if len(known(point.effect, point.se)) == 2 and point.se > 0)


def _sentences(funnel: Funnel, points: Sequence[Point]) -> Iterator[str]:
    yield f"{funnel.axis} against {funnel.error[:1].lower()}{funnel.error[1:]}."
    if not points:
        yield NOTHING
    for point in points:
        yield f"{point.label}: {point.words}."
    yield from _key(funnel, bool(points))
    yield from funnel.notes


def _key(funnel: Funnel, drawn_at_all: bool) -> Iterator[str]:
    """What the shades mean."""
    if drawn_at_all and _apex(funnel) is not None:
        yield (
            f"Contours around {funnel.contours}: white within p = 0.10, dark up to p = 0.05, lighter up to "
            "p = 0.01, lightest beyond."
        )


def _apex(funnel: Funnel) -> float | None:
    """Where the contours begin, as drawn; None where they begin nowhere."""
    if funnel.apex is None or not can_hold(funnel.scale, funnel.apex):
        return None
    return drawn(funnel.scale, funnel.apex)


def _room(funnel: Funnel, points: Sequence[Point], top: float) -> _Room:
    most = min(max(max(point.se for point in points) * 1.08, LEAST_ERROR), MOST_ERROR)
    spans = [Interval(point.effect, None, None) for point in points]
    marks = known(funnel.apex, funnel.centre)
    axis = axis_for(funnel.scale, spans, marks, LEFT, RIGHT)
    apex = _apex(funnel)
    if apex is not None:
        # Wide enough for the contours, as far as that leaves the points half of the field.
        width = axis.high - axis.low
        reach = min(CONTOURS[-1][0] * most * 1.1, width)
        axis = Axis(
            axis.scale, min(axis.low, apex - reach), max(axis.high, apex + reach), axis.left, axis.right
        )
    return _Room(axis, top, top + TALL, most)


def _draw_contours(sheet: Sheet, funnel: Funnel, room: _Room) -> None:
    """The shades, the widest first, each over the one before."""
    axis = room.across
    style: dict[str, str | float] = {"x": axis.left, "y": room.top, "width": axis.right - axis.left}
    sheet.shape("rect", "band field", **style, height=room.low - room.top, fill=BAND)
    apex = _apex(funnel)
    if apex is None:
        return
    for (quantile, words, _), (_, _, shade), kind in zip(
        reversed(CONTOURS), reversed(CONTOURS), ("three", "two", "one"), strict=True
    ):
        left, right = (_edge(room, apex, way * quantile) for way in (-1, 1))
        corners = [*reversed(left), *right[1:]]
        points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        sheet.shape("polygon", f"shade {kind}", points=points, fill=shade)
        sheet.tip(f"p = {words}")
        for edge in (left, right):
            line(sheet, "thin contour", *edge[:2], width=0.8, dashes="4 3")
    x = axis.at(apex)
    line(sheet, "null", (x, room.top), (x, room.low), width=1.2)


def _edge(room: _Room, apex: float, slope: float) -> list[tuple[float, float]]:
    """A contour from its apex down to the lower edge, along the side of the field where it leaves it."""
    axis = room.across
    end = apex + slope * room.most
    start = (axis.at(apex), room.top)
    if axis.low <= end <= axis.high:
        return [start, (axis.at(end), room.low)]
    side = axis.low if slope < 0 else axis.high
    return [start, (axis.at(side), room.y((side - apex) / slope)), (axis.at(side), room.low)]


def _draw_axes(sheet: Sheet, funnel: Funnel, room: _Room) -> None:
    axis = room.across
    if funnel.centre is not None and known(funnel.centre) and axis.holds(funnel.centre):
        x = axis.x(funnel.centre)
        line(sheet, "ink centre", (x, room.top), (x, room.low), width=0.9, dashes="5 4")
    line(sheet, "ink axis", (axis.left, room.top), (axis.left, room.low), (axis.right, room.low), width=1.2)
    for tick in axis.ticks():
        x = axis.x(tick.value)
        line(sheet, "ink tick", (x, room.low), (x, room.low + 5), width=1.2)
        sheet.text(tick.words, x, room.low + 6 + TICK.size, TICK, anchor="middle")
    for se, words in _errors(room.most):
        y = room.y(se)
        line(sheet, "ink tick", (axis.left - 5, y), (axis.left, y), width=1.2)
        sheet.text(words, axis.left - 9, y + TICK.size * 0.36, TICK, anchor="end")
    sheet.lines(HEAD.lines(shown(funnel.error), WIDTH - 2 * MARGIN)[:1], MARGIN, MARGIN, HEAD)
    x = (axis.left + axis.right) / 2
    sheet.lines(HEAD.lines(shown(funnel.axis), RIGHT - LEFT)[:1], x, room.low + 10 + TICK.line, HEAD,
                anchor="middle")  # fmt: skip


def _errors(most: float) -> list[tuple[float, str]]:
    """Round standard errors from 0 down, at most six."""
    power = math.floor(math.log10(most)) - 1
    for size, digits in (
        (step * 10.0**at, max(0, -at)) for at in range(power, power + 3) for step in (1, 2, 5)
    ):
        if most / size <= 6:
            return [(place * size, signed(place * size, digits)) for place in range(int(most / size) + 1)]
    return [(0.0, "0")]


def _draw_point(sheet: Sheet, point: Point, room: _Room) -> None:
    """A disc; an arrow at the edge for a study beyond it."""
    axis = room.across
    x, y = axis.x(point.effect), room.y(point.se)
    if not axis.holds(point.effect):
        arrow(sheet, x, y, -1 if x == axis.left else 1)
    else:
        style: dict[str, str | float] = {"x": x - RADIUS, "y": y - RADIUS, "rx": RADIUS, "fill": SQUARE}
        sheet.shape(
            "rect", "square", **style, width=2 * RADIUS, height=2 * RADIUS, stroke=INK, stroke_width="1"
        )
    sheet.tip(shown(f"{point.label}: {point.words}"))
