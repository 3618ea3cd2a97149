"""Groups of lists against brute force over lists, and against their own completions, checked by hand.

Both directions are held: whatever a list (all short ones, some long ones) comes to is allowed, and for
each allowed cell the group has to show a list that extends what is known and lies in the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations_with_replacement, product
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coverdict.logic.cells import (
    AllOf,
    AnyOf,
    AtLeastOf,
    ChoiceFact,
    Count,
    CountFact,
    Extreme,
    ExtremeFact,
    Lists,
    Not,
    NumberFact,
    OneOf,
    Threshold,
    Truth,
    bits,
)

OPS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}
D = Decimal
World = dict[str, Any]


def fulfils(where: Any, element: Mapping[str, Any]) -> bool:
    match where:
        case None:
            return True
        case Truth(value=value):
            return bool(value)
        case Not(part=part):
            return not fulfils(part, element)
        case AllOf(parts=parts):
            return all(fulfils(part, element) for part in parts)
        case AnyOf(parts=parts):
            return any(fulfils(part, element) for part in parts)
        case AtLeastOf(count=count, parts=parts):
            return sum(fulfils(part, element) for part in parts) >= count
        case Threshold(fact=field, op=op, value=value):
            return bool(OPS[op](element[field], value))
        case OneOf(fact=field, names=names):
            return element[field] in names
    raise AssertionError(where)


def term_value(term: Any, elements: Any) -> Any:
    """What a count or extreme (fact or atom) is of a list; None where it has no value."""
    fitting = [element for element in elements if fulfils(term.where, element)]
    if isinstance(term, Count | CountFact):
        return len(fitting)
    values = [element[term.field] for element in fitting]
    return (max if term.which == "largest" else min)(values, default=None)


@dataclass(frozen=True)
class Case:
    """A list fact with its derived facts and atoms, and the fields' values that brute force tries."""

    fields: tuple[Any, ...]
    derived: tuple[Any, ...]
    atoms: tuple[Any, ...]
    values: Mapping[str, tuple[Any, ...]]

    def group(self) -> Lists:
        return Lists("l", self.fields, self.derived, self.atoms, {})

    def pool(self) -> list[World]:
        return [dict(zip(self.values, row, strict=True)) for row in product(*self.values.values())]

    def world(self, elements: Any) -> World | None:
        """The list with its derived facts; None where one of these is out of its bounds."""
        world: World = {"l": (tuple(elements), True)}
        for fact in self.derived:
            value = term_value(fact, elements)
            if value is None:
                continue
            if fact.minimum is not None and value < fact.minimum:
                return None
            if fact.maximum is not None and value > fact.maximum:
                return None
            world[fact.fact] = D(value)
        return world

    def vector(self, world: World) -> tuple[bool, ...]:
        facts = {fact.fact: fact for fact in self.derived}
        row = []
        for atom in self.atoms:
            term = facts[atom.fact] if isinstance(atom, Threshold) else atom
            value = term_value(term, world["l"][0])
            limit = atom.number if isinstance(atom, Count) else atom.value
            row.append(value is not None and OPS[atom.op](value, limit))
        return tuple(row)

    def completions(self, known: World, longest: int) -> Iterator[World]:
        """The worlds of lists up to a length that extend what is known."""
        given, complete = known.get("l", ((), False))
        pool = self.pool()
        filled = [[one for one in pool if all(one[f] == v for f, v in e.items())] for e in given]
        for length in range(0 if complete else max(0, longest - len(given)) + 1) if not complete else (0,):
            for more in combinations_with_replacement(pool, length):
                for start in product(*filled):
                    world = self.world((*start, *more))
                    if world is not None and all(world.get(f) == v for f, v in known.items() if f != "l"):
                        yield world


def cells_of(case: Case, group: Lists) -> dict[tuple[bool, ...], int]:
    masks = [group.holds(atom) for atom in case.atoms]
    rows = [tuple(bool(mask >> cell & 1) for mask in masks) for cell in range(group.size)]
    assert len(set(rows)) == len(rows)
    return {row: cell for cell, row in enumerate(rows)}


def check_known(case: Case, group: Lists, cells: Any, known: World, longest: int) -> int:
    """`allowed` holds every completion's cell, and each of its cells has a completion."""
    allowed = group.allowed(known)
    reached = {case.vector(world) for world in case.completions(known, longest)}
    for row in reached:
        assert allowed >> cells[row] & 1, (known, row)
    for cell in bits(allowed):
        world = group.completion(cell, known)
        elements, complete = world["l"]  # type: ignore[misc]
        assert complete
        assert case.world(elements) == world
        assert cells[case.vector(world)] == cell
        given, closed = known.get("l", ((), False))
        assert len(elements) >= len(given) and (not closed or len(elements) == len(given))
        assert all(known_field.items() <= e.items() for known_field, e in zip(given, elements, strict=False))
        assert all(world.get(fact) == value for fact, value in known.items() if fact != "l")
        assert group.allowed(world) == 1 << cell
    return allowed


def check_answers(group: Lists, fact: str, known: World, values: list[Decimal]) -> None:
    answers = group.answers(fact, known)
    masks = [answer.cells for answer in answers]
    assert len(set(masks)) == len(masks) and 0 not in masks
    for answer in answers:
        assert group.allowed({**known, fact: answer.value}) == answer.cells
    assert {group.allowed({**known, fact: value}) for value in values} - {0} <= set(masks)


# --- what rules can ask ------------------------------------------------------------------------------

