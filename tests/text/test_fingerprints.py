"""Fingerprints survive typography and line breaks, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coverdict.text import fingerprint, normalise, sentences

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=8)


@given(WORDS, st.data())
def test_line_breaks_do_not_matter(words: list[str], data: st.DataObject) -> None:
    """However a sentence is broken into lines, its fingerprint is the same."""
    gaps = data.draw(
        st.lists(st.sampled_from([" ", "\n", "  ", "\t"]), min_size=len(words), max_size=len(words))
    )
    broken = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    assert fingerprint(broken) == fingerprint(" ".join(words))


@given(WORDS, WORDS)
def test_other_words_have_another_fingerprint(one: list[str], other: list[str]) -> None:
    """Two sentences of different words differ."""
    if one != other:
        assert fingerprint(" ".join(one)) != fingerprint(" ".join(other))


def test_typography_does_not_matter() -> None:
    """Curly quotes, long dashes, bold and capitals are typography."""
    assert fingerprint("The payer’s “own” rule – **always**.") == fingerprint(
        'the payer\'s "own" rule - always'
    )


def test_sentences_of_a_text() -> None:
    """Sentences and items of a list, in their order."""
    text = "One is here. Two is there.\n- an item\n- another item\n\nThree"
    assert [normalise(part) for part in sentences(text)] == [
        "one is here",
        "two is there",
        "an item",
        "another item",
        "three",
    ]
