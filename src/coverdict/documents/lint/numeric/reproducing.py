"""Whether any test on two fractions gives a printed p value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import erfc, exp, lgamma, sqrt

from coverdict.documents.lint.numeric.comparisons import PValue
from coverdict.evidence.figures import Figure
from coverdict.evidence.studies.percentages import counts_for, truncated_counts
from coverdict.evidence.studies.two_by_two import Table, p_values

MOST_TABLES = 5_000
"""Tables that are tried for one p value; beyond, nothing is said."""

LARGEST_SPLIT = 2_000
"""People whose every division into two groups is tried."""

_NEAR, _SHARE = 0.002, 0.01  # how far off a p value may lie that came of other roundings on the way


def tests_on(table: Table) -> dict[str, float]:
    """The p value of every test that can be done on a table; none where a margin is 0.

    Tests: those of `two_by_two`, Wald's test of the difference of risks, Fisher's exact test one-sided.
    """
    found = p_values(table)
    if not found:
        return {}
    (a, c), (n, m) = table.events, table.totals
    first, second = a / n, c / m
    error = sqrt(first * (1 - first) / n + second * (1 - second) / m)
    if error > 0:
        found["Wald"] = erfc(abs(first - second) / error / sqrt(2))
    if n + m <= 5_000:
        found["Fisher, one-sided"] = _one_sided(a, n, a + c, n + m)
    return found


def _one_sided(a: int, n: int, events: int, total: int) -> float:
    """The chance of `a` events or one further out, on the side on which `a` lies."""
    first, last = max(0, events - (total - n)), min(n, events)
    whole = _choose(total, events)
    upper = a * total >= events * n
    side = range(a, last + 1) if upper else range(first, a + 1)
    return min(1.0, sum(exp(_choose(n, x) + _choose(total - n, events - x) - whole) for x in side))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def quick_tests_on(table: Table) -> dict[str, float]:
    """The p values of the tests that need no sum over tables; none where a margin is 0."""
    (a, c), (n, m) = table.events, table.totals
    events, total = a + c, n + m
    if not 0 < events < total:
        return {}
    scale = total / (n * m * events * (total - events))
    cross = abs(a * (m - c) - c * (n - a))
    return {
        "Yates": _tail(scale * max(0.0, cross - total / 2) ** 2),
        "N-1": _tail(scale * cross**2 * (total - 1) / total),
        "Pearson": _tail(scale * cross**2),
    }


def _tail(chi_squared: float) -> float:
    return erfc(sqrt(max(0.0, chi_squared) / 2))


def rounded_counts(printed: Figure, total: int) -> tuple[int, ...]:
    """The numbers of events of `total` that a percentage admits when it is rounded."""
    return tuple(counts_for(printed, total))


def gives(value: float, p: PValue) -> bool:
    """Whether a p value that was worked out is the printed one, rounding and ways of counting allowed for."""
    low, high = float(p.figure.lowest), float(p.figure.highest)
    slack = min(_NEAR, _SHARE * float(p.figure.value))
    if p.sign in ("<", "≤"):
        return value <= high + slack
    if p.sign in (">", "≥"):
        return value >= low - slack
    return low - slack <= value <= high + slack


def counts_of(printed: Figure, count: int | None, total: int) -> tuple[int, ...]:
    """The numbers of events of `total` that a printed percentage admits, or the printed one alone.

    Cut-off percentages count only where rounding admits none.
    """
    if count is not None:
        return (count,) if count <= total else ()
    return tuple(counts_for(printed, total)) or tuple(truncated_counts(printed, total))


def tables_of(
    figures: tuple[Figure, Figure], counts: tuple[int | None, int | None], sizes: tuple[int, int]
) -> Iterator[Table]:
    """Every table of two groups of these sizes that the printed percentages admit."""
    first, second = (counts_of(*given) for given in zip(figures, counts, sizes, strict=True))
    for a, c in product(first, second):
        yield Table((a, c), sizes)


def too_many(figures: tuple[Figure, Figure], counts: tuple[int | None, int | None], total: int) -> bool:
    """Whether dividing `total` gives more tables than are tried; n/10^d counts fit a percentage."""
    each = [
        1.0 if count is not None else total / 10 ** (2 + one.decimals)
        for one, count in zip(figures, counts, strict=True)
    ]
    return total * each[0] * each[1] / 6 > MOST_TABLES


def splits_of(
    figures: tuple[Figure, Figure], counts: tuple[int | None, int | None], total: int, least: float = 0.0
) -> Iterator[Table]:
    """Every table of two groups that are `total` together; each at least the share `least` of it."""
    if total > LARGEST_SPLIT or too_many(figures, counts, total):
        return
    smallest = max(1, round(least * total))
    for n in range(smallest, total - smallest + 1):
        sizes = (n, total - n)
        first, second = (
            ((count,) if count <= size else ()) if count is not None else rounded_counts(printed, size)
            for printed, count, size in zip(figures, counts, sizes, strict=True)
        )
        for a, c in product(first, second):
            yield Table((a, c), sizes)
