"""Counts with their percentages, as sentences write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coverdict.documents.lint.prose.figures import COUNT, COUNTED, FREE, NUMBER, PEOPLE, SIGN, read, whole
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.manuscript import Span
from coverdict.evidence.figures import Figure

_WHO = rf"(?:\s+(?:[a-z\-]+\s+){{0,2}}?(?:{PEOPLE}|{COUNTED}))?"
_OF = r"\s{0,24}(?:of|out of|/)\s{0,2}(?:the\s+|all\s+|these\s+|a total of\s+)?"
_K = rf"{FREE}(?P<k>{COUNT})(?![\d.,]\d|\d)"
_N = rf"(?P<n>{COUNT})(?!\d|[.,]\d|%|\s?percent)"
_P = rf"(?P<p>{NUMBER}){SIGN}"
_OPEN = r"\s{0,24}[(\[]\s?(?:n\s?=\s?)?"
_WORDS = r"(?P<words>(?:\s+[A-Za-z'\-]+){0,5})"

# With count and total beside the percentage.
_STATED = (
    re.compile(rf"{_K}{_WHO}\s{{0,24}}[(\[]\s?{_P}[^)\]]{{0,60}}[)\]]{_WHO}{_OF}{_N}"),
    re.compile(rf"{_K}{_OF}{_N}(?:\s+[A-Za-z'\-]+){{0,5}},?\s{{0,24}}(?:[(\[;:=]|or|i\.e\.,?)\s?{_P}"),
    re.compile(
        rf"{FREE}{_P}(?:\s+[A-Za-z'\-]+){{0,4}},?\s{{0,24}}[(\[;]\s?(?:n\s?=\s?|i\.e\.,?\s)?{_K}{_OF}{_N}"
    ),
    re.compile(rf"{FREE}{_P}\s{{0,24}}[(\[]\s?(?:n\s?=\s?)?{_K}[)\]]{_WHO}{_OF}{_N}"),
    re.compile(rf"{_K}{_WHO}\s{{0,24}}[(\[]\s?(?:out\s+of|of|/)\s{{1,3}}{_N}[;,:]\s?{_P}"),
)
# With the count alone.
_ALONE = (
    re.compile(rf"{_K}{_WORDS}\s{{0,24}}[(\[]\s?(?:[A-Za-z][A-Za-z \-]{{0,30}}[,:]?\s)?{_P}"),
    re.compile(rf"{FREE}{_P}{_WORDS}{_OPEN}{_K}(?:\s+[a-z]+)?\s?[)\],;]"),
)
# A decimal in brackets after `n = …`, where the percent sign was lost.
_UNSIGNED = re.compile(rf"\bn\s?=\s?(?P<k>{COUNT})\s{{1,3}}[(\[]\s?(?P<p>\d{{1,3}}\.\d{{1,2}})\s?[)\]]")
_OF_ALL = re.compile(rf"\b(?:Of|Among|In)\s+(?:the\s+|these\s+|those\s+|all\s+|a total of\s+)?{_N}")
_MEASURES = re.compile(
    r"\b(?:months?|years?|weeks?|days?|hours?|minutes?|mins?|mg|kg|cm|mm|mL|points?|dollars|degrees|times|"
    r"fold|units?|mmHg|Gy|U|IU|meters?|stage|grade|class|type|phase|level|category|version|part|chapter|"
    r"step|tier|day|month|year|week|table|figure|item|section|code|codes)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:stage|grade|class|type|phase|level|category|version|table|figure|fig\.|section|code|day|"
    r"month|year|"
    r"week|score|aged?|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|[$€£#±<>≤≥=-])\s?$",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\bor\s(?:more|less|fewer|greater|higher|lower)\b|\b(?:vs|versus|to)\b")
_VERSUS = re.compile(r"\s?(?:%|percent)\s?(?:vs|versus|compared|v\.|and|or|to|-)", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:\b(?:approximately|about|nearly|almost|roughly|around|over|under|more than|less than|fewer than|"
    r"at least|"
    r"up to|some|circa|ca\.|estimated|only about|close to)|[~≈<>≤≥])\s{0,3}[(\[]?\s?$",
    re.IGNORECASE,
)
# Rates that are no fractions of a number of patients.
MODELLED = re.compile(
    r"\b(?:Kaplan|actuarial|cumulative|life[- ]table|log-?rank|adjusted|weighted|estimated|projected|"
    r"modell?ed|"
    r"predicted|probabilit\w+|extrapolat\w+|annuali[sz]ed|person-years|competing|pooled|random-effects|"
    r"imputed|"
    r"propensity|standardi[sz]ed)\b",
    re.IGNORECASE,
)
OVER_TIME = re.compile(
    r"\bsurviv\w+|\b(?:OS|DFS|PFS|RFS|TFS|EFS|LRFS|DSS|CSS|TTP)\b|"
    r"\b\d{1,2}-?,?\s?(?:and\s\d{1,2}-?\s?)?-?\s?(?:years?|months?)\b"
    r"|\bfreedom from\b|\b(?:-|\s)free\b|\b(?:years?|months?)\s+(?:rates?|incidence)|\bpatency\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Share:
    """A count and the percentage that stands for it.

    Arguments:
        total: of how many, where it stands beside it; None where it does not.
        begins: the total of an "Of the N patients" that opens its sentence; None without one.
        signed: whether the percent sign is there.
        span: from the count to the percentage, the total included.
    """

    count: int
    printed: Figure
    total: int | None
    begins: int | None
    signed: bool
    span: Span
    sentence: Sentence

    @property
    def shown(self) -> str:
        return f"{self.count} ({self.printed.text} %)"


def shares_in(sentence: Sentence) -> list[Share]:
    """The shares of a sentence, in order; none of rates that a model gives, or that are said to be rough."""
    text = sentence.plain
    if not sentence.running:
        return []
    found: dict[int, Share] = {}
    modelled = MODELLED.search(text) is not None
    taken: list[tuple[int, int]] = []
    if "%" in text or "cent" in text:
        stated = (match for pattern in _STATED for match in pattern.finditer(text))
        for match in sorted(stated, key=lambda one: one.start()):
            # Beside a total, only a word of modelling close by says that the percentage is no share of it.
            near = modelled and MODELLED.search(text, max(0, match.start() - 60), match.end() + 12)
            if _free(match, taken) and not near and not _rough(text, match):
                found[match.start()] = _share(sentence, match, whole(match["n"]))
                taken.append(match.span())
        for pattern in _ALONE if not modelled else ():
            for match in pattern.finditer(text):
                if _free(match, taken) and not _rough(text, match) and not _MEASURES.search(match["words"]):
                    found[match.start()] = _share(sentence, match, None)
                    taken.append(match.span())
    for match in _UNSIGNED.finditer(text) if not modelled else ():
        if _free(match, taken):
            found[match.start()] = _share(sentence, match, None)
    return [found[start] for start in sorted(found)]


def _free(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return all(match.end("p") <= start or match.start("p") >= end for start, end in taken)


def _rough(text: str, match: re.Match[str]) -> bool:
    """Whether the count is no count (a grade, a date, a measure), or the percentage is no exact one."""
    for group in ("k", "p"):
        if _ABOUT.search(text, max(0, match.start(group) - 24), match.start(group)):
            return True
    if _BEFORE.search(text, max(0, match.start("k") - 14), match.start("k")):
        return not text[max(0, match.start("k") - 4) : match.start("k")].rstrip().endswith("=")
    if match.re in _ALONE and (_LIMIT.search(match["words"]) or _VERSUS.match(text, match.end("p"))):
        return True
    value = whole(match["k"])
    return (
        1900 <= value <= 2100
        and "n" not in match.groupdict()
        and text[match.end("k") : match.end("k") + 2] == " ("
    )


def _share(sentence: Sentence, match: re.Match[str], total: int | None) -> Share:
    begins = None
    if total is None:
        heads = [
            head
            for head in _OF_ALL.finditer(sentence.plain, 0, match.start())
            if _opens(sentence.plain, head)
        ]
        begins = whole(heads[-1]["n"]) if heads else None
    return Share(
        whole(match["k"]),
        read(match["p"]),
        total,
        begins,
        match.re is not _UNSIGNED,
        sentence.found(match),
        sentence,
    )


def _opens(text: str, head: re.Match[str]) -> bool:
    return not text[: head.start()].strip() or text[: head.start()].rstrip().endswith((";", ":", "."))


def attached_in(sentence: Sentence) -> Iterator[tuple[Figure, int, Span]]:
    """Percentages of a stated number of people without a count: `87 % of 31 patients`."""
    text = sentence.plain
    if not sentence.running or MODELLED.search(text) or OVER_TIME.search(text):
        return
    for match in _ATTACHED.finditer(text):
        if not _ABOUT.search(text, max(0, match.start("p") - 24), match.start("p")):
            yield read(match["p"]), whole(match["n"]), sentence.found(match)


_ATTACHED = re.compile(
    rf"{FREE}{_P}\s+(?:of|in|among)\s+(?:the\s+|all\s+|these\s+|those\s+|"
    rf"our\s+)?{_N}(?:\s+[a-z\-]+){{0,3}}\s+{PEOPLE}\b"
)
