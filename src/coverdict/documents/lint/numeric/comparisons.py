"""Two groups compared in a sentence: their percentages or other values, and the p value beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.documents.lint.numeric.shares import OVER_TIME, Share, shares_in
from coverdict.documents.lint.prose.figures import COUNT, FREE, NUMBER, PEOPLE, SIGN, read, whole
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import Study
from coverdict.documents.manuscript import Span
from coverdict.evidence.figures import Figure

_P = re.compile(
    rf"(?<![A-Za-z])[pP]\s{{0,3}}(?:-?\s?[vV]alues?\s?)?(?:of\s|was\s|"
    rf"is\s)?\s?(?P<sign>[=<>≤≥])\s{{0,3}}(?P<p>{NUMBER})(?!\d|\.\d|\s?%)"
)
_PERCENT = re.compile(rf"{FREE}(?P<p>{NUMBER}){SIGN}")
_JOINT = re.compile(r"\s*(?:,|,?\s*and|,?\s*vs\.?|,?\s*versus|,?\s*or|;|/|,?\s*compared\s+(?:with|to))\s*")
_SKIPPED = re.compile(
    r"\b(?:all\s+patients|overall|both\s+groups|entire|whole|total|combined|in\s+all)\b", re.IGNORECASE
)
MATCHED = re.compile(
    r"\b(?:after|following|with|using|by)\s+(?:\w+\s+){0,2}?(?:propensity|matching|inverse\s+probability)|"
    r"\bmatched\b|\bpropensity\b",
    re.IGNORECASE,
)
MODEL = re.compile(
    r"\b(?:adjust\w*|multivaria\w*|univaria\w*|regression|hazard|log-?rank|stratified|interaction|trend|"
    r"Cox|ANCOVA|ANOVA|"
    r"mixed|Mann|Wilcoxon|weighted|odds\s+ratio|correlat\w*|slope|noninferior\w*|non-inferior\w*|bayesian|"
    r"meta-analy\w*|pooled)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"{FREE}(?P<n>{COUNT})(?!\d|[.,/]\d|\s?%|-)[^.;]{{0,200}}?\b(?:to|in|per|"
    rf"for)\s+each\s+(?:\w+\s+)?(?:groups?|arms?|treatment|cohort)"
    rf"|{FREE}(?P<m>{COUNT})(?!\d|[.,/]\d|\s?%|-)\s+(?:{PEOPLE}\s+)?(?:per|in\s+each|each)\s+(?:group|arm)"
)
_ARMS = re.compile(
    rf"{FREE}(?P<a>{COUNT})(?!\d|[.,/]\d|\s?%|-)\s+(?:\([\d.]{{1,5}}\s?%\)\s+)?(?:{PEOPLE}\s+)?(?:received"
    rf"|underwent|had|were|was|to|got|in)\b"
    rf"[^.;]{{0,90}}?(?:\band|,|;|\bwhile|\bwhereas)\s+(?P<b>{COUNT})(?!\d|[.,/]\d|\s?%|"
    rf"-)\s+(?:\([\d.]{{1,5}}\s?%\)\s+)?"
    rf"(?:{PEOPLE}\s+)?(?:received|underwent|had|were|was|to|got|in)\b"
)


@dataclass(frozen=True, slots=True)
class PValue:
    """A p value as printed."""

    sign: str
    figure: Figure
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two percentages of two groups.

    Arguments:
        counts: how many each is, where it is printed.
        totals: of how many, where it is printed.
        p: beside them; None where there is none.
        over_time: whether they are rates over time, which are no fractions of people.
        steps: how many times of observation stand in the comparison; the percentages are the last ones.
        clause: the text from which they come, up to p.
        span: from the first percentage to the last, or to p.
    """

    figures: tuple[Figure, Figure]
    counts: tuple[int | None, int | None]
    totals: tuple[int | None, int | None]
    p: PValue | None
    over_time: bool
    steps: int
    clause: str
    span: Span
    sentence: Sentence

    @property
    def shown(self) -> str:
        return f"{self.figures[0].text} % and {self.figures[1].text} %"


@dataclass(frozen=True, slots=True)
class Arms:
    """How many people each of two groups of a study has, as far as it is said.

    Arguments:
        sizes: of the groups; None where they are not said.
        total: of all; None where it is not said, or where there are more than two groups.
    """

    sizes: tuple[int, int] | None
    total: int | None


