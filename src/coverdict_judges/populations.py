"""Sets of patients, by two roads: as bits over raw worlds, and as Z3 terms.

Both know what a comparison selects and whether a set is empty; everything else is made of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias

from coverdict.language.model import Value
from coverdict.language.syntax import AnyIn, Compare, Condition, InCodes, Is, ReadingIs
from coverdict_judges.reference import holds
from coverdict_judges.solver import TIMEOUT, UndecidedError, Words, lengths_of
from coverdict_judges.solver_terms import Variables
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import BruteForce, Known

Set: TypeAlias = Any
"""A set of patients of one population."""


class Population(Protocol):
    """All patients of some texts, under all readings."""

    everyone: Set
    nobody: Set

    def compare(self, condition: Condition) -> Set:
        """Those for whom a comparison, or a reading's option, holds."""

    def both(self, sets: Iterable[Set]) -> Set: ...

    def either(self, sets: Iterable[Set]) -> Set: ...

    def without(self, first: Set, second: Set) -> Set: ...

    def at_least(self, count: int, sets: list[Set]) -> Set: ...

    def empty(self, given: Set) -> bool: ...


class Worlds:
    """One bit for each raw world that is a patient; see `BruteForce`.

    Arguments:
        known, readings: what is known of all of them, and under which readings.

    Errors:
        TooManyWorldsError: there are more than `limit` of them.
    """

    def __init__(
        self, texts: Texts, limit: int, known: Known | None = None, readings: Mapping[str, str] | None = None
    ) -> None:
        self.texts = texts
        read = (readings or {}).items()
        worlds = BruteForce(texts, limit).worlds(known or {})
        self.worlds = tuple(
            world for world in worlds if all(world.get(name, option) == option for name, option in read)
        )
        self.everyone = (1 << len(self.worlds)) - 1
        self.nobody = 0
        self._known: dict[Condition, int] = {}

    def compare(self, condition: Condition) -> int:
        if condition not in self._known:
            bits = 0
            for number, world in enumerate(self.worlds):
                if holds(condition, self.texts, world, {}):
                    bits |= 1 << number
            self._known[condition] = bits
        return self._known[condition]

    def both(self, sets: Iterable[int]) -> int:
        met = self.everyone
        for each in sets:
            met &= each
        return met

    def either(self, sets: Iterable[int]) -> int:
        met = 0
        for each in sets:
            met |= each
        return met

    def without(self, first: int, second: int) -> int:
        return first & ~second

    def at_least(self, count: int, sets: list[int]) -> int:
        rows = [self.everyone, *([0] * count)]
        for each in sets:
            for number in range(count, 0, -1):
                rows[number] |= each & rows[number - 1]
        return rows[count]

    def empty(self, given: int) -> bool:
        return not given

    def unmoved(self, reading: str, values: Iterable[int]) -> int:
        """Those for whom one of the sets holds whatever option the reading has.

        Arguments:
            values: sets that part everyone.
        """
        found = 0
        groups: dict[tuple[tuple[str, str], ...], int] = {}
        for number, world in enumerate(self.worlds):
            rest = tuple(sorted((name, repr(value)) for name, value in world.items() if name != reading))
            groups[rest] = groups.get(rest, 0) | 1 << number
        known = tuple(values)
        for alike in groups.values():
            if any(alike & value == alike for value in known):
                found |= alike
        return found


class Terms:
    """Z3 terms: a set is a Boolean over the variables of a patient."""

    def __init__(self, texts: Texts) -> None:
        import z3

        self.z3 = z3
        self.texts = texts
        lengths = lengths_of(texts, {})
        self.variables = Variables(texts, lengths)
        self.words = Words(texts, self.variables)
        self.everyone, self.nobody = z3.BoolVal(True), z3.BoolVal(False)
        self.solver = z3.Solver()
        self.solver.set("timeout", TIMEOUT)
        for name in lengths:
            self.variables.list_of(name)
        for fact in texts.facts.values():
            if fact.derived is not None and fact.derived.list in lengths:
                self.solver.add(*self.variables.derived_bounds(fact))
        for constraint in texts.constraints:
            self.solver.add(z3.Not(self.words.condition(constraint.never, {})))

    def compare(self, condition: Condition) -> Any:
        assert isinstance(condition, Compare | Is | InCodes | AnyIn | ReadingIs)
        return self.words.condition(condition, {})

    def both(self, sets: Iterable[Any]) -> Any:
        return self.z3.And([*sets])

    def either(self, sets: Iterable[Any]) -> Any:
        return self.z3.Or([*sets])

    def without(self, first: Any, second: Any) -> Any:
        return self.z3.And(first, self.z3.Not(second))

    def at_least(self, count: int, sets: list[Any]) -> Any:
        return self.z3.Sum([self.z3.If(each, 1, 0) for each in sets]) >= count

    def empty(self, given: Any) -> bool:
        """Errors: UndecidedError."""
        return not self._some(given)

    def _some(self, *given: Any) -> bool:
        self.solver.add(*self.variables.take())
        self.solver.push()
        try:
            self.solver.add(*given)
            answer = self.solver.check()
        finally:
            self.solver.pop()
        if answer == self.z3.unknown:
            raise UndecidedError(self.solver.reason_unknown())
        return bool(answer == self.z3.sat)

    def forced(self, facts: Mapping[str, Value], readings: Mapping[str, str], given: Any) -> bool:
        """Whether there is a patient with these facts under these readings, and all such are in the set."""
        known = [term for name, value in facts.items() for term in self.variables.has_value(name, value)]
        known += [self.variables.reading_is(name, option) for name, option in readings.items()]
        return self._some(*known) and not self._some(*known, self.z3.Not(given))


def small(texts: Texts, limit: int) -> bool:
    """Whether all worlds of the texts can be looked at."""
    return BruteForce(texts, limit).size({}) <= limit
