"""How large, and of what shape, an invented library is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Shape: TypeAlias = Literal["local", "guarded", "unstructured"]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is invented.

    Arguments:
        facts: least and greatest number of facts of the vocabulary.
        kinds: relative frequency of each kind of fact.
        policies: number of policies.
        facts_of_policy: how many of the facts one policy speaks of; 0 means all.
        rules: least and greatest number of rules of a policy; of a plan about half as many.
        depth: how deep criteria stand in one another.
        constants: greatest number of different constants that one fact is compared with.
        shape: `local`: a rule speaks of neighbouring facts; `guarded`: as that, but only for one
            indication; `unstructured`: of any facts.
        conjuncts: how many criteria each rule joins by "all of"; 0 for conditions of any form.
        ends: the chance that a rule which is not the last leaves nothing to the rules after it.
        worlds: how many worlds a request with nothing known may have, 0 for any number.
    """

    facts: tuple[int, int]
    kinds: tuple[tuple[str, int], ...]
    rules: tuple[int, int]
    depth: int
    constants: int
    shape: Shape = "unstructured"
    policies: int = 1
    facts_of_policy: int = 0
    constraints: int = 1
    conjuncts: int = 0
    ends: float = 0.25
    worlds: int = 0


_ALL = (
    ("yes/no", 4),
    ("choice", 2),
    ("name", 1),
    ("whole", 2),
    ("number", 1),
    ("quantity", 3),
    ("date", 2),
    ("code", 1),
    ("codes", 1),
    ("list", 2),
)
_MOSTLY_PLAIN = (
    ("yes/no", 12),
    ("choice", 6),
    ("name", 1),
    ("whole", 4),
    ("number", 1),
    ("quantity", 4),
    ("date", 1),
    ("code", 1),
    ("codes", 1),
)

SMALL = Size(facts=(2, 5), kinds=_ALL, rules=(1, 3), depth=2, constants=2, worlds=3_000)
"""Small enough for brute force."""

TINY = replace(SMALL, facts=(3, 5), constraints=2, worlds=200)
"""Small enough for brute force over all answers to questions and all changes."""

DATES = replace(SMALL, facts=(2, 3), kinds=(("date", 3), ("yes/no", 1)))
LISTS = replace(SMALL, facts=(1, 2), kinds=(("list", 3), ("yes/no", 1)))
CODES = replace(SMALL, kinds=(("code", 1), ("codes", 2), ("yes/no", 1)))
"""Small libraries in which one kind of fact prevails."""


def large(shape: Shape) -> Size:
    """100 facts and about 60 rules (40 of the policy, 20 of the plan)."""
    return Size(
        facts=(100, 100),
        kinds=_MOSTLY_PLAIN,
        rules=(40, 40),
        depth=2,
        constants=3,
        shape=shape,
        constraints=3,
        conjuncts=2,
        ends=0.05,
    )


def shelf(policies: int) -> Size:
    """Many policies, each on 20 facts of one vocabulary of 200, in mixed shapes."""
    return Size(
        facts=(200, 200),
        kinds=_MOSTLY_PLAIN,
        rules=(4, 12),
        depth=2,
        constants=3,
        policies=policies,
        facts_of_policy=20,
        constraints=3,
        conjuncts=2,
        ends=0.05,
    )
