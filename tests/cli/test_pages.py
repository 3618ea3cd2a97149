"""What a person sees of a determination, held against pages that were read through by hand.

`COVERDICT_NEW_PAGES=1` writes the pages anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.cli.answer import LineView, determination_rows, line_rows, reviewer_line_rows
from coverdict.cli.cleaning import clean
from coverdict.cli.paper import ASCII, UNICODE, WIDE, Layout, Marks, plain_lines
from coverdict.decision.model import (
    Determination,
    FactShown,
    LineDetermination,
    ReasonSets,
    Referral,
    TraceNode,
)

PAGES = Path(__file__).parent / "golden"
ALL = (examples.PEND, examples.REFER, examples.APPROVE, examples.NOT_REQUIRED, examples.CONFLICT)


def page(
    determination: Determination, width: int = 80, marks: Marks = UNICODE, view: LineView = line_rows
) -> str:
    layout = Layout(width, marks)
    return "\n".join(plain_lines(determination_rows(determination, layout, view), layout)) + "\n"


WHOLE = {
    "pend": lambda: page(examples.determination(examples.PEND)),
    "pend-40": lambda: page(examples.determination(examples.PEND), 40),
    "pend-ascii": lambda: page(examples.determination(examples.PEND), 80, ASCII),
    "refer": lambda: page(examples.determination(examples.REFER)),
    "several": lambda: page(
        examples.determination(examples.APPROVE, examples.NOT_REQUIRED, examples.CONFLICT), 100
    ),
    "reviewer": lambda: page(examples.determination(examples.REFER), 80, UNICODE, reviewer_line_rows),
    "reviewer-40": lambda: page(examples.determination(examples.REFER), 40, UNICODE, reviewer_line_rows),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_page_is_as_it_was_read_through(name: str) -> None:
    kept = PAGES / f"{name}.txt"
    drawn: Callable[[], str] = WHOLE[name]
    if os.environ.get("COVERDICT_NEW_PAGES"):
        kept.write_text(drawn(), encoding="utf-8")
    assert drawn() == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("line", ALL, ids=lambda line: line.action)
@pytest.mark.parametrize("view", [line_rows, reviewer_line_rows])
def test_the_program_never_says_that_it_denies(line: LineDetermination, view: LineView) -> None:
    text = page(examples.determination(line), view=view).lower()
    assert "deny" not in text and "denied" not in text and "denies" not in text


UNROUTED = replace(
    examples.REFER,
    routing="no_version",
    policy=None,
    version=None,
    policy_title="",
    referral=Referral("intake", "intake staff", "no version was in force on 2015-02-26"),
    notice_reason="no version was in force on 2015-02-26",
    trace=(TraceNode("routing", "no version was in force on 2015-02-26"),),
)


@pytest.mark.parametrize("view", [line_rows, reviewer_line_rows])
def test_a_line_without_a_policy_says_why_and_says_it_once(view: LineView) -> None:
    text = page(examples.determination(UNROUTED), view=view)
    assert text.startswith("REFER to intake\n")
    assert text.count("no version was in force on 2015-02-26") == 1
    assert "trace" not in text


def test_where_several_dispositions_are_left_nothing_is_said_to_be_the_same() -> None:
    everything = replace(examples.PEND, reasons=ReasonSets(((),), 1), status_reasons=ReasonSets(((),), 1))
    assert "whatever the facts are" not in page(examples.determination(everything))
    assert "the status is the same whatever the facts are" in page(
        examples.determination(replace(everything, possible=(examples.COVERED,)))
    )


def test_a_split_evaluation_says_so() -> None:
    text = page(examples.determination(replace(examples.REFER, split=True)))
    assert "split           the lesions or indications of this line differ" in text


def test_a_fact_is_shown_with_its_source_and_support() -> None:
    text = page(examples.determination(examples.PEND))
    assert "tumor.resectable: no (surgical consult, documented)" in text
    assert "tumor.metabolically_active: not known" in text


def test_duties_that_do_not_apply_and_guidelines_that_are_not_met_stay_unsaid() -> None:
    text = page(examples.determination(examples.REFER, examples.PEND))
    assert "never shown" not in text
    assert "does not support" not in text


# On a page of any width no line is wider, but for the few columns that deep trees need.
@given(st.integers(min_value=24, max_value=100), st.sampled_from(ALL), st.sampled_from([UNICODE, ASCII]))
def test_nothing_is_wider_than_the_page(width: int, line: LineDetermination, marks: Marks) -> None:
    for view in (line_rows, reviewer_line_rows):
        for text in page(examples.determination(line), width, marks, view).splitlines():
            assert len(text) <= width
            assert text == text.rstrip()


# The words of a page are the same at every width: wrapping loses nothing and adds nothing.
@given(st.integers(min_value=24, max_value=WIDE - 1), st.sampled_from(ALL))
def test_wrapping_keeps_every_word(width: int, line: LineDetermination) -> None:
    narrow, other = (page(examples.determination(line), columns) for columns in (width, WIDE - 1))
    strip = str.maketrans("", "", " \n│├└─")
    assert narrow.translate(strip) == other.translate(strip)


# Whatever characters a request smuggles into its texts, none reaches the terminal that could steer it.
@given(st.text())
def test_no_text_can_steer_the_terminal(text: str) -> None:
    node = TraceNode("criterion", text, "met", text, (FactShown("fact", text, text, True),))
    referral = Referral("physician", text, text, (text,))
    line = replace(examples.REFER, trace=(node,), referral=referral, policy_title=text, product=text)
    for view in (line_rows, reviewer_line_rows):
        shown = page(examples.determination(line), view=view)
        assert all(character == "\n" or clean(character) == character for character in shown)


# A tree as deep as a document can be is still drawn, in a text column that stays readable.
@settings(max_examples=30)
@given(st.integers(min_value=1, max_value=60), st.integers(min_value=24, max_value=100))
def test_deep_trees_are_drawn(depth: int, width: int) -> None:
    node = TraceNode("criterion", "innermost", "met")
    for _ in range(depth):
        node = TraceNode("criterion", "around", "met", children=(node,))
    layout = Layout(width)
    line = replace(examples.REFER, trace=(node,))
    assert "innermost" in " ".join(plain_lines(line_rows(line, layout), layout))
