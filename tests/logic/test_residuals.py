"""Residuals against the restricted functions themselves, worked out world by world."""

from __future__ import annotations

import random
from collections.abc import Hashable, Mapping, Sequence

import pytest
from logic.worlds import LONG, decided, rules, worlds

from coverdict.logic import Decision, Diagram, Mask, Residuals, build
from coverdict.logic.residuals import Step

SEEDS = range(200 if LONG else 40)


def left_over(sizes: Sequence[int], decision: Decision, steps: Mapping[int, tuple[Mask, int]]) -> Hashable:
    """A restricted function over what is left: equal for equal ones.

    It has the dimensions that still matter, what is known of each that was restricted, and the value in every
    world of these dimensions. `IMPOSSIBLE` counts as a value.
    """
    masks = [steps[d][0] if d in steps else (1 << size) - 1 for d, size in enumerate(sizes)]
    values = {world: decided(decision, world) for world in worlds(masks)}
    matter = [
        d
        for d in range(len(sizes))
        if any(
            values[world] != values[(*world[:d], cell, *world[d + 1 :])]
            for world in values
            for cell in range(sizes[d])
            if masks[d] >> cell & 1
        )
    ]
    known = tuple((d, *steps.get(d, ())) for d in matter)
    table = frozenset((tuple(world[d] for d in matter), value) for world, value in values.items())
    return known, table


def problem(seed: int) -> tuple[random.Random, tuple[int, ...], Decision, Diagram]:
    rnd = random.Random(seed)
    sizes, decision = rules(seed, rnd.randint(2, 5), 3)
    return rnd, sizes, decision, build(sizes, decision)


def some_steps(rnd: random.Random, sizes: Sequence[int], dimensions: Sequence[int]) -> list[Step]:
    """What is left of each dimension, with a tag: two things may be known that leave the same cells."""
    return [(d, rnd.randint(1, (1 << sizes[d]) - 1), rnd.choice((0, 0, 0, 1))) for d in dimensions]


@pytest.mark.parametrize("seed", SEEDS)
def test_residuals_are_equal_exactly_when_the_functions_are(seed: int) -> None:
    """Two restrictions of the first dimensions get one number just when they leave one function.

    Of a dimension that still matters, the cells that are left and what is known of it count as well.
    """
    rnd, sizes, decision, diagram = problem(seed)
    residuals = Residuals(diagram)
    number_of: dict[Hashable, int] = {}
    function_of: dict[int, Hashable] = {}
    dimensions = diagram.order[: rnd.randint(1, len(sizes))]
    for _ in range(30):
        steps = some_steps(rnd, sizes, dimensions)
        function = left_over(sizes, decision, {d: (mask, tag) for d, mask, tag in steps})
        number = residuals.restricted(residuals.root, steps, {})
        assert number_of.setdefault(function, number) == number
        assert function_of.setdefault(number, function) == function


@pytest.mark.parametrize("seed", SEEDS)
def test_restricting_block_by_block_is_restricting_at_once(seed: int) -> None:
    """However the steps are cut into blocks, and whatever is remembered of these, one number comes out."""
    rnd, sizes, _, diagram = problem(seed)
    residuals = Residuals(diagram)
    memories: dict[tuple[Step, ...], dict[int, int]] = {}
    for _ in range(15):
        dimensions = diagram.order[: rnd.randint(1, len(sizes))]
        steps = some_steps(rnd, sizes, dimensions)
        expected = residuals.restricted(residuals.root, steps, {})
        for memory in (None, memories):
            found, rest = residuals.root, steps
            while rest:
                cut = rnd.randint(1, len(rest))
                block, rest = tuple(rest[:cut]), rest[cut:]
                known = {} if memory is None else memory.setdefault(block, {})
                found = residuals.restricted(found, block, known)
            assert found == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_known_leaves_the_diagram_itself(seed: int) -> None:
    """Without steps the root is left, and one cell of every dimension leaves a value of the store."""
    rnd, sizes, decision, diagram = problem(seed)
    residuals = Residuals(diagram)
    assert residuals.restricted(residuals.root, (), {}) == diagram.root
    for _ in range(10):
        world = tuple(rnd.randrange(size) for size in sizes)
        steps = [(d, 1 << world[d], 0) for d in diagram.order]
        found = residuals.restricted(residuals.root, steps, {})
        assert diagram.nodes.values[found] == decided(decision, world)
