"""The schemas of front matter and of a vocabulary file."""

from __future__ import annotations

from coverdict.language.facts import ONLY_FOR, FactShape
from coverdict.language.front_shapes import FRONTS, InForceShape
from coverdict.language.fronts import NEEDS_VOCABULARY
from coverdict.language.model import FactType
from coverdict.language.schema import file_words as words
from coverdict.language.schema.blocks import value_set
from coverdict.language.schema.parts import (
    DOCUMENT,
    EXPRESSION,
    IDENTIFIER,
    TEXT,
    Schema,
    mapping,
    one_of,
    one_or_list,
    referring,
    written,
)
from coverdict.language.schema.shaped import shaped
from coverdict.language.schema.stated import FACT_NAME
from coverdict.language.vocabularies import ConstraintShape, VocabularyShape

_FIELD_NAME = written("^[a-z][a-z0-9_]*$", "A field has small letters, digits and _.")
_NO_FIELD = ("list", "codes")  # types that a field of a list cannot have


def file_definitions() -> dict[str, Schema]:
    """The schemas of front matter and of a vocabulary, and of what the latter's facts share."""
    return {"front matter": _front_matter(), "vocabulary": _vocabulary(), "fact": _fact(), "field": _field()}


def _front_matter() -> Schema:
    return {
        "title": "front matter",
        "description": "What a document says of itself; its first key says what it is.",
        "oneOf": [_front(kind) for kind in FRONTS],
    }


def _front(kind: str) -> Schema:
    days = shaped(InForceShape, words.IN_FORCE, {})
    inner = {
        kind: DOCUMENT,
        "section": {**mapping({"code": TEXT, "name": TEXT}, (), words.SECTION), "additionalProperties": TEXT},
        "in force": {"anyOf": [one_of(["not stated"]), days]},
    }
    found = shaped(FRONTS[kind], words.FRONT, inner)
    first = {key: found["properties"][key] for key in (kind, *found["properties"])}
    needed = [kind, *(key for key in found["required"] if key != kind)]
    if kind in NEEDS_VOCABULARY:
        needed.append("vocabulary")
    return {"title": kind, **found, "properties": first, "required": needed}


def _vocabulary() -> Schema:
    sets = {key: value for key, value in value_set().items() if key != "required"}
    inner = {
        "vocabulary": IDENTIFIER,
        "facts": {
            "type": "object",
            "propertyNames": FACT_NAME,
            "additionalProperties": referring("fact"),
        },
        "value sets": {"type": "object", "additionalProperties": sets},
        "constraints": {"type": "array", "items": _constraint()},
    }
    return {
        "title": "vocabulary",
        "description": "What can be known: the facts of an area, its value sets and constraints.",
        **shaped(VocabularyShape, words.VOCABULARY, inner),
    }


def _constraint() -> Schema:
    inner = {"id": IDENTIFIER, "never": EXPRESSION, "always": EXPRESSION}
    either = [{"required": ["never"]}, {"required": ["always"]}]
    return {**shaped(ConstraintShape, words.CONSTRAINT, inner), "oneOf": either}


def _fact() -> Schema:
    named = {
        "type": "object",
        "propertyNames": {"pattern": r"^[A-Za-z0-9_][A-Za-z0-9_.\-]*$"},
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    }
    inner = {
        "options": {"anyOf": [named, {"type": "array", "items": TEXT}]},
        "codes": one_or_list({"type": "string", "pattern": r"^\s*\S+ \S+\s*$"}),
        "derived": EXPRESSION,
        "item": {
            "type": "object",
            "propertyNames": _FIELD_NAME,
            "additionalProperties": referring("field"),
            "minProperties": 1,
        },
    }
    return {
        "title": "fact",
        "description": "A typed, named input that may be unknown.",
        **shaped(FactShape, words.FACT, inner),
        "allOf": [_only_of(kind) for kind in FactType],
    }


def _only_of(kind: FactType) -> Schema:
    """The keys that a fact of that type must have and cannot have."""
    foreign = {key: False for key, types in ONLY_FOR.items() if kind not in types}
    needed = {FactType.QUANTITY: ["unit"], FactType.CHOICE: ["options"], FactType.LIST: ["item"]}
    then: Schema = {"properties": foreign}
    if kind in needed:
        then["required"] = needed[kind]
    return {"if": {"properties": {"type": {"const": str(kind)}}, "required": ["type"]}, "then": then}


def _field() -> Schema:
    """A fact that each element of a list has."""
    types = [str(kind) for kind in FactType if kind not in _NO_FIELD]
    return {
        "title": "field",
        "description": "A fact that each element of the list has.",
        "allOf": [referring("fact"), {"properties": {"type": {"enum": types}}}],
    }
