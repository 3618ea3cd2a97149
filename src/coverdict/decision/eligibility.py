"""What ended coverage does to a line: nothing is approved, and benefits decides (design §5.10).

An end of coverage that nobody has stated is not assumed and not asked for: confirming it is a duty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from coverdict.decision.actions import QUALIFICATIONS
from coverdict.decision.model import LineDetermination, Referral, Shows, Stated, TraceNode

ENDED = "coverage.ended"


def ended_before(facts: Mapping[str, Stated], last_day: date) -> date | None:
    """The last day of the member's coverage, where it is stated and comes before the last day of service."""
    stated = facts.get(ENDED)
    if stated is None or not isinstance(stated.value, date):
        return None
    return stated.value if stated.value < last_day else None


def uncovered(line: LineDetermination, ended: date, shows: Shows) -> LineDetermination:
    """The line of a member whose coverage has ended: referred to benefits, class administrative.

    Facts that contradict each other go back to the submitter first.
    """
    if line.conflict:
        return line
    why = f"the member's coverage ended on {ended}, before the service"
    return replace(
        line,
        action="refer",
        approval=None,
        referral=Referral("benefits", QUALIFICATIONS["benefits"], why, shows=shows),
        denial_class="administrative",
        denial_classes=("administrative",),
        questions=(),
        notice_reason=f"eligibility: {why}",
        trace=(*line.trace, TraceNode("eligibility", why)),
    )
