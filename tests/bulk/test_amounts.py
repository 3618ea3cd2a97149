"""Amounts are added up to the last digit, however a table holds them."""

from __future__ import annotations

from decimal import Decimal, localcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.bulk.impact_data import DIGITS, Tally
from coverdict.bulk.mapping import TableError
from tests.bulk.sleeves import csv, found, library, parquet

ROW = "acme,ppo,11111,2024-03-01,surgery,3,no"
FACTS = """SELECT 'acme' AS payer, 'ppo' AS product, '11111' AS code, DATE '2024-03-01' AS day,
    'surgery' AS cause, 3 AS difference, false AS infected"""


def of_texts(texts: list[str], folder: Path) -> Tally:
    rows = "".join(f'{ROW},"{text}"\n' for text in texts)
    return found(library(folder), csv(folder, rows)).tally


def of_values(values: list[str], kind: str, folder: Path) -> Tally:
    listed = ", ".join(f"('{value}'::{kind})" if value != "NULL" else "(NULL)" for value in values)
    table = parquet(folder, f"SELECT * FROM ({FACTS}), (SELECT * FROM (VALUES {listed}) AS t(amount))")
    return found(library(folder), table).tally


def added(numbers: list[str]) -> Decimal:
    with localcontext(prec=DIGITS):
        return sum(map(Decimal, numbers), start=Decimal(0))


# Texts are added up as they are written: with signs, blanks, exponents, and more digits than decimals hold.
@pytest.mark.parametrize(
    ("texts", "amount"),
    [
        (["0.1", "0.2"], "0.3"),
        ([" 12.50 ", "+3", "-0.25"], "15.25"),
        (["1e3", "2.5E-3", ".5", "7."], "1007.5025"),
        (["9" * 40, "1"], "1" + "0" * 40),
        (
            ["123456789012345678.12345678901234567891", "0.00000000000000000009"],
            "123456789012345678.12345678901234567900",
        ),
        (["", "unknown", "5"], "5"),
    ],
)
def test_texts(texts: list[str], amount: str, tmp_path: Path) -> None:
    assert of_texts(texts, tmp_path) == Tally(len(texts), Decimal(amount))


# The digits behind the point are those that are written.
@pytest.mark.parametrize(("texts", "amount"), [(["1.50", "2"], "3.50"), (["3", "4"], "7"), (["1e2"], "100")])
def test_places(texts: list[str], amount: str, tmp_path: Path) -> None:
    assert str(of_texts(texts, tmp_path).amount) == amount


# Where no row states an amount, there is no sum.
def test_no_amount_is_stated(tmp_path: Path) -> None:
    assert of_texts(["", "unknown"], tmp_path) == Tally(2, None)


# Something stated that is no number is told by its column and as it is written.
@pytest.mark.parametrize(
    "text", ["ten", "1,5", "$5", "5 EUR", "0x10", "1e999", "--1", "1_000", "nan", "Infinity"]
)
def test_no_number(text: str, tmp_path: Path) -> None:
    with pytest.raises(TableError) as raised:
        of_texts(["1", text], tmp_path)
    assert str(raised.value) == (
        f"column amount holds '{text}', which is no amount; name the column of amounts: --amount COLUMN"
    )


# Rows that are not counted may state what they like.
def test_rows_that_are_not_counted(tmp_path: Path) -> None:
    other = ROW.replace("11111", "22222")
    impact = found(library(tmp_path), csv(tmp_path, f"{ROW},1\n{other},none at all\n"))
    assert impact.tally == Tally(1, Decimal(1))


# Every kind of number is added up exactly; a floating-point number is the shortest decimal that it shows.
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("DECIMAL(12,2)", ["0.10", "0.20", "-9999999999.99", "NULL"]),
        ("DECIMAL(38,2)", ["999999999999999999999999999999999999.99"] * 40),
        ("DECIMAL(38,38)", ["0." + "0" * 37 + "1"] * 3),
        ("INTEGER", ["2147483647", "2147483647", "-5"]),
        ("BIGINT", ["9223372036854775807"] * 9),
        ("UBIGINT", ["18446744073709551615"] * 9),
        ("DOUBLE", ["0.1", "0.2", "0.30000000000000004", "1e21", "1e-9", "-3", "NULL"]),
        ("FLOAT", ["0.1", "0.2", "16777216"]),
    ],
)
def test_numbers(kind: str, values: list[str], tmp_path: Path) -> None:
    assert of_values(values, kind, tmp_path) == Tally(
        len(values), added([one for one in values if one != "NULL"])
    )


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e300"])
def test_floating_point_that_is_no_amount(value: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"column amount holds .* which is no amount"):
        of_values([value], "DOUBLE", tmp_path)


# A column that cannot hold amounts is passed over, unless the user names it.
def test_a_column_of_another_kind(tmp_path: Path) -> None:
    table = parquet(tmp_path, f"{FACTS}, DATE '2024-01-01' AS amount")
    assert found(library(tmp_path), table).amount_column is None
    with pytest.raises(TableError, match=r"--amount amount: column amount holds dates \(DATE\), not amounts"):
        found(library(tmp_path), table, amount="amount")


# Whatever decimals and doubles a table holds: the sum is that of their shortest decimals.
@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(allow_nan=False, min_value=-1e90, max_value=1e90), min_size=1, max_size=30))
def test_doubles(values: list[float]) -> None:
    values = [value for value in values if not 0 < abs(value) < 1e-90]
    with TemporaryDirectory() as name:
        folder = Path(name)
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT * FROM ({FACTS}), (SELECT unnest($values::DOUBLE[]) AS amount))"
                f" TO '{folder}/claims.parquet' (FORMAT parquet)",
                {"values": values},
            )
        tally = found(library(folder), f"{folder}/claims.parquet").tally
    assert tally == Tally(len(values), added([repr(value) for value in values]) if values else None)
