"""Every state that an interview can come to, by every question that it offers and every answer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from coverdict.decision import Interview
from coverdict.language.model import Fact

State: TypeAlias = frozenset[tuple[str, object]]
"""What is known: facts and their values, in whatever order they were answered."""


def state_of(interview: Interview) -> State:
    return frozenset((name, stated.value) for name, stated in interview.facts.items())


def results(interview: Interview) -> frozenset[str | None]:
    """What the interview is to settle, as far as it is open."""
    if interview.target == "disposition":
        return frozenset(interview.dispositions)
    return frozenset(outcome.status for outcome in interview.possible)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in a person's words, how many of the fact's cells it stands for, and what it leads to."""

    text: str
    cells: int
    then: Interview


def answered(interview: Interview, fact: str) -> Iterator[Said]:
    """One answer for each block of values that the program tells apart."""
    program = interview.analyst.program
    dimension = program.dimensions[program.dimension_of[fact]]
    kind = program.names.facts[fact]
    known = {name: _raw(stated.value) for name, stated in interview.facts.items() if name in dimension_facts(dimension)}
    for answer in dimension.group.answers(fact, known):
        text = _text(kind, answer.value)
        yield Said(text, answer.cells.bit_count(), interview.answer(fact, text))
