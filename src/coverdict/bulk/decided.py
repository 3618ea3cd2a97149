"""A practice as tables: what is read of a row under it, and where that leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from coverdict.bulk.answers import Result, result_of
from coverdict.bulk.axes import Axis, Known, Reading
from coverdict.bulk.dialects import UnsayableError
from coverdict.bulk.kinds import Column
from coverdict.bulk.mapping import Held
from coverdict.bulk.routes import Practised
from coverdict.bulk.spelling import Spelled
from coverdict.decision.asking import questions_about
from coverdict.decision.eligibility import ENDED
from coverdict.decision.knowledge import Knowledge, knowledge_of, known_cells
from coverdict.language.model import Fact
from coverdict.library.dimensions import Dimension
from coverdict.library.layers import Outcome
from coverdict.library.program import Program
from coverdict.logic import (
    ENTRIES,
    Blocks,
    Diagram,
    Digit,
    Ending,
    TooManyStatesError,
    blocks_of,
    in_order_of_reading,
    symbols_of,
    unlisted_blocks,
)
from coverdict.logic.restriction import Restricted

CHECKS = -1
"""The dimension of the digit that says whether columns which decide nothing can be read."""

AxisMaker: TypeAlias = Callable[[Fact, Column, Dimension | None], Axis]
"""The axis of a fact from its column and its dimension, if a policy asks for it."""


@dataclass(frozen=True)
class Decided:
    """One practice, compiled for the columns of a table.

    Arguments:
        readings: what is read, by dimension.
        checks: axes whose values have to be readable, apart from what they decide.
        digits: in the order of the tables.
        blocks: the tables.
        free: of each dimension, the cells that are left without any row.
    """

    practised: Practised
    readings: Mapping[int, Reading]
    checks: tuple[Axis, ...]
    digits: tuple[Digit, ...]
    blocks: Blocks
    empty: Knowledge

    @property
    def program(self) -> Program:
        return self.practised.practice.program

    @property
    def odd(self) -> tuple[Axis, ...]:
        """The axes of which one look says whether all can be read; none where each is a digit."""
        return () if self.check_digits else self.checks

    @property
    def check_digits(self) -> tuple[Digit, ...]:
        """The digits that say whether columns which decide nothing can be read."""
        return tuple(digit for digit in self.digits if digit.dimension < 0)

    @property
    def is_listed(self) -> bool:
        """Whether tables say where each key leads; otherwise each key that is met has to be worked out."""
        return bool(self.blocks.endings) or not self.blocks.blocks

    def is_readable(self, keys: tuple[int, ...]) -> bool:
        """Whether all values of a row with these keys can be read."""
        masks = {digit.dimension: digit.masks for digit in self.digits}
        return all(masks[dimension][symbol] is not None for dimension, symbol in self.symbols(keys).items())

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Every axis of a row."""
        return (*(axis for reading in self.readings.values() for axis in reading.axes), *self.checks)

    @property
    def questions(self) -> str:
        """The facts worth asking for, as answers name them, where nothing is read of a row."""
        dispositions = self.practised.practice.analyst.dispositions
        return ", ".join(questions_about(self.program, self.empty, dispositions))

    def outcomes(self, ending: Ending) -> frozenset[Outcome]:
        """The outcomes that a row with this ending has."""
        diagram = self.program.outcome
        assert isinstance(diagram, Diagram)
        return frozenset(one for one in diagram.nodes.set_of(ending.values) if isinstance(one, Outcome))

    def result(self, ending: Ending) -> Result | None:
        """The result of an ending; None where facts contradict each other, or cannot be read."""
        if ending.unreadable or not ending.values:
            return None
        return result_of(self.outcomes(ending), self.program.policy.id, self.practised.version)

    def symbols(self, keys: tuple[int, ...]) -> dict[int, int]:
        """The symbol of each dimension, by the keys of all blocks."""
        found: dict[int, int] = {}
        for key, block in zip(keys, self.blocks.blocks, strict=True):
            for at, symbol in zip(block.digits, symbols_of(key, block, self.digits), strict=True):
                found[self.digits[at].dimension] = symbol
        return found

    def said(self, symbols: Mapping[int, int]) -> dict[int, Known]:
        """What the symbols of dimensions say; they are all readable."""
        found: dict[int, Known] = {}
        for dimension, symbol in symbols.items():
            if dimension >= 0:
                known = self.readings[dimension].known(symbol)
                assert known is not None
                found[dimension] = known
        return found

    def knowledge(self, symbols: Mapping[int, int]) -> Knowledge:
        """What is known of a row with these symbols."""
        masks, known = list(self.empty.masks), list(self.empty.known)
        for dimension, said in self.said(symbols).items():
            known[dimension] = {**known[dimension], **said}
            masks[dimension] = self.program.dimensions[dimension].group.allowed(known[dimension])
        return known_cells(self.program, masks, known)


