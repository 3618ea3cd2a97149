"""The shapes of blocks: pydantic models that are read from a YAML tree, with messages that have places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema

from coverdict.language.expression_messages import RESERVED
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode, to_plain
from coverdict.language.scalars import read_day, read_decimal, read_yes_no, shorten
from coverdict.language.yaml_tree import read_tree
from coverdict.text import Place, Report, did_you_mean, nearest


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise ValueError("a text is expected, and none is given")
    return value.strip()


def _from_text(read: Any) -> Any:
    def validate(value: object) -> object:
        if not isinstance(value, str):
            return value
        return read(value)

    return validate


def _identifier(value: str) -> str:
    if not all(char.isalnum() or char in "-_." for char in value) or not value[0].isalnum():
        raise ValueError(f"an id has letters, digits, - _ and . only, not {shorten(value)}")
    return value


def _name(value: str) -> str:
    _identifier(value)
    if not value[0].isalpha() or not value.isascii():
        raise ValueError(f"a name begins with a letter, {shorten(value)} does not")
    if value in RESERVED:
        raise ValueError(f"{value} is a word of the language and cannot be a name")
    return value


Text = Annotated[str, BeforeValidator(_text)]
Identifier = Annotated[Text, AfterValidator(_identifier)]
Name = Annotated[Text, AfterValidator(_name)]
YesNo = Annotated[bool, BeforeValidator(_from_text(read_yes_no)), WithJsonSchema({"enum": ["yes", "no"]})]
Day = Annotated[date, BeforeValidator(_from_text(read_day))]
Number = Annotated[Decimal, BeforeValidator(_from_text(read_decimal))]
Tree = Annotated[Any, WithJsonSchema({})]
"""A part of the tree that a reader of its own reads further; its key stands in the model's `trees`."""


