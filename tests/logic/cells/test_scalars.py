"""One-fact groups against brute force over raw values: each constant, and both its sides."""

from __future__ import annotations

import pickle
from decimal import Decimal
from itertools import combinations
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.cells.brute import Judge

from coverdict.logic.cells import Finite, Hits, InSet, Member, Members, OneOf, Ordered, Threshold
from coverdict.logic.cells.group import TooManyCellsError

OPS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}
D = Decimal

quarters = st.integers(-6, 12).map(lambda number: D(number) / 4)
thresholds = st.lists(
    st.builds(Threshold, st.just("n"), st.sampled_from(sorted(OPS)), quarters), max_size=5, unique=True
)
bounds = st.none() | quarters


def number_true(atom: Threshold, world: Any) -> bool:
    return bool(OPS[atom.op](world["n"], atom.value))


def raw_numbers(whole: bool, low: Decimal | None, high: Decimal | None) -> list[Decimal]:
    """Eighths lie on, and on both sides of, every constant; whole numbers are all that come near."""
    step = D(1) if whole else D(1) / 8
    numbers = (number * step for number in range(int(D(-4) / step), int(D(6) / step)))
    return [n for n in numbers if (low is None or n >= low) and (high is None or n <= high)]


@given(thresholds, st.booleans(), bounds, bounds)
def test_ordered_agrees_with_every_number(
    atoms: list[Threshold], whole: bool, low: Decimal | None, high: Decimal | None
) -> None:
    """A number's cells, allowed cells, witnesses and answers are those of all numbers near the constants."""
    values = raw_numbers(whole, low, high)
    if not values:
        with pytest.raises(ValueError, match="no number"):
            Ordered("n", atoms, whole=whole, minimum=low, maximum=high)
        return
    group = Ordered("n", atoms, whole=whole, minimum=low, maximum=high)
    judge = Judge(group, atoms, [{"n": value} for value in values], number_true)
    judge.check_cells()
    judge.check_witnesses()
    judge.check_allowed({}, judge.worlds)
    judge.check_answers("n", {}, values)
    for value in raw_numbers(False, None, None):
        fits = [{"n": value}] if value in values else []
        assert judge.check_allowed({"n": value}, fits) == (
            1 << group.cell_of(value) if group.cell_of(value) >= 0 else 0
        )
        judge.check_answers("n", {"n": value}, [value])


OPTIONS = ("primary", "metastatic", "benign", "mixed")
one_ofs = st.lists(
    st.builds(OneOf, st.just("c"), st.frozensets(st.sampled_from(OPTIONS))), max_size=4, unique=True
)


@given(one_ofs, st.booleans(), st.permutations(OPTIONS))
def test_finite_agrees_with_every_option(atoms: list[OneOf], is_open: bool, options: list[str]) -> None:
    """A choice's cells are those of its options, and of some other string where it is open."""
    values = [*options, *(["something else", "other"] if is_open else [])]
    group = Finite("c", options[: 2 if is_open else 4], atoms, is_open=is_open)
    judge = Judge(group, atoms, [{"c": v} for v in values], lambda atom, world: world["c"] in atom.names)
    judge.check_cells()
    judge.check_witnesses()
    judge.check_allowed({}, judge.worlds)
    judge.check_answers("c", {}, values)
    for value in values:
        judge.check_allowed({"c": value}, [{"c": value}])
    assert (group.cell_of("nowhere") >= 0) == is_open


CODES = tuple(f"C{number:02}" for number in range(6))
code_sets = st.dictionaries(st.sampled_from("abcd"), st.frozensets(st.sampled_from(CODES)), max_size=4)


@given(code_sets)
def test_member_agrees_with_every_code(sets: dict[str, frozenset[str]]) -> None:
    """A code's cells are those of the codes there are, and of a code in none of the sets."""
    atoms = [InSet("k", name) for name in sets]
    group = Member("k", atoms, {**sets, "not asked": frozenset(CODES)})
    values = [*CODES, "none of them"]
    judge = Judge(group, atoms, [{"k": v} for v in values], lambda atom, world: world["k"] in sets[atom.set])
    judge.check_cells()
    judge.check_witnesses()
    judge.check_allowed({}, judge.worlds)
    judge.check_answers("k", {}, values)
    for value in values:
        assert judge.check_allowed({"k": value}, [{"k": value}]) == 1 << group.cell_of(value)


@given(code_sets, st.frozensets(st.sampled_from([*CODES, "none of them"]), max_size=3))
def test_members_agree_with_every_set_of_codes(sets: dict[str, frozenset[str]], some: frozenset[str]) -> None:
    """A set of codes: all subsets of the codes are enumerated, and those above what is known."""
    atoms = [Hits("s", name) for name in sets]
    group = Members("s", atoms, sets)
    pool = [*CODES, "none of them"]
    subsets = [frozenset(c) for size in range(len(pool) + 1) for c in combinations(pool, size)]
    worlds = [{"s": (subset, True)} for subset in subsets]
    judge = Judge(group, atoms, worlds, lambda atom, world: bool(world["s"][0] & sets[atom.set]))
    judge.check_cells()
    judge.check_witnesses()
    judge.check_allowed({}, worlds)
    judge.check_answers("s", {}, [world["s"] for world in worlds])
    judge.check_allowed({"s": (some, True)}, [{"s": (some, True)}])
    above = [world for world in worlds if world["s"][0] >= some]
    allowed = judge.check_allowed({"s": (some, False)}, above)
    assert {answer.cells for answer in group.answers("s", {"s": (some, False)})} == {
        1 << cell for cell in range(group.size) if allowed >> cell & 1
    }
    for cell in range(group.size):
        if allowed >> cell & 1:
            codes, complete = group.completion(cell, {"s": (some, False)})["s"]  # type: ignore[misc]
            assert complete and codes >= some
            assert group.allowed({"s": (codes, True)}) == 1 << cell


