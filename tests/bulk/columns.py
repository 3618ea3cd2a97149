"""Facts of every type with what rules ask of them, and what columns of every kind may hold of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from coverdict.bulk.kinds import Kind
from coverdict.language.model import Fact, FactType, Option
from coverdict.language.syntax import Code
from coverdict.language.units import factors_to
from coverdict.library.dimensions import Dimension
from coverdict.logic import cells
from coverdict.logic.cells import (
    CountFact,
    DateIs,
    Dates,
    Finite,
    Hits,
    InSet,
    Lists,
    Member,
    Members,
    NumberFact,
    OneOf,
    Op,
    Ordered,
    Threshold,
)
from coverdict.text import Place

D = Decimal
HERE = Place("test")
ICD = ("ICD-10-CM", "ICD-9-CM")


@dataclass(frozen=True)
class Asked:
    """A fact, and the cells into which rules cut it; None where no rule asks for it."""

    fact: Fact
    group: cells.Group | None

    @property
    def dimension(self) -> Dimension | None:
        return None if self.group is None else Dimension(self.group, (self.fact,))


def _fact(kind: FactType, **more: Any) -> Fact:
    return Fact("f", kind, HERE, **more)


def _thresholds(*cuts: str) -> list[Threshold]:
    ops: tuple[Op, ...] = ("<", "<=")
    return [Threshold("f", op, D(cut)) for cut in cuts for op in ops]


def _code(written: str) -> Code:
    system, code = written.split()
    return Code(system, code)


_SETS = {
    "liver": frozenset(map(_code, ("ICD-10-CM C22.0", "ICD-10-CM C22.9", "ICD-9-CM 155.0"))),
    "spread": frozenset(map(_code, ("ICD-10-CM C78.7", "ICD-10-CM C22.9"))),
    "old": frozenset(map(_code, ("ICD-9-CM 155.0",))),
}
_OPTIONS = tuple(Option(name, name.title()) for name in ("primary", "metastatic", "benign", "mixed"))
_DAYS = (date(1900, 1, 1), date(1950, 7, 1), date(2020, 2, 29), date(2020, 3, 1), date(2199, 12, 31))

ASKED: dict[str, Asked] = {
    "yes/no": Asked(_fact(FactType.YES_NO), Finite("f", ("yes", "no"), [OneOf("f", frozenset(["yes"]))])),
    "choice": Asked(
        _fact(FactType.CHOICE, options=_OPTIONS),
        Finite(
            "f",
            [one.name for one in _OPTIONS],
            [OneOf("f", frozenset(["primary"])), OneOf("f", frozenset(["primary", "benign"]))],
        ),
    ),
    "choice, not asked for": Asked(_fact(FactType.CHOICE, options=_OPTIONS), None),
    "name": Asked(
        _fact(FactType.NAME, options=_OPTIONS[:1]),
        Finite(
            "f",
            ["primary"],
            [OneOf("f", frozenset(["primary"])), OneOf("f", frozenset(["other"]))],
            is_open=True,
        ),
    ),
    "name, not asked for": Asked(_fact(FactType.NAME), None),
    "number": Asked(
        _fact(FactType.NUMBER), Ordered("f", _thresholds("4.1", "0.5", "-3", "0.1234567890123456"))
    ),
    "number, not asked for": Asked(_fact(FactType.NUMBER), None),
    "bounded number": Asked(
        _fact(FactType.NUMBER, minimum=D("-3"), maximum=D(100)),
        Ordered("f", _thresholds("4.1", "1000"), minimum=D("-3"), maximum=D(100)),
    ),
    "whole number": Asked(
        _fact(FactType.NUMBER, whole=True, minimum=D(0)),
        Ordered("f", _thresholds("2", "2.5"), whole=True, minimum=D(0)),
    ),
    "count of a list": Asked(
        _fact(FactType.NUMBER, whole=True, minimum=D(0)),
        Lists("l", (NumberFact("d", False, D(0)),), (CountFact("f", "l", None, D(0)),), _thresholds("2"), {}),
    ),
    "quantity": Asked(
        _fact(FactType.QUANTITY, unit="cm", factors=factors_to("cm"), minimum=D(0)),
        Ordered("f", _thresholds("4", "0.1"), minimum=D(0)),
    ),
    "date": Asked(
        _fact(FactType.DATE), Dates(("f",), [DateIs("f", op, day) for day in _DAYS for op in ("<", "<=")])
    ),
    "date, not asked for": Asked(_fact(FactType.DATE), None),
    "code": Asked(
        _fact(FactType.CODE, systems=ICD), Member("f", [InSet("f", name) for name in ("liver", "old")], _SETS)
    ),
    "code, not asked for": Asked(_fact(FactType.CODE, systems=ICD), None),
    "codes": Asked(
        _fact(FactType.CODES, systems=ICD), Members("f", [Hits("f", name) for name in _SETS], _SETS)
    ),
    "codes, not asked for": Asked(_fact(FactType.CODES, systems=ICD), None),
}
"""Facts by what they are called in tests."""


@dataclass(frozen=True)
class Values:
    """What a column of one type may hold.

    Arguments:
        type: as DuckDB names it.
        plain: in the form that SQL reads by itself, where it is a value of the fact at all.
        other: in any form.
    """

    type: str
    plain: Sequence[Any]
    other: Sequence[Any] = ()


_BLANK = (" ", "  unknown", "null\n", "\t~", "Unknown", "NULL", "none")
_WORDS = (
    "é",
    "naïve",
    "two words",
    "tab\tbed",
    "x" * 200,
    "x" * 201,
    "'; DROP TABLE t; --",
    '"quoted"',
    "a\\b",
)
_UNKNOWN = (None, "", "unknown", "null", "~")

TEXTS: dict[FactType, Values] = {
    FactType.YES_NO: Values(
        "VARCHAR",
        (*_UNKNOWN, "yes", "no", "true", "false"),
        (*_BLANK, " yes ", "YES", "No", "\tyes", "yes\n", "TRUE", "y", "n", "1", "0", "é", "x" * 61, "ja"),
    ),
    FactType.CHOICE: Values(
        "VARCHAR",
        (*_UNKNOWN, "primary", "metastatic", "benign", "mixed"),
        (*_BLANK, *_WORDS, " primary ", "Primary", "primary\t", "prímary", "other", "x" * 61),
    ),
    FactType.NAME: Values(
        "VARCHAR",
        (*_UNKNOWN, "primary", "other", "another", "x" * 61, "x" * 200, "'quoted'", "a;b", "[x]"),
        (*_BLANK, *_WORDS, " primary ", "Primary", "\u200b", "a\u00a0b", "primary\u00a0", "x" * 199 + "é"),
    ),
    FactType.NUMBER: Values(
        "VARCHAR",
        (*_UNKNOWN, "0", "1", "2", "3", "2.5", "4.1", "4.10", "4.100000000001", "04.1", "999999999999999",
         "0.5"),
        (
            *_BLANK, *_WORDS, " 3 ", "3\t", "+3", "-3", "-3.5", "-0", "3.", ".5", "3e0", "3E2", "1e-70",
            "1e62",
            "1e400", "1.5", "3,5", "1,000", "1_000", "NaN", "inf", "Infinity", "0x1F", "٣", "３", "9" * 16,
            "9" * 30, "9" * 31, "0.1234567890123456", "0.1234567890123457", "0." + "1" * 31, "1 2", "3 cm",
            "100", "100.5", "101", "true", "2.0", "2.000000000000", "4.1000000000000",
        ),
    ),
    FactType.QUANTITY: Values(
        "VARCHAR",
        (*_UNKNOWN, "0", "3", "4", "4.0", "4.1", "0.1", "999999999999999"),
        (
            *_BLANK, "3 cm", "40 mm", "41 mm", "0.04 m", "4cm", " 4 cm ", "1 mm", "3 kg", "3 CM", "-1 cm",
            "-1",
            "+3", "3e0", "4e0 cm", "1e-70", "1e62 cm", "four", "4,1 cm", "4.1 cm cm", "0.1234567890123456",
            " 4 ", "9" * 20, "4.00000000000001", "3.", "cm",
        ),
    ),
    FactType.DATE: Values(
        "VARCHAR",
        (
            *_UNKNOWN, "1900-01-01", "2199-12-31", "2020-02-29", "2020-03-01", "2000-02-29", "1950-06-30",
            "2104-02-29",
        ),
        (
            *_BLANK, "1899-12-31", "2200-01-01", "2023-02-29", "1900-02-29", "2100-02-29", "2020-04-31",
            "2020-13-01",
            "2020-00-10", "2020-1-1", " 2020-01-01", "2020-01-01\n", "2020-01-01T00:00:00", "20200101",
            "01/02/2020",
            "2020-01-01 00:00", "٢٠٢٠-01-01", "0000-00-00", "9999-12-31", "yesterday", "infinity",
            "2020‐01‐01",
        ),
    ),
    FactType.CODE: Values(
        "VARCHAR",
        (*_UNKNOWN, "C22.0", "C22.9", "C78.7", "155.0", "c22.0", "x" * 60, "a;b", "C22.0,C22.9"),
        (
            *_BLANK, "ICD-10-CM C22.0", "ICD-9-CM 155.0", "ICD-9-CM  155.0", "CPT 47381", " C22.0",
            "C22.0\t", "x" * 61,
            "é", "C22.0 C22.9 C78.7", "ICD-9-CM C22.0", "ICD-9-CM unknown",
        ),
    ),
    FactType.CODES: Values(
        "VARCHAR",
        (*_UNKNOWN, "C22.0", "C22.0;C78.7", "C22.0,C78.7", "C22.0|C78.7", "C22.0 ; C78.7", "155.0;C22.9",
         "E11.9", "x" * 60),
        (
            *_BLANK, " C22.0", "C22.0; C78.7 ", ";", "C22.0;", "C22.0;;C78.7", "ICD-10-CM C22.0",
            "ICD-9-CM 155.0; C22.0",
            "CPT 47381; C22.0", "x" * 61, "é", "C22.0\nC78.7", "C22.0 C78.7", "C22.0;unknown", "C22.0;x y z",
            '["C22.0", "C78.7"]', '["ICD-9-CM 155.0"]', "[]", "[ ]", "{}", "[C22.0, C78.7]", "{C22.0,C78.7}",
            "[C22.0, NULL]", '["C22.0", null]', "[C22.0", '"C22.0"', '[["C22.0"]]', "[1, 2]",
        ),
    ),
}  # fmt: skip
"""What a column of texts may hold, by the type of the fact."""

_DOUBLES = (0.0, -0.0, 0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 4.1, -3.0, -3.5, 100.0, 100.5, 1e15, 1e30)
_EXTREME_DOUBLES = (
    1e-70, -1e-70, 1e-60, -1e-60, 9e-61, 1e60, 9.99e60, 1e61, -1e61, 1e62, 1e300, float("inf"), float("-inf"),
    float("nan"), 5e-324,
)  # fmt: skip
_SHORTS = (0.0, 0.1, 0.5, 1.5, 2.0, 4.1, 4.0, -3.0, 100.0, 100.5)
_EXTREME_SHORTS = (1e-40, 1e38, float("inf"), float("-inf"), float("nan"))
_WHOLE = (None, 0, 1, 2, 3, 4, 100, 101, -1, -3, -4)
_DECIMALS = tuple(map(D, ("0", "0.1", "0.5", "1.5", "2", "2.5", "4", "4.1", "-3", "-3.5", "100", "100.5")))
_LONG = tuple(D(sign + "9" * digits) for sign in ("", "-") for digits in (28, 29, 30, 33, 36))

NUMBERS: dict[Kind, tuple[Values, ...]] = {
    Kind.INTEGER: (
        Values("TINYINT", _WHOLE),
        Values("UBIGINT", (None, 0, 2, 3, 2**64 - 1)),
        Values("BIGINT", (*_WHOLE, 2**63 - 1, -(2**63))),
        Values("HUGEINT", (*_WHOLE, 10**30 - 1), (10**30, -(10**30), 2**127 - 1, -(2**127) + 1)),
    ),
    Kind.DECIMAL: (
        Values("DECIMAL(9, 2)", (None, *_DECIMALS)),
        Values("DECIMAL(18, 6)", (None, *_DECIMALS, D("4.100001"), D("4.099999"))),
        Values(
            "DECIMAL(30, 20)", (None, *_DECIMALS, D("0.12345678901234560000"), D("0.12345678901234560001"))
        ),
        Values("DECIMAL(38, 0)", (None, *_LONG[:3]), _LONG),
        Values("DECIMAL(38, 2)", (None, *_DECIMALS), (*_LONG, D("1" * 33 + ".25"))),
    ),
    Kind.DOUBLE: (Values("DOUBLE", (None, *_DOUBLES), _EXTREME_DOUBLES),),
    Kind.FLOAT: (Values("FLOAT", (None, *_SHORTS), _EXTREME_SHORTS),),
}
"""What columns of numbers may hold."""

_TYPED_DAYS = (
    None, date(1900, 1, 1), date(1899, 12, 31), date(2199, 12, 31), date(2200, 1, 1), date(2020, 2, 28),
    date(2020, 2, 29),
    date(2020, 3, 1), date(1950, 7, 1), date(1, 1, 1), date(9999, 12, 31),
)  # fmt: skip
_TIMES = (
    None,
    *(datetime.combine(day, datetime.min.time()) for day in _TYPED_DAYS if day is not None),
    datetime(2020, 2, 29, 23, 59, 59),  # noqa: DTZ001
    datetime(1899, 12, 31, 23, 59, 59),  # noqa: DTZ001
    datetime(2199, 12, 31, 23, 59, 59),  # noqa: DTZ001
)
_LISTS: tuple[list[str] | None, ...] = (
    None, [], ["C22.0"], ["C22.0", "C78.7"], ["155.0"], ["E11.9"], ["C22.9", "C22.9"], ["a;b"], ["x" * 60],
    ["unknown"],
)  # fmt: skip
_OTHER_LISTS = (
    [None], ["C22.0", None], [""], ["C22.0", ""], [" C22.0"], ["ICD-10-CM C22.0"], ["ICD-9-CM 155.0"],
    ["CPT 1"], ["C22.0\nC78.7"],
    ["x" * 61], ["é"], ["C22.0 C78.7"], ["\n"],
)  # fmt: skip


def held(kind: Kind, fact: Fact) -> tuple[Values, ...]:
    """What columns of a kind may hold of a fact."""
    match kind:
        case Kind.TEXT:
            return (TEXTS[fact.type],)
        case Kind.BOOLEAN:
            return (Values("BOOLEAN", (None, True, False)),)
        case Kind.DATE:
            return (Values("DATE", _TYPED_DAYS),)
        case Kind.TIMESTAMP:
            return (Values("TIMESTAMP", _TIMES),)
        case Kind.TEXTS:
            return (Values("VARCHAR[]", _LISTS, _OTHER_LISTS),)
        case _:
            return NUMBERS[kind]
