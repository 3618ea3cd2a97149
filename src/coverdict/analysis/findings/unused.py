"""Criteria and value sets that nothing uses: a statement and criteria that were never joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coverdict.analysis.findings.finding import Finding, Severity, found
from coverdict.language.model import Document
from coverdict.language.syntax import (
    AnyIn,
    Compare,
    Condition,
    CountTerm,
    CriterionRef,
    ExtremeTerm,
    InCodes,
    condition_of,
)
from coverdict.language.walks import conditions_in


def unused(document: Document, library: Iterable[Document]) -> Iterator[Finding]:
    """The criteria and value sets of a document that no rule, duty or criterion uses.

    Arguments:
        library: all documents at hand; those who use definitions stand in others.
    """
    criteria: set[str] = set()
    value_sets: set[str] = set()
    for text in library if document.kind == "definitions" else (document,):
        for condition in _conditions(text):
            for part in conditions_in(condition):
                criteria |= {part.criterion} if isinstance(part, CriterionRef) else set()
                value_sets.update(_sets(part))
    for criterion in document.criteria:
        if criterion.id not in criteria:
            name = criterion.id.partition("#")[2]
            severity: Severity = "note" if document.kind == "definitions" else "error"
            what = f"the criterion {name} is never used: no rule, duty or criterion leads to it"
            right = f"write {name} into the rule that it belongs to, or remove it"
            yield found("criterion-unused", document, criterion.place, what, right, name, severity=severity)
    for value_set in document.value_sets:
        if value_set.name not in value_sets:
            name = value_set.name.rpartition("#")[2]
            what = f"the value set {name} is never used"
            right = "use it in a criterion, or remove it"
            yield found("value-set-unused", document, value_set.place, what, right, name)


def _conditions(document: Document) -> Iterator[Condition]:
    for rule in document.rules:
        if rule.when is not None:
            yield condition_of(rule.when)
    for duty in document.duties:
        if duty.when is not None:
            yield condition_of(duty.when)
    for criterion in document.criteria:
        yield condition_of(criterion.criterion)


def _sets(condition: Condition) -> Iterator[str]:
    match condition:
        case InCodes(value_sets=names) | AnyIn(value_sets=names):
            yield from names
        case Compare(term=CountTerm(where=where) | ExtremeTerm(where=where)) if where is not None:
            for part in conditions_in(where):
                yield from _sets(part)
