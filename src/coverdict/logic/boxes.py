"""Boxes: sets of worlds that allow some cells of each dimension, whatever the others have.

A box in which a function has one value is a condition that can be said: one short clause for each dimension
that the box narrows. The fewest boxes that cover a value are out of reach for large functions; these are
grown greedily, one after the other, and whether they leave anything out is known.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.logic.construction import Diagrams, Node
from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import IMPOSSIBLE, Mask

Axes: TypeAlias = tuple[tuple[Mask, ...], ...]
"""The ways in which a dimension can be narrowed: each axis parts its cells into classes.

A box allows the cells that are in an allowed class of every axis. A dimension of one fact has one axis, with
a class for each cell.
"""

Holds: TypeAlias = Callable[[Sequence[Mask]], bool]
"""Whether all feasible worlds of the allowed cells are as wanted."""

SPACE = 2_000_000
"""Nodes that a cover may make while it takes its boxes away."""


@dataclass(frozen=True, slots=True)
class Box:
    """The allowed cells of each dimension, and a feasible world among them."""

    cells: tuple[Mask, ...]
    world: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """A value's worlds as boxes.

    Arguments:
        common: what all of them allow; every box lies within it.
        boxes: all their worlds have the value.
        complete: whether no world of the value is left out.
    """

    common: tuple[Mask, ...]
    boxes: tuple[Box, ...]
    complete: bool


def grown(
    start: Sequence[Mask], holds: Holds, axes: Sequence[Axes], order: Iterable[int]
) -> tuple[Mask, ...]:
    """A largest box around `start` in which `holds`, by the order in which dimensions are let go.

    Arguments:
        start: a box in which it holds.
        axes: of each dimension, over the cells that a box may allow at most.
        order: the dimensions to widen, those that one would rather not speak of first.
    """
    box = list(start)
    narrowed = []
    for dimension in order:
        kept, full = box[dimension], union(axes[dimension][0])
        if kept == full:
            continue
        box[dimension] = full
        if not holds(box):
            box[dimension] = kept
            narrowed.append(dimension)
    for dimension in narrowed:
        _widen(box, dimension, holds, axes[dimension])
    return tuple(box)


def _widen(box: list[Mask], dimension: int, holds: Holds, axes: Axes) -> None:
    """Allow what more can be allowed of one dimension: whole axes first, then class by class."""
    allowed = [tuple(mask for mask in axis if mask & box[dimension]) for axis in axes]

    def allow(number: int, classes: tuple[Mask, ...]) -> None:
        wider = [*allowed[:number], classes, *allowed[number + 1 :]]
        kept, box[dimension] = box[dimension], _meet(wider)
        if holds(box):
            allowed[number] = classes
        else:
            box[dimension] = kept

    for number, axis in enumerate(axes):
        if len(axes) > 1:
            allow(number, axis)
        for mask in axis:
            if mask not in allowed[number]:
                allow(number, (*allowed[number], mask))


@dataclass(frozen=True, slots=True)
class Manner:
    """How boxes are looked for.

    Arguments:
        axes: of each dimension, over all its cells.
        order: the dimensions that one would rather not speak of first; see `grown`.
        open_to: dimensions that a box had better not depend on: worlds for which they make no difference
            come first.
        preferred: of each dimension the cells to begin with where there is a choice.
    """

    axes: tuple[Axes, ...]
    order: tuple[int, ...]
    open_to: frozenset[int]
    preferred: tuple[Mask, ...]


def cover(diagram: Diagram, value: Hashable, manner: Manner, most: int) -> Cover:
    """The worlds of a value, which the diagram has, as at most `most` boxes within what they share."""
    axes, order = manner.axes, manner.order
    full = diagram.nodes.full
    wanted = frozenset((value,))

    def holds(box: Sequence[Mask]) -> bool:
        return diagram.possible(box) <= wanted

    common = tuple(hull(mask, one) for mask, one in zip(projection(diagram, value), axes, strict=True))
    if holds(common):
        world = a_world(diagram, value, manner.preferred)
        return Cover(full, (Box(grown(common, holds, axes, order), world),), complete=True)
    inside = [_cut(one, mask) for one, mask in zip(axes, common, strict=True)]
    boxes: list[Box] = []
    left = _Left(diagram, value, manner)
    while (world_left := left.world()) is not None and len(boxes) < most:
        box = grown([1 << cell for cell in world_left], holds, inside, order)
        boxes.append(Box(box, world_left))
        left.take(box)
    if world_left is None:
        common = _widened(common, boxes, holds, full, order)
    return Cover(common, tuple(boxes), complete=world_left is None)


def first_world(diagram: Diagram, value: Hashable, manner: Manner) -> tuple[int, ...]:
    """A world to begin with, of a value that the diagram has: as little as can be depends on what is open."""
    world = _Left(diagram, value, manner).world()
    assert world is not None
    return world


def a_world(diagram: Diagram, value: Hashable, preferred: Sequence[Mask]) -> tuple[int, ...]:
    """A world of a value that the diagram has, in preferred cells if there is one."""
    world = diagram.world(preferred, value) or diagram.world(diagram.nodes.full, value)
    assert world is not None
    return world


class _Left:
    """The worlds of a value that no box holds yet."""

    def __init__(self, diagram: Diagram, value: Hashable, manner: Manner) -> None:
        self._manner = manner
        self._space = Diagrams(diagram.sizes, diagram.order, SPACE)
        whole = self._space.thaw(diagram.relabel(lambda found: (type(found), found) == (type(value), value)))
        self._left = self._space.where(whole, True)
        excused = self._space.choose(self._space.where(whole, IMPOSSIBLE), self._space.true, self._left)
        steady = self._space.for_all(excused, manner.open_to)
        self._steady = self._space.choose(steady, self._left, self._space.false)

    def world(self) -> tuple[int, ...] | None:
        """The next world to begin with."""
        for node in (self._steady, self._left):
            (diagram,) = self._space.freeze(node)
            if True in diagram.values():
                return a_world(diagram, True, self._manner.preferred)
        return None

    def take(self, box: Sequence[Mask]) -> None:
        inside = box_node(self._space, box)
        self._left = self._space.choose(inside, self._space.false, self._left)
        self._steady = self._space.choose(inside, self._space.false, self._steady)


def _widened(
    common: tuple[Mask, ...], boxes: Iterable[Box], holds: Holds, full: Sequence[Mask], order: Iterable[int]
) -> tuple[Mask, ...]:
    """`common` without what need not be said, since the boxes keep to the value's worlds without it."""
    kept = list(common)
    for dimension in order:
        wider = [*kept[:dimension], full[dimension], *kept[dimension + 1 :]]
        said = [
            [
                cells if part == before else part
                for cells, part, before in zip(wider, box.cells, common, strict=True)
            ]
            for box in boxes
        ]
        if all(holds(each) for each in said):
            kept = wider
    return tuple(kept)


