"""How each kind of thing looks: a shape, an edge and a colour of its own, beside its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.pictures.drawing import Sheet, number

Outline: TypeAlias = Literal["round", "pill", "hexagon", "octagon", "ticket", "slanted", "plain"]


@dataclass(frozen=True, slots=True)
class Look:
    """An outline, its colours, and how its edge is drawn."""

    outline: Outline
    fill: str
    edge: str
    dashes: str = ""
    double: bool = False


FACT = Look("round", "#eef4f8", "#1b4965")
READING = Look("hexagon", "#fff8e1", "#7a5200", dashes="6 3")
CONNECTIVE = Look("round", "#ffffff", "#1b4965")
_OTHER = Look("plain", "#f4f4f4", "#444444")
_STATUSES: Mapping[str, Look] = {
    "established": Look("pill", "#e3f3e6", "#1d6b34"),
    "medically_necessary": Look("pill", "#e3f3e6", "#1d6b34", double=True),
    "investigational": Look("octagon", "#efe8f8", "#5b3a92"),
    "not_medically_necessary": Look("plain", "#fde9e4", "#9c2f14", double=True),
    "criteria_not_met": Look("ticket", "#fdeedd", "#8a4b00"),
    "delegated": Look("slanted", "#e6effb", "#1b4e8c"),
    "not_addressed": Look("plain", "#f2f2f2", "#4a4a4a", dashes="2 3"),
}

INSET = 14.0  # pixels that an outline may take from its left and right


def look_of(status: str) -> Look:
    """How a status looks; a benefit or a position has a plain box."""
    return _STATUSES.get(status, _OTHER)


def outlined(sheet: Sheet, look: Look, left: float, top: float, width: float, height: float) -> None:
    """Draw a box."""
    _drawn(sheet, look, left, top, width, height)
    if look.double:
        _drawn(sheet, look, left + 3, top + 3, width - 6, height - 6)


def _drawn(sheet: Sheet, look: Look, left: float, top: float, width: float, height: float) -> None:
    style: dict[str, str | float] = {"fill": look.fill, "stroke": look.edge, "stroke_width": 1.5}
    if look.dashes:
        style["stroke_dasharray"] = look.dashes
    if look.outline in ("round", "pill", "plain"):
        radius = {"round": 8.0, "pill": height / 2, "plain": 0.0}[look.outline]
        sheet.shape("rect", "box", x=left, y=top, width=width, height=height, rx=radius, **style)
        return
    corners = _corners(look.outline, left, top, left + width, top + height)
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    sheet.shape("polygon", "box", points=points, **style)


def _corners(
    outline: Outline, left: float, top: float, right: float, bottom: float
) -> tuple[tuple[float, float], ...]:
    middle = (top + bottom) / 2
    cut = min(INSET - 4, (bottom - top) / 3)
    match outline:
        case "hexagon":
            return (
                (left, middle),
                (left + cut, top),
                (right - cut, top),
                (right, middle),
                (right - cut, bottom),
                (left + cut, bottom),
            )
        case "octagon":
            return (
                (left + cut, top),
                (right - cut, top),
                (right, top + cut),
                (right, bottom - cut),
                (right - cut, bottom),
                (left + cut, bottom),
                (left, bottom - cut),
                (left, top + cut),
            )
        case "slanted":
            return ((left + cut, top), (right, top), (right - cut, bottom), (left, bottom))
        case _:
            return (
                (left + cut, top),
                (right, top),
                (right, bottom - cut),
                (right - cut, bottom),
                (left, bottom),
                (left, top + cut),
            )
