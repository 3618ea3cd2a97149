"""Slips of wording that change or hide the meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import BlockKind, Role

_NEITHER = re.compile(r"\bneither\b(?P<between>(?:(?!\bnor\b)[^.;]){3,140}?)\bor\b", re.IGNORECASE)
_NONE_NOR = re.compile(r"\bnone\s+of\b(?:(?!\bneither\b)[^.;]){3,120}?\bnor\b", re.IGNORECASE)
_DOUBLED = re.compile(
    r"\b(?P<word>the|of|and|to|in|for|is|are|was|were|with|a|an|that|or|by|on|as|at|be|been|"
    r"this)\s+(?P=word)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<![\w.,$/-])\d{1,3}(?:and|or|to|years?|months?|patients|of|with|were)\b")


def wording(survey: Survey) -> Iterator[Finding]:
    """Negations that do not hold together, words doubled, words stuck to numbers."""
    for sentence in survey.running():
        if sentence.role is Role.REFERENCES or sentence.kind is BlockKind.ROW:
            continue
        text = sentence.plain
        for match in _NEITHER.finditer(text):
            if " nor " not in text[match.start() :]:
                yield finding(
                    "negation-garbled",
                    sentence.found(match),
                    "neither is followed by or",
                    right="write neither … nor",
                )
        for match in _NONE_NOR.finditer(text):
            yield finding(
                "negation-garbled",
                sentence.found(match),
                "none of … nor leaves open whether there are any",
                right="say that there is none, or that none of those found is meant",
            )
        for match in _DOUBLED.finditer(text):
            yield finding(
                "word-doubled",
                sentence.found(match),
                f"“{match['word']}” stands twice",
                right="leave one out",
            )
        for match in _JOINED.finditer(text):
            yield finding(
                "words-joined", sentence.found(match), f"{match[0]} lacks a blank", right="write them apart"
            )
