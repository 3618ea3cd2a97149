"""Rows of a table say exactly what the same facts say in a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.decision.model import LineDetermination, TraceNode
from coverdict.decision.rows import Rows
from coverdict.text import DocumentError
from tests.decision.trial import shipped, trial

# The logic makes room for its recursion, of which hypothesis warns when it happens while an example runs.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

POLICIES = {
    "bcn": "bcbsm/cryosurgical-ablation-liver",
    "bcbsm": "bcbsm/cryosurgical-ablation-liver",
    "example": "bcbsm/cryosurgical-ablation-liver",
    "bsc": "bsc/7.01.75",
}
DAYS = {
    "bsc": ["2021-12-01", "2021-11-01", "2018-03-01", "2015-01-01"],
    "": ["2012-06-01", "2013-12-31", "2014-01-01"],
}
CODES = ["47371", "47381", "47383", "76940", "99213"]
PRODUCTS = ["commercial_hmo", "bcna", "bcn65", "blue_cross_complete", "bcbsm_ppo", "commercial_ppo", "fep"]
PRODUCTS += ["example_ppo", "example_basic", "example_open", "no_such_product"]
YES_NO = [True, False, "yes", "no", "unknown", None]

# Facts, their columns, and what a table may hold there.
COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "tumor.origin": ("tumor_origin", ["primary", "metastatic", " primary ", "", None]),
    "tumor.malignant": ("tumor_malignant", YES_NO),
    "tumor.histology": ("tumor_histology", ["neuroendocrine", "colorectal", "other", None]),
    "tumor.resectable": ("tumor_resectable", YES_NO),
    "tumor.metabolically_active": ("tumor_metabolically_active", YES_NO),
    "disease.extrahepatic": ("disease_extrahepatic", YES_NO),
    "lesion.count": ("lesion_count", [0, 1, 2, 1.0, "1", Decimal(3), None]),
    "lesion.largest": ("lesion_largest_cm", ["3 cm", "40 mm", "41 mm", "0.04 m", None]),
    "lesions": ("lesions", [None, [], [{"diameter": "2 cm"}, {}], [{"diameter": "4 cm"}]]),
    "treatment.intent": ("treatment_intent", ["reduce_metabolic_activity", "curative", None]),
    "group.override": ("group_override", YES_NO),
    "primary_payer.decision": ("primary_decision", ["covered", "denied", None]),
    "member.age": ("member_age", [0, 20, 21, "40", None]),
    "line_of_business": ("line_of_business", ["commercial", "medicaid", "federal_employee", None]),
    "device.pathway": ("device_pathway", ["cleared", "approved", "exempt", None]),
    "diagnoses": ("diagnoses", [None, "C22.0", ["C22.0", "C78.7"], {"codes": ["D13.4"], "complete": "no"}]),
    "eligibility.confirmed": ("eligibility_confirmed", [None, date(2021, 11, 26), "2021-12-01"]),
    "necessity.safe_and_effective": ("necessity.safe_and_effective", [None, True, False]),
}
TOP = ("line_of_business",)  # where a request has a key of its own


@cache
def rows(payer: str) -> Rows:
    return shipped().rows(payer)


def unsourced(node: TraceNode) -> TraceNode:
    """A node without the sources of its facts: a column is not a request."""
    facts = tuple(replace(fact, source="") for fact in node.facts)
    return replace(node, facts=facts, children=tuple(unsourced(child) for child in node.children))


def comparable(line: LineDetermination) -> LineDetermination:
    return replace(line, trace=tuple(unsourced(node) for node in line.trace))


def as_request(
    payer: str, product: str | None, code: str, day: str, facts: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "payer": payer,
        "product": product,
        "service_date": day,
        "services": [{"system": "CPT", "code": code}],
        "facts": {name: value for name, value in facts.items() if name not in TOP},
        **{name: value for name, value in facts.items() if name in TOP},
    }


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str | None, str, str, dict[str, Any]]:
    payer = draw(st.sampled_from(sorted(POLICIES)))
    product = draw(st.sampled_from([*PRODUCTS, None]))
    code = draw(st.sampled_from([*CODES, "47381", "47381"]))
    day = draw(st.sampled_from(DAYS.get(payer, DAYS[""])))
    names = draw(st.sets(st.sampled_from(sorted(COLUMNS))))
    return (
        payer,
        product,
        code,
        day,
        {name: draw(st.sampled_from(COLUMNS[name][1])) for name in sorted(names)},
    )


# Whatever the facts: the determination of a row is that of a request with the same facts.
@given(cases())
def test_row_as_request(case: tuple[str, str | None, str, str, dict[str, Any]]) -> None:
    payer, product, code, day, facts = case
    row = {COLUMNS[name][0]: value for name, value in facts.items()}
    found = rows(payer).determine({**row, "service_code": code, "service_date": day, "product": product})
    (expected,) = shipped().decide(as_request(payer, product, code, day, facts)).lines
    if expected.routing == "not_addressed" and code == "76940":
        assert found.possible == expected.possible and found.action == expected.action
        return
    assert comparable(found) == comparable(expected)


# What has been determined before does not change what a row gets.
@given(st.lists(cases(), min_size=2, max_size=6))
def test_order_of_rows(given_cases: list[tuple[str, str | None, str, str, dict[str, Any]]]) -> None:
    def determined(case: tuple[str, str | None, str, str, dict[str, Any]], by: Rows) -> LineDetermination:
        _, product, code, day, facts = case
        row = {COLUMNS[name][0]: value for name, value in facts.items()}
        return by.determine({**row, "service_code": code, "service_date": day, "product": product})

    payer = given_cases[0][0]
    fresh = shipped().rows(payer)
    same = [case for case in given_cases if case[0] == payer]
    assert [determined(case, fresh) for case in same] == [determined(case, rows(payer)) for case in same]


BASE = {"service_code": "47381", "service_date": "2012-06-01", "product": "example_ppo"}


# A value that is none of its fact is refused with its column named, however often it comes, hashable or not.
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("lesion_count", True),
        ("lesion_count", 1.5),
        ("lesion_count", -1),
        ("lesion_count", [1]),
        ("lesion_count", {"value": 1, "unit": "cm"}),
        ("tumor_malignant", 1),
        ("tumor_malignant", "perhaps"),
        ("tumor_origin", "Primary tumor"),
        ("tumor_origin", ["primary"]),
        ("lesion_largest_cm", True),
        ("lesion_largest_cm", "3"),
        ("lesion_largest_cm", "3 kg"),
        ("lesion_largest_cm", float("nan")),
        ("lesions", "one"),
        ("service_code", ["47381"]),
        ("service_code", True),
        ("service_code", 47381.0),
        ("service_code", ""),
        ("service_code", None),
        ("service_code", "47 381"),
        ("service_date", "yesterday"),
        ("service_date", ["2012-06-01"]),
        ("service_date", 20120601),
        ("service_date", ""),
        ("service_date", None),
    ],
)
def test_bad_values(column: str, value: Any) -> None:
    for _ in range(2):
        with pytest.raises(DocumentError) as caught:
            rows("example").determine({**BASE, column: value})
        assert column in str(caught.value)


# True and 1 are equal in Python, and different values of a fact: neither is taken for the other.
@pytest.mark.parametrize("order", [(1, True), (True, 1)])
def test_true_is_not_one(order: tuple[Any, Any]) -> None:
    fresh = shipped().rows("example")
    for value in order:
        if value is True:
            with pytest.raises(DocumentError):
                fresh.determine({**BASE, "lesion_count": value})
        else:
            assert fresh.determine({**BASE, "lesion_count": value}).policy
    for value in order:
        if value is True:
            assert fresh.determine({**BASE, "tumor_malignant": value}).policy
        else:
            with pytest.raises(DocumentError):
                fresh.determine({**BASE, "tumor_malignant": value})


# A bare number in a column is in the fact's own unit.
@pytest.mark.parametrize("value", [3, 3.0, Decimal("3.00"), "3 cm", "30 mm"])
def test_bare_numbers(value: Any) -> None:
    stated = {
        "tumor_malignant": True,
        "tumor_resectable": False,
        "disease_extrahepatic": False,
        "lesion_count": 1,
    }
    found = rows("example").determine({**BASE, **stated, "lesion_largest_cm": value})
    assert [outcome.status for outcome in found.possible] == ["established"]
    assert any("3 cm" in str(node) for node in found.trace)


# A day of service may be a text, a date or a moment of the day; a code may be a whole number.
@pytest.mark.parametrize("day", ["2012-06-01", date(2012, 6, 1), datetime(2012, 6, 1, 23, 59)])  # noqa: DTZ001
@pytest.mark.parametrize("code", ["47381", 47381, " 47381 "])
def test_forms_of_code_and_day(day: Any, code: Any) -> None:
    expected = rows("example").determine(BASE)
    assert rows("example").determine({**BASE, "service_code": code, "service_date": day}) == expected


# Missing keys, None and "unknown" are all unknown.
@pytest.mark.parametrize("nothing", [None, "", "unknown", " "])
def test_unknown(nothing: str | None) -> None:
    expected = rows("bcn").determine({**BASE, "product": "bcn65"})
    columns = {column: nothing for column, _ in COLUMNS.values()}
    assert rows("bcn").determine({**BASE, **columns, "product": "bcn65"}) == expected
    assert rows("bcn").determine({**BASE, "product": nothing}) == rows("bcn").determine(
        {name: value for name, value in BASE.items() if name != "product"}
    )


# Columns can have names of their own, which then count alone.
def test_keys() -> None:
    named = shipped().rows("bcn", keys={"primary_payer.decision": "EOB", "service.code": "CODE"})
    row = {"CODE": "47381", "service_date": "2012-06-01", "product": "bcn65", "primary_decision": "denied"}
    assert named.determine({**row, "EOB": "covered"}).disposition == "favourable"
    assert named.determine(row).disposition is None


# A fact without a column in the vocabulary is found under its own name.
def test_fact_without_a_column() -> None:
    found = (
        trial()
        .rows("acme")
        .determine(
            {
                "service_code": "11111",
                "service_date": "2021-03-03",
                "product": "plain",
                "stage_of_tumor": "late",
            }
        )
    )
    assert [outcome.status for outcome in found.possible] == ["criteria_not_met"]


# The code system is the caller's: the same number in another system is another code.
def test_system() -> None:
    other = shipped().rows("example", system="HCPCS")
    assert other.determine(BASE).routing == "not_addressed"


# A contract's exclusion that names codes applies to a row whose code is a number.
def test_exclusion_by_code() -> None:
    for code in ("47381", 47381):
        found = rows("example").determine({**BASE, "product": "example_basic", "service_code": code})
        assert found.denial_class == "administrative"


# Rows approve as requests do: on attested facts only where the payer accepts them.
@pytest.mark.parametrize(
    ("product", "action"), [("trusting", "approve"), ("auto", "refer"), ("plain", "refer")]
)
def test_approvals(product: str, action: str) -> None:
    row = {
        "service_code": "11111",
        "service_date": "2021-03-03",
        "product": product,
        "stage_of_tumor": "early",
    }
    assert trial().rows("acme").determine(row).action == action


# A payer that the library does not know is refused with the nearest one.
def test_unknown_payer() -> None:
    with pytest.raises(DocumentError, match="bcn"):
        shipped().rows("bcnn")
