"""Runs of sentences that speak of one study, and whom it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.lint.prose.figures import COUNT, COUNTED, FREE, PEOPLE, whole
from coverdict.documents.lint.prose.plain import RAISED
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.manuscript import BlockKind, Role, Span

NAME = (
    r"(?:(?:van|von|de|der|den|la|le|du|el|al|Al)[ \-])?[A-Z][A-Za-z'\u00c0-\u024f]+(?:-[A-Z][A-Za-z'\u"
    r"00c0-\u024f]+)?"
)
MENTION = re.compile(
    rf"\b(?P<name>{NAME})(?:,? et al\b\.?|\s+and\s+(?:colleagues|co-?workers|associates|others)\b|"
    rf"\s+&\s+colleagues\b"
    rf"|\s+and\s+(?P<second>{NAME})(?=\s*[(\[]))(?:,?\s?[(\[](?P<year>(?:19|20)\d\d)[a-z]?[)\]])?"
)
_OPENING = re.compile(
    r"^\s*(?:(?:In|Authors of|The authors of)\s)?(?:an?|another|1|the|this)\s(?:[\w\-,]+\s){0,6}?"
    r"(?:study|trial|review|series|meta-analysis|analysis|report|registry|cohort|comparison)\b",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(r"^\s*(?:In\s)?(?:this|that|the|these)\b", re.IGNORECASE)
_SIZE = re.compile(rf"\b[nN]\s?=\s?(?P<n>{COUNT})(?![\d.%])")
_PEOPLE = re.compile(
    rf"{FREE}(?P<n>{COUNT})(?!\d|[.,/]\d|%)(?:\s+\([\d.]{{1,5}}\s?%\))?(?P<between>(?:[ "
    rf"\-]+[A-Za-z\-/]+){{0,5}}?)\s+(?P<who>{PEOPLE}|{COUNTED})\b"
)
_OF = re.compile(
    rf"\b(?:of|in|among)\s+(?:the\s+|these\s+|those\s+|all\s+|a total of\s+)?(?P<n>{COUNT})(?!\d|[.,]\d|"
    rf"\s?%|-)"
)
# Sentences and characters of a study; no paragraph has more, and what rules do grows faster than a study.
_MOST, _LONGEST = 60, 20_000
_ENDED = re.compile(
    r"\b(?:and|or|in|of|with|at|months?|years?|weeks?|days?|hours?|cm|mm|mg|mL|to|than|from|by|after)\b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that counts somebody or something.

    Arguments:
        who: what is counted, as `patients`; empty where it is not said.
        size: whether it is written as `n = …`.
    """

    value: int
    span: Span
    who: str = ""
    size: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """Sentences of one paragraph, or of adjoining ones, that speak of one study.

    Arguments:
        name: the first author's surname; empty where none is given.
        year: as written beside the name; empty where it is not.
        counts: who and what is counted, in order.
    """

    sentences: tuple[Sentence, ...]
    name: str
    year: str
    counts: tuple[Number, ...]

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)


def studies_of(sentences: Sequence[Sentence]) -> tuple[Study, ...]:
    """Every sentence outside of headings and references, in runs."""
    return tuple(_made(run) for run in _runs(sentences))


def _runs(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    run: list[Sentence] = []
    name = ""
    for sentence in sentences:
        if sentence.kind is BlockKind.HEADING or sentence.role is Role.REFERENCES:
            if run:
                yield run
            run, name = [], ""
            continue
        told = _name(sentence)
        row = run and run[-1].kind is BlockKind.ROW and sentence.kind is BlockKind.ROW
        parted = bool(run) and run[-1].paragraph != sentence.paragraph and not row and not sentence.close
        other = bool(told) and told != name
        full = bool(run) and (len(run) >= _MOST or sentence.span.end - run[0].span.start > _LONGEST)
        if run and (parted or other or full or (not told and _opens(sentence))):
            yield run
            run, name = [], ""
        run.append(sentence)
        name = told or name
    if run:
        yield run


def _name(sentence: Sentence) -> str:
    found = MENTION.search(sentence.plain)
    return found["name"] if found else ""


def _opens(sentence: Sentence) -> bool:
    """Whether a sentence begins to speak of another study, which it cites but does not name."""
    found = _OPENING.match(sentence.plain)
    if not found or _ANAPHORA.match(sentence.plain):
        return False
    return bool(re.search(r"\b(?:19|20)\d\d\b", found[0])) or bool(
        re.search(rf"[\[(]\d{{1,3}}[\])]|[{RAISED}]", sentence.plain)
    )


def _made(run: list[Sentence]) -> Study:
    name = year = ""
    counts: list[Number] = []
    for sentence in run:
        if not name and (found := MENTION.search(sentence.plain)):
            name, year = found["name"], found["year"] or ""
        counts += counts_in(sentence)
    return Study(tuple(run), name, year, tuple(counts))


def counts_in(sentence: Sentence) -> list[Number]:
    """Who and what a sentence counts, in order; a number stands once."""
    found: dict[int, Number] = {}
    text = sentence.plain
    if not any(char.isdigit() for char in text):
        return []
    for match in _SIZE.finditer(text):
        found[match.start("n")] = Number(whole(match["n"]), sentence.found(match, "n"), size=True)
    for match in _PEOPLE.finditer(text):
        if not _ENDED.search(match["between"]) and match.start("n") not in found:
            found[match.start("n")] = Number(
                whole(match["n"]), sentence.found(match, "n"), match["who"].lower()
            )
    for match in _OF.finditer(text):
        value = whole(match["n"])
        if match.start("n") not in found and not 1900 <= value <= 2100:
            found[match.start("n")] = Number(value, sentence.found(match, "n"))
    return [found[start] for start in sorted(found)]
