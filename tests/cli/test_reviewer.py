"""A referral shows facts, sources and clauses; what the program concluded stays out of sight."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cli import examples
from cli.test_pages import page

from coverdict.cli.answer import line_rows, reviewer_line_rows
from coverdict.cli.paper import UNICODE
from coverdict.cli.reviewer_data import reviewer_data
from coverdict.decision.data import as_data
from coverdict.decision.model import LineDetermination, Referral

HELD_BACK = replace(
    examples.PEND,
    action="refer",
    referral=Referral("physician", "a physician", "an inclination of the program", ("policy owner",)),
)
SHOWN = replace(
    HELD_BACK, referral=replace(HELD_BACK.referral or examples.REFER.referral, shows="conclusion")
)
CONCLUSIONS = ("not_covered", "not covered", "criteria", "adverse", "unsettled", "inclination")


def seen(line: LineDetermination) -> str:
    return page(examples.determination(line), view=reviewer_line_rows)


@pytest.mark.parametrize("conclusion", CONCLUSIONS)
def test_no_conclusion_is_on_the_page(conclusion: str) -> None:
    assert conclusion not in seen(HELD_BACK)
    assert conclusion in page(examples.determination(HELD_BACK)) + json.dumps(
        as_data(examples.determination(HELD_BACK))
    )


@pytest.mark.parametrize("conclusion", CONCLUSIONS)
def test_no_conclusion_is_in_the_data(conclusion: str) -> None:
    data = reviewer_data(examples.determination(HELD_BACK))
    assert conclusion not in json.dumps({**data, "notice": ""})


def test_the_data_hold_facts_and_clauses() -> None:
    line = reviewer_data(examples.determination(HELD_BACK))["lines"][0]
    assert [fact["fact"] for fact in line["facts"]] == [
        "tumor.resectable",
        "lesion.count",
        "lesion.largest",
        "tumor.metabolically_active",
    ]
    assert [clause["label"] for clause in line["clauses"]["met"]] == ["unresectable"]
    assert [clause["label"] for clause in line["clauses"]["not met"]] == ["few and small"]
    assert [clause["label"] for clause in line["clauses"]["unknown"]] == ["metabolically active"]
    assert line["readings"][0]["options"] == ["up to 4 cm", "under 4 cm"]


def test_the_page_holds_facts_and_clauses() -> None:
    text = seen(HELD_BACK)
    assert "✓ unresectable" in text and "✗ few and small" in text and "? metabolically active" in text
    assert "tumor.resectable: no (surgical consult, documented)" in text
    assert "size limit: up to 4 cm / under 4 cm" in text


def test_where_the_payer_says_so_the_conclusion_is_shown() -> None:
    assert seen(SHOWN) == page(examples.determination(SHOWN))
    assert reviewer_data(examples.determination(SHOWN)) == as_data(examples.determination(SHOWN))


def test_a_line_that_nobody_has_to_decide_is_shown_as_it_is() -> None:
    assert seen(examples.APPROVE) == page(examples.determination(examples.APPROVE), 80, UNICODE, line_rows)
