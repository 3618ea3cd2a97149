"""Where the columns and rows of a forest plot lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.pictures.evidence_axis import Axis, Interval, axis_for
from coverdict.pictures.forest_data import Forest, ForestRow, Summary
from coverdict.pictures.measuring import Font, shown

MARGIN = 16.0
BODY, HEAD = Font(12.5), Font(12.5, bold=True)
BETWEEN = 18.0  # pixels between two columns
PLOT = 330.0  # pixels of the axis
LABEL, CELL = (96.0, 236.0), (34.0, 176.0)  # the least and the most that a label and a cell may take
LEVEL = 82.0  # the column of the risk of bias
PADDING = 7.0  # between two rows

Kind: TypeAlias = Literal["heading", "row", "summary", "prediction"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of texts: where it stands, and on which side its texts are flush."""

    x: float
    width: float
    anchor: Literal["start", "end"]
    heading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its place: its texts in lines, and the height of its middle."""

    kind: Kind
    label: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    top: float
    height: float
    row: ForestRow | None = None
    interval: Interval | None = None

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """A forest plot with its places: `head` is where the rows begin, `bottom` where the axis lies."""

    label: Column
    cells: tuple[Column, ...]
    axis: Axis
    level: float
    width: float
    head: float
    bottom: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A row before it has a place."""

    kind: Kind
    label: str
    cells: tuple[str, ...]
    row: ForestRow | None = None
    interval: Interval | None = None

    @property
    def font(self) -> Font:
        return HEAD if self.kind in ("heading", "summary") else BODY


def laid_out(forest: Forest) -> Layout:
    """The places of a forest plot's parts, as wide as its texts need."""
    texts = tuple(_texts(forest))
    label_width = _width([text.label for text in texts], LABEL, forest.first)
    headings = (*forest.left, *forest.right)
    widths = [
        _width([text.cells[place] for text in texts if text.cells], CELL, heading)
        for place, heading in enumerate(headings)
    ]
    label = Column(MARGIN, label_width, "start", HEAD.lines(shown(forest.first), label_width))
    x = MARGIN + label_width
    cells: list[Column] = []
    axis_left = 0.0
    for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        if place == len(forest.left):
            axis_left = x + BETWEEN
            x = axis_left + PLOT
        x += BETWEEN + width
        cells.append(Column(x, width, "end", HEAD.lines(shown(heading), width)))
    if not forest.right:
        axis_left = x + BETWEEN
        x = axis_left + PLOT
    level = x + BETWEEN
    right = level + LEVEL if forest.levels else x
    head = MARGIN + max(len(column.heading) for column in (label, *cells)) * HEAD.line + 10
    lines, bottom = _placed(texts, label_width, widths, head)
    axis = _axis(forest, axis_left)
    return Layout(label, tuple(cells), axis, level, right + MARGIN, head, bottom, lines)


def _texts(forest: Forest) -> Iterable[_Text]:
    for group in forest.groups:
        if group.heading:
            yield _Text("heading", shown(group.heading), ())
        for row in group.rows:
            yield _Text("row", shown(row.label), _shown(row.cells), row, row.interval)
        if group.summary is not None:
            yield _summary(group.summary)
    for summary in forest.summaries:
        yield _summary(summary)
        if summary.prediction is not None:
            yield _prediction(summary)


def _summary(summary: Summary) -> _Text:
    return _Text("summary", shown(summary.label), _shown(summary.cells), None, summary.interval)


def _prediction(summary: Summary) -> _Text:
    cells = _shown(summary.prediction_cells)
    return _Text("prediction", shown(summary.prediction_label), cells, None, summary.prediction)


def _shown(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(shown(cell) for cell in cells)


def _width(texts: Sequence[str], ends: tuple[float, float], heading: str) -> float:
    """A column as wide as its texts, within its ends; a heading is broken before it widens a column."""
    least, most = ends
    words = max((HEAD.width(word) for word in shown(heading).split()), default=0.0)
    own = max((HEAD.width(text) for text in texts), default=0.0)
    return min(max(least, own, words), most)


def _placed(
    texts: Iterable[_Text], label: float, widths: Sequence[float], top: float
) -> tuple[tuple[Line, ...], float]:
    """The rows below each other; where the last one ends."""
    found: list[Line] = []
    for text in texts:
        named = text.font.lines(text.label, label)
        cells = tuple(
            text.font.lines(cell, width)
            for cell, width in zip(text.cells, widths if text.cells else (), strict=True)
        )
        height = max(1, len(named), *(len(cell) for cell in cells)) * text.font.line + PADDING
        if found and text.kind in ("heading", "summary"):
            top += PADDING
        found.append(Line(text.kind, named, cells, top, height, text.row, text.interval))
        top += height
    return tuple(found), top + PADDING


def _axis(forest: Forest, left: float) -> Axis:
    drawn = [row.interval for row in forest.rows if row.interval is not None]
    drawn += [summary.interval for summary in forest.diamonds]
    drawn += [summary.prediction for summary in forest.summaries if summary.prediction is not None]
    points = [value for value in (forest.no_effect,) if value is not None]
    points += forest.thresholds
    return axis_for(forest.scale, drawn, points, left, left + PLOT)
