"""The schema of a shape, made from the shape itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverdict.language.schema.parts import (
    ANY_KEYS,
    DAY,
    TEXT,
    YES_NO,
    Schema,
    mapping,
    one_of,
    one_or_list,
)
from coverdict.language.shapes import Shape


def shaped(shape: type[Shape], words: Mapping[str, str], inner: Mapping[str, Schema]) -> Schema:
    """A mapping with the keys of `shape`.

    Arguments:
        words: what each key is.
        inner: the schemas of keys that the shape alone does not tell.
    """
    plain = shape.model_json_schema(by_alias=True)
    properties = {
        key: inner[key] if key in inner else _told(said) for key, said in plain["properties"].items()
    }
    return mapping(properties, plain.get("required", ()), words)


def _told(said: Mapping[str, Any]) -> Schema:
    """What YAML may hold where the shape wants `said`."""
    if "anyOf" in said:  # the other one is null: the key is left out
        return _told(said["anyOf"][0])
    if "enum" in said or "const" in said:
        values = said.get("enum", [said.get("const")])
        return YES_NO if values == ["yes", "no"] else one_of(values)
    if said.get("format") == "date":
        return DAY
    match said.get("type"):
        case "string":
            return TEXT
        case "array":
            return one_or_list(TEXT)
        case "object" if said.get("additionalProperties") is True:
            return ANY_KEYS
        case "object":
            return {"type": "object", "additionalProperties": TEXT}
    raise AssertionError(f"no schema for {said}")
