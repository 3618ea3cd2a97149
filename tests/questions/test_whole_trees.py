"""From nothing known to a decision: the whole tree of questions and answers of the shipped policies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest
from questions.walking import Walk, results, settled_somehow, state_of, told, witness

from coverdict.decision import Desk, Interview, open_library
from coverdict.language.model import Constraint, Document, Value
from coverdict.language.syntax import And, Is, Not
from coverdict.text import Place
from coverdict_judges.solver import Solver
from coverdict_judges.texts import Texts, gather

LONG = os.environ.get("COVERDICT_LONG") == "1"
JUDGED = 2_000 if LONG else 150
"""States of each tree that the solver judges."""

ABLATION, POLICY_B = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"
ACUPUNCTURE = "cms/30.3.3"
CASES: tuple[tuple[str, str | None, str | None], ...] = (
    (ABLATION, None, None),
    *((ABLATION, "bcn", name) for name in ("commercial_hmo", "bcna", "bcn65", "blue_cross_complete", None)),
    *((ABLATION, "bcbsm", name) for name in ("bcbsm_ppo", None)),
    *((ABLATION, "example", name) for name in ("example_ppo", "example_basic", "example_open", None)),
    (POLICY_B, None, None),
    *((POLICY_B, "bsc", name) for name in ("commercial_ppo", "fep", None)),
    (ACUPUNCTURE, None, None),
    (ACUPUNCTURE, "cms", "original_medicare"),
    (ACUPUNCTURE, "example-advantage", "example_advantage"),
)
WIDE = {case for case in CASES if case[0] == ACUPUNCTURE} | {
    (ABLATION, "example", name) for name in ("example_open", None)
}
"""Trees of which only the first question of each state is followed in the ordinary run."""
KNOWN = {
    ACUPUNCTURE: {
        "pain.low_back": "yes",
        "pain.systemic_cause": "none_found",
        "pain.surgery": "no",
        "pain.pregnancy": "no",
        "furnisher.role": "auxiliary",
        "furnisher.state_requirements": "yes",
        "furnisher.degree": "yes",
    }
}
"""What is known from the start, where the judges of a tree from nothing known would take hours."""


def named(case: tuple[str, str | None, str | None]) -> str:
    return " ".join(part for part in case if part)


@cache
def desk() -> Desk:
    return open_library()


def start(policy: str, payer: str | None, product: str | None) -> Interview:
    known: dict[str, object] = {
        name: value for name, value in (("payer", payer), ("product", product)) if value
    }
    if policy in KNOWN:
        known["facts"] = KNOWN[policy]
    return desk().interview(policy, known or None)


@cache
def walk(case: tuple[str, str | None, str | None]) -> Walk:
    return Walk(start(*case), 1 if case in WIDE and not LONG else None)


def test_every_product_is_walked() -> None:
    """The cases are all the payers that adopt a policy, and all products that their plans name."""
    contents = desk().library.contents
    there = {
        (policy, payer, product.name)
        for payer, settings in contents.payers.items()
        for policy in settings.adopts
        for plan in contents.plans
        if plan.payer == payer
        for product in plan.products
    }
    assert there == {case for case in CASES if case[2] is not None}


@pytest.mark.parametrize("case", CASES, ids=named)
def test_no_question_is_idle_and_none_is_missing(
    case: tuple[str, str | None, str | None], record_property
) -> None:
    """Every question asked can settle what is open; where none is left, no answer whatever can."""
    tree = walk(case)
    for interview in tree.states.values():
        for question in interview.questions:
            assert len(results(interview)) > 1, (
                f"{question.fact} is asked though all is settled: {told(interview)}"
            )
            assert witness(interview, question.fact), f"{question.fact} is idle: {told(interview)}"
    for leaf in tree.leaves:
        if leaf.conflict:
            assert results(leaf) == frozenset() and not leaf.questions
        elif not leaf.settled:
            assert settled_somehow(leaf) is None, told(leaf)
    asked = tree.asked(tree.start)
    record_property("states", len(tree.states))
    record_property("questions asked in the mean", asked)
    if case not in WIDE or LONG:
        # The first question each time takes hardly more, in the mean, than the best order there is.
        fewest = tree.fewest(tree.start)
        record_property("the fewest possible", fewest)
        assert fewest <= asked <= 1.05 * fewest


# --- the same states before an independent judge ---


def documents() -> Iterator[Document]:
    contents = desk().library.contents
    yield from contents.definitions.values()
    yield from (desk().library.text(versions[-1].file) for versions in contents.versions.values())
    yield from (*contents.plans, *contents.mandates, *contents.guidelines, *contents.payers.values())


def entries(payer: str | None) -> Iterator[Constraint]:
    """What a payer's products say of their members, as facts that exclude each other."""
    for plan in desk().library.contents.plans:
        for product in plan.products if plan.payer == payer else ():
            for fact, value in (("line_of_business", product.line_of_business), ("funding", product.funding)):
                if value:
                    never = And((Is("product", (product.name,)), Not(Is(fact, (value,)))))
                    yield Constraint(f"{product.name} {fact}", never, "", Place("plan"))


