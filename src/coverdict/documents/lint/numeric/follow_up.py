"""Follow-up: two of them for one study, and survival longer than anybody was followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.intervals import intervals_in
from coverdict.documents.lint.prose.figures import NUMBER, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Span
from coverdict.evidence.figures import Figure

_FOLLOWED = re.compile(
    rf"\b(?P<average>median|mean|average)\s+(?:duration\s+of\s+|length\s+of\s+|period\s+of\s+|"
    rf"time\s+of\s+)?(?P<what>follow-?\s?up)"
    rf"(?:\s+(?:period|time|duration|interval|was|of|being|is|were|for|the|all|patients|entire|cohort|"
    rf"study)){{0,7}}\s+(?P<n>{NUMBER})\s?-?\s?"
    r"(?P<unit>months?|years?|weeks?|days?)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"^\s*(?:,|,?\s+and|\s+vs\.?|\s+versus)\s+\d{1,3}(?:\.\d+)?\s?(?:months?|years?|weeks?|days?|,|and|for|in)\b"
)
_GROUP = re.compile(
    r"\b(?:groups?|arms?|respectively|cohorts?|in\s+the|for\s+(?:the\s+)?[A-Z]{2,}|with\s+[a-z]+\s+and|"
    r"subset|subgroup)\b"
)
_TIMES = {"day": 1 / 30.4375, "week": 7 / 30.4375, "month": 1.0, "year": 12.0}
_HORIZON = re.compile(r"\b(?P<n>\d{1,2})(?:-|\s)years?\b|\b(?P<m>\d{1,2}),?\s+and\s+(?P<k>\d{1,2})\s+years\b")
_SURVIVED = re.compile(r"\bsurviv\w+|\bOS\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Followed:
    average: str
    figure: Figure
    unit: str
    months: float
    span: Span
    sentence: Sentence


def follow_up(survey: Survey) -> Iterator[Finding]:
    """In each study: one average follow-up, and no survival beyond the longest."""
    for study in survey.studies:
        followed = [one for sentence in study.sentences for one in _followed(sentence)]
        if followed:
            yield from _two(followed)
            yield from _beyond(study)


def _followed(sentence: Sentence) -> Iterator[_Followed]:
    text = sentence.plain
    for match in _FOLLOWED.finditer(text):
        tail = text[match.end() : match.end() + 60]
        clause = re.split(r"[;.]\s", text[match.start() : match.end() + 90])[0]
        if (
            _MANY.match(tail)
            or _GROUP.search(clause)
            or re.search(r"\d\s+(?:and|vs\.?)\s+$", text[: match.start("n")])
        ):
            continue
        unit = match["unit"].lower().rstrip("s")
        figure = read(match["n"])
        months = float(figure.value) * _TIMES[unit]
        yield _Followed(match["average"].lower(), figure, unit, months, sentence.found(match), sentence)


def _two(followed: list[_Followed]) -> Iterator[Finding]:
    first = followed[0]
    for other in followed[1:]:
        if other.average != first.average or other.sentence is first.sentence:
            continue
        if abs(other.months - first.months) > 0.5 + 0.02 * first.months:
            yield finding(
                "follow-up-differs",
                other.span,
                f"the {other.average} follow-up of one study is {first.figure.text} {first.unit}s, then "
                f"{other.figure.text} {other.unit}s",
                f"{first.figure.text} ≠ {other.figure.text}",
                "say to whom or to which outcome each belongs",
                (first.span,),
            )
            return


def _beyond(study: Study) -> Iterator[Finding]:
    """The end of a range of survival, after the end of the range of follow-up."""
    longest: tuple[float, str, Span] | None = None
    for sentence in study.sentences:
        for one in intervals_in(sentence):
            local = sentence.plain[
                max(0, one.span.start - sentence.span.start - 90) : one.span.end - sentence.span.start
            ]
            unit = re.search(
                r"(months?|years?|weeks?|days?)", sentence.plain[one.span.start - sentence.span.start :]
            )
            if one.kind != "range" or unit is None:
                continue
            months = float(one.high.value) * _TIMES[unit[1].rstrip("s")]
            shown = f"{one.high.text} {unit[1]}"
            nearest = re.findall(r"follow-?\s?up|surviv", local, re.IGNORECASE)
            if not nearest:
                continue
            if nearest[-1].lower().startswith("f"):
                if longest is None or months > longest[0]:
                    longest = (months, shown, one.span)
            elif longest is not None and months > longest[0] * 1.001:
                yield finding(
                    "survival-beyond-follow-up",
                    one.span,
                    f"somebody survived for {shown}, and nobody was followed for more than {longest[1]}",
                    f"{one.high.text} is more than {longest[1].split()[0]}",
                    "put right one of the two ranges",
                    (longest[2],),
                )
