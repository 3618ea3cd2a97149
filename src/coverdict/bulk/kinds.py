"""The columns of a table and the kinds of things that they hold, whatever engine has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from coverdict.language.model import Fact, FactType


class Kind(StrEnum):
    """What a column holds; the values are used in messages."""

    BOOLEAN = "yes/no values"
    INTEGER = "whole numbers"
    DECIMAL = "decimal numbers"
    DOUBLE = "floating-point numbers"
    FLOAT = "short floating-point numbers"
    TEXT = "text"
    DATE = "dates"
    TIMESTAMP = "times"
    TEXTS = "lists of text"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Arguments:
        digits, scale: of decimal numbers, how many digits there are, and how many behind the point.
        type: the engine's own name of the type.
    """

    name: str
    kind: Kind
    digits: int = 0
    scale: int = 0
    type: str = ""


FITTING: dict[FactType, tuple[Kind, ...]] = {
    FactType.YES_NO: (Kind.BOOLEAN, Kind.TEXT),
    FactType.CHOICE: (Kind.TEXT,),
    FactType.NAME: (Kind.TEXT,),
    FactType.NUMBER: (Kind.DECIMAL, Kind.INTEGER, Kind.DOUBLE, Kind.FLOAT, Kind.TEXT),
    FactType.QUANTITY: (Kind.DECIMAL, Kind.INTEGER, Kind.DOUBLE, Kind.FLOAT, Kind.TEXT),
    FactType.CODE: (Kind.TEXT,),
    FactType.CODES: (Kind.TEXTS, Kind.TEXT),
    FactType.DATE: (Kind.DATE, Kind.TIMESTAMP, Kind.TEXT),
    FactType.LIST: (Kind.OTHER, Kind.TEXT),
}
"""For each type of fact the kinds of columns that can hold it, the natural one first."""

NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE, Kind.FLOAT)

_WHOLE = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BYTE|SHORT|LONG|INT[248])", re.IGNORECASE)
_DECIMAL = re.compile(r"(?:DECIMAL|NUMERIC)(?:\((\d+)(?:,\s*(\d+))?\))?", re.IGNORECASE)
_TEXT = re.compile(r"(VARCHAR|TEXT|STRING|CHAR|CHARACTER VARYING)(\(\d+\))?", re.IGNORECASE)
_LIST = re.compile(r"(?:(.+)\[\d*\]|ARRAY<(.+)>|_?TEXT\[\])", re.IGNORECASE)


def column_of(name: str, type_name: str) -> Column:
    """A column from the name of its type, as DuckDB, PostgreSQL and Spark write it."""
    found = type_name.strip()
    lowered = found.lower()
    if lowered in ("boolean", "bool"):
        kind = Kind.BOOLEAN
    elif lowered in ("double", "double precision", "float8"):
        kind = Kind.DOUBLE
    elif lowered in ("float", "real", "float4"):
        kind = Kind.FLOAT
    elif lowered == "date":
        kind = Kind.DATE
    elif lowered.startswith("timestamp"):
        kind = Kind.TIMESTAMP
    elif _TEXT.fullmatch(found) or lowered.startswith("enum"):
        kind = Kind.TEXT
    elif _WHOLE.fullmatch(found):
        kind = Kind.INTEGER
    elif decimal := _DECIMAL.fullmatch(found):
        digits, scale = decimal.groups()
        return Column(name, Kind.DECIMAL, int(digits or 38), int(scale or 0) if digits else -1, found)
    elif (inner := _LIST.fullmatch(found)) and _TEXT.fullmatch((inner[1] or inner[2] or "text").strip()):
        kind = Kind.TEXTS
    else:
        kind = Kind.OTHER
    return Column(name, kind, type=found)


def natural_column(fact: Fact, name: str) -> Column:
    """The column in which a fact is most plainly held, for SQL that is written before any table is seen."""
    kind = FITTING[fact.type][0]
    if kind is Kind.DECIMAL and fact.whole:
        kind = Kind.INTEGER
    return Column(name, kind, scale=-1)
