"""What the test patients of a policy have to show, each with the patients who show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.analysis.cases.boundaries import boundary_values
from coverdict.analysis.cases.mutants import Mutant
from coverdict.analysis.cases.occasions import Occasion
from coverdict.analysis.cases.telling import Telling
from coverdict.analysis.cases.written import term_written, value_written
from coverdict.analysis.space import Side
from coverdict.language.syntax import Compare, Condition
from coverdict.library.layers import NO_STATUS, Ruling, rule_name
from coverdict.library.program import raw_value
from coverdict.logic.construction import Node
from coverdict.logic.fewest import meet

SERVICE_CODE = "service.code"


Kind: TypeAlias = Literal["boundary", "rule", "criterion", "code", "slip"]


@dataclass(frozen=True, slots=True)
class Showing:
    """What a patient shows: that a boundary is visited, that a rule or criterion decides, a code, a slip."""

    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing to show.

    Arguments:
        patients: the node of those who show it; `false` where nobody does.
        mutant: of a slip, the position of the changed texts that these patients tell from the original.
    """

    patients: Node
    showing: Showing
    mutant: int = -1


def boundaries(side: Side, compared: Compare) -> Iterator[tuple[str, Condition]]:
    """The values at and beside a comparison's constant, each in words and as a condition."""
    facts = side.names.facts
    for value in boundary_values(compared, facts):
        words = f"{term_written(compared.term, facts)} at {value_written(compared.term, value, facts)}"
        yield words, Compare(compared.term, "=", value)


def obligations(telling: Telling, mutants: Sequence[Mutant], occasion: Occasion) -> tuple[Obligation, ...]:
    """Everything to show: boundaries, rules, criteria and codes first, then the slips to notice.

    Arguments:
        mutants: those of this space; they are numbered as they stand.
    """
    apart = [telling.apart(mutant.side) for mutant in mutants]
    return (
        *_boundaries(telling, mutants, apart),
        *_rules(telling),
        *(
            Obligation(node, Showing("criterion", mutant.decides))
            for mutant, node in zip(mutants, apart, strict=True)
            if mutant.decides
        ),
        *_codes(telling, occasion),
        *(
            Obligation(node, Showing("slip", mutant.says), number)
            for number, (mutant, node) in enumerate(zip(mutants, apart, strict=True))
        ),
    )


def _boundaries(telling: Telling, mutants: Sequence[Mutant], apart: Sequence[Node]) -> Iterator[Obligation]:
    """A patient at each boundary value: one for whom the comparison decides, where there is such a one."""
    for mutant, decided in zip(mutants, apart, strict=True):
        if mutant.compared is None:
            continue
        for words, condition in boundaries(telling.original, mutant.compared):
            if not telling.knows(condition):
                continue
            there = telling.where(condition)
            deciding = meet(telling.diagrams, there, decided)
            yield Obligation(
                deciding if deciding != telling.diagrams.false else telling.some_reading(there),
                Showing("boundary", words),
            )


def _rules(telling: Telling) -> Iterator[Obligation]:
    """Each rule, and each `otherwise`, decides; where that can be, no rule does."""
    for text in telling.original.texts:
        for rule in text.rules:
            name = rule_name(text, rule)
            met = Ruling(rule.then, rule.layer, name)
            yield Obligation(telling.ruled(met), Showing("rule", f"rule {rule.id}"))
            if rule.otherwise is not None:
                otherwise = Ruling(rule.otherwise, rule.layer, name, otherwise=True)
                yield Obligation(telling.ruled(otherwise), Showing("rule", f"rule {rule.id}, otherwise"))
    silent = telling.ruled(NO_STATUS)
    if silent != telling.diagrams.false:
        yield Obligation(silent, Showing("rule", "no rule"))


def _codes(telling: Telling, occasion: Occasion) -> Iterator[Obligation]:
    """Each governed code that a rule may tell from others."""
    space = telling.space
    if SERVICE_CODE not in space.dimension_of:
        return
    number = space.dimension_of[SERVICE_CODE]
    group, fact = space.dimensions[number].group, space.names.facts[SERVICE_CODE]
    for entry in occasion.governed:
        mask = group.allowed({SERVICE_CODE: raw_value(fact, entry.code)})
        there = telling.diagrams.literal(number, mask)
        yield Obligation(telling.some_reading(there), Showing("code", str(entry.code)))
