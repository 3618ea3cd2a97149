"""The words by which payers state positions, announce lists and join criteria.

Gathered from policies of 26 payers; no rule of the importer knows a phrase that is not here.
"""

from __future__ import annotations

import re
from enum import StrEnum

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})(?:\s*\(\d{{1,2}}\))?"


class Position(StrEnum):
    """A clinical status of the language."""

    ESTABLISHED = "established"
    NECESSARY = "medically_necessary"
    INVESTIGATIONAL = "investigational"
    NOT_NECESSARY = "not_medically_necessary"
    NOT_MET = "criteria_not_met"
    DELEGATED = "delegated"


FAVOURABLE = frozenset({Position.ESTABLISHED, Position.NECESSARY})

_NECESSITY = r"(?:medically|reasonable and|medically reasonable and) necessary"
_TESTED = r"(?:experimental|investigational|unproven)"

# What denies stands before what it denies.
STATUS_WORDS: tuple[tuple[Position, str], ...] = (
    (Position.NOT_NECESSARY, rf"not (?:\w+ ){{0,5}}?{_NECESSITY}"),
    (
        Position.NOT_NECESSARY,
        r"(?:not|never|no longer) (?:\w+ ){0,3}?(?:covered|eligible for coverage|reimbursable)",
    ),
    (Position.NOT_NECESSARY, r"non-?covered|excluded from coverage|not a covered (?:benefit|service)"),
    (
        Position.NOT_NECESSARY,
        r"(?:does|do|will) not (?:cover|meet (?:the )?(?:definition of )?medical necessity)",
    ),
    (Position.NOT_NECESSARY, r"(?:considered|is|are) cosmetic"),
    (Position.INVESTIGATIONAL, r"not (?:\w+ ){0,2}?(?:been )?(?:proven|established)"),
    (Position.INVESTIGATIONAL, rf"{_TESTED}(?:(?:,? and(?:/or)?|,? or|/|,) {_TESTED})*"),
    (Position.NECESSARY, _NECESSITY),
    (Position.NECESSARY, r"(?:eligible|considered) for coverage"),
    (
        Position.NECESSARY,
        r"(?:is|are|be|been|considered) (?:\w+ ){0,2}?covered|covered when|(?:will|may) cover|covers",
    ),
    (Position.NECESSARY, r"(?:is|are|considered) proven"),
    (Position.ESTABLISHED, r"(?:have|has|is|are|considered) (?:been )?established"),
)
DECIDES = re.compile(
    r"\b(?:is|are|was|were|be|been|being|considered|considers?|deemed|remains?|covers?|cover|covered)\b",
    re.IGNORECASE,
)
"""A sentence without one of these takes no position, whatever words stand in it."""

DELEGATES = re.compile(
    r"\brefer to\b"
    r"|\bsee (?:the )?(?:\S+ ){0,8}?(?:policy|guidelines?|criteria|article|determination|lcd|ncd)\b"
    r"|\bdiscretion\b|\bin certain circumstances\b|\bcase[- ]by[- ]case\b|\bindividual consideration\b"
    r"|\bcontractors? (?:will |may )?(?:determine|decide)",
    re.IGNORECASE,
)
"""Another set of criteria, or somebody else, decides: never coverage."""

REMARK = re.compile(r"\(?\s*(?:note|notes|please note|important)\b\s*:?", re.IGNORECASE)
EMPTY = re.compile(r"(?:n/?a|none|not applicable|no records? (?:are )?required)\.?", re.IGNORECASE)

# --- lists and what joins them --------------------------------------------------------------------------

ANNOUNCES = re.compile(r":\s*$|\b(?:the )?following\b[^.:]*\.?\s*$", re.IGNORECASE)
DEFINES = re.compile(r"\b(?:is|are) defined as\b|\bdefined as\b|\bmeans?\s*:?\s*$", re.IGNORECASE)

QUANTIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("none of", re.compile(r"\bnone of (?:the )?(?:following|these)\b", re.IGNORECASE)),
    (
        "at least",
        re.compile(
            rf"\b(?:(?:at least|any|a minimum of)\s+{_NUMBER}(?:\s+or more)?\s+of\b"
            r"|(?P<m>\d{1,2}|two|three|four|five|six)(?:\s*\(\d{1,2}\))?\s+(?:or more )?of the following\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "any of",
        re.compile(
            r"\bany (?:one )?(?:\(1\) )?(?:of )?(?:the )?(?:following|these|criteria)\b|\bany one of\b"
            r"|\bone of\b|\bat least one\b|\bone or more\b|\beither\b|\b1 of the following\b",
            re.IGNORECASE,
        ),
    ),
    (
        # A list of services or conditions, of each of which something is said.
        "any of",
        re.compile(
            r"\bthe following\b(?! (?:criteria|conditions?|requirements?|circumstances?))[^.:]{0,80}?"
            r"\b(?:is|are)\b(?! (?:all )?(?:met|present|satisfied|documented|true))"
            r"|\bconsiders? the following\b",
            re.IGNORECASE,
        ),
    ),
    (
        "all of",
        re.compile(
            r"\ball (?:of )?(?:the )?(?:following|these|criteria|below|listed)\b|\bmeets? all\b"
            r"|\beach of the following\b|\bboth\b|\ball of\b",
            re.IGNORECASE,
        ),
    ),
)
"""What joins the items of a list, as its announcement says it."""

TRAILING = re.compile(r"[;,]?\s*\b(?P<word>and/or|and|or)\s*[,;:]?\s*$", re.IGNORECASE)
"""What joins an item with the next one."""

CONDITION = re.compile(
    r"\b(?:when|if|for|unless|provided|only|until|after|who|whose|whom|as long as|in (?:the )?(?:patients?|"
    r"individuals?|members?|adults?|children|persons?|people|those|cases?)|under the following)\b"
    r"|\bas (?:an?|the) (?:initial|first|sole|primary)\b|\bunsupervised\b|\bother than\b",
    re.IGNORECASE,
)
"""Words after which a position is bound to a condition."""

OTHERWISE = re.compile(
    r"\b(?:all|any|every) other\b|\ball remaining\b|\bin all other\b|\botherwise\b", re.IGNORECASE
)
"""Words of a position on everything that the others leave."""

# --- codes ------------------------------------------------------------------------------------------------

COMPANION = re.compile(
    r"\bguidance\b|\blist separately in addition\b|\badd-on\b|\bin addition to (?:the )?code for",
    re.IGNORECASE,
)
"""What a code's description says when it goes with another code."""

APPROACHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("laparoscopic", re.compile(r"\blaparoscop", re.IGNORECASE)),
    ("percutaneous", re.compile(r"\bpercutaneous", re.IGNORECASE)),
    ("endoscopic", re.compile(r"\bendoscop", re.IGNORECASE)),
    ("open", re.compile(r"\bopen\b", re.IGNORECASE)),
)

BENEFIT_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("not_covered", re.compile(r"\bnot (?:a )?covered|\bno coverage|\bexcluded", re.IGNORECASE)),
    ("coinsurance_only", re.compile(r"\bcoinsurance|\bsecondary", re.IGNORECASE)),
    ("covered", re.compile(r"\bcovered\b", re.IGNORECASE)),
)


def count_of(found: re.Match[str]) -> int:
    """The number of a quantifier such as `at least two of`."""
    word = (found.groupdict().get("n") or found.groupdict().get("m") or "").lower()
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)
