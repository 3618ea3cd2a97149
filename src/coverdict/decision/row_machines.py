"""Rows by the million: nothing but their possible outcomes, read no further than these depend on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from coverdict.decision.actions import possible_outcomes
from coverdict.decision.model import PossibleOutcome
from coverdict.language.model import FactType
from coverdict.library.dimensions import Dimension
from coverdict.library.layers import Outcome
from coverdict.library.program import Program
from coverdict.logic import Diagram, Machine, Mask, Reader

Outcomes: TypeAlias = tuple[PossibleOutcome, ...]
Row: TypeAlias = Mapping[str, Any]
Decide: TypeAlias = Callable[[Row], Outcomes]
Says: TypeAlias = Callable[[Any], Mapping[str, object]]
"""From a column's raw value to the fact that it says, in the form that cells take; empty: it says nothing."""

REMEMBER = 20_000
"""Codes to remember, and days of each code, before all are forgotten."""


def machine_of(
    program: Program, columns: Mapping[str, tuple[str, Says]], free: Sequence[Mask]
) -> Decide | None:
    """Decides rows under one program; None where no diagram holds it, so that there is nothing to walk.

    Arguments:
        columns: by fact, the key of its column and what raw values there say.
        free: of each dimension, the cells that are left without any row.
    """
    if not isinstance(program.outcome, Diagram):
        return None
    readers = {
        number: _reader(dimension, columns)
        for number, dimension in enumerate(program.dimensions)
        if any(fact.name in columns for fact in dimension.facts)
    }
    return Machine(program.outcome, readers, _named, free).decide


def _named(outcomes: frozenset[Hashable]) -> Outcomes:
    return possible_outcomes(outcome for outcome in outcomes if isinstance(outcome, Outcome))


def _reader(dimension: Dimension, columns: Mapping[str, tuple[str, Says]]) -> Reader:
    held = [columns[fact.name] for fact in dimension.facts if fact.name in columns]
    # Facts that share cells can contradict each other: a list and its count, two dates.
    several = len(dimension.facts) > 1 or dimension.facts[0].type in (FactType.CODES, FactType.LIST)
    says = tuple(said for _, said in held)
    return Reader(tuple(key for key, _ in held), partial(_cells, dimension, says), contradicts=several)


def _cells(dimension: Dimension, says: tuple[Says, ...], *raws: Any) -> Mask:
    known: dict[str, object] = {}
    for said, raw in zip(says, raws, strict=True):
        if raw is not None:
            known.update(said(raw))
    return dimension.group.allowed(known)


class Deciders(dict[Any, "Days"]):
    """By code, then by day, both as rows hold them: what decides such a row.

    Arguments:
        find: what decides rows of a code and a day; raises for those that are none.
    """

    def __init__(self, find: Callable[[Any, Any], Decide]) -> None:
        self.find = find

    def __missing__(self, code: Any) -> Days:
        if len(self) >= REMEMBER:
            self.clear()
        days = self[code] = Days(self.find, code)
        return days


class Days(dict[Any, Decide]):
    """What decides rows of one code, by day."""

    def __init__(self, find: Callable[[Any, Any], Decide], code: Any) -> None:
        self.find = find
        self.code = code

    def __missing__(self, day: Any) -> Decide:
        if len(self) >= REMEMBER:
            self.clear()
        decide = self[day] = self.find(self.code, day)
        return decide
