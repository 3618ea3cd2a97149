"""Which of two answers is the more permissive: the order of statuses, of benefits, of a guideline's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["equivalent", "first more permissive", "second more permissive", "incomparable"]

FAVOURABLE_STATUSES = ("established", "medically_necessary")
BENEFIT_ORDER = ("not_covered", "undetermined", "coinsurance_only", "covered")
"""From the least to the most permissive. Coinsurance alone is less than cover, and more than nothing said."""

SUPPORTING = ("supports", "supports_with_conditions")
OPPOSING = ("other_therapy", "does_not_support")


def status_rank(status: str) -> int:
    """1 for a status that speaks for the service, 0 for all others."""
    return int(status in FAVOURABLE_STATUSES)


def benefit_rank(benefit: str) -> int:
    return BENEFIT_ORDER.index(benefit)


def guideline_rank(positions: Iterable[str]) -> int | None:
    """1 where a guideline supports the service, 0 where it speaks against it, None where it is silent.

    Where one of its rules supports the service and another names another therapy, it supports the service
    with a caution; where one says that it does not support it, that counts.
    """
    known = frozenset(positions)
    if "does_not_support" in known:
        return 0
    if known & frozenset(SUPPORTING):
        return 1
    return 0 if known else None


def verdict(differences: Iterable[int]) -> Verdict:
    """The verdict over all patients.

    Arguments:
        differences: for each pair that occurs, the first's rank less the second's.
    """
    signs = {(difference > 0) - (difference < 0) for difference in differences}
    if {1, -1} <= signs:
        return "incomparable"
    if 1 in signs:
        return "first more permissive"
    return "second more permissive" if -1 in signs else "equivalent"
