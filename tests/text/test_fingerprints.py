"""Sentences are cut where they end, and fingerprints do not depend on how a text is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.text import fingerprint, normalise, sentences

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=30)


# A sentence keeps its fingerprint however its lines are broken, and with typographic quotes and dashes.
@given(WORDS, st.integers(min_value=10, max_value=60))
def test_fingerprint_survives_line_breaks(words: list[str], width: int) -> None:
    lines: list[str] = [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    assert fingerprint("\n".join(lines)) == fingerprint(" ".join(words).upper() + ".")


# Another word gives another fingerprint.
@given(WORDS, st.integers(min_value=0, max_value=29))
def test_another_word_another_fingerprint(words: list[str], at: int) -> None:
    changed = [word + "x" if index == at % len(words) else word for index, word in enumerate(words)]
    assert fingerprint(" ".join(words)) != fingerprint(" ".join(changed))


# Every word of a text is in one of its sentences, in the same order.
@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from([". ", ".\n", ".\n\n", ";\n- "]))
def test_sentences_lose_no_word(texts: list[list[str]], joint: str) -> None:
    whole = joint.join(" ".join(words).capitalize() for words in texts)
    found = " ".join(normalise(part) for part in sentences(whole)).split()
    plain = [word for words in texts for word in words]
    assert [word.strip(".;") for word in found] == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Abbreviations end no sentence.
        ("Seen by Smith et al. (4) in the U.S. Army. Then no more.", 2),
        ("Some mandates (e.g., Plan X [PX]) say so. Others do not.", 2),
        # A raised reference may stand after the full stop.
        ("One study was small.²³ Another was large.⁴,⁵ Both ended.", 3),
        # A closing quote or bracket belongs to the sentence.
        ('They called it "unclear." Nobody asked. (See above.) So it stayed.', 4),
        # A list's number belongs to its item.
        ("1. Smith J, Roe R. A title. 2010.", 3),
    ],
)
def test_ends_of_sentences(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected, sentences(text)


# Headings, labels, list items and cells stand apart from the prose around them.
def test_blocks() -> None:
    prose = (
        "This line of the text is long enough to show how wide the lines of this text are set, more or less."
    )
    text = (
        f"Heading\n{prose}\n\nItems:\n• first item which goes\non\n• second\nOthers:\n17\n18\n\n"
        "Code\tMeaning\n17\tseventeen\n18\teighteen"
    )
    assert [" ".join(normalise(part).split()) for part in sentences(text)] == [
        "heading",
        normalise(prose),
        "items",
        "first item which goes on",
        "second",
        "others",
        *("17", "18", "code", "meaning", "17", "seventeen", "18", "eighteen"),
    ]


# A bracket that is open, or a word that cannot end a line, keeps a short line together with the next.
def test_short_lines_that_go_on() -> None:
    text = (
        "A long line that shows how wide the text of this column can be set, if only somebody wants it.\n\n"
    )
    assert sentences(text + "Plan One (with\nExtras)\nPlan Two of\nMichigan")[1:] == (
        "Plan One (with\nExtras)",
        "Plan Two of\nMichigan",
    )


# Bold, italics, links, bullets, table bars and typographic signs are no part of a sentence's words.
def test_markup() -> None:
    plain = fingerprint("it's a plain sentence, or so it seems")
    assert fingerprint("• It’s a **plain** sentence, *or so* [it seems](#there) .") == plain
    assert fingerprint("| It's a  plain sentence, or so it seems |") == plain
