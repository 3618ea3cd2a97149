"""The results of a study's file: one outcome at one time, or a curve that is read at several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar, cast

from coverdict.evidence.figures import figure
from coverdict.evidence.studies.cells import read_cell, read_estimate, read_p, read_time
from coverdict.evidence.studies.citing import CiteReader
from coverdict.evidence.studies.model import (
    WHOLE_STUDY,
    Cell,
    Derivation,
    Effect,
    Nature,
    Result,
    Unit,
)
from coverdict.evidence.studies.shapes import DerivedShape, EffectShape, ResultShape
from coverdict.language import ListNode, MapNode, Node, TextNode
from coverdict.language.scalars import shorten
from coverdict.language.shapes import place_of, read_shape
from coverdict.text import Place, Report, did_you_mean

ALL = "all"
"""The key under which a result says what all patients had."""

ReadT = TypeVar("ReadT")


@dataclass(frozen=True, slots=True)
class _Times:
    """When a result was read: the times as printed and in months, and whether they are those of a curve."""

    times: tuple[tuple[str, Decimal | None], ...]
    curve: bool


class ResultReader:
    """Reads the results of one study.

    Arguments:
        report: where problems go.
        arms: the ids of the study's arms, which the cells carry.
        cites: the study's sources.
    """

    def __init__(self, report: Report, arms: Collection[str], cites: CiteReader) -> None:
        self.report = report
        self.arms = arms
        self.cites = cites

    def read(self, nodes: Iterable[Node]) -> tuple[Result, ...]:
        """The results; what is wrong with them goes to the report."""
        results = [result for node in nodes for result in self._entry(node)]
        seen: dict[str, Place] = {}
        for result in results:
            first = seen.setdefault(result.id, result.place)
            if first is not result.place:
                what = f"the result {result.id} is already there in line {first.line}"
                self.report.add(result.place, what, "give it another id", len(result.id))
        for result in results:
            if result.part_of and result.part_of != WHOLE_STUDY and result.part_of not in seen:
                what = f"no result is called {result.part_of}, of which {result.id} is said to be a part"
                self.report.add(result.place, what, did_you_mean(result.part_of, [WHOLE_STUDY, *seen]))
        return tuple(results)

    def _entry(self, node: Node) -> list[Result]:
        """The results that one entry writes: one, or one for each time of a curve."""
        shape = read_shape(ResultShape, node, self.report, "a result")
        if shape is None:
            return []
        tree = cast(MapNode, node)
        nature = Nature(shape.nature)
        times = self._times(shape.at)
        rows = self._cells(shape, nature, times)
        effect = self._effect(shape.effect)
        p = self._text(shape.p, "p", read_p)
        self._require_substance(shape, tree, nature, effect)
        whole = Result(
            id=shape.id,
            outcome=shape.outcome,
            nature=nature,
            unit=Unit(shape.counts),
            time="",
            months=None,
            group=shape.group,
            cells=(),
            effect=effect,
            p=p,
            cites=self.cites.at(shape.lines),
            says=shape.says,
            place=place_of(tree, "id"),
            measured=shape.in_,
            curve=shape.id if times.curve else "",
            part_of=shape.part_of,
        )
        return [self._at(whole, number, times, rows) for number in range(len(times.times))]

    def _at(self, whole: Result, number: int, times: _Times, rows: Sequence[tuple[Cell, ...]]) -> Result:
        time, months = times.times[number]
        name = f"{whole.id}-{time.replace(' ', '')}" if times.curve else whole.id
        cells = tuple(row[number] for row in rows if number < len(row))
        return replace(whole, id=name, time=time, months=months, cells=cells)

    def _require_substance(
        self, shape: ResultShape, tree: MapNode, nature: Nature, effect: Effect | None
    ) -> None:
        """A result has numbers, or words that stand for them."""
        place = place_of(tree, "id")
        if nature is Nature.WORDS:
            if not shape.says:
                self.report.add(place, f"the result {shape.id} says nothing", "write says: …", len(shape.id))
        elif shape.found is None and effect is None and shape.effect is None:
            what = f"the result {shape.id} has no numbers"
            right = "write found: {…}, effect: {…}, or nature: words with says: …"
            self.report.add(place, what, right, len(shape.id))

    # --- times and cells -----------------------------------------------------------------------------

    def _times(self, node: Node | None) -> _Times:
        if isinstance(node, ListNode):
            times = tuple(self._time(item) for item in node.items)
            months = [month for _, month in times if month is not None]
            if not times:
                self.report.add(node.place, "at has no times", "write at: [1 y, 3 y, 5 y]")
            elif any(later <= earlier for earlier, later in pairwise(months)):
                self.report.add(node.place, "the times of a curve go up", "write at: [1 y, 3 y, 5 y]")
            return _Times(times, True)
        return _Times((("", None) if node is None else self._time(node),), False)

    def _time(self, node: Node) -> tuple[str, Decimal | None]:
        return self._text(node, "at", read_time) or ("", None)

    def _cells(self, shape: ResultShape, nature: Nature, times: _Times) -> list[tuple[Cell, ...]]:
        """For each arm its cells, one for each time."""
        if shape.found is None:
            if shape.derived is not None:
                self.report.add(shape.derived.place, "derived stands without found", "write found: {…}")
            return []
        if not isinstance(shape.found, MapNode):
            right = "write found: {cryo: 7 of 180 (3.9 %)}, or all: … for all patients"
            self.report.add(shape.found.place, "found has a cell for each arm", right)
            return []
        derived = self._derived(shape.derived, shape.found)
        rows = []
        for key, value in shape.found.entries:
            self._know_arm(key)
            cells = self._row(key, value, nature, times)
            if key.text in derived:
                cells = self._with_derived(cells, *derived[key.text])
            rows.append(cells)
        return rows

    def _know_arm(self, key: TextNode) -> None:
        if key.text != ALL and key.text not in self.arms:
            right = did_you_mean(key.text, [*self.arms, ALL])
            self.report.add(key.place, f"no arm is called {shorten(key.text)}", right, len(key.text) or 1)

    def _row(self, key: TextNode, value: Node, nature: Nature, times: _Times) -> tuple[Cell, ...]:
        items = value.items if isinstance(value, ListNode) else (value,)
        if isinstance(value, ListNode) is not times.curve or len(items) != len(times.times):
            number = len(times.times)
            right = f"write {number} cells in a list, one for each time" if times.curve else "write one cell"
            what = f"{shorten(key.text)} has not one cell for each time of `at`"
            self.report.add(value.place, what, right)
            return ()
        arm = "" if key.text == ALL else key.text

        def cell(text: str) -> Cell:
            return read_cell(text, arm, nature)

        read = [(item, self._text(item, key.text, cell)) for item in items]
        return tuple(replace(one, place=item.place) for item, one in read if one is not None)

    # --- what is derived -------------------------------------------------------------------------------

    def _derived(self, node: Node | None, found: MapNode) -> dict[str, tuple[DerivedShape, Node]]:
        if node is None:
            return {}
        if not isinstance(node, MapNode):
            right = "write derived: {cryo: {events: 13, total: 180, how: …}}"
            self.report.add(node.place, "derived has an entry for each arm", right)
            return {}
        shapes: dict[str, tuple[DerivedShape, Node]] = {}
        for key, value in node.entries:
            if key.text not in found.names():
                what = f"derived speaks of {shorten(key.text)}, and found does not"
                self.report.add(key.place, what, did_you_mean(key.text, found.names()), len(key.text) or 1)
                continue
            shape = read_shape(DerivedShape, value, self.report, "derived")
            if shape is not None:
                shapes[key.text] = (shape, value)
        return shapes

    def _with_derived(self, cells: tuple[Cell, ...], shape: DerivedShape, node: Node) -> tuple[Cell, ...]:
        """The cells with the derived numbers in the last of them: a curve's last time is what is pooled."""
        if not cells:
            return cells
        last = cells[-1]
        given = {"events": shape.events, "total": shape.total}
        of = tuple(name for name, number in given.items() if number is not None)
        if not of or shape.n is not None or shape.total == 0:
            self.report.add(
                node.place, "derived has events, a total above 0, or both", "write {events: 13, how: …}"
            )
            return cells
        for name in of:
            if getattr(last, name) is not None:
                what = f"{name} is derived, and stands under found as well"
                self.report.add(node.place, what, "keep one: what a source prints is not derived")
                return cells
        full = replace(
            last,
            events=shape.events if last.events is None else last.events,
            total=shape.total if last.total is None else last.total,
            derived=Derivation(shape.how, tuple(shape.others), of),
        )
        return (*cells[:-1], full)

    # --- comparisons ----------------------------------------------------------------------------------

    def _effect(self, node: Node | None) -> Effect | None:
        shape = None if node is None else read_shape(EffectShape, node, self.report, "an effect")
        if shape is None or not isinstance(node, MapNode):
            return None
        for key in ("treated", "control"):
            arm = node.get(key)
            if isinstance(arm, TextNode) and arm.text.strip() not in self.arms:
                what = f"no arm is called {shorten(arm.text)}"
                self.report.add(arm.place, what, did_you_mean(arm.text, self.arms), len(arm.text) or 1)
        if shape.treated == shape.control:
            self.report.add(place_of(node, "control"), "an effect compares two arms", "name another arm")
        estimate = self._text(node.get("value"), "value", read_estimate)
        level = self._level(node.get("level"))
        if estimate is None or level is None:
            return None
        return Effect(
            shape.measure,
            shape.treated,
            shape.control,
            estimate.figure,
            estimate.lower,
            estimate.upper,
            level,
            shape.adjusted,
        )

    def _level(self, node: Node | None) -> Decimal | None:
        if node is None:
            return Decimal("0.95")

        def level(text: str) -> Decimal:
            number = figure(text.strip().removesuffix("%"))
            if not 50 <= number.value < 100:
                raise ValueError(f"the level of an interval is written as 95 %, not {shorten(text)}")
            return number.value / 100

        return self._text(node, "level", level)

    def _text(self, node: Node | None, called: str, read: Callable[[str], ReadT]) -> ReadT | None:
        """What `read` makes of a text; None, and a problem, where it is none or `read` refuses it."""
        if node is None:
            return None
        if not isinstance(node, TextNode):
            self.report.add(node.place, f"{shorten(called)}: one text is expected")
            return None
        try:
            return read(node.text)
        except ValueError as error:
            width = max(1, len(node.text)) if "\n" not in node.text else 1
            self.report.add(node.place, f"{shorten(called)}: {error}", "", width)
            return None
