"""The trace of a policy before anybody is decided: its rules and criteria, each with its condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.language.model import Document, Rule
from coverdict.language.syntax import (
    Citation,
    Condition,
    Criterion,
    CriterionRef,
    Group,
    Leaf,
    Reading,
    condition_of,
)
from coverdict.library.atoms import Names, facts_of, own_leaves
from coverdict.text import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace: what it is called, where it stands, and when it is met.

    Arguments:
        condition: the condition whose truth the step shows; None for a step without one.
        facts: the facts to show beside it: of an expression, those that it speaks of.
        reading: the reading whose options are the children; empty for other steps.
        rule: the name (document id, `#`, rule id) of the rule that the step stands for; empty for others.
    """

    kind: str
    label: str
    place: Place
    condition: Condition | None = None
    text: str = ""
    facts: tuple[str, ...] = ()
    cites: Citation | None = None
    children: tuple[Step, ...] = ()
    reading: str = ""
    rule: str = ""


def rule_step(document: Document, rule: Rule, names: Names) -> Step:
    """The step of a rule, with the tree of its criteria."""
    name = f"{document.id}#{rule.id}"
    then = f"{rule.slot} is {rule.then}"
    if rule.otherwise is not None:
        then += f", otherwise {rule.otherwise}"
    label = f"{rule.id}: {then}"
    if rule.when is None:
        return Step("rule", label, rule.place, text=rule.label, cites=rule.cites, rule=name)
    return Step(
        "rule",
        label,
        rule.place,
        condition=condition_of(rule.when),
        text=rule.label,
        cites=rule.cites,
        children=_parts(rule.when, names),
        rule=name,
    )


def _parts(criterion: Criterion, names: Names) -> tuple[Step, ...]:
    """The steps below a rule: the parts of a nameless "all of", else the criterion itself."""
    body = criterion.body
    if not criterion.label and isinstance(body, Group) and body.connective == "all of":
        return tuple(criterion_step(part, names) for part in body.parts)
    return (criterion_step(criterion, names),)


def _named_step(name: str, names: Names) -> Step:
    """The step of a named criterion that an expression speaks of among other things."""
    inner = names.criteria[name]
    return Step(
        "criterion",
        inner.title or name.partition("#")[2],
        inner.place,
        condition_of(inner.criterion),
        name.partition("#")[2],
        cites=inner.criterion.cites,
        children=_parts(inner.criterion, names),
    )


def criterion_step(criterion: Criterion, names: Names) -> Step:
    body = criterion.body
    condition = condition_of(criterion)
    match body:
        case Leaf(text=text, condition=CriterionRef(criterion=name)):
            inner = names.criteria[name]
            return Step(
                "criterion",
                criterion.label or inner.title or name.partition("#")[2],
                criterion.place,
                condition,
                text,
                cites=criterion.cites or inner.criterion.cites,
                children=_parts(inner.criterion, names),
            )
        case Leaf(text=text, condition=leaf):
            own = tuple(own_leaves(leaf))
            named = dict.fromkeys(one.criterion for one in own if isinstance(one, CriterionRef))
            plain = (one for one in own if not isinstance(one, CriterionRef))
            facts = dict.fromkeys(name for one in plain for name in facts_of(one, names))
            return Step(
                "criterion",
                criterion.label or text,
                criterion.place,
                condition,
                text if criterion.label else "",
                tuple(name for name in facts if name in names.facts),
                criterion.cites,
                tuple(_named_step(name, names) for name in named),
            )
        case Group(connective=connective, parts=parts, at_least=count):
            words = f"at least {count} of" if connective == "at least" else connective
            return Step(
                "criterion",
                criterion.label or words,
                criterion.place,
                condition,
                words if criterion.label else "",
                cites=criterion.cites,
                children=tuple(criterion_step(part, names) for part in parts),
            )
        case Reading(reading=reading, options=options):
            return Step(
                "reading",
                criterion.label or reading.partition("#")[2],
                criterion.place,
                condition,
                f"reading: {reading.partition('#')[2]}",
                cites=criterion.cites,
                children=tuple(
                    Step(
                        "option",
                        label,
                        option.place,
                        condition_of(option),
                        cites=option.cites,
                        children=_parts(option, names),
                    )
                    for label, option in options
                ),
                reading=reading,
            )


def conditions(step: Step) -> Iterator[Condition]:
    """Every condition of a step and of those below it."""
    if step.condition is not None:
        yield step.condition
    for child in step.children:
        yield from conditions(child)


def reading_citations(step: Step, cites: Citation | None = None) -> Iterator[tuple[str, Citation]]:
    """The readings from a step down, each with the nearest citation."""
    nearest = step.cites or cites
    if step.reading and nearest is not None:
        yield step.reading, nearest
    for child in step.children:
        yield from reading_citations(child, nearest)
