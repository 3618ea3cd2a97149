"""Forests, funnels and steps of every size, and what their drawings say in numbers."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from coverdict.pictures.cumulative import Step, Steps
from coverdict.pictures.evidence_axis import Interval, Scale
from coverdict.pictures.forest_data import Forest, ForestRow, Group, Level, Summary
from coverdict.pictures.funnel import Funnel, Point
from tests.pictures.svg import SPACE

BAD = "<script>alert('x')</script> ]]> \u202e \u200b \x1b[0m & \"q\""
LONG = "a study with a name that goes on and on " * 4 + "X" * 150
LEVELS: tuple[Level, ...] = ("low", "some", "high", "critical", "not stated")
NUMBER = re.compile(r"-?[\d.]+")


def row(label: str, interval: Interval | None, weight: float | None, level: Level = "low") -> ForestRow:
    known = interval is not None and math.isfinite(interval.estimate)
    words = f"{interval.estimate:.6g}" if interval is not None and known else "unknown"
    share = "" if weight is None else f"{100 * weight:.1f} %"
    return ForestRow(label, ("3 of 40 †", "5 of 41", words, share), interval, weight, level)


def forest(
    rows: tuple[ForestRow, ...], scale: Scale = Scale.RATIO, none: float | None = 1.0, name: str = "Study"
) -> Forest:
    """Rows in two groups, with a diamond and a prediction where there is a row."""
    half = len(rows) // 2
    groups = (Group("Randomised trials", rows[:half]), Group("Comparative studies", rows[half:]))
    whole = {Scale.RATIO: Interval(0.8, 0.6, 1.1), Scale.POINTS: Interval(-0.05, -0.1, 0.01)}
    summary = Summary(
        "All studies",
        ("30 of 400", "50 of 410", "0.8", ""),
        whole.get(scale, Interval(0.3, 0.2, 0.4)),
        Interval(0.8, 0.3, 2.2) if scale is Scale.RATIO else None,
        "A further study",
        ("", "", "0.3 to 2.2", ""),
    )
    return Forest(
        title=f"{name}: a forest",
        first=name,
        left=("Cryoablation: events of all", "Radiofrequency ablation: events of all"),
        right=("Odds ratio (95 % interval)", "Weight"),
        levels=True,
        scale=scale,
        axis="Odds ratio",
        groups=tuple(group for group in groups if group.rows),
        summaries=(summary,) if rows else (),
        no_effect=none,
        centre=summary.interval.estimate if rows else None,
        thresholds=(0.75, 1.25) if scale is Scale.RATIO else (),
        favours=("Favours cryoablation", "Favours radiofrequency ablation"),
        notes=("† Counts that no source prints.",),
    )


def random_rows(number: int, seed: int = 1, scale: Scale = Scale.RATIO) -> tuple[ForestRow, ...]:
    draw = Random(seed)
    weights = [draw.random() ** 3 + 1e-4 for _ in range(number)]
    found = []
    for place, weight in enumerate(weights):
        middle, half = draw.gauss(-0.3, 0.5), draw.uniform(0.05, 2.0)
        if scale is Scale.RATIO:
            span = Interval(math.exp(middle), math.exp(middle - half), math.exp(middle + half))
        elif scale is Scale.POINTS:
            span = Interval(middle / 10, (middle - half) / 10, (middle + half) / 10)
        else:
            ends = (1 / (1 + math.exp(-one)) for one in (middle, middle - half, middle + half))
            span = Interval(*ends)
        share = weight / sum(weights)
        found.append(row(f"Study {place + 1} 2001", span, share, LEVELS[place % len(LEVELS)]))
    return tuple(found)


HUGE = (
    row("Huge", Interval(0.5, 1e-12, 1e12), 0.3),
    row("Nought", Interval(0.0, 0.0, 3.0), 0.1),
    row("Vast", Interval(1e300, 1e299, 1e301), 0.1),
    row("None", None, None),
    row("Open", Interval(1.4, None, 9.0), 0.2),
    row("Bare", Interval(1.1, None, None), 0.2),
    row("No number", Interval(math.nan, math.nan, math.inf), 0.05),
    row("Half", Interval(0.7, math.nan, math.inf), 0.05),
)

FORESTS: dict[str, Callable[[], Forest]] = {
    "nothing": lambda: forest(()),
    "one": lambda: forest(random_rows(1)),
    "two": lambda: forest(random_rows(2)),
    "ten": lambda: forest(random_rows(10)),
    "hundred": lambda: forest(random_rows(100)),
    "differences": lambda: forest(random_rows(9, 2, Scale.POINTS), Scale.POINTS, 0.0),
    "shares": lambda: forest(random_rows(9, 3, Scale.SHARE), Scale.SHARE, None),
    "huge": lambda: forest(HUGE),
    "all alike": lambda: forest(tuple(row(f"{n}", Interval(1.0, 1.0, 1.0), 0.25) for n in range(4))),
    "long": lambda: forest(tuple(row(f"{LONG} {n}", Interval(0.5, 0.2, 3.0), 0.3) for n in range(3))),
    "hostile": lambda: forest(
        tuple(row(f"{BAD} {n}", Interval(0.5, 0.2, 3.0), 0.3) for n in range(3)), name=BAD
    ),
}


def steps(number: int) -> Steps:
    rows = tuple(
        Step(f"{n}. Study", (f"{n}", "0.8 (0.6 to 1.1)"), Interval(0.8, 0.8 - 0.6 / n, 0.8 + 2 / n))
        for n in range(1, number + 1)
    )
    return Steps("Steps", "Up to", ("Studies", "Odds ratio"), Scale.RATIO, "Odds ratio", rows, 1.0, 0.8)


def funnel(number: int, seed: int = 1, scale: Scale = Scale.RATIO) -> Funnel:
    draw = Random(seed)
    points = []
    for place in range(number):
        se = draw.uniform(0.05, 1.4)
        y = draw.gauss(-0.2, se)
        effect = math.exp(y) if scale is Scale.RATIO else y / 5
        points.append(Point(f"Study {place + 1}", effect, se, f"{effect:.3g}"))
    none = 1.0 if scale is Scale.RATIO else 0.0
    return Funnel("A funnel", scale, "Odds ratio", "Standard error", tuple(points), none, "no effect", none)


FUNNELS: dict[str, Callable[[], Funnel]] = {
    "nothing": lambda: funnel(0),
    "one": lambda: funnel(1),
    "two": lambda: funnel(2),
    "ten": lambda: funnel(10),
    "hundred": lambda: funnel(100),
    "plain": lambda: funnel(12, 4, Scale.PLAIN),
    "no apex": lambda: Funnel("F", Scale.RATIO, "Odds ratio", "Error", funnel(5).points),
    "huge": lambda: Funnel(
        BAD,
        Scale.RATIO,
        BAD,
        BAD,
        (
            Point(BAD, 1e200, 90.0, "x"),
            Point("Nought", 0.0, 1e-9, "0"),
            Point("No number", math.nan, math.inf, "?"),
            Point("Exact", 1.0, 0.0, "1"),
        ),
        1.0,
        BAD,
        math.nan,
        (LONG,),
    ),
}


# --- what a drawing says --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


def boxes_of(root: ET.Element, kind: str) -> list[Box]:
    """The rectangles of a kind, in the order in which they were drawn."""
    return [
        Box(*(float(part.get(name, "")) for name in ("x", "y", "width", "height")))
        for part in root.iter(f"{SPACE}rect")
        if kind in part.get("class", "").split()
    ]


def lines_of(root: ET.Element, kind: str) -> list[list[tuple[float, float]]]:
    """The points of the lines of a kind."""
    return [
        points(part.get("d", ""))
        for part in root.iter(f"{SPACE}path")
        if kind in part.get("class", "").split()
    ]


def shapes_of(root: ET.Element, kind: str) -> list[list[tuple[float, float]]]:
    """The corners of the polygons of a kind."""
    return [
        points(part.get("points", ""))
        for part in root.iter(f"{SPACE}polygon")
        if kind in part.get("class", "").split()
    ]


def points(text: str) -> list[tuple[float, float]]:
    numbers = [float(one) for one in NUMBER.findall(text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def read_axis(root: ET.Element, scale: Scale) -> Callable[[float], float]:
    """Where a number stands, as a reader with a ruler finds it from the outermost ticks and their words."""
    ticks = sorted(line[0] for line in lines_of(root, "tick"))
    low = max(y for _, y in ticks)
    at = [x for x, y in ticks if y == low]
    words = {
        float(part.get("x", "")): (part.text or "")
        for part in root.iter(f"{SPACE}text")
        if part.get("text-anchor") == "middle" and low < float(part.get("y", "")) < low + 22
    }
    first, last = value(words[at[0]], scale), value(words[at[-1]], scale)
    a, b = placed(first, scale), placed(last, scale)
    return lambda number: at[0] + (placed(number, scale) - a) / (b - a) * (at[-1] - at[0])


def value(words: str, scale: Scale) -> float:
    number = float(words.replace("−", "-").replace(",", "").replace("%", "").strip())
    return number / 100 if scale in (Scale.POINTS, Scale.SHARE) else number


def placed(number: float, scale: Scale) -> float:
    return math.log(number) if scale is Scale.RATIO else number
