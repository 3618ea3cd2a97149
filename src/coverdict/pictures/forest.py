"""The forest plot: a row for each study with its effect and interval, and a diamond for what they come to.

The area of a square is in proportion to its study's weight. An interval that leaves the axis ends in an
arrow; its numbers stand beside it in full.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from coverdict.pictures.drawing import FAINT, Picture, Sheet, number
from coverdict.pictures.evidence_axis import TICK, Axis, Interval, known
from coverdict.pictures.evidence_style import (
    BAND,
    DIAMOND,
    GLYPH,
    SQUARE,
    STYLE,
    arrow,
    draw_level,
    line,
)
from coverdict.pictures.forest_data import Forest
from coverdict.pictures.forest_layout import (
    BETWEEN,
    BODY,
    HEAD,
    MARGIN,
    PLOT,
    Layout,
    Line,
    laid_out,
)
from coverdict.pictures.measuring import Font, shown

NOTE = Font(11.5)
LARGEST, SMALLEST, DOT = 15.0, 2.0, 6.0  # sides of squares, in pixels
TALL = 6.5  # half the height of a diamond
NOTHING = "There is nothing to show."


def draw_forest(forest: Forest) -> Picture:
    """A forest plot as an SVG document."""
    sheet = Sheet()
    where = laid_out(forest)
    _draw_heads(sheet, forest, where)
    top = where.bottom
    if where.lines:
        _draw_ground(sheet, forest, where)
        heaviest = max(known(*(row.weight for row in forest.rows)), default=0.0)
        for each in where.lines:
            _draw_line(sheet, each, where, heaviest)
        top = _draw_axis(sheet, forest, where)
    else:
        top = sheet.lines((NOTHING,), MARGIN, top, BODY)
    for note in forest.notes:
        lines = NOTE.lines(shown(note), where.width - 2 * MARGIN)
        top = sheet.lines(lines, MARGIN, top + 3, NOTE, colour=FAINT)
    return sheet.picture(
        "forest", forest.title, " ".join(_sentences(forest)), where.width, top + MARGIN, STYLE
    )


# --- in sentences ---------------------------------------------------------------------------------------


def _sentences(forest: Forest) -> Iterator[str]:
    """The whole plot, for those who do not see it."""
    heads = (*forest.left, *forest.right)
    yield f"{forest.axis}."
    if not forest.rows and not forest.summaries:
        yield NOTHING
    for group in forest.groups:
        if group.heading:
            yield f"{group.heading}:"
        for row in group.rows:
            level = f"; risk of bias {row.level}" if forest.levels and row.level is not None else ""
            yield f"{row.label}: {_cells(heads, row.cells)}{level}."
        if group.summary is not None:
            yield f"{group.summary.label}: {_cells(heads, group.summary.cells)}."
    for summary in forest.summaries:
        yield f"{summary.label}: {_cells(heads, summary.cells)}."
        if summary.prediction is not None:
            yield f"{summary.prediction_label}: {_cells(heads, summary.prediction_cells)}."
    left, right = forest.favours
    if left and right:
        yield f"To the left: {left}; to the right: {right}."
    yield from forest.notes


def _cells(heads: Sequence[str], cells: Sequence[str]) -> str:
    return "; ".join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True) if cell)


# --- drawn ----------------------------------------------------------------------------------------------


def _draw_heads(sheet: Sheet, forest: Forest, where: Layout) -> None:
    """What the columns are, flush at the bottom, with a rule below."""
    low = where.head - 8
    columns = [(column.x, column.anchor, column.heading) for column in (where.label, *where.cells)]
    if forest.levels:
        columns.append((where.level, "start", ("Risk of bias",)))
    for x, anchor, heading in columns:
        sheet.lines(heading, x, low - len(heading) * HEAD.line, HEAD, anchor=anchor)
    line(sheet, "ink", (MARGIN, low + 2), (where.width - MARGIN, low + 2), width=1.2)


def _draw_ground(sheet: Sheet, forest: Forest, where: Layout) -> None:
    """What lies behind the rows: the band of no importance, no effect, the pooled estimate."""
    axis, top, low = where.axis, where.head, where.bottom
    marks = [axis.x(mark) for mark in forest.thresholds if axis.holds(mark)]
    if len(marks) == 2:
        left, right = min(marks), max(marks)
        sheet.shape("rect", "band", x=left, y=top, width=right - left, height=low - top, fill=BAND)
    for x in marks:
        line(sheet, "thin threshold", (x, top), (x, low), dashes="1.5 3", width=1.2)
    if forest.centre is not None and known(forest.centre) and axis.holds(forest.centre):
        x = axis.x(forest.centre)
        line(sheet, "ink centre", (x, top), (x, low), dashes="5 4", width=0.8)
    if forest.no_effect is not None and axis.holds(forest.no_effect):
        x = axis.x(forest.no_effect)
        line(sheet, "null", (x, top), (x, low), width=1.2)


def _draw_line(sheet: Sheet, each: Line, where: Layout, heaviest: float) -> None:
    """A row: its texts, and what it has on the axis."""
    bold = each.kind in ("heading", "summary")
    font = HEAD if bold else BODY
    _centred(sheet, each.label, where.label.x, each.middle, font, "start")
    for column, cell in zip(where.cells, each.cells, strict=False):
        _centred(sheet, cell, column.x, each.middle, font, column.anchor)
    if each.row is not None and each.row.level is not None:
        draw_level(sheet, each.row.level, where.level + GLYPH, each.middle)
        _centred(sheet, (each.row.level,), where.level + 2 * GLYPH + 6, each.middle, BODY, "start")
    if each.interval is None or not known(each.interval.estimate):
        return
    if each.kind == "summary":
        _draw_diamond(sheet, each.interval, where.axis, each.middle)
    elif each.kind == "prediction":
        _draw_bar(sheet, each.interval, where.axis, each.middle)
    else:
        if where.axis.holds(each.interval.estimate):
            weight = each.row.weight if each.row is not None else None
            _draw_estimate(sheet, where.axis.x(each.interval.estimate), each.middle, weight, heaviest)
        _draw_whisker(sheet, each.interval, where.axis, each.middle)


def _centred(sheet: Sheet, lines: Sequence[str], x: float, middle: float, font: Font, anchor: str) -> None:
    sheet.lines(lines, x, middle - len(lines) * font.line / 2, font, anchor=anchor)


def _draw_estimate(sheet: Sheet, x: float, y: float, weight: float | None, heaviest: float) -> None:
    """A square whose area is in proportion to the weight; a dot where nothing is weighed."""
    if weight is None or not known(weight) or heaviest <= 0:
        style: dict[str, str | float] = {"x": x - DOT / 2, "y": y - DOT / 2, "rx": DOT / 2, "fill": SQUARE}
        sheet.shape("rect", "square dot", **style, width=DOT, height=DOT)
        return
    side = max(SMALLEST, LARGEST * math.sqrt(max(weight, 0.0) / heaviest))
    sheet.shape("rect", "square", x=x - side / 2, y=y - side / 2, width=side, height=side, fill=SQUARE)


def _draw_whisker(sheet: Sheet, span: Interval, axis: Axis, y: float) -> None:
    """The interval as a line, with an arrow where it leaves the axis; an unknown end has no line."""
    lower = span.lower if known(span.lower) else span.estimate
    upper = span.upper if known(span.upper) else span.estimate
    assert lower is not None and upper is not None
    left, right = axis.x(lower), axis.x(upper)
    if right > left:
        line(sheet, "ink whisker", (left, y), (right, y), width=1.3)
    if not axis.holds(lower) and left == axis.left:
        arrow(sheet, left, y, -1)
    if not axis.holds(upper) and right == axis.right:
        arrow(sheet, right, y, 1)


def _draw_diamond(sheet: Sheet, span: Interval, axis: Axis, y: float) -> None:
    """From end to end of the interval, widest at the estimate; where it leaves the axis, an arrow."""
    middle = axis.x(span.estimate)
    left = axis.x(span.lower) if span.lower is not None and known(span.lower) else middle - TALL
    right = axis.x(span.upper) if span.upper is not None and known(span.upper) else middle + TALL
    corners = ((left, y), (middle, y - TALL), (right, y), (middle, y + TALL))
    points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    sheet.shape("polygon", "diamond", points=points, fill=DIAMOND, stroke=DIAMOND, stroke_width="1")
    if known(span.lower) and span.lower is not None and not axis.holds(span.lower):
        arrow(sheet, axis.left, y, -1)
    if known(span.upper) and span.upper is not None and not axis.holds(span.upper):
        arrow(sheet, axis.right, y, 1)


def _draw_bar(sheet: Sheet, span: Interval, axis: Axis, y: float) -> None:
    """Where a further study is expected: a double line between two posts."""
    ends = known(span.lower, span.upper)
    if len(ends) < 2:
        return
    left, right = (axis.x(end) for end in ends)
    for shift in (-1.5, 1.5):
        line(sheet, "ink prediction", (left, y + shift), (right, y + shift), width=0.9)
    for end, x, way in ((ends[0], left, -1), (ends[1], right, 1)):
        if axis.holds(end):
            line(sheet, "ink post", (x, y - 5), (x, y + 5), width=1.3)
        else:
            arrow(sheet, x, y, way)


def _draw_axis(sheet: Sheet, forest: Forest, where: Layout) -> float:
    """The axis with its ticks, what it shows, and what either side means; where the rest begins."""
    axis, y = where.axis, where.bottom
    line(sheet, "ink axis", (axis.left, y), (axis.right, y), width=1.2)
    for tick in axis.ticks():
        x = axis.x(tick.value)
        line(sheet, "ink tick", (x, y), (x, y + 5), width=1.2)
        sheet.text(tick.words, x, y + 6 + TICK.size, TICK, anchor="middle")
    y += 6 + TICK.line + 4
    middle = (axis.left + axis.right) / 2
    room = PLOT + 2 * BETWEEN
    y = sheet.lines(HEAD.lines(shown(forest.axis), room), middle, y, HEAD, anchor="middle")
    left, right = (shown(words) for words in forest.favours)
    if left and right:
        y = _draw_favours(sheet, left, right, axis, y + 2)
    return y + 6


def _draw_favours(sheet: Sheet, left: str, right: str, axis: Axis, top: float) -> float:
    """What it means to lie on either side, at the ends of the axis, each with its arrow."""
    room = PLOT / 2 - 20
    middle = top + TICK.line / 2
    arrow(sheet, axis.left, middle, -1)
    arrow(sheet, axis.right, middle, 1)
    lower = sheet.lines(TICK.lines(left, room), axis.left + 12, top, TICK)
    return max(lower, sheet.lines(TICK.lines(right, room), axis.right - 12, top, TICK, anchor="end"))
