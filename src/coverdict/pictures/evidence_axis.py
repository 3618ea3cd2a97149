"""The axes on which effects are drawn: where a number stands, which ticks there are, what leaves the axis.

A ratio stands at its logarithm, so that 0.5 and 2 are as far from 1; every other number stands at itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from coverdict.pictures.measuring import Font

TICK = Font(11.5)
GAP = 8.0  # pixels between the words of two ticks
MOST_TICKS = 9


class Scale(Enum):
    """What kind of number an axis has."""

    RATIO = "ratio"  # above 0, no effect at 1
    POINTS = "points"  # a difference of two risks, written in percentage points
    SHARE = "share"  # 0 to 1, written in percent
    PLAIN = "plain"  # on the scale of analysis, written as it is


# Where no number can be, and for ratios and plain numbers where no reader looks any more.
_ENDS = {
    Scale.RATIO: (math.log(1e-4), math.log(1e4)),
    Scale.POINTS: (-1.0, 1.0),
    Scale.SHARE: (0.0, 1.0),
    Scale.PLAIN: (-50.0, 50.0),
}
# How far the axis goes beyond the estimates at least, where intervals are that wide.
_REACH = {Scale.RATIO: math.log(10), Scale.POINTS: 0.1, Scale.SHARE: 0.1, Scale.PLAIN: 2.0}
# The narrowest axis, so that one exact estimate is no whole page wide.
_NARROWEST = {Scale.RATIO: math.log(1.1), Scale.POINTS: 0.01, Scale.SHARE: 0.02, Scale.PLAIN: 0.1}
_PAD = 0.04  # of the axis, free at either end


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the ends of its interval, on the natural scale; an end that is unknown is None."""

    estimate: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of the axis, and how it is written."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis between two pixels.

    Arguments:
        low, high: its ends, as drawn: for ratios their logarithms.
        left, right: pixels.
    """

    scale: Scale
    low: float
    high: float
    left: float
    right: float

    def x(self, value: float) -> float:
        """The pixel at which a number stands; at the nearer end where it lies beyond the axis."""
        return self.at(drawn(self.scale, value))

    def at(self, place: float) -> float:
        """The pixel of a place that is given as drawn."""
        share = (min(max(place, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def holds(self, value: float) -> bool:
        """Whether a number lies on the axis."""
        return self.low <= drawn(self.scale, value) <= self.high

    def ticks(self) -> tuple[Tick, ...]:
        """Numbers to write under the axis, from left to right: as many round ones as can be read."""
        return next((ticks for ticks in _candidates(self) if self._readable(ticks)), ())

    def _readable(self, ticks: Sequence[Tick]) -> bool:
        if not 2 <= len(ticks) <= MOST_TICKS:
            return False
        free = -math.inf
        for tick in ticks:
            x, half = self.x(tick.value), TICK.width(tick.words) / 2
            if x - half < free:
                return False
            free = x + half + GAP
        return True


def drawn(scale: Scale, value: float) -> float:
    """Where a number stands on the line of all numbers: a ratio at its logarithm, 0 far to the left."""
    if scale is not Scale.RATIO:
        return value
    return math.log(value) if value > 0 else -math.inf


def can_hold(scale: Scale, value: float) -> bool:
    """Whether there is an axis of that scale on which a number stands."""
    least, most = _ENDS[scale]
    return math.isfinite(value) and least <= drawn(scale, value) <= most


def known(*values: float | None) -> list[float]:
    """The numbers among them that can be drawn."""
    return [value for value in values if value is not None and math.isfinite(value)]


def axis_for(
    scale: Scale, intervals: Iterable[Interval], points: Iterable[float], left: float, right: float
) -> Axis:
    """An axis that shows every estimate and every point, and the intervals as far as they are not huge.

    Arguments:
        points: what must be on the axis beside the estimates, such as no effect.
    """
    least, most = _ENDS[scale]
    spans = tuple(intervals)
    inner = [drawn(scale, value) for value in known(*(span.estimate for span in spans), *points)]
    inner = [min(max(place, least), most) for place in inner] or [0.0]
    outer = [
        drawn(scale, value) for span in spans for value in known(span.estimate, span.lower, span.upper)
    ] or inner
    reach = max((max(inner) - min(inner)) / 2, _REACH[scale])
    low = max(min(inner) - reach, min(*inner, *outer), least)
    high = min(max(inner) + reach, max(*inner, *outer), most)
    if high - low < _NARROWEST[scale]:
        middle, half = (low + high) / 2, _NARROWEST[scale] / 2
        low, high = middle - half, middle + half
    pad = _PAD * (high - low)
    return Axis(scale, low - pad, high + pad, left, right)


# --- ticks ----------------------------------------------------------------------------------------------


def _candidates(axis: Axis) -> Iterable[tuple[Tick, ...]]:
    """Sets of ticks, the densest first."""
    if axis.scale is Scale.RATIO:
        yield from _ratio_candidates(axis.low, axis.high)
        yield tuple(Tick(value, ratio_words(value)) for value in (math.exp(axis.low), math.exp(axis.high)))
        return
    for power in range(-9, 4):
        for step in (1, 2, 5):
            yield tuple(_evenly(axis, step, power))


def _ratio_candidates(low: float, high: float) -> Iterable[tuple[Tick, ...]]:
    if high - low < math.log(1.6):  # so narrow that steps of one size look even
        for power in range(-6, 1):
            for step in (1, 2, 5):
                size = step * 10.0**power
                values = _multiples(math.exp(low), math.exp(high), size)
                yield tuple(Tick(value, f"{value:.{-power}f}") for value in values)
    for leads in ((1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8), (1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        values = sorted(lead * 10.0**power for power in range(-5, 6) for lead in leads)
        yield tuple(Tick(value, ratio_words(value)) for value in values if low <= math.log(value) <= high)
    for stride in (2, 3, 4):
        powers = range(-stride * 2, stride * 2 + 1, stride)
        yield tuple(
            Tick(10.0**power, ratio_words(10.0**power))
            for power in powers
            if low <= power * math.log(10) <= high
        )


def _evenly(axis: Axis, step: int, power: int) -> Iterable[Tick]:
    size = step * 10.0**power
    if (axis.high - axis.low) / size > MOST_TICKS + 2:
        return
    least, most = _ENDS[axis.scale]
    hundredfold = axis.scale in (Scale.POINTS, Scale.SHARE)
    digits = max(0, -power - 2 * hundredfold)
    for value in _multiples(max(axis.low, least), min(axis.high, most), size):
        words = signed(value * 100 if hundredfold else value, digits)
        yield Tick(value, f"{words} %" if axis.scale is Scale.SHARE else words)


def _multiples(low: float, high: float, size: float) -> list[float]:
    first, last = math.ceil(low / size - 1e-9), math.floor(high / size + 1e-9)
    return [number * size for number in range(first, last + 1)] if last - first <= 2 * MOST_TICKS else []


def ratio_words(value: float) -> str:
    """A round ratio: `0.5`, `10`, `1,000`."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if value >= 1 else f"{value:.5f}".rstrip("0")


def signed(value: float, digits: int) -> str:
    """A number with a minus sign that is as wide as a plus sign; no minus before a zero."""
    text = f"{abs(value):,.{digits}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text
