"""A policy's statement against its own rationale, and against its own benefit table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.policy.status import Way, ways_in
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import BlockKind, Role

_CONCLUDES = re.compile(
    r"^\W*(?:Thus|Therefore|Hence|In\s+(?:summary|conclusion)|Overall|Accordingly|As\s+a\s+result|"
    r"Consequently|Based\s+on|On\s+balance|"
    r"For\s+(?:these|this)\s+reasons?|Given\s+(?:this|these|the)|The\s+(?:available\s+|current\s+|"
    r"published\s+|clinical\s+)?evidence\s+is|"
    r"Current\s+evidence)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"\b(?:summary|conclusions?)\b", re.IGNORECASE)
_POOR = re.compile(
    r"\b(?:insufficient\s+(?:evidence\s+)?to\s+(?:determine|permit|conclude|support|establish|draw)|"
    r"evidence\s+is\s+(?:insufficient|inadequate|lacking)|"
    r"inconclusive|(?:does|do)\s+not\s+(?:permit|support|allow)\s+(?:any\s+)?(?:firm\s+)?conclusions?|"
    r"cannot\s+be\s+(?:determined|concluded)|"
    r"(?:has|have)\s+not\s+been\s+(?:established|demonstrated|proven|shown)|insufficient\s+evidence)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:evidence\s+is\s+sufficient\s+to\s+(?:determine|conclude|support)|evidence\s+(?:supports|"
    r"demonstrates|establishes)|"
    r"sufficient\s+evidence\s+to\s+(?:determine|conclude|support)|(?:has|have)\s+been\s+(?:established|"
    r"proven|demonstrated))\b",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"\b(?:authors?|reviewers|investigators|et\s+al|guidelines?|society|recommend\w*|asserted)\b",
    re.IGNORECASE,
)
_BARRED = re.compile(
    r"^\W*(?:(?:is|are)\s+)?(?:not\s+(?:a\s+)?covered(?:\s+benefit)?|non-?covered|excluded|no\s+coverage|"
    r"not\s+a\s+benefit)\W*$",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"^\W*(?:(?:is|are)\s+)?(?:covered|covered\s+benefit|eligible)\b(?!.*\bnot\b).{0,60}$", re.IGNORECASE
)


def positions(survey: Survey) -> Iterator[Finding]:
    """Statements that the rest of their document contradicts."""
    statements = _statements(survey, Role.STATEMENT) or _statements(survey, Role.IDENTITY, Role.CRITERIA)
    if not statements:
        return
    ways = frozenset(way for _, found in statements for way in found)
    yield from _rationale(survey, statements, ways)
    yield from _benefits(survey, statements, ways)


def _statements(survey: Survey, *roles: Role) -> list[tuple[Sentence, frozenset[Way]]]:
    return [
        (one, ways)
        for one in survey.running(*roles)
        if one.kind is not BlockKind.ROW and (ways := ways_in(one.plain))
    ]


def _rationale(
    survey: Survey, statements: list[tuple[Sentence, frozenset[Way]]], ways: frozenset[Way]
) -> Iterator[Finding]:
    poor, good = _conclusions(survey)
    if Way.FOR in ways and poor and not good:
        against, meant = poor, Way.FOR
    elif ways == {Way.AGAINST} and good and not poor:
        against, meant = good, Way.AGAINST
    else:
        return
    statement = next(one for one, found in statements if meant in found)
    first, *others = against
    severity = Severity.CERTAIN if len(ways) == 1 else Severity.QUERY
    yield finding(
        "statement-against-rationale",
        first.span,
        "the rationale concludes the contrary of the policy statement",
        f"statement: {_quoted(survey, statement)}; rationale: {_quoted(survey, against[-1])}",
        "settle which of the two holds",
        (statement.span, *(one.span for one in others)),
        severity,
    )


def _conclusions(survey: Survey) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences in which the rationale itself concludes: against the service, and for it."""
    poor: list[Sentence] = []
    good: list[Sentence] = []
    for sentence in survey.running(Role.EVIDENCE):
        title = survey.manuscript.sections[sentence.section].title
        if not (_CONCLUDES.search(sentence.plain) or _SUMMARY.search(title)) or _AUTHORS.search(
            sentence.plain
        ):
            continue
        ways = ways_in(sentence.plain)
        if _POOR.search(sentence.plain) or ways == {Way.AGAINST}:
            poor.append(sentence)
        elif _GOOD.search(sentence.plain) or ways == {Way.FOR}:
            good.append(sentence)
    return poor, good


def _benefits(
    survey: Survey, statements: list[tuple[Sentence, frozenset[Way]]], ways: frozenset[Way]
) -> Iterator[Finding]:
    """A benefit table whose products mostly go the other way; one or two that do are that plan's affair."""
    if len(ways) != 1:
        return
    cells = list(survey.running(Role.BENEFITS))
    barred = [one for one in cells if _BARRED.match(one.plain)]
    granted = [one for one in cells if _GRANTED.match(one.plain)]
    contrary, others = (barred, granted) if Way.FOR in ways else (granted, barred)
    if not contrary or len(contrary) <= len(others):
        return
    statement = statements[0][0]
    also = [one.span for one in contrary[1:]]
    repeated = [one.span for one in survey.running(Role.OTHER, Role.CODES) if _REPEATED.search(one.plain)]
    yield finding(
        "statement-against-benefits",
        contrary[0].span,
        f"the benefit table says {' '.join(contrary[0].plain.split()).lower().rstrip('.')}, the statement "
        f"the contrary",
        f"{len(contrary)} of {len(contrary) + len(others)} products that the table decides, beside "
        f"{_quoted(survey, statement)}",
        "settle which of the two holds, or say that coverage differs from the clinical position",
        (statement.span, *also, *repeated[:3]),
    )


_REPEATED = re.compile(
    r"\b(?:policy|position|joint\s+policy|codes?)\b.{0,20}\b(?:established|investigational|"
    r"medically\s+necessary)\b",
    re.IGNORECASE,
)


def _quoted(survey: Survey, sentence: Sentence) -> str:
    words = survey.manuscript.said(sentence.span).split()
    return f"“{' '.join(words[:14])}{' …' if len(words) > 14 else ''}”"
