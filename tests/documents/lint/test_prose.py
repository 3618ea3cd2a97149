"""Sentences, numbers in words, citations, references and abbreviations, as the rules see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.documents.lint.prose.plain import plain_text
from coverdict.documents.lint.prose.spelled import spelled_numbers
from coverdict.documents.lint.prose.survey import survey
from tests.documents.lint.reading import manuscript


def _words(text: str) -> list[str]:
    return text.split()


_SMALL = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = _words("- - twenty thirty forty fifty sixty seventy eighty ninety")


def in_words(number: int, joined: str = "-") -> str:
    """A number below a million in English words: the way round that the reader does not go."""
    if number >= 1000:
        rest = f" {in_words(number % 1000, joined)}" if number % 1000 else ""
        return f"{in_words(number // 1000, joined)} thousand{rest}"
    if number >= 100:
        rest = f" {in_words(number % 100, joined)}" if number % 100 else ""
        return f"{_SMALL[number // 100]} hundred{rest}"
    if number < 20:
        return _SMALL[number]
    return _TENS[number // 10] + (f"{joined}{_SMALL[number % 10]}" if number % 10 else "")


# A number in words becomes the same number in digits, at the same place, and the text keeps its length.
@given(st.integers(2, 999_999), st.sampled_from(["-", " "]), st.booleans())
def test_numbers_in_words(number: int, joined: str, capital: bool) -> None:
    words = in_words(number, joined)
    text = f"{words.capitalize() if capital else words} patients died"
    read = spelled_numbers(text)
    assert len(read) == len(text)
    assert read.split() == [str(number), "patients", "died"]


# A lone "one" stays a word unless it counts somebody.
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("one of several", "one of several"),
        ("one patient", "1   patient"),
        ("Twenty-nine percent", "29          percent"),
        ("two three", "2   3    "),
        ("someone, often, tension", "someone, often, tension"),
        ("six and eight weeks", "6   and 8     weeks"),
    ],
)
def test_words_that_are_numbers_or_not(text: str, read: str) -> None:
    assert spelled_numbers(text) == read


# The plain text has a character for each of the manuscript's, whatever stands in it.
@given(text=st.text(alphabet=st.sampled_from(list("ab 19.,%$*_²⁻–“µ<>&lt;\\\n\t[]()")), max_size=120))
def test_plain_text_keeps_places(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    read = manuscript(f"# Title\n\n{text}\n\nEnd of it.\n", tmp_path_factory.mktemp("plain"))
    assert len(plain_text(read)) == len(read.text)


# A sentence ends at its mark, with the citation that follows it, and not at an abbreviation or a decimal.
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It was small. (2) Only one was large.", ["It was small. (2)", "Only one was large."]),
        ("It was small.² Only one was large.", ["It was small.²", "Only one was large."]),
        ("It was small.2 Only one was large.", ["It was small.2", "Only one was large."]),
        ("Alder et al. (4) treated 15. None died.", ["Alder et al. (4) treated 15.", "None died."]),
        ("It rose from 1.2 to 3.4 cm. That is all.", ["It rose from 1.2 to 3.4 cm.", "That is all."]),
        ("The U.S. Food and Drug office agreed.", ["The U.S. Food and Drug office agreed."]),
        ("Was it 85% vs. 27%? Yes.", ["Was it 85% vs. 27%?", "Yes."]),
    ],
)
def test_sentences(text: str, parts: list[str], tmp_path: Path) -> None:
    read = manuscript(f"# Rationale\n\n{text}\n", tmp_path)
    running = [one for one in survey(read).sentences if one.running]
    assert [read.said(one.span) for one in running] == parts


# A page break in the middle of a sentence is none of its ends.
def test_sentence_over_a_page_break(tmp_path: Path) -> None:
    read = manuscript(
        "# Rationale\n\nOne death occurred within 30 days of\n\ntreatment. None followed.\n", tmp_path
    )
    first = next(one for one in survey(read).sentences if one.running)
    assert " ".join(first.plain.split()).endswith("30 days of treatment.")


_LIST = (
    "\n\n# References\n\n1. Alder AB, Birch CD, et al. One. J. 2012;3:1.\n2. Al-Cedar EF. Two. J. 2013;3:1.\n"
    "3. van Rowan GH, Hazel I. Three. J. 2014;3:1.\n"
)


# Citations are read in the style that a document uses, ranges filled in.
@pytest.mark.parametrize(
    "text",
    [
        "The first was small.¹ Two more followed.²⁻³",
        "The first was small. [1] Two more followed. [2-3]",
        "The first was small. [1] Two more followed. [2,3]",
        "The first was small. (1) Two more followed. (2-3)",
        "The first was small.1 Two more followed.2-3",
    ],
)
def test_citations(text: str, tmp_path: Path) -> None:
    read = survey(manuscript(f"# Rationale\n\n{text}{_LIST}", tmp_path))
    assert [one.numbers for one in read.citations] == [(1,), (2, 3)]


# Numbers in brackets that count, measure or enumerate are no citations.
@pytest.mark.parametrize(
    "text",
    [
        "It acts in 3 ways: (1) by ice; (2) by lack of blood; and (3) by cell death.",
        "The area was 3 m² and the volume 4 cm³.",
        "Relief was seen in 12 (40) and 15 (50).",
        "It was cleared under 510(k) and 42 CFR 410(b)(6).",
    ],
)
def test_no_citations(text: str, tmp_path: Path) -> None:
    assert survey(manuscript(f"# Rationale\n\n{text}{_LIST}", tmp_path)).citations == ()


# The list of references gives numbers, first authors and years.
def test_references(tmp_path: Path) -> None:
    entries = survey(manuscript(f"# Rationale\n\nText.{_LIST}", tmp_path)).entries
    assert entries is not None
    assert [(one.number, one.authors[0][0], one.years) for one in entries] == [
        (1, "Alder", ("2012",)),
        (2, "Al-Cedar", ("2013",)),
        (3, "van Rowan", ("2014",)),
    ]


# An abbreviation belongs to the words before it, or to those in brackets after it.
@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("for hepatocellular carcinoma (HCC) in", "HCC", "hepatocellular carcinoma"),
        ("by transarterial chemoembolization (TACE) in", "TACE", "transarterial chemoembolization"),
        ("TACE (transarterial chemoembolization) was", "TACE", "transarterial chemoembolization"),
        ("the Food and Drug Administration (FDA) has", "FDA", "food and drug administration"),
        ("in randomized controlled trials (RCTs) of", "RCTs", "randomized controlled trials"),
    ],
)
def test_abbreviations(text: str, short: str, long: str, tmp_path: Path) -> None:
    read = survey(manuscript(f"# Background\n\nIt is used {text} patients.\n", tmp_path))
    assert read.abbreviations.forms() == {short: long}
