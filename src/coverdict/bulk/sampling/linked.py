"""Facts that are drawn together, since what one of them can be depends on the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import prod
from typing import TypeAlias

from coverdict.bulk.sampling.codes import fits, outside
from coverdict.bulk.sampling.compared import Compared
from coverdict.bulk.sampling.draws import Draw
from coverdict.bulk.sampling.values import days_beside, storable, values_of
from coverdict.language.model import Fact, FactType
from coverdict.language.syntax import Code, CountTerm
from coverdict.library.program import Program
from coverdict.logic import cells

Values: TypeAlias = Mapping[str, object]
"""Values of facts in the form that cells take; a fact that has none is left out."""

ANCHOR = "service.date"
"""The fact that others may be linked with, and that is known before they are drawn."""

MOST = 1_500
"""Ways in which the facts of a list go together that are tried one by one; of more, so many are drawn."""

DAYS_TOGETHER = 150
"""Ways in which dates go together that are drawn for each date of service, or for all where it is apart."""

MOST_CELLS = 400
"""Cells of one group of which each is to have a value of its own; of more, so many are drawn."""


@dataclass(frozen=True, eq=False)
class Linked:
    """Facts that are drawn together.

    Arguments:
        facts: those that have columns, in the vocabulary's order.
        groups: every program's cells of them.
        anchored: whether the date of service is one of the facts; it is known beforehand.
    """

    facts: tuple[Fact, ...]
    groups: tuple[cells.Group, ...]
    anchored: bool = False


def linked_facts(
    facts: Mapping[str, Fact], programs: Iterable[Program], given: Iterable[str]
) -> list[Linked]:
    """The facts in the groups that some program's rules make of them.

    Arguments:
        facts: those with columns that are to be drawn.
        given: facts that are known before any is drawn.
    """
    known = frozenset(given)
    together: dict[str, set[str]] = {name: {name} for name in facts}
    groups: dict[str, list[cells.Group]] = {name: [] for name in facts}
    for program in programs:
        for dimension in program.dimensions:
            names = [fact.name for fact in dimension.facts if fact.name in facts or fact.name in known]
            drawn = [name for name in names if name in facts]
            if not drawn:
                continue
            groups[drawn[0]].append(dimension.group)
            joined = set(names).union(*(together[name] for name in drawn))
            for name in joined & facts.keys():
                together[name] = joined
    found: dict[int, Linked] = {}
    for joined in together.values():
        if id(joined) not in found:
            mine = tuple(fact for one, fact in facts.items() if one in joined)
            cuts = tuple(group for one in mine for group in groups[one.name])
            found[id(joined)] = Linked(mine, cuts, bool(joined & known))
    return list(found.values())


class Choices:
    """The values that are drawn of linked facts.

    Arguments:
        usual: days that dates without a constant lie around.
    """

    def __init__(self, linked: Linked, compared: Compared, usual: Sequence[date], draw: Draw) -> None:
        self.linked = linked
        self._compared = compared
        self._usual = usual
        self._draw = draw
        self._alone = {fact.name: values_of(fact, compared) for fact in linked.facts}
        self._beside: dict[date | None, tuple[Values, ...]] = {}
        self._asked = {
            fact.name: frozenset[Code]().union(*compared.sets.get(fact.name, ())) for fact in linked.facts
        }

    def beside(self, day: date | None) -> tuple[Values, ...]:
        """The values beside a date of service, which is not among them; no cell is left without any.

        Arguments:
            day: None where the date of service is not linked.
        """
        known = self._beside.get(day)
        if known is None:
            known = self._beside[day] = self._found({} if day is None else {ANCHOR: day})
        return known

    def _found(self, given: Values) -> tuple[Values, ...]:
        found: dict[tuple[object, ...], Values] = {}
        for values in (*self._together(given), *self._of_cells(given)):
            key = tuple(values.get(fact.name) for fact in self.linked.facts)
            found.setdefault(key, {name: one for name, one in values.items() if name not in given})
        return tuple(found.values())

    def _together(self, given: Values) -> Iterator[Values]:
        if len(self.linked.facts) == 1 and not given and self._alone[self.linked.facts[0].name]:
            (fact,) = self.linked.facts
            yield from ({fact.name: value} for value in self._alone[fact.name])
        elif any(fact.type is FactType.DATE for fact in self.linked.facts):
            yield from (self._drawn(given) for _ in range(DAYS_TOGETHER))
        elif prod(len(values) for values in self._alone.values()) <= MOST:
            # Numbers first: with none in the list, nothing is the largest.
            counts_first = sorted(self.linked.facts, key=lambda one: not isinstance(one.derived, CountTerm))
            yield from self._every(given, counts_first)
        else:
            yield from (self._drawn(given) for _ in range(MOST))

    def _every(self, known: Values, left: Sequence[Fact]) -> Iterator[Values]:
        """All ways to go on; a fact that can have no value beside the known ones is left out."""
        if not left:
            yield known
            return
        fact, *others = left
        possible = self._possible(fact, known)
        for value in possible:
            yield from self._every({**known, fact.name: value}, others)
        if not possible:
            yield from self._every(known, others)

    def _drawn(self, given: Values) -> Values:
        """One way to go on, the facts in any order."""
        known = dict(given)
        for fact in self._draw.shuffled([one for one in self.linked.facts if one.name not in known]):
            possible = self._possible(fact, known)
            if possible:
                known[fact.name] = self._draw.one(possible)
        return known

    def _possible(self, fact: Fact, known: Values) -> list[object]:
        candidates = self._alone[fact.name]
        if fact.type is FactType.DATE:
            beside = days_beside(fact.name, known, sorted(self._compared.spans), self._usual)
            candidates = (*candidates, *beside)
        return [value for value in candidates if self._allowed({**known, fact.name: value})]

    def _allowed(self, values: Values) -> bool:
        return all(group.allowed(values) for group in self.linked.groups)

    def _of_cells(self, given: Values) -> Iterator[Values]:
        """For each cell values that lie in it, as far as columns can hold them."""
        for group in self.linked.groups:
            allowed = list(cells.bits(group.allowed(given)))
            if len(allowed) > MOST_CELLS:
                allowed = self._draw.shuffled(allowed)[:MOST_CELLS]
            for cell in allowed:
                whole = group.completion(cell, given)
                values = {
                    fact.name: self._written(fact, whole[fact.name])
                    for fact in self.linked.facts
                    if fact.name in whole
                }
                if all(_fits(fact, values.get(fact.name)) for fact in self.linked.facts):
                    yield self._drawn({**given, **values}) if len(values) < len(self.linked.facts) else values

    def _written(self, fact: Fact, value: object) -> object:
        if isinstance(value, cells.Elsewhere):
            system = fact.systems[0] if fact.systems else "other"
            return outside(system, self._asked[fact.name])
        return value


def _fits(fact: Fact, value: object) -> bool:
    """Whether a column of the fact can hold a value."""
    if isinstance(value, Decimal):
        return storable(value)
    if fact.type is FactType.CODES and isinstance(value, tuple):
        return all(fits(fact, code) for code in value[0])
    return True