@cache
def judge(policy: str, payer: str | None) -> Solver:
    contents = desk().library.contents
    vocabulary = next(
        desk().library.text(versions[-1].file).vocabulary
        for name, versions in contents.versions.items()
        if name == policy
    )
    texts: Texts = gather((), documents(), policy, payer or "nobody")
    return Solver(
        replace(
            texts,
            facts=contents.facts(vocabulary),
            constraints=(*contents.constraints(vocabulary), *entries(payer)),
            value_sets={
                **texts.value_sets,
                **{name: frozenset(one.codes) for name, one in contents.value_sets(vocabulary).items()},
            },
        )
    )


def known(interview: Interview) -> Mapping[str, Value]:
    return {name: stated.value for name, stated in interview.facts.items()}


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_states_are_what_they_are_said_to_be(case: tuple[str, str | None, str | None]) -> None:
    """What is possible in a state, and which answers contradict each other, a solver finds the same."""
    policy, payer, _ = case
    solver = judge(policy, payer)
    states = list(walk(case).states.values())
    for interview in states[:: max(1, len(states) // JUDGED)]:
        found = solver.possible(known(interview))
        statuses = {outcome.status for outcome in interview.possible}
        assert statuses == {status for status, _ in found}, told(interview)
        if payer is not None:
            outcomes = {(outcome.status, outcome.benefit) for outcome in interview.possible}
            assert outcomes == found, told(interview)
        assert bool(interview.conflict) == (not found), told(interview)


def test_contradictory_answers_are_found() -> None:
    """A contradiction names the fewest answers that make it, and nothing more is asked."""
    conflicts = 0
    for case in CASES:
        policy, payer, _ = case
        leaves = [leaf for leaf in walk(case).leaves if leaf.conflict]
        for leaf in leaves[:: max(1, len(leaves) // 10)]:
            conflicts += 1
            solver = judge(policy, payer)
            broken = {name: value for name, value in known(leaf).items() if name in leaf.conflict}
            assert solver.possible(broken) == frozenset(), told(leaf)
            for name in broken:
                assert solver.possible({other: broken[other] for other in broken if other != name}), told(
                    leaf
                )
    assert conflicts
    said = start(ABLATION, None, None).answer("tumor.origin", "metastatic").answer("tumor.malignant", "no")
    assert set(said.conflict) == {"tumor.origin", "tumor.malignant"}
    assert said.questions == () and not said.settled


def test_an_answer_changes_no_earlier_state() -> None:
    """An interview is a value: answering gives another one."""
    first = start(ABLATION, "bcn", "bcn65")
    before = state_of(first)
    first.answer("primary_payer.decision", "covered")
    assert state_of(first) == before and [one.fact for one in first.questions] == ["primary_payer.decision"]
