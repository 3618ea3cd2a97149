"""Citations by number in the text: raised digits, [12], (12), or digits stuck to a sentence's end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coverdict.documents.lint.prose.entries import Entry
from coverdict.documents.lint.prose.plain import RAISED, RAISED_DASH
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.manuscript import BlockKind, Role, Span


class Style(StrEnum):
    """How a document writes its citations."""

    RAISED = "raised"
    BRACKETS = "brackets"
    PARENTHESES = "parentheses"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Citation:
    """One place that cites one or more entries.

    Arguments:
        numbers: the entries, a range filled in.
        sentence: the number of its sentence.
    """

    numbers: tuple[int, ...]
    span: Span
    sentence: int
    style: Style


_DIGITS = str.maketrans(RAISED + RAISED_DASH, "0123456789-")
_LIST = r"\d{1,3}(?:\s?[,;\-]\s?\d{1,3}){0,12}"
_PATTERNS = {
    Style.RAISED: re.compile(
        rf"(?P<before>[\w)\]\"'.,;:%]?)(?P<list>[{RAISED}]{{1,3}}(?:[,;\-{RAISED_DASH}]\s?[{RAISED}]{{1,3"
        rf"}}){{0,12}})"
    ),
    Style.BRACKETS: re.compile(rf"\[(?P<list>{_LIST})\]"),
    Style.PARENTHESES: re.compile(rf"(?<![\d)\]])\((?P<list>{_LIST})\)(?!\()"),
    Style.STUCK: re.compile(
        r"(?:(?<=[a-z]{2})|(?<=[)\]%\"']))[.,;](?P<list>\d{1,3}(?:[,\-]\d{1,3}){0,12})(?=\s|$)"
    ),
}
_MEASURE = re.compile(r"(?:^|[^A-Za-z])(?:m|cm|mm|dm|km|in|ft|kg/m|sec|s)$|[\d]$|\b10$")
_COUNTED = re.compile(r"(?<!\d)(?!(?:19|20)\d\d\s?$)\d{1,9}(?:\.\d+)?\s?%?\s?$|[=<>≤≥]\s?$|\bn\s?$")
_LARGEST = 999


def citations_of(sentences: Sequence[Sentence], entries: Sequence[Entry] | None) -> tuple[Citation, ...]:
    """The citations of a document, in the one style that it uses; none where it uses none.

    Arguments:
        entries: the list of references; a lone bracketed number is a citation only where there is one.
    """
    found: dict[Style, list[Citation]] = {style: [] for style in Style}
    for sentence in sentences:
        if sentence.role in (Role.REFERENCES, Role.HISTORY, Role.CODES) or sentence.kind is BlockKind.HEADING:
            continue
        for style in Style:
            found[style] += _in(sentence, style)
    needed = 1 if entries else 2
    used = max(Style, key=lambda style: len({number for one in found[style] for number in one.numbers}))
    distinct = {number for one in found[used] for number in one.numbers}
    if len(distinct) < (needed if used is not Style.STUCK else 3):
        return ()
    return tuple(sorted(found[used], key=lambda one: one.span))


def _in(sentence: Sentence, style: Style) -> Iterator[Citation]:
    text = sentence.plain
    matches = list(_PATTERNS[style].finditer(text))
    if style is Style.PARENTHESES:
        matches = _without_enumeration(text, matches)
    for match in matches:
        before = text[max(0, match.start("list") - 12) : match.start("list")]
        if style is Style.RAISED and _MEASURE.search(before):
            continue
        if style in (Style.PARENTHESES, Style.BRACKETS) and _COUNTED.search(text[: match.start()][-12:]):
            continue
        numbers = numbers_in(match["list"].translate(_DIGITS))
        if numbers:
            yield Citation(numbers, sentence.found(match, "list"), sentence.number, style)


def _without_enumeration(text: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out `(1) …; (2) …`, which number the parts of a sentence."""
    numbers = [match["list"] for match in matches]
    if "1" in numbers and "2" in numbers[numbers.index("1") :]:
        return []
    start = text[:4].lstrip()
    return [match for match in matches if not (start.startswith("(") and match.start() <= 3)]


def numbers_in(listed: str) -> tuple[int, ...]:
    """The numbers of `3,5-7`: 3, 5, 6, 7; none where a range runs backwards or a number is 0."""
    found: list[int] = []
    for part in re.split(r"[,;]", listed):
        ends = [int(end) for end in part.split("-") if end.strip()]
        if not ends or min(ends) < 1 or max(ends) > _LARGEST or ends[-1] < ends[0] or len(ends) > 2:
            return ()
        found += range(ends[0], ends[-1] + 1)
    return tuple(found)
