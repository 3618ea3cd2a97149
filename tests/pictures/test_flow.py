"""What the picture of a flow must be: in proportion, complete, readable without colours, harmless."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.pictures import End, Flow, Ribbon, Way, draw_flow
from coverdict.pictures.drawing import FAINT, INK, PAPER
from coverdict.pictures.flow_layout import TALL
from coverdict.pictures.flow_style import DARK, DARK_FAINT, DARK_INK, DARK_PAPER, EDGES, FILLS
from tests.pictures.svg import (
    SPACE,
    Area,
    contrast,
    must_be_accessible,
    must_be_readable,
    parsed,
    said,
    texts,
)

WAYS: dict[Way, str] = {"up": "better", "down": "worse", "level": "other", "stays": "same"}
ROUNDED = 0.11  # pixels by which two coordinates of one digit can be off
BAD = "<script>alert('x')</script> ]]> \u202e \u200b \x1b[0m & \"q\""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A ribbon as it was drawn: where it begins and ends, from its upper edge to its lower."""

    way: str
    left: tuple[float, float, float]
    right: tuple[float, float, float]


def flow(ends: int, ribbons: list[tuple[int, int, int]], name: str = "Outcome") -> Flow:
    found = []
    for before, after, size in ribbons:
        way: Way = "stays" if before == after else "up" if after < before else "down"
        found.append(Ribbon(before, after, size, way, f"{size} of {name}"))
    known = tuple(End(f"{name} {number}", (f"detail {number}",)) for number in range(ends))
    return Flow("A flow", (End("Before", (name,)), End("After", (name,))), known, tuple(found), WAYS)


def random_flow(ends: int, seed: int) -> Flow:
    draw = Random(seed)
    ribbons = {
        (draw.randrange(ends), draw.randrange(ends)): int(10 ** draw.uniform(0, 6)) for _ in range(3 * ends)
    }
    return flow(ends, [(*key, size) for key, size in ribbons.items()])


FLOWS: dict[str, Callable[[], Flow]] = {
    "nothing": lambda: flow(3, []),
    "one that stays": lambda: flow(1, [(0, 0, 1)]),
    "one that moves": lambda: flow(2, [(1, 0, 1)]),
    "forty": lambda: random_flow(40, 1),
    "huge": lambda: flow(2, [(0, 0, 9 * 10**30), (0, 1, 1), (1, 1, 10**29)]),
    "hostile": lambda: flow(3, [(0, 1, 5), (2, 1, 7), (1, 1, 2)], BAD),
    "long": lambda: flow(3, [(0, 1, 5), (2, 1, 7), (1, 1, 2)], "X" * 300),
    **{f"random {seed}": (lambda seed=seed: random_flow(3 + seed, seed)) for seed in range(6)},  # type: ignore[misc]
}


def bars(root: ET.Element) -> list[Area]:
    found = []
    for part in root.iter(f"{SPACE}rect"):
        if part.get("class") == "mark post":
            x, y, width, height = (float(part.get(name, "")) for name in ("x", "y", "width", "height"))
            found.append(Area(x, y, x + width, y + height, part[0].text or ""))
    return found


def drawn(root: ET.Element) -> list[Drawn]:
    found = []
    for part in root.iter(f"{SPACE}path"):
        path = part.get("d", "")
        if "C" in path:
            at = [float(one) for one in re.findall(r"-?[\d.]+", path)]
            way = part.get("class", "").split()[1]
            # M x,y C … x,y L x,y C … x,y: the upper edge there, the lower edge back.
            found.append(Drawn(way, (at[0], at[1], at[15]), (at[6], at[7], at[9])))
    return found


# Every flow names and describes itself, stays on its paper, and lays no words over others or over a bar.
@pytest.mark.parametrize("name", FLOWS)
def test_flows_are_drawn_well(name: str) -> None:
    root = parsed(draw_flow(FLOWS[name]()).svg)
    must_be_accessible(root)
    must_be_readable(root)
    known = bars(root)
    for one, other in combinations(known, 2):
        assert one.apart(other)
    for words in texts(root):
        assert all(words.apart(bar) for bar in known), words


