"""Sections that come again for each indication: one that is missing for one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Role, Section

# Headings that depend on what was found, not on the template.
_FOUND = re.compile(
    r"\b(?:trials?|reviews?|studies|series|reports?|cohort|meta-analys[ie]s|registr\w+|RCTs?|"
    r"observational|guidelines?)\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\b(?:criteria|selection)\b", re.IGNORECASE)


def template(survey: Survey) -> Iterator[Finding]:
    """A heading that stands in most of the parts that a repeated heading begins, and not in one."""
    sections = [one for one in survey.manuscript.sections if one.role is Role.EVIDENCE and one.heading]
    titles = [_title(one) for one in sections]
    repeated = [title for title in dict.fromkeys(titles) if titles.count(title) > 1]
    if not repeated:
        return
    opening = repeated[0]
    starts = [i for i, title in enumerate(titles) if title == opening]
    parts = [range(a, b) for a, b in zip(starts, [*starts[1:], len(titles)], strict=True)]
    if len(parts) < 2:
        return
    for title in repeated[1:]:
        if _FOUND.search(title) and not _TEMPLATE.search(title):
            continue
        holding = [part for part in parts if any(titles[i] == title for i in part)]
        missing = [part for part in parts if part not in holding]
        if len(holding) < 2 or len(missing) != 1 or len(holding) < len(parts) - 1:
            continue
        part = missing[0]
        before = [titles[i] for i in holding[0]]
        at = before.index(title)
        anchor = next((i for i in part if at and titles[i] == before[at - 1]), part[0])
        heading = sections[anchor].heading
        assert heading is not None
        last = sections[anchor].blocks[-1].span if sections[anchor].blocks else heading.span
        other = next(sections[i] for i in holding[0] if titles[i] == title)
        yield finding(
            "section-missing",
            last if last.end - last.start < 400 else heading.span,
            f"“{' '.join(other.title.split())}” stands in the other {len(holding)} parts, and is missing "
            f"here",
            right="add it, or say why it is not needed",
            also=(heading.span, *((other.heading.span,) if other.heading else ())),
        )


def _title(section: Section) -> str:
    return " ".join(section.title.lower().split()).strip(" :*#")
