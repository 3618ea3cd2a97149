"""The p values of two fractions, by each test that papers use without always naming it.

Plain arithmetic on four counts: nothing here needs NumPy, so that a study's file can be checked anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, log, sqrt

LARGEST = 100_000
"""The largest arm whose exact tests are worked out; beyond it they agree with the others."""

TESTS = ("Pearson", "N-1", "Yates", "likelihood ratio", "Fisher", "mid-p")
"""The tests, in the order in which they are named."""

_SAME = 1e-7  # relative: tables as likely as the one seen, but for rounding


@dataclass(frozen=True, slots=True)
class Table:
    """Events and totals of two arms."""

    events: tuple[int, int]
    totals: tuple[int, int]


def p_values(table: Table) -> dict[str, float]:
    """The two-sided p value of every test that can be done on `table`; none where a margin is 0.

    Tests:
        Pearson's chi-squared; the same times (N-1)/N (E. Pearson 1947, Campbell, Stat Med 2007;26:3661);
        with Yates' correction (Yates 1934), which never goes below 0; the likelihood ratio (G); Fisher's
        exact test, by the sum of tables no more likely; its mid-p.
    """
    a, c = table.events
    n, m = table.totals
    b, d = n - a, m - c
    total, events = n + m, a + c
    if min(n, m, events, total - events) <= 0:
        return {}
    scale = total / (n * m * events * (total - events))
    cross = abs(a * d - b * c)
    pearson = scale * cross**2
    found = {
        "Pearson": _tail(pearson),
        "N-1": _tail(pearson * (total - 1) / total),
        "Yates": _tail(scale * max(0.0, cross - total / 2) ** 2),
        "likelihood ratio": _tail(_deviance(table)),
    }
    if max(n, m) <= LARGEST:
        found["Fisher"], found["mid-p"] = _exact(table)
    return found


def _tail(chi_squared: float) -> float:
    """The chance of more than `chi_squared` with one degree of freedom."""
    return erfc(sqrt(max(0.0, chi_squared) / 2))


def _deviance(table: Table) -> float:
    (a, c), (n, m) = table.events, table.totals
    total, events = n + m, a + c
    cells = ((a, n, events), (n - a, n, total - events), (c, m, events), (m - c, m, total - events))
    return 2 * sum(seen * log(seen * total / (row * column)) for seen, row, column in cells if seen)


def _exact(table: Table) -> tuple[float, float]:
    """Fisher's p and mid-p: all tables with the same margins, by their hypergeometric chances.

    Chances are worked out from the likeliest table outwards, each from its neighbour, so that none of them
    that counts is lost to underflow.
    """
    (a, c), (n, m) = table.events, table.totals
    events = a + c
    first, last = max(0, events - m), min(n, events)
    mode = min(max((n + 1) * (events + 1) // (n + m + 2), first), last)
    chances = {mode: 1.0}
    for x in range(mode, last):
        chances[x + 1] = chances[x] * (n - x) * (events - x) / ((x + 1) * (m - events + x + 1))
    for x in range(mode, first, -1):
        chances[x - 1] = chances[x] * x * (m - events + x) / ((n - x + 1) * (events - x + 1))
    seen, whole = chances[a], sum(chances.values())
    tail = sum(chance for chance in chances.values() if chance <= seen * (1 + _SAME))
    return min(1.0, tail / whole), min(1.0, (tail - seen / 2) / whole)
