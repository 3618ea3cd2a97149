"""Where a document's rules decide: a policy by itself, a plan or a mandate around a policy, a guideline."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import TypeAlias

from coverdict.analysis.findings.ground import Ground
from coverdict.analysis.findings.parts import Key, Part, Trees, Values
from coverdict.analysis.space import Side, Space, side_of, space_of
from coverdict.analysis.standing import standing_of
from coverdict.language.model import Document, Layer, Rule, Slot
from coverdict.language.syntax import Condition, Is
from coverdict.library import Library
from coverdict.library.index import PolicyVersion
from coverdict.library.layers import RANKS, SlotTest, compose
from coverdict.logic import Decision, Formula, Node

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule of a layer, and the patients of whom it speaks.

    Arguments:
        tree: its criteria; None for a rule without a condition.
        holds: those who fulfil its condition.
        reached: those whom no earlier rule of the layer decides; of a guideline's rule, everybody.
        then, otherwise: those among the reached who get what it says, and what it says otherwise.
    """

    document: Document
    rule: Rule
    tree: Part | None
    holds: Node
    reached: Node
    then: Node
    otherwise: Node

    @property
    def key(self) -> Key:
        return Key(self.document.place.file, "rule", self.rule.id)


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says to a patient."""

    value: str
    rule: str
    otherwise: bool = False


Heard: TypeAlias = tuple[Said, ...]
"""What a layer says to a patient: nothing, one rule's word, or those of a guideline's rules that hold."""


@dataclass(frozen=True, slots=True)
class Applying:
    """A layer at work.

    Arguments:
        left: the patients whom none of its rules decides.
        values: the sets of the parts of its criteria.
    """

    slot: Slot
    layer: Layer
    rules: tuple[Applied, ...]
    left: Node
    values: Values


class Context:
    """Texts that decide together, on a ground of their own.

    Arguments:
        texts: the policy or the guideline first.
        layers: those whose rules are looked at.
        payer: of a program, who decides by it.

    Raises:
        TooLargeError: the texts are over the budget.
        TooManyCellsError: a group of facts is cut into too many cells.
    """

    def __init__(
        self,
        library: Library,
        texts: tuple[Document, ...],
        layers: Iterable[tuple[Slot, Layer]],
        payer: str = "",
    ) -> None:
        self.texts = texts
        self.payer = payer
        self.side: Side = side_of(library, texts)
        self.space: Space = space_of(library, (self.side,), _products(self.side))
        self._composed = compose(texts, self._translate)
        self.ground = Ground(self.space, self._decision)
        self.trees = Trees(self.side.names)
        self._layers = tuple(layers)

    @property
    def policy(self) -> Document:
        return self.texts[0]

    @property
    def _decision(self) -> Decision:
        if self.policy.kind == "guideline":
            return standing_of(self.space, self.side)
        return self._composed.outcome if self.payer else self._composed.status

    def _translate(self, condition: Condition, slots: SlotTest) -> Formula:
        return self.space.of(self.side, condition, slots)

    @cached_property
    def layers(self) -> tuple[Applying, ...]:
        return tuple(self._applying(slot, layer) for slot, layer in self._layers)

    def _applying(self, slot: Slot, layer: Layer) -> Applying:
        ground, below = self.ground, self._composed.below.get((slot, layer))
        values = Values(ground, lambda condition: ground.node(self.space.of(self.side, condition, below)))
        left = ground.everyone
        rules = []
        for document in self.texts:
            for rule in document.rules:
                if (rule.slot, rule.layer) != (slot, layer):
                    continue
                key = Key(document.place.file, "rule", rule.id)
                tree = self.trees.of(rule.when, key) if rule.when is not None else None
                holds = ground.both(values.of(tree), ground.everyone) if tree else ground.everyone
                reached = ground.everyone if slot == "position" else left
                then = ground.both(holds, reached)
                otherwise = ground.without(reached, holds) if rule.otherwise is not None else ground.nobody
                left = ground.without(ground.without(left, then), otherwise)
                rules.append(Applied(document, rule, tree, holds, reached, then, otherwise))
        return Applying(slot, layer, tuple(rules), left, values)

    def heard(self, layer: Applying) -> Node:
        """What the layer says, as a `Heard` for every patient."""
        ground = self.ground
        heard = ground.diagrams.terminal(())
        for applied in reversed(layer.rules):
            rule = applied.rule
            for said, patients in (
                (Said(rule.otherwise or "", rule.id, otherwise=True), applied.otherwise),
                (Said(rule.then, rule.id), applied.then),
            ):
                if layer.slot == "position":
                    more = ground.diagrams.relabel(heard, partial(_and_before, said))
                else:
                    more = ground.diagrams.terminal((said,))
                heard = ground.choose(patients, more, heard)
        return heard


def _and_before(said: Said, known: Hashable) -> tuple[Hashable, ...]:
    assert isinstance(known, tuple)
    return (said, *known)


def _products(side: Side) -> Iterator[Condition]:
    """Each product that a plan names, so that its members are told apart."""
    if "product" in side.names.facts:
        for text in side.texts:
            yield from (Is("product", (product.name,)) for product in text.products)


# --- which contexts there are -----------------------------------------------------------------------------


def policy_context(library: Library, document: Document) -> Context:
    return Context(library, (document,), (("status", "policy"),))


def guideline_context(library: Library, document: Document) -> Context:
    return Context(library, (document,), (("position", "guideline"),))


AROUND: tuple[tuple[Slot, Layer], ...] = tuple(
    (slot, layer) for slot, layers in RANKS.items() for layer in layers if layer != "policy"
)
"""The layers of plans and mandates."""


@dataclass(frozen=True, slots=True)
class Program:
    """The texts by which one payer's members are decided under a policy version, for some days."""

    payer: str
    texts: tuple[Document, ...]

    def context(self, library: Library) -> Context:
        return Context(library, self.texts, AROUND, self.payer)


def programs(library: Library) -> Iterator[Program]:
    """Every combination of texts that decides on some day, each once."""
    for payer, settings in library.contents.payers.items():
        for policy in settings.adopts:
            for version in library.contents.versions[policy]:
                yield from _programs_of(library, payer, version)


def _programs_of(library: Library, payer: str, version: PolicyVersion) -> Iterator[Program]:
    document = library.text(version.file)
    seen = set()
    for day in _days(library, payer, version):
        around = (*library.plans(payer, version.policy, day), *library.mandates(version.policy, day))
        files = tuple(text.place.file for text in around)
        if files not in seen:
            seen.add(files)
            yield Program(payer, (document, *around))


def _days(library: Library, payer: str, version: PolicyVersion) -> Iterator[date]:
    """Days in force between which plans and mandates do not change."""
    spans = [(version.effective, version.last)]
    if version.effective is None:
        windows = library.windows(payer, version.policy)
        spans = [(window.start, window.end) for window in windows] or [(None, version.last)]
    texts = (*library.contents.plans, *library.contents.mandates)
    changes = {text.effective for text in texts if text.effective is not None}
    changes |= {text.until + timedelta(days=1) for text in texts if text.until not in (None, FOREVER)}
    for start, end in spans:
        first = start or min(changes, default=FOREVER)
        if start is None and changes and first > date.min:
            first -= timedelta(days=1)
        yield first
        yield from sorted(day for day in changes if first < day <= (end or FOREVER))
