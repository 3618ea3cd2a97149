"""Asking one by one: answers, unknowns, going back, leaving, and answers that cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

import pytest
from cli.interview_by_hand import LARGEST, RESECTABLE, ByHand
from hypothesis import given
from hypothesis import strategies as st

from coverdict.cli.conversation import converse, meant
from coverdict.cli.paper import Layout, Row, plain_lines
from coverdict.cli.standing import questions_rows
from coverdict.decision.model import Question

LAYOUT = Layout(80)


@dataclass
class Talk:
    """What was said in a conversation in which a person types the given lines."""

    said: list[str] = field(default_factory=list)
    end: ByHand = field(default_factory=ByHand)

    @classmethod
    def with_answers(cls, *typed: str | None, start: ByHand | None = None) -> Talk:
        talk = cls()
        lines: Iterator[str | None] = iter(typed)

        def say(rows: list[Row]) -> None:
            talk.said += plain_lines(rows, LAYOUT)

        last = converse(start or ByHand(), say, lambda: next(lines), LAYOUT)
        talk.end = cast(ByHand, last)
        assert next(lines, "all were heard") == "all were heard"
        return talk

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def test_answers_settle_it() -> None:
    talk = Talk.with_answers("no", "3.5 cm")
    assert talk.end == ByHand(False, Decimal("3.5"))
    assert "settled: favourable" in talk.said
    assert talk.said[-1] == "• established, benefit covered"


def test_no_question_is_asked_once_it_is_settled() -> None:
    talk = Talk.with_answers("yes")
    assert LARGEST.ask not in talk.text
    assert "settled: adverse" in talk.said


@pytest.mark.parametrize("unknown", ["", "?", "  ", "unknown"])
def test_an_unknown_is_passed_over_and_stays_open(unknown: str) -> None:
    talk = Talk.with_answers(unknown, "3 cm")
    assert talk.end == ByHand(None, Decimal(3), skipped=frozenset({"tumor.resectable"}))
    assert "open: adverse or favourable (1 question left)" in talk.said


def test_an_unknown_can_still_be_settled_by_the_next_answer() -> None:
    talk = Talk.with_answers("?", "5")
    assert "settled: adverse" in talk.said


def test_back_takes_an_answer_back() -> None:
    talk = Talk.with_answers("no", "back", "yes")
    assert talk.end == ByHand(True)
    assert talk.text.count(RESECTABLE.ask) == 2


def test_back_takes_an_unknown_back() -> None:
    assert Talk.with_answers("", "back", "yes").end == ByHand(True)


def test_back_at_the_first_question_stays_there() -> None:
    talk = Talk.with_answers("back", "yes")
    assert "this is the first question" in talk.said


@pytest.mark.parametrize("leaving", ["quit", "exit", "q", "QUIT", None])
def test_leaving_says_where_it_stands(leaving: str | None) -> None:
    talk = Talk.with_answers("no", leaving)
    assert talk.end == ByHand(False)
    assert "open: favourable or adverse (1 question left)" in talk.said


def test_a_bad_answer_is_explained_and_asked_again() -> None:
    talk = Talk.with_answers("perhaps", "no", "big", "4")
    assert "'perhaps' is neither yes nor no" in talk.said
    assert "write yes or no" in talk.said
    assert "'big' is no length" in talk.said
    assert talk.end == ByHand(False, Decimal(4))


def test_an_answer_that_contradicts_is_not_kept() -> None:
    talk = Talk.with_answers("no", "-1 cm", "2 cm")
    assert "the facts contradict each other: tumor.resectable" in talk.said
    assert talk.end == ByHand(False, Decimal(2))


def test_known_facts_that_contradict_are_told_and_nothing_is_asked() -> None:
    talk = Talk.with_answers(start=ByHand(contradiction=True))
    assert talk.said[-1] == "the facts contradict each other: tumor.resectable"


def test_where_only_the_status_is_asked_about_it_is_what_is_settled() -> None:
    talk = Talk.with_answers("no", "2 cm", start=ByHand(target="status"))
    assert "open: established or criteria not met (1 question left)" in talk.said
    assert talk.said[-1] == "settled: established"


def test_the_questions_in_order_without_a_conversation() -> None:
    rows = questions_rows(ByHand(), LAYOUT)
    assert plain_lines(rows, LAYOUT) == [
        "by/hand, version 2021-11-01",
        "",
        "1. Can the tumor be resected?",
        "   yes / no",
        "   ask the provider · tumor.resectable",
        "",
        "2. How large is the largest lesion?",
        "   in cm",
        "   ask a clinician · lesion.largest",
        "",
        "open: adverse or favourable (2 questions left)",
        "• criteria not met, benefit not covered",
        "• established, benefit covered",
    ]


CHOICE = Question("intent", "?", None, ("cure", "palliate", "reduce_metabolic_activity", "quit"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("CURE", "cure"),
        ("2", "palliate"),
        ("reduce metabolic activity", "reduce_metabolic_activity"),
        ("Reduce", "reduce_metabolic_activity"),
        ("p", "palliate"),
        ("5", "5"),
        ("0", "0"),
        ("none of these", "none of these"),
    ],
)
def test_an_option_may_be_typed_in_several_ways(typed: str, read: str) -> None:
    assert meant(typed, CHOICE) == read


def test_an_option_called_like_a_command_can_be_chosen() -> None:
    assert meant("quit", CHOICE) == "quit"


def test_a_bare_number_is_in_the_unit_that_is_shown() -> None:
    assert meant("3.2", LARGEST) == "3.2 cm"
    assert meant("32 mm", LARGEST) == "32 mm"
    assert meant(".5", LARGEST) == ".5"


# Every option, typed as it is shown, is read as itself; and no text makes the reading fail.
@given(st.sampled_from(CHOICE.answers), st.text(max_size=8))
def test_options_are_read_as_themselves(option: str, other: str) -> None:
    assert meant(option, CHOICE) == option
    assert meant(option.replace("_", " ").upper(), CHOICE) == option
    assert isinstance(meant(other, CHOICE), str)


# However a person types, in any order, the conversation ends once the input does.
@given(st.lists(st.sampled_from(["yes", "no", "", "?", "back", "3 cm", "9", "-1", "x"]), max_size=12))
def test_a_conversation_ends_with_its_input(typed: list[str]) -> None:
    lines = iter(typed)
    last = converse(ByHand(), lambda _: None, lambda: next(lines, None), LAYOUT)
    assert last.possible
