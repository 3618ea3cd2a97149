"""The style sheet: its colours can be read in light, dark and print, and it needs nothing else."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from coverdict.pages.frame import STYLES
from coverdict.pages.impact_flow import flow_of
from coverdict.pictures import draw_flow
from coverdict.pictures.flow_style import DARK, DARK_PAPER, FILLS
from tests.bulk.impacts import likely
from tests.pictures.svg import contrast

SHEET = files("coverdict.pages").joinpath("styles", STYLES).read_text(encoding="utf-8")
TEXT, MARK = 4.5, 3.0  # the least contrast of text and of lines that carry meaning, by WCAG 2 AA

PAIRS = [
    *((text, ground, TEXT) for text in ("text", "quiet", "link") for ground in ("paper", "sheet")),
    ("for-text", "for-ground", TEXT),
    ("not-text", "not-ground", TEXT),
    ("removed-text", "removed-ground", TEXT),
    ("added-text", "added-ground", TEXT),
    *(
        (mark, ground, MARK)
        for mark in ("one", "other", "edge", "up", "down", "level")
        for ground in ("paper", "sheet")
    ),
    ("one", "line", MARK),
]


def schemes() -> list[dict[str, str]]:
    """The colours of the light, the dark and the printed page."""
    found = [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", SHEET, re.S)
    ]
    assert len(found) == 3
    return found


# Every pair of text and ground has the contrast that WCAG 2 AA asks for, in each scheme.
@pytest.mark.parametrize("scheme", range(3), ids=["light", "dark", "print"])
def test_colours_can_be_read(scheme: int) -> None:
    colours = schemes()[scheme]
    assert colours.keys() == schemes()[0].keys()
    for text, ground, least in PAIRS:
        assert contrast(colours[text], colours[ground]) >= least, f"{text} on {ground}"


# Colours are used by their names alone, so that the pairs above are all there are.
def test_no_colour_stands_by_itself() -> None:
    rules = re.sub(r":root \{.*?\}", "", SHEET, flags=re.S)
    assert not re.search(r"#[0-9a-f]{3,8}\b(?!\w)|rgba?\(|hsl", rules)
    grounds = {(found["ground"]) for found in re.finditer(r"background: var\(--(?P<ground>[a-z-]+)\)", rules)}
    assert grounds == {ground for _, ground, least in PAIRS if least == TEXT}


# A direction has the colour in a table that it has in a picture of a flow.
def test_directions_have_the_colours_of_pictures() -> None:
    light, dark, printed = schemes()
    for way in ("up", "down", "level"):
        assert light[way] == printed[way] == FILLS[way].colour and dark[way] == DARK[way]
    assert dark["paper"] == DARK_PAPER


# The page's rules leave alone what is drawn within a picture.
def test_no_rule_reaches_into_a_picture() -> None:
    svg = draw_flow(flow_of(likely(), likely().moves, "A flow")).svg
    drawn = {name for names in re.findall(r' class="([^"]+)"', svg) for name in names.split()}
    assert drawn and not drawn & set(re.findall(r"\.([a-z-]+)", SHEET))


# Nothing is fetched, and words that only a screen reader says are not taken away from it.
def test_the_sheet_stands_alone() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:", SHEET)
    (hidden,) = re.findall(r"\.hidden \{(.*?)\}", SHEET)
    assert "display" not in hidden and "visibility" not in hidden
    assert "prefers-color-scheme: dark" in SHEET and "@media print" in SHEET
