"""The picture of a flow: what there was on the left, what there is on the right, ribbons between them.

Heights are in proportion to sizes, on one scale for the whole picture. Which way a ribbon leads is told by
its colour, its edge and a mark, so that no one of them is needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.pictures.drawing import FAINT, Picture, Sheet, number
from coverdict.pictures.flow_data import Flow, Way
from coverdict.pictures.flow_layout import COUNT, DETAIL, NAME, Band, Placed, Slot, placed
from coverdict.pictures.flow_style import EDGES, FILLS, STYLE, draw_mark
from coverdict.pictures.measuring import Font, shown
from coverdict.text import grouped

WIDTH, MARGIN = 1000.0, 20.0
LABEL, BAR, BESIDE = 232.0, 12.0, 9.0  # widths of a column of labels, of a bar, and between the two
LEFT, RIGHT = MARGIN + LABEL + BESIDE, WIDTH - MARGIN - LABEL - BESIDE - BAR  # where bars begin
HEADING = LABEL + BESIDE + BAR
SIDE, KEY = Font(14, bold=True), Font(12.5)
SWATCH = 26.0
MARK = 5.0  # half the width of a mark
NOTHING = "There is nothing to show."


def draw_flow(flow: Flow) -> Picture:
    """A flow as an SVG document. What a side has nothing of is not drawn there."""
    sheet = Sheet()
    top = _draw_key(sheet, flow, MARGIN)
    top = _draw_sides(sheet, flow, top)
    if flow.ribbons:
        where = placed(flow, LABEL, top)
        _draw_ribbons(sheet, where)
        for side, slots in enumerate(where.sides):
            for slot in slots:
                _draw_end(sheet, flow, slot, side)
        top = where.bottom
    else:
        top = sheet.lines((NOTHING,), MARGIN, top, KEY)
    description = " ".join(_sentences(flow))
    return sheet.picture("flow", shown(flow.title), description, WIDTH, top + MARGIN, STYLE)


# --- in sentences -------------------------------------------------------------------------------------


def _sentences(flow: Flow) -> Iterator[str]:
    """The whole flow, for those who do not see the picture."""
    for side, heading in enumerate(flow.sides):
        counts = [
            f"{end.whole}, {flow.counted(size)}"
            for end, size in zip(flow.ends, flow.sizes(side), strict=True)
            if size
        ]
        yield f"{heading.whole}: {'; '.join(counts) or 'nothing'}."
    for ribbon in sorted(flow.ribbons, key=lambda one: -one.size):
        before, after = (flow.ends[place].whole for place in (ribbon.before, ribbon.after))
        yield f"{flow.counted(ribbon.size)} from {before} to {after}: {flow.ways[ribbon.way]}."


# --- drawn --------------------------------------------------------------------------------------------


def _draw_key(sheet: Sheet, flow: Flow, top: float) -> float:
    """What the ways look like, and how much goes each; as many in a row as fit."""
    x, line = MARGIN, KEY.line + 6
    for way, name in flow.ways.items():
        size = sum(ribbon.size for ribbon in flow.ribbons if ribbon.way == way)
        words = shown(f"{name}: {grouped(size)}")
        for row, text in enumerate(KEY.lines(words, WIDTH - 2 * MARGIN - SWATCH - 8)):
            width = SWATCH + 8 + KEY.width(text)
            if row or (x > MARGIN and x + width > WIDTH - MARGIN):
                x, top = MARGIN, top + line
            if not row:
                _draw_swatch(sheet, way, x, top)
            sheet.text(text, x + SWATCH + 8, top + KEY.size, KEY)
            x += width + 18
    return top + line + 8


def _draw_swatch(sheet: Sheet, way: Way, x: float, top: float) -> None:
    path = f"M{number(x)},{number(top)}h{number(SWATCH)}v15h{number(-SWATCH)}z"
    _draw_band(sheet, way, path)
    draw_mark(sheet, way, x + SWATCH / 2, top + 7.5, MARK)


def _draw_sides(sheet: Sheet, flow: Flow, top: float) -> float:
    """What the two sides are, flush with their bars."""
    bottoms = []
    for side, heading in enumerate(flow.sides):
        x, anchor = (LEFT + BAR, RIGHT)[side], ("end", "start")[side]
        name = SIDE.lines(shown(heading.name), HEADING)
        y = sheet.lines(name, x, top, SIDE, anchor=anchor)
        details = DETAIL.lines(shown(", ".join(heading.details)), HEADING)
        bottoms.append(sheet.lines(details, x, y, DETAIL, colour=FAINT, anchor=anchor))
    return max(bottoms) + 14


def _draw_ribbons(sheet: Sheet, where: Placed) -> None:
    """Those that stay first, so that the others lie above them; of these the smallest last."""
    order = sorted(where.bands, key=lambda band: (band.ribbon.way != "stays", -band.ribbon.size))
    for band in order:
        _draw_band(sheet, band.ribbon.way, _path(band))
        sheet.tip(shown(band.ribbon.tip))
    for band in order:
        _draw_count(sheet, band)


def _draw_band(sheet: Sheet, way: Way, path: str) -> None:
    style: dict[str, str | float] = {"fill": FILLS[way].colour, "fill_opacity": str(FILLS[way].opacity)}
    style |= {"stroke": FILLS[way].colour, "stroke_width": "0.8"}
    if EDGES[way]:
        style["stroke_dasharray"] = EDGES[way]
    sheet.shape("path", f"ribbon {way}", d=path, **style)


def _path(band: Band) -> str:
    """Level where it begins and ends, and bent between; of one thickness, measured upright."""
    left, right = LEFT + BAR, RIGHT
    middle, at, to = (number(x) for x in ((left + right) / 2, left, right))
    y, end = number(band.start), number(band.end)
    below, end_below = number(band.start + band.thick), number(band.end + band.thick)
    there = f"M{at},{y}C{middle},{y} {middle},{end} {to},{end}"
    return f"{there}L{to},{end_below}C{middle},{end_below} {middle},{below} {at},{below}Z"


def _draw_count(sheet: Sheet, band: Band) -> None:
    """How much it is, within the ribbon where it begins, if there is room."""
    words = grouped(band.ribbon.size)
    if band.thick < COUNT.line + 1 or COUNT.width(words) > (RIGHT - LEFT) / 3:
        return
    x, y = LEFT + BAR + 8, band.start + band.thick / 2
    if band.ribbon.way != "stays":
        draw_mark(sheet, band.ribbon.way, x + MARK, y, MARK)
        x += 2 * MARK + 5
    sheet.text(words, x, y + COUNT.size * 0.36, COUNT)


def _draw_end(sheet: Sheet, flow: Flow, slot: Slot, side: int) -> None:
    """A bar and its label beside it, name first."""
    left = (LEFT, RIGHT)[side]
    sheet.shape("rect", "mark post", x=left, y=slot.bar, width=BAR, height=slot.tall, fill=FAINT)
    sheet.tip(shown(f"{flow.ends[slot.end].whole}: {flow.counted(slot.size)}"))
    x = (LEFT - BESIDE, RIGHT + BAR + BESIDE)[side]
    anchor = ("end", "start")[side]
    y = sheet.lines(slot.name, x, slot.label, NAME, anchor=anchor)
    y = sheet.lines(slot.details, x, y, DETAIL, colour=FAINT, anchor=anchor)
    sheet.lines(slot.count, x, y, DETAIL, anchor=anchor)
