"""The page of an impact: accessible, complete, and with numbers that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from coverdict.bulk.impact_data import DIRECTIONS, Impact, moving, total, towards
from coverdict.pages.impact import impact_page
from coverdict.pages.impact_flow import MOST_OUTCOMES, WAYS, flow_of
from coverdict.pages.impact_views import MOST_GROUPS, MOST_MOVES
from tests.bulk.impacts import (
    EVERY,
    SCRIPT,
    all_move,
    alone,
    empty,
    hostile,
    huge,
    likely,
    many,
    without_amounts,
)
from tests.pages.reading import Element, must_be_a_good_page, parsed


def pictures(root: Element) -> list[Element]:
    return [each for each in root.all("svg") if each.attributes.get("role") == "img"]


def number(text: str) -> int:
    return int(text.replace(",", ""))


def rows_of(root: Element, section: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a section's table: what the row is, and the texts of its cells."""
    (found,) = [each for each in root.walk() if each.attributes.get("aria-labelledby") == section]
    for row in (row for body in found.all("tbody", "tfoot") for row in body.all("tr")):
        (head,) = row.all("th")
        yield head.text, [cell.text for cell in row.all("td")]


# Every page is good, says that it is a screening, and is the same each time.
@pytest.mark.parametrize("found", list(EVERY.values()), ids=list(EVERY))
def test_pages_are_good(found: Impact) -> None:
    page = impact_page(found)
    root = must_be_a_good_page(page)
    (first,) = root.classed("first")
    assert "A screening, not a determination." in first.text
    assert page == impact_page(found)
    assert bool(pictures(root)) is bool(found.tally.rows)


# The tables add up to the rows that were screened, and so do the tiles.
@pytest.mark.parametrize("found", [likely(), huge(), alone(), all_move(), many(), hostile()])
def test_tables_add_up(found: Impact) -> None:
    root = parsed(impact_page(found))
    tiles = [number(each.text) for each in root.classed("many")]
    assert sum(tiles) == found.tally.rows and sum(tiles[:3]) == found.moved.rows
    answers = [(head, number(cells[2])) for head, cells in rows_of(root, "answers")]
    *parts, (_, moved), (last, whole) = answers
    assert last == "All that were screened" and (moved, whole) == (found.moved.rows, found.tally.rows)
    assert sum(rows for _, rows in parts) == whole
    products = [number(cells[0].split()[0]) for _, cells in rows_of(root, "products")]
    assert sum(products[:-1]) == products[-1] == found.tally.rows
    for _, cells in rows_of(root, "products"):
        moves = [number(cell.split()[0]) for cell in (cells[1], *cells[3:])]
        assert moves[0] == sum(moves[1:])
    clauses = list(rows_of(root, "clauses")) or [("All that move", ["", "", "0"])]
    ends = [head for head, _ in clauses].index("All that move")
    assert sum(number(cells[2]) for _, cells in clauses[:ends]) == number(clauses[ends][1][2])
    assert number(clauses[ends][1][2]) == found.moved.rows


# The picture of all rows and that of those which move hold every row once, each in its own direction.
@pytest.mark.parametrize("found", list(EVERY.values()), ids=list(EVERY))
def test_pictures_add_up(found: Impact) -> None:
    for moves in (found.moves, moving(found.moves)):
        flow = flow_of(found, moves, "A flow")
        assert len(flow.ends) <= MOST_OUTCOMES + 3
        for direction in DIRECTIONS:
            drawn = sum(ribbon.size for ribbon in flow.ribbons if ribbon.way == WAYS[direction])
            assert drawn == total(towards(direction, moves)).rows
        for ribbon in flow.ribbons:
            if ribbon.way == "up":
                assert ribbon.after < ribbon.before
            if ribbon.way == "down":
                assert ribbon.after > ribbon.before


