"""What the language means, as slow and obvious code: one world in, one outcome out.

A *world* gives every fact a raw value (`bool`, `str`, `Decimal`, `date`, `Code`, a complete `CodeSet`,
complete `Elements` with every field) and every reading an option. Nothing is cut into cells here, nothing is
precomputed, and nothing of `coverdict.logic` or `coverdict.library` is used: this is the judge that the
program is held against.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from coverdict.language.model import CodeSet, Elements, Layer, Slot, Value
from coverdict.language.syntax import (
    Always,
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
    ReadingIs,
    SlotIs,
    SpanTerm,
    SpanUnit,
    Term,
)
from coverdict_judges.texts import Texts

World: TypeAlias = Mapping[str, Value]
"""Raw values by fact name, option labels by reading id. A derived fact without a value is left out."""

Outcome: TypeAlias = tuple[str, str]
"""Status and benefit."""

_OPERATORS: dict[Comparison, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}

# --- outcomes ----------------------------------------------------------------------------------------


def outcome(texts: Texts, world: World) -> Outcome | None:
    """Status and benefit of a world; None when no patient is so.

    Status: the first policy rule whose condition holds (or the first `otherwise` on the way there), else
    `not_addressed`; a mandate on status stands over it. Benefit, from the final status: the product's rules,
    over them the contract's, over them the law's; nothing says so: `undetermined`.
    """
    full = with_derived(texts, world)
    if not _is_patient(texts, full):
        return None
    status = _filled(texts, "status", "policy", full, {}) or "not_addressed"
    status = _filled(texts, "status", "law", full, {"status": status}) or status
    benefit = "undetermined"
    layers: tuple[Layer, ...] = ("product", "contract", "law")
    for layer in layers:
        slots = {"status": status, "benefit": benefit}
        benefit = _filled(texts, "benefit", layer, full, slots) or benefit
    return status, benefit


def _filled(texts: Texts, slot: Slot, layer: Layer, world: World, below: Mapping[str, str]) -> str | None:
    """What a layer puts into a slot; None when none of its rules says anything."""
    for rule in texts.rules(slot, layer):
        if rule.when is None or criterion_holds(rule.when, texts, world, below):
            return rule.then
        if rule.otherwise is not None:
            return rule.otherwise
    return None


def _is_patient(texts: Texts, world: World) -> bool:
    """Whether no constraint is broken and every number lies within its fact's bounds."""
    for name, value in world.items():
        fact = texts.facts.get(name)
        if fact is None or not isinstance(value, Decimal):
            continue
        if fact.minimum is not None and value < fact.minimum:
            return False
        if fact.maximum is not None and value > fact.maximum:
            return False
    return not any(holds(constraint.never, texts, world, {}) for constraint in texts.constraints)


# --- derived facts -------------------------------------------------------------------------------------


def with_derived(texts: Texts, world: World) -> World:
    """The world with every derived fact at the value of its term; without value, it is left out.

    Derived facts of a list that the world does not speak of are left as they are.
    """
    full = dict(world)
    for fact in texts.facts.values():
        if fact.derived is None or fact.derived.list not in world:
            continue
        full.pop(fact.name, None)
        value = _aggregate(fact.derived, texts, world)
        if value is not None:
            full[fact.name] = value
    return full


# --- criteria and conditions ---------------------------------------------------------------------------


def criterion_holds(criterion: Criterion, texts: Texts, world: World, below: Mapping[str, str]) -> bool:
    """Whether a criterion is met.

    Arguments:
        below: what the layers below have put into `status` and `benefit`.
    """
    match criterion.body:
        case Leaf(condition=condition):
            return holds(condition, texts, world, below)
        case Group(connective=connective, parts=parts, at_least=least):
            met = sum(criterion_holds(part, texts, world, below) for part in parts)
            return {
                "all of": met == len(parts),
                "any of": met > 0,
                "none of": met == 0,
                "at least": met >= least,
            }[connective]
        case Reading(reading=reading, options=options):
            chosen = [option for label, option in options if world[reading] == label]
            return any(criterion_holds(option, texts, world, below) for option in chosen)


