"""From counted rows to an impact's moves and groups."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from coverdict.bulk.amounts import Sum, exactly, most_places
from coverdict.bulk.answers import Result
from coverdict.bulk.impact_data import Group, Move, Standing, Tally, summed
from coverdict.bulk.plan import End, Ends
from coverdict.bulk.twice import Twice
from coverdict.bulk.ways import BAD_DAY, NO_DAY, OTHER_PAYER
from coverdict.decision.columns import product_name

K = TypeVar("K", bound=Hashable)

ADDRESSED = "addressed"

Counted: TypeAlias = tuple[Any, ...]
"""A row of what `Twice.counts` counts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows that are alike in all that an impact tells.

    Arguments:
        product: empty where the rows state none.
        before, after: their results under the two policies.
    """

    product: str
    before: Result
    after: Result
    tally: Tally


@dataclass(frozen=True)
class Accounted:
    """All rows of a table, each in one of the three.

    Arguments:
        cells: the rows that one of the policies decides.
        set_apart: how many cannot be read, or contradict themselves, under one of them.
        not_concerned: how many have a payer or a code that neither policy speaks of.
    """

    cells: tuple[Cell, ...]
    set_apart: int
    not_concerned: int

    @property
    def rows(self) -> int:
        return sum(cell.tally.rows for cell in self.cells) + self.set_apart + self.not_concerned


def unreadable(twice: Twice, counted: Iterable[Counted]) -> tuple[bool, bool]:
    """Whether there are rows that cannot be read before, and after."""
    found = [_ends(twice, one) for one in counted]
    return (
        any(before.ends is Ends.UNREADABLE for before, _ in found),
        any(after.ends is Ends.UNREADABLE for _, after in found),
    )


def _ends(twice: Twice, one: Counted) -> tuple[End, End]:
    before, after, *_ = one
    return twice.before.ends[before], twice.after.ends[after]


def accounted(twice: Twice, counted: Iterable[Counted]) -> Accounted:
    """What was counted, sorted out.

    Errors:
        TableError: a row states an amount that is no number.
    """
    found: list[tuple[str, Result, Result, Sum]] = []
    set_apart = not_concerned = 0
    for one in counted:
        before, after = _ends(twice, one)
        _, _, stake, product, odd, rows, whole, part, places, bad = one
        if _is_elsewhere(twice, before, stake):
            not_concerned += rows
        elif before.result is None or after.result is None:
            set_apart += rows
        elif ADDRESSED not in (before.result.routing, after.result.routing):
            not_concerned += rows
        else:
            if bad is not None and twice.amounts is not None:
                twice.amounts.refuse(bad)
            amounts = Sum(rows, odd, whole, part, places)
            found.append((product_name(product) or "", before.result, after.result, amounts))
    scale = most_places(sums for *_, sums in found)
    cells = tuple(
        Cell(product, before, after, Tally(sums.rows, exactly(sums.amount(), scale)))
        for product, before, after, sums in found
    )
    return Accounted(cells, set_apart, not_concerned)


def _is_elsewhere(twice: Twice, end: End, stake: bool) -> bool:
    """Whether rows that are sent no way have a payer or a code that neither policy speaks of."""
    if end.ends is not Ends.NO_ROUTE:
        return False
    at = twice.before.made.plan.apart.index(end.says)
    return at == OTHER_PAYER or (at in (NO_DAY, BAD_DAY) and not stake)


# --- moves and groups --------------------------------------------------------------------------------------


def moves_of(cells: Iterable[Cell]) -> tuple[Move, ...]:
    """Every pair of answers, the largest first."""
    found = [
        Move(before, after, summed(cell.tally for cell in some))
        for (before, after), some in _grouped(cells, lambda one: (standing(one.before), standing(one.after)))
    ]
    return tuple(sorted(found, key=lambda move: (-move.tally.rows, _words(move.before), _words(move.after))))


def by_product(cells: Iterable[Cell]) -> tuple[Group, ...]:
    """The moves of each product; those with the most rows that move come first."""
    return _groups(cells, lambda one: (one.product,))


def by_clause(cells: Iterable[Cell]) -> tuple[Group, ...]:
    """The moves by the clauses that decide the status before and after."""
    return _groups(cells, lambda one: (one.before.clause, one.after.clause))


def _groups(cells: Iterable[Cell], names: Callable[[Cell], tuple[str, ...]]) -> tuple[Group, ...]:
    found = [Group(key, moves_of(some)) for key, some in _grouped(cells, names)]
    return tuple(sorted(found, key=lambda group: (-group.moved.rows, -group.tally.rows, group.names)))


def _grouped(cells: Iterable[Cell], key: Callable[[Cell], K]) -> Iterator[tuple[K, list[Cell]]]:
    found: dict[K, list[Cell]] = {}
    for cell in cells:
        found.setdefault(key(cell), []).append(cell)
    yield from found.items()


def standing(result: Result) -> Standing:
    return Standing(result.status, result.benefit, result.disposition)


def _words(one: Standing) -> tuple[str, str, str]:
    return one.status, one.benefit, one.disposition