def p_values_in(sentence: Sentence) -> list[PValue]:
    """The p values of a sentence, in order."""
    return [PValue(one["sign"], read(one["p"]), sentence.found(one)) for one in _P.finditer(sentence.plain)]


def comparisons_in(sentence: Sentence) -> Iterator[Comparison]:
    """The comparisons of two percentages in a sentence, each with the p value that follows it."""
    text = sentence.plain
    if not sentence.running or ("%" not in text and "cent" not in text):
        return
    shares = shares_in(sentence)
    start = 0
    for p in p_values_in(sentence):
        end = p.span.end - sentence.span.start
        found = _compared(sentence, start, p.span.start - sentence.span.start, p, shares)
        if found is not None:
            yield found
        start = end
    if start < len(text):
        found = _compared(sentence, start, len(text), None, shares)
        if found is not None:
            yield found


def _compared(
    sentence: Sentence, start: int, end: int, p: PValue | None, shares: list[Share]
) -> Comparison | None:
    text = sentence.plain
    lists = _lists(text, start, end)
    if p is None:
        lists = lists[:2] if len(lists) == 2 else lists[-1:] if len(lists) == 1 else []
    if len(lists) > 2 and all(len(one) == 1 for one in lists):
        if not _SKIPPED.search(text, lists[0][0].end(), lists[1][0].start()):
            return None
        lists = lists[-2:]
    if len(lists) == 1 and len(lists[0]) % 2 == 0:
        half = len(lists[0]) // 2
        lists = [lists[0][:half], lists[0][half:]]
    if len(lists) != 2 or len(lists[0]) != len(lists[1]):
        return None
    first, second = lists[0][-1], lists[1][-1]
    if len(lists[0]) > 1 and lists[0][0].start() == first.start():
        return None
    clause = text[start:end]
    span = sentence.at(lists[0][0].start(), end if p is None else p.span.end - sentence.span.start)
    if p is None:
        span = sentence.at(lists[0][0].start(), second.end())
    of = [_share_of(one, sentence, shares) for one in (first, second)]
    return Comparison(
        (read(first["p"]), read(second["p"])),
        (of[0].count if of[0] else None, of[1].count if of[1] else None),
        (of[0].total if of[0] else None, of[1].total if of[1] else None),
        p,
        bool(OVER_TIME.search(text)) or "cumulative" in text,
        len(lists[0]),
        clause,
        span,
        sentence,
    )


def _lists(text: str, start: int, end: int) -> list[list[re.Match[str]]]:
    """The percentages of a stretch, those together that nothing but commas and small words parts."""
    found: list[list[re.Match[str]]] = []
    for match in _PERCENT.finditer(text, start, end):
        if re.match(r"\s?(?:CI|confidence)", text[match.end() : match.end() + 12]):
            continue
        if found and _JOINT.fullmatch(text, found[-1][-1].end(), match.start()):
            found[-1].append(match)
        else:
            found.append([match])
    return found


def _share_of(match: re.Match[str], sentence: Sentence, shares: list[Share]) -> Share | None:
    at = sentence.span.start + match.start("p")
    return next((one for one in shares if one.span.start <= at < one.span.end), None)


def arms_of(study: Study) -> Arms:
    """The sizes of a study's two groups, or its total alone."""
    sizes = [one for one in study.counts if one.size]
    people = [one for one in study.counts if re.fullmatch(PEOPLE, one.who) and not one.size]
    text = " ".join(one.plain for one in study.sentences)
    if len(sizes) == 2:
        return Arms((sizes[0].value, sizes[1].value), None)
    if len(sizes) > 2:
        return Arms(None, None)
    if each := _EACH.search(text):
        value = whole(each["n"] or each["m"])
        return Arms((value, value), None)
    if stated := _ARMS.search(text):
        pair = (whole(stated["a"]), whole(stated["b"]))
        known = {one.value for one in people}
        if sum(pair) in known or not any(value > max(pair) for value in known):
            return Arms(pair, None)
    totals = list(
        dict.fromkeys(
            one.total for sentence in study.sentences for one in shares_in(sentence) if one.total is not None
        )
    )
    if len(totals) == 2:
        return Arms((totals[0], totals[1]), None)
    return Arms(None, people[0].value if people else None)
