"""Ranges that a document gives for what it reviewed, against the values in its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.intervals import intervals_in
from coverdict.documents.lint.prose.figures import FREE, NUMBER, SIGN, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import MENTION, Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Role, Span
from coverdict.evidence.figures import Figure

_OUTCOMES = (
    "complication",
    "recurrence",
    "mortality",
    "survival",
    "response",
    "success",
    "sensitivity",
    "specificity",
    "adverse event",
    "infection",
    "failure",
    "remission",
    "morbidity",
    "progression",
    "relapse",
    "reoperation",
    "revision",
    "healing",
    "detection",
    "patency",
    "accuracy",
)
_OUTCOME = re.compile(rf"\b(?P<outcome>{'|'.join(_OUTCOMES)})s?\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"\b(?:rang(?:ed?|es|ing)\s+(?:\w+\s+)?(?:from|between)|var(?:y|ied|ies|ying)\s+(?:from|between)|"
    rf"(?:lie|lay|fell|were|was)\s+between)\s+"
    rf"(?P<low>{NUMBER})(?:{SIGN})?\s{{0,24}}(?:to|and|-)\s{{0,24}}(?P<high>{NUMBER}){SIGN}",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"\b(?:reviewed|included|published|available|these|identified|reported|various|different|all|across|"
    r"the)\s+(?:\w+\s+)?"
    r"(?:studies|series|trials|reports|literature|publications)\b|\bin\s+the\s+literature\b|"
    r"\bacross\s+(?:the\s+)?(?:studies|series|trials)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"{FREE}(?P<p>{NUMBER}){SIGN}")
_SUBGROUP = re.compile(
    r"\b(?:no|without|free|absence|resol\w+|reduc\w+|decreas\w+|increas\w+)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Stated:
    outcome: str
    low: Figure
    high: Figure
    span: Span
    sentence: Sentence


def ranges(survey: Survey) -> Iterator[Finding]:
    """`complication rates ranged from a to b` of the studies reviewed, against every such rate of a study."""
    stated = [
        one for study in survey.studies for sentence in study.sentences for one in _stated(sentence, study)
    ]
    if not stated:
        return
    values = [one for study in survey.studies if study.name for one in _values(study)]
    for one in stated:
        outside = [
            (figure, span)
            for outcome, figure, span in values
            if outcome == one.outcome and not one.low.lowest <= figure.value <= one.high.highest
        ]
        if outside:
            shown = ", ".join(f"{figure.text} %" for figure, _ in outside[:4])
            yield finding(
                "range-contradicted",
                one.span,
                f"{one.outcome} is said to range from {one.low.text} to {one.high.text} %, and the text "
                f"itself has {shown}",
                f"{shown} outside of {one.low.text} to {one.high.text} %",
                "bring the range up to date",
                tuple(span for _, span in outside[:4]),
            )


def _stated(sentence: Sentence, study: Study) -> Iterator[_Stated]:
    text = sentence.plain
    if (
        study.name
        or not sentence.running
        or sentence.role not in (Role.EVIDENCE, Role.DESCRIPTION, Role.OTHER)
    ):
        return
    for match in _RANGE.finditer(text):
        subject = text[max(0, match.start() - 120) : match.start()]
        named = list(_OUTCOME.finditer(subject))
        if named and _REVIEWED.search(text) and not MENTION.search(text):
            yield _Stated(
                named[-1]["outcome"].lower(),
                read(match["low"]),
                read(match["high"]),
                sentence.found(match),
                sentence,
            )


def _values(study: Study) -> Iterator[tuple[str, Figure, Span]]:
    """The percentages of a study, each with the outcome that its clause names; not those of intervals."""
    for sentence in study.sentences:
        text = sentence.plain
        if "%" not in text or _RANGE.search(text):
            continue
        barred = [one.span for one in intervals_in(sentence)]
        for match in _PERCENT.finditer(text):
            span = sentence.found(match)
            if any(one.start < span.start < one.end for one in barred):
                continue
            clause = re.split(r";\s|,?\s\b(?:while|whereas|although)\b|\.\s", text[: match.start()])[-1]
            named = list(_OUTCOME.finditer(clause))
            if named and not _SUBGROUP.search(clause):
                yield named[-1]["outcome"].lower(), read(match["p"]), span
