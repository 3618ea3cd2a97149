"""A forest plot: rows with an effect each, what they come to together, and what the axis means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from coverdict.pictures.evidence_axis import Interval, Scale

Level: TypeAlias = Literal["low", "some", "high", "critical", "not stated"]


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A study, or a step of a cumulative plot.

    Arguments:
        label: its name.
        cells: its texts, one for each column of the plot.
        interval: what is drawn; None where there is nothing to draw.
        weight: its share in the whole, 0 to 1, by which the square has its size; None draws a small dot.
        level: its risk of bias; None where no column says it.
    """

    label: str
    cells: tuple[str, ...]
    interval: Interval | None
    weight: float | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the rows come to, as a diamond; and where a further study is expected, as a bar below it."""

    label: str
    cells: tuple[str, ...]
    interval: Interval
    prediction: Interval | None = None
    prediction_label: str = ""
    prediction_cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, as studies of one design; no heading where there is only one group.

    Arguments:
        summary: what the rows of this group alone come to; None where that is not shown.
    """

    heading: str
    rows: tuple[ForestRow, ...]
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Forest:
    """What is to be drawn.

    Arguments:
        title: what the plot shows, for those who do not see it.
        first: the heading of the rows' labels, as `Study`.
        left, right: the headings of the columns on either side of the plot; the rows have a cell for each.
        levels: whether the last column is the risk of bias.
        axis: what the axis shows, as `Odds ratio`.
        no_effect: where there is no effect; None where there is no such place.
        centre: the pooled estimate, which a line carries through the rows; None where there is none.
        thresholds: from which on an effect matters; the band between two of them does not.
        favours: what it means to lie to the left and to the right; empty where it means nothing.
        notes: below the plot: marks explained, what was left out, heterogeneity.
    """

    title: str
    first: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    levels: bool
    scale: Scale
    axis: str
    groups: tuple[Group, ...]
    summaries: tuple[Summary, ...] = ()
    no_effect: float | None = None
    centre: float | None = None
    thresholds: tuple[float, ...] = ()
    favours: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> tuple[ForestRow, ...]:
        """The rows of all groups, from the top down."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def diamonds(self) -> tuple[Summary, ...]:
        """What groups come to, and then all rows together, from the top down."""
        own = (group.summary for group in self.groups if group.summary is not None)
        return (*own, *self.summaries)
