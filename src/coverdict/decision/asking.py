"""Which unknown facts are worth asking for: the cells that answers lead to, put to the logic's test.

Of the values that lead to the same cells, one stands for all.
"""

from __future__ import annotations

from coverdict.decision.knowledge import Knowledge
from coverdict.language.model import Fact, FactType
from coverdict.library.program import Program
from coverdict.logic import Function, Mask
from coverdict.logic.questions import Candidate, questions


def questions_about(program: Program, knowledge: Knowledge, function: Function) -> tuple[str, ...]:
    """The facts worth asking for `function`'s value, most decisive first (design §3)."""
    answers: list[tuple[Mask, ...]] = []
    candidates: list[Candidate] = []
    for number, dimension in enumerate(program.dimensions):
        open_facts = [
            fact
            for fact in dimension.facts
            if can_ask(fact) and not settled_value(fact, knowledge.known[number].get(fact.name))
        ]
        if len(dimension.facts) == 1:
            name = dimension.facts[0].name
            given = dimension.group.answers(name, knowledge.known[number]) if open_facts else ()
            masks = tuple(answer.cells for answer in given)
            answers.append(masks)
            if open_facts:
                pairs = tuple((knowledge.masks[number], mask) for mask in masks)
                candidates.append(Candidate(open_facts[0].name, number, pairs))
            continue
        answers.append(_joint_answers(program, number, open_facts, knowledge))
        for fact in open_facts:
            pairs = _pairs(program, number, fact, open_facts, knowledge)
            candidates.append(Candidate(fact.name, number, pairs))
    found = questions(function, knowledge.masks, tuple(answers), tuple(candidates))
    # What could not be decided within the effort is asked: none that can settle it may be left out.
    return (*found.facts, *found.undecided)


def _joint_answers(
    program: Program, number: int, open_facts: list[Fact], knowledge: Knowledge
) -> tuple[Mask, ...]:
    """What answering the open facts of one dimension, all or some of them, can leave of it."""
    group = program.dimensions[number].group
    found: dict[Mask, None] = {}
    seen: set[tuple[Mask, frozenset[str]]] = set()

    def extend(raw: dict[str, object], left: frozenset[str]) -> None:
        mask = group.allowed(raw)
        if not mask or (mask, left) in seen:
            return
        seen.add((mask, left))
        found[mask] = None
        for fact in open_facts:
            if fact.name in left:
                for answer in group.answers(fact.name, raw):
                    extend({**raw, fact.name: answer.value}, left - {fact.name})

    extend(dict(knowledge.known[number]), frozenset(fact.name for fact in open_facts))
    return tuple(mask for mask in found if mask != knowledge.masks[number])


def _pairs(
    program: Program, number: int, fact: Fact, open_facts: list[Fact], knowledge: Knowledge
) -> tuple[tuple[Mask, Mask], ...]:
    """For what is answered of the others: what is left before and after an answer to `fact`."""
    group = program.dimensions[number].group
    found: dict[tuple[Mask, Mask], None] = {}
    seen: set[tuple[Mask, frozenset[str]]] = set()

    def extend(raw: dict[str, object], left: frozenset[str]) -> None:
        mask = group.allowed(raw)
        if not mask or (mask, left) in seen:
            return
        seen.add((mask, left))
        for answer in group.answers(fact.name, raw):
            found[mask, answer.cells] = None
        for other in open_facts:
            if other.name in left:
                for answer in group.answers(other.name, raw):
                    extend({**raw, other.name: answer.value}, left - {other.name})

    others = frozenset(other.name for other in open_facts if other is not fact)
    extend(dict(knowledge.known[number]), others)
    return tuple(found)


def settled_value(fact: Fact, raw: object) -> bool:
    """Whether a raw value says all of a fact: a set or list may have others, an element unknown fields."""
    if raw is None:
        return False
    if not isinstance(raw, tuple):
        return True
    items, complete = raw
    return bool(complete) and (
        fact.type is not FactType.LIST or all(len(item) == len(fact.item) for item in items)
    )


def can_ask(fact: Fact) -> bool:
    """Whether somebody can be asked for the fact: it has a question, and needs no judgement."""
    return bool(fact.ask) and not fact.judgement
