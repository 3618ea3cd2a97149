"""Changes against every combination of alternatives."""

from __future__ import annotations

import itertools
import random

import pytest
from logic.worlds import LONG, Hidden, rules

from coverdict.logic import Choose, Conj, Literal, Value, build, nearest_changes


def problem(seed: int):
    """A decision, allowed cells (some none), and alternatives of one or two facts to a dimension."""
    rnd = random.Random(seed)
    sizes, decision = rules(seed, rnd.randint(2, 5), 4, rnd.choice([0, 0.2]))
    full = [(1 << size) - 1 for size in sizes]
    allowed = [0 if rnd.random() < 0.05 else rnd.choice([mask, 1, 2]) for mask in full]
    alternatives = []
    for dimension, mask in enumerate(full):
        names = [f"f{dimension}{i}" for i in range(rnd.choice([0, 1, 1, 2]))]
        options = [(frozenset[str](), allowed[dimension])]
        for size in range(1, len(names) + 1):
            for facts in itertools.combinations(names, size):
                options += [(frozenset(facts), rnd.randint(0, mask)) for _ in range(rnd.randint(1, 3))]
        alternatives.append(tuple(options))
    return sizes, decision, allowed, alternatives


def brute(function, alternatives, current):
    """The altered facts, cells of the altered dimensions and outcomes, of all choices of the least cost."""
    support = function.support()
    relevant = [each if dimension in support else each[:1] for dimension, each in enumerate(alternatives)]
    by_cost: dict[int, list] = {}
    for choice in itertools.product(*relevant):
        values = function.possible([mask for _, mask in choice])
        if values and not values & current:
            facts = frozenset(fact for facts, _ in choice for fact in facts)
            cells = {d: mask for d, (altered, mask) in enumerate(choice) if altered}
            by_cost.setdefault(len(facts), []).append((facts, cells, values))
    return by_cost[min(by_cost)] if by_cost else []


@pytest.mark.parametrize("seed", range(2000 if LONG else 120))
def test_changes_are_all_the_choices_that_alter_the_fewest_facts(seed) -> None:
    """Every choice of the fewest facts lies in a change of its outcome, and a change holds nothing else."""
    sizes, decision, allowed, alternatives = problem(seed)
    hidden = Hidden(sizes, decision)
    diagram = build(sizes, decision)
    for current in {hidden.possible(allowed), frozenset("a"), frozenset("bc")}:
        expected = brute(hidden, alternatives, current)
        for function in (diagram, hidden):
            found = nearest_changes(function, allowed, alternatives, current, limit=10_000, effort=10**7)
            assert found.exact
            assert found.total == len(found.changes)
            assert bool(found.changes) == bool(expected)
            for facts, cells, values in expected:
                assert any(
                    frozenset(change.facts) == facts
                    and change.outcomes == values
                    and change.cells.keys() == cells.keys()
                    and all(change.cells[d] & mask == mask for d, mask in cells.items())
                    for change in found.changes
                )
            for change in found.changes:
                # Every combination of alternatives within the change is one of the expected.
                facts = frozenset(change.facts)
                held = [
                    [
                        (altered, mask)
                        for altered, mask in alternatives[d]
                        if altered and altered <= facts and mask and mask & ~cells == 0
                    ]
                    for d, cells in change.cells.items()
                ]
                for choice in itertools.product(*held):
                    if frozenset(fact for altered, _ in choice for fact in altered) != facts:
                        continue
                    cells = dict(zip(change.cells, (mask for _, mask in choice), strict=True))
                    after = [cells.get(d, mask) for d, mask in enumerate(allowed)]
                    assert hidden.possible(after) <= change.outcomes


def test_values_that_lead_to_one_outcome_are_one_change() -> None:
    """Cells 1 to 8 of one fact, each an alternative, come back as one change."""
    diagram = build([10, 2], Choose(Literal(0, 1 | 1 << 9), Value("a"), Value("b")))
    alternatives = [[(frozenset({"count"}), 1 << cell) for cell in range(10)], []]
    found = nearest_changes(diagram, [1, 3], alternatives, frozenset("a"))
    assert [change.cells for change in found.changes] == [{0: 0b0111111110}]
    assert found.total == 1
    assert found.changes[0].outcomes == {"b"}


def test_work_is_bounded_and_the_result_says_so() -> None:
    """When the effort is spent there is no guess."""
    diagram = build([2] * 12, Choose(Conj(tuple(Literal(i, 1) for i in range(12))), Value("a"), Value("b")))
    alternatives = [[(frozenset({f"f{i:02}"}), 1)] for i in range(12)]
    assert nearest_changes(diagram, [2] * 12, alternatives, frozenset("b")).changes[0].facts == tuple(
        f"f{i:02}" for i in range(12)
    )
    cut = nearest_changes(diagram, [2] * 12, alternatives, frozenset("b"), effort=3)
    assert (cut.changes, cut.exact) == ((), False)


def test_facts_are_shown_in_the_order_given() -> None:
    """Within a change and among changes."""
    diagram = build([2, 2], Choose(Conj((Literal(0, 1), Literal(1, 1))), Value("a"), Value("b")))
    alternatives = [[(frozenset({"alpha"}), 2)], [(frozenset({"beta"}), 2)]]
    found = nearest_changes(diagram, [1, 1], alternatives, frozenset("a"), order=["beta", "alpha"])
    assert [change.facts for change in found.changes] == [("beta",), ("alpha",)]
