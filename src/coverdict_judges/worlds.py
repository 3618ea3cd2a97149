"""Brute force: every world that a partial request leaves open, and the outcomes that these worlds have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod
from typing import TypeAlias

from coverdict.language.model import CodeSet, Elements, Fact, FactType, Value
from coverdict.language.syntax import Compare, FactTerm, SpanTerm
from coverdict_judges.candidates import (
    Fields,
    completions_of_list,
    count_completions,
    field_values,
    longest,
    numbers,
    values_of,
)
from coverdict_judges.dates import date_candidates
from coverdict_judges.mentions import Leafs, base_facts, is_list, list_comparisons, mentions
from coverdict_judges.reference import Outcome, World, outcome, with_derived
from coverdict_judges.texts import Texts

Known: TypeAlias = Mapping[str, Value]
"""What a request says: raw values by fact, an incomplete `CodeSet` or `Elements` included."""

LIMIT = 200_000
"""Worlds that one request may have before brute force gives up."""


class TooManyWorldsError(Exception):
    """Brute force would have to look at more worlds than its limit."""


@dataclass(frozen=True, eq=False)
class BruteForce:
    """The first judge: it looks at every completion of a request, one by one.

    Outcomes of worlds and requests are remembered, since many under the same texts are the same.
    """

    texts: Texts
    limit: int = LIMIT
    _seen: dict[tuple[object, ...], tuple[Outcome | None, World]] = field(default_factory=dict)
    _judged: dict[frozenset[tuple[str, Value]], frozenset[Outcome]] = field(default_factory=dict)

    def possible(self, known: Known) -> frozenset[Outcome]:
        """The outcomes over all completions; empty when the request contradicts itself.

        Errors:
            TooManyWorldsError: there are more than `limit` worlds to look at.
        """
        request = frozenset(known.items())
        if request not in self._judged:
            self._judged[request] = self._possible(known)
        return self._judged[request]

    def _possible(self, known: Known) -> frozenset[Outcome]:
        derived = {name: value for name, value in known.items() if self.texts.facts[name].derived}
        found = set()
        for names, values in self._worlds(known):
            key = (names, values)
            if key not in self._seen:
                world = dict(zip(names, values, strict=True))
                self._seen[key] = (outcome(self.texts, world), with_derived(self.texts, world))
            result, world_seen = self._seen[key]
            if result is not None and all(world_seen.get(name) == derived[name] for name in derived):
                found.add(result)
        return frozenset(found)

    def worlds(self, known: Known) -> Iterator[World]:
        """Every completion that is a patient, with the values of derived facts."""
        for names, values in self._worlds(known):
            world = with_derived(self.texts, dict(zip(names, values, strict=True)))
            fits = all(world.get(name) == known[name] for name in known if self.texts.facts[name].derived)
            if fits and outcome(self.texts, world) is not None:
                yield world

    def size(self, known: Known) -> int:
        """At least as many as the worlds that `possible` would look at; no list is made for it."""
        found = mentions(self.texts)
        return prod(_count(choice) for choice in _choices(self.texts, known)) * prod(
            len(self.texts.readings[name]) for name in found.readings
        )

    def _worlds(self, known: Known) -> Iterator[tuple[tuple[str, ...], tuple[Value, ...]]]:
        size = self.size(known)
        if size > self.limit:
            raise TooManyWorldsError(f"{size:,} worlds")
        found = dimensions(self.texts, known)
        names = tuple(name for name, _ in found)
        fixed: Mapping[str, str] = self.texts.settled
        settled = tuple(name for name in fixed if name in self.texts.readings)
        for values in product(*(values for _, values in found)):
            yield (*names, *settled), (*values, *(fixed[name] for name in settled))


def possible_outcomes(texts: Texts, known: Known, limit: int = LIMIT) -> frozenset[Outcome]:
    """The outcomes of a partial request over all its completions; see `BruteForce.possible`."""
    return BruteForce(texts, limit).possible(known)


# --- what varies -----------------------------------------------------------------------------------------


def dimensions(texts: Texts, known: Known) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """The facts and open readings that worlds differ in, each with the values worth trying.

    A known fact keeps its value; of a list or a set that is partly known, its completions are tried. Lists
    take part when a derived fact of theirs is known, since the two may contradict each other.
    """
    choices = [(choice.fact, _values(choice)) for choice in _choices(texts, known)]
    readings = [(name, texts.readings[name]) for name in mentions(texts).readings]
    return (*choices, *readings)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The values that one fact can have: given one by one, or as the completions of a list."""

    fact: str
    values: tuple[Value, ...] = ()
    list: tuple[Elements, Fields, int] | None = None


