"""Estimates and their intervals; effects and their p values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import erfc, log, sqrt
from statistics import NormalDist

from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.findings import Finding
from coverdict.evidence.studies.model import Effect, Nature, PValue, Result, Study
from coverdict.text import Place

_RATIOS = frozenset({"hazard ratio", "odds ratio", "risk ratio"})
_MEASURED = frozenset({Nature.MEDIAN, Nature.MEAN})


def interval_findings(study: Study) -> Iterator[Finding]:
    """Intervals that do not hold their estimate, ranges that look like intervals, p values against both."""
    for result in study.results:
        for cell in result.cells:
            place = cell.place or result.place
            yield from _holds(result.id, cell.figure, cell.lower, cell.upper, place)
            if result.nature in _MEASURED:
                yield from _symmetric(result, cell.figure, cell.lower, cell.upper, place)
        if result.effect is not None:
            effect = result.effect
            yield from _holds(result.id, effect.estimate, effect.lower, effect.upper, result.place)
            if result.p is not None:
                yield from _against_p(result, effect, result.p)


def _holds(
    about: str, estimate: Figure | None, lower: Figure | None, upper: Figure | None, place: Place
) -> Iterator[Finding]:
    if estimate is None or lower is None or upper is None:
        return
    if not lower.value <= estimate.value <= upper.value:
        says = f"{estimate.text} does not lie between {lower.text} and {upper.text}"
        yield Finding("estimate-outside-interval", about, says, place)


def _symmetric(
    result: Result, estimate: Figure | None, lower: Figure | None, upper: Figure | None, place: Place
) -> Iterator[Finding]:
    """A range whose middle is the estimate to the last digit is rather an interval of confidence."""
    if estimate is None or lower is None or upper is None or not estimate.decimals:
        return
    if lower.value + upper.value == 2 * estimate.value and lower.value < upper.value:
        says = f"{estimate.text} is the very middle of {lower.text} and {upper.text}"
        right = "ask whether this is a 95 % interval and no range of patients"
        yield Finding("range-symmetric", result.id, says, place, right)


def _against_p(result: Result, effect: Effect, p: PValue) -> Iterator[Finding]:
    """Whether estimate, interval and p value can belong together, all of them being rounded.

    The interval is taken for a Wald interval, symmetric on the logarithm of a ratio (Altman and Bland, BMJ
    2011;343:d2304).
    """
    span = _p_span(effect)
    if span is None:
        return
    least, most = span
    low, high = float(p.figure.lowest), float(p.figure.highest)
    too_small, too_large = p.sign != ">" and least > high, p.sign != "<" and most < low
    if too_small or too_large:
        says = f"the interval means a p from {least:.2g} to {most:.2g}, printed is {p.sign} {p.figure.text}"
        yield Finding("p-against-interval", result.id, says, result.place, "ask which test gave p")


def _p_span(effect: Effect) -> tuple[float, float] | None:
    """The least and the greatest p that the rounded estimate and interval admit; None without an interval."""
    if effect.lower is None or effect.upper is None:
        return None
    ratio = effect.measure in _RATIOS
    lower, upper = _ends(effect.lower, ratio), _ends(effect.upper, ratio)
    estimate = _ends(effect.estimate, ratio)
    if lower is None or upper is None or estimate is None:
        return None
    z = NormalDist().inv_cdf((1 + float(effect.level)) / 2)
    narrow, wide = (upper[0] - lower[1]) / (2 * z), (upper[1] - lower[0]) / (2 * z)
    if narrow <= 0:
        return None
    farthest = max(abs(end) for end in estimate)
    nearest = 0.0 if estimate[0] <= 0 <= estimate[1] else min(abs(end) for end in estimate)
    return erfc(farthest / narrow / sqrt(2)), erfc(nearest / wide / sqrt(2))


def _ends(figure: Figure, ratio: bool) -> tuple[float, float] | None:
    """Between what the unrounded number lies, on the scale of the interval; None for a ratio near 0."""
    if not ratio:
        return float(figure.lowest), float(figure.highest)
    if figure.lowest <= Decimal(0):
        return None
    return log(figure.lowest), log(figure.highest)
