"""Groups of dates, compared with days of the calendar and with each other by spans of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from coverdict.logic.cells.atoms import Atom, DateIs, Span
from coverdict.logic.cells.date_terms import DateTerm, date_test, tangled, terms_of
from coverdict.logic.cells.gaps import Gaps
from coverdict.logic.cells.group import (
    CELL_BUDGET,
    Answer,
    Raw,
    cell_masks,
    known_answers,
    must_allow,
    must_be,
    within_budget,
)
from coverdict.logic.cells.spans import (
    FIRST,
    LAST,
    Bound,
    greatest_solution,
    least_solution,
    rises_forever,
)
from coverdict.logic.formula import Mask

_REMEMBERED = 4096

_System: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[Bound, ...]]
"""Levels, lows, highs and bounds of a box."""


@dataclass(frozen=True, slots=True)
class _Box:
    """One level of every term: ends for each date and bounds between them; it has a solution."""

    cell: int
    levels: tuple[int, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    bounds: tuple[Bound, ...]


class Dates:
    """Dates that comparisons link; raw values are `datetime.date`.

    The level of every term decides every atom. A choice of levels is a system of upper and lower ends
    and of bounds between dates, whose least solution is found, or shown not to exist, exactly (see
    spans.py); so cells are exactly the atom vectors that occur. Known dates are ends that coincide.

    Arguments:
        facts: the date facts, in order.
        atoms: DateIs and Span over these facts.
        first, last: the domain; a raw value outside it is a ValueError.
    """

    def __init__(
        self,
        facts: Iterable[str],
        atoms: Iterable[DateIs | Span],
        *,
        first: date = FIRST,
        last: date = LAST,
    ) -> None:
        self.facts: tuple[str, ...] = tuple(facts)
        self._first, self._last = first.toordinal(), last.toordinal()
        unique = tuple(dict.fromkeys(atoms))
        self._constants = frozenset(atom.day.toordinal() for atom in unique if isinstance(atom, DateIs))
        position = {fact: index for index, fact in enumerate(self.facts)}
        tests = tuple(date_test(atom, position) for atom in unique)
        self._terms = terms_of(tests)
        self._spans = tuple(term for term in self._terms if term.start >= 0)
        self._tangled = tangled((term.start, term.end) for term in self._spans)
        columns = {(term.start, term.end, term.in_months): index for index, term in enumerate(self._terms)}
        readers = []
        for test in tests:
            column = columns[test.start, test.end, test.in_months]
            readers.append((column, test.true_levels(self._terms[column].steps)))
        cells: dict[tuple[bool, ...], int] = {}
        boxes: list[_Box] = []
        for levels, lows, highs, bounds in self._systems():
            vector = tuple(bool(mask >> levels[column] & 1) for column, mask in readers)
            cell = cells.setdefault(vector, len(cells))
            boxes.append(_Box(cell, levels, lows, highs, bounds))
            within_budget(len(boxes), CELL_BUDGET, ", ".join(self.facts))
        self._boxes = tuple(boxes)
        self._by_levels = {box.levels: box.cell for box in boxes}
        self.size = len(cells)
        self._all: Mask = (1 << self.size) - 1
        self._holds = cell_masks(cells, unique)
        self._gaps: dict[tuple[int, tuple[Bound, ...]], Gaps] = {}
        self._remembered: dict[tuple[int | None, ...], Mask] = {}
        self._remembered_answers: dict[tuple[int, tuple[int | None, ...]], tuple[Answer, ...]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_gaps": {}, "_remembered": {}, "_remembered_answers": {}}

    def _systems(self) -> Iterator[_System]:
        """Every choice of levels that has a solution: levels, ends and bounds."""
        count = len(self.facts)

        def extend(
            levels: tuple[int, ...], lows: list[int], highs: list[int], bounds: tuple[Bound, ...]
        ) -> Iterator[_System]:
            if len(levels) == len(self._terms):
                yield levels, tuple(lows), tuple(highs), bounds
                return
            term = self._terms[len(levels)]
            for level in range(len(term.steps) + 1):
                low, high, added = list(lows), list(highs), bounds
                if term.start >= 0:
                    added = (*bounds, *term.bounds(level))
                    if self._tangled and rises_forever(count, added):
                        continue
                elif level:
                    low[term.end] = max(low[term.end], term.steps[level - 1])
                if term.start < 0 and level < len(term.steps):
                    high[term.end] = min(high[term.end], term.steps[level] - 1)
                # Bounds only raise the low ends, so the solution so far is where the next one starts.
                solution = least_solution(low, high, added)
                if solution is not None:
                    yield from extend((*levels, level), solution, high, added)

        yield from extend((), [self._first] * count, [self._last] * count, ())

    # --- what is known ---

    def _day(self, fact: str, value: object) -> int:
        if not isinstance(value, date):
            raise TypeError(f"{fact}: a date is a datetime.date, not {value!r}")
        day = value.toordinal()
        if not self._first <= day <= self._last:
            first, last = date.fromordinal(self._first), date.fromordinal(self._last)
            raise ValueError(f"{fact}: {value} is not between {first} and {last}")
        return day

    def _known(self, known: Raw) -> tuple[int | None, ...]:
        return tuple(
            None if (value := known.get(fact)) is None else self._day(fact, value) for fact in self.facts
        )

    def cell_of(self, days: Sequence[date]) -> int:
        """The cell of a date for each of the facts, in their order."""
        numbers = [self._day(fact, day) for fact, day in zip(self.facts, days, strict=True)]
        return self._by_levels[tuple(term.level(numbers) for term in self._terms)]

    def _open_boxes(self, days: tuple[int | None, ...]) -> list[tuple[_Box, list[int], list[int]]]:
        """The boxes that agree with the known days, with the ends narrowed to these."""
        known = [-1 if day is None else day for day in days]
        settled = [
            (column, term.level(known))
            for column, term in enumerate(self._terms)
            if known[term.end] >= 0 and (term.start < 0 or known[term.start] >= 0)
        ]
        found = []
        for box in self._boxes:
            if all(box.levels[column] == level for column, level in settled):
                ends = tuple(zip(box.lows, box.highs, days, strict=True))
                lows = [low if day is None else max(low, day) for low, _, day in ends]
                highs = [high if day is None else min(high, day) for _, high, day in ends]
                solution = least_solution(lows, highs, box.bounds)
                if solution is not None:
                    found.append((box, solution, highs))
        return found

    def holds(self, atom: Atom) -> Mask:
        return self._holds[atom]

    def allowed(self, known: Raw) -> Mask:
        days = self._known(known)
        mask = self._remembered.get(days)
        if mask is None:
            mask = self._allowed(days)
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[days] = mask
        return mask

    def _allowed(self, days: tuple[int | None, ...]) -> Mask:
        complete = [day for day in days if day is not None]
        if len(complete) == len(days):
            return 1 << self._by_levels[tuple(term.level(complete) for term in self._terms)]
        if not complete:
            return self._all
        mask = 0
        for box, _, _ in self._open_boxes(days):
            mask |= 1 << box.cell
        return mask

    def witness(self, cell: int) -> dict[str, object]:
        return self.completion(cell, {})

    def completion(self, cell: int, known: Raw) -> dict[str, object]:
        must_allow(cell, self.allowed(known))
        for box, solution, _ in self._open_boxes(self._known(known)):
            if box.cell == cell:
                return dict(zip(self.facts, map(date.fromordinal, solution), strict=True))
        raise AssertionError("an allowed cell has a box with a solution")

    # --- what can still be answered ---

    def answers(self, fact: str, known: Raw) -> tuple[Answer, ...]:
        must_be(fact, self.facts)
        if (value := known.get(fact)) is not None:
            return known_answers(value, self.allowed(known))
        key = self.facts.index(fact), self._known(known)
        found = self._remembered_answers.get(key)
        if found is None:
            found = self._answers(*key)
            if len(self._remembered_answers) >= _REMEMBERED:
                self._remembered_answers.clear()
            self._remembered_answers[key] = found
        return found

    def _answers(self, position: int, days: tuple[int | None, ...]) -> tuple[Answer, ...]:
        """A sweep over the days on which some box opens or closes for the date at `position`."""
        changes: dict[int, list[tuple[int, int]]] = {}
        for box, lows, highs in self._open_boxes(days):
            for first, last in self._runs(position, days, box, lows, highs):
                changes.setdefault(first, []).append((box.cell, 1))
                changes.setdefault(last + 1, []).append((box.cell, -1))
        open_boxes = [0] * self.size
        mask, samples = 0, dict[Mask, int]()
        for day in sorted(changes):
            for cell, change in changes[day]:
                open_boxes[cell] += change
                mask = mask | 1 << cell if open_boxes[cell] else mask & ~(1 << cell)
            if mask:
                samples.setdefault(mask, day)
        return tuple(Answer(date.fromordinal(day), cells) for cells, day in samples.items())

    def _runs(
        self, position: int, days: tuple[int | None, ...], box: _Box, lows: list[int], highs: list[int]
    ) -> Iterator[tuple[int, int]]:
        """The days that one date can have in a box, as runs from the first to the last day.

        Where the unknown dates linked to it are linked without a circle, or by days alone, they are one
        run. Days alone are a system of differences, whose solutions in whole numbers are convex. Without
        a circle, one span lets a date a have a partner among the days from `low` to `high` exactly when
        its earliest partner is not after `high` and its latest not before `low` (there always is a
        partner, spans take every value), so the days for a are one run, and so on along the tree.
        Otherwise months can leave gaps between the first and the last day.
        """
        greatest = greatest_solution(lows, highs, box.bounds)
        assert greatest is not None
        first, last = lows[position], greatest[position]
        linked = _linked(position, days, self._spans)
        pairs = {(term.start, term.end) for term in linked}
        circular = len(pairs) < len(linked) or tangled(pairs)
        if not circular or not any(term.in_months for term in linked):
            yield first, last
            return
        dates = {end for pair in pairs for end in pair}
        bounds = tuple(
            bound
            for bound in box.bounds
            if bound.start != bound.end and bound.start in dates and bound.end in dates
        )
        gaps = self._gaps.get((position, bounds))
        if gaps is None:
            gaps = self._gaps[position, bounds] = Gaps(bounds, position)
        yield from gaps.runs(first, last)

    def cuts(self, fact: str) -> tuple[date, ...] | None:
        """Days, ascending: nothing tells two days apart that lie between the same two, the first included.

        None where the date is held against other dates.
        """
        must_be(fact, self.facts)
        if self._spans:
            return None
        return tuple(date.fromordinal(step) for term in self._terms for step in term.steps)

    # --- words ---

    def describe(self, fact: str, cells: Mask) -> str:
        """As for every group; where spans in months meet in a circle, gaps within a run are not shown."""
        must_be(fact, self.facts)
        position = self.facts.index(fact)
        runs = []
        for box in self._boxes:
            if cells >> box.cell & 1:
                greatest = greatest_solution(box.lows, box.highs, box.bounds)
                assert greatest is not None
                runs.append((box.lows[position], greatest[position]))
        merged: list[tuple[int, int]] = []
        for first, last in sorted(runs):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(last, merged[-1][1])
            else:
                merged.append((first, last))
        return " or ".join(self._run_text(first, last) for first, last in merged)

    def _run_text(self, first: int, last: int) -> str:
        low, high = date.fromordinal(first), date.fromordinal(last)
        if first == last:
            return str(low)
        if first == self._first and last == self._last:
            return "any"
        if first == self._first:
            strict = last + 1 in self._constants and last not in self._constants
            return f"< {date.fromordinal(last + 1)}" if strict else f"<= {high}"
        if last == self._last:
            strict = first - 1 in self._constants and first not in self._constants
            return f"> {date.fromordinal(first - 1)}" if strict else f">= {low}"
        return f"{low} to {high}"


def _linked(position: int, days: tuple[int | None, ...], spans: tuple[DateTerm, ...]) -> tuple[DateTerm, ...]:
    """The spans between unknown dates that are linked, over however many steps, to one of them."""
    unknown = [
        span
        for span in spans
        if span.start != span.end and days[span.start] is None and days[span.end] is None
    ]
    reached = {position}
    while (
        more := {
            end
            for span in unknown
            if (span.start in reached) != (span.end in reached)
            for end in (span.start, span.end)
        }
        - reached
    ):
        reached |= more
    return tuple(span for span in unknown if span.start in reached)
