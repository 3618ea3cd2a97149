"""The columns of drawn claims: named by the vocabulary, typed by the facts that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from coverdict.bulk.sampling.errors import SampleError
from coverdict.bulk.sampling.values import is_whole
from coverdict.decision.columns import key_of
from coverdict.language.model import Fact, FactType
from coverdict.language.syntax import Code

Cell: TypeAlias = bool | int | str | Decimal | date | tuple[str, ...] | None
"""What stands in a column of one claim; None where the fact is unknown."""

CLAIM, AMOUNT = "claim", "amount"
"""The columns that hold no fact: what a claim is called, and the money that it is about."""

GIVEN = ("payer", "product", "service.code", "service.date")
"""Facts of every claim; all but the product are always known."""

ALWAYS_KNOWN = frozenset(("payer", "service.code", "service.date"))

FEWEST_DIGITS = 9  # of a column of decimals, so that tables from several samples seldom differ in their types


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """A column.

    Arguments:
        fact: the fact that it holds; empty for the claim's name and the amount.
        type: as DuckDB writes it.
    """

    name: str
    fact: str
    type: str


def columns_of(
    vocabulary: Mapping[str, Fact], drawn: Mapping[str, Fact], numbers: Mapping[str, Iterable[Decimal]]
) -> tuple[SampleColumn, ...]:
    """The columns of these facts, and of what every claim has.

    A claim's own columns give way to a fact's of the same name, and then have a `_` behind theirs.

    Arguments:
        vocabulary: names the columns.
        drawn: the facts beside `GIVEN`.
        numbers: of each number fact the values that it is drawn with.

    Errors:
        SampleError: two facts have the same column.
    """
    facts = (
        *(SampleColumn(key_of(vocabulary, {}, name), name, _given_type(name)) for name in GIVEN),
        *(
            SampleColumn(key_of(vocabulary, {}, name), name, type_of(fact, numbers.get(name, ())))
            for name, fact in drawn.items()
        ),
    )
    taken = _names_once(facts)
    return (
        SampleColumn(_beside(taken, CLAIM), "", "VARCHAR"),
        *facts,
        SampleColumn(_beside(taken, AMOUNT), "", "DECIMAL(12,2)"),
    )


def _names_once(columns: Iterable[SampleColumn]) -> frozenset[str]:
    """The names, which are all different; tables do not tell capital letters from small ones."""
    seen: dict[str, SampleColumn] = {}
    for column in columns:
        other = seen.setdefault(column.name.casefold(), column)
        if other is not column:
            raise SampleError(
                f"{other.fact} and {column.fact} have the same column, {column.name}: "
                "give one of them another `column` in the vocabulary"
            )
    return frozenset(seen)


def _beside(taken: frozenset[str], name: str) -> str:
    while name in taken:
        name += "_"
    return name


def _given_type(name: str) -> str:
    return "DATE" if name == "service.date" else "VARCHAR"


def type_of(fact: Fact, numbers: Iterable[Decimal]) -> str:
    """The type of a fact's column; of decimals, with room for every digit of the numbers."""
    match fact.type:
        case FactType.YES_NO:
            return "BOOLEAN"
        case FactType.CHOICE | FactType.NAME | FactType.CODE:
            return "VARCHAR"
        case FactType.CODES:
            return "VARCHAR[]"
        case FactType.DATE:
            return "DATE"
        case FactType.NUMBER | FactType.QUANTITY:
            return "BIGINT" if is_whole(fact) else _decimal(numbers)
        case FactType.LIST:
            raise TypeError(f"{fact.name}: a list is in no column")


def _decimal(numbers: Iterable[Decimal]) -> str:
    digits, scale = 1, 0
    for number in numbers:
        _, figures, exponent = number.as_tuple()
        assert isinstance(exponent, int)
        scale = max(scale, -exponent)
        digits = max(digits, len(figures) + exponent)
    return f"DECIMAL({max(FEWEST_DIGITS, digits + scale)},{scale})"


# --- cells -------------------------------------------------------------------------------------------------


def cell_of(fact: Fact, value: object) -> Cell:
    """A value, from the form that the language's cells take to what stands in a column."""
    if fact.type is FactType.YES_NO:
        return value == "yes"
    if isinstance(value, Decimal):
        return int(value) if is_whole(fact) else value
    if isinstance(value, Code):
        return code_text(fact, value)
    if fact.type is FactType.CODES:
        assert isinstance(value, tuple)
        return tuple(sorted(code_text(fact, code) for code in value[0]))
    assert isinstance(value, str | date)
    return value


def code_text(fact: Fact, code: Code) -> str:
    """A code as a table has it: bare where its system is the one that the fact's codes have usually."""
    return code.code if fact.systems and code.system == fact.systems[0] else str(code)
