"""What a column says of a fact in SQL is what the language's own reader says of the same value."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from coverdict.bulk.axes import UNKNOWN, Axis
from coverdict.bulk.dialects import DIALECTS, UnsayableError
from coverdict.bulk.dialects import column as sql_column
from coverdict.bulk.kinds import FITTING, Column, Kind, column_of
from coverdict.bulk.reading import axis_of, fits
from coverdict.bulk.spelling import looked_up_irregular
from coverdict.language.model import Fact, FactType, Value
from coverdict.language.scalars import split_quantity
from coverdict.language.values import UNKNOWN as UNKNOWN_WORDS
from coverdict.language.values import read_value
from coverdict.library.program import raw_value
from coverdict.text import DocumentError, Place
from tests.bulk.columns import ASKED, Asked, Values, held

DUCK = DIALECTS["duckdb"]
UNREADABLE = "cannot be read"

Reading = tuple[Any, int, str | None, str | None]
"""A raw value as Python has it, its symbol, the text by which it is looked up, and its value as a text."""


TRIALS = [
    pytest.param(asked, kind, values, id=f"{name} in {values.type}")
    for name, asked in ASKED.items()
    for kind in FITTING[asked.fact.type]
    for values in held(kind, asked.fact)
]
"""Every fact with every column that may hold it."""


def read_by_duckdb(axis: Axis, column: Column, values: list[Any], type_name: str) -> list[Reading]:
    """What DuckDB makes of some values in one column."""
    given = f'SELECT unnest($1::{type_name}[]) AS "v v", unnest(range(len($1))) AS number'
    value = sql_column(column.name, "t")
    written = DUCK.written(value, column).sql("duckdb")
    return duckdb.execute(
        f'SELECT t."v v", {axis.expression().sql("duckdb")}, {written}, CAST(t."v v" AS VARCHAR) FROM'
        f" ({given}) AS t ORDER BY number",
        [values],
    ).fetchall()


def read_by_hand(fact: Fact, kind: Kind, raw: Any, text: str | None) -> Value | None:
    """The value of the fact, as the language reads it.

    A bare number is in the fact's own unit, several codes in one text have `;`, `,` or `|` between them, and
    a 32-bit number is the decimal that it shows.

    Errors: DocumentError where it is none.
    """
    if raw is None:
        return None
    if kind is Kind.FLOAT and text is not None:
        raw = Decimal(text)
    if fact.type is FactType.CODES and isinstance(raw, str):
        if raw.strip() in UNKNOWN_WORDS:
            return None
        raw = codes_in(raw)
    elif fact.unit and not (isinstance(raw, str) and not bare(raw)):
        raw = f"{raw} {fact.unit}"
    return read_value(fact, raw, Place("test"))


def codes_in(text: str) -> object:
    """The codes that a text holds: between separators, or in brackets as JSON and databases write lists."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, list):
        return found
    inside = re.fullmatch(r"\s*(?:\[(.*)\]|\{(.*)\})\s*", text)
    if inside is None:
        return [part.strip() for part in re.split("[;,|]", text)]
    given = (inside[1] or inside[2] or "").strip()
    return [None if part == "NULL" else part for part in re.split(r"\s*,\s*", given)] if given else []


def bare(text: str) -> bool:
    """Whether a text is a number without a unit."""
    try:
        return not split_quantity(text)[1]
    except ValueError:
        return False


def expected(axis: Axis, fact: Fact, kind: Kind, raw: Any, text: str | None) -> int | str:
    try:
        value = read_by_hand(fact, kind, raw, text)
    except DocumentError:
        return UNREADABLE
    return UNKNOWN if value is None else axis.symbol_of(raw_value(fact, value))


def looked_up(axis: Axis, fact: Fact, symbol: int, written: str | None) -> int | str:
    """The symbol, after irregular values have been looked up."""
    if symbol != axis.irregular:
        return symbol
    ((_, found, reason),) = looked_up_irregular(axis, fact, [(written,)], "looked_up").rows
    assert (found is None) == (reason is not None)
    assert found is None or isinstance(found, int)
    return UNREADABLE if found is None else found


@pytest.mark.parametrize(("asked", "kind", "values"), TRIALS)
def test_sql_and_the_language_read_alike(asked: Asked, kind: Kind, values: Values) -> None:
    """Of any value, SQL gives the symbol of what the language reads, or leaves it to be looked up.

    After the look-up, every value has its symbol, those that the language refuses have none, and no others.
    What is written plainly is not left to be looked up.
    """
    column = column_of("v v", values.type)
    assert column.kind is kind and fits(asked.fact, column)
    axis = axis_of(asked.fact, column, asked.dimension, DUCK)
    given = [*values.plain, *values.other]
    rows = read_by_duckdb(axis, column, given, values.type)
    seen = set()
    for at, (raw, symbol, written, text) in enumerate(rows):
        wanted = expected(axis, asked.fact, kind, raw, text)
        about = (given[at], written)
        assert looked_up(axis, asked.fact, symbol, written) == wanted, about
        if at < len(values.plain) and wanted != UNREADABLE:
            assert symbol == wanted, about
        seen.add(wanted)
    assert len(seen) > 1


