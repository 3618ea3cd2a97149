"""What a forest plot must be: true to its numbers, complete in words, readable without colours, harmless."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.pictures.cumulative import draw_steps
from coverdict.pictures.drawing import FAINT, INK, PAPER
from coverdict.pictures.evidence_axis import Interval, Scale
from coverdict.pictures.evidence_style import (
    BAND,
    DARK_DIAMOND,
    DARK_FAINT,
    DARK_INK,
    DARK_PAPER,
    DARK_SQUARE,
    DIAMOND,
    SQUARE,
)
from coverdict.pictures.forest import LARGEST, SMALLEST, draw_forest
from coverdict.pictures.forest_data import Forest, ForestRow
from tests.pictures.forests import (
    FORESTS,
    boxes_of,
    forest,
    lines_of,
    random_rows,
    read_axis,
    row,
    shapes_of,
    steps,
)
from tests.pictures.svg import SPACE, contrast, must_be_accessible, must_be_readable, parsed, said

NEAR = 0.6  # pixels: coordinates are rounded to a tenth, and a tick that is read off is, too
ENDS = st.none() | st.floats()
HONEST = ("one", "two", "ten", "hundred", "differences", "shares", "long")


def on_axis(root: ET.Element) -> tuple[float, float, float]:
    """The ends of the axis, and its height."""
    ((left, y), (right, _)) = lines_of(root, "axis")[0]
    return left, right, y


def drawn_rows(given_forest: Forest) -> list[ForestRow]:
    return [
        one for one in given_forest.rows if one.interval is not None and math.isfinite(one.interval.estimate)
    ]


# Every forest names and describes itself, stays on its paper, and lays no words over others.
@pytest.mark.parametrize("name", FORESTS)
def test_forests_are_drawn_well(name: str) -> None:
    picture = draw_forest(FORESTS[name]())
    root = parsed(picture.svg)
    must_be_accessible(root)
    must_be_readable(root)
    assert not re.search(r"\bnan\b|\binf\b", picture.svg, re.IGNORECASE)


# Nothing that is drawn on the axis leaves it.
@pytest.mark.parametrize("name", [name for name in FORESTS if name != "nothing"])
def test_nothing_leaves_the_axis(name: str) -> None:
    root = parsed(draw_forest(FORESTS[name]()).svg)
    left, right, _ = on_axis(root)
    for line in (*lines_of(root, "whisker"), *lines_of(root, "prediction"), *shapes_of(root, "diamond")):
        assert all(left - 0.1 <= x <= right + 0.1 for x, _ in line)
    for square in boxes_of(root, "square"):
        assert left <= square.x + square.width / 2 <= right


# A square stands at its estimate and a line ends where its interval does, as a ruler on the axis finds them.
@pytest.mark.parametrize("name", HONEST)
def test_squares_and_lines_stand_where_they_should(name: str) -> None:
    given_forest = FORESTS[name]()
    root = parsed(draw_forest(given_forest).svg)
    at = read_axis(root, given_forest.scale)
    left, right, _ = on_axis(root)
    rows = drawn_rows(given_forest)
    squares, lines = boxes_of(root, "square"), lines_of(root, "whisker")
    assert len(squares) == len(lines) == len(rows)
    for one, square, line in zip(rows, squares, lines, strict=True):
        span = one.interval
        assert span is not None and span.lower is not None and span.upper is not None
        assert abs(square.x + square.width / 2 - at(span.estimate)) < NEAR
        assert abs(line[0][0] - max(left, at(span.lower))) < NEAR
        assert abs(line[1][0] - min(right, at(span.upper))) < NEAR
        assert abs(square.y + square.height / 2 - line[0][1]) < 0.11


# The areas of squares are in proportion to weights; the heaviest has the largest, the lightest can be seen.
@pytest.mark.parametrize("name", HONEST)
def test_areas_are_in_proportion_to_weights(name: str) -> None:
    given_forest = FORESTS[name]()
    weights = [one.weight or 0.0 for one in drawn_rows(given_forest)]
    squares = boxes_of(parsed(draw_forest(given_forest).svg), "square")
    for weight, square in zip(weights, squares, strict=True):
        assert square.width == square.height
        side = LARGEST * (weight / max(weights)) ** 0.5
        assert abs(square.width - max(side, SMALLEST)) <= 0.06


# The diamond is as wide as its interval and points at the estimate; the bar below it spans the prediction.
@pytest.mark.parametrize("name", ["one", "ten", "hundred", "differences", "shares"])
def test_the_diamond(name: str) -> None:
    given_forest = FORESTS[name]()
    root = parsed(draw_forest(given_forest).svg)
    at = read_axis(root, given_forest.scale)
    ((left, top, right, low),) = shapes_of(root, "diamond")
    span = given_forest.summaries[0].interval
    assert span.lower is not None and span.upper is not None
    assert abs(left[0] - at(span.lower)) < NEAR and abs(right[0] - at(span.upper)) < NEAR
    assert abs(top[0] - at(span.estimate)) < NEAR and top[0] == low[0] and top[1] < left[1] < low[1]
    prediction = given_forest.summaries[0].prediction
    bars = lines_of(root, "prediction")
    assert bool(bars) is (prediction is not None)
    if prediction is not None and prediction.lower is not None and prediction.upper is not None:
        for bar in bars:
            assert abs(bar[0][0] - at(prediction.lower)) < NEAR
            assert abs(bar[1][0] - at(prediction.upper)) < NEAR


# No effect, the pooled estimate and the thresholds of importance stand where they are.
def test_upright_lines() -> None:
    given_forest = FORESTS["ten"]()
    root = parsed(draw_forest(given_forest).svg)
    at = read_axis(root, given_forest.scale)
    ((null, _),) = lines_of(root, "null")
    assert abs(null[0] - at(1.0)) < NEAR
    ((centre, _),) = lines_of(root, "centre")
    assert abs(centre[0] - at(0.8)) < NEAR
    marks = [line[0][0] for line in lines_of(root, "threshold")]
    assert all(abs(x - at(value)) < NEAR for x, value in zip(marks, (0.75, 1.25), strict=True))
    (band,) = boxes_of(root, "band")
    assert abs(band.x - marks[0]) < 0.11 and abs(band.x + band.width - marks[1]) < 0.21


# An interval that leaves the axis ends there in an arrow; one that does not has none.
@pytest.mark.parametrize(
    ("lower", "upper", "ways"), [(1e-9, 1e9, [-1, 1]), (0.5, 1e9, [1]), (1e-9, 2.0, [-1]), (0.5, 2.0, [])]
)
def test_arrows(lower: float, upper: float, ways: list[int]) -> None:
    given_forest = forest((row("One", Interval(1.0, lower, upper), 1.0),))
    root = parsed(draw_forest(given_forest).svg)
    ((left, y), (right, _)) = lines_of(root, "whisker")[0]
    tips = [tip for tip in shapes_of(root, "tip") if tip[0][1] == y]
    assert [(-1 if tip[0][0] < tip[1][0] else 1) for tip in tips] == ways
    ends = on_axis(root)
    assert [tip[0][0] for tip in tips] == [{-1: ends[0], 1: ends[1]}[way] for way in ways]
    assert all(left <= tip[0][0] <= right for tip in tips)


# An end that is not known has no line and no arrow: the text beside it says so.
def test_unknown_ends() -> None:
    root = parsed(draw_forest(forest((row("One", Interval(1.2, None, None), 1.0),))).svg)
    assert not lines_of(root, "whisker") and len(boxes_of(root, "square")) == 1
    (height,) = {square.y + square.height / 2 for square in boxes_of(root, "square")}
    assert not [tip for tip in shapes_of(root, "tip") if abs(tip[0][1] - height) < 1]


# Every label, every cell and every note stands in the picture, and in the words for those who do not see it.
@pytest.mark.parametrize("name", ["one", "ten", "hundred", "differences", "shares", "long"])
def test_forests_are_complete(name: str) -> None:
    given_forest = FORESTS[name]()
    picture = draw_forest(given_forest)
    words, told = said(parsed(picture.svg)), "".join(picture.description.split())
    for text in (words, told):
        shown = [(one.label, *one.cells) for one in given_forest.rows]
        shown += [(one.label, *one.cells) for one in given_forest.summaries]
        for part in (part for parts in shown for part in parts):
            assert "".join(part.split()) in text, part
        assert all("".join(note.split()) in text for note in given_forest.notes)
        assert all("".join(group.heading.split()) in text for group in given_forest.groups)
    assert f"risk of bias {given_forest.rows[0].level}" in picture.description


# Ticks are round numbers, each written once, and lie within the axis.
@pytest.mark.parametrize("name", ["one", "ten", "hundred", "differences", "shares", "huge", "all alike"])
def test_ticks(name: str) -> None:
    root = parsed(draw_forest(FORESTS[name]()).svg)
    left, right, y = on_axis(root)
    ticks = [line for line in lines_of(root, "tick") if line[0][1] == y]
    assert 2 <= len(ticks) <= 9
    assert all(left <= line[0][0] <= right for line in ticks)
    words = [
        part.text or ""
        for part in root.iter(f"{SPACE}text")
        if part.get("text-anchor") == "middle" and y < float(part.get("y", "")) < y + 22
    ]
    assert len(words) == len(ticks) == len(set(words))
    for word in words:
        digits = word.replace("−", "").replace(",", "").replace("%", "").strip().strip("0.").replace(".", "")
        assert len(digits.strip("0")) <= 3, word


# What texts from elsewhere hold makes no element and turns nothing.
def test_hostile_words_are_words() -> None:
    svg = draw_forest(FORESTS["hostile"]()).svg
    root = parsed(svg)
    assert "<script>alert('x')</script>" in said(root)
    assert not list(root.iter(f"{SPACE}script")) and not re.search("[\u202e\u200b\x1b]", svg)


# The signs of risk of bias differ in shape and fill, not in colour, and their words stand beside them.
def test_levels_differ_without_colour() -> None:
    root = parsed(draw_forest(forest(random_rows(5))).svg)
    words = said(root)
    for level in ("low", "some", "high", "critical", "notstated"):
        assert level in words
    signs = [
        (part.tag, part.get("class"), part.get("rx"), part.get("stroke-dasharray"))
        for part in root.iter()
        if part.get("class") in ("hollow", "full")
    ]
    assert len(signs) == 6 and len(set(signs)) == 5


# Words and marks stand out from paper and from the band: on light ground, on dark, and in shades of grey.
def test_contrast() -> None:
    for paper, words, marks in (
        (PAPER, (INK, FAINT), (SQUARE, DIAMOND)),
        (DARK_PAPER, (DARK_INK, DARK_FAINT), (DARK_SQUARE, DARK_DIAMOND)),
        (BAND, (INK,), (SQUARE, DIAMOND)),
    ):
        assert all(contrast(colour, paper) >= 4.5 for colour in words)
        assert all(contrast(colour, paper) >= 3 for colour in marks)
    assert contrast(SQUARE, INK) >= 3


# Steps are a forest whose rows are pools: each a dot of one size, whose line ends where its interval does.
@pytest.mark.parametrize("number", [0, 1, 2, 10, 100])
def test_steps(number: int) -> None:
    given_steps = steps(number)
    picture = draw_steps(given_steps)
    root = parsed(picture.svg)
    must_be_accessible(root)
    must_be_readable(root)
    dots = boxes_of(root, "dot")
    assert len(dots) == number and len({dot.width for dot in dots}) <= 1
    if number < 2:
        return
    at = read_axis(root, Scale.RATIO)
    left, right, _ = on_axis(root)
    for step, line in zip(given_steps.steps, lines_of(root, "whisker"), strict=True):
        span = step.interval
        assert span is not None and span.lower is not None and span.upper is not None
        assert abs(line[0][0] - max(left, at(span.lower) if span.lower > 0 else left)) < NEAR
        assert abs(line[1][0] - min(right, at(span.upper))) < NEAR


# The same forest gives the same bytes, another one other identifiers.
@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10**6))
def test_the_same_bytes_each_time(number: int, seed: int) -> None:
    svg = draw_forest(forest(random_rows(number, seed))).svg
    assert svg == draw_forest(forest(random_rows(number, seed))).svg
    other = draw_forest(forest(random_rows(number, seed), name="Another")).svg
    assert not set(re.findall(r' id="([^"]+)"', svg)) & set(re.findall(r' id="([^"]+)"', other))


# Whatever the numbers are, the drawing is well-formed, within its paper, and holds no number that is none.
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(*(st.none() | st.floats(),) * 2, st.floats(), st.floats(0, 1)), min_size=1, max_size=6
    ),
    st.sampled_from(list(Scale)),
)
def test_any_numbers(numbers: list[tuple[float | None, float | None, float, float]], scale: Scale) -> None:
    rows = tuple(
        ForestRow(f"Row {place}", ("", "", "", ""), Interval(estimate, lower, upper), weight, "low")
        for place, (lower, upper, estimate, weight) in enumerate(numbers)
    )
    svg = draw_forest(forest(rows, scale)).svg
    must_be_readable(parsed(svg))
    assert not re.search(r"\bnan\b|\binf\b", svg, re.IGNORECASE)
