"""Orders change a diagram's size, never its function."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.worlds import cases, decided, decisions, orders, quick, rules, worlds

from coverdict.logic import Choose, Conj, Diagrams, Disj, Literal, OverBudget, Value, build, build_all
from coverdict.logic.ordering import candidate_orders, force_order
from coverdict.logic.sifting import sifted

PAIRS = [(i, i + 10) for i in range(10)]
INTERLEAVED = Choose(Disj(tuple(Conj((Literal(a, 1), Literal(b, 1))) for a, b in PAIRS)), Value(1), Value(0))


@quick
@given(case=cases(), data=st.data())
def test_what_is_built_equals_the_decisions(case, data) -> None:
    """Whatever hint is given, the built diagrams have the decisions' values everywhere, in one store."""
    sizes, first, _ = case
    second = data.draw(decisions(sizes))
    hint = data.draw(st.lists(st.integers(0, len(sizes) - 1)))
    built = build_all(sizes, (first, second), hint)
    assert built[0].nodes is built[1].nodes
    for world in worlds([(1 << size) - 1 for size in sizes]):
        assert built[0].value(world) == decided(first, world)
        assert built[1].value(world) == decided(second, world)


@pytest.mark.parametrize("seed", range(25))
def test_sifting_keeps_the_functions_and_is_canonical(seed) -> None:
    """A sifted diagram is the function, and exactly as large as one built in its order."""
    sizes, first = rules(seed, 7)
    _, second = rules(seed + 1000, 7)
    sizes = tuple(max(a, b) for a, b in zip(sizes, rules(seed + 1000, 7)[0], strict=True))
    space = Diagrams(sizes)
    frozen = space.freeze(space.decision(first), space.decision(second))
    better = sifted(frozen)
    assert sum(d.size() for d in better[:1]) > 0 or frozen[0].size() == 0
    for world in worlds([(1 << size) - 1 for size in sizes]):
        assert better[0].value(world) == decided(first, world)
        assert better[1].value(world) == decided(second, world)
    again = Diagrams(sizes, better[0].order)
    roots = [again.decision(first), again.decision(second)]
    assert again.size(*roots) == len(better[0].nodes.edges) - len(better[0].nodes.values)
    assert again.size(*roots) <= space.size(*(space.decision(d) for d in (first, second)))


def test_force_brings_together_what_stands_together() -> None:
    """Pairs that the document's order holds apart become neighbours, and the diagram linear."""
    assert build([2] * 20, INTERLEAVED).size() == 20
    order = force_order(range(20), [frozenset(pair) for pair in PAIRS])
    assert all(abs(order.index(a) - order.index(b)) == 1 for a, b in PAIRS)


def test_sifting_finds_the_linear_order_of_pairs() -> None:
    """From 2 046 nodes in the document's order down to one for each dimension, or near it."""
    space = Diagrams([2] * 20)
    (frozen,) = space.freeze(space.decision(INTERLEAVED))
    assert frozen.size() == 2046
    (better,) = sifted([frozen])
    assert better.size() < 40


def test_hinted_dimensions_come_first_in_one_candidate() -> None:
    """The hint is tried on top; each dimension is named once."""
    found = candidate_orders(4, (Value(0),), [2, 2, 0])
    assert found == ((0, 1, 2, 3), (2, 0, 1, 3))


def test_over_budget_is_said_when_no_order_fits() -> None:
    """Raised with the budget that was given."""
    with pytest.raises(OverBudget, match="budget of 5 nodes"):
        build([2] * 20, INTERLEAVED, budget=5)


@quick
@given(data=st.data())
def test_force_gives_a_permutation(data) -> None:
    """Whatever stands together, every dimension keeps exactly one place."""
    start = data.draw(orders(6))
    together = data.draw(st.lists(st.frozensets(st.integers(0, 5))))
    assert sorted(force_order(start, together)) == list(range(6))
