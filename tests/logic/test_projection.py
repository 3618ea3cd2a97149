"""Dimensions left open: what holds for some of their cells."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from coverdict.logic import Diagrams

SIZES = (2, 3, 2, 2)


@pytest.mark.parametrize("seed", range(30))
def test_exists_is_true_where_some_cells_make_it_so(seed: int) -> None:
    # With some dimensions left open, a condition holds where it does for some of their cells.
    random = Random(seed)
    space = Diagrams(SIZES)
    worlds = list(product(*(range(size) for size in SIZES)))
    true = set(random.sample(worlds, random.randint(0, 8)))
    node = space.false
    for world in true:
        here = space.true
        for dimension, cell in enumerate(world):
            here = space.choose(space.literal(dimension, 1 << cell), here, space.false)
        node = space.choose(here, space.true, node)
    left_open = frozenset(random.sample(range(len(SIZES)), random.randint(0, 3)))
    found = space.exists(node, left_open)
    for world in worlds:
        alike = (
            other
            for other in true
            if all(other[number] == world[number] for number in range(len(SIZES)) if number not in left_open)
        )
        assert space.value(found, world) is (next(alike, None) is not None)
