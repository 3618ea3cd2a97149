"""A sheet to draw on, and the SVG text that it becomes.

The picture names and describes itself for those who do not see it, keeps its text as text, says its own
background, and leaves the colours to the reader where the reader has chosen some.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from coverdict.pictures.measuring import Font, shown

FONTS = "Helvetica, Arial, 'DejaVu Sans', sans-serif"
INK, FAINT, PAPER, LINE = "#12303f", "#44545f", "#ffffff", "#1b4965"

_STYLE = """
#ID { color-scheme: light; }
@media (forced-colors: active) {
  #ID .paper, #ID .box { fill: Canvas; }
  #ID .box, #ID .line { stroke: CanvasText; }
  #ID text, #ID .mark { fill: CanvasText; }
}
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: its title, the same content in sentences, and the SVG text."""

    title: str
    description: str
    svg: str


def number(value: float) -> str:
    """A coordinate with at most one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")


class Sheet:
    """Shapes and texts, drawn in the order in which they come; a later one lies above."""

    def __init__(self) -> None:
        self._parts: list[ET.Element] = []

    def shape(self, tag: str, kind: str, **attributes: str | float) -> None:
        """A shape of a kind: `box` is filled and has an edge, `line` has an edge alone, `mark` is filled."""
        part = ET.Element(tag, {"class": kind})
        for name, value in attributes.items():
            part.set(name.replace("_", "-"), value if isinstance(value, str) else number(value))
        self._parts.append(part)

    def tip(self, words: str) -> None:
        """What a pointer is told that rests on the shape drawn last."""
        ET.SubElement(self._parts[-1], "title").text = words

    def text(
        self, text: str, x: float, y: float, font: Font, *, colour: str = INK, anchor: str = "start"
    ) -> None:
        """One line of text whose letters stand on `y`."""
        part = ET.Element("text", {"x": number(x), "y": number(y), "font-size": number(font.size)})
        if font.bold:
            part.set("font-weight", "bold")
        if anchor != "start":
            part.set("text-anchor", anchor)
        part.set("fill", colour)
        part.text = text
        self._parts.append(part)

    def lines(
        self,
        lines: Iterable[str],
        x: float,
        top: float,
        font: Font,
        *,
        colour: str = INK,
        anchor: str = "start",
    ) -> float:
        """Lines of text below each other from `top` down; where the next would begin."""
        for line in lines:
            self.text(line, x, top + font.size, font, colour=colour, anchor=anchor)
            top += font.line
        return top

    def picture(
        self, name: str, title: str, description: str, width: float, height: float, style: str = ""
    ) -> Picture:
        """The picture of what was drawn.

        Arguments:
            name: what its identifiers begin with; what is drawn goes into them as well, so that two
                different pictures can stand in one page.
            style: rules beside those of every picture; `#ID` in them stands for the picture.
        """
        title, description = shown(title), shown(description)
        base = self._identifier(name, title, description)
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "id": base,
                "lang": "en",
                "xml:lang": "en",
                "role": "img",
                "aria-labelledby": f"{base}-title {base}-desc",
                "viewBox": f"0 0 {number(width)} {number(height)}",
                "width": number(width),
                "height": number(height),
                "font-family": FONTS,
            },
        )
        ET.SubElement(root, "title", {"id": f"{base}-title"}).text = title
        ET.SubElement(root, "desc", {"id": f"{base}-desc"}).text = description
        ET.SubElement(root, "style").text = (_STYLE + style).replace("#ID", f"#{base}")
        paper = {"class": "paper", "width": number(width), "height": number(height), "fill": PAPER}
        ET.SubElement(root, "rect", paper)
        root.extend(self._parts)
        ET.indent(root, "  ")
        return Picture(title, description, ET.tostring(root, encoding="unicode") + "\n")

    def _identifier(self, *names: str) -> str:
        """An identifier that begins with readable words, and is another for another drawing."""
        words = re.sub(r"[^a-z0-9]+", "-", names[0].lower()).strip("-")[:48]
        content = (*names, *(ET.tostring(part, encoding="unicode") for part in self._parts))
        return f"{words}-{hashlib.sha256(chr(10).join(content).encode()).hexdigest()[:8]}"