# Few outcomes are drawn one by one; of many the smallest are put together, and the table says how many more.
def test_many_outcomes() -> None:
    found = many()
    flow = flow_of(found, found.moves, "A flow")
    together = [end for end in flow.ends if "further outcomes" in end.name]
    assert together and len(flow.ends) == MOST_OUTCOMES + len(together)
    root = parsed(impact_page(found))
    assert len(list(rows_of(root, "answers"))) == MOST_MOVES + 3
    assert len(list(rows_of(root, "products"))) == MOST_GROUPS + 2
    assert "further pairs of answers" in root.text and "further products" in root.text


# What moves is drawn by itself where it is little; where it is most, or nothing, one picture is enough.
@pytest.mark.parametrize(("found", "drawn"), [(likely(), 2), (huge(), 2), (alone(), 1), (all_move(), 1)])
def test_how_many_pictures(found: Impact, drawn: int) -> None:
    assert len(pictures(parsed(impact_page(found)))) == drawn


# The first screen says how many move, in which direction, and which rows are not counted.
@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            likely(),
            "6.6 % of the rows move: 57,858 of 878,871 move. 32,616 get a more favourable answer, 13,277",
        ),
        (likely(), "1,022 rows of the 921,093 read were set apart, since they cannot be read"),
        (likely(), "41,200 rows of the 921,093 read have another payer or code, and are not concerned."),
        (huge(), "under 0.01 % of the rows move: 1 of 9,000,000,000,000,000,000,000,001 moves."),
        (huge(), "1 gets a less favourable answer."),
        (alone(), "No row moves: the only one gets the same answer."),
        (all_move(), "Every row moves: all 7 get another answer."),
        (empty(), "No row was screened. 3 rows of the 3 read were set apart"),
    ],
)
def test_the_first_screen(found: Impact, words: str) -> None:
    (first,) = parsed(impact_page(found)).classed("first")
    assert words in first.text


# Amounts stand where the table has a column of them, to the cent; else no amount is spoken of.
def test_amounts() -> None:
    page = impact_page(huge())
    assert "9" * 3 + ",999" * 11 + ".99" in page and "0.01" in page
    text = parsed(impact_page(likely())).text
    assert text.count("allowed_amount") > 5 and "13,124,654.55" in text
    (main,) = parsed(impact_page(without_amounts(likely()))).all("main")
    text = main.text
    assert "amount" not in text.lower() and "not stated" not in text


# Whatever a name holds, it is text, makes no element and turns nothing.
def test_hostile_words() -> None:
    page = impact_page(hostile())
    root = must_be_a_good_page(page)
    assert SCRIPT in root.text and "<script" not in page and "\x1b" not in page
    assert root.all("h1")[0].text.startswith(SCRIPT)
    assert "\N{REPLACEMENT CHARACTER}" in page


# Clauses are shown by the names of rule and document; where no one clause decides, that is said.
def test_clauses_are_named() -> None:
    (_, cells), *_ = [
        row for row in rows_of(parsed(impact_page(likely())), "clauses") if "no one clause" in row[1][0]
    ]
    assert cells[0] == "Open several answers are possible no one clause"
    heads = [head for head, _ in rows_of(parsed(impact_page(likely())), "clauses")]
    assert heads[0] == "Investigational benefit undetermined, unsettled investigational in bsc/7.01.75"


# Bars of products show parts of their own rows, and none is wider than its track.
@pytest.mark.parametrize("found", [likely(), many(), all_move()])
def test_bars(found: Impact) -> None:
    root = parsed(impact_page(found))
    widths = []
    for bar in root.classed("bar"):
        parts = [
            each for each in bar.all("rect") if each.attributes["class"] in ("better", "worse", "sideways")
        ]
        ends = [float(part.attributes["x"]) + float(part.attributes["width"]) for part in parts]
        assert all(end <= 100.02 for end in ends)
        widths.append(ends[-1] if ends else 0.0)
    assert abs(max(widths) - 100) < 0.02


# No digest, path or day of this machine is on a page but what the impact itself says.
def test_what_it_was_made_from() -> None:
    text = parsed(impact_page(likely())).text
    assert "claims/2022.parquet" in text and "version 0.1.0" in text
    assert re.search(r"sha256:[0-9a-f]{64}", text)