# Bars and ribbons are as tall as their sizes; the ribbons at a bar fill it, without gap and without overlap.
@pytest.mark.parametrize("name", FLOWS)
def test_heights_are_in_proportion(name: str) -> None:
    given_flow = FLOWS[name]()
    root = parsed(draw_flow(given_flow).svg)
    whole = sum(ribbon.size for ribbon in given_flow.ribbons)
    ribbons, known = drawn(root), bars(root)
    assert len(ribbons) == len(given_flow.ribbons)
    heights = sorted(one.left[2] - one.left[1] for one in ribbons)
    for height, ribbon in zip(heights, sorted(r.size for r in given_flow.ribbons), strict=True):
        assert abs(height - TALL * ribbon / whole) <= ROUNDED
    for side in (0, 1):
        sizes = sorted(size for size in given_flow.sizes(side) if size)
        edge = {one.left[0] if side == 0 else one.right[0] for one in ribbons}
        here = [bar for bar in known if {bar.right, bar.left} & edge]
        assert len(here) == len(sizes) and (not known or sum(sizes) == whole)
        for bar, size in zip(sorted(here, key=lambda one: one.bottom - one.top), sizes, strict=True):
            assert abs(bar.bottom - bar.top - TALL * size / whole) <= ROUNDED
        for bar in here:
            spans = sorted((one.left if side == 0 else one.right)[1:] for one in ribbons)
            inside = [
                span for span in spans if span[0] >= bar.top - ROUNDED and span[1] <= bar.bottom + ROUNDED
            ]
            assert abs(inside[0][0] - bar.top) <= ROUNDED and abs(inside[-1][1] - bar.bottom) <= ROUNDED
            for before, after in pairwise(inside):
                assert abs(before[1] - after[0]) <= ROUNDED


# The description and the labels hold every end and every count, so that nobody needs to see the ribbons.
@pytest.mark.parametrize("name", [name for name in FLOWS if name not in ("hostile", "long")])
def test_flows_are_complete(name: str) -> None:
    given_flow = FLOWS[name]()
    picture = draw_flow(given_flow)
    words = said(parsed(picture.svg))
    for side in (0, 1):
        for end, size in zip(given_flow.ends, given_flow.sizes(side), strict=True):
            if size:
                assert f"{end.whole}, {given_flow.counted(size)}" in picture.description
                assert end.name.replace(" ", "") in words and f"{size:,}row" in words
    for ribbon in given_flow.ribbons:
        before, after = (given_flow.ends[place].whole for place in (ribbon.before, ribbon.after))
        assert f"from {before} to {after}: {WAYS[ribbon.way]}." in picture.description
    assert picture.svg.count(" of Outcome</title>") == len(given_flow.ribbons)


# What texts from elsewhere hold makes no element and turns nothing.
def test_hostile_words_are_words() -> None:
    svg = draw_flow(FLOWS["hostile"]()).svg
    root = parsed(svg)
    assert "<script>alert('x')</script>" in said(root)
    assert not list(root.iter(f"{SPACE}script")) and not re.search("[\u202e\u200b\x1b]", svg)


# Ways are told apart without colours: each that moves has a mark and an edge of its own.
def test_ways_differ_without_colour() -> None:
    moving = [way for way in WAYS if way != "stays"]
    assert len({EDGES[way] for way in moving}) == len(moving)
    root = parsed(draw_flow(flow(3, [(0, 1, 5), (2, 1, 7), (1, 1, 2)])).svg)
    marks = [part.get("class") for part in root.iter(f"{SPACE}polygon")]
    assert sorted(set(marks)) == ["mark down", "mark level", "mark up"]


# Words stand out from paper and from ribbons, marks and edges from paper: on light ground and on dark.
def test_contrast() -> None:
    for paper, ink, faint, colours in (
        (PAPER, INK, FAINT, {way: fill.colour for way, fill in FILLS.items()}),
        (DARK_PAPER, DARK_INK, DARK_FAINT, DARK),
    ):
        assert contrast(ink, paper) >= 4.5 and contrast(faint, paper) >= 4.5
        for way, colour in colours.items():
            assert contrast(colour, paper) >= 3
            ground = blended(colour, paper, FILLS[way].opacity)
            assert contrast(ink, ground) >= 4.5
            assert way == "stays" or contrast(colour, ground) >= 2


def blended(colour: str, paper: str, opacity: float) -> str:
    parts = (
        round(int(colour[at : at + 2], 16) * opacity + int(paper[at : at + 2], 16) * (1 - opacity))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


# The same flow gives the same bytes, another one other identifiers.
@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), st.integers(0, 10**6))
def test_the_same_bytes_each_time(ends: int, seed: int) -> None:
    svg = draw_flow(random_flow(ends, seed)).svg
    assert svg == draw_flow(random_flow(ends, seed)).svg
    other = draw_flow(flow(ends, [(0, 0, 17)], "Another")).svg
    assert not set(re.findall(r' id="([^"]+)"', svg)) & set(re.findall(r' id="([^"]+)"', other))
