"""The solver stands in for a diagram: the same answers to everything."""

from __future__ import annotations

import pickle
import random
import sys

import pytest
from hypothesis import given, settings
from logic import test_changes, test_questions, test_reasons
from logic.worlds import LONG, cases, decided, union, worlds

from coverdict.logic import (
    IMPOSSIBLE,
    AtLeast,
    Candidate,
    Choose,
    Conj,
    Disj,
    Literal,
    OverBudget,
    Solver,
    SolverError,
    Value,
    build,
    minimal_reasons,
    nearest_changes,
    questions,
)
from coverdict.logic.dependence import depends


@settings(max_examples=500 if LONG else 60, deadline=None)
@given(case=cases(dimensions=4))
def test_the_solver_finds_what_is_possible(case) -> None:
    """Possible values and support are those of the worlds and of the diagram."""
    sizes, decision, allowed = case
    solved = Solver(sizes, decision)
    assert solved.possible(allowed) == union(decision, allowed)
    assert solved.support() == build(sizes, decision).support()
    label = {"a": 1}.get
    assert solved.relabel(label).possible(allowed) == {label(v) for v in union(decision, allowed)}


@pytest.mark.parametrize("seed", range(300 if LONG else 40))
def test_questions_by_the_solver_are_those_of_the_definition(seed) -> None:
    """With constraints, facts nobody can answer and several facts in a dimension."""
    dimensions, sizes, decision = test_questions.problem(seed)
    solved = Solver(sizes, decision)
    answers, candidates = test_questions.posed(dimensions)
    allowed = [known.allowed for known in dimensions]
    found = questions(solved, allowed, answers, candidates)
    assert not found.undecided
    assert set(found.facts) == set(questions(build(sizes, decision), allowed, answers, candidates).facts)


@pytest.mark.parametrize("seed", range(100 if LONG else 15))
def test_reasons_and_changes_by_the_solver_are_the_diagrams(seed) -> None:
    """Asked through possible values alone, the answers are the same."""
    sizes, decision, free, parts = test_reasons.problem(seed)
    target = frozenset("a")
    found = minimal_reasons(Solver(sizes, decision), free, parts, target)
    assert found == minimal_reasons(build(sizes, decision), free, parts, target)
    sizes, decision, allowed, alternatives = test_changes.problem(seed)
    nearest = nearest_changes(Solver(sizes, decision), allowed, alternatives, target)
    assert {change.facts for change in nearest.changes} == {
        change.facts
        for change in nearest_changes(build(sizes, decision), allowed, alternatives, target).changes
    }


def hard():
    """A decision whose diagram is large in every order: which of many random triples hold."""
    rnd = random.Random(5)
    terms = tuple(
        Conj(tuple(Literal(d, 1 << rnd.randrange(2)) for d in rnd.sample(range(60), 3))) for _ in range(90)
    )
    return [2] * 60, Choose(AtLeast(12, terms), Value("a"), Choose(Disj(terms[:4]), Value("b"), Value("c")))


def test_what_is_over_budget_is_solved() -> None:
    """The diagram gives up; the solver says what is possible, with nothing known and with much known."""
    sizes, decision = hard()
    with pytest.raises(OverBudget):
        build(sizes, decision, budget=5_000)
    solved = pickle.loads(pickle.dumps(Solver(sizes, decision)))
    assert solved.possible([3] * 60) == {"a", "b", "c"}
    allowed = [1 if d % 7 else 3 for d in range(60)]
    assert solved.possible(allowed) == union(decision, allowed)


def test_no_answer_in_time_is_an_error() -> None:
    """A timeout is never taken for an answer."""
    sizes, decision = hard()
    solved = Solver(sizes, decision, timeout=1)
    with pytest.raises(SolverError, match=r"did not answer within 0\.001 s"):
        solved.possible([3] * 60)


def test_without_the_extra_the_error_names_it(monkeypatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(SolverError, match=r"coverdict\[solver\]"):
        Solver([2], Value("a"))


def test_effort_bounds_the_search_and_says_so() -> None:
    """A fact that could not be decided upon is named apart."""
    decision = Choose(
        Conj((Literal(0, 1), Literal(1, 1))),
        Value("a"),
        Choose(Literal(3, 1), Value("b"), Value("c")),
    )
    diagram = build([2] * 4, decision)
    candidates = [Candidate("x", 0, ((3, 1), (3, 2)))]
    answers = [(1, 2, 3), (1, 2, 3), (), ()]
    assert questions(diagram, [3] * 4, answers, candidates).facts == ("x",)
    assert questions(diagram, [3] * 4, answers, candidates, effort=0).undecided == ("x",)


@settings(max_examples=300 if LONG else 40, deadline=None)
@given(case=cases(dimensions=4))
def test_what_depends_is_found_by_diagram_and_solver(case) -> None:
    """A dimension matters when two feasible allowed worlds that differ there alone have different values."""
    sizes, decision, allowed = case
    diagram, solver = build(sizes, decision), Solver(sizes, decision)
    table = {world: decided(decision, world) for world in worlds(allowed)}
    for dimension, size in enumerate(sizes):
        expected = any(
            value is not IMPOSSIBLE and table.get(twin, value) not in (value, IMPOSSIBLE)
            for world, value in table.items()
            for cell in range(size)
            for twin in [(*world[:dimension], cell, *world[dimension + 1 :])]
        )
        assert depends(diagram, allowed, dimension) == expected
        assert depends(solver, allowed, dimension) == expected
