"""Criteria to expressions: facts that a vocabulary has, or proposals of facts that it should have."""

from __future__ import annotations

import re

from coverdict.documents.importing.model import Fact
from coverdict.documents.importing.numbering import Names

PREFIX = "draft"
"""Names of proposed facts begin with it, until a person has named them."""

_STOP_WORDS = (
    "a an and any are as at be been being by for from has have in is it its least more must of on one only "
    "or should than that the their there these this those to under was were when where which who with"
)
_STOP = frozenset(_STOP_WORDS.split())
"""Words that a name can do without; what denies is none of them."""
_WORD = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 5
_LONGEST = 48

_AGE = re.compile(
    r"(?:(?:the )?(?:patient|member|individual|person)s? (?:is|are|must be) )?(?:(?:age|aged)(?: of)? )?"
    r"(?P<at>at least |≥ ?|>= ?)?(?P<n>\d{1,3})(?: years)?(?: of age| old)?"
    r"(?P<more> or older| and older| or over| and over| or above| and above| or greater)?",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b(?:age|aged|years of age|years old|older|year old)\b", re.IGNORECASE)
_UNITS = {
    "day": "d",
    "days": "d",
    "week": "wk",
    "weeks": "wk",
    "month": "mo",
    "months": "mo",
    "year": "a",
    "years": "a",
    "hour": "h",
    "hours": "h",
    "mm": "mm",
    "cm": "cm",
    "kg": "kg",
    "kg/m2": "kg/m2",
    "kg/m²": "kg/m2",
    "mg/dl": "mg/dL",
    "ng/ml": "ng/mL",
    "mmhg": "mm[Hg]",
    "mm hg": "mm[Hg]",
    "%": "%",
    "percent": "%",
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_BEFORE = {
    "at least": ">=",
    "a minimum of": ">=",
    "≥": ">=",
    ">=": ">=",
    "more than": ">",
    "greater than": ">",
    "over": ">",
    ">": ">",
    "less than": "<",
    "fewer than": "<",
    "smaller than": "<",
    "below": "<",
    "under": "<",
    "<": "<",
    "at most": "<=",
    "no more than": "<=",
    "up to": "<=",
    "≤": "<=",
    "<=": "<=",
}
_AFTER = {
    "or more": ">=",
    "or longer": ">=",
    "or greater": ">=",
    "or higher": ">=",
    "or larger": ">=",
    "or less": "<=",
    "or fewer": "<=",
    "or smaller": "<=",
    "or shorter": "<=",
    "or lower": "<=",
}
_LIMIT = re.compile(
    rf"(?P<what>[A-Za-z][A-Za-z \-]{{2,60}}?)(?: (?:of|for|is))? "
    rf"(?:(?P<before>{'|'.join(map(re.escape, _BEFORE))}) ?)?"
    rf"(?P<n>\d{{1,5}}(?:\.\d{{1,3}})?) ?(?P<unit>{_UNIT})(?: (?P<after>{'|'.join(_AFTER)}))?",
    re.IGNORECASE,
)


class Facts:
    """The facts that are known, and those that criteria propose, each once.

    Arguments:
        known: names of facts that the vocabulary has.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._by_quote: dict[str, Fact] = {}
        self._names = Names(known, "_")

    def all(self) -> tuple[Fact, ...]:
        """What was proposed, in order."""
        return tuple(self._by_quote.values())

    def test(self, text: str) -> str:
        """The expression that a criterion's words stand for.

        A limit that stands by itself becomes a comparison, everything else a fact that holds or does not,
        whose question is the criterion in the source's own words: nothing is read into it.
        """
        plain = " ".join(text.split()).strip(" .;:,*•-")
        age = self._age(plain)
        if age:
            return age
        limit = _LIMIT.fullmatch(plain)
        if limit and bool(limit["before"]) != bool(limit["after"]):
            word = (limit["before"] or limit["after"]).lower()
            sign = _BEFORE.get(word) or _AFTER[word]
            fact = self._fact(limit["what"], "quantity", plain, _UNITS[limit["unit"].lower()])
            return f"{fact.name} {sign} {limit['n']} {fact.unit}"
        return self._fact(plain, "yes/no", plain).name

    def _age(self, plain: str) -> str:
        found = _AGE.fullmatch(plain)
        if found is None or "member.age" not in self._known or not _AGED.search(plain):
            return ""
        return f"member.age >= {found['n']}" if found["at"] or found["more"] else ""

    def _fact(self, name: str, kind: str, quote: str, unit: str = "") -> Fact:
        key = quote.lower()
        if key not in self._by_quote:
            self._by_quote[key] = Fact(self._names.free(f"{PREFIX}.{slug(name)}"), kind, quote, unit)
        return self._by_quote[key]


def slug(text: str, joint: str = "_") -> str:
    """A short name made of a text's first telling words."""
    words = _WORD.findall(text.lower())
    telling = [word for word in words if word not in _STOP] or words or ["item"]
    short = joint.join(telling[:_MOST_WORDS])[:_LONGEST].strip(joint)
    return short if short[:1].isalpha() else f"n{joint}{short}"
