"""No cell of an export is run by a spreadsheet, and every text comes back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.evidence.exchange.spreadsheets import read_csv, safe, unsafe, write_csv
from coverdict.text import Report

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"))
HEAD = "=+-@'\t\r \n＝ab\"1,"


# What CWE-1236 and OWASP name at the beginning of a cell is never there, blanks before it or not.
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "\t "])
def test_no_cell_begins_as_a_formula(sign: str, before: str) -> None:
    assert safe(f"{before}{sign}cmd|' /c calc'!A1").startswith("'")


# A number is no formula, and stays a number.
@pytest.mark.parametrize("number", ["-0.5", "+3", "-1e-05", ".776", "-.25", "12"])
def test_a_plain_number_stays_one(number: str) -> None:
    assert safe(number) == number


# What looks like a number and goes on as a formula is none.
@pytest.mark.parametrize("formula", ["-1+cmd|' /c calc'!A1", "+1-1", "-0.5 ", "=1", "-"])
def test_a_formula_that_begins_as_a_number_is_quoted(formula: str) -> None:
    assert safe(formula) == f"'{formula}"


# Taking the apostrophe away gives back every text, those with apostrophes of their own too.
@given(TEXTS | st.text(alphabet=HEAD))
def test_every_text_comes_back(text: str) -> None:
    assert unsafe(safe(text)) == text


# A table that is written is read as it was, whatever its cells hold.
@given(st.lists(st.tuples(TEXTS, st.text(alphabet=HEAD)), max_size=5))
def test_a_table_comes_back(rows: list[tuple[str, str]]) -> None:
    text = write_csv(("first", "second"), ({"first": a, "second": b} for a, b in rows))
    report = Report("x.csv", text)
    table = read_csv(text, ("first", "second"), report)
    assert table is not None and not len(report)
    expected = [(a.strip(), b.strip()) for a, b in rows if a.strip() or b.strip()]
    assert [(row["first"], row["second"]) for row in table.rows] == expected


# Numbers are written so that they read back as the very same.
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back(number: float) -> None:
    (_, written) = write_csv(("x",), [{"x": number}]).splitlines()
    assert math.copysign(1, float(written)) == math.copysign(1, number) and float(written) == number


# Nothing is an empty cell; yes and no are words.
def test_what_is_not_there_is_empty() -> None:
    assert write_csv(("a", "b", "c"), [{"a": None, "b": True}]) == "a,b,c\n,yes,\n"


# Semicolons and tabs part cells as well, as spreadsheets of many countries write them.
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_other_separators_are_read(mark: str) -> None:
    text = f"Arm Label{mark}arm-N\nHeat{mark}33\n"
    table = read_csv(text, ("arm_label", "arm_n"), Report("x.csv", text))
    assert table is not None and table.columns == ("arm_label", "arm_n")
    assert (table.rows[0]["arm_n"], table.rows[0].line) == ("33", 2)


# A row knows the line where it begins, after cells of several lines too.
def test_a_row_knows_its_line() -> None:
    text = 'a,b\n"one\ntwo",3\nx,y\n'
    table = read_csv(text, ("a", "b"), Report("x.csv", text))
    assert table is not None and [row.line for row in table.rows] == [2, 4]
