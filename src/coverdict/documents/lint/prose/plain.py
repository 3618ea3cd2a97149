"""A manuscript's text made plain for patterns, every character staying at its place."""

from __future__ import annotations

import re

from coverdict.documents.lint.prose.spelled import spelled_numbers
from coverdict.documents.manuscript import BlockKind, Format, Manuscript, Span

RAISED = "".join(chr(0xE000 + digit) for digit in range(10))
"""Raised digits in plain text: characters for private use, since a pattern takes ¹ for part of a word."""

RAISED_DASH = chr(0xE00A)
"""The dash between raised digits."""

_CHARACTERS = str.maketrans(
    {
        **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", RAISED + RAISED_DASH, strict=True)),
        **dict.fromkeys(
            "\n\r\t\f\v\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{EN SPACE}", " "
        ),
        **dict.fromkeys("\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}$", " "),
        **dict.fromkeys("\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}\N{FIGURE DASH}", "-"),
        **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "'"),
        **dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '"'),
        "\N{FULLWIDTH PERCENT SIGN}": "%",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{FRACTION SLASH}": "/",
        "\N{DIVISION SLASH}": "/",
        "\N{MICRO SIGN}": "u",
        "\N{GREEK SMALL LETTER MU}": "u",
    }
)
_RAISED_POINT = re.compile(r"(?<=\d)[·∙•](?=\d)")
_MARKUP = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|`")
# TeX and HTML that text extraction leaves in numbers, with what they stand for.
_REMNANTS = re.compile(r"\\(?:leq?|geq?|lt|gt|pm|%|,|;|!| )|&(?:lt|gt|le|ge|nbsp|amp|plusmn);")
_STANDS_FOR = {"le": "≤", "ge": "≥", "lt": "<", "gt": ">", "pm": "±", "plusmn": "±", "%": "%", "amp": "&"}


def plain_text(manuscript: Manuscript) -> str:
    """The text on one line: typography made simple, markup and page furniture blank, numbers as digits.

    Result: as long as the manuscript's text; what is shortened is filled up with blanks.
    """
    text = manuscript.text.translate(_CHARACTERS)
    text = _RAISED_POINT.sub(".", text)
    if "\\" in text or "&" in text:
        text = _REMNANTS.sub(_remnant, text)
    if manuscript.format is not Format.PDF:
        text = _MARKUP.sub(lambda found: " " * len(found[0]), text)
    furniture = [block.span for block in manuscript.blocks if block.kind is BlockKind.FURNITURE]
    return spelled_numbers(_blanked(text, furniture) if furniture else text)


def _remnant(found: re.Match[str]) -> str:
    name = found[0].strip("\\&;")
    shown = _STANDS_FOR.get(name) or _STANDS_FOR.get(name.removesuffix("q"), " ")
    return shown.ljust(len(found[0]))


def _blanked(text: str, spans: list[Span]) -> str:
    pieces, at = [], 0
    for span in sorted(spans):
        if span.start >= at:
            pieces += [text[at : span.start], " " * (span.end - span.start)]
            at = span.end
    return "".join([*pieces, text[at:]])
