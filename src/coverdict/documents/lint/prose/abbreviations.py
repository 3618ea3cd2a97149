"""Abbreviations: where they are defined, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Role, Span

SHORT = r"[A-Z][A-Za-z0-9]{0,2}[A-Z0-9][A-Za-z0-9\-]{0,6}|[A-Z]{2,8}s?"
# "long form (ABC)", and "ABC (long form)" or "ABC [long form]".
_AFTER = re.compile(rf"\s?[(\[]\s?(?P<short>{SHORT})(?P<more>[,;][^)\]]{{0,60}})?\s?[)\]]")
_BEFORE = re.compile(rf"\b(?P<short>{SHORT})\s?[(\[](?P<long>[A-Za-z][A-Za-z,/'\- ]{{5,90}})[)\]]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'\-]*")
_SMALL = word_set("a an and for in of on or the to with by at from de")
_LOOK_BACK = 140  # characters before a bracket in which the long form stands


@dataclass(frozen=True, slots=True)
class Definition:
    """Where an abbreviation is spelled out.

    Arguments:
        long: what it stands for, in lower case.
    """

    short: str
    long: str
    span: Span


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The abbreviations that a document spells out, in order."""

    definitions: tuple[Definition, ...]

    def of(self, short: str) -> tuple[Definition, ...]:
        """Where `short` is spelled out."""
        return tuple(one for one in self.definitions if one.short == short)

    def forms(self) -> dict[str, str]:
        """Each abbreviation with its first long form."""
        found: dict[str, str] = {}
        for one in self.definitions:
            found.setdefault(one.short, one.long)
        return found


def abbreviations_of(sentences: Sequence[Sentence]) -> Abbreviations:
    """What the sentences spell out; references are left aside."""
    found: list[Definition] = []
    for sentence in sentences:
        if sentence.role is Role.REFERENCES or ("(" not in sentence.plain and "[" not in sentence.plain):
            continue
        for match in _AFTER.finditer(sentence.plain):
            long = _long_form(
                sentence.plain[max(0, match.start() - _LOOK_BACK) : match.start()], match["short"]
            )
            if long:
                found.append(Definition(match["short"], long, sentence.found(match, "short")))
        for match in _BEFORE.finditer(sentence.plain):
            if fits(match["short"], match["long"].split()):
                long = " ".join(match["long"].lower().split())
                found.append(Definition(match["short"], long, sentence.found(match, "short")))
    return Abbreviations(tuple(sorted(found, key=lambda one: one.span)))


def _long_form(before: str, short: str) -> str:
    """The words at the end of `before` that `short` abbreviates; empty where they do not."""
    words = [(found.start(), found[0]) for found in _WORD.finditer(before)]
    letters = [char for char in short if char.isalnum()]
    most = min(len(words), len(letters) + 5)
    for count in range(1, most + 1):
        part = [word for _, word in words[-count:]]
        if part[0][0].lower() == letters[0].lower() and part[0].lower() not in _SMALL and fits(short, part):
            return " ".join(before[words[-count][0] :].lower().split())
    return ""


def fits(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of `short` are found in the words, in order, the first letters first."""
    letters = [char.lower() for char in short.removesuffix("s") if char.isalnum()] or [short[0].lower()]
    if any(word.rstrip(",.") == short for word in words) or not words:
        return False
    at = 0
    parts = [part for word in words for part in word.lower().split("-") if part]
    if not parts or parts[0][0] != letters[0]:
        return False
    for part in parts:
        for position, char in enumerate(part):
            if at < len(letters) and char == letters[at] and (position == 0 or at > 0):
                at += 1
    large = [part for part in parts if part not in _SMALL]
    return at == len(letters) and len(large) <= len(letters) + 2