def holds(condition: Condition, texts: Texts, world: World, below: Mapping[str, str]) -> bool:
    """Whether a condition holds; arguments as in `criterion_holds`."""
    match condition:
        case Always(value=value):
            return value
        case Not(part=part):
            return not holds(part, texts, world, below)
        case And(parts=parts):
            return all(holds(part, texts, world, below) for part in parts)
        case Or(parts=parts):
            return any(holds(part, texts, world, below) for part in parts)
        case AtLeast(count=count, parts=parts):
            return sum(holds(part, texts, world, below) for part in parts) >= count
        case CriterionRef(criterion=name):
            return criterion_holds(texts.criteria[name], texts, world, below)
        case SlotIs(slot=slot, values=values):
            return below[slot] in values
        case ReadingIs(reading=reading, option=option):
            return world[reading] == option
        case _:
            return _comparison_holds(condition, texts, world)


def _comparison_holds(condition: Compare | Is | InCodes | AnyIn, texts: Texts, world: World) -> bool:
    match condition:
        case Compare(term=term, op=op, value=constant):
            value = _term(term, texts, world)
            return value is not None and _OPERATORS[op](value, constant)
        case Is(fact=fact, values=values):
            return _name(world[fact]) in values
        case InCodes(fact=fact, value_sets=sets, codes=codes):
            code = world[fact]
            assert isinstance(code, Code)
            return _belongs(code, sets, codes, texts)
        case AnyIn(fact=fact, value_sets=sets, codes=codes):
            members = world[fact]
            assert isinstance(members, CodeSet) and members.complete
            return any(_belongs(code, sets, codes, texts) for code in members.codes)


def _name(value: Value) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _belongs(code: Code, sets: tuple[str, ...], codes: tuple[Code, ...], texts: Texts) -> bool:
    return code in codes or any(code in texts.value_sets[name] for name in sets)


# --- terms ---------------------------------------------------------------------------------------------


def _term(term: Term, texts: Texts, world: World) -> Decimal | date | None:
    match term:
        case FactTerm(fact=fact):
            derived = texts.facts[fact].derived if fact in texts.facts else None
            value = world.get(fact) if derived is not None else world[fact]
            assert value is None or isinstance(value, Decimal | date)
            return value
        case SpanTerm(unit=unit, start=start, end=end):
            first, last = world[start], world[end]
            assert isinstance(first, date) and isinstance(last, date)
            return Decimal(span(unit, first, last))
        case _:
            return _aggregate(term, texts, world)


def _aggregate(term: CountTerm | ExtremeTerm, texts: Texts, world: World) -> Decimal | None:
    elements = world[term.list]
    assert isinstance(elements, Elements) and elements.complete
    matching = [
        fields
        for fields in (dict(element.fields) for element in elements.items)
        if term.where is None or holds(term.where, texts, fields, {})
    ]
    if isinstance(term, CountTerm):
        return Decimal(len(matching))
    values = [_number(fields[term.field]) for fields in matching]
    if not values:
        return None
    return max(values) if term.which == "largest" else min(values)


def _number(value: Value) -> Decimal:
    assert isinstance(value, Decimal)
    return value


def span(unit: SpanUnit, start: date, end: date) -> int:
    """Whole units from `start` to `end`, completed ones, negative when `end` comes first."""
    if end < start:
        return -span(unit, end, start)
    if unit == "days":
        return (end - start).days
    if unit == "weeks":
        return (end - start).days // 7
    months = 12 * (end.year - start.year) + end.month - start.month - (1 if end.day < start.day else 0)
    if unit == "months":
        return months
    return (_digits(end) - _digits(start)) // 10000


def _digits(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
