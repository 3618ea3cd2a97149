"""What a funnel plot must be: its points and contours where the numbers say, complete in words, harmless."""

from __future__ import annotations

import math
import re
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.pictures.drawing import INK
from coverdict.pictures.evidence_axis import Scale
from coverdict.pictures.funnel import CONTOURS, Funnel, Point, draw_funnel
from tests.pictures.forests import FUNNELS, boxes_of, funnel, lines_of, placed, read_axis, shapes_of
from tests.pictures.svg import SPACE, contrast, must_be_accessible, must_be_readable, parsed, said

NEAR = 0.7  # pixels


# Every funnel names and describes itself, stays on its paper, lays no words over others, holds no non-number.
@pytest.mark.parametrize("name", FUNNELS)
def test_funnels_are_drawn_well(name: str) -> None:
    picture = draw_funnel(FUNNELS[name]())
    root = parsed(picture.svg)
    must_be_accessible(root)
    must_be_readable(root)
    assert not re.search(r"\bnan\b|\binf\b", picture.svg, re.IGNORECASE)


# A point stands at its effect, and as far down as its standard error, by the ticks of both axes.
@pytest.mark.parametrize("name", ["two", "ten", "hundred", "plain", "no apex"])
def test_points_stand_where_they_should(name: str) -> None:
    given_funnel = FUNNELS[name]()
    root = parsed(draw_funnel(given_funnel).svg)
    across = read_axis(root, given_funnel.scale)
    left = min(line[0][0] for line in lines_of(root, "tick"))
    side = [line[0][1] for line in lines_of(root, "tick") if line[0][0] == left]
    errors = [
        float(part.text or "")
        for part in root.iter(f"{SPACE}text")
        if part.get("text-anchor") == "end" and float(part.get("x", "")) < left
    ]
    assert errors[0] == 0 and len(errors) == len(side) >= 2
    points = boxes_of(root, "square")
    assert len(points) == len(given_funnel.points)
    for point, drawn in zip(given_funnel.points, points, strict=True):
        assert abs(drawn.x + drawn.width / 2 - across(point.effect)) < NEAR
        down = side[0] + point.se / errors[-1] * (side[-1] - side[0])
        assert abs(drawn.y + drawn.height / 2 - down) < NEAR


# Contours run from no effect at a standard error of 0 to where p is 0.10, 0.05 and 0.01, on both sides.
@pytest.mark.parametrize("name", ["ten", "hundred", "plain"])
def test_contours(name: str) -> None:
    given_funnel = FUNNELS[name]()
    root = parsed(draw_funnel(given_funnel).svg)
    across = read_axis(root, given_funnel.scale)
    (frame,) = [line for line in lines_of(root, "axis") if len(line) == 3]
    (left, top), (_, low), (right, _) = frame
    assert given_funnel.apex is not None
    apex = across(given_funnel.apex)
    unit = across(2.0) - across(1.0)
    per = unit / (placed(2.0, given_funnel.scale) - placed(1.0, given_funnel.scale))
    most = max(point.se for point in given_funnel.points) * 1.08
    for (quantile, words, _), kind in zip(CONTOURS, ("one", "two", "three"), strict=True):
        assert math.isclose(quantile, NormalDist().inv_cdf(1 - float(words) / 2), rel_tol=1e-12)
        (corners,) = shapes_of(root, kind)
        assert min(corners, key=lambda corner: corner[1]) == pytest.approx((apex, top), abs=NEAR)
        for x, y in corners:
            inside = (y - top) / (low - top) * most * quantile * per
            on_side = min(abs(x - left), abs(x - right)) < 0.11
            assert abs(abs(x - apex) - inside) < NEAR or on_side


# Every study is told in words, with its numbers; a study without a standard error has no place.
def test_funnels_are_complete() -> None:
    given_funnel = funnel(20)
    picture = draw_funnel(given_funnel)
    for point in given_funnel.points:
        assert f"{point.label}: {point.words}." in picture.description
    assert picture.svg.count("<title>Study") == 20
    assert "p = 0.05" in said(parsed(picture.svg)).replace("p=0.05", "p = 0.05")
    bare = Funnel("F", Scale.RATIO, "Odds ratio", "Error", (Point("A", 1.0, 0.0, "1"),))
    assert "There is nothing to show." in draw_funnel(bare).description


# A study beyond the axis is an arrow at its edge.
def test_beyond_the_axis() -> None:
    points = (Point("Near", 0.9, 0.2, "0.9"), Point("Far", 1e9, 0.3, "many"), Point("None", 0.0, 0.3, "0"))
    root = parsed(draw_funnel(Funnel("F", Scale.RATIO, "Odds ratio", "Error", points, 1.0)).svg)
    assert len(boxes_of(root, "square")) == 1
    assert sorted(-1 if tip[0][0] < tip[1][0] else 1 for tip in shapes_of(root, "tip")) == [-1, 1]


# Words and points can be told from every shade.
def test_contrast() -> None:
    for _, _, shade in CONTOURS:
        assert contrast(INK, shade) >= 4.5
    assert len({shade for _, _, shade in CONTOURS}) == 3


# Whatever the numbers are, the drawing is well-formed and within its paper.
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(), st.floats()), max_size=6),
    st.sampled_from(list(Scale)),
    st.none() | st.floats(),
)
def test_any_numbers(numbers: list[tuple[float, float]], scale: Scale, apex: float | None) -> None:
    points = tuple(Point(f"P{place}", effect, se, "x") for place, (effect, se) in enumerate(numbers))
    svg = draw_funnel(Funnel("F", scale, "Axis", "Error", points, apex, "no effect", apex)).svg
    must_be_readable(parsed(svg))
    assert not re.search(r"\bnan\b|\binf\b", svg, re.IGNORECASE)
