"""What a reader with a calculator finds about a study's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coverdict.text import Place


class Severity(StrEnum):
    """How much a finding claims; never more than the numbers show."""

    ERROR = "error"  # arithmetic forbids it: the file is wrong, or the source is
    QUERY = "query"  # the source has to be asked
    NOTE = "note"  # worth knowing


SEVERITIES = {
    "arms-above-study": Severity.ERROR,
    "arms-below-study": Severity.QUERY,
    "denominator-not-stated": Severity.QUERY,
    "derived-does-not-fit": Severity.ERROR,
    "estimate-outside-interval": Severity.ERROR,
    "events-above-total": Severity.ERROR,
    "follow-ups-differ": Severity.QUERY,
    "incidence-falls": Severity.ERROR,
    "jointly-infeasible": Severity.QUERY,
    "median-against-rate": Severity.QUERY,
    "p-against-interval": Severity.QUERY,
    "p-not-reproduced": Severity.QUERY,
    "p-reproduced": Severity.NOTE,
    "parts-above-whole": Severity.ERROR,
    "parts-below-whole": Severity.QUERY,
    "percentage-fits-no-count": Severity.ERROR,
    "percentage-of-arm": Severity.QUERY,
    "percentage-truncated": Severity.QUERY,
    "range-symmetric": Severity.QUERY,
    "rate-beyond-follow-up": Severity.NOTE,
    "size-not-stated": Severity.NOTE,
    "survival-above-overall": Severity.QUERY,
    "survival-beyond-follow-up": Severity.QUERY,
    "survival-rises": Severity.ERROR,
    "total-above-arm": Severity.ERROR,
}
"""Every finding's id, and how much it claims."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Arguments:
        id: as in `SEVERITIES`.
        about: the id of the result or arm; `study` for the whole.
        says: what was computed, as a clause without a full stop.
        place: where the number stands in the study's file.
        right: what would be right, or what to ask; empty where nothing is known.
        accepted: why it stands, where the study's file accepts it; empty otherwise.
    """

    id: str
    about: str
    says: str
    place: Place
    right: str = ""
    accepted: str = ""

    @property
    def severity(self) -> Severity:
        """How much it claims."""
        return SEVERITIES[self.id]
