"""Groups of lists, case by case: what the design promises, and what only shows in one kind of list."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coverdict.logic.cells import (
    ChoiceFact,
    CodeFact,
    CodesFact,
    Count,
    CountFact,
    DateFact,
    DateIs,
    Extreme,
    ExtremeFact,
    Hits,
    InSet,
    ListFact,
    Lists,
    NumberFact,
    OneOf,
    Span,
    Threshold,
    TooManyCellsError,
    facts_asked,
    groups,
    yes_no,
)

D = Decimal
DIAMETER = NumberFact("diameter", minimum=D(0))
NUMBER = CountFact("lesion.count", "lesions", minimum=D(1))
LARGEST = ExtremeFact("lesion.largest", "largest", "lesions", "diameter", minimum=D(0))


def lesions(*atoms: Any, derived: Sequence[Any] = (NUMBER, LARGEST)) -> Lists:
    return Lists("lesions", (DIAMETER,), derived, atoms, {})


def items(*diameters: str | None, complete: bool = True) -> Any:
    return tuple({} if d is None else {"diameter": D(d)} for d in diameters), complete


FEW = Threshold("lesion.count", "<", D(2))
SMALL = Threshold("lesion.largest", "<=", D(4))


# Two lesions, one of 2 cm, one unmeasured: two joint cells, where term by term would allow four.
def test_one_unmeasured_lesion() -> None:
    group = lesions(FEW, SMALL)
    allowed = group.allowed({"lesions": items("2", None)})
    assert allowed == group.allowed({"lesion.count": D(2)})
    assert allowed.bit_count() == 2
    assert not allowed & group.holds(FEW)
    assert group.size == 4


# A bound of a derived fact is a bound of the list: with at least one lesion, none is no list.
def test_bounds_restrict_lists() -> None:
    group = lesions(FEW, SMALL)
    assert group.allowed({"lesions": items()}) == 0
    assert group.allowed({"lesion.count": D(0)}) == 0
    assert group.allowed({"lesion.largest": D(-1)}) == 0
    without = lesions(FEW, SMALL, derived=(CountFact("lesion.count", "lesions"), LARGEST))
    # Neither comparison tells no lesion from one above 4 cm.
    assert without.allowed({"lesions": items()}) == without.allowed({"lesions": items("5")})


# A derived fact that disagrees with a complete list contradicts it; with an incomplete one it need not.
def test_disagreement_is_a_contradiction() -> None:
    group = lesions(FEW, SMALL)
    assert group.allowed({"lesions": items("2"), "lesion.count": D(2)}) == 0
    assert group.allowed({"lesions": items("2"), "lesion.largest": D("2.5")}) == 0
    assert group.allowed({"lesions": items("2"), "lesion.largest": D("2.0")}).bit_count() == 1
    assert group.allowed({"lesions": items("2", complete=False), "lesion.count": D(2)})
    assert group.allowed({"lesions": items("2", complete=False), "lesion.largest": D("1.9")}) == 0
    assert group.allowed({"lesions": items("2", None), "lesion.count": D(3)}) == 0


# A count beyond every constant still matters: seven lesions are not four small ones and two others.
def test_known_count_beyond_the_constants() -> None:
    small, large = Threshold("diameter", "<", D(3)), Threshold("diameter", ">=", D(3))
    few_small, few_large = Count("lesions", small, "<=", 3), Count("lesions", large, "<=", 3)
    group = lesions(few_small, few_large)
    both = group.holds(few_small) & group.holds(few_large)
    assert group.allowed({"lesion.count": D(6)}) & both
    assert not group.allowed({"lesion.count": D(7)}) & both
    assert not group.allowed({"lesion.count": D(7), "lesions": items("1", None, complete=False)}) & both
    assert [answer.value for answer in group.answers("lesion.count", {})] == [1, 4, 7, 8]


# The largest known to be 3 cm: some lesion has exactly 3 cm, and none more.
def test_known_largest() -> None:
    at_three, above = Threshold("diameter", "=", D(3)), Threshold("diameter", ">", D("2.5"))
    some_three, many = Count("lesions", at_three, ">=", 1), Count("lesions", above, ">", 1)
    group = lesions(some_three, many)
    known = group.allowed({"lesion.largest": D(3)})
    assert known and known == known & group.holds(some_three)
    below = group.allowed({"lesion.largest": D("2.9"), "lesion.count": D(1)})
    assert below and not below & (group.holds(some_three) | group.holds(many))
    assert group.allowed({"lesion.largest": D(3), "lesions": items("2", complete=False)}) == known
    assert not group.allowed({"lesion.largest": D(3), "lesions": items("2", None)}) & group.holds(many)


# A number of elements of any size is exact and quick, alone and beside other counts.
def test_large_counts() -> None:
    small = Threshold("diameter", "<", D(3))
    counted = CountFact("small.count", "lesions", small)
    atom = Count("lesions", Threshold("diameter", ">=", D(3)), "<=", 4)
    group = lesions(atom, derived=(NUMBER, counted, LARGEST))
    many = {"lesion.count": D(1_000_000)}
    assert group.allowed(many) == 0b11
    assert group.allowed({**many, "small.count": D(999_996)}) == group.holds(atom)
    assert not group.allowed({**many, "small.count": D(999_995)}) & group.holds(atom)
    assert group.allowed({**many, "small.count": D(1_000_001)}) == 0
    assert group.allowed({**many, "small.count": D(1_000_000), "lesion.largest": D(3)}) == 0


# A maximum of one count binds when another count forces elements upon the list.
def test_maximum_beside_a_known_count() -> None:
    narrow = CountFact("narrow", "lesions", Threshold("diameter", "<", D(3)), maximum=D(2))
    atom = Extreme("largest", "lesions", "diameter", None, ">=", D(3))
    group = lesions(atom, derived=(CountFact("n", "lesions"), narrow))
    assert group.allowed({"n": D(2)}) == 0b11
    assert group.allowed({"n": D(3)}) == group.holds(atom)
    assert [answer.cells for answer in group.answers("n", {})] == [
        group.allowed({"n": D(0)}),
        0b11,
        group.holds(atom),
    ]


# With no element that takes part, every comparison with the extreme is false, "!=" too.
def test_no_element_no_value() -> None:
    atoms = [Extreme("smallest", "lesions", "diameter", None, op, D(4)) for op in ("<", "!=", ">=", "=")]
    group = Lists("lesions", (DIAMETER,), (), atoms, {})
    empty = group.allowed({"lesions": items()})
    assert empty and not any(empty & group.holds(atom) for atom in atoms)
    assert group.size == 4


# Elements may have codes, sets of codes, choices and dates that a span links; unmeasured ones are exact.
def test_elements_of_every_kind() -> None:
    visits = ListFact(
        "visits",
        (
            CodeFact("code"),
            CodesFact("also"),
            ChoiceFact("place", ("home", "office")),
            DateFact("from"),
            DateFact("to"),
        ),
    )
    long_stay = Count("visits", Span("days", "from", "to", ">=", 3), ">=", 1)
    coded = Count("visits", InSet("code", "a"), ">=", 1)
    also = Count("visits", Hits("also", "a"), ">=", 1)
    recent = Count("visits", DateIs("from", ">=", date(2024, 1, 1)), ">=", 1)
    (group,) = groups([visits], [long_stay, coded, also, recent], {"a": frozenset({"A1"})})
    assert group.size == 16
    element: dict[str, Any] = {
        "code": "A1",
        "also": (frozenset({"B"}), True),
        "from": date(2023, 12, 30),
        "place": "home",
    }
    allowed = group.allowed({"visits": ((element,), True)})
    assert allowed.bit_count() == 2
    assert allowed & group.holds(coded) == allowed
    assert not allowed & (group.holds(also) | group.holds(recent))
    stay = group.allowed({"visits": (({**element, "to": date(2024, 1, 2)},), True)})
    assert stay == allowed & group.holds(long_stay)
    for cell in range(group.size):
        assert group.allowed(group.witness(cell)) == 1 << cell


# Facts fall into the groups that terms link, in the order of declaration; an unasked fact is one cell.
def test_groups_of_facts() -> None:
    facts = [
        NUMBER,
        yes_no("resectable"),
        DateFact("service"),
        DateFact("other"),
        ListFact("lesions", (DIAMETER,)),
        DateFact("birth"),
        NumberFact("age"),
    ]
    atoms = [
        OneOf("resectable", frozenset({"yes"})),
        FEW,
        Span("years", "birth", "service", ">=", 21),
        DateIs("other", "<", date(2020, 1, 1)),
        FEW,
    ]
    made = groups(facts, atoms, {})
    assert [group.facts for group in made] == [
        ("lesions", "lesion.count"),
        ("resectable",),
        ("service", "birth"),
        ("other",),
        ("age",),
    ]
    assert [group.size for group in made] == [2, 2, 2, 2, 1]
    assert facts_asked(atoms[2]) == ("birth", "service")
    with pytest.raises(TypeError, match="resectable"):
        groups(facts, [InSet("resectable", "x")], {"x": frozenset()})
    with pytest.raises(KeyError):
        groups(facts, [FEW, OneOf("nothing", frozenset())], {})


# Lists are described by their terms, derived facts by their own range.
def test_lists_are_described() -> None:
    small = Count("lesions", Threshold("diameter", "<", D(3)), "<=", 4)
    group = lesions(FEW, SMALL, small)
    first = group.allowed({"lesions": items("2")})
    assert group.describe("lesion.count", first) == "1"
    assert group.describe("lesion.largest", first) == "<= 4"
    assert group.describe("lesion.largest", group.allowed({"lesion.largest": D(5)})) == "> 4"
    assert group.describe("lesion.count", group.holds(FEW) ^ (1 << group.size) - 1) == ">= 2"
    assert group.describe("lesions", group.holds(small) ^ (1 << group.size) - 1) == (
        "count(lesions) >= 5, count(lesions where diameter < 3) > 4"
    )
    assert group.describe("lesions", (1 << group.size) - 1) == "any"


# A group survives pickling, with the same cells and answers.
def test_pickled_lists_are_the_same() -> None:
    group = lesions(FEW, SMALL)
    group.answers("lesions", {})
    twin = pickle.loads(pickle.dumps(group))
    assert twin.holds(SMALL) == group.holds(SMALL)
    assert twin.answers("lesion.count", {}) == group.answers("lesion.count", {})


# Questions that would take too many joint counts are an error that names the list.
def test_too_many_joint_counts() -> None:
    atoms = [Count("lesions", Threshold("diameter", "=", D(at)), ">", 9) for at in range(6)]
    with pytest.raises(TooManyCellsError, match="lesions"):
        lesions(*atoms)


# Raw values that are no list are refused.
def test_wrong_types() -> None:
    group = lesions(FEW)
    with pytest.raises(TypeError, match="lesions: "):
        group.allowed({"lesions": [{}]})
    with pytest.raises(TypeError, match=r"lesion\.count: "):
        group.allowed({"lesion.count": "2"})
