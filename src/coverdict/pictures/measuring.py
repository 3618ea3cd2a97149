"""How wide a text is at most, and how it is broken into lines that fit.

Nobody knows which font a reader has. So each letter counts as wide as in the wider of Helvetica and DejaVu
Sans, rounded up, and a letter that is in no table as wider than any.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Widths in hundredths of the font size.
_PLAIN = {
    30: "'Iijl", 35: " ,./:;\\|·‘’", 40: "()-[]ft", 45: "!r", 50: '"*J`–§', 55: "csz“”", 60: "?L_kvxy",
    65: "$0123456789FTabdeghnopqu{}", 70: "ABEKPSVXYZ", 75: "CNRU", 80: "&DGHOQ", 85: "#+<=>^w~≥≤≠→×",
    90: "M", 100: "%Wm—…", 105: "@",
}  # fmt: skip
_BOLD = {
    35: " 'ijl", 40: ",./:;I\\|·‘’", 45: "-f", 50: "!()[]`rt–§", 55: '"*', 60: "J_csz", 65: "?Lx",
    70: "$0123456789EFTaekovy“”", 75: "CPSYZbdghnpqu{}", 80: "ABKRVX", 85: "#+<=>DGHNU^~≥≤≠→×",
    90: "&OQ", 95: "w", 100: "@M—…", 105: "%m", 115: "W",
}  # fmt: skip
_UNKNOWN = 180


def _table(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_WIDTHS = {False: _table(_PLAIN), True: _table(_BOLD)}


@dataclass(frozen=True, slots=True)
class Font:
    """A size in pixels, and whether it is bold."""

    size: float
    bold: bool = False

    @property
    def line(self) -> float:
        """The height of one line."""
        return round(self.size * 1.3, 1)

    def width(self, text: str) -> float:
        """The most pixels that `text` takes in a row."""
        widths = _WIDTHS[self.bold]
        return sum(widths.get(letter, _UNKNOWN) for letter in text) * self.size / 100

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        """`text` in lines of at most `width` pixels, broken at words; a word too long is broken itself."""
        lines: list[str] = []
        current = ""
        for word in text.split():
            longer = f"{current} {word}" if current else word
            if self.width(longer) <= width:
                current = longer
                continue
            if current:
                lines.append(current)
            *full, current = self._pieces(word, width)
            lines += full
        return (*lines, current) if current else tuple(lines)

    def _pieces(self, word: str, width: float) -> list[str]:
        if self.width(word) <= width:
            return [word]
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces


def shown(text: str) -> str:
    """`text` on one line, without what XML cannot hold or what would turn the reading direction."""
    return "".join(_harmless(letter) for letter in " ".join(text.split()))


def _harmless(letter: str) -> str:
    if unicodedata.category(letter) in ("Cc", "Cf", "Cn", "Co", "Cs"):
        return "\N{REPLACEMENT CHARACTER}"
    return letter


def plural(number: int, one: str, several: str) -> str:
    """`1 rule`, `2 rules`."""
    return f"{number} {one if number == 1 else several}"
