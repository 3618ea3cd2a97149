"""Words by which payers give a position, and which way each goes."""

from __future__ import annotations

import re
from enum import StrEnum


class Way(StrEnum):
    """Which way a position goes."""

    FOR = "for"
    AGAINST = "against"


_AGAINST = re.compile(
    r"\b(?:investigational|experimental|unproven|not\s+(?:been\s+)?(?:proven|established|demonstrated|shown)|"
    r"not\s+(?:considered\s+)?(?:to\s+be\s+)?medically\s+necessary|"
    r"not\s+(?:considered\s+)?(?:to\s+be\s+)?(?:medically\s+)?reasonable\s+and\s+necessary|"
    r"(?:is|are|be)\s+not\s+(?:a\s+)?covered|not\s+eligible\s+for\s+coverage|non-?covered|not\s+covered|"
    r"considered\s+cosmetic|is\s+excluded)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:medically\s+necessary|(?:ha(?:s|ve)\s+been|is|are|considered|"
    r"considered\s+to\s+be)\s+(?:clinically\s+)?(?:established|proven)|"
    r"reasonable\s+and\s+necessary|eligible\s+for\s+coverage|(?:is|are|be)\s+(?:a\s+)?covered|"
    r"will\s+cover|considered\s+(?:safe\s+and\s+)?effective|"
    r"meets?\s+(?:the\s+)?(?:definition\s+of\s+)?medical\s+necessity)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:all|any)\s+other\b|\bother\s+than\b|\bnot\s+(?:listed|meeting|specified|described|outlined)\b|"
    r"\bwhen\s+(?:the\s+)?(?:above\s+)?criteria\s+(?:are|is)\s+not\s+met\b|"
    r"\bdo(?:es)?\s+not\s+meet\b|\bin\s+the\s+absence\s+of\b|\bexcept\b|\bunless\b|\bin\s+all\s+other\b|"
    r"\boutside\s+of\b|\bif\s+(?:the\s+)?criteria\b",
    re.IGNORECASE,
)
DELEGATED = re.compile(
    r"\brefer\s+to\b|\bsee\s+(?:the\s+)?(?:policy|criteria|guideline)|\bInterQual\b|\bMCG\b", re.IGNORECASE
)


def ways_in(text: str) -> frozenset[Way]:
    """Which ways a sentence goes; what is said of all other uses does not count against."""
    found: set[Way] = set()
    rest = text
    if _AGAINST.search(text):
        if not _OTHERS.search(text):
            found.add(Way.AGAINST)
        rest = _AGAINST.sub(" ", text)
    if _FOR.search(rest) and not DELEGATED.search(text):
        found.add(Way.FOR)
    return frozenset(found)
