"""A vocabulary file → facts, value sets and constraints, checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, cast

from pydantic import BeforeValidator, Field

from coverdict.language.criteria import CriteriaReader, Readings
from coverdict.language.environments import Environment, environment
from coverdict.language.facts import FactReader
from coverdict.language.model import Constraint, Fact, ValueSet, Vocabulary
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode
from coverdict.language.shapes import Identifier, Shape, Text, Tree, open_shape, place_of, read_shape
from coverdict.language.syntax import Not
from coverdict.language.tables import read_value_set
from coverdict.text import Place, Report

_Texts = Annotated[list[Text], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class VocabularyShape(Shape):
    """The facts of an area, its value sets and constraints."""

    vocabulary: Identifier
    title: Text = ""
    extends: _Texts = Field(default_factory=list)
    facts: Tree = None
    value_sets: Tree = None
    constraints: Tree = None
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"facts", "value sets", "constraints"})


class ConstraintShape(Shape):
    """What no patient is such that it holds (never), or what holds of every patient (always)."""

    id: Identifier
    never: Tree = None
    always: Tree = None
    says: Text
    note: Text = ""
    trees: ClassVar[frozenset[str]] = frozenset({"never", "always"})


def read_vocabulary(
    text: str, file: str, extended: Callable[[str], Vocabulary | None] | None = None
) -> Vocabulary:
    """The vocabulary that a YAML text holds.

    Arguments:
        text: the whole text.
        file: its name, for messages.
        extended: the vocabulary of a name, for what `extends` names; None for a name that is not there.
            Without it, expressions can name only the vocabulary's own facts.
    Errors: DocumentError with all its problems.
    """
    shape, tree, report = open_shape(VocabularyShape, text, file, "a vocabulary")
    vocabulary = _Reader(shape, tree, report, extended).read()
    report.raise_if_any()
    return vocabulary


class _Reader:
    """Reads one vocabulary, whose shape is right."""

    def __init__(
        self,
        shape: VocabularyShape,
        tree: MapNode,
        report: Report,
        extended: Callable[[str], Vocabulary | None] | None,
    ) -> None:
        self.shape = shape
        self.tree = tree
        self.report = report
        self.extended = extended

    def read(self) -> Vocabulary:
        base = self._base()
        place = place_of(self.tree, "vocabulary")
        value_sets = self._value_sets()
        reader = FactReader(self.report)
        facts = self._facts(reader)
        merged = Environment(
            {**base.facts, **{fact.name: fact for fact in facts}},
            {**base.value_sets, **{value_set.name: value_set for value_set in value_sets}},
        )
        self._reject_twice(base, facts, value_sets)
        facts = tuple(self._with_derived(fact, reader.derived.get(fact.name), merged) for fact in facts)
        return Vocabulary(
            self.shape.vocabulary,
            self.shape.title,
            place,
            facts,
            value_sets,
            self._constraints(merged),
            tuple(self.shape.extends),
        )

    def _base(self) -> Environment:
        """The names of all vocabularies that this one extends, near and far."""
        found: dict[str, Vocabulary] = {}
        todo = list(self.shape.extends)
        while todo and self.extended is not None:
            name = todo.pop(0)
            if name in found:
                continue
            vocabulary = self.extended(name)
            if vocabulary is None:
                if name in self.shape.extends:
                    self.report.add(
                        self._extends_place(name), f"there is no vocabulary {name}", width=len(name)
                    )
                continue
            found[name] = vocabulary
            todo += vocabulary.extends
        return environment(found.values())

    def _extends_place(self, name: str) -> Place:
        node = self.tree.get("extends")
        for item in node.items if isinstance(node, ListNode) else ():
            if isinstance(item, TextNode) and item.text == name:
                return item.place
        return place_of(self.tree, "extends")

    def _entries(self, node: Node | None, called: str) -> tuple[tuple[TextNode, Node], ...]:
        if node is None:
            return ()
        if isinstance(node, MapNode):
            return node.entries
        self.report.add(node.place, f"{called} is a mapping of names", "write name: {…}")
        return ()

    def _facts(self, reader: FactReader) -> tuple[Fact, ...]:
        entries = self._entries(self.shape.facts, "facts")
        read = [reader.read(key, value) for key, value in entries]
        return tuple(fact for fact in read if fact is not None)

    def _value_sets(self) -> tuple[ValueSet, ...]:
        entries = self._entries(self.shape.value_sets, "value sets")
        read = []
        for key, value in entries:
            found = read_value_set(value, key.text, key.text, self.report)
            read.append(found and replace(found, place=key.place))
        return tuple(value_set for value_set in read if value_set is not None)

    def _reject_twice(self, base: Environment, facts: tuple[Fact, ...], sets: tuple[ValueSet, ...]) -> None:
        known: Mapping[str, Any]
        for called, mine, known in (("fact", facts, base.facts), ("value set", sets, base.value_sets)):
            for item in cast(tuple[Any, ...], mine):
                if item.name in known:
                    what = f"the {called} {item.name} is already defined at {known[item.name].place}"
                    self.report.add(item.place, what, "give it another name", len(item.name))

    def _with_derived(self, fact: Fact, node: TextNode | None, merged: Environment) -> Fact:
        if node is None:
            return fact
        term = FactReader(self.report).derived_term(fact, node, merged)
        return replace(fact, derived=term) if term is not None else fact

    def _constraints(self, merged: Environment) -> tuple[Constraint, ...]:
        node = self.shape.constraints
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.report.add(node.place, "constraints is a list", "write - {id: …, never: …, says: …}")
            return ()
        criteria = CriteriaReader(self.report, merged, Readings(self.shape.vocabulary, self.report))
        found: list[Constraint] = []
        seen: dict[str, Place] = {}
        for item in node.items:
            constraint = self._constraint(item, criteria)
            if constraint is None:
                continue
            first = seen.setdefault(constraint.id, constraint.place)
            if first is not constraint.place:
                what = f"the constraint {constraint.id} is already there in line {first.line}"
                self.report.add(constraint.place, what, "give it another id", len(constraint.id))
            found.append(constraint)
        return tuple(found)

    def _constraint(self, item: Node, criteria: CriteriaReader) -> Constraint | None:
        shape = read_shape(ConstraintShape, item, self.report, "a constraint")
        if shape is None:
            return None
        place = place_of(cast(MapNode, item), "id")
        if (shape.never is None) == (shape.always is None):
            right = "write never: …, or always: …"
            self.report.add(
                place, f"the constraint {shape.id} has no condition, or two", right, len(shape.id)
            )
            return None
        node = shape.never if shape.never is not None else shape.always
        if not isinstance(node, TextNode):
            self.report.add(node.place, "a constraint is one expression")
            return None
        found = criteria.expression(node)
        if found is None:
            return None
        return Constraint(shape.id, found if shape.never is not None else Not(found), shape.says, place)
