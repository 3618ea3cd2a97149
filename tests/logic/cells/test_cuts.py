"""The constants between which values of a fact need not be told apart, tried out with values on all sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations, pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logic.cells.test_lists import Case, list_cases, possible

from coverdict.logic.cells import (
    FIRST,
    LAST,
    AnyFact,
    Atom,
    Count,
    CountFact,
    DateFact,
    DateIs,
    Dates,
    Extreme,
    ExtremeFact,
    Finite,
    Hits,
    InSet,
    Lists,
    Member,
    Members,
    NumberFact,
    OneOf,
    Op,
    Ordered,
    Span,
    SpanUnit,
    Threshold,
    groups,
)

D = Decimal
V = TypeVar("V", Decimal, date)

ops: st.SearchStrategy[Op] = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
quarters = st.integers(-6, 12).map(lambda number: D(number) / 4)


def region(value: V, cuts: Sequence[V]) -> int:
    """The cut on which a value lies, or the two between which it does, as a number."""
    at = bisect_left(cuts, value)
    return 2 * at + (at < len(cuts) and cuts[at] == value)


def ascending(cuts: Sequence[V]) -> bool:
    return all(low < high for low, high in pairwise(cuts))


# --- numbers ---


@given(
    st.lists(st.builds(Threshold, st.just("n"), ops, quarters), max_size=5, unique=True),
    st.booleans(),
    st.none() | quarters,
    st.none() | quarters,
)
def test_numbers_between_two_cuts_are_in_one_cell(
    atoms: list[Threshold], whole: bool, low: Decimal | None, high: Decimal | None
) -> None:
    """Two numbers that a fact can have, on one cut or between the same two, leave the same cells."""
    step = D(1) if whole else D(1) / 8
    numbers = [number * step for number in range(int(-4 / step), int(6 / step) + 1)]
    fitting = [n for n in numbers if (low is None or n >= low) and (high is None or n <= high)]
    if not fitting:
        return
    group = Ordered("n", atoms, whole=whole, minimum=low, maximum=high)
    cuts = group.cuts("n")
    assert ascending(cuts)
    masks: dict[int, int] = {}
    for number in fitting:
        mask = group.allowed({"n": number})
        assert mask and masks.setdefault(region(number, cuts), mask) == mask


def test_cuts_are_asked_of_the_fact_itself() -> None:
    """A group of numbers and one of dates know the cuts of their own facts alone."""
    for group in (Ordered("n", ()), Dates(("d",), ())):
        with pytest.raises(KeyError, match="other"):
            group.cuts("other")


# --- dates ---


@given(
    st.lists(st.builds(DateIs, st.just("d"), ops, st.dates(date(2019, 12, 28), date(2020, 1, 3))), max_size=4)
)
def test_days_between_two_cuts_are_in_one_cell(atoms: list[DateIs]) -> None:
    """Two days from one cut (that day included) to the next leave the same cells."""
    group = Dates(("d",), atoms)
    cuts = group.cuts("d")
    assert cuts is not None and ascending(cuts)
    near = [date(2019, 12, 24) + timedelta(days=number) for number in range(16)]
    masks: dict[int, int] = {}
    for day in (FIRST, *near, LAST):
        mask = group.allowed({"d": day})
        assert masks.setdefault(sum(cut <= day for cut in cuts), mask) == mask


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
def test_dates_that_are_held_against_each_other_have_no_cuts(unit: SpanUnit) -> None:
    """Of two days with a span between them no constants tell: what one leaves depends on the other."""
    group = Dates(("a", "b"), [Span(unit, "a", "b", ">=", 3), DateIs("a", ">", date(2020, 1, 1))])
    assert group.cuts("a") is None and group.cuts("b") is None


# --- lists ---


def values_of(fact: CountFact | ExtremeFact, values: Sequence[Decimal]) -> list[Decimal]:
    return [D(number) for number in range(9)] if isinstance(fact, CountFact) else list(values)


@given(list_cases().filter(possible), st.data())
def test_derived_numbers_between_two_cuts_leave_the_same(case: Case, data: st.DataObject) -> None:
    """Beside any values of the other derived facts, two numbers between the same cuts leave the same cells.

    So do they of what answers to the other facts would leave.
    """
    group = case.group()
    quarter_steps = [D(number) / 4 for number in range(-2, 22)]
    given_cuts = {fact.fact: group.cuts(fact.fact) for fact in case.derived}
    for fact in case.derived:
        cuts = given_cuts[fact.fact]
        if cuts is None:
            continue
        assert ascending(cuts)
        known: dict[str, object] = {
            other.fact: data.draw(st.sampled_from(values_of(other, quarter_steps)))
            for other in case.derived
            if other is not fact and data.draw(st.booleans())
        }
        whole = isinstance(fact, CountFact) or case.fields[0].whole
        seen: dict[int, tuple[int, frozenset[int]]] = {}
        for value in values_of(fact, quarter_steps):
            if whole and value != int(value):
                continue
            said = {**known, fact.fact: value}
            mask = group.allowed(said)
            answers = frozenset(
                answer.cells
                for other in case.derived
                if mask and other.fact not in said
                for answer in group.answers(other.fact, said)
            )
            assert seen.setdefault(region(value, cuts), (mask, answers)) == (mask, answers), (fact, value)


@given(list_cases().filter(possible))
def test_two_counts_or_two_extremes_of_a_list_have_no_cuts(case: Case) -> None:
    """Two derived counts are held against each other, and two extremes of one field: no constants tell."""
    group = case.group()
    for kind in (CountFact, ExtremeFact):
        alike = [fact for fact in case.derived if isinstance(fact, kind)]
        for fact in alike:
            assert (group.cuts(fact.fact) is None) == (len(alike) > 1)


DIAMETER = NumberFact("d", False, D(0), None)
LARGE = Threshold("d", ">", D(3))


@pytest.mark.parametrize(
    ("derived", "one", "other"),
    [
        # Of 5 elements 7 cannot be large, though nothing compares a count with 5 or 7.
        ((CountFact("n", "l"), CountFact("m", "l", LARGE)), {"n": D(7)}, {"n": D(5)}),
        ((CountFact("n", "l"), CountFact("m", "l")), {"n": D(7)}, {"n": D(5)}),
        (
            (ExtremeFact("n", "largest", "l", "d"), ExtremeFact("m", "smallest", "l", "d")),
            {"n": D(8)},
            {"n": D(5)},
        ),
        (
            (ExtremeFact("n", "largest", "l", "d"), ExtremeFact("m", "largest", "l", "d")),
            {"n": D(7)},
            {"n": D(5)},
        ),
    ],
)
def test_facts_of_one_list_can_contradict_each_other(
    derived: Any, one: dict[str, object], other: dict[str, object]
) -> None:
    """Two derived facts of one list, given apart, can contradict each other wherever they lie: no cuts."""
    group = Lists("l", (DIAMETER,), derived, (), {})
    beside = {"m": D(7)}
    assert group.allowed({**one, **beside}) and not group.allowed({**other, **beside})
    assert group.cuts("n") is None and group.cuts("m") is None


def test_a_count_and_an_extreme_have_cuts_of_their_own() -> None:
    """A count and an extreme of one list are told apart by constants, those of the elements included."""
    derived = (CountFact("n", "l"), ExtremeFact("e", "largest", "l", "d"))
    atoms = (Threshold("n", "<", D(2)), Count("l", LARGE, ">=", 1))
    group = Lists("l", (DIAMETER,), derived, atoms, {})
    counts, extremes = group.cuts("n"), group.cuts("e")
    assert counts is not None and {D(0), D(1)} <= set(counts)
    assert extremes is not None and {D(0), D(3)} <= set(extremes)


def test_extremes_of_different_fields_have_cuts() -> None:
    """The largest of one field and the largest of another are not held against each other."""
    fields = (DIAMETER, NumberFact("w", False, D(0), None))
    derived = (ExtremeFact("e", "largest", "l", "d"), ExtremeFact("f", "largest", "l", "w"))
    atoms = (Threshold("e", "<", D(2)), Extreme("smallest", "l", "w", None, ">", D(5)))
    group = Lists("l", fields, derived, atoms, {})
    assert group.cuts("e") is not None and group.cuts("f") is not None


# --- names and codes ---


CODES = tuple("abcde")
code_sets = st.dictionaries(st.sampled_from("ABCD"), st.frozensets(st.sampled_from(CODES)), min_size=1)


@given(code_sets)
def test_signatures_are_exactly_what_sets_of_codes_can_hit(sets: dict[str, frozenset[str]]) -> None:
    """Each combination of asked sets that some codes hit together is there once, with codes that hit it."""
    group = Members("c", [Hits("c", name) for name in sets], sets)
    every = chain.from_iterable(combinations((*CODES, "elsewhere"), size) for size in range(7))

    def hit(codes: frozenset[str] | tuple[str, ...]) -> int:
        return sum(1 << at for at, name in enumerate(sets) if sets[name] & set(codes))

    assert group.sets == tuple(sets.values())
    patterns = set()
    for codes in every:
        patterns.add(hit(codes))
        assert group.signature_of(codes) == hit(codes)
    found = group.signatures()
    assert set(found) == patterns
    for signature, some in found.items():
        assert hit(frozenset(str(code) for code in some)) == signature
        assert group.allowed({"c": (some, True)}) == 1 << group.cell_of(some)


@given(code_sets)
def test_the_codes_of_one_code_are_those_of_its_sets(sets: dict[str, frozenset[str]]) -> None:
    """Every code of an asked set is named, and no other: all others are alike."""
    group = Member("c", [InSet("c", name) for name in sets], sets)
    assert set(group.codes) == frozenset().union(*sets.values())
    outside = {group.allowed({"c": code}) for code in (*set(CODES) - set(group.codes), "other", "another")}
    assert len(outside) == 1


@given(
    st.lists(st.frozensets(st.sampled_from("abcd")), max_size=3),
    st.lists(st.sampled_from("abcd"), min_size=1, unique=True),
    st.booleans(),
)
def test_options_without_a_name_of_their_own_are_alike(
    asked: list[frozenset[str]], options: list[str], is_open: bool
) -> None:
    """The options of a choice are named, and of an open one those that are asked for; others are alike."""
    asked = asked if is_open else [names & set(options) for names in asked]
    group = Finite("c", options, [OneOf("c", names) for names in asked], is_open=is_open)
    expected = set(options).union(*asked) if is_open else set(options)
    assert set(group.named) == expected and len(group.named) == len(expected)
    if is_open:
        assert len({group.allowed({"c": name}) for name in ("x", "y", "none of them")}) == 1


def test_a_date_of_its_own_has_cuts_beside_dates_that_are_linked() -> None:
    """Only dates that a span links have none: a date that nothing links keeps its cuts."""
    facts: list[AnyFact] = [DateFact("a"), DateFact("b"), DateFact("c")]
    atoms: list[Atom] = [Span("days", "a", "b", ">", 3), DateIs("c", "<", date(2020, 5, 1))]
    found = {fact: group for group in groups(facts, atoms, {}) for fact in group.facts}
    one, linked = found["c"], found["a"]
    assert isinstance(one, Dates) and isinstance(linked, Dates)
    assert one.cuts("c") == (date(2020, 5, 1),) and linked.cuts("a") is None
