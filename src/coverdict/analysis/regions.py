"""Regions: the patients whom two texts treat in one way each, in words and with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coverdict.analysis.joint import Joint, Pair, Share
from coverdict.analysis.patients import Patient, patient_of
from coverdict.analysis.space import Space
from coverdict.analysis.words import Clause, axes_of, clauses
from coverdict.language.syntax import ExtremeTerm
from coverdict.logic import Mask
from coverdict.logic.boxes import Cover, Manner
from coverdict.logic.cells import mask_of

MOST_WAYS = 4
"""Alternatives that a condition shows at most."""


@dataclass(frozen=True, slots=True)
class Where:
    """A condition: all of `common` holds, and one of the ways, if there are any.

    Arguments:
        complete: whether that is all; else there are more ways than are shown.
    """

    common: tuple[Clause, ...]
    ways: tuple[tuple[Clause, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Region:
    """The patients of one pair of deciding rules.

    Arguments:
        where: conditions that hold together; where two stand, they are those of the first and the second.
        patient: one of them; whatever else is true of that patient, both answers stay.
        world: the cells of the dimensions that the patient's facts and readings stand for.
    """

    pair: Pair
    share: Share
    where: tuple[Where, ...]
    patient: Patient
    world: tuple[tuple[int, int], ...]


def regions(space: Space, found: Joint, pairs: Sequence[Pair]) -> tuple[Region, ...]:
    """The regions of some pairs that occur."""
    manner = manner_of(space)
    shown = []
    for pair in pairs:
        covers = found.covers(pair, manner, MOST_WAYS)
        world = found.narrowed(pair, manner)
        shown.append(
            Region(
                pair,
                found.pairs[pair],
                tuple(where(space, cover) for cover in covers),
                patient_of(space, world),
                tuple(sorted(world.items())),
            )
        )
    return tuple(shown)


def where(space: Space, cover: Cover) -> Where:
    """A cover in words."""
    if cover.complete and len(cover.boxes) == 1:
        return Where(clauses(space, cover.boxes[0].cells), (), complete=True)
    ways = tuple(clauses(space, box.cells, cover.common) for box in cover.boxes)
    return Where(clauses(space, cover.common), ways, cover.complete)


def manner_of(space: Space) -> Manner:
    """How conditions are looked for: such as a person would write them.

    They do without what only constraints ask, then without readings, then without what the rules ask last;
    patients begin with some lesion where the list of lesions may be empty.
    """

    def late(number: int) -> tuple[bool, bool, int]:
        return number in space.ruled, not space.dimensions[number].reading, -number

    numbers = range(len(space.dimensions))
    return Manner(
        axes_of(space),
        tuple(sorted(numbers, key=late)),
        frozenset(number for number in numbers if space.dimensions[number].reading),
        tuple(_preferred(space, number) for number in numbers),
    )


def _preferred(space: Space, number: int) -> Mask:
    """The cells of a dimension, those of an empty list left out."""
    dimension = space.dimensions[number]
    extremes = [fact.name for fact in dimension.facts if isinstance(fact.derived, ExtremeTerm)]
    if not extremes:
        return space.full[number]
    cells = range(dimension.group.size)
    some = [cell for cell in cells if all(dimension.group.describe(name, 1 << cell) for name in extremes)]
    return mask_of(some) or space.full[number]
