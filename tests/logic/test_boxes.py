"""Boxes, shares and projections against every world, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from logic.worlds import cases, decided, formulas, holds, rules, thorough, worlds

from coverdict.logic import IMPOSSIBLE, Conj, Diagrams, Literal, build
from coverdict.logic.boxes import Axes, Manner, cover, first_world, hull, projection, single_axis
from coverdict.logic.shares import shares
from coverdict.logic.unfolding import formula_from


def full(sizes: Sequence[int]) -> list[int]:
    return [(1 << size) - 1 for size in sizes]


def axes_of(size: int, crossed: bool) -> Axes:
    """One class a cell or, of four cells, the rows and columns of a square."""
    return ((0b0011, 0b1100), (0b0101, 0b1010)) if crossed and size == 4 else single_axis(size)


def in_box(world: Sequence[int], box: Sequence[int]) -> bool:
    return all(mask >> cell & 1 for cell, mask in zip(world, box, strict=True))


@st.composite
def covers(draw: st.DrawFn):
    sizes, decision = rules(draw(st.integers(0, 10_000)), dimensions=5, largest=4, infeasible=0.2)
    diagram = build(sizes, decision)
    crossed = draw(st.booleans())
    numbers = range(len(sizes))
    manner = Manner(
        tuple(axes_of(size, crossed) for size in sizes),
        tuple(draw(st.permutations(numbers))),
        frozenset(draw(st.sets(st.sampled_from(list(numbers))))),
        tuple(draw(st.integers(1, (1 << size) - 1)) for size in sizes),
    )
    return sizes, decision, diagram, manner, draw(st.integers(1, 6))


@thorough
@given(given_cover=covers())
def test_a_cover_is_what_it_says(given_cover) -> None:
    """Its boxes hold worlds of the value alone and, where it is complete, all of them; each as it is said."""
    sizes, decision, diagram, manner, most = given_cover
    every = list(worlds(full(sizes)))
    for value in diagram.values():
        found = cover(diagram, value, manner, most)
        assert len(found.boxes) <= most
        where = {world for world in every if decided(decision, world) == value}
        feasible = {world for world in every if decided(decision, world) is not IMPOSSIBLE}
        assert all(in_box(world, found.common) for world in where)
        said = {
            world
            for world in feasible
            if in_box(world, found.common) and any(in_box(world, box.cells) for box in found.boxes)
        }
        assert said <= where
        assert found.complete == (said == where)
        for box in found.boxes:
            assert box.world in where
            assert in_box(box.world, box.cells)
            # Clauses, axis by axis, say the box.
            for mask, axes in zip(box.cells, manner.axes, strict=True):
                assert hull(mask, axes) == mask
        for mask, axes in zip(found.common, manner.axes, strict=True):
            assert hull(mask, axes) == mask


@thorough
@given(given_cover=covers())
def test_worlds_to_begin_with_do_not_hang_on_what_is_open(given_cover) -> None:
    """Where the value holds for some world whatever the open dimensions are, such a world comes first."""
    sizes, decision, diagram, manner, _ = given_cover

    def steady(world: tuple[int, ...]) -> bool:
        beside = [
            full(sizes)[number] if number in manner.open_to else 1 << cell
            for number, cell in enumerate(world)
        ]
        return {decided(decision, other) for other in worlds(beside)} - {IMPOSSIBLE} == {value}

    for value in diagram.values():
        world = first_world(diagram, value, manner)
        assert decided(decision, world) == value
        candidates = (one for one in worlds(full(sizes)) if decided(decision, one) == value)
        if any(steady(one) for one in candidates):
            assert steady(world)


@thorough
@given(case=cases(largest=4))
def test_shares_count_the_feasible_worlds(case) -> None:
    """A value's share is how many of the feasible allowed worlds have it."""
    sizes, decision, allowed = case
    values = [decided(decision, world) for world in worlds(allowed)]
    feasible = [value for value in values if value is not IMPOSSIBLE]
    wanted = {value: Fraction(feasible.count(value), len(feasible)) for value in set(feasible)}
    assert shares(build(sizes, decision), allowed) == wanted


@thorough
@given(case=cases(largest=4))
def test_a_projection_has_the_cells_of_the_values_worlds(case) -> None:
    """Of each dimension exactly the cells that some feasible world of the value has."""
    sizes, decision, _ = case
    diagram = build(sizes, decision)
    for value in diagram.values():
        mine = [world for world in worlds(full(sizes)) if decided(decision, world) == value]
        for dimension, mask in enumerate(projection(diagram, value)):
            assert mask == sum(1 << cell for cell in {world[dimension] for world in mine})


@thorough
@given(data=st.data())
def test_for_all_holds_whatever_the_other_cells(data) -> None:
    """A world is in it when every world that differs from it in the given dimensions alone is."""
    sizes = (2, 3, 2, 4)
    formula = data.draw(formulas(sizes))
    chosen = data.draw(st.frozensets(st.integers(0, 3)))
    space = Diagrams(sizes, data.draw(st.permutations(range(4))))
    node = space.for_all(space.formula(formula), chosen)
    for world in worlds(full(sizes)):
        beside = [full(sizes)[at] if at in chosen else 1 << cell for at, cell in enumerate(world)]
        assert space.value(node, world) is all(holds(formula, other) for other in worlds(beside))


@thorough
@given(data=st.data())
def test_a_diagrams_formula_is_true_where_the_diagram_is(data) -> None:
    """From a formula to its diagram and back, no world changes sides; thawed again, nothing does."""
    sizes = (2, 3, 2, 4)
    formula = data.draw(formulas(sizes))
    order = data.draw(st.permutations(range(4)))
    space = Diagrams(sizes, order)
    (diagram,) = space.freeze(space.formula(formula))
    again = formula_from(diagram)
    other = Diagrams(sizes, order)
    thawed = other.thaw(diagram)
    for world in worlds(full(sizes)):
        assert holds(again, world) is holds(formula, world)
        assert other.value(thawed, world) is holds(formula, world)


@thorough
@given(case=cases())
def test_where_is_true_of_one_value_alone(case) -> None:
    """`where` tells a value's worlds from all others, impossible ones included."""
    sizes, decision, _ = case
    space = Diagrams(sizes)
    node = space.decision(decision)
    for value in ("a", "b", IMPOSSIBLE):
        mine = space.where(node, value)
        for world in worlds(full(sizes)):
            assert space.value(mine, world) is (decided(decision, world) == value)


def test_a_single_box_says_no_more_than_it_must() -> None:
    """What is true of two dimensions' cells alone is said of these two."""
    sizes = (3, 2, 4)
    where = Conj((Literal(0, 0b001), Literal(2, 0b0110)))
    space = Diagrams(sizes)
    (diagram,) = space.freeze(space.formula(where))
    manner = Manner(tuple(single_axis(size) for size in sizes), (0, 1, 2), frozenset(), tuple(full(sizes)))
    found = cover(diagram, True, manner, 5)
    assert found.complete and [box.cells for box in found.boxes] == [(0b001, 0b11, 0b0110)]
