"""What the template of an impact shows of its moves and groups: texts, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coverdict.analysis.percents import counted_part
from coverdict.bulk.impact_data import (
    DIRECTIONS,
    Direction,
    Group,
    Impact,
    Move,
    Standing,
    Tally,
    moving,
    total,
    towards,
)
from coverdict.bulk.impact_words import DIRECTION_WORDS, amount_of, details, named
from coverdict.pages.wording import capital
from coverdict.text import counted, grouped

MOST_MOVES = 40  # pairs of answers that a table lists by themselves
MOST_GROUPS = 30  # products, and pairs of clauses
NO_CLAUSE = "no one clause"
LOOKS = ("not-for", "open", "for")


@dataclass(frozen=True, slots=True)
class CountView:
    """Some rows: how many, which part of all, and their amount, empty where the table has none."""

    rows: str
    share: str
    amount: str


@dataclass(frozen=True, slots=True)
class DirectionView:
    """The rows that move in one direction."""

    direction: Direction
    title: str
    count: CountView


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One side's answer; the clause is empty where it is not told."""

    name: str
    details: str
    look: str
    clause: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class MoveView:
    before: AnswerView
    after: AnswerView
    direction: Direction
    says: str
    count: CountView


@dataclass(frozen=True, slots=True)
class SumView:
    """A row of a table that counts several others."""

    name: str
    count: CountView


@dataclass(frozen=True, slots=True)
class MovesView:
    """Moves one by one, and below them the sums in which each row of the table is once."""

    moves: tuple[MoveView, ...]
    sums: tuple[SumView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a bar, in percent of its width."""

    direction: Direction
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class ProductView:
    name: str
    all: CountView
    moved: CountView
    directions: tuple[CountView, ...]
    bar: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """How the rows of an impact are counted: as parts of all that were screened, with or without amounts."""

    of: int
    amounts: bool

    def view(self, tally: Tally) -> CountView:
        amount = amount_of(tally) if self.amounts else ""
        return CountView(grouped(tally.rows), counted_part(tally.rows, self.of), amount)


def counting(found: Impact) -> Counting:
    return Counting(found.tally.rows, found.amount_column is not None)


def direction_views(found: Impact) -> tuple[DirectionView, ...]:
    """Every direction, those that nobody takes as well."""
    count = counting(found)
    return tuple(
        DirectionView(
            direction,
            capital(DIRECTION_WORDS[direction]),
            count.view(total(towards(direction, found.moves))),
        )
        for direction in DIRECTIONS
    )


def moves_view(found: Impact) -> MovesView:
    """Every pair of answers: those that move, then those that stay."""
    stay = towards("same", found.moves)
    order = [*moving(found.moves), *stay]
    count = counting(found)
    listed, rest = order[:MOST_MOVES], order[MOST_MOVES:]
    sums = (
        [SumView(f"{counted(len(rest), 'further pair')} of answers", count.view(total(rest)))] if rest else []
    )
    sums += [
        SumView("All that move", count.view(found.moved)),
        SumView("All that were screened", count.view(found.tally)),
    ]
    return MovesView(tuple(move_view(move, count) for move in listed), tuple(sums))


def clauses_view(found: Impact) -> MovesView:
    """What moves, by the clauses that decide before and after; what stays as one sum."""
    count = counting(found)
    order = [(group, move) for group in found.by_clause for move in moving(group.moves)]
    listed, rest = order[:MOST_MOVES], order[MOST_MOVES:]
    sums = []
    if rest:
        name = f"{counted(len(rest), 'further pair')} of clauses and answers"
        sums.append(SumView(name, count.view(total(move for _, move in rest))))
    sums.append(SumView("All that move", count.view(found.moved)))
    other = [
        move
        for group in found.by_clause
        if group.names[0] != group.names[1]
        for move in towards("same", group.moves)
    ]
    if other:
        sums.append(SumView("The same answer by another clause", count.view(total(other))))
    moves = tuple(move_view(move, count, _told(group)) for group, move in listed)
    return MovesView(moves, tuple(sums))


def _told(group: Group) -> tuple[str, ...]:
    return tuple(name or NO_CLAUSE for name in group.names)


def move_view(move: Move, count: Counting, clauses: Sequence[str] = ("", "")) -> MoveView:
    before, after = (
        answer_view(standing, clause)
        for standing, clause in zip((move.before, move.after), clauses, strict=True)
    )
    return MoveView(
        before, after, move.direction, capital(DIRECTION_WORDS[move.direction]), count.view(move.tally)
    )


def answer_view(standing: Standing, clause: str = "") -> AnswerView:
    document, _, rule = clause.rpartition("#")
    said = ", ".join(details(standing))
    return AnswerView(capital(named(standing)), said, LOOKS[standing.rank], rule, document)


def product_views(found: Impact) -> tuple[ProductView, ...]:
    """The products one by one, those that are not listed as one, and all of them."""
    listed, rest = found.by_product[:MOST_GROUPS], found.by_product[MOST_GROUPS:]
    groups = list(listed)
    if rest:
        moves = tuple(move for group in rest for move in group.moves)
        groups.append(Group((counted(len(rest), "further product"),), moves))
    if groups:
        groups.append(
            Group(("All products",), tuple(move for group in found.by_product for move in group.moves))
        )
    most = max((_part(group) for group in groups), default=0.0)
    return tuple(_product_view(group, most, found) for group in groups)


def _part(group: Group) -> float:
    """The part of a group's rows that moves."""
    return group.moved.rows / group.tally.rows if group.tally.rows else 0.0


def _product_view(group: Group, most: float, found: Impact) -> ProductView:
    amounts = found.amount_column is not None
    own = Counting(group.tally.rows, amounts)
    directions = [total(towards(direction, group.moves)) for direction in DIRECTIONS[:3]]
    return ProductView(
        group.names[0] or "no product stated",
        counting(found).view(group.tally),
        own.view(group.moved),
        tuple(map(own.view, directions)),
        tuple(_bar(directions, group.tally.rows, most)),
    )


def _bar(directions: Iterable[Tally], of: int, most: float) -> Iterable[PartView]:
    """The parts of one bar beside each other; a bar of the share `most` fills the whole width."""
    left = 0.0
    for direction, tally in zip(DIRECTIONS, directions, strict=False):
        if tally.rows:
            width = tally.rows / of / most * 100
            yield PartView(direction, f"{left:.2f}", f"{width:.2f}")
            left += width
