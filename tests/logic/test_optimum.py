"""The optimum against a plain recursion over states of knowledge."""

from __future__ import annotations

from fractions import Fraction

import pytest
from logic.worlds import LONG, Hidden, rules

from coverdict.logic import Choose, Conj, Literal, Value, asked_questions, build, optimal_questions


def brute(function, allowed, askable) -> Fraction:
    """The least expected number of answers until nothing is open, or nothing asked could settle it."""

    def settles_some(masks, left) -> bool:
        """Whether answers to some of what is left settle what is open."""
        values = function.possible(masks)
        if len(values) < 2:
            return False
        return any(
            len(function.possible(after)) == 1 or settles_some(after, left - {dimension})
            for dimension in left
            for after in answers(masks, dimension)
        )

    def answers(masks, dimension):
        for cell in range(masks[dimension].bit_length()):
            if masks[dimension] >> cell & 1:
                after = list(masks)
                after[dimension] = 1 << cell
                if function.possible(after):
                    yield after

    def cost(masks, left) -> Fraction:
        if not settles_some(masks, left):
            return Fraction(0)
        options = []
        for dimension in left:
            found = list(answers(masks, dimension))
            options.append(1 + sum(cost(after, left - {dimension}) for after in found) / len(found))
        return min(options)

    return cost(list(allowed), frozenset(askable))


@pytest.mark.parametrize("seed", range(200 if LONG else 30))
def test_the_optimum_is_that_of_the_plain_recursion(seed) -> None:
    """With all answerable, and with one dimension that stays open."""
    sizes, decision = rules(seed, 4, 3, 0)
    diagram, hidden = build(sizes, decision), Hidden(sizes, decision)
    allowed = [(1 << size) - 1 for size in sizes]
    for askable in ((0, 1, 2, 3), (0, 1, 3)):
        best = optimal_questions(diagram, allowed, askable)
        assert best == brute(hidden, allowed, askable)
        assert best <= asked_questions(diagram, allowed, askable)


def test_a_conjunction_is_asked_until_the_first_no() -> None:
    """Of three yes/no facts that must all hold: 1 + 1/2 + 1/4 questions."""
    diagram = build([2] * 3, Choose(Conj(tuple(Literal(i, 1) for i in range(3))), Value("a"), Value("b")))
    assert optimal_questions(diagram, [3] * 3, (0, 1, 2)) == Fraction(7, 4)
    assert asked_questions(diagram, [3] * 3, (0, 1, 2)) == Fraction(7, 4)
