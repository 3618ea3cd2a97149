"""The cumulative forest plot: what was known after each study, in the order of years."""

from __future__ import annotations

from dataclasses import dataclass

from coverdict.pictures.drawing import Picture
from coverdict.pictures.evidence_axis import Interval, Scale
from coverdict.pictures.forest import draw_forest
from coverdict.pictures.forest_data import Forest, ForestRow, Group


@dataclass(frozen=True, slots=True)
class Step:
    """The pool up to a study, or without one: its name, texts for the columns, and what is drawn."""

    label: str
    cells: tuple[str, ...]
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Steps:
    """Pools of the same studies, one below the other: cumulative, leaving one out, or by other methods.

    Arguments:
        title: what the plot shows, for those who do not see it.
        first: the heading of the steps' labels, as `Up to`.
        columns: the headings of the columns beside the plot; each step has a cell for each.
        axis, no_effect, centre, thresholds, favours, notes: as of a forest plot.
    """

    title: str
    first: str
    columns: tuple[str, ...]
    scale: Scale
    axis: str
    steps: tuple[Step, ...]
    no_effect: float | None = None
    centre: float | None = None
    thresholds: tuple[float, ...] = ()
    favours: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()


def draw_steps(steps: Steps) -> Picture:
    """Steps as an SVG document: a forest plot whose rows are pools, each a dot of one size."""
    rows = tuple(ForestRow(step.label, step.cells, step.interval) for step in steps.steps)
    forest = Forest(
        title=steps.title,
        first=steps.first,
        left=(),
        right=steps.columns,
        levels=False,
        scale=steps.scale,
        axis=steps.axis,
        groups=(Group("", rows),) if rows else (),
        no_effect=steps.no_effect,
        centre=steps.centre,
        thresholds=steps.thresholds,
        favours=steps.favours,
        notes=steps.notes,
    )
    return draw_forest(forest)
