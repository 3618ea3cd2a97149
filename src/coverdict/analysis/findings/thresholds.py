"""Thresholds of two rules that meet at one point of a number, or leave one point to neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, permutations

from coverdict.analysis.findings.contexts import Applied, Applying, Context
from coverdict.analysis.findings.finding import Finding, Touched, found
from coverdict.analysis.findings.parts import Key
from coverdict.analysis.findings.readings import NUMBERS, is_point
from coverdict.analysis.findings.rules import overlapping
from coverdict.analysis.findings.wording import says, spoken
from coverdict.language.model import Fact, FactType
from coverdict.library.dimensions import Dimension
from coverdict.logic import Mask, Node


@dataclass(frozen=True, slots=True)
class _Line:
    """Three neighbouring parts of a number's values, everything else in the group being equal.

    Arguments:
        point: a single value, between the other two.
        text: the value as it is written.
    """

    dimension: int
    below: Mask
    point: Mask
    above: Mask
    text: str


@dataclass(frozen=True, slots=True)
class _Meeting:
    low: Applied
    high: Applied
    fact: str
    text: str
    shared: bool
    touched: Touched


class Meetings:
    """Pairs of rules whose thresholds meet.

    `apart`: the pairs, earlier first, that overlap at a single point alone.
    """

    def __init__(self) -> None:
        self._met: dict[tuple[Key, Key, str, bool], _Meeting] = {}
        self.apart: set[tuple[Key, Key]] = set()

    def look(self, context: Context) -> frozenset[tuple[Key, Key]]:
        """Look at the context's rules; the pairs, earlier first, that overlap at a single point alone."""
        apart: set[tuple[Key, Key]] = set()
        lines = {fact: tuple(_lines(context, fact)) for fact in _numbers(context)}
        for layer in context.layers:
            asked = [_asked(context, layer, applied) for applied in layer.rules]
            for number, later in enumerate(layer.rules):
                for earlier, facts in zip(layer.rules[:number], asked, strict=False):
                    if earlier.document is later.document and says(earlier.rule) != says(later.rule):
                        shared = {fact: lines[fact] for fact in facts & asked[number]}
                        apart.update(self._look_at(context, layer, earlier, later, shared))
        self.apart |= apart
        return frozenset(apart)

    def _look_at(
        self,
        context: Context,
        layer: Applying,
        earlier: Applied,
        later: Applied,
        lines: Mapping[str, Sequence[_Line]],
    ) -> Iterator[tuple[Key, Key]]:
        both = overlapping(context, earlier, later)
        for fact, cuts in lines.items():
            for low, high in permutations((earlier, later)):
                for line in cuts:
                    shared = _shared(context, low, high, both, line)
                    if shared != context.ground.nobody:
                        self._keep(context, low, high, fact, line, True, shared)
                        yield earlier.key, later.key
                    left = _left(context, layer, low, high, line)
                    if left != context.ground.nobody:
                        self._keep(context, low, high, fact, line, False, left)

    def _keep(
        self, context: Context, low: Applied, high: Applied, fact: str, line: _Line, shared: bool, who: Node
    ) -> None:
        key = (low.key, high.key, fact, shared)
        if key not in self._met:
            touched = context.ground.touched(who)
            self._met[key] = _Meeting(low, high, fact, line.text, shared, touched)

    def findings(self, dead: frozenset[Key]) -> Iterator[Finding]:
        for meeting in self._met.values():
            if meeting.low.key not in dead and meeting.high.key not in dead:
                yield _finding(meeting)


def _finding(meeting: _Meeting) -> Finding:
    low, high = meeting.low.rule, meeting.high.rule
    later = max((meeting.low, meeting.high), key=lambda applied: applied.rule.place)
    value = f"{meeting.fact} {meeting.text}"
    names = f"{low.id} ({spoken(low)}) below it and {high.id} ({spoken(high)}) above it"
    if meeting.shared:
        what = f"exactly {value} belongs to both rules that meet there, {names}"
        right = f"let one of them leave {meeting.text} out, or make it a reading if the source does not say"
    else:
        what = f"exactly {value} belongs to neither of the rules {names}"
        right = f"let one of them take {meeting.text} in, or make it a reading if the source does not say"
    return found(
        "thresholds-meet",
        *(later.document, later.rule.place, what, right, later.rule.id, meeting.touched),
    )


def _numbers(context: Context) -> Iterator[str]:
    for name in context.space.dimension_of:
        fact = context.space.names.facts.get(name)
        if fact is not None and fact.type in NUMBERS:
            yield name


def _asked(context: Context, layer: Applying, applied: Applied) -> frozenset[str]:
    """The numbers that a rule's condition depends on."""
    if applied.tree is None:
        return frozenset()
    support = context.ground.diagrams.support(layer.values.of(applied.tree))
    return frozenset(name for name in _numbers(context) if context.space.dimension_of[name] in support)


def _lines(context: Context, name: str) -> Iterator[_Line]:
    number = context.space.dimension_of[name]
    dimension = context.space.dimensions[number]
    for cells in _alike(dimension, name).values():
        ordered = sorted(cells.items(), key=lambda item: item[1][0])
        for (_, (_, below)), (text, (_, point)) in pairwise(ordered):
            above = next((mask for _, (value, mask) in ordered if value > cells[text][0]), 0)
            if is_point(text) and above:
                yield _Line(number, below, point, above, text)


def _alike(dimension: Dimension, name: str) -> dict[tuple[str, ...], dict[str, tuple[Decimal, Mask]]]:
    """By what the other facts of the group are: the parts of the number's values, each with one of them."""
    others = [fact for fact in dimension.facts if fact.name != name and _tells(fact)]
    group = dimension.group
    found_: dict[tuple[str, ...], dict[str, tuple[Decimal, Mask]]] = {}
    for cell in range(group.size):
        value = group.witness(cell).get(name)
        if not isinstance(value, Decimal):
            continue
        alike = found_.setdefault(tuple(group.describe(fact.name, 1 << cell) for fact in others), {})
        text = group.describe(name, 1 << cell)
        _, mask = alike.get(text, (value, 0))
        alike[text] = (value, mask | 1 << cell)
    return found_


def _tells(fact: Fact) -> bool:
    return fact.type is not FactType.LIST


def _shared(context: Context, low: Applied, high: Applied, both: Node, line: _Line) -> Node:
    """Patients at the point of whom both rules speak, where below it and above it one of them does alone."""
    ground, dimension = context.ground, line.dimension
    at = ground.cells(dimension, line.point)
    if both == ground.nobody or ground.without(both, at) != ground.nobody:
        return ground.nobody

    def there(patients: Node, cells: Mask) -> Node:
        return ground.some(ground.both(patients, ground.cells(dimension, cells)), dimension)

    return ground.without(
        ground.without(
            ground.both(both, at, there(low.holds, line.below), there(high.holds, line.above)),
            there(high.holds, line.below),
        ),
        there(low.holds, line.above),
    )


def _left(context: Context, layer: Applying, low: Applied, high: Applied, line: _Line) -> Node:
    """Patients at the point of whom no rule speaks, where one rule does below it and the other above it."""
    ground, dimension = context.ground, line.dimension
    silent = layer.left
    if layer.slot == "position":
        silent = ground.without(ground.everyone, ground.either(one.holds for one in layer.rules))
    left = ground.both(silent, ground.cells(dimension, line.point))
    if left == ground.nobody:
        return left

    def there(patients: Node, cells: Mask) -> Node:
        return ground.some(ground.both(patients, ground.cells(dimension, cells)), dimension)

    return ground.both(left, there(low.holds, line.below), there(high.holds, line.above))
