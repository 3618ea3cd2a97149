"""Schemas of what stands in many places: texts, days, yes and no, citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from coverdict.language.citations import NOT_FROM_SOURCE

Schema: TypeAlias = dict[str, Any]


def written(pattern: str, says: str, kind: Any = "string") -> Schema:
    """A text of that pattern; many editors show what `says` where it is not."""
    return {"type": kind, "pattern": pattern, "patternErrorMessage": says, "errorMessage": says}


# The language takes every scalar as the text that stands there. An editor sees what YAML makes of it:
# 47381 is a number to it, yes may be a boolean, and 2021-11-01 stays a text.
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
TEXT: Schema = {**SCALAR, "pattern": r"\S"}
CODE = TEXT
DAY = written(
    r"^\s*(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\s*$", "A day is written as 2024-01-31."
)
YES_NO: Schema = {
    "anyOf": [
        {"enum": ["yes", "no"]},
        {"type": "boolean"},
        written(r"^\s*([yY][eE][sS]|[nN][oO]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\s*$", "Write yes or no."),
    ]
}
IDENTIFIER = written(
    r"^\s*[^\s!-/:-@\[-`{-~][^\s!-,/:-@\[-^`{-~]*\s*$",
    "An id has letters, digits, - _ and . only, and no blanks.",
    SCALAR["type"],
)
NAME = written(
    r"^\s*[A-Za-z][A-Za-z0-9._\-]*\s*$",
    "A name begins with a letter and has letters, digits, - _ and . only.",
)
DOCUMENT = written(
    r"^\s*[A-Za-z0-9][A-Za-z0-9._\-]*(/[A-Za-z0-9][A-Za-z0-9._\-]*)*\s*$",
    "A document's id has letters, digits, - _ . and / only, as bsc/7.01.75.",
    SCALAR["type"],
)
EXPRESSION: Schema = {"type": "string", "pattern": r"\S"}
ANYTHING: Schema = {"type": ["string", "number", "boolean", "array", "object"]}
NEVER: Schema = {"not": {}}
ANY_KEYS: Schema = {"type": "object"}


def one_or_list(one: Schema, **of_the_list: Any) -> Schema:
    """One such value, or a list of them."""
    return {"anyOf": [one, {"type": "array", "items": one, **of_the_list}]}


def one_of(values: Iterable[str]) -> Schema:
    """One of the values as written."""
    return {"type": "string", "enum": list(values)}


def mapping(
    properties: Mapping[str, Schema], required: Iterable[str] = (), words: Mapping[str, str] | None = None
) -> Schema:
    """A mapping with known keys.

    Arguments:
        words: what each key is, for whoever points at it.
    """
    described = {
        key: {"title": key, **inner, "description": words[key]} if words else inner
        for key, inner in properties.items()
    }
    found: Schema = {"type": "object", "properties": described, "additionalProperties": False}
    needed = list(required)
    return {**found, "required": needed} if needed else found


def referring(name: str) -> Schema:
    """What the definition of that name says."""
    return {"$ref": f"#/$defs/{name}"}


def cites(words: Mapping[str, str]) -> Schema:
    """Where in the source a sentence stands, or that it does not."""
    place = mapping(
        {
            "section": TEXT,
            "item": TEXT,
            "fingerprint": written(
                "^[0-9a-f]{16}$", "A fingerprint has 16 hexadecimal digits.", ["string", "number"]
            ),
            "from source": YES_NO,
        },
        words=words,
    )
    named = {"anyOf": [{"required": ["section"]}, {"required": ["item"]}, {"required": ["from source"]}]}
    return {"anyOf": [one_of(NOT_FROM_SOURCE), {**place, **named}]}