def _values(choice: _Choice) -> tuple[Value, ...]:
    return choice.values if choice.list is None else completions_of_list(*choice.list)


def _count(choice: _Choice) -> int:
    return len(choice.values) if choice.list is None else count_completions(*choice.list)


def _choices(texts: Texts, known: Known) -> tuple[_Choice, ...]:
    found = mentions(texts)
    names = dict.fromkeys([*found.facts, *base_facts(known, texts)])
    made = (*found.comparisons, *_derived_values(texts, known))
    dates = _dates(texts, tuple(names), made, known)
    choices = []
    for name in names:
        if is_list(name, texts):
            choices.append(_Choice(name, list=_list(texts, name, made, known.get(name))))
        elif name in dates:
            choices.append(_Choice(name, dates[name]))
        else:
            choices.append(_Choice(name, _scalars(texts, name, made, known)))
    return tuple(choices)


def _derived_values(texts: Texts, known: Known) -> tuple[Compare, ...]:
    """A known derived fact counts as a comparison: lists on both sides of its value, and at it, are tried."""
    return tuple(
        Compare(FactTerm(name), "=", value)
        for name, value in known.items()
        if texts.facts[name].derived is not None and isinstance(value, Decimal)
    )


def _list(
    texts: Texts, name: str, made: tuple[Leafs, ...], given: Value | None
) -> tuple[Elements, Fields, int]:
    """The lists worth trying, as arguments of `completions_of_list`."""
    assert given is None or isinstance(given, Elements)
    compared = list_comparisons(name, made, texts)
    start = given if given is not None else Elements((), complete=False)
    return start, field_values(texts.facts[name], compared, texts), longest(compared)


def _scalars(texts: Texts, name: str, made: tuple[Leafs, ...], known: Known) -> tuple[Value, ...]:
    value = known.get(name)
    fact = texts.facts[name]
    if isinstance(value, CodeSet) and not value.complete:
        found = {
            CodeSet(tuple(sorted({*value.codes, *more.codes}))): None
            for more in values_of(fact, made, texts)
            if isinstance(more, CodeSet)
        }
        return tuple(found)
    if value is not None:
        return (value,)
    return values_of(fact, made, texts)


def _dates(
    texts: Texts, names: tuple[str, ...], made: tuple[Leafs, ...], known: Known
) -> dict[str, tuple[date, ...]]:
    facts = [name for name in names if texts.facts[name].type is FactType.DATE]
    compared = [leaf for leaf in made if isinstance(leaf, Compare)]
    compared = [
        leaf
        for leaf in compared
        if isinstance(leaf.term, SpanTerm) or (isinstance(leaf.term, FactTerm) and leaf.term.fact in facts)
    ]
    given = {name: value for name, value in known.items() if isinstance(value, date)}
    return date_candidates(facts, compared, given)


# --- answers ---------------------------------------------------------------------------------------------


def raw_values(texts: Texts, name: str, known: Known) -> tuple[Value, ...]:
    """Complete raw values that the fact could be given beside what is known, for trying them out.

    Of a derived fact: its constants with both sides, and the values that it has in lists worth trying. What
    is known of the fact itself is left out of account, unless it is only part of a list or a set.
    """
    fact = texts.facts[name]
    value = known.get(name)
    partly = isinstance(value, CodeSet | Elements) and not is_complete(fact, value)
    others = {other: known[other] for other in known if other != name or partly}
    if fact.derived is None:
        found = dict(dimensions(texts, others))
        if name in found:
            return found[name]
        return (
            completions_of_list(*_list(texts, name, (), None))
            if is_list(name, texts)
            else _scalars(texts, name, (), others)
        )
    made = mentions(texts).comparisons
    constants = [
        leaf.value for leaf in list_comparisons(fact.derived.list, made, texts) if leaf.term == fact.derived
    ]
    options = dict(dimensions(texts, others)).get(fact.derived.list, ())
    seen = [with_derived(texts, {fact.derived.list: option}).get(name) for option in options]
    values = {*numbers(fact, constants), *(number for number in seen if isinstance(number, Decimal))}
    return tuple(sorted(values))


def is_complete(fact: Fact, value: Value) -> bool:
    """Whether nothing of a value is missing: a set or list without others, elements with all fields."""
    if isinstance(value, CodeSet):
        return value.complete
    if isinstance(value, Elements):
        return value.complete and all(len(item.fields) == len(fact.item) for item in value.items)
    return True
