"""Widths of texts against a published table, and the breaking of lines."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from coverdict.pictures.measuring import Font, shown

# The widths of Helvetica and its bold from U+0020 to U+007E, in thousandths of the size (Adobe's metrics).
PLAIN = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278
278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722
667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556
556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
BOLD = """
278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333
333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722
667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611
611 389 556 333 611 556 778 556 556 500 389 280 389 584
"""


# No letter is taken for narrower than it is in Helvetica, whatever the size.
def test_letters_are_not_taken_for_narrower_than_they_are() -> None:
    for font, table in ((Font(1000), PLAIN), (Font(1000, bold=True), BOLD)):
        widths = list(map(int, table.split()))
        assert len(widths) == 95
        assert not [chr(32 + at) for at, width in enumerate(widths) if font.width(chr(32 + at)) < width]


# Broken into lines, a text keeps all its letters in order, and no line is wider than asked.
@given(st.text(max_size=200), st.integers(40, 300), st.booleans())
def test_lines_fit_and_lose_nothing(text: str, width: int, bold: bool) -> None:
    font = Font(14, bold)
    lines = font.lines(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(font.width(line) <= width and line for line in lines)


# Words are broken only where a word alone is too wide.
@given(st.lists(st.sampled_from(["few", "and", "small", "tumors", "of", "either", "origin"]), max_size=30))
def test_lines_break_between_words(words: list[str]) -> None:
    lines = Font(14).lines(" ".join(words), 120)
    assert [word for line in lines for word in line.split()] == words


# What is shown is one line without a character that steers, is unassigned, or turns the reading direction.
@given(st.text(max_size=100))
def test_what_is_shown_is_harmless(text: str) -> None:
    for letter in shown(text):
        assert unicodedata.category(letter) not in ("Cc", "Cf", "Cn", "Co", "Cs")
    assert "\n" not in shown(text)
