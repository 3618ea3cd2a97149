"""What the readers of one document share while it is being read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coverdict.language.criteria import CriteriaReader, Readings
from coverdict.language.environments import Environment
from coverdict.language.fronts import FrontMatter
from coverdict.language.markdown import Block
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode
from coverdict.text import Place, Report


@dataclass(slots=True)
class Draft:
    """A document that is being read.

    Arguments:
        environment: everything that its expressions can name.
        ids: the places of the ids that are taken, by kind of block.
    """

    front: FrontMatter
    report: Report
    environment: Environment
    readings: Readings
    ids: dict[tuple[str, str], Place] = field(default_factory=dict)

    def full(self, name: str) -> str:
        """`name` with the document's id before it."""
        return f"{self.front.id}#{name}"

    def criteria(self, slots: frozenset[str] = frozenset(), rule: str = "") -> CriteriaReader:
        """A reader of criteria that may ask about `slots`; `rule` is the rule that they belong to."""
        return CriteriaReader(self.report, replace(self.environment, slots=slots, rule=rule), self.readings)

    def claim(self, kind: str, name: str, place: Place) -> bool:
        """Whether `name` is still free among the blocks of that kind; otherwise a problem."""
        first = self.ids.setdefault((kind, name), place)
        if first is place:
            return True
        what = f"the {kind} {name} is already there in line {first.line}"
        self.report.add(place, what, "give it another id", len(name) or 1)
        return False


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A fenced block and its tree."""

    block: Block
    tree: Node

    def rows(self, key: str, report: Report) -> tuple[Node, ...]:
        """The rows of a block that is a list, or holds one under `key`."""
        tree = self.tree
        if isinstance(tree, MapNode) and tree.names() == (key,):
            tree = tree.entries[0][1]
        if isinstance(tree, ListNode):
            return tree.items
        report.add(tree.place, f"{self.block.kind} is a list", "begin each row with `- `")
        return ()


def id_of(tree: Node) -> TextNode | None:
    """The text under `id`, if there is one."""
    node = tree.get("id") if isinstance(tree, MapNode) else None
    return node if isinstance(node, TextNode) and node.text else None


def environment_with(
    environment: Environment, criteria: Mapping[str, str], rules: frozenset[str]
) -> Environment:
    """`environment` with a document's own criteria before those it uses."""
    return replace(environment, criteria={**environment.criteria, **criteria}, rules=rules)
