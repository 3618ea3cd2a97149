"""Questions against their definition: all partial answers to all other facts, world by world."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from dataclasses import dataclass

import pytest
from logic.worlds import LONG, Hidden, decided, rules, worlds

from coverdict.logic import (
    IMPOSSIBLE,
    Candidate,
    Choose,
    Conj,
    Decision,
    Disj,
    Literal,
    Value,
    build,
    questions,
)


@dataclass
class Known:
    """A dimension whose cells are joint values of its unknown facts, only some of them feasible."""

    facts: list[str]
    askable: list[str]
    cells: list[tuple[int, ...]]  # of each cell, the facts' values
    allowed: int

    def after(self, answers: dict[str, int]) -> int:
        """The cells that partial answers leave."""
        return sum(
            1 << i
            for i, cell in enumerate(self.cells)
            if self.allowed >> i & 1
            and all(cell[self.facts.index(fact)] == value for fact, value in answers.items())
        )

    def partial_answers(self, facts: list[str]):
        """Every subset of these facts, each with some value, that is feasible."""
        for values in itertools.product([None, 0, 1, 2], repeat=len(facts)):
            answers = {f: v for f, v in zip(facts, values, strict=True) if v is not None}
            if self.after(answers):
                yield answers


def problem(seed: int):
    rnd = random.Random(seed)
    dimensions = []
    for d in range(rnd.randint(2, 4)):
        facts = [f"f{d}{i}" for i in range(rnd.choice([1, 1, 1, 2]))]
        joint = list(itertools.product(range(rnd.choice([2, 2, 3])), repeat=len(facts)))
        cells = rnd.sample(joint, rnd.randint(2, min(5, len(joint))))
        askable = [fact for fact in facts if rnd.random() < 0.75]
        full = (1 << len(cells)) - 1
        allowed = full if rnd.random() < 0.8 else rnd.randint(1, full)
        dimensions.append(Known(facts, askable, cells, allowed))
    sizes = tuple(len(dimension.cells) for dimension in dimensions)
    constrained = rnd.choice([0, 0, 0.1, 0.2])
    decision: Decision = Value(rnd.choice("ab"))
    for _ in range(rnd.randint(1, 5)):
        tested = rnd.sample(range(len(sizes)), rnd.randint(1, min(3, len(sizes))))
        literals = [Literal(d, rnd.randint(1, (1 << sizes[d]) - 2)) for d in tested]
        value = IMPOSSIBLE if rnd.random() < constrained else rnd.choice("abc")
        decision = Choose(rnd.choice([Conj, Disj])(tuple(literals)), Value(value), decision)
    return dimensions, sizes, decision


def posed(dimensions: list[Known]):
    """The problem in masks: answers of each dimension and candidates with their pairs."""
    answers, candidates = [], []
    for d, known in enumerate(dimensions):
        masks = [known.after(given) for given in known.partial_answers(known.askable)]
        answers.append(tuple(dict.fromkeys(masks)) if known.askable else ())
        for fact in known.askable:
            others = [other for other in known.askable if other != fact]
            pairs = [
                (known.after(given), known.after({**given, fact: value}))
                for given in known.partial_answers(others)
                for value in range(3)
                if known.after({**given, fact: value})
            ]
            candidates.append(Candidate(fact, d, tuple(pairs)))
    return answers, candidates


def brute(function, dimensions: list[Known]) -> set[str]:
    """By the definition: some answers to others leave it open, and an answer to this one settles it."""
    found = set()
    for d, known in enumerate(dimensions):
        for fact in known.askable:
            others = [
                list(each.partial_answers([other for other in each.askable if other != fact]))
                for each in dimensions
            ]
            for given in itertools.product(*others):
                masks = [each.after(answer) for each, answer in zip(dimensions, given, strict=True)]
                if len(function.possible(masks)) < 2:
                    continue
                for value in range(3):
                    masks[d] = known.after({**given[d], fact: value})
                    if masks[d] and len(function.possible(masks)) == 1:
                        found.add(fact)
                        break
                if fact in found:
                    break
    return found


@pytest.mark.parametrize("seed", range(3000 if LONG else 200))
def test_questions_are_exactly_those_of_the_definition(seed) -> None:
    """With constraints, facts nobody can answer and several facts in a dimension: none more, none less."""
    dimensions, sizes, decision = problem(seed)
    diagram = build(sizes, decision)
    hidden = Hidden(sizes, decision)
    answers, candidates = posed(dimensions)
    allowed = [known.allowed for known in dimensions]
    found = questions(diagram, allowed, answers, candidates)
    assert not found.undecided
    assert len(set(found.facts)) == len(found.facts)
    assert set(found.facts) == brute(hidden, dimensions)
    # What ties dimensions may be told more generously than needed, to no effect.
    everything = [frozenset(range(len(sizes)))] * len(candidates)
    assert questions(diagram, allowed, answers, candidates, everything) == found


@pytest.mark.parametrize("seed", range(500 if LONG else 80))
def test_the_most_decisive_question_comes_first(seed) -> None:
    """Counted over worlds: probability that the answer settles it, then the uncertainty that is left."""
    sizes, decision = rules(seed, 4, 3, random.Random(seed).choice([0, 0.15]))
    diagram = build(sizes, decision)
    allowed = [(1 << size) - 1 for size in sizes]
    cells = [[1 << cell for cell in range(size)] for size in sizes]
    candidates = [
        Candidate(str(d), d, tuple((allowed[d], cell) for cell in each)) for d, each in enumerate(cells)
    ]
    counts = Counter((world, decided(decision, world)) for world in worlds(allowed))
    feasible = [(world, value) for world, value in counts if value is not IMPOSSIBLE]

    def rank(dimension: int) -> tuple[float, float]:
        unsettled = left = 0.0
        for cell in range(sizes[dimension]):
            values = Counter(value for world, value in feasible if world[dimension] == cell)
            total = sum(values.values())
            if len(values) > 1:
                unsettled += total
                left -= sum(count * math.log2(count / total) for count in values.values())
        return (unsettled / len(feasible), left / len(feasible))

    found = [rank(int(fact)) for fact in questions(diagram, allowed, cells, candidates).facts]
    for (settles, leaves), (settles_next, leaves_next) in itertools.pairwise(found):
        assert settles < settles_next + 1e-9
        assert settles < settles_next - 1e-9 or leaves < leaves_next + 1e-9


def test_an_answer_that_leaves_more_than_before_is_refused() -> None:
    """A pair's second cells lie within its first; the message names the fact."""
    diagram = build([2], Choose(Literal(0, 1), Value("a"), Value("b")))
    with pytest.raises(ValueError, match="an answer to x leaves cells"):
        questions(diagram, [3], [(1, 2)], [Candidate("x", 0, ((1, 2),))])


def test_what_can_settle_nothing_is_not_asked() -> None:
    """Only a reading decides: the facts behind it are no questions, though the value hangs on them."""
    reading = Literal(0, 1)
    open_either_way = Choose(
        Literal(1, 1),
        Choose(reading, Value("a"), Value("b")),
        Choose(reading, Value("b"), Value("a")),
    )
    diagram = build([2, 2], open_either_way)
    assert questions(diagram, [3, 3], [(), (1, 2)], [Candidate("x", 1, ((3, 1), (3, 2)))]).facts == ()
    settled = questions(diagram, [1, 3], [(), (1, 2)], [Candidate("x", 1, ((3, 1), (3, 2)))])
    assert settled.facts == ("x",)
