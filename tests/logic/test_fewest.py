"""The fewest worlds for several conditions, against a search through all sets of worlds."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest

from coverdict.logic import Diagrams
from coverdict.logic.construction import Node
from coverdict.logic.fewest import fewest, strictest

SIZES = (2, 3, 2)
WORLDS = tuple(product(*(range(size) for size in SIZES)))


def _condition(space: Diagrams, worlds: frozenset[tuple[int, ...]]) -> Node:
    """The condition that holds in these worlds."""
    node = space.false
    for world in worlds:
        here = space.true
        for dimension, cell in enumerate(world):
            here = space.choose(space.literal(dimension, 1 << cell), here, space.false)
        node = space.choose(here, space.true, node)
    return node


def _least(wanted: list[frozenset[tuple[int, ...]]]) -> int:
    """How many worlds it takes to meet every condition, by trying all sets of worlds."""
    for count in range(len(wanted) + 1):
        for chosen in combinations(WORLDS, count):
            if all(one.intersection(chosen) for one in wanted):
                return count
    raise AssertionError("each condition holds somewhere")


def _invented(seed: int) -> list[frozenset[tuple[int, ...]]]:
    random = Random(seed)
    return [frozenset(random.sample(WORLDS, random.randint(1, 4))) for _ in range(random.randint(1, 9))]


@pytest.mark.parametrize("seed", range(120))
def test_no_fewer_worlds_meet_all_conditions(seed: int) -> None:
    # The groups are as few as a search through all sets of worlds finds, and the bound says so.
    wanted = _invented(seed)
    space = Diagrams(SIZES)
    found = fewest(space, [_condition(space, one) for one in wanted])
    assert len(found.groups) == found.at_least == _least(wanted)


@pytest.mark.parametrize("seed", range(40))
def test_with_little_effort_the_two_numbers_stand_around_the_answer(seed: int) -> None:
    # However short the search, one world of each group meets all conditions, and the bound is none too high.
    wanted = _invented(seed)
    space = Diagrams(SIZES)
    found = fewest(space, [_condition(space, one) for one in wanted], effort=1)
    worlds = [next(world for world in WORLDS if space.value(group, world) is True) for group in found.groups]
    assert all(one.intersection(worlds) for one in wanted)
    assert found.at_least <= _least(wanted) <= len(found.groups)


def test_nothing_to_meet_takes_nobody() -> None:
    # Without conditions there is no world to find.
    assert fewest(Diagrams(SIZES), []).groups == ()


@pytest.mark.parametrize("seed", range(40))
def test_the_strictest_conditions_stand_for_all(seed: int) -> None:
    # Of the conditions kept, none holds wherever another does; each that is left out holds wherever a kept
    # one does.
    wanted = _invented(seed)
    space = Diagrams(SIZES)
    nodes = {_condition(space, one): one for one in wanted}
    kept = [nodes[node] for node in strictest(space, list(nodes))]
    assert not any(one < other for one in kept for other in kept)
    assert all(any(one <= other for one in kept) for other in wanted)
