"""The criteria of a rule as a tree of parts, each of which can be replaced to see whether it decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.analysis.findings.ground import Ground
from coverdict.language.syntax import (
    And,
    AtLeast,
    Condition,
    Criterion,
    CriterionRef,
    Group,
    Leaf,
    Not,
    Or,
    Reading,
    ReadingIs,
)
from coverdict.library.atoms import Names
from coverdict.logic import Node
from coverdict.text import Place

Kind: TypeAlias = Literal["all of", "any of", "none of", "at least", "reading", "criterion", "comparison"]


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Where a part stands: in a rule or a named criterion of a file, and the way down to it.

    Arguments:
        owner: the rule's id, or the criterion's full id.
    """

    file: str
    kind: Literal["rule", "criterion"]
    owner: str
    path: tuple[int, ...] = ()

    def below(self, number: int) -> Key:
        return Key(self.file, self.kind, self.owner, (*self.path, number))


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A criterion, or a part of an expression.

    Arguments:
        parts: what it connects; of a named criterion its own tree, of a reading its options' criteria.
        options: of a reading, the conditions that the options are chosen.
        inside: the keys from here down, through named criteria.
        text: how it is called: the label, or the expression.
    """

    key: Key
    kind: Kind
    place: Place
    condition: Condition
    label: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    options: tuple[ReadingIs, ...] = ()
    count: int = 0
    inside: frozenset[Key] = frozenset()

    @property
    def holder(self) -> bool:
        """Whether it is a list of one, which stands for that one."""
        return self.kind in ("all of", "any of") and len(self.parts) == 1


class Trees:
    """The trees of the criteria of one context.

    Arguments:
        names: the named criteria; each gets one tree, wherever it is used.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._named: dict[str, Part] = {}

    def named(self, name: str) -> Part:
        if name not in self._named:
            given = self._names.criteria[name]
            key = Key(given.place.file, "criterion", name)
            self._named[name] = self.of(given.criterion, key)
        return self._named[name]

    def of(self, criterion: Criterion, key: Key) -> Part:
        """The tree of a criterion that stands at the key."""
        place, label = criterion.place, criterion.label
        match criterion.body:
            case Leaf(condition=condition, text=text):
                return self._expression(condition, key, place, label, text)
            case Group(connective=connective, parts=parts, at_least=count):
                inner = tuple(self.of(part, key.below(number)) for number, part in enumerate(parts))
                words = f"at least {count} of" if connective == "at least" else connective
                return _part(key, connective, place, Or(()), label, words, inner, count=count)
            case Reading(reading=reading, options=options):
                inner = tuple(self.of(part, key.below(number)) for number, (_, part) in enumerate(options))
                chosen = tuple(ReadingIs(reading, option) for option, _ in options)
                name = f"reading {reading.partition('#')[2]}"
                return _part(key, "reading", place, Or(()), label, name, inner, chosen)

    def _expression(self, condition: Condition, key: Key, place: Place, label: str, text: str) -> Part:
        def inner(parts: tuple[Condition, ...]) -> tuple[Part, ...]:
            return tuple(
                self._expression(part, key.below(number), place, "", "") for number, part in enumerate(parts)
            )

        match condition:
            case And(parts=parts):
                return _part(key, "all of", place, condition, label, text, inner(parts))
            case Or(parts=parts):
                return _part(key, "any of", place, condition, label, text, inner(parts))
            case AtLeast(count=count, parts=parts):
                return _part(key, "at least", place, condition, label, text, inner(parts), count=count)
            case Not(part=part):
                return _part(key, "none of", place, condition, label, text, inner((part,)))
            case CriterionRef(criterion=name):
                return _part(key, "criterion", place, condition, label, text, (self.named(name),))
            case _:
                return _part(key, "comparison", place, condition, label, text)


def _part(
    key: Key,
    kind: Kind,
    place: Place,
    condition: Condition,
    label: str,
    text: str,
    parts: tuple[Part, ...] = (),
    options: tuple[ReadingIs, ...] = (),
    count: int = 0,
) -> Part:
    inside = frozenset((key,)).union(*(part.inside for part in parts))
    return Part(key, kind, place, condition, label, text, parts, options, count, inside)


def walk(part: Part) -> Iterator[Part]:
    """The part and those below it that stand in the same tree, the whole before its parts."""
    yield part
    for inner in part.parts:
        if part.kind != "criterion":
            yield from walk(inner)


def every(tree: Part) -> Iterator[Part]:
    """Every part, through named criteria, each once."""
    seen: set[Key] = set()
    todo = [tree]
    while todo:
        root = todo.pop()
        if root.key in seen:
            continue
        for part in walk(root):
            seen.add(part.key)
            yield part
            if part.kind == "criterion":
                todo.append(part.parts[0])


class Values:
    """The sets of patients of whom parts hold.

    Arguments:
        compare: the set of a comparison.
    """

    def __init__(self, ground: Ground, compare: Callable[[Condition], Node]) -> None:
        self._ground = ground
        self._compare = compare
        self._known: dict[int, tuple[Part, Node]] = {}

    def of(self, part: Part) -> Node:
        if id(part) not in self._known:
            self._known[id(part)] = (part, self._connected(part, [self.of(one) for one in part.parts]))
        return self._known[id(part)][1]

    def replaced(self, part: Part, hole: Key, constant: Node) -> Node:
        """As `of`, with the part at the hole replaced by a constant."""
        if part.key == hole:
            return constant
        if hole not in part.inside:
            return self.of(part)
        return self._connected(part, [self.replaced(one, hole, constant) for one in part.parts])

    def _connected(self, part: Part, parts: list[Node]) -> Node:
        ground = self._ground
        match part.kind:
            case "comparison":
                return self._compare(part.condition)
            case "criterion":
                return parts[0]
            case "all of":
                return ground.both(*parts)
            case "any of":
                return ground.either(parts)
            case "none of":
                return ground.without(ground.diagrams.true, ground.either(parts))
            case "at least":
                return ground.at_least(part.count, parts)
            case "reading":
                chosen = [self._compare(option) for option in part.options]
                return ground.either(ground.both(*pair) for pair in zip(chosen, parts, strict=True))
