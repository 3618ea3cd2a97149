"""What a picture's own numbers say: its texts and boxes as rectangles."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from coverdict.pictures.measuring import Font

SPACE = "{http://www.w3.org/2000/svg}"
SLACK = 0.2  # pixels: coordinates are rounded to a tenth


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, and what is there."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def holds(self, other: Area) -> bool:
        return (
            self.left - SLACK <= other.left
            and other.right <= self.right + SLACK
            and self.top - SLACK <= other.top
            and other.bottom <= self.bottom + SLACK
        )

    def apart(self, other: Area) -> bool:
        return (
            self.right <= other.left + SLACK
            or other.right <= self.left + SLACK
            or self.bottom <= other.top + SLACK
            or other.bottom <= self.top + SLACK
        )


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(root: ET.Element) -> list[Area]:
    """Where each text stands, by the widest that it can be."""
    found = []
    for part in root.iter(f"{SPACE}text"):
        size = float(part.get("font-size", "0"))
        words = part.text or ""
        width = Font(size, part.get("font-weight") == "bold").width(words)
        x, y = float(part.get("x", "")), float(part.get("y", ""))
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[part.get("text-anchor", "start")]
        found.append(Area(left, y - 0.8 * size, left + width, y + 0.22 * size, words))
    return found


def boxes(root: ET.Element) -> list[Area]:
    """Where each box stands."""
    found = []
    for part in root.iter():
        if part.get("class") != "box":
            continue
        if part.tag == f"{SPACE}rect":
            left, top = float(part.get("x", "")), float(part.get("y", ""))
            right, bottom = left + float(part.get("width", "")), top + float(part.get("height", ""))
        else:
            points = [float(one) for one in re.findall(r"-?[\d.]+", part.get("points", ""))]
            left, right = min(points[::2]), max(points[::2])
            top, bottom = min(points[1::2]), max(points[1::2])
        found.append(Area(left, top, right, bottom, "box"))
    return found


def said(root: ET.Element) -> str:
    """All texts one after the other without blanks, so that the breaks of lines do not matter."""
    return "".join("".join(part.text or "" for part in root.iter(f"{SPACE}text")).split())


def must_be_accessible(root: ET.Element) -> None:
    """A picture that names itself and describes itself in words."""
    assert root.tag == f"{SPACE}svg" and root.get("role") == "img" and root.get("lang") == "en"
    named = {part.get("id"): part for part in root if part.tag in (f"{SPACE}title", f"{SPACE}desc")}
    assert root.get("aria-labelledby", "").split() == list(named) and len(named) == 2
    assert all((part.text or "").strip() for part in named.values())
    ids = [part.get("id") for part in root.iter() if part.get("id")]
    assert len(ids) == len(set(ids))


def must_be_readable(root: ET.Element) -> None:
    """Nothing lies over anything else, or outside the paper: each text is within a box, or beside it."""
    _, _, width, height = map(float, root.get("viewBox", "").split())
    paper = Area(0, 0, width, height, "paper")
    words, shapes = texts(root), boxes(root)
    for area in (*words, *shapes):
        assert paper.holds(area), area
    for one, other in combinations(words, 2):
        assert one.apart(other), (one, other)
    for text in words:
        for box in shapes:
            assert box.holds(text) or box.apart(text), (text, box)
    for one, other in combinations(shapes, 2):
        assert one.apart(other) or one.holds(other) or other.holds(one), (one, other)


def must_have_free_lines(root: ET.Element) -> None:
    """No edge of a diagram passes through a node, or through any words."""
    areas = [
        Area(a.left + 1, a.top + 1, a.right - 1, a.bottom - 1, a.what) for a in (*boxes(root), *texts(root))
    ]
    for part in root.iter(f"{SPACE}path"):
        for x, y in _points(part.get("d", "")):
            for area in areas:
                assert not (area.left < x < area.right and area.top < y < area.bottom), (part.get("d"), area)


def _points(path: str) -> Iterator[tuple[float, float]]:
    """Points along a way straight down, a bend, and straight down again."""
    x, y, low, *bend, bottom = map(float, re.findall(r"-?[\d.]+", path))
    steps = [step / 20 for step in range(21)]
    yield from ((x, y + (low - y) * t) for t in steps)
    a, b, c, d, end, high = bend
    for t in steps:
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        yield (
            sum(w * at for w, at in zip(weights, (x, a, c, end), strict=True)),
            sum(w * at for w, at in zip(weights, (low, b, d, high), strict=True)),
        )
    yield from ((end, high + (bottom - high) * t) for t in steps)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb` as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
