"""What an impact's answers, directions and numbers are called by everybody who shows them."""

from __future__ import annotations

from collections.abc import Mapping

from coverdict.bulk.impact_data import Direction, Standing, Tally
from coverdict.text import grouped

DIRECTION_WORDS: Mapping[Direction, str] = {
    "better": "more favourable",
    "worse": "less favourable",
    "sideways": "another answer",
    "same": "the same answer",
}
SCREENING = "A screening, not a determination."
ANSWERED = (
    "Each row is answered from what the table states; where that leaves several answers possible, the answer "
    "is open. No request is decided by it."
)
MONEY = "Amounts are sums of what stands in the table; they are not what anybody will pay or save."


def named(standing: Standing) -> str:
    """The status in words: `established`, `no version decides`."""
    if standing.status == "none":
        return "no version decides"
    return _plain(standing.status)


def details(standing: Standing) -> tuple[str, ...]:
    """What else there is to an answer: its benefit, and its disposition where the status does not say it."""
    if {standing.status, standing.benefit, standing.disposition} == {"open"}:
        return ("several answers are possible",)
    benefit = f"benefit {_plain(standing.benefit)}" if standing.benefit not in ("", "none") else ""
    disposition = _plain(standing.disposition) if standing.disposition not in ("", "none") else ""
    return tuple(part for part in (benefit, disposition) if part)


def said(standing: Standing) -> str:
    """A whole answer: `established, benefit covered, favourable`."""
    return ", ".join((named(standing), *details(standing)))


def rows_of(number: int) -> str:
    """`1 row`, `12,480 rows`."""
    return "1 row" if number == 1 else f"{grouped(number)} rows"


def amount_of(tally: Tally) -> str:
    """The sum of the amounts; `not stated` where rows are there and none states one."""
    if tally.amount is None:
        return "not stated" if tally.rows else "0"
    return grouped(tally.amount)


def _plain(name: str) -> str:
    return name.replace("_", " ")
