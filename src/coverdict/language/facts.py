"""The facts of a vocabulary."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, cast

from pydantic import BeforeValidator, Field

from coverdict.language.checking import check
from coverdict.language.comparisons import comparand_of
from coverdict.language.environments import Environment
from coverdict.language.expression_messages import NO_OPTIONS, RESERVED
from coverdict.language.expressions import Aggregate, Alone, ExpressionError, parse
from coverdict.language.model import Fact, FactType, Option
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode, place_in
from coverdict.language.scalars import shorten, split_quantity
from coverdict.language.shapes import Shape, Text, Tree, YesNo, place_of, read_shape
from coverdict.language.syntax import Code, CountTerm, ExtremeTerm
from coverdict.language.unit_names import nearest_unit
from coverdict.language.units import UnitError, factors_to, in_unit, known_units
from coverdict.text import Report

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_OPTION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_Texts = Annotated[list[Text], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class FactShape(Shape):
    """A typed, named input that may be unknown."""

    type: Literal["yes/no", "choice", "name", "number", "quantity", "code", "codes", "date", "list"]
    label: Text = ""
    whole: YesNo = False
    min: Text | None = None
    max: Text | None = None
    unit: Text = ""
    options: Tree = None
    systems: _Texts = Field(default_factory=list)
    system: Text = ""
    scope: Literal["request", "line", "indication"] = "request"
    ask: Text = ""
    who: Literal["provider", "payer", "clinician", "member"] | None = None
    judgement: YesNo = False
    changeable: YesNo = False
    derived: Tree = None
    item: Tree = None
    codes: _Texts = Field(default_factory=list)
    fhirpath: Text = ""
    column: Text = ""
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"options", "derived", "item"})


ONLY_FOR = {
    "whole": ("number",),
    "min": ("number", "quantity"),
    "max": ("number", "quantity"),
    "unit": ("quantity",),
    "options": ("choice", "name"),
    "systems": ("code", "codes"),
    "system": ("code", "codes"),
    "derived": ("number", "quantity"),
    "item": ("list",),
}


class FactReader:
    """Reads facts; `derived` holds the derived terms by fact, to be read when all facts are known."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.derived: dict[str, TextNode] = {}

    def read(self, key: TextNode, node: Node, within: str = "") -> Fact | None:
        """The fact under `key`; None where the report got a problem.

        Arguments:
            within: the list whose field it is.
        """
        name = key.text
        called = f"the field {name}" if within else f"the fact {name}"
        before = len(self.report)
        pattern = r"[a-z][a-z0-9_]*" if within else _NAME
        if not re.fullmatch(pattern, name):
            right = "write small letters, digits and _, with points between words: lesion.count"
            self.report.add(key.place, f"{shorten(name)} is no name of a fact", right, len(name) or 1)
        elif name in RESERVED:
            what = f"{name} is a word of the language and cannot be a fact"
            self.report.add(key.place, what, "write another name", len(name))
        shape = read_shape(FactShape, node, self.report, called)
        if shape is None:
            return None
        tree = cast(MapNode, node)
        self._check_keys(shape, tree, called, within)
        type_ = FactType(shape.type)
        fact = Fact(
            name,
            type_,
            key.place,
            shape.label,
            shape.whole,
            self._bound(shape.min, "min", shape, tree),
            self._bound(shape.max, "max", shape, tree),
            shape.unit,
            factors_to(shape.unit) if shape.unit else {},
            self._options(shape, called),
            (*shape.systems, *((shape.system,) if shape.system else ())),
            shape.scope,
            shape.ask,
            shape.who,
            shape.judgement,
            shape.changeable,
            None,
            self._items(shape, key),
            self._codes(shape, tree),
            shape.fhirpath,
            shape.column,
        )
        if fact.minimum is not None and fact.maximum is not None and fact.maximum < fact.minimum:
            self.report.add(
                place_of(tree, "max"), f"max is less than min: {called} has no value", "swap them"
            )
        if isinstance(shape.derived, TextNode):
            self.derived[name] = shape.derived
        elif shape.derived is not None:
            self.report.add(
                shape.derived.place, "derived is one term", "write count(list) or largest(list.field)"
            )
        return fact if len(self.report) == before else None

    def _check_keys(self, shape: FactShape, tree: MapNode, called: str, within: str) -> None:
        for key, types in ONLY_FOR.items():
            node = tree.key(key)
            if node is not None and shape.type not in types:
                what = f"{called} is a {shape.type} fact and has no {key}"
                self.report.add(node.place, what, f"remove it, or write type: {' or '.join(types)}", len(key))
        if within and shape.type in ("list", "codes"):
            self.report.add(
                place_of(tree, "type"),
                f"a field cannot be a {shape.type} fact",
                "lists have no lists in them",
            )
        if shape.type == "quantity":
            self._check_unit(shape, tree, called)
        if shape.type == "choice" and shape.options is None:
            self.report.add(tree.place, f"{called} has no options", "write options: {name: label}")
        if shape.type == "list" and shape.item is None:
            self.report.add(tree.place, f"{called} has no item", "write item: {field: {type: …}}")

    def _check_unit(self, shape: FactShape, tree: MapNode, called: str) -> None:
        if not shape.unit:
            self.report.add(
                tree.place, f"{called} is a quantity without a unit", "write unit: cm, for example"
            )
        elif not factors_to(shape.unit):
            right = nearest_unit(shape.unit, known_units())
            self.report.add(
                place_of(tree, "unit"), f"{shape.unit} is no known UCUM unit", right, len(shape.unit)
            )

    def _bound(self, text: str | None, key: str, shape: FactShape, tree: MapNode) -> Decimal | None:
        if text is None:
            return None
        place = place_of(tree, key)
        try:
            value, unit = split_quantity(text)
            if unit:
                value = in_unit(value, unit, shape.unit, factors_to(shape.unit) if shape.unit else {})
        except UnitError as error:
            self.report.add(place, f"{key} {error.what}", error.right, len(text))
            return None
        except ValueError as error:
            self.report.add(place, f"{key}: {error}", "", len(text))
            return None
        if shape.whole and value != value.to_integral_value():
            self.report.add(place, f"{key} of a whole number is {value}", "write a whole number", len(text))
        return value

    def _options(self, shape: FactShape, called: str) -> tuple[Option, ...]:
        node = shape.options
        if node is None:
            return ()
        options: dict[str, Option] = {}
        pairs: list[tuple[Node, Node]]
        if isinstance(node, MapNode):
            pairs = [(key, value) for key, value in node.entries]
        elif isinstance(node, ListNode):
            pairs = [(item, item) for item in node.items]
        else:
            self.report.add(node.place, "options is a mapping", "write options: {name: label}")
            return ()
        for name, label in pairs:
            if not isinstance(name, TextNode) or not isinstance(label, TextNode):
                self.report.add(label.place, "an option is one word with its label", "write name: label")
                continue
            if not _OPTION.fullmatch(name.text) or name.text in NO_OPTIONS:
                right = "write letters, digits and _ only, and no word of the language"
                self.report.add(
                    name.place, f"{shorten(name.text)} is no name of an option", right, len(name.text) or 1
                )
            if name.text in options:
                self.report.add(
                    name.place, f"the option {name.text} stands twice", "keep one", len(name.text)
                )
            options[name.text] = Option(name.text, "" if label is name else label.text)
        if len(options) < 2 and shape.type == "choice":
            self.report.add(node.place, f"{called} has fewer than two options", "a choice has at least two")
        return tuple(options.values())

    def _items(self, shape: FactShape, key: TextNode) -> tuple[Fact, ...]:
        node = shape.item
        if node is None:
            return ()
        if not isinstance(node, MapNode) or not node.entries:
            self.report.add(
                node.place,
                "item is a mapping of fields",
                "write item: {diameter: {type: quantity, unit: cm}}",
            )
            return ()
        read = [self.read(name, value, within=key.text) for name, value in node.entries]
        return tuple(fact for fact in read if fact is not None)

    def _codes(self, shape: FactShape, tree: MapNode) -> tuple[Code, ...]:
        codes = []
        for text in shape.codes:
            system, _, code = text.partition(" ")
            if not code or " " in code:
                self.report.add(
                    place_of(tree, "codes"),
                    f"{shorten(text)} is no code with its system",
                    "write LOINC 21889-1",
                )
                continue
            codes.append(Code(system, code))
        return tuple(codes)

    def derived_term(self, fact: Fact, node: TextNode, merged: Environment) -> CountTerm | ExtremeTerm | None:
        """The term that `fact` is equal to; None where the report got a problem."""
        try:
            tree = parse(node.text)
            operand = tree.operand if isinstance(tree, Alone) else None
            if not isinstance(operand, Aggregate):
                right = "write count(list), largest(list.field) or smallest(list.field)"
                self.report.add(
                    node.place, f"{shorten(node.text)} is no term that a fact can be derived from", right
                )
                return None
            term, comparand = comparand_of(operand, merged, check)
        except ExpressionError as error:
            for finding in error.findings:
                place = place_in(node, finding.start, self.report)
                self.report.add(place, finding.what, finding.right, max(1, finding.end - finding.start))
            return None
        wanted = "quantity" if fact.type is FactType.QUANTITY else "number"
        fits = comparand.type == wanted and comparand.unit == fact.unit and comparand.whole == fact.whole
        if not fits:
            kind = f"{comparand.type} {comparand.unit}".strip() if not comparand.whole else "whole number"
            mine = f"{fact.type} {fact.unit}".strip() if not fact.whole else "whole number"
            what = f"{comparand.name} is a {kind}, and {fact.name} is a {mine}"
            self.report.add(node.place, what, "make both alike", len(node.text))
            return None
        assert isinstance(term, CountTerm | ExtremeTerm)  # an aggregate is one of them
        return term
