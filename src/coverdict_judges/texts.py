"""The texts that decide one policy for one payer, with their names looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from coverdict.language.model import Constraint, Document, Fact, Layer, Rule, Slot, Vocabulary
from coverdict.language.syntax import Code, Criterion

_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class Texts:
    """Everything that the outcome of a request under one policy can depend on.

    Arguments:
        facts: the facts of the vocabularies, by name.
        documents: the policy, the payer's plans for it, and the mandates, in the order in which their
            rules apply within a layer.
        criteria: named criteria by full id (document id, `#`, criterion id).
        readings: the option labels of every reading, by full id.
        settled: the option that the payer has settled a reading on.
    """

    facts: Mapping[str, Fact]
    constraints: tuple[Constraint, ...]
    value_sets: Mapping[str, frozenset[Code]]
    documents: tuple[Document, ...]
    criteria: Mapping[str, Criterion]
    readings: Mapping[str, tuple[str, ...]]
    settled: Mapping[str, str]

    def rules(self, slot: Slot, layer: Layer) -> tuple[Rule, ...]:
        """The rules of a layer that fill a slot, in the order in which they apply."""
        return tuple(
            rule
            for document in self.documents
            for rule in document.rules
            if rule.slot == slot and rule.layer == layer
        )


def gather(
    vocabularies: Iterable[Vocabulary], documents: Iterable[Document], policy: str, payer: str
) -> Texts:
    """The texts for one policy and one payer.

    Arguments:
        vocabularies: the policy's vocabulary and all that it extends.
        documents: all documents at hand, in the order of their files; of a policy only one version.
        policy: the id of the policy.
        payer: the id of the payer, whose plans and settled readings count.

    Errors:
        ValueError: a name has two meanings.
    """
    all_documents = tuple(documents)
    chosen = tuple(document for document in all_documents if _applies(document, policy, payer))
    known = tuple(vocabularies)
    value_sets: dict[str, frozenset[Code]] = {}
    for given in [
        *(given for vocabulary in known for given in vocabulary.value_sets),
        *(given for document in all_documents for given in document.value_sets),
    ]:
        _put(value_sets, given.name, frozenset(given.codes))
    criteria: dict[str, Criterion] = {}
    readings: dict[str, tuple[str, ...]] = {}
    for document in all_documents:
        for named in document.criteria:
            criteria[named.id] = named.criterion
        for reading in document.readings:
            _put(readings, reading.id, reading.options)
    settled = {
        given.reading: given.option
        for document in all_documents
        if document.kind == "payer" and document.id == payer
        for given in document.settled
    }
    return Texts(
        facts={fact.name: fact for vocabulary in known for fact in vocabulary.facts},
        constraints=tuple(given for vocabulary in known for given in vocabulary.constraints),
        value_sets=value_sets,
        documents=chosen,
        criteria=criteria,
        readings=readings,
        settled=settled,
    )


def _applies(document: Document, policy: str, payer: str) -> bool:
    if document.kind == "policy":
        return document.id == policy
    if document.kind == "plan" and document.payer != payer:
        return False
    return document.kind in ("plan", "mandate") and (not document.applies_to or policy in document.applies_to)


def _put(names: dict[str, _T], name: str, meaning: _T) -> None:
    if names.setdefault(name, meaning) != meaning:
        raise ValueError(f"{name} has two meanings")
