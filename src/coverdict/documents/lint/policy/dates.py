"""The dates that a document gives of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from coverdict.documents.manuscript import BlockKind, Manuscript, Role, Span

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(
    [
        *(month.capitalize() for month in _MONTHS),
        *(f"{month[:3].capitalize()}\\.?" for month in _MONTHS),
        r"Sept\.?",
    ]
)
DATE = re.compile(
    rf"(?<![\d/.-])(?:(?P<m>\d{{1,2}})[/-](?P<d>\d{{1,2}})[/-](?P<y>(?:19|20)\d\d)|(?P<iso>(?:19|"
    rf"20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)"
    rf"|(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})\s+(?P<year2>(?:19|20)\d\d)"
    rf"|(?P<month3>{_MONTH}),?\s+(?P<year3>(?:19|20)\d\d)|(?P<m4>\d{{1,2}})/(?P<y4>(?:19|20)\d\d))(?![\d/])"
)
_EFFECTIVE = re.compile(
    r"\b(?<!original )(?<!Original )(?:effective(?:\s+date)?|in\s+force\s+from|current\s+effective\s+date|"
    r"services\s+(?:performed\s+|rendered\s+)?on\s+or\s+after|"
    r"effective\s+for\s+services(?:\s+\w+){0,3}\s+on\s+or\s+after|effective_date|applies\s+to\s+services)\b",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"\b(?:original(?:\s+policy|\s+effective)?\s+date|originat\w+|original_effective|first\s+issued|"
    r"issued?\s+date|adopted)\b",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"\b(?:last\s+review(?:ed)?|latest\s+review|review\s+date|reviewed|revis(?:ed|ion)|last\s+updated|"
    r"last_updated|updated|published|publish\s+date)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\bnext\s+(?:scheduled\s+)?review\b", re.IGNORECASE)
_NEAR = 40  # characters between a label and its date


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a document, each with its place; None where it is not given.

    Arguments:
        history: the dates of the rows of its history, in the order in which they stand.
    """

    effective: date | None
    original: date | None
    reviewed: date | None
    following: date | None
    places: dict[str, Span]
    history: tuple[tuple[date, Span], ...]

    @property
    def latest(self) -> date | None:
        """The latest day on which the document is known to have been worked on."""
        known = [one for one in (self.effective, self.original, self.reviewed) if one]
        return max([*known, *(day for day, _ in self.history)], default=None)


def date_of(match: re.Match[str]) -> date | None:
    """The day that `DATE` found, the first of its month without a day; None where there is none."""
    found = match.groupdict()
    name = found["month"] or found["month2"] or found["month3"]
    if name:
        month = next(
            i for i, one in enumerate(_MONTHS, start=1) if one.startswith(name.lower().rstrip(".")[:3])
        )
        parts = (found["year"] or found["year2"] or found["year3"], month, found["day"] or found["day2"] or 1)
    elif found["iso"]:
        parts = (found["iso"], int(found["im"]), found["id"])
    elif found["y"]:
        parts = (found["y"], int(found["m"]), found["d"])
    else:
        parts = (found["y4"], int(found["m4"]), 1)
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def stated_dates(manuscript: Manuscript) -> Dates:
    """The dates that a document gives of itself, by label, and those of its history."""
    text = (
        " ".join(manuscript.text.replace("*", " ").split("\n")) if "*" in manuscript.text else manuscript.text
    )
    text = manuscript.text.replace("*", " ").replace("\n", " ")
    barred = [
        (one.blocks[0].span.start, one.blocks[-1].span.end)
        for one in manuscript.sections
        if one.blocks and one.role in (Role.EVIDENCE, Role.REFERENCES, Role.GUIDELINES)
    ]
    places: dict[str, Span] = {}
    found: dict[str, date] = {}
    labels = (
        ("following", _NEXT),
        ("original", _ORIGINAL),
        ("effective", _EFFECTIVE),
        ("reviewed", _REVIEWED),
    )
    for match in DATE.finditer(text):
        if any(start <= match.start() < end for start, end in barred):
            continue
        day = date_of(match)
        before = text[max(0, match.start() - _NEAR) : match.start()]
        before = re.split(r"(?:19|20)\d\d", before)[-1]
        named = [
            (max(one.end() for one in pattern.finditer(before)), -rank, name)
            for rank, (name, pattern) in enumerate(labels)
            if pattern.search(before)
        ]
        if day is None or not named:
            continue
        name = max(named)[2]
        if name not in found or (name == "reviewed" and day > found[name]):
            found[name], places[name] = day, Span(match.start(), match.end())
    return Dates(
        found.get("effective"),
        found.get("original"),
        found.get("reviewed"),
        found.get("following"),
        places,
        _history(manuscript),
    )


def _history(manuscript: Manuscript) -> tuple[tuple[date, Span], ...]:
    rows: list[tuple[date, Span]] = []
    for section in manuscript.sections:
        if section.role is not Role.HISTORY:
            continue
        for block in section.blocks:
            if block.kind not in (BlockKind.ROW, BlockKind.ITEM, BlockKind.PARAGRAPH):
                continue
            match = DATE.match(manuscript.text, block.span.start, block.span.end)
            day = date_of(match) if match else None
            if match and day:
                rows.append((day, Span(match.start(), match.end())))
    return tuple(rows)
