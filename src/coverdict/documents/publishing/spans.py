"""When policies are in force for a payer: within a year, or on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coverdict.language.model import PolicyWindow
from coverdict.library import Library
from coverdict.library.index import PolicyVersion


@dataclass(frozen=True, slots=True)
class InForce:
    """A version that is in force for a payer on some days of a span.

    Arguments:
        first, last: those days' first and last.
        window: the payer's own window, where the policy states no date.
    """

    version: PolicyVersion
    first: date
    last: date
    window: PolicyWindow | None


def versions_between(library: Library, payer: str, first: date, last: date) -> Iterator[InForce]:
    """The versions that a payer works under on any day of a span, policy by policy, the oldest first.

    A draft with holes is not among them, nor is an undated policy for which the payer has set no window.

    Arguments:
        payer: a payer of the library; `KeyError` otherwise.
        first, last: both included.
    """
    for policy in library.contents.payers[payer].adopts:
        for version in library.contents.versions[policy]:
            if version.holes:
                continue
            spans: list[tuple[date, date | None, PolicyWindow | None]]
            if version.effective is not None:
                spans = [(version.effective, version.last, None)]
            else:
                spans = [(one.start, one.end, one) for one in library.windows(payer, policy)]
            for start, end, window in spans:
                begins, ends = max(first, start), last if end is None else min(last, end)
                if begins <= ends:
                    yield InForce(version, begins, ends, window)
