"""The comparisons of dates as terms with steps, and atoms as sets of the levels between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coverdict.logic.cells.atoms import COMPARE, DateIs, Op, Span
from coverdict.logic.cells.spans import Bound, at_least, units_between
from coverdict.logic.formula import Mask


@dataclass(frozen=True, slots=True)
class DateTerm:
    """A date (`start` is -1) or the time from one date to another, cut where it reaches `steps`.

    Its *level* is the number of steps reached.
    """

    start: int
    end: int
    in_months: bool
    steps: tuple[int, ...]

    def level(self, days: Sequence[int]) -> int:
        end = days[self.end]
        value = end if self.start < 0 else units_between(self.in_months, days[self.start], end)
        return bisect_right(self.steps, value)

    def bounds(self, level: int) -> Iterator[Bound]:
        """What a level of a span says."""
        if level:
            yield Bound(self.start, self.end, self.in_months, self.steps[level - 1])
        if level < len(self.steps):
            yield Bound(self.end, self.start, self.in_months, 1 - self.steps[level])


_FLIPPED: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class DateTest:
    """An atom as a comparison of a term with one value: it begins at step `low`, ends before `high`."""

    start: int
    end: int
    in_months: bool
    op: Op
    low: int
    high: int

    def steps(self) -> tuple[int, ...]:
        """The steps that the comparison tells apart."""
        match self.op:
            case "<" | ">=":
                return (self.low,)
            case ">" | "<=":
                return (self.high,)
            case _:
                return (self.low, self.high)

    def true_levels(self, steps: tuple[int, ...]) -> Mask:
        """The levels of the term, cut at `steps`, in which the comparison holds."""
        mask = 0
        for level in range(len(steps) + 1):
            reached = steps[level - 1] if level else None
            above_low = reached is not None and reached >= self.low
            above_high = reached is not None and reached >= self.high
            # Below, at or above the value; an end that the comparison does not ask for may be blurred.
            if COMPARE[self.op](above_low + above_high, 1):
                mask |= 1 << level
        return mask


def date_test(atom: DateIs | Span, position: dict[str, int]) -> DateTest:
    if isinstance(atom, DateIs):
        day = atom.day.toordinal()
        return DateTest(-1, position[atom.fact], False, atom.op, day, day + 1)
    start, end, op, number = position[atom.start], position[atom.end], atom.op, atom.number
    if start > end:
        start, end, op, number = end, start, _FLIPPED[op], -number
    in_months, low = at_least(atom.unit, number)
    return DateTest(start, end, in_months, op, low, at_least(atom.unit, number + 1)[1])


def terms_of(tests: Iterable[DateTest]) -> tuple[DateTerm, ...]:
    steps: dict[tuple[int, int, bool], set[int]] = {}
    for test in tests:
        steps.setdefault((test.start, test.end, test.in_months), set()).update(test.steps())
    return tuple(DateTerm(*key, tuple(sorted(cuts))) for key, cuts in sorted(steps.items()))


def tangled(spans: Iterable[tuple[int, int]]) -> bool:
    """Whether spans between these pairs of dates close a circle (two between one pair do as well)."""
    leader: dict[int, int] = {}

    def find(date_: int) -> int:
        while leader.setdefault(date_, date_) != date_:
            date_ = leader[date_]
        return date_

    for start, end in spans:
        first, second = find(start), find(end)
        if first == second:
            return True
        leader[first] = second
    return False
