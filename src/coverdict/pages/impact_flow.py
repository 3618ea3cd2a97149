"""An impact as a flow between outcomes that can be taken in at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from coverdict.bulk.impact_data import DIRECTIONS, Direction, Impact, Move, Standing, total
from coverdict.bulk.impact_words import DIRECTION_WORDS, amount_of, details, named, rows_of
from coverdict.pictures import End, Flow, Ribbon, Way, draw_flow
from coverdict.text import counted

MOST_OUTCOMES = 10  # that are drawn by themselves; of more, the smallest are drawn as one of each rank
WAYS: Mapping[Direction, Way] = {"better": "up", "worse": "down", "sideways": "level", "same": "stays"}
RANKS = ("adverse", "neither favourable nor adverse", "favourable")


def flow_picture(found: Impact, moves: Sequence[Move], title: str) -> Markup:
    """Some of an impact's moves as an SVG element."""
    return Markup(draw_flow(flow_of(found, moves, title)).svg)


def flow_of(found: Impact, moves: Sequence[Move], title: str) -> Flow:
    """Some of an impact's moves between outcomes, the most favourable at the top.

    Each row of the moves is in one ribbon. Where there are many outcomes, the smallest are put together; what
    moves between two of these is still told by its own direction.
    """
    ends, place = _ends(_weights(moves))
    merged: dict[tuple[int, int, Direction], list[Move]] = {}
    for move in moves:
        if move.tally.rows:
            key = (place[move.before], place[move.after], move.direction)
            merged.setdefault(key, []).append(move)
    ribbons = tuple(
        Ribbon(
            before,
            after,
            sum(move.tally.rows for move in some),
            WAYS[direction],
            _tip(ends[before], ends[after], direction, some, found),
        )
        for (before, after, direction), some in merged.items()
    )
    shown = [direction for direction in DIRECTIONS if direction != "same" or _stays(moves)]
    ways = {WAYS[direction]: DIRECTION_WORDS[direction] for direction in shown}
    return Flow(title, (End("Before", (found.old,)), End("After", (found.new,))), ends, ribbons, ways)


def _stays(moves: Iterable[Move]) -> bool:
    return any(move.direction == "same" for move in moves)


def _weights(moves: Iterable[Move]) -> dict[Standing, int]:
    """Each outcome's rows, on the side where it has more."""
    sides: tuple[dict[Standing, int], dict[Standing, int]] = ({}, {})
    for move in moves:
        for side, standing in zip(sides, (move.before, move.after), strict=True):
            side[standing] = side.get(standing, 0) + move.tally.rows
    before, after = sides
    return {
        standing: max(before.get(standing, 0), after.get(standing, 0))
        for standing in dict.fromkeys((*before, *after))
    }


def _ends(weights: Mapping[Standing, int]) -> tuple[tuple[End, ...], Mapping[Standing, int]]:
    """What is drawn, from the top down, and the place of each outcome in it."""
    by_size = sorted(weights, key=lambda one: (-weights[one], one.status, one.benefit, one.disposition))
    alone = set(by_size if len(by_size) <= MOST_OUTCOMES else by_size[:MOST_OUTCOMES])
    ends: list[End] = []
    place: dict[Standing, int] = {}
    for rank in (2, 1, 0):
        of_rank = [standing for standing in by_size if standing.rank == rank]
        rest = [standing for standing in of_rank if standing not in alone]
        for standing in of_rank:
            if standing in alone or len(rest) == 1:
                place[standing] = len(ends)
                ends.append(End(named(standing), details(standing)))
        if len(rest) > 1:
            place |= dict.fromkeys(rest, len(ends))
            ends.append(End(counted(len(rest), "further outcome"), (RANKS[rank],)))
    return tuple(ends), place


def _tip(before: End, after: End, direction: Direction, moves: Iterable[Move], found: Impact) -> str:
    tally = total(moves)
    amount = f"; {found.amount_column} {amount_of(tally)}" if found.amount_column is not None else ""
    return f"{rows_of(tally.rows)}: {before.whole} → {after.whole} ({DIRECTION_WORDS[direction]}){amount}"
