"""Days, codes, numbers and words that sentences of the source hold as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from coverdict.documents.importing.codes import SYSTEMS
from coverdict.documents.importing.dates import day_in
from coverdict.documents.lint.prose.spelled import spelled_numbers

_WORD_BEGINS = re.compile(r"\b(?=\w)")
_CODE = re.compile(r"[0-9A-Z][0-9A-Z.]{2,7}")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# Words of counts that are no spelled-out numbers everywhere.
_SMALL = (
    (re.compile(r"\b(?:one|once|single)\b", re.IGNORECASE), Decimal(1)),
    (re.compile(r"\b(?:no|none|not|never|without)\b", re.IGNORECASE), Decimal(0)),
    (re.compile(r"\b(?:twice|both)\b", re.IGNORECASE), Decimal(2)),
)
_MOST_DIGITS = 30


def holds(sentences: Iterable[str], words: str) -> bool:
    """Whether one of the sentences holds these very words, whole."""
    plain = " ".join(words.split())
    # A point between letters or digits ends no word: `C22` does not stand in `C22.0`.
    found = re.compile(rf"(?<!\w)(?<!\w\.){re.escape(plain)}(?!\w|\.\w)")
    return any(found.search(sentence) for sentence in sentences)


def days_in(sentences: Iterable[str]) -> frozenset[str]:
    """The days that sentences name in full, as `2021-11-01`."""
    days = (
        day_in(sentence[begins.start() : begins.start() + 40])
        for sentence in sentences
        for begins in _WORD_BEGINS.finditer(sentence)
    )
    return frozenset(day.isoformat() for day in days if day is not None)


def is_code_in(value: str, sentences: Sequence[str]) -> bool:
    """Whether a value is a code with a system that the house knows, and its code stands in a sentence."""
    system, _, code = value.partition(" ")
    return system in SYSTEMS and _CODE.fullmatch(code) is not None and holds(sentences, code)


def numbers_in(sentences: Iterable[str]) -> frozenset[Decimal]:
    """The numbers that sentences hold, in digits or spelled out."""
    found: set[Decimal] = set()
    for sentence in sentences:
        for text in (sentence, spelled_numbers(sentence)):
            digits = (one[0].replace(",", "") for one in _NUMBER.finditer(text))
            found |= {Decimal(number) for number in digits if len(number) <= _MOST_DIGITS}
        found |= {number for words, number in _SMALL if words.search(sentence)}
    return frozenset(found)
