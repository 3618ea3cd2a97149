"""Policies of 100 facts and 60 rules, whichever way their outcome is held, against the judge Z3."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from exactness.program import opened, outcomes, told

from coverdict.decision import Desk
from coverdict.decision.model import LineDetermination, TraceNode
from coverdict.library import functions
from coverdict.library.program import Truth
from coverdict.logic import Diagram, Function, Solver, SolverError
from coverdict_judges.cases import Case
from coverdict_judges.definitions import dispositions
from coverdict_judges.generators import cases
from coverdict_judges.inventing.sizes import Shape, large

LONG = os.environ.get("COVERDICT_LONG") == "1"
SHAPES: tuple[Shape, ...] = ("local", "guarded", "unstructured")
SEEDS = range(40 if LONG else 4)
REQUESTS = 40 if LONG else 12
SOLVED = 4 if LONG else 2  # the solver takes seconds for each


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERDICT_CACHE", "off")


class Large:
    """One generated policy with requests, its desk, and the determinations."""

    def __init__(self, seed: int, shape: Shape, folder: Path, requests: int) -> None:
        self.cases = list(cases(seed, requests, large(shape), requests))
        self.desk: Desk = opened(self.cases[0].library, folder)
        payer = str(self.cases[0].request["payer"])
        (versions,) = self.desk.library.contents.versions.values()
        day = date.fromisoformat(str(self.cases[0].request["service_date"]))
        self.practice = self.desk.programs.practice(payer, versions[-1], day)
        self.program = self.practice.program

    def lines(self) -> Iterator[tuple[Case, LineDetermination]]:
        for case in self.cases:
            (line,) = self.desk.decide(case.request).lines
            yield case, line


def below(truth: Truth) -> Iterator[Function]:
    """The functions of a step of the trace and of those below it."""
    if truth.function is not None:
        yield truth.function
    for child in truth.children:
        yield from below(child)


def method(line: LineDetermination) -> list[TraceNode]:
    return [node for node in line.trace if node.kind == "method"]


def agrees(case: Case, line: LineDetermination) -> None:
    """The outcomes are the judge's; reasons and changes are what they are said to be, by the judge."""
    possible = case.bench.solver.possible
    about = "\n".join(told(case))
    found = possible(case.known)
    assert outcomes(line) == found, about
    assert bool(line.conflict) == (not found), about
    if line.conflict:
        assert not possible({name: case.known[name] for name in line.conflict}), about
        return
    assert set(line.dispositions) == dispositions(found), about
    for names in line.reasons.sets:
        kept = {name: case.known[name] for name in names}
        assert dispositions(possible(kept)) == {line.disposition}, about
        for name in names:
            fewer = {other: value for other, value in kept.items() if other != name}
            assert len(dispositions(possible(fewer))) > 1, f"{name} is not needed in {names}\n{about}"
    for change in line.would_change:
        assert all(one.fact in case.known for one in change.alterations), about
        assert not {(one.status, one.benefit) for one in change.outcomes} & found, about
    sizes = [len(names) for names in line.reasons.sets]
    assert all(a <= b for a, b in pairwise(sizes)) and len(sizes) <= max(1, line.reasons.total), about
    if len(dispositions(found)) < 2:
        assert not line.questions, about


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", SEEDS)
def test_large_policies_are_decided_exactly(seed: int, shape: Shape, tmp_path: Path) -> None:
    """Possible outcomes, contradictions, reasons and changes of partial requests are the judge's."""
    given = Large(seed, shape, tmp_path, REQUESTS)
    for case, line in given.lines():
        agrees(case, line)
        assert line.reasons.exact and line.status_reasons.exact
        assert bool(method(line)) == isinstance(given.program.outcome, Solver)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_fallback_is_exact_and_said(
    shape: Shape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With next to no nodes allowed, the solver decides the same, and the trace says so."""
    held = Large(1, shape, tmp_path / "held", SOLVED)
    monkeypatch.setattr(functions.compile_functions, "__defaults__", (20,))
    given = Large(1, shape, tmp_path / "solved", SOLVED)
    assert isinstance(held.program.outcome, Diagram) and isinstance(given.program.outcome, Solver)
    for (_, walked), (case, solved) in zip(held.lines(), given.lines(), strict=True):
        agrees(case, solved)
        assert solved.possible == walked.possible
        assert solved.disposition == walked.disposition
        assert {one.fact for one in walked.questions} <= {one.fact for one in solved.questions}
        if solved.reasons.exact:
            assert solved.reasons == walked.reasons
        assert not method(walked)
        (said,) = method(solved)
        assert said.label == "decided by the solver" and "nodes" in said.text


def test_steps_of_the_trace_stay_diagrams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is over the budget goes to the solver: most steps of a trace are small."""
    monkeypatch.setattr(functions.compile_functions, "__defaults__", (20_000,))
    given = Large(0, "unstructured", tmp_path, 1)
    assert isinstance(given.program.outcome, Solver)
    held = [isinstance(function, Diagram) for truth in given.program.truths for function in below(truth)]
    assert sum(held) > 0.8 * len(held)
    assert all(isinstance(function, Diagram) for _, function in given.program.constraints)


def test_without_the_solver_one_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Z3 is an extra: where it is needed and missing, nothing is guessed."""
    case = next(cases(0, 1, large("unstructured"), 1))
    desk = opened(case.library, tmp_path)
    monkeypatch.setitem(sys.modules, "z3", None)
    monkeypatch.setattr(functions.compile_functions, "__defaults__", (20,))
    with pytest.raises(SolverError, match=r"pip install 'coverdict\[solver\]'"):
        desk.decide(case.request)
