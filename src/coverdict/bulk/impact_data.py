"""What a new policy does to a table of claims: how many rows move, and from which answer to which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["better", "worse", "sideways", "same"]
DIRECTIONS: tuple[Direction, ...] = ("better", "worse", "sideways", "same")
DIGITS = 400  # of a sum: more than any column of decimals holds, so that none is rounded away

_RANKS = {"favourable": 2, "adverse": 0}
_NEITHER = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of rows, and the sum of their amounts; None where no amount is stated."""

    rows: int
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one of the two policies says of a row.

    Arguments:
        status: `open` where several are possible, `none` where no version decides.
        benefit: `open` where several are possible; empty where there is none.
        disposition: `favourable`, `unsettled` or `adverse`; `open` where several are possible.
    """

    status: str
    benefit: str
    disposition: str

    @property
    def rank(self) -> int:
        """How favourable it is: 2 favourable, 0 adverse, 1 all that is neither, or not settled."""
        return _RANKS.get(self.disposition, _NEITHER)


@dataclass(frozen=True, slots=True)
class Move:
    """Rows that had one answer and get another; or the same again, which is a move to where they were."""

    before: Standing
    after: Standing
    tally: Tally

    @property
    def direction(self) -> Direction:
        """Whether the answer after is more or less favourable, another of the same rank, or the same."""
        if self.before == self.after:
            return "same"
        difference = self.after.rank - self.before.rank
        return "better" if difference > 0 else "worse" if difference < 0 else "sideways"


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one product, or those that one pair of clauses decides.

    Arguments:
        names: the product alone; or the deciding clause before, and the one after. A name is empty where
            the table states no product, or no one clause decides.
        moves: every pair of answers, those that stay as well; the largest first.
    """

    names: tuple[str, ...]
    moves: tuple[Move, ...]

    @property
    def tally(self) -> Tally:
        return total(self.moves)

    @property
    def moved(self) -> Tally:
        return total(moving(self.moves))


@dataclass(frozen=True, slots=True)
class Impact:
    """Who moves when a policy is replaced by another.

    Arguments:
        old: the policy before, by its name with the version; so `new`.
        table: the table's name, as the user gave it.
        rows: how many rows were read.
        set_apart: how many of them could not be screened; they are in no move.
        not_concerned: how many have a payer or a code that neither policy speaks of; they are in no move.
        moves: every pair of answers, those that stay as well; the largest first.
        by_product: each row is in one group; those with the most rows that move come first.
        by_clause: as by product, by the clauses that decide before and after.
        amount_column: the column that amounts are sums of; None where the table has none.
    """

    old: str
    new: str
    old_title: str
    new_title: str
    table: str
    rows: int
    set_apart: int
    not_concerned: int
    moves: tuple[Move, ...]
    by_product: tuple[Group, ...]
    by_clause: tuple[Group, ...]
    amount_column: str | None
    library_digest: str
    program_version: str

    @property
    def tally(self) -> Tally:
        """All rows that were screened."""
        return total(self.moves)

    @property
    def moved(self) -> Tally:
        return total(moving(self.moves))


def moving(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Those whose answer is another one."""
    return tuple(move for move in moves if move.direction != "same")


def towards(direction: Direction, moves: Iterable[Move]) -> tuple[Move, ...]:
    """Those of one direction."""
    return tuple(move for move in moves if move.direction == direction)


def total(moves: Iterable[Move]) -> Tally:
    """All rows of some moves, and the exact sum of the amounts that are stated."""
    return summed(move.tally for move in moves)


def summed(tallies: Iterable[Tally]) -> Tally:
    """The rows of all, and the exact sum of the amounts that are stated."""
    given = tuple(tallies)
    amounts = [tally.amount for tally in given if tally.amount is not None]
    with localcontext(prec=DIGITS):
        amount = sum(amounts[1:], start=amounts[0]) if amounts else None
    return Tally(sum(tally.rows for tally in given), amount)
