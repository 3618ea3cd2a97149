"""The numbers that a stretch of a policy's document prints, read without the program under test.

Reference marks (raised digits, `(12)` at a sentence's end) are left out, TeX dollars and dashes are made
plain, and numbers in words are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_NONE = {"no", "none", "neither", "nor"}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_PERCENT = re.compile(rf"({_NUMBER})(?: ?%| to ({_NUMBER}) ?%|-({_NUMBER}) ?%)")
_P = re.compile(rf"\bp ?([=<>]) ?({_NUMBER})(?: and ({_NUMBER}))?")


@dataclass(frozen=True)
class Printed:
    """What some lines print.

    Arguments:
        text: the lines, joined.
    """

    text: str
    plain: str = field(init=False)

    def __post_init__(self) -> None:
        text = re.sub(r"[⁰¹²³⁴-⁹]+", "", self.text)
        text = text.replace("–", "-").replace("$", "").replace("≤", "<= ").replace("\xa0", " ")
        text = re.sub(r"\bv\.(?=\d)", "version ", text)
        text = re.sub(r"\bzero\b", "0", text)
        text = re.sub(r"\(\d{1,2}(?:[,-] ?\d{1,2})*\]?\)", "", text)  # a reference's mark
        object.__setattr__(self, "plain", re.sub(r"\s+", " ", text))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number, in digits or in words; what is said not to be there is 0."""
        digits = {_value(found) for found in re.findall(_NUMBER, self.plain)}
        words = re.findall(r"[a-z]+", self.plain.lower())
        return frozenset(digits | set(_spelled(words)))

    @cached_property
    def percentages(self) -> tuple[Decimal, ...]:
        """The percentages in their order; `12% to 39%`, `20-50%` and `Twenty percent` are read."""
        found: list[tuple[int, Decimal]] = []
        for match in _PERCENT.finditer(self.plain):
            found += [(match.start(), _value(one)) for one in match.groups() if one]
        for match in re.finditer(r"((?:[A-Za-z]+-)?[A-Za-z]+) percent\b", self.plain):
            words = re.findall(r"[a-z]+", match[1].lower())
            found += [(match.start(), number) for number in _spelled(words) if number]
        return tuple(number for _, number in sorted(found))

    @cached_property
    def p_values(self) -> frozenset[tuple[str, Decimal]]:
        """Each p with its sign."""
        found = _P.findall(self.plain)
        return frozenset((sign, _value(one)) for sign, *numbers in found for one in numbers if one)

    def runs(self, numbers: Iterable[Decimal]) -> bool:
        """Whether `numbers` stand one after another among the percentages."""
        wanted = tuple(numbers)
        length = len(wanted)
        return any(
            self.percentages[start : start + length] == wanted
            for start in range(len(self.percentages) - length + 1)
        )


def _value(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


def _spelled(words: list[str]) -> Iterable[Decimal]:
    """The numbers that words spell, the longest reading first: two hundred sixteen is 216."""
    total, seen = 0, False
    for word in [*words, ""]:
        if word in _WORDS and (not seen or total % 100 == 0 or (total % 10 == 0 and _WORDS[word] < 10)):
            total, seen = total + _WORDS[word], True
        elif word == "hundred" and seen:
            total *= 100
        else:
            if seen:
                yield Decimal(total)
            total, seen = (_WORDS[word], True) if word in _WORDS else (0, False)
            if word in _NONE:
                yield Decimal(0)
