"""Small random functions and the slow, obvious way to ask about them: every world, one by one."""

from __future__ import annotations

import itertools
import os
from collections.abc import Hashable, Iterator, Sequence

from hypothesis import settings
from hypothesis import strategies as st

from coverdict.logic import (
    IMPOSSIBLE,
    AtLeast,
    Choose,
    Combine,
    Conj,
    Const,
    Decision,
    Disj,
    Formula,
    Literal,
    Neg,
    Test,
    Value,
    build,
)

LONG = os.environ.get("COVERDICT_LONG") == "1"
thorough = settings(max_examples=3000 if LONG else 80, deadline=None)
quick = settings(max_examples=1000 if LONG else 40, deadline=None)


KINDS = st.integers(0, 8)
NUMBERS = st.integers(0, 255)


def joined(left: Hashable, right: Hashable) -> Hashable:
    return f"{left}+{right}" if left != right else left


def worlds(allowed: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every world of allowed cells."""
    cells = [[i for i in range(mask.bit_length()) if mask >> i & 1] for mask in allowed]
    return itertools.product(*cells)


def holds(formula: Formula, world: Sequence[int]) -> bool:
    match formula:
        case Const(value):
            return value
        case Literal(dimension, cells):
            return bool(cells >> world[dimension] & 1)
        case Neg(part):
            return not holds(part, world)
        case Conj(parts):
            return all(holds(part, world) for part in parts)
        case Disj(parts):
            return any(holds(part, world) for part in parts)
        case AtLeast(count, parts):
            return sum(holds(part, world) for part in parts) >= count
        case Test(decision, accept):
            value = decided(decision, world)
            return value is not IMPOSSIBLE and accept(value)
    raise AssertionError(formula)


def decided(decision: Decision, world: Sequence[int]) -> Hashable:
    match decision:
        case Value(value):
            return value
        case Choose(when, then, otherwise):
            return decided(then if holds(when, world) else otherwise, world)
        case Combine(join, left, right):
            a, b = decided(left, world), decided(right, world)
            return IMPOSSIBLE if IMPOSSIBLE in (a, b) else join(a, b)
    raise AssertionError(decision)


def union(decision: Decision, allowed: Sequence[int]) -> frozenset[Hashable]:
    """The values over all completions."""
    return frozenset(decided(decision, world) for world in worlds(allowed)) - {IMPOSSIBLE}


def drawn_formula(draw: st.DrawFn, sizes: Sequence[int], depth: int = 3) -> Formula:
    """Drawn number by number: much quicker than strategies made anew for each example's sizes."""
    kind = draw(KINDS) if depth else 0
    if kind < 4:
        dimension = draw(NUMBERS) % len(sizes)
        return Literal(dimension, draw(NUMBERS) % (1 << sizes[dimension]))
    if kind == 4:
        return Const(draw(st.booleans()))
    if kind == 5:
        return Neg(drawn_formula(draw, sizes, depth - 1))
    parts = tuple(drawn_formula(draw, sizes, depth - 1) for _ in range(draw(KINDS) % 4))
    if kind == 6:
        return Conj(parts)
    if kind == 7:
        return Disj(parts)
    return AtLeast(draw(KINDS) - 2, parts)


def drawn_decision(draw: st.DrawFn, sizes: Sequence[int], impossible: bool, depth: int = 4) -> Decision:
    """Lists of rules, joined with each other, tested by each other, some worlds ruled out."""
    kind = draw(KINDS) if depth else 0
    if kind < 2:
        value = "abc-"[draw(KINDS) % (4 if impossible else 3)]
        return Value(IMPOSSIBLE if value == "-" else value)
    parts = [drawn_decision(draw, sizes, impossible, depth - 1) for _ in range(2)]
    if kind == 2:
        return Combine(joined, parts[0], parts[1])
    when = drawn_formula(draw, sizes)
    if kind == 3:
        tested, accepted = drawn_decision(draw, sizes, impossible, 1), "abc"[draw(KINDS) % 3]
        when = Test(tested, lambda value: value == accepted)
    return Choose(when, parts[0], parts[1])


@st.composite
def formulas(draw: st.DrawFn, sizes: Sequence[int]) -> Formula:
    return drawn_formula(draw, sizes)


@st.composite
def decisions(draw: st.DrawFn, sizes: Sequence[int], impossible: bool = True) -> Decision:
    return drawn_decision(draw, sizes, impossible)


@st.composite
def cases(
    draw: st.DrawFn, dimensions: int = 5, largest: int = 3, impossible: bool = True
) -> tuple[tuple[int, ...], Decision, tuple[int, ...]]:
    """Sizes, a decision, and masks of allowed cells (none of them empty)."""
    sizes = tuple(draw(st.lists(st.integers(1, largest), min_size=1, max_size=dimensions)))
    decision = drawn_decision(draw, sizes, impossible)
    allowed = tuple(draw(st.integers(1, (1 << size) - 1)) for size in sizes)
    return sizes, decision, allowed


@st.composite
def orders(draw: st.DrawFn, dimensions: int) -> tuple[int, ...]:
    return tuple(draw(st.permutations(range(dimensions))))


def rules(
    seed: int, dimensions: int = 4, largest: int = 3, infeasible: float = 0.1
) -> tuple[tuple[int, ...], Decision]:
    """A denser random decision than shrinking makes: a list of rules, each a few literals."""
    import random

    rnd = random.Random(seed)
    sizes = tuple(rnd.randint(2, largest) for _ in range(dimensions))

    def literal() -> Formula:
        dimension = rnd.randrange(dimensions)
        return Literal(dimension, rnd.randint(1, (1 << sizes[dimension]) - 2))

    def condition() -> Formula:
        kind = rnd.choice([Conj, Disj])
        return kind(tuple(kind_of() for _ in range(rnd.randint(2, 3))))

    def kind_of() -> Formula:
        return literal() if rnd.random() < 0.7 else Conj((literal(), Neg(literal())))

    decision: Decision = Value(rnd.choice("abc"))
    for _ in range(rnd.randint(2, 6)):
        value: Hashable = IMPOSSIBLE if rnd.random() < infeasible else rnd.choice("abc")
        decision = Choose(condition(), Value(value), decision)
    if rnd.random() < infeasible * 4:
        decision = Choose(Conj((literal(), literal())), Value(IMPOSSIBLE), decision)
    return sizes, decision


class Hidden:
    """A function that is no diagram: all one can do is ask what is possible, and every world is tried."""

    def __init__(self, sizes: Sequence[int], decision: Decision) -> None:
        self.sizes = tuple(sizes)
        self.decision = decision
        self.matters = build(sizes, decision).support()
        self.known: dict[tuple[int, ...], frozenset[Hashable]] = {}

    def support(self) -> frozenset[int]:
        return self.matters

    def possible(self, allowed: Sequence[int]) -> frozenset[Hashable]:
        key = tuple(mask if d in self.matters else 1 for d, mask in enumerate(allowed))
        if key not in self.known:
            self.known[key] = union(self.decision, key)
        return self.known[key]
