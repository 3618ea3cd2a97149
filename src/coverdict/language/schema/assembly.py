"""Schemas put together into documents that stand for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coverdict.language.model import Fact
from coverdict.language.schema.blocks import block_definitions
from coverdict.language.schema.files import file_definitions
from coverdict.language.schema.parts import Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHARED = frozenset({"condition", "cites", "fact", "field"})
"""The definitions that others refer to; nobody writes one of them alone."""
_REFERENCE = "#/$defs/"


def definitions(facts: Mapping[str, Fact]) -> dict[str, Schema]:
    """The schema of each block and file by its name, and of what they share.

    Arguments:
        facts: the facts that a case may state; where there are none, any.
    """
    return {**block_definitions(facts), **file_definitions()}


def single(name: str, known: Mapping[str, Schema]) -> Schema:
    """The schema of that name as a document of its own, with all that it refers to."""
    needed: dict[str, Schema] = {}
    todo = list(_references(known[name]))
    while todo:
        other = todo.pop()
        if other not in needed:
            needed[other] = known[other]
            todo += _references(known[other])
    shared = {"$defs": {other: needed[other] for other in sorted(needed)}} if needed else {}
    return {"$schema": DRAFT, **known[name], **shared}


def bundled(known: Mapping[str, Schema]) -> Schema:
    """All schemas in one document: each is found under `$defs`, and the whole is any one of them."""
    by_anchor = {name.replace(" ", "-"): inner for name, inner in known.items()}
    return {
        "$schema": DRAFT,
        "title": "Coverdict",
        "description": "A block, front matter, a vocabulary or a request. Each has its schema under $defs.",
        "anyOf": [{"$ref": f"{_REFERENCE}{name}"} for name in by_anchor if name not in SHARED],
        "$defs": by_anchor,
    }


def _references(schema: Any) -> Iterator[str]:
    """The names of the definitions that a schema refers to."""
    match schema:
        case dict():
            for key, inner in schema.items():
                if key == "$ref":
                    yield inner.removeprefix(_REFERENCE)
                else:
                    yield from _references(inner)
        case list():
            for inner in schema:
                yield from _references(inner)
