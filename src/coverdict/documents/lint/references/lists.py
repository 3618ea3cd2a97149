"""Citations against the list of references: missing lists, missing entries, gaps, entries nobody cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.citing import Citation, Style
from coverdict.documents.lint.prose.entries import Entry
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Role
from coverdict.text import listed

_MALFORMED = re.compile(
    r"\(\d{1,3}(?:\s?[,\-]\s?\d{1,3}){0,6}\]\)?|\[\d{1,3}(?:\s?[,\-]\s?\d{1,3}){0,6}\)\]?|"
    r"\[\[\d{1,3}\](?!\])|"
    r"\(\(\d{1,3}\)(?!\))|\[\d{1,3}(?:,\s?\d{1,3}){0,6},\s?\]|\(\d{1,3}(?:,\s?\d{1,3}){0,6},\s?\)|"
    r"\[,\s?\d{1,3}\]|\(,\s?\d{1,3}\)|"
    r"\[\s?\]|\[\?\]|\(\?\)|\[\d{1,3}\]\]|\[(?:ref|citation needed|REF)\]"
)
_OPEN = re.compile(r"\[\d{1,3}(?=[\s.](?:[A-Z]|$))|(?<=[a-z]\s)\d{1,3}\](?=[\s.,])")


def lists(survey: Survey) -> Iterator[Finding]:
    """Everything about numbers of citations and entries."""
    yield from _malformed(survey)
    if survey.entries is None:
        yield from _no_list(survey)
        yield from _gaps(survey)
        return
    numbered = [entry for entry in survey.entries if entry.numbered]
    if not survey.citations or len(numbered) < len(survey.entries) / 2:
        return
    yield from _without_entry(survey, numbered)
    yield from _uncited(survey, numbered)
    yield from _numbering(numbered)
    yield from _order(survey)


def _cited(survey: Survey) -> dict[int, Citation]:
    """Each cited number with the first place that cites it."""
    found: dict[int, Citation] = {}
    for citation in survey.citations:
        for number in citation.numbers:
            found.setdefault(number, citation)
    return found


def _spoilt(survey: Survey) -> frozenset[int]:
    """The numbers of malformed citations: those are cited too."""
    texts = (match[0] for one in survey.running() for match in _MALFORMED.finditer(one.plain))
    return frozenset(int(number) for text in texts for number in re.findall(r"\d{1,3}", text))


def _no_list(survey: Survey) -> Iterator[Finding]:
    cited = _cited(survey)
    if len(cited) < 2:
        return
    first = survey.citations[0]
    yield finding(
        "reference-list-missing",
        first.span,
        "the text cites by number, and there is no list of references",
        f"{len(cited)} numbers are cited, {ranges_of(sorted(cited))}",
        "add the list",
    )


def _gaps(survey: Survey) -> Iterator[Finding]:
    """Numbers that are never cited, between others that are."""
    cited = _cited(survey)
    if not cited or min(cited) > 2:
        return
    known = cited.keys() | _spoilt(survey)
    missing = [number for number in range(1, max(cited)) if number not in known]
    if not missing or len(missing) > max(1, len(cited) // 4):
        return
    for number in missing:
        after = next(cited[one] for one in range(number + 1, max(cited) + 1) if one in cited)
        yield finding(
            "citation-gap",
            after.span,
            f"reference {number} is never cited",
            f"the text goes from {max((one for one in cited if one < number), default=0)} to "
            f"{after.numbers[0]}",
            "cite it, or number anew",
        )


def _malformed(survey: Survey) -> Iterator[Finding]:
    style = survey.citations[0].style if survey.citations else None
    for sentence in survey.running():
        if sentence.role in (Role.REFERENCES, Role.CODES) or not any(char in sentence.plain for char in "[("):
            continue
        for match in _MALFORMED.finditer(sentence.plain):
            if match[0] in ("[ ]", "[]") and sentence.plain.lstrip().startswith(match[0]):
                continue  # a box to tick
            yield finding(
                "citation-malformed",
                sentence.found(match),
                f"{match[0]} is no citation, and no bracket that closes",
                right="write it as the others are",
            )
        if style is Style.BRACKETS:
            for match in _OPEN.finditer(sentence.plain):
                yield finding(
                    "citation-malformed",
                    sentence.found(match),
                    f"the bracket of {match[0]} is not whole",
                    right="write it as the others are",
                )


def _without_entry(survey: Survey, entries: list[Entry]) -> Iterator[Finding]:
    known = {entry.number for entry in entries}
    told: set[int] = set()
    for citation in survey.citations:
        missing = [number for number in citation.numbers if number not in known and number not in told]
        told.update(missing)
        if missing:
            yield finding(
                "citation-without-entry",
                citation.span,
                f"the list of references has no {listed(str(number) for number in missing)}",
                f"it goes from {min(known)} to {max(known)}",
                "add the entry, or put right the number",
            )


def _uncited(survey: Survey, entries: list[Entry]) -> Iterator[Finding]:
    cited = _cited(survey)
    known = cited.keys() | _spoilt(survey)
    uncited = [entry for entry in entries if entry.number not in known]
    if len(uncited) > len(entries) / 2:
        return  # the citations are of another kind than those that were read
    for entry in uncited:
        yield finding(
            "entry-uncited",
            entry.span,
            f"reference {entry.number} is not cited in the text",
            f"the text cites {ranges_of(sorted(cited))}",
            "cite it, or take it out",
        )


def _numbering(entries: list[Entry]) -> Iterator[Finding]:
    counts = Counter(entry.number for entry in entries)
    for number, times in counts.items():
        if times > 1:
            repeated = [entry for entry in entries if entry.number == number]
            yield finding(
                "reference-numbering",
                repeated[1].span,
                f"the list has {number} {times} times",
                right="number the list anew",
                also=(repeated[0].span,),
            )
    for before, entry in pairwise(entries):
        if entry.number > before.number + 1:
            yield finding(
                "reference-numbering",
                entry.span,
                f"the list goes from {before.number} to {entry.number}",
                right="add what is missing, or number anew",
            )


def _order(survey: Survey) -> Iterator[Finding]:
    """Numbers in the order of their first citation, as every numbered style has them; one that is far out."""
    firsts = list(_cited(survey).items())
    ascending = sum(one[0] < other[0] for one, other in pairwise(firsts))
    if len(firsts) < 8 or ascending < 0.85 * (len(firsts) - 1):
        return  # a list in another order, as by name
    highest = 0
    for number, citation in firsts:
        if number > highest + 1 and not all(one in dict(firsts) for one in range(highest + 1, number)):
            highest = max(highest, number)
            continue
        if number > highest + 3:
            yield finding(
                "citation-order",
                citation.span,
                f"{number} is cited before {highest + 1} to {number - 1}",
                right="number in the order of the text",
                severity=Severity.INFORMATION,
            )
        highest = max(highest, number)


def ranges_of(numbers: list[int]) -> str:
    """`1 to 27 and 29 to 31`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return listed(shown[:8]) + (" and more" if len(shown) > 8 else "")
