"""Which comparisons the texts make, and of which facts: what a brute-force enumeration has to vary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from coverdict.language.model import FactType
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Compare,
    Condition,
    CountTerm,
    Criterion,
    CriterionRef,
    ExtremeTerm,
    FactTerm,
    Group,
    InCodes,
    Is,
    Leaf,
    Not,
    Or,
    Reading,
    ReadingIs,
    SpanTerm,
)
from coverdict_judges.texts import Texts

Leafs: TypeAlias = Compare | Is | InCodes | AnyIn | ReadingIs


@dataclass(frozen=True, eq=False)
class Mentions:
    """The comparisons of the rules and constraints, and the facts and open readings that they speak of.

    Arguments:
        facts: without derived facts; instead of each, the list that it is computed from.
        readings: those that the payer has not settled.
    """

    comparisons: tuple[Leafs, ...]
    facts: tuple[str, ...]
    readings: tuple[str, ...]


@lru_cache(maxsize=64)
def mentions(texts: Texts) -> Mentions:
    """Everything that the texts mention in rules that can decide the policy, and in constraints."""
    found: dict[Leafs, None] = {}
    for document in texts.documents:
        for rule in document.rules:
            if rule.when is not None and rule.slot != "position":
                found.update(dict.fromkeys(_of_criterion(rule.when, texts)))
    for constraint in texts.constraints:
        found.update(dict.fromkeys(comparisons(constraint.never, texts)))
    facts = dict.fromkeys(
        base for leaf in found for name in names_of(leaf) for base in base_facts([name], texts)
    )
    readings = dict.fromkeys(leaf.reading for leaf in found if isinstance(leaf, ReadingIs))
    return Mentions(tuple(found), tuple(facts), tuple(name for name in readings if name not in texts.settled))


def base_facts(names: Iterable[str], texts: Texts) -> Iterator[str]:
    """The facts themselves or, for derived ones, the lists that they are computed from."""
    for name in names:
        derived = texts.facts[name].derived
        yield name if derived is None else derived.list


def _of_criterion(criterion: Criterion, texts: Texts) -> Iterator[Leafs]:
    match criterion.body:
        case Leaf(condition=condition):
            yield from comparisons(condition, texts)
        case Group(parts=parts):
            for part in parts:
                yield from _of_criterion(part, texts)
        case Reading(reading=reading, options=options):
            for label, option in options:
                yield ReadingIs(reading, label)
                yield from _of_criterion(option, texts)


def comparisons(condition: Condition, texts: Texts) -> Iterator[Leafs]:
    """The comparisons of a condition, those of named criteria included, those inside `where` not."""
    match condition:
        case Not(part=part):
            yield from comparisons(part, texts)
        case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
            for part in parts:
                yield from comparisons(part, texts)
        case CriterionRef(criterion=name):
            yield from _of_criterion(texts.criteria[name], texts)
        case Compare() | Is() | InCodes() | AnyIn() | ReadingIs():
            yield condition


def names_of(leaf: Leafs) -> tuple[str, ...]:
    """The facts that one comparison speaks of."""
    match leaf:
        case Compare(term=FactTerm(fact=fact)) | Is(fact=fact) | InCodes(fact=fact) | AnyIn(fact=fact):
            return (fact,)
        case Compare(term=CountTerm(list=name)) | Compare(term=ExtremeTerm(list=name)):
            return (name,)
        case Compare(term=SpanTerm(start=start, end=end)):
            return (start, end)
        case _:
            return ()


def list_comparisons(name: str, made: Iterable[Leafs], texts: Texts) -> tuple[Compare, ...]:
    """What is compared of a list: counts and extremes, also where a derived fact stands for them."""
    found: list[Compare] = []
    for leaf in made:
        if not isinstance(leaf, Compare):
            continue
        term = leaf.term
        if isinstance(term, FactTerm):
            derived = texts.facts[term.fact].derived
            if derived is not None and derived.list == name:
                found.append(Compare(derived, leaf.op, leaf.value))
        elif isinstance(term, CountTerm | ExtremeTerm) and term.list == name:
            found.append(leaf)
    return tuple(found)


def is_list(name: str, texts: Texts) -> bool:
    return texts.facts[name].type is FactType.LIST
