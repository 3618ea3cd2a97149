"""What the ways of a flow look like: on light and dark ground, in print, in the reader's own colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coverdict.pictures.drawing import FAINT, PAPER, Sheet, number
from coverdict.pictures.flow_data import Way


@dataclass(frozen=True, slots=True)
class Fill:
    """A colour for the edge, and how much of it fills the ribbon."""

    colour: str
    opacity: float


FILLS: Mapping[Way, Fill] = {
    "up": Fill("#12508f", 0.42),
    "down": Fill("#b34a00", 0.42),
    "level": Fill("#6a3f9e", 0.34),
    "stays": Fill("#737e89", 0.22),
}
DARK: Mapping[Way, str] = {"up": "#8fc0ff", "down": "#ffb482", "level": "#cdb4f5", "stays": "#8a95a1"}
EDGES: Mapping[Way, str] = {"up": "", "down": "6 3", "level": "1.5 2.5", "stays": ""}
DARK_PAPER, DARK_INK, DARK_FAINT = "#14181d", "#e9edf1", "#b4bec8"

_DARK_WAYS = "\n".join(
    f"  #ID .{way} {{ fill: {colour}; stroke: {colour}; }}" for way, colour in DARK.items()
)
STYLE = f"""\
#ID {{ color-scheme: light dark; }}
#ID .ribbon:hover {{ fill-opacity: .75; }}
@media screen {{
  #ID text {{ paint-order: stroke; stroke: {PAPER}; stroke-opacity: .6; stroke-width: 2.5px; }}
}}
@media screen and (prefers-color-scheme: dark) {{
  #ID .paper {{ fill: {DARK_PAPER}; }}
  #ID text {{ fill: {DARK_INK}; stroke: {DARK_PAPER}; }}
  #ID text[fill="{FAINT}"], #ID .post {{ fill: {DARK_FAINT}; }}
{_DARK_WAYS}
}}
@media (forced-colors: active) {{
  #ID .ribbon {{ fill: CanvasText; stroke: CanvasText; }}
  #ID .paper {{ fill: Canvas; }}
  #ID text, #ID .mark {{ fill: CanvasText; stroke: none; }}
}}
"""


def draw_mark(sheet: Sheet, way: Way, x: float, y: float, half: float) -> None:
    """The mark of a way, around a point: an arrowhead up or down, a lozenge; none for what stays."""
    across, up = half, half * 0.9
    corners = {
        "up": ((x - across, y + up), (x + across, y + up), (x, y - up)),
        "down": ((x - across, y - up), (x + across, y - up), (x, y + up)),
        "level": ((x - across, y), (x, y - up), (x + across, y), (x, y + up)),
        "stays": (),
    }[way]
    if corners:
        points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
        sheet.shape("polygon", f"mark {way}", points=points, fill=FILLS[way].colour)
