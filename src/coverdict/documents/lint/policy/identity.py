"""Identity and dates: missing, empty, contradicting each other, and searches that are old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.policy.dates import DATE, Dates, date_of, stated_dates
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Role, Span
from coverdict.documents.reading.labels import field_of

_NUMBER = re.compile(
    r"\b(?:(?:medical\s+|coverage\s+|clinical\s+|reimbursement\s+)?(?:policy|guideline|document|reference|"
    r"protocol|bulletin|lcd|ncd|article)\s*(?:id|number|no\.?|#|num\.?)?\s*[:#]?\s*"
    r"(?=[A-Z0-9.\-]*\d)[A-Z0-9][A-Z0-9.\-]{1,14}|number\s*:\s*[A-Z0-9][A-Z0-9.\-]+|\bL\d{5}\b|\bA\d{5}\b)",
    re.IGNORECASE,
)
_LED = re.compile(r"^\W*(?:[A-Z]{1,6}[-. ]?)?\d{1,3}(?:\.\d{1,3}){1,3}\b|^\W*[A-Z]{2,6}[-.]\d{2,5}\b")
_HEAD = 1_500  # characters in which a document says what it is
_NOTHING = re.compile(
    r"^\W*(?:N/?A|not\s+applicable|none|TBD|to\s+be\s+determined|pending|blank|\[\s*\]|-+|)\W*$",
    re.IGNORECASE,
)
_FILLED = re.compile(
    r"^(?:\d+\.?\s*)?(?:regulatory\s+status|policy\s+statement|medical\s+policy\s+statement|"
    r"coverage\s+rationale|criteria|rationale|references|policy\s+history|"
    r"revision\s+history|history|effective\s+date|policy\s+number|description|indications)\W*$",
    re.IGNORECASE,
)
_REFERRED = re.compile(
    r"\b(?:as\s+of\s+the|on\s+the|since\s+the|see\s+the|after\s+the|"
    r"before\s+the)\s+(?P<what>(?:last\s+)?review|effective|publication|revision)\s+date\b"
    r"(?:\s+(?:for|of)\s+(?:this|the)\s+(?:policy|document)|\s+(?:above|below|listed|shown|noted|stated))?",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"\b(?:search(?:es|ed)?|literature\s+(?:review|update)\w*|updated?\s+(?:with|through))\b", re.IGNORECASE
)
_THROUGH = re.compile(
    r"\b(?:through|to|until|up\s+to|as\s+of|in|ending|ended|on|performed|conducted|between|and|"
    r"date[ds]?)\s*:?\s*$",
    re.IGNORECASE,
)
_STALE = 24  # months that a search may be older than the policy
_PAPERS = 5


def identity(survey: Survey) -> Iterator[Finding]:
    """What a document has to say of itself."""
    dates = stated_dates(survey.manuscript)
    yield from _missing(survey, dates)
    yield from _empty(survey)
    yield from _referred(survey, dates)
    yield from _disagree(dates)
    yield from _searches(survey, dates)


def _start(survey: Survey) -> Span:
    first = survey.sentences[0].span if survey.sentences else Span(0, 0)
    return Span(first.start, min(first.end, first.start + 120))


def _missing(survey: Survey, dates: Dates) -> Iterator[Finding]:
    roles = {section.role for section in survey.manuscript.sections}
    if not roles & {Role.STATEMENT, Role.CRITERIA}:
        return  # no policy, or none that was read as one
    text = survey.plain
    fields = {field_of(survey.manuscript.said(label).strip("*: ")) for label, _ in survey.manuscript.pairs}
    titles = [section.title for section in survey.manuscript.sections[:3]]
    numbered = (
        fields & {"number", "document id"}
        or _NUMBER.search(text[:_HEAD])
        or _LED.search(text[:200].strip())
        or any(_LED.search(title) for title in titles)
        or re.search(
            r"\b(?:policy|guideline|document|reference)\s+(?:number|no\.|#|id)\s*:?\s*\S*\d",
            text,
            re.IGNORECASE,
        )
    )
    if not numbered:
        yield finding(
            "missing-identifier",
            _start(survey),
            "the document gives no number of its own",
            right="add its number",
        )
    if not (dates.effective or dates.history or "effective date" in fields):
        yield finding(
            "missing-effective-date",
            _start(survey),
            "the document does not say from when on it holds",
            right="add its effective date",
        )
    if not (
        dates.reviewed
        or dates.following
        or dates.history
        or fields & {"last review", "next review", "revision date"}
    ):
        yield finding(
            "missing-review-date",
            _start(survey),
            "the document has neither a date of review nor a history",
            right="add when it was last reviewed",
            severity=Severity.QUERY if not dates.effective else Severity.INFORMATION,
        )


def _empty(survey: Survey) -> Iterator[Finding]:
    sections = survey.manuscript.sections
    for number, section in enumerate(sections):
        title = section.title.strip(" :*#")
        if not _FILLED.match(title) or section.heading is None:
            continue
        texts = [survey.plain[block.span.start : block.span.end] for block in section.blocks]
        deeper = (
            number + 1 < len(sections)
            and not _NOTHING.match(sections[number + 1].title)
            and (sections[number + 1].level > section.level or section.title in sections[number + 1].above)
        )
        if deeper or any(not _NOTHING.match(text) for text in texts):
            continue
        span = section.blocks[0].span if section.blocks else section.heading.span
        if not texts and number + 1 < len(sections):
            below = sections[number + 1]  # a lone `N/A` may have been read as a heading
            if below.heading is None or not _NOTHING.match(below.title) or not below.title.strip():
                continue
            texts, span = [below.title], below.heading.span
        shown = " ".join(texts).strip() or "nothing"
        yield finding(
            "section-empty",
            Span(section.heading.span.start, span.end),
            f"{title} holds {shown}",
            right="fill it in, or say why it does not apply",
        )


def _referred(survey: Survey, dates: Dates) -> Iterator[Finding]:
    for sentence in survey.running():
        for match in _REFERRED.finditer(sentence.plain):
            what = match["what"].lower()
            known = {
                "effective": dates.effective,
                "publication": dates.reviewed,
                "revision": dates.reviewed or dates.history,
            }.get(what, dates.reviewed or dates.following or dates.history)
            if not known:
                yield finding(
                    "date-referred-missing",
                    sentence.found(match),
                    f"the text refers to its {what} date, and gives none",
                    right="add the date",
                )


def _disagree(dates: Dates) -> Iterator[Finding]:
    yield from _stated_out_of_order(dates)
    if len(dates.history) > 1:
        yield from _history_out_of_order(dates)
        yield from _beyond_history(dates)


def _stated_out_of_order(dates: Dates) -> Iterator[Finding]:
    """A day that is stated before another one that it has to follow."""
    places = dates.places
    if dates.effective and dates.original and dates.effective < dates.original:
        yield _order(
            places["effective"],
            places["original"],
            "the effective date",
            dates.effective,
            "the original date",
            dates.original,
        )
    if dates.following and dates.reviewed and dates.following < dates.reviewed:
        yield _order(
            places["following"],
            places["reviewed"],
            "the next review",
            dates.following,
            "the last one",
            dates.reviewed,
        )


def _history_out_of_order(dates: Dates) -> Iterator[Finding]:
    """The first entry that stands against the direction of most."""
    days = [day for day, _ in dates.history]
    ascending = sum(a <= b for a, b in pairwise(days))
    rising = ascending >= (len(days) - 1) / 2
    if days == sorted(days, reverse=not rising):
        return
    at = next(i for i in range(1, len(days)) if (days[i] < days[i - 1]) == rising and days[i] != days[i - 1])
    yield finding(
        "dates-disagree",
        dates.history[at][1],
        "the history is not in order",
        f"{days[at].isoformat()} after {days[at - 1].isoformat()}",
        "put right a date, or the order",
        (dates.history[at - 1][1],),
    )


def _beyond_history(dates: Dates) -> Iterator[Finding]:
    """A stated day that the history begins before, or ends after."""
    places, days = dates.places, [day for day, _ in dates.history]
    original, effective = dates.original, dates.effective
    if original and original not in days and min(days) < original:
        yield finding(
            "dates-disagree",
            places["original"],
            f"the original date is {original.isoformat()}, and the history begins on {min(days).isoformat()}",
            right="put right one of the two",
            also=(dates.history[0][1],),
        )
    if effective and effective not in days and effective != original and max(days) > effective:
        yield finding(
            "dates-disagree",
            places["effective"],
            f"the effective date is {effective.isoformat()}, and the history ends on {max(days).isoformat()}",
            right="put right one of the two",
            also=(dates.history[-1][1],),
            severity=Severity.QUERY,
        )


def _order(span: Span, other: Span, first: str, day: date, second: str, than: date) -> Finding:
    return finding(
        "dates-disagree",
        span,
        f"{first} lies before {second}",
        f"{day.isoformat()} is before {than.isoformat()}",
        "put right one of the two",
        (other,),
    )


def _searches(survey: Survey, dates: Dates) -> Iterator[Finding]:
    """Searches of the literature: how old the latest is, and whether there is a date at all."""
    searched: list[tuple[date, Span]] = []
    for sentence in survey.running(
        Role.EVIDENCE, Role.DESCRIPTION, Role.GUIDELINES, Role.OTHER, Role.IDENTITY
    ):
        if not _SEARCH.search(sentence.plain):
            continue
        for match in DATE.finditer(sentence.plain):
            day = date_of(match)
            if day and _THROUGH.search(sentence.plain[: match.start()]):
                searched.append((day, sentence.found(match)))
    known = dates.effective or dates.latest
    if searched and known:
        day, span = max(searched)
        months = (known.year - day.year) * 12 + known.month - day.month
        if months > _STALE:
            yield finding(
                "search-stale",
                span,
                f"the latest search is {months} months older than the policy",
                f"{day.isoformat()[:7]}, and {known.isoformat()[:7]}",
                "search again, or give the date of the search that was made",
            )
    papers = {number for one in survey.citations for number in one.numbers}
    literature = [
        span
        for _, span in searched
        if not re.search(
            r"trials?\.gov|registr", survey.plain[max(0, span.start - 90) : span.start], re.IGNORECASE
        )
    ]
    if len(papers) >= _PAPERS and not literature:
        evidence = next((one for one in survey.sentences if one.role is Role.EVIDENCE), None)
        if evidence is not None:
            yield finding(
                "search-date-missing",
                evidence.span,
                "the text does not say until when the literature was searched",
                right="name the database and the date",
            )
