"""What stands before an item of a list, and how deep the item stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverdict.documents.reading.lines import Line

BULLETS = "•▪◦●○■□‣⁃·∙➢➤►✓❖\uf0b7\uf0a7\u2043"
_BULLET = re.compile(rf"(?:[{BULLETS}*\-–—?]|o(?=\s))\s+(?=\S)|[{BULLETS}](?=\S)")
_LONE = re.compile(rf"[{BULLETS}o?]|\(cid:\d+\)")
_NUMBERED = re.compile(
    r"(?P<all>\((?P<in>\d{1,3}|[a-z]|[A-Z]|[ivx]{1,5}|[IVX]{1,5})\)"
    r"|(?P<out>\d{1,3}|[a-z]|[A-Z]|[ivx]{1,5}|[IVX]{1,5})[.)])\s+(?=\S)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass(frozen=True, slots=True)
class Marker:
    """An item's marker.

    Arguments:
        text: as it is printed.
        width: characters up to the item's text.
        level: how deep the item stands, from 1.
    """

    text: str
    width: int
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    ordinal: int
    indent: int


def lone_bullet(text: str) -> bool:
    """Whether a line is a bullet without its item."""
    return _LONE.fullmatch(text) is not None


class Markers:
    """Markers as they come, from which the depth of each follows.

    A style that is already open goes on with its next number; a new one begins with its first, one deeper.
    Where blanks stand before markers, they tell the depth of bullets.
    """

    def __init__(self) -> None:
        self._levels: list[_Level] = []

    def end(self) -> None:
        """A heading: all lists end."""
        self._levels.clear()

    def pause(self) -> None:
        """A paragraph that announces nothing: bullets end, numbers may still go on."""
        self._levels = [level for level in self._levels if level.ordinal]

    def read(self, line: Line, before: str, gap: bool, in_sentence: bool) -> Marker | None:
        """The marker of `line`; None where it begins with none.

        Arguments:
            before, gap: the line before, and whether a blank one lies between.
            in_sentence: whether the line before has not ended its sentence.
        """
        bullet = _BULLET.match(line.text)
        if bullet:
            style = line.text[: bullet.end()].strip()
            known = any(level.style == style for level in self._levels)
            if in_sentence and not known and line.text[0] in "-–—*?o":
                return None  # a dash within a sentence that goes over lines
            return Marker(style, bullet.end(), self._bullet(style, line.indent))
        found = _NUMBERED.match(line.text)
        if found is None or (in_sentence and not before.rstrip().endswith((":", ";", "and", "or"))):
            return None
        word = found["in"] or found["out"]
        for style, ordinal in _styles(word, found["in"] is not None):
            level = self._numbered(
                style, ordinal, line.indent, gap or not before or before.endswith((":", ";"))
            )
            if level:
                return Marker(found["all"], found.end(), level)
        return None

    def _bullet(self, style: str, indent: int) -> int:
        for depth, level in enumerate(self._levels):
            if level.style == style and abs(level.indent - indent) <= 1:
                del self._levels[depth + 1 :]
                return depth + 1
        while self._levels and self._levels[-1].indent > indent + 1:
            self._levels.pop()
        self._levels.append(_Level(style, 0, indent))
        return len(self._levels)

    def _numbered(self, style: str, ordinal: int, indent: int, anew: bool) -> int:
        same = [depth for depth, level in enumerate(self._levels) if level.style == style]
        # Where two lists number alike, the blanks before their markers tell them apart.
        for depth in sorted(same, key=lambda one: (abs(self._levels[one].indent - indent), -one)):
            if ordinal == self._levels[depth].ordinal + 1:
                del self._levels[depth + 1 :]
                self._levels[depth] = _Level(style, ordinal, indent)
                return depth + 1
        if ordinal != 1 and not anew:
            return 0
        beside = [depth for depth in same if abs(self._levels[depth].indent - indent) <= 2]
        if beside:
            del self._levels[beside[-1] :]
        elif same and self._levels[same[-1]].indent > indent:
            while self._levels and self._levels[-1].indent > indent + 2:
                self._levels.pop()
        self._levels.append(_Level(style, ordinal, indent))
        return len(self._levels)


def _styles(word: str, bracketed: bool) -> list[tuple[str, int]]:
    """What a marker's word can be: its style and its place in it; `i` is a letter and a Roman number."""
    around = "()" if bracketed else ""
    if word.isdigit():
        return [(f"1{around}", int(word))]
    found: list[tuple[str, int]] = []
    case = "upper" if word.isupper() else "lower"
    if word.lower() in _ROMAN:
        found.append((f"roman {case}{around}", _ROMAN.index(word.lower()) + 1))
    if len(word) == 1:
        letter = (f"letter {case}{around}", ord(word.lower()) - ord("a") + 1)
        # A single letter is Roman only as the first; `c`, `d`, `v`, `x` go on with letters.
        found = [*found, letter] if word.lower() == "i" else [letter, *found]
    return found
