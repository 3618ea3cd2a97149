"""What the marks of plots of evidence look like: on light and dark ground, in print, in own colours."""

from __future__ import annotations

from coverdict.pictures.drawing import FAINT, INK, PAPER, Sheet, number
from coverdict.pictures.forest_data import Level

SQUARE, DIAMOND, BAND, RULE = "#5a8cb0", "#12303f", "#eef2f5", "#8795a1"
DARK_PAPER, DARK_INK, DARK_FAINT = "#14181d", "#e9edf1", "#b4bec8"
DARK_SQUARE, DARK_DIAMOND, DARK_BAND, DARK_RULE = "#5f9fce", "#e9edf1", "#20272e", "#77838e"
GLYPH = 5.0  # half the width of the sign of a level

STYLE = f"""\
#ID {{ color-scheme: light dark; }}
@media screen and (prefers-color-scheme: dark) {{
  #ID .paper {{ fill: {DARK_PAPER}; }}
  #ID text {{ fill: {DARK_INK}; }}
  #ID text[fill="{FAINT}"] {{ fill: {DARK_FAINT}; }}
  #ID .ink, #ID .null {{ stroke: {DARK_INK}; }}
  #ID .thin {{ stroke: {DARK_RULE}; }}
  #ID .tip {{ fill: {DARK_INK}; }}
  #ID .square {{ fill: {DARK_SQUARE}; }}
  #ID .diamond {{ fill: {DARK_DIAMOND}; stroke: {DARK_DIAMOND}; }}
  #ID .band {{ fill: {DARK_BAND}; }}
  #ID .one {{ fill: {DARK_PAPER}; }}
  #ID .two {{ fill: #44525e; }}
  #ID .three {{ fill: #2f3943; }}
  #ID .hollow {{ fill: {DARK_PAPER}; stroke: {DARK_INK}; }}
  #ID .full {{ fill: {DARK_INK}; stroke: {DARK_INK}; }}
}}
@media (forced-colors: active) {{
  #ID .paper, #ID .band, #ID .shade, #ID .hollow {{ fill: Canvas; }}
  #ID text, #ID .square, #ID .diamond, #ID .tip, #ID .full {{ fill: CanvasText; }}
  #ID .ink, #ID .null, #ID .thin, #ID .hollow, #ID .diamond, #ID .full {{ stroke: CanvasText; }}
}}
"""


def line(sheet: Sheet, kind: str, *points: tuple[float, float], width: float = 1.0, dashes: str = "") -> None:
    """A line through points: `ink` is dark, `thin` a rule, `null` stands where there is no effect."""
    colour = RULE if "thin" in kind.split() else INK
    style: dict[str, str | float] = {"stroke": colour, "stroke_width": f"{width:g}", "fill": "none"}
    if dashes:
        style["stroke_dasharray"] = dashes
    sheet.shape("path", kind, d=path(*points), **style)


def path(*points: tuple[float, float]) -> str:
    """`M1,2L3,4`."""
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)


def arrow(sheet: Sheet, x: float, y: float, way: int) -> None:
    """An arrowhead whose point is at `x`: to the left with `way` -1, to the right with 1."""
    points = ((x, y), (x - way * 7, y - 4), (x - way * 7, y + 4))
    sheet.shape("polygon", "tip", points=" ".join(f"{number(a)},{number(b)}" for a, b in points), fill=INK)


def draw_level(sheet: Sheet, level: Level, x: float, y: float) -> None:
    """The sign of a risk of bias around a point: the fuller it is, the higher the risk."""
    half = GLYPH
    box: dict[str, str | float] = {"x": x - half, "y": y - half, "width": 2 * half, "height": 2 * half}
    edge: dict[str, str | float] = {"stroke": INK, "stroke_width": "1.2"}
    if level == "not stated":
        sheet.shape("rect", "hollow", **box, rx=half, fill=PAPER, **edge, stroke_dasharray="2 2")
        return
    if level == "critical":
        sheet.shape("rect", "full", **box, fill=INK, **edge)
        return
    if level == "high":
        sheet.shape("rect", "full", **box, rx=half, fill=INK, **edge)
        return
    sheet.shape("rect", "hollow", **box, rx=half, fill=PAPER, **edge)
    if level == "some":
        arc = f"M{number(x)},{number(y - half)}A5,5 0 0 1 {number(x)},{number(y + half)}Z"
        sheet.shape("path", "full", d=arc, fill=INK, stroke=INK, stroke_width="1")
