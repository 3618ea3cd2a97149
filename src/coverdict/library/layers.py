"""How rules of several documents become one decision: layers by rank, status first, then benefit.

Design §5.3: within a layer the first rule whose condition holds wins, and a rule with `otherwise` ends its
layer; a higher layer wins where one of its rules holds; benefit rules see the final status.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.language.model import Document, Layer, Rule, Slot
from coverdict.language.syntax import Condition, condition_of
from coverdict.logic.formula import Choose, Combine, Decision, Formula, Test, Value

# Lowest rank first; the sources rank law and contract over policy, the finer order is the project's own.
RANKS: dict[Slot, tuple[Layer, ...]] = {
    "status": ("policy", "law"),
    "benefit": ("product", "contract", "law"),
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a slot got, from which layer, by which rule (document id, `#`, rule id); no rule: a default."""

    value: str
    layer: Layer | None = None
    rule: str = ""
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    status: Ruling
    benefit: Ruling

    @property
    def layer(self) -> str:
        """The source that decided the benefit or, where nothing did, the status."""
        return self.benefit.layer or self.status.layer or "none"


NO_STATUS = Ruling("not_addressed")
NO_BENEFIT = Ruling("undetermined")

SlotTest: TypeAlias = Callable[[str, tuple[str, ...]], Formula]
Translate: TypeAlias = Callable[[Condition, SlotTest], Formula]


@dataclass(frozen=True, slots=True)
class Composed:
    """The whole decision, its two slots alone, and how a rule of each layer sees the slots below it."""

    outcome: Decision
    status: Decision
    benefit: Decision
    below: dict[tuple[Slot, Layer], SlotTest]


def rule_name(document: Document, rule: Rule) -> str:
    return f"{document.id}#{rule.id}"


def compose(documents: Iterable[Document], translate: Translate) -> Composed:
    """One decision, with `Outcome`s as values, from the rules of a policy, its plans and its mandates.

    Arguments:
        documents: in the order in which their rules apply within a layer.
        translate: a condition's formula, given how `status is …` and `benefit is …` are to be read.
    """
    texts = tuple(documents)
    below: dict[tuple[Slot, Layer], SlotTest] = {}
    status: Decision = Value(NO_STATUS)
    for layer in RANKS["status"]:
        below["status", layer] = _sees(status=status)
        status = _layer(texts, "status", layer, status, translate, below["status", layer])
    benefit: Decision = Value(NO_BENEFIT)
    for layer in RANKS["benefit"]:
        below["benefit", layer] = _sees(status=status, benefit=benefit)
        benefit = _layer(texts, "benefit", layer, benefit, translate, below["benefit", layer])
    return Composed(Combine(_outcome, status, benefit), status, benefit, below)


def _outcome(status: Hashable, benefit: Hashable) -> Outcome:
    assert isinstance(status, Ruling) and isinstance(benefit, Ruling)
    return Outcome(status, benefit)


def _sees(**slots: Decision) -> SlotTest:
    def test(slot: str, values: tuple[str, ...]) -> Formula:
        return Test(slots[slot], _Accept(values))

    return test


@dataclass(frozen=True, slots=True)
class _Accept:
    values: tuple[str, ...]

    def __call__(self, ruling: Hashable) -> bool:
        return isinstance(ruling, Ruling) and ruling.value in self.values


def _layer(
    documents: tuple[Document, ...],
    slot: Slot,
    layer: Layer,
    lower: Decision,
    translate: Translate,
    below: SlotTest,
) -> Decision:
    decision = lower
    for document in reversed(documents):
        for rule in reversed(document.rules):
            if (rule.slot, rule.layer) != (slot, layer):
                continue
            name = rule_name(document, rule)
            then = Value(Ruling(rule.then, layer, name))
            if rule.when is None:
                decision = then
                continue
            if rule.otherwise is not None:
                decision = Value(Ruling(rule.otherwise, layer, name, otherwise=True))
            decision = Choose(translate(condition_of(rule.when), below), then, decision)
    return decision