class Shape(BaseModel):
    """A mapping with known keys. Keys are the field names with blanks for underscores."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", " "),
    )
    trees: ClassVar[frozenset[str]] = frozenset()


ShapeT = TypeVar("ShapeT", bound=Shape)


def read_shape(model: type[ShapeT], node: Node | None, report: Report, called: str) -> ShapeT | None:
    """The mapping `node` as a `model`; None where `report` got problems instead.

    Arguments:
        called: what messages call it ("a rule").
    """
    if node is None:
        return None
    if not isinstance(node, MapNode):
        report.add(node.place, f"{called} is a mapping of keys and values", _keys_of(model))
        return None
    before = len(report)
    plain = {key.text: _plain(value, key, report, key.text in model.trees) for key, value in node.entries}
    try:
        shape = model.model_validate(plain)
    except ValidationError as error:
        details = error.errors(include_url=False)
        extra = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
        for detail in details:
            if detail["type"] != "missing" or not _misspelt(detail["loc"], extra):
                _explain(detail, model, node, report, called)
        return None
    return shape if len(report) == before else None


def open_shape(model: type[ShapeT], text: str, file: str, called: str) -> tuple[ShapeT, MapNode, Report]:
    """The mapping that a whole YAML text is, with its tree, and the report for what is found in it further.

    Arguments:
        text: the whole text.
        file: its name, for messages.
        called: what messages call it ("a vocabulary").
    Errors: DocumentError with all its problems.
    """
    report = Report(file, text)
    tree = read_tree(text, report)
    shape = read_shape(model, tree, report, called) if tree is not None else None
    if shape is None:
        report.raise_if_any()
    assert shape is not None and isinstance(tree, MapNode)  # without them there is a problem
    return shape, tree, report


def _plain(value: Node, key: TextNode, report: Report, whole: bool) -> Any:
    if isinstance(value, TextNode) and value.empty:
        report.add(key.place, f"{key.text} has no value", "write one, or remove the key", len(key.text))
        return value if whole else "-"
    return value if whole else to_plain(value)


def _keys_of(model: type[Shape]) -> str:
    return "keys: " + ", ".join(_aliases(model))


def _aliases(model: type[Shape]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _misspelt(path: Sequence[str | int], extra: Sequence[Sequence[str | int]]) -> bool:
    """Whether the key missing at `path` is there after all, in another spelling."""
    beside = [str(other[-1]) for other in extra if other[:-1] == path[:-1]]
    return nearest(str(path[-1]), beside) is not None


def _explain(detail: Any, model: type[Shape], node: MapNode, report: Report, called: str) -> None:
    path: Sequence[str | int] = detail["loc"]
    kind = detail["type"]
    place, width, parent = _locate(node, path)
    last = str(path[-1]) if path else ""
    if kind == "missing":
        report.add(parent, f"{_named(called, path)} has no {last}", f"write {last}: …")
    elif kind == "extra_forbidden":
        inner = _model_at(model, path[:-1])
        right = did_you_mean(last, _aliases(inner)) if inner else ""
        report.add(
            _key_place(node, path), f"{_named(called, path)} has no key {last}", right, max(1, len(last))
        )
    elif kind == "literal_error":
        known = _options(detail)
        value = str(detail["input"])
        what = f"{last} cannot be {shorten(value)}"
        report.add(place, what, did_you_mean(value, known), width)
    elif kind in ("value_error", "assertion_error"):
        error = detail.get("ctx", {}).get("error")
        report.add(place, f"{last}: {error}" if last else str(error), "", width)
    else:
        report.add(place, f"{last}: {_EXPECTED.get(kind, 'something else')} is expected", "", width)


_EXPECTED = {
    "string_type": "one text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
    "date_type": "a date as 2024-01-31",
    "bool_type": "yes or no",
    "decimal_type": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
}


def _named(called: str, path: Sequence[str | int]) -> str:
    inside = [part for part in path[:-1] if isinstance(part, str)]
    return f"{inside[-1]} of {called}" if inside else called


def _options(detail: Any) -> list[str]:
    said = str(detail.get("ctx", {}).get("expected", ""))
    return [part.strip().strip("'") for part in said.replace(" or ", ", ").split(",") if part.strip()]


def _model_at(model: type[Shape], path: Sequence[str | int]) -> type[Shape] | None:
    """The model of what stands at `path`; None where it is none."""
    found: type[Shape] = model
    for part in path:
        if isinstance(part, int):
            continue
        by_alias = {field.alias or name: field for name, field in found.model_fields.items()}
        if part not in by_alias:
            return None
        inner = _shape_within(by_alias[part].annotation)
        if inner is None:
            return None
        found = inner
    return found


def _shape_within(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _shape_within(argument)
        if inner is not None:
            return inner
    return None


def _locate(node: Node, path: Sequence[str | int]) -> tuple[Place, int, Place]:
    """The place and width of what stands at `path`, and the place of the last mapping on the way."""
    parent = node.place
    for part in path:
        inner: Node | None = None
        if isinstance(node, MapNode):
            parent = node.place
            inner = node.get(str(part))
        elif isinstance(node, ListNode) and isinstance(part, int) and part < len(node.items):
            inner = node.items[part]
        if inner is None:
            break
        node = inner
    width = len(node.text) if isinstance(node, TextNode) and "\n" not in node.text else 1
    return node.place, max(1, width), parent


def _key_place(node: Node, path: Sequence[str | int]) -> Place:
    for part in path[:-1]:
        inner: Node | None = None
        if isinstance(node, MapNode):
            inner = node.get(str(part))
        elif isinstance(node, ListNode) and isinstance(part, int):
            inner = node.items[part]
        if inner is None:
            return node.place
        node = inner
    key = node.key(str(path[-1])) if isinstance(node, MapNode) else None
    return key.place if key else node.place


def place_of(node: MapNode, key: str) -> Place:
    """Where the value of `key` stands; the mapping's own place without it."""
    found = node.get(key)
    return found.place if found is not None else node.place


def texts(node: Node | None) -> Mapping[str, Any]:
    """A mapping node as plain data; empty for anything else."""
    return to_plain(node) if isinstance(node, MapNode) else {}
