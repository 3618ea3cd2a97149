"""Numbers as people read them, and that none which is no number is ever shown."""

from __future__ import annotations

import json
import math
import re
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.cli.evidence_data import evidence_data
from coverdict.cli.evidence_text import evidence_rows
from coverdict.cli.paper import Layout, plain_lines
from coverdict.evidence.pooled import Synthesis
from coverdict.pages.evidence import evidence_page
from coverdict.pages.evidence_numbers import (
    measure_of,
    minus,
    p_number,
    percent_number,
    plain_number,
    ratio_number,
    sentence,
)
from coverdict.pages.evidence_words import Source
from tests.pages.appraisals import likely
from tests.pages.reading import must_be_a_good_page

NONE = re.compile(r"\bnan\b|\binf\b|\binfinity\b", re.IGNORECASE)
BAD = (math.nan, math.inf, -math.inf)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.6234, "0.62"),
        (0.0, "0"),
        (0.00004, "under 0.0001"),
        (0.00421, "0.0042"),
        (1.0, "1.00"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (12.34, "12.3"),
        (99.96, "100"),
        (3100.4, "3,100"),
        (1e9, "over 1,000,000"),
    ],
)
def test_ratios(value: float, words: str) -> None:
    assert ratio_number(value) == words


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "under 0.001"),
        (0.00099, "under 0.001"),
        (0.001, "0.001"),
        (0.0434, "0.043"),
        (0.0994, "0.099"),
        (0.0996, "0.10"),
        (0.621, "0.62"),
        (1.0, "1.00"),
        (None, "unknown"),
        (math.nan, "unknown"),
    ],
)
def test_p_values(p: float | None, words: str) -> None:
    assert p_number(p) == words


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        ("risk difference", -0.084, "−8.4"),
        ("risk difference", -0.0001, "0.0"),
        ("proportion", 0.0341, "3.4"),
        ("odds ratio", 0.5, "0.50"),
        ("odds ratio", None, "unknown"),
        ("odds ratio", math.inf, "unknown"),
        ("something new", -1.2345, "−1.23"),
    ],
)
def test_measures(measure: str, value: float | None, words: str) -> None:
    assert measure_of(measure).number(value) == words


# A minus is as wide as a plus, and stands before no zero.
def test_minus_signs() -> None:
    assert (minus("-1.5"), minus("-0.0"), minus("2")) == ("−1.5", "0.0", "2")
    assert plain_number(-0.25) == "−0.25" and percent_number(-3.0) == "−3.0 %"


@settings(max_examples=300)
@given(st.floats())
def test_any_float(value: float) -> None:
    for words in (plain_number(value), percent_number(value), p_number(value)):
        assert words and not NONE.search(words) and "e" not in words.replace("under", "").replace("size", "")
    if value >= 0 and math.isfinite(value):
        assert not NONE.search(ratio_number(value)) and "e" not in ratio_number(value).translate(
            {ord(letter): None for letter in "under over"}
        )


# A clause becomes a sentence; a sentence, a sign or a number at its beginning stays what it is.
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no study is at low risk", "No study is at low risk."),
        ("It is.", "It is."),
        ("τ² is 0.1", "τ² is 0.1."),
        ("3 studies", "3 studies."),
        ("a time-to-event estimate", "A time-to-event estimate."),
        ("p is small", "p is small."),
        ("Why?", "Why?"),
        ("", ""),
    ],
)
def test_sentences(text: str, words: str) -> None:
    assert sentence(text) == words


# Whichever numbers of a pool are none, page, terminal and data hold no such number, and the page stays good.
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([0.05, 0.3, 1.0]))
def test_no_number_that_is_none_gets_through(seed: int, share: float) -> None:
    draw = Random(seed)
    whole = likely()
    spoilt: Synthesis = spoil(whole.syntheses[0], draw, share)
    given_ = replace(whole, syntheses=(spoilt, *whole.syntheses[1:]))
    source = Source("sha256:0", "0")
    page = evidence_page([given_], "A review", source)
    must_be_a_good_page(page)
    assert not NONE.search(page)
    layout = Layout(80)
    assert not NONE.search("\n".join(plain_lines(evidence_rows([given_], layout), layout)))
    text = json.dumps(evidence_data([given_], source), default=str, allow_nan=False)
    assert not NONE.search(text)


def spoil(value: Any, draw: Random, share: float) -> Any:
    """The value with some of its floats, at any depth, replaced by what is no number."""
    if isinstance(value, float):
        return draw.choice(BAD) if draw.random() < share else value
    if isinstance(value, tuple):
        return tuple(spoil(part, draw, share) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: spoil(getattr(value, field.name), draw, share) for field in fields(value)}
        return replace(value, **parts)
    return value
