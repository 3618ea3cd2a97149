"""An impact on the terminal, held against pages that were read through by hand.

`COVERDICT_NEW_PAGES=1` writes the pages anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.bulk.impact_data import Impact
from coverdict.bulk.impact_words import DIRECTION_WORDS
from coverdict.cli.impact_text import impact_rows
from coverdict.cli.output import write_page
from coverdict.cli.paper import ASCII, UNICODE, Layout, Marks, plain_lines
from tests.bulk.impacts import (
    EVERY,
    all_move,
    alone,
    empty,
    hostile,
    huge,
    likely,
    many,
    without_amounts,
)

PAGES = Path(__file__).parent / "golden"


def page(found: Impact, width: int = 100, marks: Marks = UNICODE) -> str:
    layout = Layout(width, marks)
    return "\n".join(plain_lines(impact_rows(found, layout), layout)) + "\n"


WHOLE: dict[str, Callable[[], str]] = {
    "impact": lambda: page(likely()),
    "impact-40": lambda: page(likely(), 40),
    "impact-ascii": lambda: page(without_amounts(likely()), 80, ASCII),
    "impact-empty": lambda: page(empty(), 80),
    "impact-alone": lambda: page(alone(), 80),
    "impact-all": lambda: page(all_move(), 80),
    "impact-huge": lambda: page(huge(), 80),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_page_is_as_it_was_read_through(name: str) -> None:
    kept = PAGES / f"{name}.txt"
    if os.environ.get("COVERDICT_NEW_PAGES"):
        kept.write_text(WHOLE[name](), encoding="utf-8")
    assert WHOLE[name]() == kept.read_text(encoding="utf-8")


# On a page of any width no line is wider, whatever the names are and however large the numbers.
@settings(deadline=None, max_examples=60)
@given(st.integers(24, 100), st.sampled_from(sorted(EVERY)), st.sampled_from([UNICODE, ASCII]))
def test_nothing_is_wider_than_the_page(width: int, name: str, marks: Marks) -> None:
    for line in page(EVERY[name], width, marks).splitlines():
        assert len(line) <= width


# Nothing in a name steers the terminal or turns the reading direction.
def test_hostile_words() -> None:
    text = page(hostile())
    assert not re.search("[\x1b\u202e\u2066\u200b\ufeff]", text)
    assert "<script>alert('x')</script>" in text


# What is listed and what is counted as further come to the number at the head of each direction.
@pytest.mark.parametrize("found", [likely(), many(), huge()])
def test_directions_add_up(found: Impact) -> None:
    heads: list[int] = []
    sums: list[int] = []
    head_of = re.compile(f"(?:{'|'.join(DIRECTION_WORDS.values())}) +([\\d,]+) rows?,")
    for line in page(found, 100).partition("\n\nby product")[0].splitlines():
        if head := head_of.match(line):
            heads.append(number(head[1]))
            sums.append(0)
        elif part := re.match(r" +• ([\d,]+) ", line) or re.match(r" +and .*: ([\d,]+) rows?$", line):
            sums[-1] += number(part[1])
    assert heads and heads == sums and sum(heads) == found.tally.rows


def number(words: str) -> int:
    return int(words.replace(",", ""))


# Without colours, and where nobody asked for them, no escape is written.
def test_no_colour(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    layout = Layout(80)
    write_page(impact_rows(likely(), layout), layout)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed and printed == page(likely(), 80)
