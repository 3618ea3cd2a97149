"""Diagrams against every world, one by one."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.worlds import cases, decided, formulas, holds, orders, thorough, union, worlds

from coverdict.logic import (
    IMPOSSIBLE,
    Choose,
    Combine,
    Conj,
    Decision,
    Diagrams,
    Disj,
    Literal,
    OverBudget,
    Value,
)


@thorough
@given(case=cases(), data=st.data())
def test_a_diagram_has_the_decisions_value_in_every_world(case, data) -> None:
    """Whatever the order, the diagram and the frozen diagram equal the decision everywhere."""
    sizes, decision, _ = case
    order = data.draw(orders(len(sizes)))
    space = Diagrams(sizes, order)
    node = space.decision(decision)
    (frozen,) = space.freeze(node)
    loaded = pickle.loads(pickle.dumps(frozen))
    for world in worlds([(1 << size) - 1 for size in sizes]):
        expected = decided(decision, world)
        assert space.value(node, world) == expected
        assert frozen.value(world) == expected
        assert loaded.value(world) == expected


@thorough
@given(data=st.data())
def test_a_formulas_diagram_is_true_exactly_where_the_formula_holds(data) -> None:
    """A formula's diagram has the values True and False, where the formula says so."""
    sizes = (2, 3, 2, 4)
    formula = data.draw(formulas(sizes))
    space = Diagrams(sizes, data.draw(orders(len(sizes))))
    node = space.formula(formula)
    for world in worlds([(1 << size) - 1 for size in sizes]):
        assert space.value(node, world) is holds(formula, world)


@thorough
@given(case=cases(), data=st.data())
def test_possible_is_the_union_over_all_completions(case, data) -> None:
    """What is possible is what some allowed and feasible world has."""
    sizes, decision, allowed = case
    space = Diagrams(sizes, data.draw(orders(len(sizes))))
    (diagram,) = space.freeze(space.decision(decision))
    assert diagram.possible(allowed) == union(decision, allowed)
    assert space.possible(space.decision(decision), allowed) == union(decision, allowed)


@thorough
@given(case=cases(), data=st.data())
def test_equal_functions_are_one_node_and_the_support_is_what_matters(case, data) -> None:
    """A dimension is in the support exactly when two worlds that differ there alone differ in value."""
    sizes, decision, _ = case
    space = Diagrams(sizes, data.draw(orders(len(sizes))))
    node = space.decision(decision)
    everything = list(worlds([(1 << size) - 1 for size in sizes]))
    table = {world: decided(decision, world) for world in everything}
    matters = {
        dimension
        for dimension, size in enumerate(sizes)
        for world in everything
        for cell in range(size)
        if table[world] != table[(*world[:dimension], cell, *world[dimension + 1 :])]
    }
    assert space.support(node) == matters
    assert space.freeze(node)[0].support() == matters
    again = Choose(Literal(0, 0), Value("z"), Combine(lambda a, b: a, decision, decision))
    assert space.decision(again) == node


@thorough
@given(case=cases(), data=st.data())
def test_relabelling_maps_the_values_and_leaves_the_impossible(case, data) -> None:
    """Relabelling is composition with the label, in the workspace and on the frozen diagram."""
    sizes, decision, allowed = case
    space = Diagrams(sizes, data.draw(orders(len(sizes))))
    node = space.decision(decision)
    label = {"a": "good", "b": "bad", "c": "bad"}.get
    expected = frozenset(label(value, "other") for value in union(decision, allowed))
    (frozen,) = space.freeze(node)
    relabelled = frozen.relabel(lambda value: label(value, "other"))
    assert relabelled.possible(allowed) == expected
    mapped = space.relabel(node, lambda value: label(value, "other"))
    assert space.possible(mapped, allowed) == expected
    assert relabelled.size() == space.size(mapped)


@thorough
@given(case=cases(), wanted=st.sampled_from(["a", "b", IMPOSSIBLE]))
def test_a_world_is_found_exactly_when_there_is_one(case, wanted) -> None:
    """`world` gives an allowed world of the value, or None when there is none."""
    sizes, decision, allowed = case
    space = Diagrams(sizes)
    (diagram,) = space.freeze(space.decision(decision))
    found = diagram.world(allowed, wanted)
    if found is None:
        assert all(decided(decision, world) != wanted for world in worlds(allowed))
    else:
        assert decided(decision, found) == wanted
        assert all(mask >> cell & 1 for mask, cell in zip(allowed, found, strict=True))


def test_a_dimension_without_allowed_cells_leaves_nothing_possible() -> None:
    """No allowed cell in the support means contradiction, even where no path would look at it."""
    space = Diagrams([2, 2, 2])
    decision = Choose(Literal(0, 1), Value("a"), Choose(Literal(1, 1), Value("a"), Value("b")))
    (diagram,) = space.freeze(space.decision(decision))
    assert diagram.possible([1, 0, 3]) == frozenset()
    assert diagram.possible([1, 3, 0]) == frozenset({"a"})  # the third is not in the support


def test_long_lists_of_rules_need_no_deep_recursion() -> None:
    """A thousand rules over a thousand dimensions are built."""
    decision: Decision = Value("last")
    for rule in reversed(range(1000)):
        decision = Choose(Literal(rule, 1), Value(rule % 3), decision)
    space = Diagrams([2] * 1000)
    (diagram,) = space.freeze(space.decision(decision))
    assert diagram.size() == 1000
    assert diagram.possible([2] * 1000) == {"last"}


def test_the_budget_is_kept() -> None:
    """A function that needs more nodes than allowed raises OverBudget, which says the budget."""
    pairs = [(i, i + 10) for i in range(10)]
    hard = Disj(tuple(Conj((Literal(a, 1), Literal(b, 1))) for a, b in pairs))
    with pytest.raises(OverBudget, match="budget of 200 nodes"):
        Diagrams([2] * 20, budget=200).formula(hard)
    interleaved = [d for pair in pairs for d in pair]
    space = Diagrams([2] * 20, interleaved, budget=200)
    assert space.size(space.formula(hard)) == 20


@pytest.mark.parametrize(("sizes", "order"), [([2, 0], None), ([2, 2], [0, 0]), ([2, 2], [0])])
def test_senseless_dimensions_are_refused(sizes, order) -> None:
    """A dimension needs a cell; an order names each dimension once."""
    with pytest.raises(ValueError, match="dimension"):
        Diagrams(sizes, order)


def test_true_and_one_are_different_values() -> None:
    """Values that Python holds equal across types are kept apart."""
    space = Diagrams([2])
    (diagram,) = space.freeze(space.decision(Choose(Literal(0, 1), Value(1), Value(True))))
    assert diagram.size() == 1
