"""What a screening says of each row: the columns of its answer, and the results that many rows share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coverdict.decision.actions import disposition_of, in_order, possible_outcomes
from coverdict.decision.determine import routing_of
from coverdict.library.layers import Outcome, Ruling
from coverdict.library.routing import Unrouted

ANSWER = "screening, not a determination"
OPEN = "open"
NONE = "none"

COLUMNS = (
    "policy",
    "version",
    "routing",
    "status",
    "benefit",
    "possible",
    "disposition",
    "questions",
    "decided_by",
    "set_apart",
    "answer",
)
"""The columns of an answer, in their order."""


@dataclass(frozen=True, slots=True)
class Result:
    """What rows have in common that end alike; all of it is text.

    Arguments:
        policy, version: empty where no version decides, or several policies might.
        status, benefit, disposition: that of all possible outcomes, `open` where they differ.
        possible: the possible outcomes as `status/benefit`, with ` or ` between them.
        decided_by: the rules that decide in some possible outcome, with ` otherwise` behind one whose
            `otherwise` does.
        clause: of these the one that decides the status in every possible outcome; empty where none does.
    """

    policy: str
    version: str
    routing: str
    status: str
    benefit: str
    possible: str
    disposition: str
    decided_by: str
    clause: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the disposition depends on what is not known."""
        return self.disposition == OPEN


def result_of(outcomes: Iterable[Outcome], policy: str, version: str) -> Result:
    """The result of possible outcomes under a policy version.

    Errors:
        ValueError: no outcome is possible.
    """
    given = tuple(outcomes)
    possible = possible_outcomes(given)
    if not possible:
        raise ValueError("facts that contradict each other have no result")
    rulings = {deciding(one) for outcome in given for one in (outcome.status, outcome.benefit) if one.rule}
    clauses = {deciding(outcome.status) for outcome in given}
    return Result(
        policy=policy,
        version=version,
        routing="addressed",
        status=_same(one.status or NONE for one in possible),
        benefit=_same(one.benefit for one in possible),
        possible=" or ".join(f"{one.status or NONE}/{one.benefit}" for one in possible),
        disposition=_same(in_order(disposition_of(one) for one in given)),
        decided_by=", ".join(sorted(rulings)),
        clause=clauses.pop() if len(clauses) == 1 else "",
    )


def deciding(ruling: Ruling) -> str:
    """The rule behind a ruling, as answers name it."""
    return f"{ruling.rule} otherwise" if ruling.otherwise else ruling.rule


def _same(values: Iterable[str]) -> str:
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else OPEN


def unrouted_result(way: Unrouted) -> Result:
    """The result of rows that no version decides; see `coverdict.library.routing`."""
    status = "not_addressed" if way.missing == "not_addressed" else NONE
    named = len(way.policies) == 1 and way.missing != "not_addressed"
    return Result(
        policy=way.policies[0] if named else "",
        version="",
        routing=routing_of(way),
        status=status,
        benefit="undetermined",
        possible=f"{status}/undetermined",
        disposition="unsettled",
        decided_by="",
    )
