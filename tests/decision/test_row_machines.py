"""A row's possible outcomes, found by themselves, are those of its determination."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.decision.rows import Rows
from coverdict.text import DocumentError
from tests.decision.test_rows import BASE, COLUMNS, cases, rows
from tests.decision.trial import shipped

pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

Drawn = tuple[str, str | None, str, str, dict[str, Any]]


def row_of(case: Drawn) -> dict[str, Any]:
    _, product, code, day, facts = case
    columns = {COLUMNS[name][0]: value for name, value in facts.items()}
    return {**columns, "service_code": code, "service_date": day, "product": product}


# Whatever a row holds, contradictions and lists included, its possible outcomes are its determination's.
@given(cases())
def test_possible_as_determined(case: Drawn) -> None:
    payer, row = case[0], row_of(case)
    assert rows(payer).possible(row) == rows(payer).determine(row).possible


# What was decided before changes nothing, nor does it when little can be remembered.
@given(st.lists(cases(), min_size=2, max_size=6))
def test_order_of_rows(drawn: list[Drawn]) -> None:
    payer = drawn[0][0]
    same = [row_of(case) for case in drawn if case[0] == payer]
    fresh = shipped().rows(payer)
    assert [fresh.possible(row) for row in same] == [rows(payer).possible(row) for row in same]


# Without a code or a day there is no line to decide; a value that is read and is none of its fact is refused.
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("service_code", None),
        ("service_code", ["47381"]),
        ("service_code", True),
        ("service_date", "yesterday"),
        ("service_date", {}),
        ("tumor_malignant", "perhaps"),
        ("tumor_malignant", ["perhaps"]),
    ],
)
def test_bad_values(column: str, value: Any) -> None:
    fresh: Rows = shipped().rows("example")
    for _ in range(2):
        with pytest.raises(DocumentError) as caught:
            fresh.possible({**BASE, column: value})
        assert column in str(caught.value)