def projection(diagram: Diagram, value: Hashable) -> tuple[Mask, ...]:
    """Of each dimension the cells that some world of the value has."""
    full = diagram.nodes.full
    common = list(full)
    for dimension in diagram.support():
        common[dimension] = 0
        for cell in single_axis(diagram.sizes[dimension])[0]:
            if value in diagram.possible([*full[:dimension], cell, *full[dimension + 1 :]]):
                common[dimension] |= cell
    return tuple(common)


def box_node(space: Diagrams, box: Sequence[Mask]) -> Node:
    """The worlds of a box as a node of a workspace."""
    inside = space.true
    for dimension in reversed(space.order):
        inside = space.choose(space.literal(dimension, box[dimension]), inside, space.false)
    return inside


def single_axis(size: int) -> Axes:
    """One class for each cell."""
    return (tuple(1 << cell for cell in range(size)),)


def hull(mask: Mask, axes: Axes) -> Mask:
    """The least cells that hold the mask and can be said axis by axis."""
    return _meet([tuple(one for one in axis if one & mask) for axis in axes])


def union(masks: Iterable[Mask]) -> Mask:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _meet(axes: Sequence[tuple[Mask, ...]]) -> Mask:
    first, *others = (union(classes) for classes in axes)
    for mask in others:
        first &= mask
    return first


def _cut(axes: Axes, mask: Mask) -> Axes:
    """The axes of the mask's cells alone."""
    return tuple(tuple(cut for one in axis if (cut := one & mask)) for axis in axes)
