"""Effects from counts of two arms, each with its variance, on the scale of analysis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from coverdict.evidence.statistics.arrays import Array, Mask, divided


class Measure(StrEnum):
    """What is compared: logarithms of OR and RR, the difference RD, its arcsine form AS, Peto's log OR."""

    OR = "OR"
    RR = "RR"
    RD = "RD"
    AS = "AS"
    PETO = "PETO"


@dataclass(frozen=True, slots=True)
class Tables:
    """Counts of two arms: events and all, treated and control; arrays of one shape."""

    events: Array
    total: Array
    control_events: Array
    control_total: Array

    @property
    def cells(self) -> tuple[Array, Array, Array, Array]:
        """Treated with and without the event, control with and without it."""
        return (
            self.events,
            self.total - self.events,
            self.control_events,
            self.control_total - self.control_events,
        )

    @property
    def has_zero(self) -> Mask:
        """Where a cell holds nobody."""
        found: Mask = np.minimum.reduce(self.cells) == 0
        return found

    @property
    def says_nothing(self) -> Mask:
        """Where all or none of both arms had the event: no ratio can be told from such counts."""
        treated, spared, control, control_spared = self.cells
        found: Mask = (treated + control == 0) | (spared + control_spared == 0)
        return found

    def part(self, chosen: Mask) -> Tables:
        """The tables of some studies."""
        return Tables(
            self.events[chosen], self.total[chosen], self.control_events[chosen], self.control_total[chosen]
        )


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects and their variances; both NaN where counts do not define one."""

    yi: Array
    vi: Array


def tables(
    events: npt.ArrayLike, total: npt.ArrayLike, control_events: npt.ArrayLike, control_total: npt.ArrayLike
) -> Tables:
    """Counts of two arms, looked over.

    Errors:
        ValueError: shapes differ, an arm is empty, or an event count is below 0 or above its arm.
    """
    arrays = [np.asarray(each, dtype=float) for each in (events, total, control_events, control_total)]
    if len({each.shape for each in arrays}) > 1:
        raise ValueError("counts are arrays of one shape")
    for some, every in ((arrays[0], arrays[1]), (arrays[2], arrays[3])):
        if not ((every > 0) & np.isfinite(every) & (some >= 0) & (some <= every)).all():
            raise ValueError("every arm has patients, and events from 0 up to their number")
    return Tables(*arrays)


def corrected(counts: Tables, amount: float = 0.5) -> Tables:
    """The counts with `amount` added to all four cells of those studies that have a cell without anybody."""
    more = np.where(counts.has_zero, amount, 0.0)
    return Tables(
        counts.events + more,
        counts.total + 2 * more,
        counts.control_events + more,
        counts.control_total + 2 * more,
    )


def effects(counts: Tables, measure: Measure, correction: float = 0.5) -> Effects:
    """The effect of each study.

    Arguments:
        correction: added to the cells of studies with an empty one, 0 for none; AS needs none and takes none.
    """
    return _HOW[measure](counts if measure is Measure.AS else corrected(counts, correction))


def _odds_ratio(counts: Tables) -> Effects:
    """Source: Woolf 1955, Ann Hum Genet 19:251."""
    a, b, c, d = counts.cells
    return Effects(_log(a * d, b * c), divided(1, a) + divided(1, b) + divided(1, c) + divided(1, d))


def _risk_ratio(counts: Tables) -> Effects:
    """Source: Katz et al. 1978, Biometrics 34:469."""
    a, _, c, _ = counts.cells
    n, m = counts.total, counts.control_total
    variance = divided(1, a) - divided(1, n) + divided(1, c) - divided(1, m)
    return _positive(Effects(_log(a * m, c * n), variance))


def _risk_difference(counts: Tables) -> Effects:
    a, b, c, d = counts.cells
    n, m = counts.total, counts.control_total
    return _positive(Effects(a / n - c / m, a * b / n**3 + c * d / m**3))


def _arcsine(counts: Tables) -> Effects:
    """Source: Rücker et al. 2009, Stat Med 28:721."""
    n, m = counts.total, counts.control_total
    difference = np.arcsin(np.sqrt(counts.events / n)) - np.arcsin(np.sqrt(counts.control_events / m))
    return Effects(difference, 1 / (4 * n) + 1 / (4 * m))


def _peto(counts: Tables) -> Effects:
    """Source: Yusuf et al. 1985, Prog Cardiovasc Dis 27:335."""
    excess, variance = excess_and_variance(counts)
    return Effects(divided(excess, variance), divided(1, variance))


def excess_and_variance(counts: Tables) -> tuple[Array, Array]:
    """Observed less expected events of the treated, and the hypergeometric variance: O-E and V."""
    a, b, c, d = counts.cells
    n, m = counts.total, counts.control_total
    everyone = n + m
    variance = divided(n * m * (a + c) * (b + d), everyone**2 * (everyone - 1))
    return a - (a + c) * n / everyone, variance


def _positive(found: Effects) -> Effects:
    """Undefined where the variance is 0: with every patient or none an event, it says nothing."""
    fine = found.vi > 0
    return Effects(np.where(fine, found.yi, np.nan), np.where(fine, found.vi, np.nan))


def _log(above: Array, below: Array) -> Array:
    ratio = divided(above, below)
    found = np.full(ratio.shape, np.nan)
    np.log(ratio, out=found, where=ratio > 0)
    return found


_HOW: Mapping[Measure, Callable[[Tables], Effects]] = {
    Measure.OR: _odds_ratio,
    Measure.RR: _risk_ratio,
    Measure.RD: _risk_difference,
    Measure.AS: _arcsine,
    Measure.PETO: _peto,
}
