"""An impact on the terminal: how many rows move, in which direction, and from which answer to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coverdict.analysis.percents import counted_part
from coverdict.bulk.impact_data import (
    DIRECTIONS,
    Direction,
    Group,
    Impact,
    Move,
    Tally,
    moving,
    total,
    towards,
)
from coverdict.bulk.impact_words import (
    ANSWERED,
    DIRECTION_WORDS,
    MONEY,
    SCREENING,
    amount_of,
    named,
    rows_of,
    said,
)
from coverdict.cli.paper import Layout, Piece, Row, blank, bulleted, row, section
from coverdict.text import counted, grouped, listed

MOST_MOVES = 5  # pairs of answers that are listed for each direction
MOST_GROUPS = 6  # products, and pairs of clauses
STYLES: dict[Direction, str] = {"better": "green", "worse": "red", "sideways": "magenta", "same": "dim"}
WITHIN: dict[Direction, str] = {**DIRECTION_WORDS, "sideways": "otherwise"}  # after a number that moves


def impact_rows(found: Impact, layout: Layout) -> list[Row]:
    """What moves in each direction, the largest first; by product and by clause; and what this is not."""
    rows = [
        *section("old", _policy(found.old, found.old_title), layout),
        *section("new", _policy(found.new, found.new_title), layout),
        *section("table", list(_table(found)), layout),
        blank(),
        row((_headline(found), "bold")),
    ]
    if found.tally.rows:
        for direction in DIRECTIONS:
            rows += section(DIRECTION_WORDS[direction], _direction(direction, found, layout), layout)
    if found.moved.rows:
        parts = (("by product", _products(found, layout)), ("by clause", _clauses(found, layout)))
        for label, groups in parts:
            if groups:
                rows += [blank(), *section(label, groups, layout)]
    notes = [row((note, "dim")) for note in _notes(found)]
    return [*rows, blank(), *section("note", notes, layout)]


def _policy(name: str, title: str) -> list[Row]:
    return [row((name, "bold")), *([row(title)] if title else [])]


def _table(found: Impact) -> Iterator[Row]:
    yield row((found.table, "bold"))
    left_out = (("not concerned", found.not_concerned), ("set apart", found.set_apart))
    parts = [f"{grouped(number)} {what}" for what, number in left_out if number]
    yield row(", ".join([f"{rows_of(found.rows)} read", *parts, f"{grouped(found.tally.rows)} screened"]))
    if found.amount_column is not None:
        yield row(f"amounts: {found.amount_column}, {amount_of(found.tally)} in all")


def _headline(found: Impact) -> str:
    screened, moved = found.tally.rows, found.moved.rows
    if not screened:
        return "NO ROW WAS SCREENED"
    if not moved:
        return "NO ROW MOVES: every one gets the same answer"
    verb = "MOVES" if moved == 1 else "MOVE"
    return f"{grouped(moved)} OF {grouped(screened)} ROWS {verb}: {counted_part(moved, screened)}"


def _direction(direction: Direction, found: Impact, layout: Layout) -> list[Row]:
    """The count of a direction, and the largest of its moves."""
    some = towards(direction, found.moves)
    style = STYLES[direction]
    if not some:
        return [row(("no row", "dim"))]
    rows = [row((rows_of(total(some).rows), f"bold {style}"), *_beside(total(some), found))]
    for move in some[:MOST_MOVES]:
        rows += bulleted([row(*_move(move, found, layout))], layout)
    return [*rows, *_more(some[MOST_MOVES:], "pair of answers", "pairs of answers")]


def _beside(tally: Tally, found: Impact) -> tuple[Piece, ...]:
    """The share and the amount of some rows, to stand after their number."""
    amount = f", {found.amount_column} {amount_of(tally)}" if found.amount_column is not None else ""
    return (f", {counted_part(tally.rows, found.tally.rows)}{amount}",)


def _move(move: Move, found: Impact, layout: Layout) -> tuple[Piece, ...]:
    """`5,000  investigational, unsettled → established, favourable`; of what stays, the answer alone."""
    amount = f", amount {amount_of(move.tally)}" if found.amount_column is not None else ""
    after: tuple[Piece, ...] = ()
    if move.direction != "same":
        after = ((f" {layout.marks.arrow} ", "dim"), said(move.after))
    return ((grouped(move.tally.rows), "bold"), f" {said(move.before)}", *after, (amount, "dim"))


def _more(moves: Sequence[Move], one: str, several: str) -> list[Row]:
    """What is not listed, so that the numbers add up."""
    if not moves:
        return []
    what = f"{len(moves)} further {one if len(moves) == 1 else several}"
    return [row((f"and {what}: {rows_of(total(moves).rows)}", "dim"))]


def _products(found: Impact, layout: Layout) -> list[Row]:
    groups = [group for group in found.by_product if group.moved.rows]
    rows = [
        each for group in groups[:MOST_GROUPS] for each in bulleted([row(*_product(group, found))], layout)
    ]
    rest = [move for group in groups[MOST_GROUPS:] for move in moving(group.moves)]
    if rest:
        more = counted(len(groups) - MOST_GROUPS, "further product")
        rows.append(row((f"and {more}: {grouped(total(rest).rows)} move", "dim")))
    return rows


def _product(group: Group, found: Impact) -> tuple[Piece, ...]:
    """`ppo: 40 of 500 move, 8 %: 30 more favourable and 10 less favourable`."""
    moved, rows = group.moved, group.tally.rows
    verb = "moves" if moved.rows == 1 else "move"
    parts = [
        f"{grouped(total(some).rows)} {WITHIN[direction]}"
        for direction in DIRECTIONS
        if direction != "same" and (some := towards(direction, group.moves))
    ]
    amount = f", amount {amount_of(moved)}" if found.amount_column is not None else ""
    return (
        (group.names[0] or "no product stated", "bold"),
        f": {grouped(moved.rows)} of {grouped(rows)} {verb}, {counted_part(moved.rows, rows)}: ",
        listed(parts),
        (amount, "dim"),
    )


def _clauses(found: Impact, layout: Layout) -> list[Row]:
    """The pairs of clauses under which rows move, each with what they said."""
    groups = [group for group in found.by_clause if group.moved.rows]
    rows: list[Row] = []
    for group in groups[:MOST_GROUPS]:
        before, after = (name or "no one clause" for name in group.names)
        arrow = (f" {layout.marks.arrow} ", "dim")
        head = row((grouped(group.moved.rows), "bold"), f" {before}", arrow, after)
        rows += bulleted([head, *_answers(group, layout)], layout)
    rest = [move for group in groups[MOST_GROUPS:] for move in moving(group.moves)]
    if rest:
        more = counted(len(groups) - MOST_GROUPS, "further pair")
        rows.append(row((f"and {more} of clauses: {rows_of(total(rest).rows)}", "dim")))
    return rows


def _answers(group: Group, layout: Layout) -> Iterable[Row]:
    """What the largest move of a pair of clauses is; how many more there are."""
    some = moving(group.moves)
    move = some[0]
    tell = named if named(move.before) != named(move.after) else said
    words = f"{tell(move.before)} {layout.marks.arrow} {tell(move.after)}"
    style = STYLES[move.direction]
    yield row((DIRECTION_WORDS[move.direction], style), f": {words}")
    if len(some) > 1:
        more = counted(len(some) - 1, "further pair")
        yield row((f"and {more} of answers: {rows_of(total(some[1:]).rows)}", "dim"))


def _notes(found: Impact) -> Iterator[str]:
    yield f"{SCREENING} {ANSWERED}"
    if found.not_concerned:
        yield "Rows are not concerned whose payer or code neither of the two policies speaks of."
    if found.amount_column is not None:
        yield MONEY
