"""An impact's numbers: directions, sums that are exact, and the same numbers as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.analysis.percents import counted_part
from coverdict.bulk.impact_as_data import as_data
from coverdict.bulk.impact_data import DIRECTIONS, Impact, Move, Standing, Tally, moving, total, towards
from coverdict.bulk.impact_words import amount_of, details, named, said
from tests.bulk.impacts import EVERY, NONE, OPEN, likely, without_amounts

RANK = {"adverse": 0, "unsettled": 1, "open": 1, "favourable": 2}


# A move is more favourable exactly when its disposition rises, and the same exactly when nothing changes.
@pytest.mark.parametrize(("before", "after"), list(product(RANK, RANK)))
def test_directions(before: str, after: str) -> None:
    move = Move(Standing("a", "x", before), Standing("b", "x", after), Tally(1))
    difference = RANK[after] - RANK[before]
    assert move.direction == ("better" if difference > 0 else "worse" if difference < 0 else "sideways")
    assert Move(move.before, move.before, Tally(1)).direction == "same"


# Another benefit alone is a move, even where status and disposition stay.
def test_a_benefit_alone_moves() -> None:
    before, after = (Standing("established", benefit, "favourable") for benefit in ("covered", "limited"))
    assert Move(before, after, Tally(1)).direction == "sideways"


# Every row is in one direction, in one product and in one pair of clauses, and so is every amount.
@pytest.mark.parametrize("found", list(EVERY.values()), ids=list(EVERY))
def test_sums_reconcile(found: Impact) -> None:
    assert found.tally.rows + found.set_apart + found.not_concerned == found.rows
    assert found.tally == total(found.moves)
    parts = [total(towards(direction, found.moves)) for direction in DIRECTIONS]
    assert added(parts) == found.tally and added(parts[:3]) == found.moved
    for groups in (found.by_product, found.by_clause):
        assert added(group.tally for group in groups) == found.tally
        assert added(group.moved for group in groups) == found.moved


def added(tallies: Iterable[Tally]) -> Tally:
    nobody = Standing("", "", "")
    return total(Move(nobody, nobody, tally) for tally in tallies)


# Sums of amounts lose no digit, however long they are, and those of rows that state none say so.
@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=2), min_size=1, max_size=8))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    moves = [Move(OPEN, NONE, Tally(1, amount)) for amount in amounts]
    found = total([*moves, Move(OPEN, NONE, Tally(5))])
    assert found.rows == len(amounts) + 5 and found.amount is not None
    assert Fraction(found.amount) == sum(map(Fraction, amounts))
    assert amount_of(found).replace(",", "") == str(found.amount)


def test_amounts_that_nobody_states() -> None:
    assert total(()) == Tally(0, None)
    assert total([Move(OPEN, NONE, Tally(2))]) == Tally(2, None)
    assert amount_of(Tally(2)) == "not stated" and amount_of(Tally(0)) == "0"


# A share is never said to be none or all where it is not, and is right to the digit that is shown.
@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_shares(of: int, rows: int) -> None:
    rows = min(rows, of)
    words = counted_part(rows, of)
    assert (words == "0 %") is (rows == 0) and (words == "100 %") is (rows == of)
    if words[0].isdigit():
        percent = float(words.removesuffix(" %"))
        assert abs(percent - 100 * rows / of) <= (0.051 if percent >= 1 else 0.0051)
    assert counted_part(0, 0) == "0 %"


# Answers are said in words, those that are open or that nobody gives as well.
def test_answers_in_words() -> None:
    assert said(OPEN) == "open, several answers are possible"
    assert said(NONE) == "no version decides, unsettled"
    standing = Standing("not_medically_necessary", "not_covered", "adverse")
    assert named(standing) == "not medically necessary"
    assert details(standing) == ("benefit not covered", "adverse")
    assert details(Standing("established", "open", "open")) == ("benefit open", "open")


# Plain data holds every number once more, and says that it is a screening.
@pytest.mark.parametrize("found", list(EVERY.values()), ids=list(EVERY))
def test_plain_data(found: Impact) -> None:
    data = json.loads(json.dumps(as_data(found), default=str))
    assert data["screening"] is True
    assert data["table"]["rows"] == found.rows and data["table"]["set_apart"] == found.set_apart
    assert data["table"]["not_concerned"] == found.not_concerned
    assert data["all"]["rows"] == sum(each["rows"] for each in data["directions"].values())
    assert [each["rows"] for each in data["moves"]] == [move.tally.rows for move in found.moves]
    assert sum(each["all"]["rows"] for each in data["by_product"]) == data["all"]["rows"]
    assert sum(each["all"]["rows"] for each in data["by_clause"]) == data["all"]["rows"]
    for each, move in zip(data["moves"], found.moves, strict=True):
        assert each["direction"] == move.direction and each["before"]["status"] == move.before.status
        assert each["amount"] == (None if move.tally.amount is None else str(move.tally.amount))


def test_plain_data_says_where_nothing_is_stated() -> None:
    data = as_data(without_amounts(likely()))
    assert data["table"]["amount_column"] is None and data["all"]["amount"] is None
    assert None in [each["product"] for each in data["by_product"]]
    assert {"before": None, "after": None} in [each["clauses"] for each in data["by_clause"]]
    assert len(moving(likely().moves)) == 8
