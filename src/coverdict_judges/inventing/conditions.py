"""Invented conditions: the tree together with a text that means it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from coverdict.language.model import BENEFITS, STATUSES, Fact, FactType, ValueSet
from coverdict.language.syntax import (
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Comparison,
    Condition,
    CountTerm,
    Criterion,
    CriterionRef,
    ExtremeTerm,
    FactTerm,
    Group,
    InCodes,
    Is,
    Leaf,
    Not,
    Or,
    Reading,
    SlotIs,
    SpanTerm,
    SpanUnit,
)
from coverdict_judges.inventing.facts import CODES, HERE, UNITS, Scene

_SPANS: tuple[tuple[SpanUnit, int], ...] = (
    ("days", 5), ("days", -30), ("days", 365), ("weeks", 6), ("weeks", -1), ("weeks", 0),
    ("months", 1), ("months", 6), ("months", -3), ("years", 1), ("years", 18), ("years", -2),
)  # fmt: skip
_COMPARISONS: tuple[Comparison, ...] = ("<", "<=", ">", ">=", "=", "!=")


@dataclass(frozen=True, slots=True)
class Written:
    """A condition and its text; `rank`: 0 an `or`, 1 an `and`, 2 a `not`, 3 anything tighter."""

    text: str
    condition: Condition
    rank: int = 3

    def within(self, rank: int) -> str:
        """The text as it stands inside a connective of the rank."""
        return f"({self.text})" if self.rank < rank else self.text


@dataclass(frozen=True, eq=False)
class Writer:
    """Writes conditions on some facts of a scene.

    Arguments:
        facts: the names of the facts to choose among.
        document: the id of the document that the conditions stand in.
        sets: value sets that are visible, by the name that the document writes.
        criteria: short names of visible criteria → full ids.
        readings: names of the document's readings → option labels.
        slots: the slots below that a condition may name.
    """

    random: Random
    scene: Scene
    facts: tuple[str, ...]
    document: str
    sets: Mapping[str, ValueSet]
    criteria: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slots: tuple[str, ...] = ()

    # --- criteria trees ----------------------------------------------------------------------------------

    def criterion(self, depth: int) -> Criterion:
        """A nameless criterion for `when`."""
        if self.random.random() < 0.4:
            return self._leaf(depth, "")
        if self.readings and self.random.random() < 0.2:
            return self._reading(depth, "")
        return self._group(depth, "")

    def conjunction(self, count: int, guard: str) -> Criterion:
        """`count` criteria that all must hold.

        Arguments:
            guard: a choice; the first criterion is that it has one certain option. Empty: there is none.
        """
        parts = [self._part(1) for _ in range(count)]
        if guard:
            option = self.random.choice(self.scene.facts[guard].options).name
            parts.insert(0, Criterion(Leaf(f"{guard} is {option}", Is(guard, (option,))), HERE, "indication"))
        return Criterion(Group("all of", tuple(parts)), HERE)

    def _leaf(self, depth: int, label: str) -> Criterion:
        written = self.expression(min(depth, 2))
        return Criterion(Leaf(written.text, written.condition), HERE, label)

    def _part(self, depth: int) -> Criterion:
        label = f"part {self.random.randint(1, 99)}" if self.random.random() < 0.5 else ""
        if depth <= 0 or self.random.random() < 0.6:
            return self._leaf(0 if depth <= 0 else 1, label)
        if self.readings and self.random.random() < 0.4:
            return self._reading(depth - 1, label or "a reading")
        return self._group(depth - 1, label)

    def _group(self, depth: int, label: str) -> Criterion:
        parts = tuple(self._part(depth - 1) for _ in range(self.random.randint(2, 3)))
        connective = self.random.choice(("all of", "all of", "any of", "any of", "none of", "at least"))
        if connective == "at least":
            return Criterion(Group("at least", parts, self.random.randint(1, len(parts))), HERE, label)
        if connective == "none of":
            return Criterion(Group("none of", parts), HERE, label)
        return Criterion(Group("all of" if connective == "all of" else "any of", parts), HERE, label)

    def _reading(self, depth: int, label: str) -> Criterion:
        name = self.random.choice(tuple(self.readings))
        options = tuple((option, self._leaf(min(depth, 1), "")) for option in self.readings[name])
        return Criterion(Reading(f"{self.document}#{name}", options), HERE, label)

    # --- expressions -------------------------------------------------------------------------------------

    def expression(self, depth: int) -> Written:
        """An expression of up to `depth` connectives in one another."""
        if depth <= 0 or self.random.random() < 0.5:
            return self.atom()
        kind = self.random.choice(("and", "or", "and", "or", "not", "at least"))
        if kind == "not":
            part = self.expression(depth - 1)
            return Written(f"not {part.within(2)}", Not(part.condition), 2)
        parts = [self.expression(depth - 1) for _ in range(self.random.randint(2, 3))]
        conditions = tuple(part.condition for part in parts)
        if kind == "at least":
            count = self.random.randint(1, len(parts))
            listed = ", ".join(part.text for part in parts)
            return Written(f"at least {count} of ({listed})", AtLeast(count, conditions))
        if kind == "and":
            return Written(" and ".join(part.within(2) for part in parts), And(conditions), 1)
        return Written(" or ".join(part.within(1) for part in parts), Or(conditions), 0)

    def atom(self) -> Written:
        """One comparison, a named criterion or a slot below."""
        if self.slots and self.random.random() < 0.4:
            return self._slot()
        if self.criteria and self.random.random() < 0.2:
            name = self.random.choice(tuple(self.criteria))
            return Written(name, CriterionRef(self.criteria[name]))
        return self.comparison(self.scene.facts[self.random.choice(self.facts)])

    def _slot(self) -> Written:
        slot = self.random.choice(self.slots)
        values = STATUSES if slot == "status" else BENEFITS
        chosen = tuple(self.random.sample(values, self.random.randint(1, 3)))
        tested = SlotIs("status" if slot == "status" else "benefit", chosen)
        if len(chosen) > 1:
            return Written(f"{slot} is one of ({', '.join(chosen)})", tested)
        if self.random.random() < 0.3:
            # `status is not medically_necessary` looks like a value of its own, and the language rejects it.
            if f"not_{chosen[0]}" in values:
                return Written(f"not {slot} is {chosen[0]}", Not(tested), 2)
            return Written(f"{slot} is not {chosen[0]}", Not(tested))
        return Written(f"{slot} is {chosen[0]}", tested)

    def comparison(self, fact: Fact) -> Written:
        """A comparison of the fact with constants."""
        match fact.type:
            case FactType.YES_NO:
                return self._yes_no(fact)
            case FactType.CHOICE | FactType.NAME:
                return self._choice(fact)
            case FactType.CODE | FactType.CODES:
                return self._codes(fact)
            case FactType.LIST:
                return self._aggregate(fact)
            case FactType.DATE:
                others = [
                    name for name in self.facts
                    if name != fact.name and self.scene.facts[name].type is FactType.DATE
                ]  # fmt: skip
                if others and self.random.random() < 0.6:
                    return self._span(fact, self.random.choice(others))
        return self._compare(fact.name, FactTerm(fact.name), fact, self.scene.constants[fact.name])

    def _yes_no(self, fact: Fact) -> Written:
        value = self.random.choice(("yes", "no"))
        tested = Is(fact.name, (value,))
        form = self.random.choice(("alone", "is", "is not", "="))
        if form == "alone":
            return Written(fact.name, Is(fact.name, ("yes",)))
        if form == "is not":
            return Written(f"{fact.name} is not {value}", Not(tested))
        return Written(f"{fact.name} {form} {value}", tested)

    def _choice(self, fact: Fact) -> Written:
        names = [option.name for option in fact.options]
        if len(names) > 2 and self.random.random() < 0.4:
            chosen = tuple(self.random.sample(names, 2))
            return Written(f"{fact.name} is one of ({', '.join(chosen)})", Is(fact.name, chosen))
        name = self.random.choice(names)
        form = self.random.choice(("is", "is not", "="))
        tested = Is(fact.name, (name,))
        return Written(f"{fact.name} {form} {name}", Not(tested) if form == "is not" else tested)

    def _codes(self, fact: Fact) -> Written:
        many = fact.type is FactType.CODES
        fitting = [
            name
            for name, given in self.sets.items()
            if {code.system for code in given.codes} <= set(fact.systems)
        ]
        made = AnyIn if many else InCodes
        positive, negative = ("any in", "none in") if many else ("in", "not in")
        if fitting and self.random.random() < 0.6:
            name = self.random.choice(fitting)
            given, shown = made(fact.name, (self.sets[name].name,), ()), name
        else:
            system = fact.systems[0]
            codes = tuple(Code(system, code) for code in self.random.sample(CODES[system], 2))
            if many and self.random.random() < 0.4:
                return Written(f"{fact.name} includes {codes[0]}", AnyIn(fact.name, (), codes[:1]))
            given, shown = made(fact.name, (), codes), f"({codes[0]}, {codes[1]})"
        if self.random.random() < 0.3:
            return Written(f"{fact.name} {negative} {shown}", Not(given))
        return Written(f"{fact.name} {positive} {shown}", given)

    def _aggregate(self, fact: Fact) -> Written:
        where = None
        shown = ""
        if self.random.random() < 0.5:
            written = self._of_element(fact)
            where, shown = written.condition, f" where {written.text}"
        if self.random.random() < 0.6:
            count = Fact("", FactType.NUMBER, HERE, whole=True)
            term = CountTerm(fact.name, where)
            return self._compare(f"count({fact.name}{shown})", term, count, self.scene.constants[fact.name])
        which = self.random.choice(("largest", "smallest"))
        extreme = ExtremeTerm("largest" if which == "largest" else "smallest", fact.name, "diameter", where)
        text = f"{which}({fact.name}.diameter{shown})"
        return self._compare(text, extreme, fact.item[0], self.scene.constants[f"{fact.name}.diameter"])

    def _of_element(self, fact: Fact) -> Written:
        chosen = self.random.choice(fact.item)
        if chosen.type is FactType.YES_NO:
            return self._yes_no(chosen)
        constants = self.scene.constants[f"{fact.name}.{chosen.name}"]
        return self._compare(chosen.name, FactTerm(chosen.name), chosen, constants)

    def _span(self, fact: Fact, other: str) -> Written:
        unit, number = self.random.choice(_SPANS)
        op = self.random.choice(_COMPARISONS)
        term = SpanTerm(unit, fact.name, other)
        return Written(
            f"{unit} from {fact.name} to {other} {op} {number}", Compare(term, op, Decimal(number))
        )

    def _compare(
        self,
        text: str,
        term: FactTerm | CountTerm | ExtremeTerm,
        fact: Fact,
        constants: tuple[Decimal | date, ...],
    ) -> Written:
        if len(constants) > 1 and self.random.random() < 0.2:
            low, high = constants[:2]
            both = And((Compare(term, ">=", low), Compare(term, "<=", high)))
            return Written(
                f"{text} between {self._constant(fact, low)} and {self._constant(fact, high)}", both
            )
        constant = self.random.choice(constants)
        op = self.random.choice(_COMPARISONS[:4] if self.random.random() < 0.8 else _COMPARISONS)
        return Written(f"{text} {op} {self._constant(fact, constant)}", Compare(term, op, constant))

    def _constant(self, fact: Fact, constant: Decimal | date) -> str:
        if isinstance(constant, date):
            return constant.isoformat()
        return in_some_unit(self.random, fact, constant)


def in_some_unit(random: Random, fact: Fact, number: Decimal) -> str:
    """The number as a text, of a quantity in any unit in which it can be written exactly."""
    if fact.type is not FactType.QUANTITY:
        return plain(number)
    units = list(UNITS[fact.unit])
    random.shuffle(units)
    for unit in units:
        written = exact(Fraction(number) / UNITS[fact.unit][unit])
        if written is not None:
            return f"{plain(written)} {unit}"
    raise ValueError(f"{number} {fact.unit} cannot be written")


def exact(number: Fraction) -> Decimal | None:
    """The number as a decimal of few digits; None when it has none."""
    for digits in range(8):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            return Decimal(scaled.numerator).scaleb(-digits)
    return None


def plain(number: Decimal) -> str:
    """The number without exponent."""
    return format(number, "f")
