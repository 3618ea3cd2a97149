"""Every single change of a criterion tree: of its expressions, its connectives and its readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from coverdict.analysis.cases.condition_changes import (
    ConditionChange,
    Terms,
    condition_changes,
    counts_beside,
    exchanged,
)
from coverdict.language.syntax import Condition, Criterion, Group, Leaf, Reading
from coverdict.text import Place

CONNECTIVES: tuple[Literal["all of", "any of", "none of"], ...] = ("all of", "any of", "none of")


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion with one thing changed.

    Arguments:
        criterion: the whole criterion, as changed.
        says: what was changed.
        place: where.
        decides: of the negation of a criterion or of a part of an expression, how that is called; empty for
            other changes, and for a group that has no name.
        negated: the part of an expression that the change negates; None for other changes.
    """

    criterion: Criterion
    says: str
    place: Place
    decides: str = ""
    negated: Condition | None = None


def criterion_changes(criterion: Criterion, terms: Terms, name: str = "") -> Iterator[CriterionChange]:
    """Every single change of a criterion.

    Arguments:
        name: how the criterion is called where it has no label.
    """
    match criterion.body:
        case Leaf() as leaf:
            for change in condition_changes(leaf.condition, terms):
                yield _of_leaf(criterion, leaf, change)
        case Group() as group:
            yield _negated(criterion, criterion.label or name)
            yield from _of_connective(criterion, group)
            for number, part in enumerate(group.parts):
                for inner in criterion_changes(part, terms):
                    parts = exchanged(group.parts, number, inner.criterion)
                    yield replace(inner, criterion=replace(criterion, body=replace(group, parts=parts)))
        case Reading() as reading:
            yield _negated(criterion, called(criterion))
            yield from _of_options(criterion, reading)
            for number, (label, option) in enumerate(reading.options):
                for inner in criterion_changes(option, terms):
                    options = exchanged(reading.options, number, (label, inner.criterion))
                    yield replace(inner, criterion=replace(criterion, body=replace(reading, options=options)))


def called(criterion: Criterion) -> str:
    """What a person calls a criterion: its label or, without one, what it says in short."""
    if criterion.label:
        return criterion.label
    match criterion.body:
        case Leaf(text=text):
            return text
        case Group(connective="at least", at_least=count):
            return f"at least {count} of"
        case Group(connective=connective):
            return connective
        case Reading(reading=reading):
            return f"reading {reading.partition('#')[2]}"


def _of_leaf(criterion: Criterion, leaf: Leaf, change: ConditionChange) -> CriterionChange:
    # The text stays as it was written: it is what a person looks for in the document.
    whole = change.negated is leaf.condition
    decides = ""
    if change.negated is not None:
        decides = called(criterion) if whole else change.says.partition("` becomes `")[0].strip("`")
    return CriterionChange(
        replace(criterion, body=replace(leaf, condition=change.condition)),
        change.says,
        criterion.place,
        decides,
        change.negated,
    )


def _negated(criterion: Criterion, name: str) -> CriterionChange:
    turned = Criterion(Group("none of", (criterion,)), criterion.place, criterion.label)
    says = f"`{name or called(criterion)}` is negated"
    return CriterionChange(turned, says, criterion.place, name)


def _of_connective(criterion: Criterion, group: Group) -> Iterator[CriterionChange]:
    if group.connective == "at least":
        others: list[Group] = [
            replace(group, at_least=count) for count in counts_beside(group.at_least, len(group.parts))
        ]
        named = [f"at least {other.at_least} of" for other in others]
    else:
        others = [replace(group, connective=one) for one in CONNECTIVES if one != group.connective]
        named = [other.connective for other in others]
    before = called(replace(criterion, label=""))
    about = f" in `{criterion.label}`" if criterion.label else ""
    for other, name in zip(others, named, strict=True):
        says = f"`{before}` becomes `{name}`{about}"
        yield CriterionChange(replace(criterion, body=other), says, criterion.place)


def _of_options(criterion: Criterion, reading: Reading) -> Iterator[CriterionChange]:
    """An option means what another does, or two of them change places."""
    name = reading.reading.partition("#")[2]
    options = reading.options
    for number, (label, _) in enumerate(options):
        for other, (other_label, meaning) in enumerate(options):
            if other == number:
                continue
            copied = exchanged(options, number, (label, meaning))
            says = f"reading {name}: `{label}` means what `{other_label}` does"
            body = replace(reading, options=copied)
            yield CriterionChange(replace(criterion, body=body), says, criterion.place)
            if number < other:
                swapped = exchanged(copied, other, (other_label, options[number][1]))
                says = f"reading {name}: `{label}` and `{other_label}` change places"
                body = replace(reading, options=swapped)
                yield CriterionChange(replace(criterion, body=body), says, criterion.place)
