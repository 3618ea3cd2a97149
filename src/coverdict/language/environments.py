"""What the names in an expression can stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from coverdict.language.model import Document, Fact, ValueSet, Vocabulary
from coverdict.text import DocumentError, Problem


@dataclass(frozen=True, slots=True)
class Environment:
    """The names that an expression can use.

    Arguments:
        facts: facts by name.
        value_sets: value sets by the name that expressions use.
        criteria: the full id (document id, `#`, criterion id) by the name that expressions use.
        rules: ids of the document's rules, for messages only; `rule` is the one being read.
        slots: the slots that a condition may ask about here (`status is …`).
        fields_of: the list whose elements the expression is about; the facts are its fields then.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    value_sets: Mapping[str, ValueSet] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    rule: str = ""
    slots: frozenset[str] = frozenset()
    fields_of: str = ""


def local_name(full: str) -> str:
    """The name within its document of a criterion, value set or reading; `full` itself without `#`."""
    return full.rpartition("#")[2]


def environment(vocabularies: Iterable[Vocabulary], used: Iterable[Document] = ()) -> Environment:
    """The merged names of `vocabularies` and of the documents that a document uses.

    Arguments:
        vocabularies: a vocabulary and all that it extends, each once.
        used: the documents under `uses`.
    Errors: DocumentError when two of them give one name to different things, and when a document that is
        no definitions is used.
    """
    vocabularies, used = tuple(vocabularies), tuple(used)
    problems = [
        Problem(
            document.place, f"{document.id} is a {document.kind}", "only definitions can be used by others"
        )
        for document in used
        if document.kind != "definitions"
    ]
    facts: dict[str, Fact] = {}
    for fact in chain.from_iterable(vocabulary.facts for vocabulary in vocabularies):
        first = facts.setdefault(fact.name, fact)
        if first.place != fact.place:
            what = f"the fact {fact.name} is already defined at {first.place}"
            problems.append(Problem(fact.place, what, "keep one of them", width=len(fact.name)))
    sets: dict[str, ValueSet] = {}
    holders: tuple[Vocabulary | Document, ...] = (*vocabularies, *used)
    for value_set in chain.from_iterable(holder.value_sets for holder in holders):
        name = local_name(value_set.name)
        known = sets.setdefault(name, value_set)
        if known.place != value_set.place:
            what = f"the value set {name} is already defined at {known.place}"
            problems.append(Problem(value_set.place, what, "give one of them another name"))
    criteria: dict[str, str] = {}
    for criterion in chain.from_iterable(document.criteria for document in used):
        name = local_name(criterion.id)
        other = criteria.setdefault(name, criterion.id)
        if other != criterion.id:
            what = f"the criterion {name} is also in {other.rpartition('#')[0]}, which is used beside it"
            problems.append(Problem(criterion.place, what, "give one of them another id", width=len(name)))
    if problems:
        raise DocumentError(problems)
    return Environment(facts, sets, criteria)
