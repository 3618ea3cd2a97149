"""Schemas of conditions: expressions, lists, labels, groups and readings, in one another."""

from __future__ import annotations

from collections.abc import Mapping

from coverdict.language.schema.parts import EXPRESSION, TEXT, Schema, mapping, referring, written

_AT_LEAST = r"^at least [0-9]{1,6} of$"
_GROUPS = ("all of", "any of", "none of")
_BODIES = ("when", "reading", "hole", *_GROUPS)
_RESERVED = rf"^(when|reading|options|hole|cites|note|all of|any of|none of|{_AT_LEAST[1:-1]})$"


def condition(words: Mapping[str, str]) -> Schema:
    """An expression, a list of which all must hold, or a mapping: a label, a group or a reading."""
    group = {"type": "array", "items": referring("condition"), "minItems": 1}
    keys: dict[str, Schema] = {
        "when": referring("condition"),
        "reading": TEXT,
        "options": options(referring("condition")),
        "hole": TEXT,
        "cites": referring("cites"),
        "note": TEXT,
        **dict.fromkeys(_GROUPS, group),
    }
    one_body = [{"required": [body]} for body in _BODIES]
    counted: Schema = {"not": {"propertyNames": {"not": {"pattern": _AT_LEAST}}}}
    return {
        **EXPRESSION,
        "type": ["string", "array", "object"],
        "items": referring("condition"),
        "minItems": 1,
        "minProperties": 1,
        "properties": {
            key: {"title": key, **inner, "description": words[key]} for key, inner in keys.items()
        },
        "patternProperties": {_AT_LEAST: {**group, "description": words["at least 2 of"]}},
        "additionalProperties": referring("condition"),
        # A mapping without any of these keys is one label with its condition.
        "if": {"type": "object", "not": {"propertyNames": {"not": {"pattern": _RESERVED}}}},
        "then": {
            "propertyNames": written(
                _RESERVED,
                "A condition has a group, or `when`, or a reading, or a hole; "
                "beside it stand `options`, `cites` and `note` alone.",
            ),
            "oneOf": [*one_body, counted],
            "dependentRequired": {"options": ["reading"], "reading": ["options"]},
        },
        "else": {"maxProperties": 1},
    }


def options(meaning: Schema) -> Schema:
    """The options of a reading: a list of labels, each with what it means."""
    option = {
        "type": "object",
        "additionalProperties": meaning,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {"type": "array", "items": option, "minItems": 2}


def window(words: Mapping[str, str]) -> Schema:
    """A window of days, or a reading of windows."""
    days = written(
        r"^\s*[+-]?[0-9]{1,5}\s+(business\s+)?days?\s*$",
        "Write a number of days, as -5 days or 3 business days.",
    )
    one = mapping({"from": days, "to": days}, ("from", "to"), words)
    read = mapping({"reading": TEXT, "options": options(one)}, ("reading", "options"), words)
    return {"anyOf": [one, read]}
