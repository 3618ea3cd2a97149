"""Which rule decides the status, and which pairs of rules decide together under two texts.

`ruling` is the reference evaluator's answer for one world; `RulingPairs` finds by Z3 every pair that some
patient has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from coverdict.language.model import Layer
from coverdict_judges.reference import World, criterion_holds, outcome, with_derived
from coverdict_judges.solver import TIMEOUT, UndecidedError, Words, lengths_of
from coverdict_judges.solver_terms import Variables
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import Known

Ruling: TypeAlias = tuple[str, str, bool]
"""The status, the deciding rule (document id, `#`, rule id; empty for a default), whether by `otherwise`."""

DEFAULT: Ruling = ("not_addressed", "", False)
_LAYERS: tuple[Layer, ...] = ("policy", "law")


def ruling(texts: Texts, world: World) -> Ruling | None:
    """The ruling on a world's status; None when no patient is so."""
    if outcome(texts, world) is None:
        return None
    full = with_derived(texts, world)
    found = DEFAULT
    for layer in _LAYERS:
        found = _ruled(texts, layer, full, {"status": found[0]}) or found
    return found


def _ruled(texts: Texts, layer: Layer, world: World, below: Mapping[str, str]) -> Ruling | None:
    for document in texts.documents:
        for rule in document.rules:
            if rule.slot != "status" or rule.layer != layer:
                continue
            name = f"{document.id}#{rule.id}"
            if rule.when is None or criterion_holds(rule.when, texts, world, below):
                return rule.then, name, False
            if rule.otherwise is not None:
                return rule.otherwise, name, True
    return None


class RulingPairs:
    """Two texts over the same patients, as Z3 terms.

    Arguments:
        first, second: with the same facts; a reading that both have has the same options in both.
    """

    def __init__(self, first: Texts, second: Texts) -> None:
        import z3

        self._z3 = z3
        both = replace(
            first,
            documents=first.documents + second.documents,
            criteria={**first.criteria, **second.criteria},
            value_sets={**first.value_sets, **second.value_sets},
            readings={**first.readings, **second.readings},
            constraints=tuple(dict.fromkeys((*first.constraints, *second.constraints))),
            settled={},
        )
        lengths = lengths_of(both, {})
        self._variables = Variables(both, lengths)
        self._solver = z3.Solver()
        self._solver.set("timeout", TIMEOUT)
        for name in lengths:
            self._variables.list_of(name)
        for fact in both.facts.values():
            if fact.derived is not None and fact.derived.list in lengths:
                self._solver.add(*self._variables.derived_bounds(fact))
        for constraint in both.constraints:
            never = Words(both, self._variables).condition(constraint.never, {})
            self._solver.add(z3.Not(never))
        self._numbers = z3.Ints("first second")
        self._rulings: list[list[Ruling]] = []
        for number, texts in zip(self._numbers, (first, second), strict=True):
            rulings = [DEFAULT]
            self._solver.add(number == self._ruled(replace(both, criteria=texts.criteria), texts, rulings))
            self._rulings.append(rulings)
        self._solver.add(*self._variables.take())

    def _ruled(self, names: Texts, texts: Texts, rulings: list[Ruling]) -> Any:
        """The number of the deciding ruling, as an if-then-else over the rules from the last to the first."""
        z3 = self._z3
        words = Words(names, self._variables)
        result = z3.IntVal(0)
        for layer in _LAYERS:
            lower = result
            below = {"status": self._status(lower, rulings)}
            for document in reversed(texts.documents):
                for rule in reversed(document.rules):
                    if rule.slot != "status" or rule.layer != layer:
                        continue
                    name = f"{document.id}#{rule.id}"
                    then = self._numbered((rule.then, name, False), rulings)
                    if rule.when is None:
                        result = then
                        continue
                    if rule.otherwise is not None:
                        result = self._numbered((rule.otherwise, name, True), rulings)
                    result = z3.If(words.criterion(rule.when, below), then, result)
        return result

    def _status(self, number: Any, rulings: list[Ruling]) -> Any:
        """The status that the ruling of a number gives, as the number of its name."""
        from coverdict.language.model import STATUSES

        z3 = self._z3
        status = z3.IntVal(STATUSES.index(DEFAULT[0]))
        for place, (name, _, _) in enumerate(rulings):
            status = z3.If(number == place, STATUSES.index(name), status)
        return status

    def _numbered(self, found: Ruling, rulings: list[Ruling]) -> Any:
        if found not in rulings:
            rulings.append(found)
        return self._z3.IntVal(rulings.index(found))

    def found(
        self, known: Known | None = None, readings: Mapping[str, str] | None = None
    ) -> Iterator[tuple[Ruling, Ruling]]:
        """Every pair of rulings that some patient has, of those who agree with what is known.

        Errors:
            UndecidedError: Z3 could not tell in time.
        """
        z3, solver = self._z3, self._solver
        given = [
            term for name, value in (known or {}).items() for term in self._variables.has_value(name, value)
        ]
        given += [self._variables.reading_is(name, option) for name, option in (readings or {}).items()]
        solver.add(*self._variables.take())
        solver.push()
        try:
            solver.add(*given)
            while True:
                answer = solver.check()
                if answer == z3.unsat:
                    return
                if answer != z3.sat:
                    raise UndecidedError(solver.reason_unknown())
                places = [
                    solver.model().eval(number, model_completion=True).as_long() for number in self._numbers
                ]
                yield self._rulings[0][places[0]], self._rulings[1][places[1]]
                solver.add(
                    z3.Or([number != place for number, place in zip(self._numbers, places, strict=True)])
                )
        finally:
            solver.pop()

    def has(self, pair: tuple[Ruling, Ruling]) -> bool:
        """Whether some patient has the pair. Errors: UndecidedError."""
        if any(one not in known for one, known in zip(pair, self._rulings, strict=True)):
            return False
        return self._answers([self._is(pair)])

    def has_others(self, pairs: Iterable[tuple[Ruling, Ruling]]) -> bool:
        """Whether some patient has none of the pairs. Errors: UndecidedError."""
        return self._answers([self._z3.Not(self._is(pair)) for pair in pairs])

    def _is(self, pair: tuple[Ruling, Ruling]) -> Any:
        sides = zip(self._numbers, self._rulings, pair, strict=True)
        return self._z3.And([number == known.index(one) for number, known, one in sides])

    def _answers(self, terms: list[Any]) -> bool:
        self._solver.push()
        try:
            self._solver.add(*terms)
            answer = self._solver.check()
            if answer == self._z3.unknown:
                raise UndecidedError(self._solver.reason_unknown())
            return bool(answer == self._z3.sat)
        finally:
            self._solver.pop()