def asked_facts(program: Program) -> dict[str, Fact]:
    """The facts that a row is read for, as `Rows.determine` reads them: those that rules, guidelines and
    duties ask for, and the end of coverage."""
    names = program.names.facts
    wanted = dict.fromkeys(name for name in program.dimension_of if name in names and name != "payer")
    wanted.update(dict.fromkeys(name for duty in program.policy.duties for name in (duty.event, duty.anchor)))
    wanted.update(dict.fromkeys((ENDED, "service.code", "service.date", "product")))
    return {name: names[name] for name in wanted if name in names}


def decide_columns(
    practised: Practised, table: Held, axes: AxisMaker, spelled: Spelled, entries: int = ENTRIES
) -> Decided:
    """The tables of a practice.

    Arguments:
        table: the columns that hold facts.
        axes: makes the axis of a fact.
        spelled: what was looked up of values that SQL does not read.
        entries: about how large a table may be.

    Errors:
        UnsayableError: a fact that cannot be told from its column.
    """
    practice = practised.practice
    program = practice.program
    columns = {**table.facts, "service.code": table.code, "service.date": table.day}
    own = practised.own
    empty = knowledge_of(program, {"payer": practised.payer, **own}, practice.settled)
    # What this way's rows have in common may leave little of the policy to be read.
    diagram = program.outcome if isinstance(program.outcome, Diagram) else None
    tested = program.outcome.support() if diagram is None else Restricted(diagram, empty.masks).tested
    readings: dict[int, Reading] = {}
    checks: list[Axis] = []
    for number, dimension in enumerate(program.dimensions):
        facts = [
            fact
            for fact in dimension.facts
            if fact.name in columns and fact.name not in own and fact.name != "payer"
        ]
        found = tuple(spelled.applied(axis) for axis in _axes(facts, columns, dimension, axes, spelled))
        # Several facts of one dimension can contradict each other, whatever the policy asks.
        if found and (number in tested or len(found) > 1 or found[0].whole):
            readings[number] = Reading(number, tuple(map(_read, found)))
        # Of shared axes each symbol is a digit's, irregular ones among them; of others one look says all.
        if number not in readings or found[0].shared is None:
            checks += [axis for axis in found if axis.irregular is not None]
    for name, fact in asked_facts(program).items():
        if name not in program.dimension_of and name in columns:
            axis = spelled.applied(_axis(fact, columns[name], None, axes))
            if axis.irregular is not None:
                checks.append(axis)
    digits = [_digit(program, reading, empty) for reading in readings.values()]
    if checks and all(axis.shared is not None for axis in checks):
        # Symbols of shared axes are added up, so that each check is a digit of its own.
        digits += [Digit(CHECKS - at, (1, None)) for at in range(len(checks))]
    ordered, blocks = _tables(diagram, digits, empty, entries)
    return Decided(practised, readings, tuple(checks), ordered, blocks, empty)


def _read(axis: Axis) -> Axis:
    return axis if axis.shared is not None else axis.regular()


def _tables(
    diagram: Diagram | None, digits: Sequence[Digit], empty: Knowledge, entries: int
) -> tuple[tuple[Digit, ...], Blocks]:
    """The digits in the order of reading, and their tables; for too many states, keys alone."""
    if diagram is None:
        return tuple(digits), unlisted_blocks(digits)
    ordered = in_order_of_reading(diagram, digits)
    try:
        return ordered, blocks_of(diagram, ordered, empty.masks, entries)
    except TooManyStatesError:
        return ordered, unlisted_blocks(ordered)


def _axes(
    facts: Sequence[Fact],
    columns: Mapping[str, Column],
    dimension: Dimension,
    axes: AxisMaker,
    spelled: Spelled,
) -> tuple[Axis, ...]:
    """An axis for each fact, or one for all that can only be told together."""
    try:
        return tuple(_axis(fact, columns[fact.name], dimension, axes) for fact in facts)
    except UnsayableError:
        return (spelled.together(facts, columns, dimension),)


def _axis(fact: Fact, column: Column, dimension: Dimension | None, axes: AxisMaker) -> Axis:
    axis = axes(fact, column, dimension)
    if axis.shared is not None:
        return axis
    # Rows without a code or a day are sent no way.
    return axis.always_known() if fact.name in ("service.code", "service.date") else axis


def _digit(program: Program, reading: Reading, empty: Knowledge) -> Digit:
    group = program.dimensions[reading.dimension].group
    masks: list[int | None] = []
    for symbol in range(reading.size):
        known = reading.known(symbol)
        masks.append(None if known is None else group.allowed({**empty.known[reading.dimension], **known}))
    return Digit(reading.dimension, tuple(masks))
