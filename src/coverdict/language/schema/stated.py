"""Schemas of the values that a case or a request states of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from coverdict.language.model import Fact, FactType
from coverdict.language.schema.parts import ANYTHING, CODE, DAY, YES_NO, Schema, mapping, written

FACT_NAME = written(
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$",
    "A fact has small letters, digits and _, with points between words: lesion.count.",
)
_WORDS = {
    "value": "The number.",
    "unit": "Its unit, in UCUM.",
    "system": "The code system.",
    "code": "The code, in quotes where it begins with 0.",
    "codes": "The codes that are known.",
    "items": "The elements that are known.",
    "complete": "`no`: there may be others.",
}
UNKNOWN: tuple[Schema, ...] = (
    {"enum": ["unknown"]},
    {"type": ["string", "null"], "pattern": r"^\s*(null|~|unknown)?\s*$"},
)
"""What says that a value is unknown."""
_NUMBER = r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"


def stated(facts: Mapping[str, Fact]) -> Schema:
    """What is known of facts, by name; any fact with any value where the facts are not known."""
    if not facts:
        return {"type": "object", "propertyNames": FACT_NAME, "additionalProperties": ANYTHING}
    return mapping({name: value_of(fact) for name, fact in facts.items()})


def value_of(fact: Fact) -> Schema:
    """The values of a fact, with what it is for whoever points at it."""
    return {"title": fact.name, "description": _described(fact), "anyOf": [*_values(fact), *UNKNOWN]}


def _described(fact: Fact) -> str:
    """The fact's label, its type, and its options with their labels."""
    kind = f"{fact.type} in {fact.unit}" if fact.unit else str(fact.type)
    bounds = [
        f"{word} {bound}"
        for word, bound in (("from", fact.minimum), ("to", fact.maximum))
        if bound is not None
    ]
    said = f"{fact.label or fact.name} ({', '.join([kind, *bounds])})."
    if fact.options:
        named = (f"{one.name}: {one.label}" if one.label else one.name for one in fact.options)
        said = f"{said}\n\n{'; '.join(named)}"
    return said


def _values(fact: Fact) -> list[Schema]:
    match fact.type:
        case FactType.YES_NO:
            return [YES_NO]
        case FactType.CHOICE:
            return _options(fact)
        case FactType.NAME:
            word = {"type": ["string", "number", "boolean"], "pattern": r"^\s*\S+\s*$"}
            return [*_options(fact), word]
        case FactType.NUMBER:
            return _numbers(fact)
        case FactType.QUANTITY:
            return _quantities(fact)
        case FactType.DATE:
            return [DAY]
        case FactType.CODE:
            return _codes()
        case FactType.CODES:
            return [*_codes(), *_listed({"anyOf": _codes()}, "codes")]
        case FactType.LIST:
            fields = {field.name: value_of(field) for field in fact.item}
            return _listed({"anyOf": [mapping(fields), *UNKNOWN]}, "items")


def _options(fact: Fact) -> list[Schema]:
    if not fact.options:
        return []
    names = [one.name for one in fact.options]
    labels = [one.label or one.name for one in fact.options]
    found: list[Schema] = [{"enum": names, "enumDescriptions": labels}]
    as_numbers = [number for name in names for number in _as_yaml_number(name)]
    return [*found, {"enum": as_numbers}] if as_numbers else found


def _as_yaml_number(name: str) -> Iterable[int | float]:
    """The number that YAML makes of an option such as `0` or `1.5`."""
    if re.fullmatch(r"0|[1-9][0-9]{0,14}", name):
        yield int(name)
    elif re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,6}", name):
        yield float(name)


def _numbers(fact: Fact) -> list[Schema]:
    number: Schema = {"type": "integer" if fact.whole else "number"}
    if fact.minimum is not None:
        number["minimum"] = float(fact.minimum)
    if fact.maximum is not None:
        number["maximum"] = float(fact.maximum)
    return [number, written(rf"^\s*{_NUMBER}\s*$", "Write a number, as 3.")]


def _quantities(fact: Fact) -> list[Schema]:
    with_unit = written(rf"^\s*{_NUMBER}\s*[^\s0-9.]", f"Write a number and its unit, as 3 {fact.unit}.")
    apart: dict[str, Schema] = {"value": {"type": ["number", "string"]}, "unit": {"type": "string"}}
    return [with_unit, mapping(apart, ("value", "unit"), _WORDS)]


def _codes() -> list[Schema]:
    return [CODE, mapping({"system": {"type": "string"}, "code": CODE}, ("code",), _WORDS)]


def _listed(member: Schema, key: str) -> list[Schema]:
    """A list that is complete, or a mapping that says whether it is."""
    members = {"type": "array", "items": member}
    return [members, mapping({key: members, "complete": YES_NO}, (key,), _WORDS)]
