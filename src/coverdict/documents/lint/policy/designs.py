"""Designs of studies: headings and summaries against what the sentences say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Role

_SINGLE = re.compile(
    r"\b(?:case\s+series|non-?comparative|single-arm|uncontrolled|case\s+reports?)\b", re.IGNORECASE
)
_RANDOMIZED = re.compile(r"^\W*(?:randomi[sz]ed\s+(?:controlled\s+)?trials?|RCTs?)\W*$", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:studies|study|authors|series|trial|investigators|"
    r"et\s+al\.?[\s(\[]{0,3}(?:\d{4})?[\s)\]\uE000-\uE00A\d(\[]{0,9})\s+(?:have\s+|has\s+)?compared\b|"
    r"\b(?:randomi[sz]ed\s+(?:controlled\s+)?trial|RCT)\b|\bcomparative\s+study\b|"
    r"\bversus\b.{0,80}\bgroups?\b|\b(?:treatment|control)\s+group\b",
    re.IGNORECASE,
)
_OBSERVED = re.compile(
    r"\b(?:case\s+series|retrospective(?:ly)?|single-arm|uncontrolled|nonrandomized|non-randomized|"
    r"observational|cohort\s+study)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no\s+(?:published\s+|available\s+)?(?:randomi[sz]ed|RCTs?|controlled\s+(?:trials|studies))|"
    r"lack\s+of\s+(?:randomi[sz]\w+|RCTs?)|absence\s+of\s+(?:randomi[sz]ed|RCTs?)|"
    r"without\s+randomi[sz]\w+|none\s+(?:of\s+the\s+\w+\s+)?(?:was|were)\s+randomi[sz]ed)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:an?|one|1|two|2|three|3|single|only\s+1|\d)\s+(?:[a-z\-]+\s+){0,3}?(?:randomi[sz]ed(?:,?\s+cont"
    r"rolled)?(?:\s+clinical)?\s+trials?|RCTs?)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:needed|further|future|additional|ongoing|should|would|will|may\s+be|required|sought|suitable|"
    r"recommend\w*|no|nor|not|neither|without|lack)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"\b(?:summary|conclusions?)\b", re.IGNORECASE)
_DESIGN = re.compile(
    r"\b(?P<series>case\s+series)\b|\b(?P<cohort>cohort\s+stud(?:y|ies))\b|"
    r"\b(?P<trial>randomi[sz]ed\s+(?:controlled\s+)?trials?|RCTs?)\b",
    re.IGNORECASE,
)


def designs(survey: Survey) -> Iterator[Finding]:
    """Sentences whose study is of another design than their heading says, and summaries that deny a trial."""
    yield from _headings(survey)
    yield from _denied(survey)


def _headings(survey: Survey) -> Iterator[Finding]:
    told: set[int] = set()
    for sentence in survey.running(Role.EVIDENCE):
        section = survey.manuscript.sections[sentence.section]
        if section.heading is None or sentence.section in told:
            continue
        single = _SINGLE.search(section.title)
        randomized = _RANDOMIZED.match(section.title)
        match = (
            _COMPARES.search(sentence.plain)
            if single
            else _OBSERVED.search(sentence.plain)
            if randomized
            else None
        )
        if match is None or _SUMMARY.search(section.title):
            continue
        around = sentence.plain[max(0, match.start() - 60) : match.end() + 30]
        if _FUTURE.search(around) or (randomized and not re.search(r"\bet\s+al\b", sentence.plain)):
            continue
        told.add(sentence.section)
        yield finding(
            "design-drift",
            sentence.found(match),
            f"the heading says {' '.join(section.title.split()).lower()}, the sentence "
            f"{' '.join(match[0].split())}",
            right="put the study under a heading of its design",
            also=(section.heading.span,),
        )


def _denied(survey: Survey) -> Iterator[Finding]:
    """`lack of randomization` in a summary, where the text itself describes a randomized trial."""
    trials = [
        (one, match)
        for one in survey.running(Role.EVIDENCE)
        if (match := _ONE.search(one.plain))
        and not _FUTURE.search(one.plain[max(0, match.start() - 30) : match.end() + 20].replace("Only", ""))
        and not _SUMMARY.search(survey.manuscript.sections[one.section].title)
    ]
    if not trials:
        return
    for sentence in survey.running(Role.EVIDENCE):
        title = survey.manuscript.sections[sentence.section].title
        match = _NONE.search(sentence.plain)
        if not match or not _SUMMARY.search(title):
            continue
        yield finding(
            "summary-denies-trial",
            sentence.found(match),
            "the summary says that nothing was randomized, and the text describes a randomized trial",
            right="name the trial in the summary, or say what is meant",
            also=tuple(one.found(found) for one, found in trials[:3]),
        )
