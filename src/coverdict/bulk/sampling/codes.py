"""Codes worth drawing: some of every asked set, and some of none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, count
from typing import TypeAlias, TypeVar

from coverdict.language.model import Fact
from coverdict.language.syntax import Code

T = TypeVar("T")

Codes: TypeAlias = tuple[frozenset[Code], bool]
"""A set of codes in the form that cells take: its members, and that there are no others."""

OF_A_REGION = 4
"""Codes to draw of those that no rule tells apart."""

SINGLE, PAIRS = 60, 60
"""Sets of one code, and of two, to draw."""

SEPARATOR = ";"
"""Between the codes of a set where a table has no lists."""

# A claim has a code that no rule asks for more often than not; these are such in most policies.
_ORDINARY = {
    "CPT": ("99213", "71046"),
    "HCPCS": ("G0463", "A4550"),
    "ICD-10-CM": ("R69", "Z00.00"),
    "ICD-9-CM": ("799.9", "V70.0"),
    "ICD-10-PCS": ("3E0436Z", "4A02X4Z"),
    "modifier": ("59", "GA"),
}


def outside(system: str, asked: Iterable[Code]) -> Code:
    """A code of the system that is none of those asked for."""
    taken = {code.code for code in asked if code.system == system}
    made = (f"ZZ{number}" for number in count(100))
    candidates = (*_ORDINARY.get(system, ()), *(next(made) for _ in range(len(taken) + 1)))
    return Code(system, next(code for code in candidates if code not in taken))


def codes(fact: Fact, sets: Iterable[frozenset[Code]]) -> tuple[Code, ...]:
    """For a fact of one code: some of each region of the asked sets, and one of none in each system."""
    asked = tuple(sets)
    return (
        *(code for region in _regions(fact, asked) for code in _spread(region)),
        *_outsiders(fact, asked),
    )


def code_sets(fact: Fact, sets: Iterable[frozenset[Code]]) -> tuple[Codes, ...]:
    """For a fact of several codes: none, single ones, and pairs that hit several sets at once or none."""
    asked = tuple(sets)
    regions = _regions(fact, asked)
    outsiders = _outsiders(fact, asked)
    single = [code for region in regions for code in _spread(region)]
    few = [*(region[0] for region in regions), *outsiders]
    chosen = [
        (),
        *((code,) for code in (*_spread(single, SINGLE), *outsiders)),
        *_spread(list(combinations(few, 2)), PAIRS),
    ]
    return tuple((frozenset(members), True) for members in chosen)


def _regions(fact: Fact, asked: tuple[frozenset[Code], ...]) -> list[list[Code]]:
    """The codes that the fact can have, those together that lie in the same of the asked sets."""
    ordered = sorted(asked, key=sorted)
    regions: dict[tuple[bool, ...], list[Code]] = {}
    for code in sorted(frozenset[Code]().union(*asked)):
        if fits(fact, code):
            regions.setdefault(tuple(code in one for one in ordered), []).append(code)
    return list(regions.values())


def fits(fact: Fact, code: Code) -> bool:
    """Whether a table can say that the fact has this code, with others beside it."""
    return (not fact.systems or code.system in fact.systems) and SEPARATOR not in code.code


def _outsiders(fact: Fact, asked: tuple[frozenset[Code], ...]) -> list[Code]:
    members = frozenset[Code]().union(*asked)
    systems = fact.systems or tuple(sorted({code.system for code in members})) or ("other",)
    return [outside(system, members) for system in systems]


def _spread(items: list[T], most: int = OF_A_REGION) -> Iterator[T]:
    """At most so many of the items, from the first to the last."""
    if len(items) <= most:
        yield from items
        return
    for number in range(most):
        yield items[number * (len(items) - 1) // (most - 1)]