# Ranges are described by the constants of the rules, without the fact's own bounds.
def test_numbers_are_described_as_ranges() -> None:
    size = Ordered("n", [Threshold("n", "<=", D(4)), Threshold("n", "<", D(2))], minimum=D(0))
    assert [size.describe("n", 1 << cell) for cell in range(size.size)] == ["< 2", "2 to 4", "> 4"]
    assert size.describe("n", 0b101) == "< 2 or > 4"
    assert (size.describe("n", 0b111), size.describe("n", 0)) == ("any", "")
    exact = Ordered("n", [Threshold("n", "=", D("3.50"))])
    assert [exact.describe("n", cells) for cells in (1, 2)] == ["< 3.5 or > 3.5", "3.5"]
    count = Ordered("n", [Threshold("n", ">", D(1)), Threshold("n", "<", D(4))], whole=True, minimum=D(0))
    assert [count.describe("n", 1 << cell) for cell in range(3)] == ["<= 1", "2 to 3", ">= 4"]
    half = Ordered("n", [Threshold("n", ">", D(1)), Threshold("n", "<", D(4))])
    assert half.describe("n", half.allowed({"n": D(2)})) == "> 1 and < 4"


# A choice, a code and a set of codes are described by names, the shorter side of the two.
def test_names_are_described() -> None:
    origin = Finite("c", OPTIONS, [OneOf("c", frozenset({"primary"})), OneOf("c", frozenset({"benign"}))])
    assert origin.size == 3
    assert origin.describe("c", origin.allowed({"c": "primary"})) == "primary"
    assert origin.describe("c", origin.allowed({"c": "mixed"})) == "in {metastatic, mixed}"
    named = Finite("c", (), [OneOf("c", frozenset({"FDA"}))], is_open=True)
    assert [named.describe("c", cells) for cells in (1, 2, 3)] == ["FDA", "not in {FDA}", "any"]
    sets = {"liver": frozenset({"C22"}), "lung": frozenset({"C34", "C22"})}
    code = Member("k", [InSet("k", "liver"), InSet("k", "lung")], sets)
    assert code.describe("k", code.holds(InSet("k", "liver"))) == "in liver"
    assert code.describe("k", code.allowed({"k": "Z00"})) == "not in lung"
    assert code.describe("k", code.allowed({"k": "C34"})) == "not in liver and in lung"
    several = Members("s", [Hits("s", "liver")], sets)
    assert several.describe("s", several.holds(Hits("s", "liver"))) == "any in liver"


# Two disjoint sets can both be hit; a set inside another cannot be hit without it.
def test_members_of_nested_and_disjoint_sets() -> None:
    sets = {"a": frozenset({1}), "b": frozenset({2}), "ab": frozenset({1, 2})}
    group = Members("s", [Hits("s", name) for name in sets], sets)
    assert group.size == 4
    assert group.allowed({"s": (frozenset({1, 2}), True)}) & group.holds(Hits("s", "b"))


# Sets that are too many to tell apart are an error that says so, and not a long wait.
def test_too_many_cells() -> None:
    sets = {str(number): frozenset({number}) for number in range(20)}
    with pytest.raises(TooManyCellsError, match="diagnoses"):
        Members("diagnoses", [Hits("diagnoses", name) for name in sets], sets)


# Raw values of the wrong type are refused, not compared.
@pytest.mark.parametrize(
    ("group", "value"),
    [
        (Ordered("f", []), 1.5),
        (Finite("f", ("a",), []), True),
        (Members("f", [], {}), ("a", True)),
    ],
)
def test_wrong_types(group: Any, value: object) -> None:
    with pytest.raises(TypeError, match="f: "):
        group.allowed({"f": value})


# Numbers of any length stay exact: no context precision rounds a sample or a comparison.
def test_long_numbers() -> None:
    low, high = D("1." + "0" * 40 + "1"), D("1." + "0" * 40 + "2")
    group = Ordered("n", [Threshold("n", ">", low), Threshold("n", "<", high)])
    assert group.size == 3
    sample = group.witness(1)["n"]
    assert isinstance(sample, Decimal) and low < sample < high


# A group survives pickling with the same cells.
def test_pickled_groups_are_the_same() -> None:
    atom = Threshold("n", "<=", D(4))
    group = pickle.loads(pickle.dumps(Ordered("n", [atom])))
    assert group.holds(atom) == Ordered("n", [atom]).holds(atom) == group.allowed({"n": D(4)})
