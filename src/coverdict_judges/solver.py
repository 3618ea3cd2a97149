"""The second judge: Z3, from the same trees, by another road than brute force.

Numbers are reals (whole ones integers), a choice is the number of its option, a code the number of its place
among all codes that texts or request speak of, a set of codes one Boolean for each of these codes, a list an
array of elements of bounded length with a length. Dates are day ordinals; where months or years matter, year,
month and day are variables too, tied to the ordinal by the arithmetic of the Gregorian calendar, so nothing
is tabulated and the whole domain 1900-01-01 to 2199-12-31 is open. Possible outcomes are found one model at
a time, each outcome then being excluded, until none is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from coverdict.language.model import BENEFITS, STATUSES, Elements, Layer, Slot
from coverdict.language.syntax import (
    Always,
    And,
    AtLeast,
    Condition,
    CountTerm,
    Criterion,
    CriterionRef,
    ExtremeTerm,
    Group,
    Leaf,
    Not,
    Or,
    Reading,
    ReadingIs,
    SlotIs,
)
from coverdict_judges.mentions import base_facts, is_list, list_comparisons, mentions
from coverdict_judges.reference import Outcome
from coverdict_judges.solver_terms import Variables
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import Known

TIMEOUT = 60_000
"""Milliseconds for one question to Z3."""


class UndecidedError(Exception):
    """Z3 gave up: nothing is known about the possible outcomes."""


@dataclass(eq=False)
class Solver:
    """The possible outcomes under some texts; the texts are translated once for each length of lists."""

    texts: Texts
    _translated: dict[tuple[tuple[str, int], ...], _Translated] = field(default_factory=dict)

    def possible(self, known: Known) -> frozenset[Outcome]:
        """The outcomes over all completions of a request; empty when it contradicts itself.

        Errors:
            UndecidedError: Z3 could not tell within `TIMEOUT`.
        """
        import z3

        lengths = tuple(sorted(lengths_of(self.texts, known).items()))
        if lengths not in self._translated:
            self._translated[lengths] = _Translated(self.texts, dict(lengths))
        translated = self._translated[lengths]
        found: set[Outcome] = set()
        agrees = translated.agrees_with(known)
        translated.solver.push()
        try:
            translated.solver.add(*agrees)
            while True:
                answer = translated.solver.check()
                if answer == z3.unsat:
                    return frozenset(found)
                if answer != z3.sat:
                    raise UndecidedError(translated.solver.reason_unknown())
                model = translated.solver.model()
                status = model.eval(translated.status, model_completion=True).as_long()
                benefit = model.eval(translated.benefit, model_completion=True).as_long()
                found.add((STATUSES[status], BENEFITS[benefit]))
                other = z3.Or(translated.status != status, translated.benefit != benefit)
                translated.solver.add(other)
        finally:
            translated.solver.pop()


def lengths_of(texts: Texts, known: Known) -> dict[str, int]:
    """How long each list that matters may have to be: enough for every count and extreme, and more."""
    found = mentions(texts)
    names = dict.fromkeys([*found.facts, *base_facts(known, texts)])
    lengths: dict[str, int] = {}
    for name in names:
        if not is_list(name, texts):
            continue
        compared = list_comparisons(name, found.comparisons, texts)
        length = sum(
            int(leaf.value) + 1 if isinstance(leaf.value, Decimal) else 1
            for leaf in compared
            if isinstance(leaf.term, CountTerm)
        ) + len([leaf for leaf in compared if isinstance(leaf.term, ExtremeTerm)])
        length = max(length, 1)
        given = known.get(name)
        length += len(given.items) if isinstance(given, Elements) else 0
        for other, value in known.items():
            derived = texts.facts[other].derived
            if derived is not None and derived.list == name and isinstance(value, Decimal):
                length += int(value) + 1 if isinstance(derived, CountTerm) else 1
        lengths[name] = length
    return lengths


class _Translated:
    """The texts as Z3 terms: a solver with what is true of every patient; status and benefit as numbers."""

    def __init__(self, texts: Texts, lengths: dict[str, int]) -> None:
        import z3

        self.z3 = z3
        self.texts = texts
        self.variables = Variables(texts, lengths)
        self.words = Words(texts, self.variables)
        self.solver = z3.Solver()
        self.solver.set("timeout", TIMEOUT)
        for name in lengths:
            self.variables.list_of(name)
        for fact in texts.facts.values():
            if fact.derived is not None and fact.derived.list in lengths:
                self.solver.add(*self.variables.derived_bounds(fact))
        for constraint in texts.constraints:
            self.solver.add(z3.Not(self.words.condition(constraint.never, {})))
        self.status, self.benefit = z3.Ints("status benefit")
        status = self._filled("status", "policy", z3.IntVal(STATUSES.index("not_addressed")), {})
        status = self._filled("status", "law", status, {"status": status})
        self.solver.add(self.status == status)
        benefit = z3.IntVal(BENEFITS.index("undetermined"))
        layers: tuple[Layer, ...] = ("product", "contract", "law")
        for layer in layers:
            slots = {"status": self.status, "benefit": benefit}
            benefit = self._filled("benefit", layer, benefit, slots)
        self.solver.add(self.benefit == benefit)
        self.solver.add(*self.variables.take())

    def agrees_with(self, known: Known) -> list[Any]:
        """What a request says, as terms. Bounds of facts that it is the first to speak of stay for good."""
        terms = [term for name, value in known.items() for term in self.variables.has_value(name, value)]
        self.solver.add(*self.variables.take())
        return terms

    def _filled(self, slot: Slot, layer: Layer, lower: Any, below: dict[str, Any]) -> Any:
        """The value of a slot after a layer: its rules from the last to the first, as if-then-else."""
        names: tuple[str, ...] = STATUSES if slot == "status" else BENEFITS
        result = lower
        for rule in reversed(self.texts.rules(slot, layer)):
            then = self.z3.IntVal(names.index(rule.then))
            if rule.when is None:
                result = then
                continue
            if rule.otherwise is not None:
                result = self.z3.IntVal(names.index(rule.otherwise))
            result = self.z3.If(self.words.criterion(rule.when, below), then, result)
        return result


class Words:
    """Criteria and conditions as Z3 terms over variables."""

    def __init__(self, texts: Texts, variables: Variables) -> None:
        import z3

        self.z3 = z3
        self.texts = texts
        self.variables = variables

    def criterion(self, criterion: Criterion, below: dict[str, Any]) -> Any:
        z3 = self.z3
        match criterion.body:
            case Leaf(condition=condition):
                return self.condition(condition, below)
            case Group(connective=connective, parts=parts, at_least=least):
                terms = [self.criterion(part, below) for part in parts]
                if connective == "all of":
                    return z3.And(terms)
                if connective == "at least":
                    return self._at_least(terms, least)
                return z3.Or(terms) if connective == "any of" else z3.Not(z3.Or(terms))
            case Reading(reading=reading, options=options):
                return z3.Or(
                    [
                        z3.And(self.variables.reading_is(reading, label), self.criterion(option, below))
                        for label, option in options
                    ]
                )

    def _at_least(self, terms: Iterable[Any], count: int) -> Any:
        return self.z3.Sum([self.z3.If(term, 1, 0) for term in terms]) >= count

    def condition(self, condition: Condition, below: dict[str, Any]) -> Any:
        z3 = self.z3
        match condition:
            case Always(value=value):
                return z3.BoolVal(value)
            case Not(part=part):
                return z3.Not(self.condition(part, below))
            case And(parts=parts):
                return z3.And([self.condition(part, below) for part in parts])
            case Or(parts=parts):
                return z3.Or([self.condition(part, below) for part in parts])
            case AtLeast(count=count, parts=parts):
                return self._at_least([self.condition(part, below) for part in parts], count)
            case CriterionRef(criterion=name):
                return self.criterion(self.texts.criteria[name], below)
            case SlotIs(slot=slot, values=values):
                names: tuple[str, ...] = STATUSES if slot == "status" else BENEFITS
                return z3.Or([below[slot] == names.index(value) for value in values])
            case ReadingIs(reading=reading, option=option):
                return self.variables.reading_is(reading, option)
            case _:
                return self.variables.comparison(condition)
