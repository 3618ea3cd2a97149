"""Which keys rows have: by a pass over the table, or all that they may have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from coverdict.bulk.asked import Met, Vector
from coverdict.bulk.dialects import Sql
from coverdict.bulk.plan import Ends, Plan, ending_of
from coverdict.bulk.query import TO_BE_ASKED, Query, survey
from coverdict.bulk.spelling import Spelled

if TYPE_CHECKING:
    from coverdict.bulk.asked import Numbers


class Surveyor(Protocol):
    """What runs queries of numbers over a table."""

    def numbers(self, query: Query) -> list[Numbers]:
        """The columns of a query of whole numbers."""
        ...


def open_keys(plan: Plan) -> dict[int, Numbers]:
    """By way, every key that leads to an open end, where one table says all."""
    import numpy as np

    found: dict[int, Numbers] = {}
    for way, decided in plan.decided.items():
        for block in decided.blocks.blocks:
            kinds = [ending_of(decided, ending).ends is Ends.OPEN for ending in decided.blocks.endings]
            (keys,) = np.nonzero(np.array(kinds)[np.asarray(block.after)])
            if len(keys):
                found[way] = keys.reshape(-1, 1)
    return found


def surveyed(
    engine: Surveyor, source: Sql, plan: Plan, spelled: Spelled, wanted: Sequence[Ends] = TO_BE_ASKED
) -> Met:
    """The keys of rows that end in one of the kinds; a pass over the table."""
    import numpy as np

    query = survey(plan, source, wanted)
    ways, *keys, kinds = engine.numbers(Query(query.tree, (*query.lookups, *spelled.lookups)))
    levels = len(plan.steps.tables)
    listed = [way for way, one in plan.decided.items() if one.is_listed and one.blocks.blocks]
    is_open = (kinds == Ends.OPEN) & np.isin(ways, listed) & (keys[0] != plan.steps.unreadable)
    opened: dict[int, Numbers] = {}
    for way in np.unique(ways[is_open]).tolist():
        mine = is_open & (ways == way)
        own = len(plan.decided[way].blocks.blocks)
        found = np.stack([one[mine] for one in keys[:own]], axis=1)
        found[:, 0] -= plan.steps.first[way]
        opened[way] = found
    few: list[tuple[Vector, Ends]] = []
    for way, *key, kind in zip(*(one[~is_open].tolist() for one in (ways, *keys, kinds)), strict=True):
        if key[0] == plan.steps.unreadable:
            few.append(((way, ()), Ends.UNREADABLE))
            continue
        decided = plan.decided[way]
        own = len(decided.blocks.blocks)
        if not own:
            continue  # nothing is read: all is known of such rows before
        if decided.is_listed:
            few.append(((way, (key[0] - plan.steps.first[way], *key[1:own])), Ends(kind)))
            continue
        vector = tuple(key[levels : levels + own])
        few.append(((way, vector), Ends.UNLISTED if decided.is_readable(vector) else Ends.UNREADABLE))
    # In an order of its own, not the engine's: only so many contradictions are put into words.
    return Met(tuple(sorted(few)), opened)
