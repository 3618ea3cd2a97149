"""A next version of an invented policy: the same document with a few changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from coverdict.language.model import STATUSES, Document, Rule
from coverdict.language.syntax import Criterion, Group

NEXT = date(2010, 1, 1)
"""The first day of a next version; the version before begins earlier."""


def next_version(random: Random, document: Document) -> Document:
    """The policy with one to three changes of its rules, in force from `NEXT`."""
    rules = list(document.rules)
    for _ in range(random.randint(1, 3)):
        rules = _changed(random, rules)
    return replace(document, effective=NEXT, rules=tuple(rules))


def _changed(random: Random, rules: list[Rule]) -> list[Rule]:
    """A rule removed, two swapped, or one that says, or asks, something else; at times nothing."""
    number = random.randrange(len(rules))
    rule = rules[number]
    match random.randrange(6):
        case 0 if len(rules) > 1:
            return [*rules[:number], *rules[number + 1 :]]
        case 1 if number:
            return [*rules[: number - 1], rule, rules[number - 1], *rules[number + 1 :]]
        case 2:
            rule = replace(rule, then=random.choice(STATUSES))
        case 3 if rule.otherwise is not None:
            rule = replace(rule, otherwise=None, meaning=None)
        case 4 if rule.when is not None:
            rule = replace(rule, when=_turned(rule.when))
    return [*rules[:number], rule, *rules[number + 1 :]]


def _turned(criterion: Criterion) -> Criterion:
    """The criterion's opposite, or its connective exchanged."""
    body = criterion.body
    if isinstance(body, Group) and body.connective == "all of":
        return replace(criterion, body=Group("any of", body.parts))
    if isinstance(body, Group) and body.connective == "any of":
        return replace(criterion, body=Group("all of", body.parts))
    return Criterion(Group("none of", (criterion,)), criterion.place)
