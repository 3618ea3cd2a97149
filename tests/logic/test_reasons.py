"""Reasons against every subset of the facts."""

from __future__ import annotations

import itertools
import random

import pytest
from logic.worlds import LONG, Hidden, rules

from coverdict.logic import Choose, Conj, DimensionParts, Disj, Literal, Value, build, minimal_reasons


def problem(seed: int):
    """A decision, free cells, and parts with one to three facts to a dimension."""
    rnd = random.Random(seed)
    sizes, decision = rules(seed, rnd.randint(2, 5), 4, rnd.choice([0, 0.2]))
    free = [rnd.choice([(1 << size) - 1, rnd.randint(1, (1 << size) - 1)]) for size in sizes]
    parts = []
    for dimension, mask in enumerate(free):
        names = [f"f{dimension}{i}" for i in range(rnd.choice([0, 1, 1, 1, 2, 3]))]
        says = {
            name: rnd.randint(1, mask.bit_length() and (1 << mask.bit_length()) - 1) & mask or mask
            for name in names
        }
        extra = rnd.randint(0, mask) if rnd.random() < 0.3 else mask  # two together may say more
        options = []
        for size in range(len(names) + 1):
            for kept in itertools.combinations(names, size):
                cells = mask
                for name in kept:
                    cells &= says[name]
                options.append((frozenset(kept), cells & extra if size > 1 else cells))
        if names:
            parts.append(DimensionParts(dimension, tuple(options)))
    return sizes, decision, free, tuple(parts)


def brute(function, free, parts, target):
    facts = sorted({fact for part in parts for kept, _ in part.options for fact in kept})
    found = []
    for size in range(len(facts) + 1):
        for kept in itertools.combinations(facts, size):
            if any(set(smaller) <= set(kept) for smaller in found):
                continue
            allowed = list(free)
            for part in parts:
                options = dict(part.options)
                every = max(options, key=len)
                allowed[part.dimension] = options[frozenset(kept) & every]
            values = function.possible(allowed)
            if values <= target and (values or not target):
                found.append(kept)
    return found


@pytest.mark.parametrize("seed", range(1500 if LONG else 120))
def test_reasons_are_all_the_minimal_forcing_sets(seed) -> None:
    """Every set forces the target, dropping any fact stops it, all are found, smallest first."""
    sizes, decision, free, parts = problem(seed)
    hidden = Hidden(sizes, decision)
    diagram = build(sizes, decision)
    for target in (frozenset("a"), frozenset("ab"), frozenset()):
        expected = brute(hidden, free, parts, target)
        for function in (diagram, hidden):
            found = minimal_reasons(function, free, parts, target, limit=1000)
            assert found.exact
            assert found.total == len(expected)
            assert list(found.sets) == expected
        assert minimal_reasons(diagram, free, parts, target, limit=2).sets == tuple(expected[:2])


def test_facts_are_shown_in_the_order_given() -> None:
    """Smallest first, then by the given order, not by name."""
    decision = Choose(Disj((Literal(0, 1), Literal(1, 1))), Value("a"), Value("b"))
    parts = [
        DimensionParts(0, ((frozenset({"alpha"}), 1),)),
        DimensionParts(1, ((frozenset({"beta"}), 1),)),
    ]
    diagram = build([2, 2], decision)
    found = minimal_reasons(diagram, [3, 3], parts, frozenset("a"), order=["beta", "alpha"])
    assert found.sets == (("beta",), ("alpha",))


def test_work_is_bounded_and_the_result_says_so() -> None:
    """Of 2 ** 16 reasons some are found, each minimal, and the total is not called exact."""
    pairs = [Disj((Literal(2 * i, 1), Literal(2 * i + 1, 1))) for i in range(16)]
    diagram = build([2] * 32, Choose(Conj(tuple(pairs)), Value("a"), Value("b")))
    parts = [DimensionParts(i, ((frozenset({f"f{i:02}"}), 1),)) for i in range(32)]
    found = minimal_reasons(diagram, [3] * 32, parts, frozenset("a"))
    assert not found.exact
    assert len(found.sets) == 5
    for kept in found.sets:
        assert len(kept) == 16
        assert {int(name[1:]) // 2 for name in kept} == set(range(16))