@pytest.mark.parametrize(("asked", "kind", "values"), TRIALS)
def test_a_symbol_stands_for_its_values(asked: Asked, kind: Kind, values: Values) -> None:
    """What a symbol is known to say leaves the same cells as every value that has the symbol."""
    if asked.group is None:
        return
    column = column_of("v v", values.type)
    axis = axis_of(asked.fact, column, asked.dimension, DUCK)
    for raw, symbol, _, text in read_by_duckdb(axis, column, [*values.plain, *values.other], values.type):
        if symbol == axis.irregular:
            continue
        said = axis.known[symbol]
        assert said is not None
        value = read_by_hand(asked.fact, kind, raw, text)
        own = {} if value is None else {asked.fact.name: raw_value(asked.fact, value)}
        assert asked.group.allowed(said) == asked.group.allowed(own), raw
        assert bool(said) == bool(own)


@pytest.mark.parametrize(("asked", "kind", "values"), TRIALS)
def test_where_a_fact_is_always_known_each_symbol_is_one_less(
    asked: Asked, kind: Kind, values: Values
) -> None:
    """For rows in which the fact is known and readable, symbols are the same without that of the unknown."""
    column = column_of("v v", values.type)
    axis = axis_of(asked.fact, column, asked.dimension, DUCK)
    given = [*values.plain, *values.other]
    symbols = [row[1] for row in read_by_duckdb(axis, column, given, values.type)]
    readable = [
        (value, symbol)
        for value, symbol in zip(given, symbols, strict=True)
        if symbol not in (UNKNOWN, axis.irregular)
    ]
    always = axis.always_known()
    found = read_by_duckdb(always, column, [value for value, _ in readable], values.type)
    assert [row[1] for row in found] == [symbol - 1 for _, symbol in readable]
    assert [said for said in axis.known[1:] if said is not None] == list(always.known)


@pytest.mark.parametrize("weight", [1, 7])
@pytest.mark.parametrize("name", ["yes/no", "number", "codes"])
def test_a_weight_multiplies_each_symbol(name: str, weight: int) -> None:
    """The expression of a weight is the symbol times the weight."""
    asked = ASKED[name]
    (values,) = held(Kind.TEXT, asked.fact)
    column = column_of("v v", "VARCHAR")
    axis = axis_of(asked.fact, column, asked.dimension, DUCK)
    symbols = [row[1] for row in read_by_duckdb(axis, column, list(values.plain), "VARCHAR")]
    rows = duckdb.execute(
        f'SELECT {axis.expression(weight).sql("duckdb")} FROM (SELECT unnest($1::VARCHAR[]) AS "v v") AS t',
        [list(values.plain)],
    ).fetchall()
    assert [found for (found,) in rows] == [weight * symbol for symbol in symbols]


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("BOOLEAN", Kind.BOOLEAN),
        ("TINYINT", Kind.INTEGER),
        ("UHUGEINT", Kind.INTEGER),
        ("DECIMAL(18,3)", Kind.DECIMAL),
        ("DOUBLE", Kind.DOUBLE),
        ("FLOAT", Kind.FLOAT),
        ("VARCHAR", Kind.TEXT),
        ("ENUM('yes', 'no')", Kind.TEXT),
        ("DATE", Kind.DATE),
        ("TIMESTAMP", Kind.TIMESTAMP),
        ("TIMESTAMP_NS", Kind.TIMESTAMP),
        ("TIMESTAMP WITH TIME ZONE", Kind.TIMESTAMP),
        ("VARCHAR[]", Kind.TEXTS),
        ("INTEGER[]", Kind.OTHER),
        ("VARCHAR[][]", Kind.OTHER),
        ("STRUCT(a INTEGER)", Kind.OTHER),
        ("BLOB", Kind.OTHER),
        ("TIME", Kind.OTHER),
        ("INTERVAL", Kind.OTHER),
        ("UUID", Kind.OTHER),
    ],
)
def test_the_kind_of_a_column_is_told_by_the_name_of_its_type(type_name: str, kind: Kind) -> None:
    """What DuckDB calls the type of a column tells what it holds."""
    (described,) = duckdb.execute(f"DESCRIBE SELECT CAST(NULL AS {type_name}) AS v").fetchall()
    assert column_of("v", described[1]).kind is kind


def test_decimals_have_their_digits() -> None:
    """Of decimals, the digits are known, all and those behind the point."""
    found = column_of("v", "DECIMAL(18,3)")
    assert (found.digits, found.scale) == (18, 3)


def test_a_list_is_not_read_one_element_at_a_time() -> None:
    """SQL does not look at the elements of a list: it is told together with what derives from it."""
    fact = Fact("l", FactType.LIST, Place("test"))
    with pytest.raises(UnsayableError, match="l is a list"):
        axis_of(fact, Column("l", Kind.TEXT), None, DUCK)
