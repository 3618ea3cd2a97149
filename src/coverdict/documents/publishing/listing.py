"""A text printed so that it can be read back from paper, letter by letter.

HTML folds blanks and a PDF keeps none at the beginning of a line; either can break a line in two, and a
page puts its number between two of them. So each line is printed with its number and a bar, and whatever
layout can lose is printed as something that it keeps:

    12│ when:
    13│ ··- unresectable: tumor.resectable is no

A dot is a blank at the beginning or end of a line, or after another blank; a line that was too long goes
on after `↪`; letters that cannot be seen are written as `\\u{202e}`, and a backslash as two. An empty line
is its number alone. Lines are held together by their numbers, and the whole by its SHA-256: what was not read
exactly is known not to be.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

WIDTH = 108
"""Letters of a printed line at most, without its number."""

BAR, DOT, GOES_ON = "│", "·", "↪"
_LINE = re.compile(rf"^\s*(?P<number>\d{{1,7}}){BAR}[ \t]?(?P<text>.*?)\s*$")
_MORE = re.compile(rf"^\s*{GOES_ON}[ \t]?(?P<text>.*?)\s*$")
_ESCAPED = re.compile(rf"\\u\{{(?P<code>[0-9a-f]{{1,6}})\}}|\\(?P<letter>[\\{DOT}{BAR}{GOES_ON}])|{DOT}")


class ListingError(ValueError):
    """The lines do not hold a listing; the message says what is wrong with them."""


def printed(text: str) -> tuple[str, ...]:
    """The lines by which a text is printed; `read_back` undoes it.

    Arguments:
        text: any text; lines end with LF.
    """
    lines = text.split("\n")
    wide = len(str(len(lines)))
    found: list[str] = []
    for number, line in enumerate(lines, start=1):
        first, *more = _pieces(_visible(line))
        found.append(f"{number:>{wide}}{BAR} {first}".rstrip())
        found += [f"{' ' * (wide - 1)}{GOES_ON} {piece}" for piece in more]
    return tuple(found)


def read_back(lines: Sequence[str]) -> str:
    """The text that a listing prints.

    Arguments:
        lines: those of the listing, in order. Others may stand among them (a page's number, its heading):
            what bears no mark of a listing is passed over.

    Errors:
        ListingError: there is no listing, a line is missing, stands twice or cannot be read.
    """
    found: list[str] = []
    for line in lines:
        if numbered := _LINE.match(line):
            if int(numbered["number"]) != len(found) + 1:
                raise ListingError(f"line {numbered['number']} follows line {len(found)}")
            found.append(numbered["text"])
        elif found and (more := _MORE.match(line)):
            found[-1] += more["text"]
    if not found:
        raise ListingError("there is no listing")
    return "\n".join(map(_letters, found))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _visible(line: str) -> str:
    """The line with nothing in it that layout can lose or a reader cannot see."""
    return "".join(_shown(letter, before) for letter, before in zip(line, " " + line, strict=False))


def _shown(letter: str, before: str) -> str:
    if letter == " ":
        return DOT if before == " " else " "
    if letter in ("\\", DOT, BAR, GOES_ON):
        return f"\\{letter}"
    if letter.isspace() or unicodedata.category(letter)[0] == "C":
        return f"\\u{{{ord(letter):x}}}"
    return letter


def _pieces(line: str) -> Iterator[str]:
    """The line in pieces that are short enough, none of which begins or ends with a blank."""
    while len(line) > WIDTH:
        yield _edged(line[:WIDTH])
        line = line[WIDTH:]
    yield _edged(line)


def _edged(piece: str) -> str:
    bare = piece.strip(" ")
    left = len(piece) - len(piece.lstrip(" "))
    return DOT * left + bare + DOT * (len(piece) - left - len(bare)) if bare else DOT * len(piece)


def _letters(text: str) -> str:
    """What a printed line stands for."""

    def letter(found: re.Match[str]) -> str:
        if found["code"]:
            code = int(found["code"], 16)
            if code > 0x10FFFF:
                raise ListingError(f"{found[0]} is no letter")
            return chr(code)
        return found["letter"] or " "

    return _ESCAPED.sub(letter, text)
