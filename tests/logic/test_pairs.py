"""Pairs of two decisions by solver and sample, against every world, one by one."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.worlds import cases, decided, drawn_decision, formulas, holds, quick, thorough, worlds

from coverdict.logic import IMPOSSIBLE, Const, SolverError, Value
from coverdict.logic.pairs import Pairs
from coverdict.logic.sampling import Sample

SIZES = (2, 3, 2, 4)
FULL = [(1 << size) - 1 for size in SIZES]


@st.composite
def two(draw: st.DrawFn):
    """Two decisions, and the worlds that are none."""
    first, second = (drawn_decision(draw, SIZES, impossible=False, depth=3) for _ in range(2))
    never = draw(formulas(SIZES)) if draw(st.booleans()) else Const(False)
    return first, second, never


@quick
@given(decisions=two())
def test_every_pair_is_found_and_none_invented(decisions) -> None:
    """The pairs are those of the feasible worlds, each found once, and what is drawn is there."""
    first, second, never = decisions
    pairs = Pairs(SIZES, first, second, never)
    found = list(pairs.found())
    feasible = [world for world in worlds(FULL) if not holds(never, world)]
    wanted = {(decided(first, world), decided(second, world)) for world in feasible}
    assert len(found) == len(wanted) and {(met.first, met.second) for met in found} == wanted
    assert sum(met.drawn for met in found) == pairs.drawn()


@quick
@given(decisions=two(), order=st.permutations(range(len(SIZES))))
def test_a_pairs_box_forces_the_pair(decisions, order) -> None:
    """A pair's world has it, and so has every feasible world of the cells that its box names."""
    first, second, never = decisions
    pairs = Pairs(SIZES, first, second, never)
    for met in pairs.found():
        world = pairs.world(met)
        box = pairs.box(met, world, order)
        inside = [box.get(dimension, mask) for dimension, mask in enumerate(FULL)]
        assert all(mask >> world[dimension] & 1 for dimension, mask in box.items())
        met_there = {
            (decided(first, one), decided(second, one)) for one in worlds(inside) if not holds(never, one)
        }
        assert met_there == {(met.first, met.second)}
        assert pairs.some([(met.first, met.second)], inside)


@quick
@given(decisions=two(), allowed=st.tuples(*(st.integers(1, mask) for mask in FULL)))
def test_some_pair_occurs_in_cells(decisions, allowed) -> None:
    """Whether a pair occurs among the allowed cells is what their worlds say."""
    first, second, never = decisions
    pairs = Pairs(SIZES, first, second, never)
    there = {(decided(first, one), decided(second, one)) for one in worlds(allowed) if not holds(never, one)}
    for met in pairs.found():
        pair = (met.first, met.second)
        assert pairs.some([pair], allowed) == (pair in there)


@thorough
@given(case=cases())
def test_a_sample_decides_each_of_its_worlds(case) -> None:
    """Of many worlds at once, each has the value that it has alone."""
    sizes, decision, _ = case
    sample = Sample(sizes, 70, seed=3)
    values = sample.values(decision)
    seen = 0
    for (_, value), chosen in values.items():
        assert not chosen & seen
        seen |= chosen
        for number in range(sample.count):
            if chosen >> number & 1:
                assert decided(decision, sample.world(number)) == value
    assert seen == sample.every


def test_cells_are_drawn_alike() -> None:
    """Every cell of a dimension is about as likely as any other; the same seed draws the same."""
    sample, again = (Sample((2, 3, 7), 40_000, seed=1) for _ in range(2))
    for dimension, size in enumerate((2, 3, 7)):
        counts = [0] * size
        for number in range(0, 40_000, 20):
            world = sample.world(number)
            assert world == again.world(number)
            counts[world[dimension]] += 1
        assert all(abs(count - 2_000 / size) < 5 * (2_000 / size) ** 0.5 for count in counts)


def test_without_the_solver_one_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Z3 is an extra: where it is needed and missing, nothing is guessed."""
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(SolverError, match=r"pip install 'coverdict\[solver\]'"):
        Pairs(SIZES, Value("a"), Value("b"), Const(False))


def test_no_feasible_world_has_no_pair() -> None:
    """Where nobody can be, there is no pair."""
    pairs = Pairs(SIZES, Value("a"), Value("b"), Const(True))
    assert list(pairs.found()) == [] and pairs.drawn() == 0
    assert IMPOSSIBLE not in {met.first for met in pairs.found()}
