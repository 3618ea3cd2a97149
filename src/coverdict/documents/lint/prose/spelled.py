"""Numbers in words ("Two hundred sixteen"), written as digits at the same place."""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORDS = {**_UNITS, **_TENS, **_SCALES, "one": 1}
# Longer words first, so that "sixteen" is not read as "six".
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_ALONE = frozenset({"one", *_SCALES})
_NUMBER = re.compile(
    rf"\b(?:{_WORD})(?:(?:-|\s{{1,3}}|\s{{1,3}}and\s{{1,3}})(?:{_WORD})){{0,8}}\b", re.IGNORECASE
)
_PART = re.compile(rf"\b(?:{_WORD})\b", re.IGNORECASE)
# A lone "one" counts something only before such a word ("one patient", "One death"), or out of others.
_COUNTED = re.compile(
    r"\s{1,3}(?:hundred|patient|subject|participant|case|death|study|trial|person|man|woman|child|lesion|"
    r"of\s\d)",
    re.IGNORECASE,
)


def spelled_numbers(text: str) -> str:
    """`text` with spelled-out numbers in digits, filled up with blanks to their length."""
    return _NUMBER.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    words = [word.lower() for word in _PART.findall(found[0])]
    if words == ["one"] and not _COUNTED.match(found.string, found.end()):
        return found[0]
    value = number_of(words)
    if value is None:
        return _PART.sub(lambda one: one[0] if one[0].lower() in _ALONE else _alone(one[0]), found[0])
    return str(value).ljust(len(found[0]))


def _alone(word: str) -> str:
    return str(_WORDS[word.lower()]).ljust(len(word))


def number_of(words: list[str]) -> int | None:
    """What the words come to; None where they are no single number ("two three")."""
    total, group, last = 0, 0, 0
    for word in words:
        value = _WORDS[word]
        if word in _SCALES:
            if not group or group >= value:
                return None
            if value == 100:
                group *= value
            else:
                total, group = total + group * value, 0
        elif word in _TENS:
            if last and last < 100:
                return None
            group += value
        else:
            if last and (last < 20 or last > 90) and last not in (100, 1000):
                return None
            if last in _TENS.values() and value > 9:
                return None
            group += value
        last = value
    return total + group
