"""Numbers in a sentence: patterns for them, and what they are worth with the decimals as written."""

from __future__ import annotations

import re

from coverdict.evidence.figures import Figure, figure

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?|\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})"
"""A number without sign. A pattern that uses it has to see to it that no digit or point stands around it."""

COUNT = r"(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,7})"
"""A whole number."""

FREE = r"(?<![\w.,/])"
"""What may not stand before a number."""

SIGN = r"\s{0,24}(?:%|percent\b|per\s?cent\b)(?!\s?(?:CI\b|confidence|credible|prediction))"
"""What makes a number a percentage, and not the level of an interval."""

PERCENT = rf"{NUMBER}{SIGN}"
"""A percentage."""

BETWEEN = r"\s?(?:-|to|and|,|;)\s?"
"""What parts the two ends of an interval."""

PEOPLE = (
    r"(?:patients?|subjects?|participants?|individuals?|persons?|people|adults?|children|infants?|women|men|"
    r"females?|males?|cases?|controls?|enrollees|volunteers|veterans|recipients|donors|survivors|members|"
    r"respondents|responders|neonates|newborns|beneficiaries|adolescents|pregnancies|users)"
)
"""Whom a study counts."""

COUNTED = (
    r"(?:tumou?rs?|lesions?|nodules?|procedures?|eyes?|knees?|hips?|ears?|limbs?|legs?|feet|joints?|teeth|"
    r"wounds?|"
    r"ulcers?|implants?|devices?|grafts?|samples?|specimens?|biopsies|scans|sessions?|visits?|cycles?|"
    r"ablations?|"
    r"vessels?|levels?|studies|trials|articles|publications|reports|hospitals|centers|sites|nerves?|"
    r"discs?|veins?)"
)
"""What else a study counts."""

_SPACES = re.compile(r"[\s,]+")


def read(text: str) -> Figure:
    """The figure that a number's text stands for, whatever parts its thousands."""
    return figure(_SPACES.sub("", text))


def percent_of(text: str) -> Figure:
    """The figure of a percentage's text."""
    found = re.match(NUMBER, text.strip())
    assert found is not None  # whoever calls has matched `PERCENT`
    return read(found[0])


def whole(text: str) -> int:
    """The whole number that a text stands for."""
    return int(_SPACES.sub("", text))
