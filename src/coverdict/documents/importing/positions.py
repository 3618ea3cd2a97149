"""Which position a sentence takes, if any."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverdict.documents.importing.words import (
    CONDITION,
    DECIDES,
    DELEGATES,
    FAVOURABLE,
    OTHERWISE,
    REMARK,
    STATUS_WORDS,
    TRAILING,
    Position,
)

_WORDS = tuple((position, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for position, words in STATUS_WORDS)
_MARKS = re.compile(r"[*_]+")
_STARTS = "when|if|provided(?: that)?|under|for|where|as long as|with|who|whose|in"
# Where the announcement of a list begins, which is no condition by itself.
_LIST = re.compile(
    rf"\b(?:{_STARTS})\b(?:(?!\b(?:{_STARTS})\b)[^.;]){{0,60}}?"
    r"\b(?:following|criteria|conditions|these|below)\b[^.;]*$"
    r"|\b(?:any|all|one|both|either|each|none|at least)\b[^.;]{0,40}\b(?:following|these|criteria)\b[^.;]*$",
    re.IGNORECASE,
)
_BINDS = re.compile(r"(?:if|when|unless|provided|only)\b", re.IGNORECASE)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
# A verb before the position, which belongs to it.
_VERB = re.compile(
    r"\s+(?:is|are|will|may|can|be|been|has|have|considered|deemed|remains?|\s)+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A position that a sentence takes.

    Arguments:
        status: None where it takes two that contradict each other.
        label: the words by which it takes it.
        clause: the words that bind it to a condition; empty where there are none.
        remainder: whether it speaks of what all others leave.
        only: whether it says what must hold at least, and not what suffices.
    """

    status: Position | None
    label: str
    clause: str
    remainder: bool
    only: bool = False


def taken(sentence: str) -> Taken | None:
    """The position that a sentence takes; None where it takes none.

    Arguments:
        sentence: on one line.
    """
    plain = " ".join(_MARKS.sub("", sentence).split())
    if REMARK.match(plain):
        return None
    found = _found(plain) if DECIDES.search(plain) else []
    delegated = DELEGATES.search(plain)
    if delegated:
        # What is delegated needs no condition: it is never coverage, whomever it speaks of.
        return Taken(Position.DELEGATED, delegated[0], "", OTHERWISE.search(plain) is not None)
    if not found:
        return None
    sides = {position in FAVOURABLE for position, _, _ in found}
    position, start, end = min(found, key=lambda one: one[1])
    label = plain[start:end]
    status = position if len(sides) == 1 else None
    clause = _clause(plain, start, end)
    only = status in FAVOURABLE and _ONLY.search(plain) is not None
    return Taken(status, label, clause, OTHERWISE.search(plain) is not None, only)


def clause_of(announcement: str) -> str:
    """The condition that the announcement of a list makes beside the list; empty where it makes none."""
    clause = _clause(" ".join(_MARKS.sub("", announcement).split()), 0, 0)
    telling = [word for word in clause.split() if len(word) > 3]
    return TRAILING.sub("", clause) if _BINDS.match(clause) and len(telling) > 2 else ""


def _found(plain: str) -> list[tuple[Position, int, int]]:
    """Status words with their places; a place counts once, for what denies."""
    found: list[tuple[Position, int, int]] = []
    rest = plain
    for position, words in _WORDS:
        found += [(position, one.start(), one.end()) for one in words.finditer(rest)]
        rest = words.sub(lambda one: "\0" * len(one[0]), rest)
    return found


def _clause(plain: str, start: int, end: int) -> str:
    """The condition in a sentence: what follows the position at `end`, else what stands before `start`.

    The announcement of a list is no condition.
    """
    text = _LIST.sub("", plain).rstrip(" :")
    behind = CONDITION.search(text, min(end, len(text)))
    if behind:
        return text[behind.start() :].strip(" .:;")
    before = text[: min(start, len(text))]
    found = CONDITION.search(before)
    return _VERB.sub("", before[found.start() :]).strip(" .:;,") if found else ""
