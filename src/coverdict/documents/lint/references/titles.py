"""Titles in the list of references: signs that were lost, qualifiers that the text drops, shared cohorts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.entries import Entry
from coverdict.documents.lint.prose.studies import Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.lint.prose.wordlists import word_set
from coverdict.documents.manuscript import Span
from coverdict.text import listed

_SIZE = re.compile(
    r"\b(?P<noun>[A-Za-z\-]+)\s+of\s+(?P<n>\d{1,3}(?:\.\d)?)\s?(?P<unit>cm|mm|years?|kg|months?|"
    r"weeks?)\b(?!\s+(?:or|and|to|in|duration|age|follow))"
)
_COMPARED = (
    r"(?:greater|larger|smaller|less|more|older|younger|longer|shorter|bigger|over|under|"
    r"at\s+least|up\s+to|exceeding|above|below|>|<|≥|≤)"
)
_REVIEW = re.compile(
    r"\b(?:review|meta-analys[ie]s|Cochrane|guidelines?|consensus|statement|recommendations?|registry)\b",
    re.IGNORECASE,
)
_EXCLUDES = re.compile(
    r"\b(?:duplicat\w*|overlapping)\b[^.;]{0,60}\b(?:populations?|cohorts?|patients|"
    r"studies)\b[^.;]{0,60}\bexclud\w*|"
    r"\bexclud\w*\b[^.;]{0,60}\b(?:duplicat\w*|overlapping)\b[^.;]{0,40}\b(?:populations?|cohorts?|"
    r"patients|studies)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:patients|individuals|people|adults|children)\s+with\s+(?:[a-z\-]+\s+){0,3}(?P<short>[A-Z][A-Za-z]{1,7})\b"
)
_MOST, _SHARED = 500, 5  # entries that are looked at, and that are held against one of them
_ADJECTIVE = re.compile(
    r"^(?:[a-z\-]+(?:al|ic|ar|ous|able|ible|ive|ary|ant|ent|oid|ile)|small|large|early|advanced|late|"
    r"recurrent|refractory|"
    r"elderly|pediatric|single|multiple|severe|mild|moderate|untreated|localized|metastatic|nonresectable|"
    r"older|young)$"
)
_NO_QUALIFIER = word_set(
    "clinical surgical medical percutaneous local regional different other several various randomized "
    "hepatic effective potential total final initial general subsequent prospective"
)


def titles(survey: Survey) -> Iterator[Finding]:
    """What the titles of entries tell, against the text."""
    if not survey.entries:
        return
    yield from _lost_signs(survey, survey.entries)
    yield from _shared(survey, survey.entries)
    yield from _dropped(survey, survey.entries)


def _lost_signs(survey: Survey, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """`tumors of 2 cm compared with`: a sign that was taken for markup, where the text compares with 2 cm."""
    for entry in entries:
        text = survey.plain[entry.span.start : entry.span.end]
        for match in _SIZE.finditer(text):
            said = re.compile(
                rf"{_COMPARED}\s*(?:than\s+)?{re.escape(match['n'])}\s?{match['unit'].rstrip('s')}|"
                rf"{re.escape(match['n'])}\s?{match['unit']}\s+or\s+(?:less|more|smaller|larger|greater)",
                re.IGNORECASE,
            )
            cited = {one.sentence for one in survey.citations if entry.number in one.numbers}
            near = [study for study in survey.studies if any(one.number in cited for one in study.sentences)]
            if any(said.search(sentence.plain) for study in near for sentence in study.sentences):
                yield finding(
                    "sign-lost",
                    Span(entry.span.start + match.start(), entry.span.start + match.end()),
                    f"“{' '.join(match[0].split())}” has no sign, and the text compares with {match['n']} "
                    f"{match['unit']}",
                    right="look up the title: >, ≥, < or ≤ may have been lost as markup",
                )


def _shared(survey: Survey, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """Studies by several of the same people, where overlapping populations are said to be excluded."""
    rule = next((one for one in survey.running() if _EXCLUDES.search(one.plain)), None)
    if rule is None:
        return
    studies = [entry for entry in entries[:_MOST] if entry.authors and not _REVIEW.search(entry.text)]
    by_author: dict[tuple[str, str], list[int]] = {}
    for i, other in enumerate(studies):
        earlier = {j for author in other.authors for j in by_author.get(author, [])[-_SHARED:]}
        for author in other.authors:
            by_author.setdefault(author, []).append(i)
        for entry in (studies[j] for j in sorted(earlier)):
            both = sorted({f"{a} {b}" for a, b in entry.authors} & {f"{a} {b}" for a, b in other.authors})
            if len(both) > 1:
                yield finding(
                    "cohorts-overlap",
                    other.span,
                    f"references {entry.number} and {other.number} share authors, and overlapping "
                    f"populations are "
                    "said to be excluded",
                    listed(both),
                    "say that their patients are not the same, or take one out",
                    (entry.span, rule.span),
                )


def _dropped(survey: Survey, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """A qualifier of the disease in a study's title that the text about the study does not have."""
    forms = survey.abbreviations.forms()
    by_number = {entry.number: entry for entry in entries}
    for study in survey.studies:
        if not study.name:
            continue
        entry = _entry_of(survey, study, by_number)
        if entry is None or not any(study.name.lower() == surname.lower() for surname, _ in entry.authors):
            continue
        text = " ".join(one.plain for one in study.sentences)
        for short in dict.fromkeys(found["short"] for found in _WITH.finditer(text)):
            long = forms.get(short)
            if long is None:
                continue
            titled = re.search(rf"(?P<before>[A-Za-z\-]+)\s+{re.escape(long)}", entry.text, re.IGNORECASE)
            if titled is None:
                continue
            word = titled["before"].lower()
            if _ADJECTIVE.match(word) and word not in _NO_QUALIFIER and word[:6] not in text.lower():
                where = re.search(rf"\b{re.escape(short)}\b", study.sentences[0].plain)
                span = study.sentences[0].found(where) if where else study.sentences[0].span
                yield finding(
                    "population-narrower",
                    span,
                    f"the study's title says {word} {long}, the text {short} alone",
                    right=f"say that the patients had {word} disease, if they had",
                    also=(entry.span,),
                    severity=Severity.QUERY,
                )


def _entry_of(survey: Survey, study: Study, by_number: dict[int, Entry]) -> Entry | None:
    for sentence in study.sentences[:2]:
        for citation in survey.cited_in(sentence.span):
            if citation.numbers[0] in by_number:
                return by_number[citation.numbers[0]]
    return None
