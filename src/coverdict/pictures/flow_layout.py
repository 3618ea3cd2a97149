"""Where the ends and ribbons of a flow lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coverdict.pictures.flow_data import Flow, Ribbon
from coverdict.pictures.measuring import Font, shown
from coverdict.text import grouped

TALL = 400.0  # pixels that all ribbons of a picture take together
GAP = 16.0  # between two ends, and between their labels
NAME, DETAIL, COUNT = Font(13.5, bold=True), Font(12), Font(12)


@dataclass(frozen=True, slots=True)
class Slot:
    """An end on one side: its size, where its bar and its label begin, and the label in lines."""

    end: int
    size: int
    bar: float
    tall: float
    label: float
    name: tuple[str, ...]
    details: tuple[str, ...]
    count: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A ribbon: its upper edge on the left and on the right, and how thick it is."""

    ribbon: Ribbon
    start: float
    end: float
    thick: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A flow with its places."""

    sides: tuple[tuple[Slot, ...], tuple[Slot, ...]]
    bands: tuple[Band, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class _Label:
    """An end's label on one side, in lines."""

    end: int
    size: int
    name: tuple[str, ...]
    details: tuple[str, ...]
    count: tuple[str, ...]

    @property
    def height(self) -> float:
        return NAME.line * len(self.name) + DETAIL.line * (len(self.details) + len(self.count))


def placed(flow: Flow, width: float, top: float) -> Placed:
    """The places of a flow's parts, from `top` down.

    Arguments:
        flow: with at least one ribbon.
        width: pixels that a label may take.
    """
    sizes = (flow.sizes(0), flow.sizes(1))
    whole = sum(sizes[0])
    labels = [_labels(flow, sizes, side, width) for side in (0, 1)]
    heights = [
        sum(max(TALL * one.size / whole, one.height) for one in column) + GAP * (len(column) - 1)
        for column in labels
    ]
    tallest = max(heights)
    left, right = (
        _slots(column, whole, top + (tallest - height) / 2)
        for column, height in zip(labels, heights, strict=True)
    )
    return Placed((left, right), _bands(flow, whole, left, right), top + tallest)


def _labels(flow: Flow, sizes: Sequence[Sequence[int]], side: int, width: float) -> list[_Label]:
    found = []
    for place, end in enumerate(flow.ends):
        size = sizes[side][place]
        if not size:
            continue
        count = flow.counted(size)
        change = size - sizes[0][place]
        if side == 1 and change:
            count += f" ({'+' if change > 0 else '−'}{grouped(abs(change))})"
        details = DETAIL.lines(shown(" · ".join(end.details)), width)
        found.append(
            _Label(place, size, NAME.lines(shown(end.name), width), details, DETAIL.lines(count, width))
        )
    return found


def _slots(labels: Sequence[_Label], whole: int, top: float) -> tuple[Slot, ...]:
    """The ends of one side below each other; each has the room that the taller of bar and label needs."""
    found = []
    for one in labels:
        tall = TALL * one.size / whole
        room = max(tall, one.height)
        bar, label = top + (room - tall) / 2, top + (room - one.height) / 2
        found.append(Slot(one.end, one.size, bar, tall, label, one.name, one.details, one.count))
        top += room + GAP
    return tuple(found)


def _bands(flow: Flow, whole: int, left: Sequence[Slot], right: Sequence[Slot]) -> tuple[Band, ...]:
    """The ribbons, which share each bar in the order of what is at their other ends, so that few cross."""
    free = [{slot.end: slot.bar for slot in side} for side in (left, right)]
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    thick = [TALL * ribbon.size / whole for ribbon in flow.ribbons]
    order = sorted(range(len(flow.ribbons)), key=lambda at: _places(flow.ribbons[at]))
    for at in order:
        ribbon = flow.ribbons[at]
        starts[at], ends[at] = free[0][ribbon.before], free[1][ribbon.after]
        free[0][ribbon.before] += thick[at]
        free[1][ribbon.after] += thick[at]
    return tuple(Band(ribbon, starts[at], ends[at], thick[at]) for at, ribbon in enumerate(flow.ribbons))


def _places(ribbon: Ribbon) -> tuple[int, int, bool]:
    return ribbon.before, ribbon.after, ribbon.way == "stays"
