"""The test patients notice every slip: the score, and judges of it that know nothing of cells."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from analysis.judged_cases import POLICIES, Trial, answers, trial
from exactness.program import opened

from coverdict import open_library
from coverdict.analysis.cases.cases import cases
from coverdict.analysis.cases.mutants import Mutant
from coverdict.language.model import Value
from coverdict_judges.cases import Shelf
from coverdict_judges.generators import shelves
from coverdict_judges.rulings import RulingPairs, ruling
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import BruteForce

LONG = os.environ.get("COVERDICT_LONG") == "1"
SAMPLE = 40
"""Of the real policies' mutants, how many are judged unless the tests run long."""


@pytest.fixture(scope="module")
def trials() -> dict[str, Trial]:
    desk = open_library()
    return {policy: trial(desk, policy) for policy in POLICIES}


def _some(numbers: range | list[int], count: int) -> list[int]:
    return list(numbers) if LONG or len(numbers) <= count else sorted(Random(5).sample(list(numbers), count))


@pytest.mark.parametrize("policy", POLICIES)
def test_the_score_is_one_hundred_percent(policy: str, trials: dict[str, Trial]) -> None:
    # Every single change of the texts is noticed by some patient, or changes nobody's answer.
    choice, mutants = trials[policy].choice, trials[policy].mutants
    told = frozenset(number for patient in choice.patients for number in patient.told)
    score = f"{len(mutants)} mutants, {len(told)} noticed, {len(choice.equal)} proved equal"
    sys.stdout.write(f"{policy}: {score}\n")
    assert not choice.beyond
    assert not told & choice.equal
    assert told | choice.equal == set(range(len(mutants)))
    found = cases(trials[policy].desk, trials[policy].text)
    assert found.told + len(found.equal) == found.slips


@pytest.mark.parametrize("policy", POLICIES)
def test_who_is_said_to_notice_does_and_nobody_else(policy: str, trials: dict[str, Trial]) -> None:
    # By the reference evaluator: a patient's rulings under all readings differ exactly for the mutants that
    # the patient is said to tell from the original.
    one = trials[policy]
    before = [answers(one.texts, patient.facts) for patient in one.choice.patients]
    for number in _some(range(len(one.mutants)), SAMPLE):
        changed = one.judged(one.mutants[number].side)
        for patient, answer in zip(one.choice.patients, before, strict=True):
            differs = answers(changed, patient.facts) != answer
            assert differs is (number in patient.told), one.mutants[number].says


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_proved_equal_is_so_for_z3(policy: str, trials: dict[str, Trial]) -> None:
    # Z3 finds no patient and no readings for whom an equal mutant rules otherwise.
    one = trials[policy]
    for number in _some(sorted(one.choice.equal), 3):
        mutant = one.mutants[number]
        pairs = RulingPairs(one.texts, one.judged(mutant.side)).found()
        assert all(first == second for first, second in pairs), mutant.says


@pytest.mark.parametrize("policy", POLICIES)
def test_every_kind_of_change_is_among_the_mutants(policy: str, trials: dict[str, Trial]) -> None:
    # Each rule on status has a mutant for every other status and one without it.
    one = trials[policy]
    says = [mutant.says for mutant in one.mutants]
    for text in one.side.texts:
        for rule in text.rules:
            assert f"rule {rule.id} is left out" in says
            assert sum(line.startswith(f"rule {rule.id}: status {rule.then} becomes") for line in says) == 6
            if rule.otherwise is not None:
                told = f"rule {rule.id}: otherwise {rule.otherwise} becomes"
                assert sum(line.startswith(told) for line in says) == 6
    assert len({(mutant.says, mutant.place) for mutant in one.mutants}) == len(says)


# --- invented libraries -----------------------------------------------------------------------------------

SHELVES = 60 if LONG else 10
EACH = 80 if LONG else 5
"""Mutants of each invented policy that are judged."""


@pytest.mark.parametrize("seed", range(SHELVES))
def test_invented_mutants_are_noticed_or_equal(seed: int, tmp_path: Path) -> None:
    # By brute force over raw values: a mutant that is called equal rules alike in every world of a patient
    # whom the policy's codes and days can have; any other is told from the original by the patients named.
    (shelf,) = shelves(31_000 + seed, 1)
    one = trial(opened(shelf, tmp_path), shelf.policies[0])
    choice = one.choice
    told = frozenset(number for patient in choice.patients for number in patient.told)
    tried = [number for number in range(len(one.mutants)) if number in told or number in choice.equal]
    beyond = {showing.says for showing in choice.beyond}
    assert {one.mutants[number].says for number in range(len(one.mutants)) if number not in tried} <= beyond
    for number in _some(tried, EACH):
        mutant = one.mutants[number]
        if number in choice.equal:
            assert not _tells(one, mutant, shelf), f"{mutant.says}\n{one.text.document.text}"
        else:
            patient = next(patient for patient in choice.patients if number in patient.told)
            changed = one.judged(mutant.side)
            assert answers(changed, patient.facts) != answers(one.texts, patient.facts), mutant.says


def _tells(one: Trial, mutant: Mutant, shelf: Shelf) -> bool:
    """Whether some world of a patient is ruled otherwise."""
    changed = one.judged(mutant.side)
    # The values worth trying lie around the constants of both.
    both = replace(
        changed,
        documents=one.texts.documents + changed.documents,
        criteria={**one.texts.criteria, **{f"{name}~": tree for name, tree in changed.criteria.items()}},
    )
    both = _renamed(both, one.texts, changed)
    facts = {fact.name for fact in shelf.vocabulary.facts}
    known: dict[str, Value] = {}
    if "service.code" in facts:
        known["service.code"] = one.occasion.governed[0].code
    for world in BruteForce(both).worlds(known):
        day = world.get("service.date")
        if isinstance(day, date) and one.occasion.first is not None and day < one.occasion.first:
            continue
        if ruling(one.texts, world) != ruling(changed, world):
            return True
    return False


def _renamed(both: Texts, first: Texts, second: Texts) -> Texts:
    """Texts that mention what both do: named criteria that differ stand in a rule of their own."""
    document = second.documents[0]
    rule = next((rule for rule in document.rules if rule.when is not None), None)
    if rule is None:
        return replace(both, criteria=first.criteria)
    extra = tuple(
        replace(rule, id=f"also-{number}", when=tree, layer="policy")
        for number, (name, tree) in enumerate(second.criteria.items())
        if first.criteria.get(name) != tree
    )
    documents = (*both.documents, replace(document, id=f"{document.id}~", rules=extra))
    return replace(both, documents=documents, criteria=first.criteria)
