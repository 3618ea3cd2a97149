"""The values that requests give to facts: exact, whatever they are written in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.language import MapNode, load_yaml, read_value, to_plain
from coverdict.language.model import CodeSet, Element, Elements
from coverdict.language.syntax import Code
from coverdict.text import DocumentError, Place
from tests.language.samples import names

HERE = Place("request")
LIVER, LUNG = Code("ICD-10-CM", "C22.0"), Code("ICD-9-CM", "162.9")


def value(fact: str, raw: object) -> Any:
    return read_value(names().facts[fact], raw, HERE)


@pytest.mark.parametrize(
    ("fact", "raw", "expected"),
    [
        ("tumor.resectable", "no", False),
        ("tumor.resectable", True, True),
        ("tumor.resectable", "YES", True),
        ("tumor.resectable", "true", True),
        ("tumor.origin", "primary", "primary"),
        ("treatment.intent", "palliation", "palliation"),
        ("lesion.count", 2, Decimal(2)),
        ("lesion.count", "2.0", Decimal(2)),
        ("score", 0.1, Decimal("0.1")),
        ("score", "2.50", Decimal("2.5")),
        ("score", Decimal("1e1"), Decimal(10)),
        ("lesion.largest", "41 mm", Decimal("4.1")),
        ("lesion.largest", "3.2 cm", Decimal("3.2")),
        ("lesion.largest", {"value": 1, "unit": "[in_i]"}, Decimal("2.54")),
        ("service.code", "47383", Code("CPT", "47383")),
        ("service.code", "00100", Code("CPT", "00100")),
        ("service.code", "HCPCS C2618", Code("HCPCS", "C2618")),
        ("service.code", {"system": "HCPCS", "code": "C2618"}, Code("HCPCS", "C2618")),
        ("service.code", {"code": "47383"}, Code("CPT", "47383")),
        ("diagnoses", "C22.0", CodeSet((LIVER,))),
        ("diagnoses", ["C22.0", "ICD-9-CM 162.9", "C22.0"], CodeSet((LIVER, LUNG))),
        ("diagnoses", {"codes": ["C22.0"], "complete": "no"}, CodeSet((LIVER,), complete=False)),
        ("diagnoses", [], CodeSet(())),
        ("service.date", "2021-12-01", date(2021, 12, 1)),
        ("service.date", date(2021, 12, 1), date(2021, 12, 1)),
        ("service.date", datetime(2021, 12, 1, 23, 59, tzinfo=UTC), date(2021, 12, 1)),
        (
            "lesions",
            [{"active": "yes", "diameter": "20 mm"}, {"diameter": None}, {}],
            Elements((Element((("diameter", Decimal(2)), ("active", True))), Element(()), Element(()))),
        ),
        ("lesions", {"items": [], "complete": False}, Elements((), complete=False)),
    ],
)
def test_values(fact: str, raw: object, expected: object) -> None:
    """Each way to write a value."""
    found = value(fact, raw)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize("fact", sorted(names().facts))
@pytest.mark.parametrize("raw", [None, "unknown", "null", " "])
def test_unknown(fact: str, raw: object) -> None:
    """Whatever the fact, it may be unknown."""
    assert value(fact, raw) is None


@given(st.decimals(0, 1000, places=3))
def test_floats_count_as_written(number: Decimal) -> None:
    """A float is taken by its shortest decimal: 4.1 is 4.1."""
    if number <= 10:
        assert value("score", float(number)) == number
        assert value("score", str(number)) == number


@given(st.decimals(0, 10**6, places=4))
def test_millimeters_and_centimeters_agree(number: Decimal) -> None:
    """A length is the same in both units, exactly: no float puts 41 mm above 4.1 cm."""
    assert (
        value("lesion.largest", f"{number * 10:f} mm") == value("lesion.largest", f"{number:f} cm") == number
    )


def test_yaml_and_json_give_the_same() -> None:
    """A request is the same in YAML and in JSON, indented by tabs or not."""
    yaml = load_yaml("a: 00100\nb: no\nc: [1, {d: null}]\n", "a.yaml")
    json = load_yaml('{\n\t"a": "00100",\n\t"b": "no",\n\t"c": ["1", {"d": null}]\n}', "a.json")
    assert isinstance(yaml, MapNode) and isinstance(json, MapNode)
    assert to_plain(yaml) == to_plain(json) == {"a": "00100", "b": "no", "c": ["1", {"d": "null"}]}


@pytest.mark.parametrize(
    ("fact", "raw", "says"),
    [
        ("lesion.largest", 3.2, "a unit is missing"),
        ("lesion.largest", "-1 cm", "less than 0 cm"),
        ("score", float("nan"), "a number is expected"),
        ("service.code", 47383, "a code is expected, not the number 47383"),
        ("tumor.origin", "benign", "none of its options"),
        ("tumor.resectable", 1, "yes or no is expected"),
        ("service.date", "1899-12-31", "a date from 1900-01-01"),
        ("diagnoses", {"codes": ["C22.0"], "completed": "no"}, "a key completed"),
    ],
)
def test_refused_values(fact: str, raw: object, says: str) -> None:
    """What does not fit is refused with the fact's name."""
    with pytest.raises(DocumentError, match=f"{fact}:? .*{says}"):
        value(fact, raw)
