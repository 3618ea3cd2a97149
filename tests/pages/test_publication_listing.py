"""A text printed in a published document, and read back from whatever layout has left of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.documents.publishing.listing import WIDTH, ListingError, digest, printed, read_back

# Letters that layouts fold, lose or turn, and those by which the listing marks them.
HARD = " \t\u00a0\u200b\u202e\ufeff\u00ad·│↪\\u{}0123aZé\u05d0-:#|"
texts = st.lists(st.text(alphabet=HARD, max_size=400), max_size=8).map("\n".join)


# What was printed is read back, letter by letter.
@given(texts)
def test_a_text_comes_back(text: str) -> None:
    assert read_back(printed(text)) == text


# It still is when blanks are folded and cut off, and a page's number and heading stand between any two lines.
@given(texts)
def test_layout_loses_nothing(text: str) -> None:
    lines: list[str] = []
    for line in printed(text):
        lines += [" ".join(line.split(" ")).strip(), "Page 3 of 17", "", "7.01.75 · A title"]
    assert read_back(lines) == text


# Nothing is printed that a reader cannot see, no blank stands where layout loses it, and lines fit the page.
@given(texts)
def test_what_is_printed_can_be_seen(text: str) -> None:
    for line in printed(text):
        assert line.isprintable() and "  " not in line.strip()
        assert len(line) <= WIDTH + 10


# By hand: an indented line, an empty one, and a blank at the end.
def test_by_hand() -> None:
    assert printed("when:\n  - a\n\nb ") == ("1│ when:", "2│ ··- a", "3│", "4│ b·")
    assert printed("a\\n · │") == (r"1│ a\\n \· \│",)


# A line that is missing, stands twice or is out of order is noticed, and so is a text without a listing.
@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (["1│ a", "3│ c"], "line 3 follows line 1"),
        (["1│ a", "1│ a"], "line 1 follows line 1"),
        (["2│ b"], "line 2 follows line 0"),
        (["no listing", "↪ of any kind"], "there is no listing"),
        ([], "there is no listing"),
        ([r"1│ \u{110000}"], "is no letter"),
    ],
)
def test_what_is_no_listing(lines: list[str], wrong: str) -> None:
    with pytest.raises(ListingError, match=wrong.replace("\\", "\\\\")):
        read_back(lines)


# The digest is SHA-256 of the text, known for the empty one and for "abc" (FIPS 180-4, appendix).
def test_the_digest_is_sha_256() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
