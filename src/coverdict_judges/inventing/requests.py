"""Invented requests: what is known, typed, together with the raw text in which it is stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from coverdict.language.model import CodeSet, Element, Elements, Fact, FactType, Value
from coverdict.language.syntax import Code
from coverdict_judges.dates import FIRST, LAST
from coverdict_judges.inventing.conditions import in_some_unit, plain
from coverdict_judges.reference import outcome, with_derived
from coverdict_judges.texts import Texts
from coverdict_judges.worlds import dimensions, raw_values

_TRIES = 20

DAYS = (date(2020, 2, 29), date(2021, 12, 1), date(2023, 1, 31))
"""Dates of service."""


@dataclass(frozen=True, eq=False)
class Stated:
    """The facts of a request: `known` as values, `raw` as the request writes them."""

    known: Mapping[str, Value]
    raw: Mapping[str, object]


def choices_of(texts: Texts) -> dict[str, tuple[Value, ...]]:
    """For each fact that is not derived, the raw values that requests choose among."""
    mentioned = dict(dimensions(texts, {}))
    return {
        name: mentioned[name] if name in mentioned else raw_values(texts, name, {})
        for name, fact in texts.facts.items()
        if fact.derived is None
    }


def invent_facts(
    random: Random, texts: Texts, choices: Mapping[str, tuple[Value, ...]], fixed: Mapping[str, Value]
) -> Stated:
    """Some facts of some patient, most of the time of a possible one.

    A whole patient is drawn; then facts are left out, lists and sets become incomplete, fields unmeasured,
    and now and then a fact is altered.

    Arguments:
        choices: from `choices_of`.
        fixed: facts that the request states elsewhere, with their values.
    """
    for _ in range(_TRIES):
        full = _patient(random, texts, choices, fixed)
        if outcome(texts, _with_readings(texts, full)) is not None or random.random() < 0.3:
            break
    if random.random() < 0.2:
        full = {**full, **_altered(random, texts, full)}
    share = random.choice((0.0, 0.3, 0.6, 0.9, 1.0))
    known: dict[str, Value] = {}
    raw: dict[str, object] = {}
    for name, fact in texts.facts.items():
        if name in fixed or name not in full:
            continue
        if random.random() >= share:
            if random.random() < 0.1:
                raw[name] = "unknown"
            continue
        known[name] = _in_part(random, full[name])
        raw[name] = raw_of(random, fact, known[name])
    return Stated(known, raw)


def _patient(
    random: Random, texts: Texts, choices: Mapping[str, tuple[Value, ...]], fixed: Mapping[str, Value]
) -> Mapping[str, Value]:
    """A value for every fact, near a constant; perhaps against a constraint."""
    world: dict[str, Value] = {name: random.choice(values) for name, values in choices.items()}
    world |= fixed
    for name in world:
        if name not in fixed and random.random() < 0.1:
            world[name] = _moved(random, texts.facts[name], world[name])
    return with_derived(texts, world)


def _with_readings(texts: Texts, world: Mapping[str, Value]) -> Mapping[str, Value]:
    return {**world, **{name: options[0] for name, options in texts.readings.items()}}


def _moved(random: Random, fact: Fact, value: Value) -> Value:
    """A value a little off the one that was drawn."""
    if isinstance(value, Decimal):
        step = Decimal(1) if fact.whole else random.choice((Decimal("0.001"), Decimal("0.1"), Decimal(1)))
        moved = value + random.choice((-1, 1)) * step
        low = fact.minimum is None or moved >= fact.minimum
        high = fact.maximum is None or moved <= fact.maximum
        return moved if low and high else value
    if isinstance(value, date):
        moved_day = value + timedelta(
            days=random.choice((-31, -7, -1, 1, 7, 31)) if FIRST < value < LAST else 0
        )
        return min(max(moved_day, FIRST), LAST)
    return value


def _altered(random: Random, texts: Texts, full: Mapping[str, Value]) -> dict[str, Value]:
    """One derived fact at another value than its list gives, which contradicts itself."""
    derived = [name for name, fact in texts.facts.items() if fact.derived is not None and name in full]
    if not derived:
        return {}
    name = random.choice(derived)
    value = full[name]
    assert isinstance(value, Decimal)
    return {name: value + 1}


def _in_part(random: Random, value: Value) -> Value:
    """The value, or only what may be known of it."""
    if isinstance(value, CodeSet) and random.random() < 0.4:
        kept = tuple(code for code in value.codes if random.random() < 0.6)
        return CodeSet(kept, complete=False)
    if isinstance(value, Elements) and random.random() < 0.6:
        items = []
        complete = random.random() < 0.6
        for item in value.items:
            if not complete and random.random() < 0.5:
                continue
            items.append(Element(tuple(field for field in item.fields if random.random() < 0.7)))
        return Elements(tuple(items), complete)
    return value


# --- raw texts ----------------------------------------------------------------------


def raw_of(random: Random, fact: Fact, value: Value) -> object:
    """The value as a request would state it: units, forms and types vary."""
    match value:
        case bool():
            return random.choice((value, "yes" if value else "no"))
        case str():
            return value
        case Decimal():
            return _raw_number(random, fact, value)
        case Code():
            return _raw_code(random, fact, value)
        case CodeSet(codes=codes, complete=complete):
            listed = [_raw_code(random, fact, code) for code in codes]
            return listed if complete else {"codes": listed, "complete": random.choice((False, "no"))}
        case Elements(items=items, complete=complete):
            fields = {field.name: field for field in fact.item}
            elements = [
                {name: raw_of(random, fields[name], part) for name, part in item.fields} for item in items
            ]
            return elements if complete else {"items": elements, "complete": random.choice((False, "no"))}
        case date():
            return random.choice((value, value.isoformat()))


def _raw_number(random: Random, fact: Fact, value: Decimal) -> object:
    if fact.type is FactType.QUANTITY:
        return in_some_unit(random, fact, value)
    forms: list[object] = [plain(value), value, float(value)]
    if value == value.to_integral_value():
        forms.append(int(value))
    return random.choice(forms)


def _raw_code(random: Random, fact: Fact, code: Code) -> object:
    forms: list[object] = [str(code), {"system": code.system, "code": code.code}]
    if fact.systems[0] == code.system:
        forms.append(code.code)
    return random.choice(forms)