constants = st.integers(1, 3).map(D)
ops = st.sampled_from(sorted(OPS))
leaves = st.builds(Threshold, st.just("d"), ops, constants) | st.builds(
    OneOf, st.just("k"), st.sampled_from([frozenset("x"), frozenset("xy"), frozenset()])
)
wheres = st.none() | st.recursive(
    leaves | st.builds(Truth, st.booleans()),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AllOf, st.lists(inner, max_size=2).map(tuple))
        | st.builds(AnyOf, st.lists(inner, max_size=2).map(tuple))
        | st.builds(AtLeastOf, st.integers(0, 3), st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=3,
)
whiches = st.sampled_from(["largest", "smallest"])
count_bounds = st.none() | st.integers(0, 3).map(D)


@st.composite
def list_cases(draw: st.DrawFn) -> Case:
    whole = draw(st.booleans())
    low = draw(st.sampled_from([None, D(0), D(1)]))
    high = draw(st.sampled_from([None, None, D(3), D(4)]))
    fields: list[Any] = [NumberFact("d", whole, low, high)]
    step = D(1) if whole else D(1) / 2
    numbers = tuple(
        n
        for n in (number * step for number in range(int(5 / step)))
        if (low is None or n >= low) and (high is None or n <= high)
    )
    values: dict[str, tuple[Any, ...]] = {"d": numbers}
    if draw(st.booleans()):
        leaves_wanted = wheres
        fields.append(ChoiceFact("k", ("x", "y")))
        values["k"] = ("x", "y")
    else:
        leaves_wanted = st.none() | st.builds(Threshold, st.just("d"), ops, constants)
    derived: list[Any] = []
    if draw(st.booleans()):
        derived.append(CountFact("n", "l", draw(leaves_wanted), draw(count_bounds), draw(count_bounds)))
    if draw(st.booleans()):
        derived.append(CountFact("m", "l", draw(leaves_wanted)))
    if draw(st.booleans()):
        derived.append(
            ExtremeFact("e", draw(whiches), "l", "d", draw(leaves_wanted), draw(count_bounds), None)
        )
    if draw(st.booleans()):
        derived.append(
            ExtremeFact("f", draw(whiches), "l", "d", draw(leaves_wanted), None, draw(count_bounds))
        )
    kinds = [
        st.builds(Count, st.just("l"), leaves_wanted, ops, st.integers(-1, 2)),
        st.builds(Extreme, whiches, st.just("l"), st.just("d"), leaves_wanted, ops, constants),
        *(st.builds(Threshold, st.just(fact.fact), ops, st.integers(0, 3).map(D)) for fact in derived),
    ]
    atoms = draw(st.lists(st.one_of(kinds), max_size=4, unique=True))
    return Case(tuple(fields), tuple(derived), tuple(atoms), values)


def possible(case: Case) -> bool:
    """Some list fulfils the bounds (they may contradict each other)."""
    return any(True for _ in case.completions({}, 3))


@st.composite
def partly_known(draw: st.DrawFn, case: Case) -> World:
    known: World = {}
    if draw(st.booleans()):
        element = st.fixed_dictionaries(
            {}, optional={name: st.sampled_from(values) for name, values in case.values.items()}
        )
        known["l"] = tuple(draw(st.lists(element, max_size=3))), draw(st.booleans())
    for fact in case.derived:
        if draw(st.booleans()):
            limit = 6 if isinstance(fact, CountFact) else 4
            known[fact.fact] = D(draw(st.integers(0, limit)))
            if isinstance(fact, ExtremeFact) and draw(st.booleans()):
                known[fact.fact] += D(1) / 2
    return known


@given(list_cases().filter(possible), st.data())
def test_lists_agree_with_lists(case: Case, data: st.DataObject) -> None:
    """Cells are the vectors of lists; with any part known, what is allowed is what lists come to."""
    group = case.group()
    cells = cells_of(case, group)
    assert check_known(case, group, cells, {}, 3) == (1 << group.size) - 1
    for cell in range(group.size):
        assert group.allowed(group.witness(cell)) == 1 << cell
    long = st.lists(st.sampled_from(case.pool()), min_size=4, max_size=12)
    for _ in range(5):
        world = case.world(data.draw(long))
        if world is not None:
            assert group.allowed(world) == group.allowed({"l": world["l"]}) == 1 << cells[case.vector(world)]
            derived = {fact: value for fact, value in world.items() if fact != "l"}
            assert group.allowed(derived) >> cells[case.vector(world)] & 1
    for _ in range(5):
        known = data.draw(partly_known(case))
        check_known(case, group, cells, known, 4 if len(case.pool()) < 9 else 3)


@given(list_cases().filter(possible), st.data())
def test_answers_of_lists_are_complete(case: Case, data: st.DataObject) -> None:
    """Whatever number a derived fact may have, its mask is one of the answers; the list's are its cells."""
    group = case.group()
    known = data.draw(partly_known(case))
    for fact in case.derived:
        values = [D(number) / 4 for number in range(-2, 24)]
        if isinstance(fact, CountFact):
            values = [D(number) for number in (*range(25), 100)]
        check_answers(group, fact.fact, {f: v for f, v in known.items() if f != fact.fact}, values)
    derived = {fact: value for fact, value in known.items() if fact != "l"}
    answers = group.answers("l", derived)
    assert [answer.cells for answer in answers] == [1 << cell for cell in bits(group.allowed(derived))]
    for answer in answers:
        assert group.allowed({**derived, "l": answer.value}) == answer.cells
