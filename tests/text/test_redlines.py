"""Redlines: what became of a text, word by word."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from coverdict.text import Piece, changed, redline, redlines

WORDS = st.lists(st.sampled_from(["a", "tumor", "of", "4", "cm", "cm.", "(one)", "4.5", "not"]), max_size=14)


def kept(line, kind: str) -> str:
    return "".join(piece.text for piece in line if piece.kind in ("same", kind))


@settings(deadline=None)
@given(before=WORDS, after=WORDS)
def test_a_redline_holds_both_texts(before: list[str], after: list[str]) -> None:
    """Without what came it is the text before, without what went the text after; blanks are alike."""
    old, new = " \n".join(before), "  ".join(after)
    line = redline(old, new)
    assert kept(line, "removed") == " ".join(old.split())
    assert kept(line, "added") == " ".join(new.split())
    assert changed(line) == (before != after)
    # No two pieces of a kind stand side by side, and none is empty.
    assert all(piece.text for piece in line)
    assert all(a.kind != b.kind for a, b in pairwise(line))


@settings(deadline=None)
@given(before=st.lists(WORDS, max_size=5), after=st.lists(WORDS, max_size=5))
def test_redlines_hold_all_paragraphs(before: list[list[str]], after: list[list[str]]) -> None:
    """Paragraph by paragraph, nothing of either text is lost, and the order is kept."""
    old, new = [" ".join(words) for words in before], [" ".join(words) for words in after]
    lines = redlines(old, new)
    assert [text for line in lines if (text := kept(line, "removed"))] == [text for text in old if text]
    assert [text for line in lines if (text := kept(line, "added"))] == [text for text in new if text]


def test_words_change_as_wholes() -> None:
    """A size changes as a number, and blanks between changed words are no island."""
    assert redline("within 4 cm", "within 4.5 cm") == (
        Piece("same", "within "),
        Piece("removed", "4"),
        Piece("added", "4.5"),
        Piece("same", " cm"),
    )
    assert redline("no two of them", "at most one here") == (
        Piece("removed", "no two of them"),
        Piece("added", "at most one here"),
    )


def test_a_long_paragraph_is_compared() -> None:
    """Thousands of words take no unreasonable time and lose nothing."""
    old = " ".join(f"word{number}" for number in range(3_000))
    new = old.replace("word1500", "another")
    assert redline(old, new)[1:3] == (Piece("removed", "word1500"), Piece("added", "another"))
