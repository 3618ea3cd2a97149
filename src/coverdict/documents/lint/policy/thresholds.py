"""Thresholds that nobody can decide by, hedges around them, and words without a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.policy.status import DELEGATED
from coverdict.documents.lint.prose.figures import NUMBER, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import BlockKind, Role

_NORMS = (Role.STATEMENT, Role.CRITERIA, Role.EXCLUSIONS)
_UNIT = (
    r"(?:cm|mm|kg/m2|kg|lbs?|years?(?:\s+of\s+age)?|months?|weeks?|days?|hours?|mg/dL|ng/mL|g/dL|mmHg|"
    r"mm\s?Hg|%|percent|points?|degrees|mL|L/min|Gy|in\s+number|in\s+size|in\s+diameter)"
)
_COMPARED = (
    r"(?:less\s+than|fewer\s+than|more\s+than|greater\s+than|larger\s+than|smaller\s+than|"
    r"at\s+least|at\s+most|no\s+more\s+than|no\s+less\s+than|up\s+to|over|under|below|above|"
    r"exceeding|not\s+exceeding|older\s+than|younger\s+than|within|[<>≤≥]\s?=?|minimum\s+of|"
    r"maximum\s+of)"
)
# `less than 2 in number and 4 cm in size`: the second measure has lost its sign, or shares the first.
_BARE = re.compile(
    rf"(?P<first>{_COMPARED}\s{{0,3}}{NUMBER}\s?(?P<u>{_UNIT})?(?:\s+[a-z]+){{0,4}}?),?\s+(?:and|or|"
    rf"with)\s+(?P<second>(?:a\s+|an\s+)?(?P<n>{NUMBER})\s?-?\s?(?P<v>{_UNIT}))\b(?!\s+or\s+(?:less|more|"
    rf"fewer|greater|larger|smaller|older|younger|above|below|over|under|higher|lower))",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    rf"\b(?P<hedge>primarily|generally|usually|typically|approximately|about|around|mostly|normally|"
    rf"roughly|often|ideally|preferably|"
    rf"in\s+general|for\s+the\s+most\s+part|commonly|largely|nearly|"
    rf"almost)\s+(?:[a-z\-]+\s+){{0,3}}?(?:{_COMPARED}\s{{0,3}})?(?P<n>{NUMBER})\s?-?\s?(?P<v>{_UNIT})",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:less|fewer)\s+than\s+(?P<n>[12])\b(?:\s+(?:in\s+number|tumou?rs?|lesions?|nodules?|episodes?|"
    r"attempts?))",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:in\s+(?:specific|certain|some|special|selected|unusual|rare|particular|limited|appropriate|"
    r"exceptional)\s+(?:situations?|circumstances?|cases?|instances?)|"
    r"(?:carefully|appropriately|highly|well)[ -]selected\s+(?:patients?|individuals?|members?|cases?)|"
    r"in\s+selected\s+(?:patients?|individuals?|members?)|"
    r"(?:as|when|where|if)\s+(?:clinically\s+|medically\s+|deemed\s+)?(?:appropriate|feasible|needed)|"
    r"case[- ]by[- ]case|"
    r"(?:an?\s+)?(?:adequate|reasonable|sufficient|appropriate|suitable)\s+(?:trial|course|period|"
    r"duration|amount|length)(?!\s*\()(?!\s+(?:of\s+)?(?:[a-z\-]+\s+){0,3}(?:at\s+least|for|of\s+\d))|"
    r"useful\s+(?:therapeutic\s+)?alternative|not\s+too\s+\w+|relatively\s+(?:small|large|short|long|high|"
    r"low)|"
    r"significant(?:ly)?\s+(?:overweight|obese|impaired|limited|disabled|symptomatic))\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:defined\s+as|at\s+least|minimum|\d+\s?(?:weeks?|months?|days?|%|percent)|see\s+(?:below|"
    r"criteria|appendix)|listed|following)\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    rf"(?:≤|<\s?=|up\s+to|at\s+most|no\s+more\s+than|not\s+exceeding)\s{{0,3}}(?P<n>{NUMBER})\s?(?P<u>"
    rf"{_UNIT})|(?P<m>{NUMBER})\s?(?P<w>{_UNIT})\s+or\s+(?:less|smaller|under|younger|below)",
    re.IGNORECASE,
)
_BAND = re.compile(
    rf"(?<![\w.])(?P<low>{NUMBER})\s?(?:{_UNIT})?\s?(?:to|-)\s?(?P<high>{NUMBER})\s?(?P<u>{_UNIT})",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\b(?:must|shall|required?|needs?\s+to)\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\bwithin\s+(?P<n>\d{1,2})\s+days?\s+(?:before|prior|of|after|following|from)\b", re.IGNORECASE
)
_ACTION = re.compile(
    r"\b(?:submit\w*|notif\w*|confirm\w*|request\w*|appeal\w*|fil(?:e|ed|ing)|respond\w*|provider|"
    r"receiv\w*)\b",
    re.IGNORECASE,
)
_KIND = re.compile(r"\b(?:calendar|business|working|consecutive)\b", re.IGNORECASE)


def thresholds(survey: Survey) -> Iterator[Finding]:
    """Norms that cannot be applied as they are written."""
    for sentence in survey.running():
        if sentence.role in _NORMS and sentence.kind is not BlockKind.ROW:
            yield from _thresholds(sentence)
            yield from _vague(sentence)
        if sentence.role not in (Role.EVIDENCE, Role.REFERENCES):
            yield from _days(sentence)
    yield from _bands(survey)


def _thresholds(sentence: Sentence) -> Iterator[Finding]:
    text = sentence.plain
    for match in _BARE.finditer(text):
        first, second = (match["u"] or "").lower(), match["v"].lower()
        if (
            re.match(r"\s+(?:of|per|after|before|apart|prior|follow|in\s+duration)", text[match.end() :])
            and "in " not in second
        ):
            continue
        if second.startswith(("day", "week", "month", "hour", "year")) and not first.startswith(
            ("year", "in")
        ):
            continue
        count = _COUNT.search(match[0])
        yield finding(
            "threshold-ambiguous",
            sentence.found(match),
            f"{match['n']} {match['v']} has no comparison of its own",
            f"less than {count['n']} in number is {'exactly 1' if count['n'] == '2' else 'none'}"
            if count
            else "",
            f"write whether below, up to, or above {match['n']} {match['v']} is meant",
        )
    for match in _HEDGE.finditer(text):
        if re.search(r"\b(?:every|each|per)\b", match[0]):
            continue
        yield finding(
            "threshold-ambiguous",
            sentence.found(match),
            f"{match['hedge'].lower()} leaves open who is on which side of {match['n']} {match['v']}",
            right="leave it out, or say what holds beyond the threshold",
            severity=Severity.QUERY,
        )
    if not _BARE.search(text):
        for match in _COUNT.finditer(text):
            yield finding(
                "threshold-ambiguous",
                sentence.found(match),
                f"{' '.join(match[0].split())} is {'exactly 1' if match['n'] == '2' else 'none'}",
                right="write the number itself",
                severity=Severity.QUERY,
            )


def _vague(sentence: Sentence) -> Iterator[Finding]:
    if DELEGATED.search(sentence.plain):
        return
    for match in _VAGUE.finditer(sentence.plain):
        tail = sentence.plain[match.end() : match.end() + 90]
        if _MEASURED.search(tail) or tail.rstrip().endswith(":"):
            continue
        yield finding(
            "vague-term",
            sentence.found(match),
            f"“{' '.join(match[0].split())}” has no measure",
            right="say which, or leave it out",
        )


def _days(sentence: Sentence) -> Iterator[Finding]:
    text = sentence.plain
    if not _DUTY.search(text) or _KIND.search(text):
        return
    for match in _WITHIN.finditer(text):
        if int(match["n"]) <= 15 and _ACTION.search(text):
            yield finding(
                "days-ambiguous",
                sentence.found(match),
                "calendar days or business days is not said",
                right="say which",
            )


def _bands(survey: Survey) -> Iterator[Finding]:
    """`≤ 3 cm` and `3 to 5 cm` of one section: 3 belongs to both."""
    by_section: dict[int, list[Sentence]] = {}
    for sentence in survey.running(*_NORMS, Role.GUIDELINES):
        by_section.setdefault(sentence.section, []).append(sentence)
    for held in by_section.values():
        uppers = [(one, match) for one in held for match in _UPPER.finditer(one.plain)]
        bands = [(one, match) for one in held for match in _BAND.finditer(one.plain)]
        for sentence, band in bands:
            for other, upper in uppers:
                same = read(upper["n"] or upper["m"]).value == read(band["low"]).value
                if same and _unit(upper["u"] or upper["w"]) == _unit(band["u"]):
                    yield finding(
                        "thresholds-overlap",
                        sentence.found(band),
                        f"{band['low']} {band['u']} belongs to both “{' '.join(upper[0].split())}” and "
                        f"“{' '.join(band[0].split())}”",
                        right="say to which of the two the border belongs",
                        also=(other.found(upper),),
                    )
                    break


def _unit(text: str) -> str:
    return text.lower().split()[0].rstrip("s")
