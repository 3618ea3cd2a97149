"""A number line cut at constants: its regions in order, their samples and their names.

`m` cuts make `2m + 1` regions: region `2i + 1` is the point of cut `i`, the even ones lie between.
A region in which no value is possible (bounds, whole numbers) has no sample.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from coverdict.logic.cells.group import Show
from coverdict.text import plain


def plain_number(_fact: str, value: Decimal) -> str:
    """The number alone, without exponent or trailing zeros."""
    return plain(value)


def is_whole(value: Decimal | int) -> bool:
    return isinstance(value, int) or value == value.to_integral_value()


def between(low: Decimal | None, high: Decimal | None, whole: bool) -> Decimal | None:
    """A short decimal strictly between the two (None: no end there), or None when there is none."""
    if low is None and high is None:
        return Decimal(0)
    if low is None:
        assert high is not None
        return Decimal(ceil(high) - 1)
    if high is None:
        return Decimal(floor(low) + 1)
    if low >= high:
        return None
    bottom, top = Fraction(low), Fraction(high)
    digits = 0
    while True:
        scale = 10**digits
        candidate = floor(bottom * scale) + 1
        if Fraction(candidate, scale) < top:
            # Built digit by digit: no context precision can round it.
            shape = Decimal(candidate).as_tuple()
            return Decimal((shape.sign, shape.digits, -digits))
        if whole:
            return None
        digits += 1


class Axis:
    """The regions of one number fact.

    Arguments:
        whole: only whole numbers are values.
        minimum, maximum: inclusive bounds, or None.
        cuts: the constants it is compared with, in any order.
    """

    __slots__ = ("cuts", "maximum", "minimum", "samples", "whole")

    def __init__(
        self, whole: bool, minimum: Decimal | None, maximum: Decimal | None, cuts: Iterable[Decimal]
    ) -> None:
        self.whole = whole
        self.minimum = minimum
        self.maximum = maximum
        bounds = {bound for bound in (minimum, maximum) if bound is not None}
        # Bounds are cuts as well: then a region is possible as a whole or not at all.
        self.cuts: tuple[Decimal, ...] = tuple(sorted({*cuts, *bounds}))
        self.samples: tuple[Decimal | None, ...] = tuple(
            self._sample(region) for region in range(2 * len(self.cuts) + 1)
        )

    def _sample(self, region: int) -> Decimal | None:
        index, point = divmod(region, 2)
        low = self.cuts[index - 1] if index else None
        high = self.cuts[index] if index < len(self.cuts) else None
        if point:
            value: Decimal | None = self.cuts[index]
            if value is not None and self.whole and not is_whole(value):
                value = None
        else:
            if self.minimum is not None and (high is not None and high <= self.minimum):
                return None
            if self.maximum is not None and (low is not None and low >= self.maximum):
                return None
            value = between(low, high, self.whole)
        if value is None:
            return None
        if self.minimum is not None and value < self.minimum:
            return None
        if self.maximum is not None and value > self.maximum:
            return None
        return value

    def region_of(self, value: Decimal | int) -> int:
        """The region of a value, or -1 when the fact cannot have it."""
        if self.whole and not is_whole(value):
            return -1
        cuts = self.cuts
        index = bisect_left(cuts, value)
        region = 2 * index + (index < len(cuts) and cuts[index] == value)
        return region if self.samples[region] is not None else -1

    def describe(
        self, fact: str, regions: Sequence[bool], show: Show, among: Sequence[bool] | None = None
    ) -> str:
        """The union of the marked regions in words of comparisons; `any` when all are marked.

        Only regions count that have values, and are marked in `among` where it is given. The bounds of
        the fact itself are left out.
        """
        possible = [
            region
            for region, sample in enumerate(self.samples)
            if sample is not None and (among is None or among[region])
        ]
        runs: list[list[int]] = []
        before = False
        for region in possible:
            if regions[region]:
                if before:
                    runs[-1].append(region)
                else:
                    runs.append([region])
            before = regions[region]
        if not runs:
            return ""
        if runs[0] == possible:
            return "any"
        return " or ".join(self._run(fact, run, possible, show) for run in runs)

    def _run(self, fact: str, run: list[int], possible: list[int], show: Show) -> str:
        first, last = run[0], run[-1]
        if first == last and first % 2:
            return show(fact, self.cuts[first // 2])
        has_low, has_high = first != possible[0], last != possible[-1]
        closed = self.whole and has_low and has_high
        ends: list[tuple[str, Decimal]] = []
        if has_low:
            ends.append(self._low(first, closed))
        if has_high:
            ends.append(self._high(last, closed))
        if [op for op, _ in ends] == [">=", "<="]:
            low, high = (value for _, value in ends)
            return show(fact, low) if low == high else f"{show(fact, low)} to {show(fact, high)}"
        return " and ".join(f"{op} {show(fact, value)}" for op, value in ends)

    def _low(self, region: int, closed: bool) -> tuple[str, Decimal]:
        if region % 2:
            return ">=", self.cuts[region // 2]
        cut = self.cuts[region // 2 - 1]
        return (">=", Decimal(floor(cut) + 1)) if closed else (">", cut)

    def _high(self, region: int, closed: bool) -> tuple[str, Decimal]:
        if region % 2:
            return "<=", self.cuts[region // 2]
        cut = self.cuts[region // 2]
        return ("<=", Decimal(ceil(cut) - 1)) if closed else ("<", cut)
