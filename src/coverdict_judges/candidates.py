"""Raw values worth trying for a fact: each constant and both its sides, each option, each membership."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain, combinations, combinations_with_replacement, pairwise, product
from math import comb, prod
from typing import TypeAlias

from coverdict.language.model import CodeSet, Element, Elements, Fact, FactType, Value
from coverdict.language.syntax import (
    AnyIn,
    Code,
    Compare,
    CountTerm,
    ExtremeTerm,
    FactTerm,
    InCodes,
)
from coverdict_judges.dates import date_candidates
from coverdict_judges.mentions import Leafs, comparisons, names_of
from coverdict_judges.texts import Texts

Fields: TypeAlias = tuple[tuple[str, tuple[Value, ...]], ...]
"""The fields of a list's elements, each with its values worth trying."""

FOREIGN_NAME = "none.of.these"
FOREIGN_CODE = "ZZ999"
_BEYOND = Decimal("0.001")


def values_of(fact: Fact, made: Iterable[Leafs], texts: Texts) -> tuple[Value, ...]:
    """Values of a fact that is no list, enough for every combination of truths of `made`.

    Arguments:
        made: comparisons; those of other facts are passed over.
    """
    own = [leaf for leaf in made if names_of(leaf) == (fact.name,)]
    match fact.type:
        case FactType.YES_NO:
            return (True, False)
        case FactType.CHOICE:
            return tuple(option.name for option in fact.options)
        case FactType.NAME:
            return _names(fact, own)
        case FactType.NUMBER | FactType.QUANTITY:
            return numbers(fact, [leaf.value for leaf in own if isinstance(leaf, Compare)])
        case FactType.DATE:
            compared = [leaf for leaf in own if isinstance(leaf, Compare)]
            return date_candidates([fact.name], compared, {})[fact.name]
        case FactType.CODE:
            return (*_representatives(own, texts), _foreign(fact))
        case FactType.CODES:
            chosen = _representatives(own, texts)
            return (*(CodeSet(codes) for codes in subsets(chosen)), CodeSet((_foreign(fact),)))
        case FactType.LIST:
            raise ValueError(f"{fact.name} is a list")


def _names(fact: Fact, own: Iterable[Leafs]) -> tuple[Value, ...]:
    """An open choice: its options, the names that texts speak of, and one that nobody speaks of."""
    spoken = [value for leaf in own for value in getattr(leaf, "values", ())]
    return tuple(dict.fromkeys([*(option.name for option in fact.options), *spoken, FOREIGN_NAME]))


def numbers(fact: Fact, constants: Iterable[Decimal | date]) -> tuple[Decimal, ...]:
    """The constants and bounds of a number fact, and values between, below and above them."""
    marks = {constant for constant in constants if isinstance(constant, Decimal)}
    marks |= {bound for bound in (fact.minimum, fact.maximum) if bound is not None}
    if not marks:
        return (Decimal(0),)
    ordered = sorted(marks)
    if fact.whole:
        found = {Decimal(int(mark.to_integral_value()) + step) for mark in marks for step in (-1, 0, 1)}
    else:
        middles = {(low + high) / 2 for low, high in pairwise(ordered)}
        found = marks | middles | {ordered[0] - _BEYOND, ordered[-1] + _BEYOND}
    return tuple(sorted(number for number in found if within(fact, number)))


def within(fact: Fact, number: Decimal) -> bool:
    """Whether a number lies within the fact's bounds."""
    return (fact.minimum is None or number >= fact.minimum) and (
        fact.maximum is None or number <= fact.maximum
    )


# --- codes -------------------------------------------------------------------------------------------


def _representatives(own: Iterable[Leafs], texts: Texts) -> tuple[Code, ...]:
    """One code for each membership in the sets that are asked about."""
    asked: list[frozenset[Code]] = []
    for leaf in own:
        if isinstance(leaf, InCodes | AnyIn):
            asked += [texts.value_sets[name] for name in leaf.value_sets]
            asked += [frozenset(leaf.codes)]
    by_signature: dict[tuple[bool, ...], Code] = {}
    for code in sorted(chain.from_iterable(asked)):
        by_signature.setdefault(tuple(code in one for one in asked), code)
    return tuple(by_signature.values())


def _foreign(fact: Fact) -> Code:
    return Code(fact.systems[0] if fact.systems else "CPT", FOREIGN_CODE)


def subsets(codes: tuple[Code, ...]) -> Iterator[tuple[Code, ...]]:
    """All subsets, the empty one first."""
    for size in range(len(codes) + 1):
        yield from combinations(codes, size)


# --- lists -------------------------------------------------------------------------------------------


def field_values(fact: Fact, compared: Iterable[Compare], texts: Texts) -> Fields:
    """Values for each field of a list's elements, given what is compared of the list."""
    made: list[Leafs] = []
    for leaf in compared:
        assert isinstance(leaf.term, CountTerm | ExtremeTerm)
        if leaf.term.where is not None:
            made += comparisons(leaf.term.where, texts)
        if isinstance(leaf.term, ExtremeTerm):
            made.append(Compare(FactTerm(leaf.term.field), leaf.op, leaf.value))
    return tuple((field.name, values_of(field, made, texts)) for field in fact.item)


def longest(compared: Iterable[Compare]) -> int:
    """How many elements are enough to be in any case that `compared` can tell apart.

    One more than its greatest constant for each count, one for each extreme: from a longer list, elements
    can be left out so that every count stays at or above what is asked and every extreme stays.
    """
    counts: dict[CountTerm, int] = {}
    extremes: set[ExtremeTerm] = set()
    for leaf in compared:
        if isinstance(leaf.term, CountTerm):
            assert isinstance(leaf.value, Decimal)
            counts[leaf.term] = max(counts.get(leaf.term, 0), int(leaf.value) + 1)
        elif isinstance(leaf.term, ExtremeTerm):
            extremes.add(leaf.term)
    return sum(counts.values()) + len(extremes)


@lru_cache(maxsize=10_000)
def completions_of_list(given: Elements, fields: Fields, more: int) -> tuple[Elements, ...]:
    """The lists that agree with what is known of one: missing fields filled, up to `more` further elements.

    The order of elements means nothing: they come sorted, and no list comes twice.
    """
    known = [tuple(_completions_of_element(item, fields)) for item in given.items]
    any_element = tuple(_completions_of_element(Element(()), fields))
    sizes = range(more + 1) if not given.complete else range(1)
    found = {
        Elements(tuple(sorted((*items, *others), key=repr))): None
        for items in product(*known)
        for size in sizes
        for others in combinations_with_replacement(any_element, size)
    }
    return tuple(found)


def count_completions(given: Elements, fields: Fields, more: int) -> int:
    """At least as many as there are `completions_of_list`, without making them."""
    filled = prod(
        prod(len(choices) for name, choices in fields if name not in dict(item.fields))
        for item in given.items
    )
    kinds = prod(len(choices) for _, choices in fields)
    others = 1 if given.complete else comb(kinds + more, more)
    return filled * others


def _completions_of_element(given: Element, fields: Fields) -> Iterator[Element]:
    known = dict(given.fields)
    names = [name for name, _ in fields]
    for values in product(*((known[name],) if name in known else choices for name, choices in fields)):
        yield Element(tuple(zip(names, values, strict=True)))
