"""A review on the terminal, held against pages that were read through by hand.

`COVERDICT_NEW_PAGES=1` writes the pages anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from coverdict.cli.evidence_data import evidence_data
from coverdict.cli.evidence_text import evidence_rows
from coverdict.cli.output import write_page
from coverdict.cli.paper import ASCII, UNICODE, Layout, Marks, plain_lines
from coverdict.evidence.appraisal import Appraisal
from coverdict.pages.evidence_words import Source
from tests.pages.appraisals import EVERY, hostile, likely, overridden
from tests.pages.test_evidence_groups import pooled as in_groups

PAGES = Path(__file__).parent / "golden"
MADE_FROM = Source("sha256:" + "0123456789abcdef" * 4, "0.1.0")


def page(given_: Appraisal, width: int = 80, marks: Marks = UNICODE) -> str:
    layout = Layout(width, marks)
    return "\n".join(plain_lines(evidence_rows([given_], layout), layout)) + "\n"


WHOLE: dict[str, Callable[[], str]] = {
    "evidence": lambda: page(overridden()),
    "evidence-40": lambda: page(likely(), 40),
    "evidence-ascii": lambda: page(EVERY["proportion"](), 80, ASCII),
    "evidence-empty": lambda: page(EVERY["nothing"]()),
    "evidence-unknowns": lambda: page(EVERY["unknowns"]()),
    "evidence-hundred": lambda: page(EVERY["hundred"](), 100),
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
    for line in page(EVERY[name](), width, marks).splitlines():
        assert cell_len(line) <= width


# Nothing in a name steers the terminal or turns the reading direction.
def test_hostile_words() -> None:
    text = page(hostile())
    assert "<script>alert('x')</script>" in text
    assert not re.search("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x1b]", text)


# Colours say nothing that words do not: the page without them is the page with them, word for word.
def test_colour_is_never_the_only_sign(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("coverdict.cli.output.coloured", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    layout = Layout(80)
    write_page(evidence_rows([overridden()], layout), layout)
    printed = capsys.readouterr().out
    assert "\x1b[" in printed
    assert re.sub(r"\x1b\[[\d;]*m", "", printed) == page(overridden())


# No number that is none is printed.
@pytest.mark.parametrize("name", list(EVERY))
def test_no_number_is_none(name: str) -> None:
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b", page(EVERY[name](), 100))


# The studies of an outcome stand in a table with counts, effect, weight and risk of bias, from 80 columns on.
def test_the_table_of_studies() -> None:
    lines = page(likely()).splitlines()
    (at,) = [place for place, line in enumerate(lines) if line.startswith("study       treated")]
    row = "Wang 2015† 13/180 20/180 0.62 (0.30 to 1.29) 38.1 % high"
    assert " ".join(lines[at + 2].split()) == row


# As data, every review is whole: each study, number, step and reason, and no number that is none.
@pytest.mark.parametrize("name", list(EVERY))
def test_the_data(name: str) -> None:
    given_ = EVERY[name]()
    data = json.loads(json.dumps(evidence_data([given_], MADE_FROM), default=str, allow_nan=False))
    (review,) = data["reviews"]
    assert data["library"] == {"digest": MADE_FROM.library} and data["program"] == {"version": "0.1.0"}
    assert review["id"] == given_.review.id and review["verdict"]["verdict"] == "insufficient"
    assert [step["rule"] for step in review["verdict"]["steps"]] == [
        step.rule for step in given_.verdict.steps
    ]
    for synthesis, pooled in zip(given_.syntheses, review["pooled"], strict=True):
        assert [one["study"] for one in pooled["studies"]] == [one.study for one in synthesis.contributions]
        assert (pooled["main"] is None) is (synthesis.main is None)
        assert len(pooled["panel"]) == len(synthesis.panel)
    assert {one["study"]: one["kept"] for one in review["selection"]} == {
        one.study.id: one.kept for one in given_.selection
    }


# Every key of the data is listed in the document on keys.
def test_every_key_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    section = text.partition("## `coverdict evidence --json`")[2].partition("\n## ")[0]
    documented = set(re.findall(r"`([a-z_0-9]+)`", section))
    given_ = overridden()
    several = replace(given_, syntheses=(*given_.syntheses, in_groups()))
    data = json.loads(json.dumps(evidence_data([several], MADE_FROM), default=str))
    assert set(keys(data)) <= documented, set(keys(data)) - documented


def keys(data: object) -> Iterator[str]:
    """The keys of plain data; those of `inputs` are the rules' own names."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield name
            if name != "inputs":
                yield from keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)
