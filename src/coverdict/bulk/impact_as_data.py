"""An impact as plain data: mappings, lists, texts, numbers, booleans and None."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coverdict.bulk.impact_data import DIRECTIONS, Group, Impact, Move, Standing, Tally, total, towards

PlainData = dict[str, Any]


def as_data(impact: Impact) -> PlainData:
    """The whole impact; amounts are decimals, None where no row states one."""
    return {
        "screening": True,
        "library": {"digest": impact.library_digest},
        "program": {"version": impact.program_version},
        "old": {"name": impact.old, "title": impact.old_title},
        "new": {"name": impact.new, "title": impact.new_title},
        "table": {
            "name": impact.table,
            "rows": impact.rows,
            "set_apart": impact.set_apart,
            "not_concerned": impact.not_concerned,
            "amount_column": impact.amount_column,
        },
        **_counts(impact.moves),
        "moves": _moves(impact.moves),
        "by_product": [{"product": group.names[0] or None, **_group(group)} for group in impact.by_product],
        "by_clause": [{"clauses": _clauses(group), **_group(group)} for group in impact.by_clause],
    }


def _clauses(group: Group) -> PlainData:
    before, after = group.names
    return {"before": before or None, "after": after or None}


def _group(group: Group) -> PlainData:
    return {**_counts(group.moves), "moves": _moves(group.moves)}


def _counts(moves: tuple[Move, ...]) -> PlainData:
    """All rows, and those of each direction."""
    return {
        "all": _tally(total(moves)),
        "directions": {direction: _tally(total(towards(direction, moves))) for direction in DIRECTIONS},
    }


def _moves(moves: Iterable[Move]) -> list[PlainData]:
    return [
        {
            "before": _standing(move.before),
            "after": _standing(move.after),
            "direction": move.direction,
            **_tally(move.tally),
        }
        for move in moves
    ]


def _standing(standing: Standing) -> PlainData:
    return {
        "status": standing.status,
        "benefit": standing.benefit or None,
        "disposition": standing.disposition,
    }


def _tally(tally: Tally) -> PlainData:
    return {"rows": tally.rows, "amount": tally.amount}
