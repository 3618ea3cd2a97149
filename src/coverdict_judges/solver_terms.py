"""Facts as Z3 variables, and comparisons as Z3 terms; see `solver` for how each type is represented."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from coverdict.language.model import CodeSet, Elements, Fact, FactType, Value
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Comparison,
    Condition,
    CountTerm,
    ExtremeTerm,
    FactTerm,
    InCodes,
    Is,
    Not,
    Or,
    SpanTerm,
    SpanUnit,
)
from coverdict_judges.solver_dates import Civil, civil_date, whole_months, whole_years
from coverdict_judges.texts import Texts

_OPERATORS: dict[Comparison, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Day:
    """A date: its ordinal; year, month and day only where they are asked for."""

    name: str
    ordinal: Any


@dataclass(frozen=True, slots=True)
class ListVariable:
    """The first `length` of the elements are there."""

    length: Any
    elements: tuple[dict[str, Any], ...]

    def there(self, index: int) -> Any:
        return self.length > index


class Variables:
    """Z3 variables for facts and readings, made when first used.

    What is true of every value of a variable (bounds, the calendar) gathers in `side`, from which the
    solver takes it.
    """

    def __init__(self, texts: Texts, lengths: dict[str, int]) -> None:
        import z3

        self.z3 = z3
        self.texts = texts
        self.lengths = lengths
        self.side: list[Any] = []
        self._facts: dict[str, Any] = {}
        self._extremes: dict[ExtremeTerm, tuple[Any, Any]] = {}
        self._civil: dict[str, Civil] = {}
        self._names: dict[str, int] = {}
        self._codes: dict[Code, int] = {}

    # --- numbers for names and codes ---------------------------------------------------------------------

    def _name(self, name: str) -> int:
        """Every name has a number of its own, from 1 on; 0 is a name that nobody speaks of."""
        return self._names.setdefault(name, len(self._names) + 1)

    def _code(self, code: Code) -> int:
        return self._codes.setdefault(code, len(self._codes) + 1)

    def take(self) -> list[Any]:
        """What has gathered about variables since the last time."""
        gathered, self.side = self.side, []
        return gathered

    # --- variables ---------------------------------------------------------------------------------------

    def fact(self, name: str) -> Any:
        """The variable of a fact that is neither a list nor derived."""
        if name not in self._facts:
            self._facts[name] = self._variable(self.texts.facts[name], name)
        return self._facts[name]

    def _variable(self, fact: Fact, name: str) -> Any:
        z3 = self.z3
        match fact.type:
            case FactType.YES_NO:
                return z3.Bool(name)
            case FactType.CHOICE:
                chosen = z3.Int(name)
                self.side.append(z3.Or([chosen == self._name(option.name) for option in fact.options]))
                return chosen
            case FactType.NAME | FactType.CODE:
                chosen = z3.Int(name)
                self.side.append(chosen >= 0)
                return chosen
            case FactType.NUMBER | FactType.QUANTITY:
                number = z3.Int(name) if fact.whole else z3.Real(name)
                self.side += self._within(fact, number)
                return number
            case FactType.DATE:
                ordinal = z3.Int(name)
                self.side.append(ordinal >= date(1900, 1, 1).toordinal())
                self.side.append(ordinal <= date(2199, 12, 31).toordinal())
                return Day(name, ordinal)
            case FactType.CODES:
                return z3.Array(name, z3.IntSort(), z3.BoolSort())
            case FactType.LIST:
                raise ValueError(f"{name} is a list")

    def _within(self, fact: Fact, number: Any) -> list[Any]:
        bounds = []
        if fact.minimum is not None:
            bounds.append(number >= self._real(fact.minimum))
        if fact.maximum is not None:
            bounds.append(number <= self._real(fact.maximum))
        return bounds

    def _real(self, number: Decimal) -> Any:
        return self.z3.RealVal(str(number))

    def list_of(self, name: str) -> ListVariable:
        if name not in self._facts:
            fact, room = self.texts.facts[name], self.lengths[name]
            length = self.z3.Int(f"{name}!length")
            self.side += [length >= 0, length <= room]
            elements = tuple(
                {field.name: self._variable(field, f"{name}!{index}!{field.name}") for field in fact.item}
                for index in range(room)
            )
            self._facts[name] = ListVariable(length, elements)
        variable = self._facts[name]
        assert isinstance(variable, ListVariable)
        return variable

    def reading_is(self, reading: str, option: str) -> Any:
        if reading in self.texts.settled:
            return self.z3.BoolVal(self.texts.settled[reading] == option)
        if reading not in self._facts:
            chosen = self.z3.Int(f"reading!{reading}")
            count = len(self.texts.readings[reading])
            self.side += [chosen >= 0, chosen < count]
            self._facts[reading] = chosen
        return self._facts[reading] == self.texts.readings[reading].index(option)

    # --- what a request says -----------------------------------------------------------------------------

    def has_value(self, name: str, value: Value) -> list[Any]:
        """That a fact has the value, as far as the value goes."""
        fact = self.texts.facts[name]
        if fact.derived is not None:
            return [self._aggregate_compares(fact.derived, "=", value)]
        if isinstance(value, Elements):
            return self._has_elements(fact, value)
        return [self._equals(self.fact(name), value)]

    def _has_elements(self, fact: Fact, value: Elements) -> list[Any]:
        variable = self.list_of(fact.name)
        count = len(value.items)
        terms = [variable.length == count if value.complete else variable.length >= count]
        for element, given in zip(variable.elements, value.items, strict=False):
            terms += [self._equals(element[name], part) for name, part in given.fields]
        return terms

    def _equals(self, variable: Any, value: Value) -> Any:
        z3 = self.z3
        match value:
            case bool():
                return variable == z3.BoolVal(value)
            case str():
                return variable == self._name(value)
            case Decimal():
                return variable == self._real(value)
            case date():
                return variable.ordinal == value.toordinal()
            case Code():
                return variable == self._code(value)
            case CodeSet(codes=codes, complete=complete):
                members = [self._code(code) for code in codes]
                terms = [z3.Select(variable, member) for member in members]
                if complete:
                    others = [number for number in self._codes.values() if number not in members]
                    terms += [z3.Not(z3.Select(variable, number)) for number in others]
                return z3.And(terms)
            case Elements():
                raise TypeError("a list is no single value")

    # --- comparisons -------------------------------------------------------------------------------------

    def comparison(self, leaf: Compare | Is | InCodes | AnyIn) -> Any:
        """A comparison of facts, as a Z3 term."""
        if isinstance(leaf, Compare):
            term = leaf.term
            if isinstance(term, SpanTerm):
                start, end = self.fact(term.start), self.fact(term.end)
                assert isinstance(leaf.value, Decimal)
                return _OPERATORS[leaf.op](self._span(term.unit, start, end), int(leaf.value))
            if isinstance(term, FactTerm):
                derived = self.texts.facts[term.fact].derived
                if derived is None:
                    return self._compares(self.fact(term.fact), leaf.op, leaf.value)
                return self._aggregate_compares(derived, leaf.op, leaf.value)
            return self._aggregate_compares(term, leaf.op, leaf.value)
        return self._membership(leaf, self.fact(leaf.fact))

    def _compares(self, variable: Any, op: Comparison, value: Value) -> Any:
        if isinstance(value, Decimal):
            return _OPERATORS[op](variable, self._real(value))
        assert isinstance(value, date)
        return _OPERATORS[op](variable.ordinal, value.toordinal())

    def _membership(self, leaf: Is | InCodes | AnyIn, variable: Any) -> Any:
        z3 = self.z3
        if isinstance(leaf, Is):
            if z3.is_bool(variable):
                return z3.Or([variable if value == "yes" else z3.Not(variable) for value in leaf.values])
            return z3.Or([variable == self._name(value) for value in leaf.values])
        codes = [*leaf.codes, *(code for name in leaf.value_sets for code in self.texts.value_sets[name])]
        numbers = [self._code(code) for code in sorted(set(codes))]
        if isinstance(leaf, InCodes):
            return z3.Or([variable == number for number in numbers])
        return z3.Or([z3.Select(variable, number) for number in numbers])

    # --- lists -------------------------------------------------------------------------------------------

    def derived_bounds(self, fact: Fact) -> list[Any]:
        """A derived fact, where it has a value, keeps its bounds."""
        assert fact.derived is not None
        bounds = []
        if fact.minimum is not None:
            bounds.append(self.z3.Not(self._aggregate_compares(fact.derived, "<", fact.minimum)))
        if fact.maximum is not None:
            bounds.append(self.z3.Not(self._aggregate_compares(fact.derived, ">", fact.maximum)))
        return bounds

    def _aggregate_compares(self, term: CountTerm | ExtremeTerm, op: Comparison, value: Value) -> Any:
        z3 = self.z3
        assert isinstance(value, Decimal)
        if isinstance(term, CountTerm):
            count = z3.Sum([z3.IntVal(0), *(z3.If(held, 1, 0) for held, _ in self._matching(term))])
            return _OPERATORS[op](count, self._real(value))
        extreme, any_there = self._extreme(term)
        return z3.And(any_there, _OPERATORS[op](extreme, self._real(value)))

    def _extreme(self, term: ExtremeTerm) -> tuple[Any, Any]:
        """A variable for the largest (smallest) value, and whether there is one."""
        if term not in self._extremes:
            z3 = self.z3
            matching = [(held, element[term.field]) for held, element in self._matching(term)]
            extreme = z3.Real(f"extreme!{len(self._extremes)}!{term.list}")
            beyond = operator.ge if term.which == "largest" else operator.le
            any_there = z3.Or([held for held, _ in matching])
            self.side += [z3.Implies(held, beyond(extreme, number)) for held, number in matching]
            attained = z3.Or([z3.And(held, extreme == number) for held, number in matching])
            self.side.append(z3.Implies(any_there, attained))
            self._extremes[term] = (extreme, any_there)
        return self._extremes[term]

    def _matching(self, term: CountTerm | ExtremeTerm) -> Iterable[tuple[Any, dict[str, Any]]]:
        variable = self.list_of(term.list)
        for index, element in enumerate(variable.elements):
            there = variable.there(index)
            if term.where is None:
                yield there, element
            else:
                yield self.z3.And(there, self._where(term.where, element)), element

    def _where(self, condition: Condition, element: dict[str, Any]) -> Any:
        z3 = self.z3
        match condition:
            case Not(part=part):
                return z3.Not(self._where(part, element))
            case And(parts=parts):
                return z3.And([self._where(part, element) for part in parts])
            case Or(parts=parts):
                return z3.Or([self._where(part, element) for part in parts])
            case AtLeast(count=count, parts=parts):
                return z3.Sum([z3.If(self._where(part, element), 1, 0) for part in parts]) >= count
            case Compare(term=FactTerm(fact=name), op=op, value=value):
                return self._compares(element[name], op, value)
            case Is(fact=name) | InCodes(fact=name) | AnyIn(fact=name):
                return self._membership(condition, element[name])
            case _:
                raise TypeError(f"not a condition on an element: {condition!r}")

    # --- dates -------------------------------------------------------------------------------------------

    def _span(self, unit: SpanUnit, start: Day, end: Day) -> Any:
        """Whole units from `start` to `end`, by the sign of the days between them."""
        z3 = self.z3
        days = end.ordinal - start.ordinal
        if unit == "days":
            return days
        if unit == "weeks":
            return z3.If(days >= 0, days / 7, -((-days) / 7))
        first, last = self._calendar(start), self._calendar(end)
        whole = whole_months if unit == "months" else whole_years
        return z3.If(days >= 0, whole(z3, first, last), -whole(z3, last, first))

    def _calendar(self, day: Day) -> Civil:
        """Year, month and day of a date, tied to its ordinal by the Gregorian calendar."""
        if day.name not in self._civil:
            civil, conditions = civil_date(self.z3, day.name, day.ordinal)
            self.side += conditions
            self._civil[day.name] = civil
        return self._civil[day.name]
