"""Numbers from the literature that stand without a citation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.figures import FREE, NUMBER, SIGN
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import MENTION
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import BlockKind, Role, Span

_PERCENT = re.compile(rf"{FREE}{NUMBER}{SIGN}")
_RATES = re.compile(
    r"\b(?:rates?|occurs?|prevalence|incidence|mortality|surviv\w+|deaths?|complications?|affects?|"
    r"accounts?\s+for|develop\w*|"
    r"of\s+(?:all\s+)?(?:patients|people|adults|children|cases|women|men|individuals|persons|study|"
    r"studies|tumou?rs|those|the\s+population))\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:this|that|these|those|the)\s+(?:study|trial|series|review|analysis|authors?|investigators?|"
    r"reviewers?|group|cohort|patients)\b|"
    r"\b(?:confidence|p\s?[=<>])",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"\b(?:summary|conclusions?)\b", re.IGNORECASE)
_FEWEST = 3  # citations that a document has to have before one is missed


def uncited(survey: Survey) -> Iterator[Finding]:
    """Rates in background and evidence with no citation in their paragraph so far, and no study named."""
    if len({number for one in survey.citations for number in one.numbers}) < _FEWEST:
        return
    for study in survey.studies:
        # A citation at a paragraph's very end is for all of it; one within it for what stands after it.
        last = study.sentences[-1].span
        covered = bool(survey.cited_in(Span(max(last.start, last.end - 4), last.end)))
        for sentence in study.sentences:
            covered = covered or bool(survey.cited_in(sentence.span)) or bool(MENTION.search(sentence.plain))
            if not covered and (found := _uncited(survey, sentence)):
                yield found


def _uncited(survey: Survey, sentence: Sentence) -> Finding | None:
    section = survey.manuscript.sections[sentence.section]
    if sentence.kind is not BlockKind.PARAGRAPH or sentence.role not in (Role.EVIDENCE, Role.DESCRIPTION):
        return None
    percent = _PERCENT.search(sentence.plain)
    if (
        not percent
        or _SUMMARY.search(section.title)
        or not _RATES.search(sentence.plain)
        or _OWN.search(sentence.plain)
    ):
        return None
    return finding(
        "claim-without-citation",
        sentence.found(percent),
        f"{percent[0].strip()} is given without a citation",
        right="cite where it comes from",
    )
