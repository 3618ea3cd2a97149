"""A document's text → its rules, value sets, vocabulary and settings, with places for messages.

The functions are loaded when they are first used: whoever only needs the data classes (`model`,
`syntax`) does not wait for the parsers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coverdict.language.checking import parse_expression
    from coverdict.language.documents import read_document
    from coverdict.language.environments import Environment, environment, local_name
    from coverdict.language.fronts import FrontMatter, place_of_name, read_front
    from coverdict.language.nodes import ListNode, MapNode, Node, TextNode, to_plain
    from coverdict.language.values import read_value
    from coverdict.language.vocabularies import read_vocabulary
    from coverdict.language.yaml_tree import load_yaml

_HOMES = {
    "Environment": "environments",
    "FrontMatter": "fronts",
    "ListNode": "nodes",
    "MapNode": "nodes",
    "Node": "nodes",
    "TextNode": "nodes",
    "environment": "environments",
    "load_yaml": "yaml_tree",
    "local_name": "environments",
    "parse_expression": "checking",
    "place_of_name": "fronts",
    "read_document": "documents",
    "read_front": "fronts",
    "read_value": "values",
    "read_vocabulary": "vocabularies",
    "to_plain": "nodes",
}

__all__ = [
    "Environment",
    "FrontMatter",
    "ListNode",
    "MapNode",
    "Node",
    "TextNode",
    "environment",
    "load_yaml",
    "local_name",
    "parse_expression",
    "place_of_name",
    "read_document",
    "read_front",
    "read_value",
    "read_vocabulary",
    "to_plain",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
