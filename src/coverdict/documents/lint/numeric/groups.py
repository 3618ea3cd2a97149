"""Groups that should come to their total, and do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.figures import COUNT, COUNTED, FREE, PEOPLE, whole
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.studies import Number, Study
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Span


def _size(name: str) -> str:
    """A pattern for `(n=25)`, the number being the group `name`."""
    return rf"[(\[]\s?[nN]\s?=\s?(?P<{name}>{COUNT})\s?(?:[;,][^)\]]{{0,40}})?[)\]]"


_WITHOUT = re.compile(
    rf"\bwith\b[^.;()\[\]]{{0,60}}?\s?{_size('a')},?\s+(?:or|and|vs\.?|"
    rf"versus)\s+without\b[^.;()\[\]]{{0,60}}?\s?{_size('b')}"
)
_SIZES = re.compile(rf"{_size('n')}|[(\[]\s?(?P<m>{COUNT})\s+{PEOPLE}\s?[)\]]")
_PARTED = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|divided|split|stratified|classified|categori[sz]ed|"
    r"separated|"
    r"grouped|distributed|partitioned)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:excluded?|exclusions?|withdrew|withdrawn|withdrawals?|dropped|drop-?outs?|lost|missing|"
    r"declined|refused|"
    r"discontinued|unavailable|unknown|screened|crossed|not\s+(?:available|reported|evaluable|assessed|"
    r"randomi[sz]ed))\b",
    re.IGNORECASE,
)
_VERB = (
    r"(?:received|underwent|survived|died|were|was|had|completed|responded|did|developed|remained|"
    r"achieved|got|in|to|"
    r"with|without|on|for|as|have|has|are|showed|experienced)"
)
_ITEM = re.compile(
    rf"{FREE}(?P<n>{COUNT})(?!\d|[.,/]\d|\s?%|-)(?:\s+\([\d.]{{1,5}}\s?%\))?(?:\s+(?:of\s+(?:these|them|"
    rf"whom)|(?P<who>{PEOPLE}|{COUNTED})))?\s+"
    rf"(?P<verb>{_VERB})\b"
)
_BOTH = re.compile(
    rf"{FREE}(?P<n>{COUNT})\s+(?:{PEOPLE}\s+)?(?:\w+\s+){{0,2}}both\b|"
    rf"\bboth\b[^.;]{{0,50}}\bin\s+(?P<m>{COUNT})\b"
)
_SEX = re.compile(
    rf"{FREE}(?P<a>{COUNT})\s+(?:\([\d.]{{1,5}}\s?%\)\s+)?(?:were\s+)?(?P<x>men|women|males?|females?|"
    rf"boys|girls)\b(?:\s?\([\d.]{{1,5}}\s?%\))?"
    rf"(?:,|\s+and|,\s+and|;|/)\s+(?P<b>{COUNT})\s+(?:\([\d.]{{1,5}}\s?%\)\s+)?(?:were\s+)?(?P<y>men|"
    rf"women|males?|females?|boys|girls)\b"
)
_ASSIGNED = re.compile(
    rf"{FREE}(?P<a>{COUNT})(?!\d|[.,/]\d|\s?%|-)\s+(?:{PEOPLE}\s+)?(?:were|was)\s+(?:randomly\s+)?"
    rf"(?:assigned|allocated|randomi[sz]ed)\s+to\b[^.;()\d]{{1,80}}?\band\s+(?P<b>{COUNT})(?!\d|[.,/]\d|\s?%|-)\s+"
    rf"(?:{PEOPLE}\s+)?(?:(?:were|was)\s+(?:assigned|allocated)\s+)?to\b"
)
_BRACKET = re.compile(
    rf"[(\[]\s?(?P<list>{COUNT}\s+[A-Za-z][A-Za-z \-]{{0,40}}(?:(?:,|;|,? and|"
    rf"/)\s+{COUNT}\s+[A-Za-z][A-Za-z \-]{{0,40}}){{1,6}})\s?[)\]]"
)
_NUMBER = re.compile(rf"{FREE}(?P<n>{COUNT})(?!\d|[.,/]\d|\s?%|-)")
_LED = re.compile(rf"(?:^|[^\d])({COUNT})\s+[A-Za-z]")
_REST = re.compile(
    rf"{FREE}(?P<a>{COUNT})(?!\d|[.,/]\d|\s?%|-)(?P<between>[^.;%\d]{{0,120}}?)\b(?:the\s+)?(?:remaining|"
    rf"other|rest,?|remainder,?)\s+(?P<b>{COUNT})(?!\d|[.,/]\d|\s?%|-)\b"
)
_GROUPS = re.compile(r"\b(?P<k>[2-6])\s+(?:\w+\s+)?(?:groups?|arms?|cohorts?|subgroups)\b")
_NEAR = 0.15  # how far off, as a share of the total, a slip of the pen may lie
_TIME = re.compile(r"\s?-?\s?(?:years?|months?|weeks?|days?|hours?|cm|mm|mg|mL|%)")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Groups of a sentence that should come to a total.

    Arguments:
        parted: whether the sentence says that everybody is in one of them.
        of: the number right before them, where they stand in brackets.
        who: what is counted, where the parts say it.
    """

    values: tuple[int, ...]
    span: Span
    sentence: Sentence
    parted: bool
    of: Number | None = None
    who: str = ""


def groups(survey: Survey) -> Iterator[Finding]:
    """Groups whose sizes do not come to the number of which they are said to be the parts."""
    for study in survey.studies:
        if not study.counts:
            continue
        seen: set[Span] = set()
        for sentence in study.sentences:
            if not any(char.isdigit() for char in sentence.plain):
                continue
            for parts in _parts(sentence):
                found = _judge(parts, study, sentence)
                if found is not None and found.span not in seen:
                    seen.add(found.span)
                    yield found
        yield from _announced(study)


def _parts(sentence: Sentence) -> Iterator[_Parts]:
    text = sentence.plain
    taken: set[str] = set()
    for match in _WITHOUT.finditer(text):
        taken |= {match["a"], match["b"]}
        yield _Parts((whole(match["a"]), whole(match["b"])), sentence.found(match), sentence, True)
    for match in _SEX.finditer(text):
        if match["x"][0] != match["y"][0] and match["x"][:3] != match["y"][:3]:
            yield _Parts((whole(match["a"]), whole(match["b"])), sentence.found(match), sentence, True)
    sizes = list(_SIZES.finditer(text))
    if len(sizes) > 1 and not taken and _PARTED.search(text):
        span = sentence.at(sizes[0].start(), sizes[-1].end())
        yield _Parts(tuple(whole(one["n"] or one["m"]) for one in sizes), span, sentence, True)
    for match in _BRACKET.finditer(text):
        values = tuple(whole(one) for one in _LED.findall(match["list"]))
        if len(values) > 1:
            yield _Parts(values, sentence.found(match, "list"), sentence, False, _before(sentence, match))
    for match in _REST.finditer(text):
        if not _SIZES.search(match["between"]) and not _TIME.match(text, match.end("a")):
            yield _Parts((whole(match["a"]), whole(match["b"])), sentence.found(match), sentence, True)
    for match in _ASSIGNED.finditer(text):
        yield _Parts((whole(match["a"]), whole(match["b"])), sentence.found(match), sentence, True)
    yield from _by_verb(sentence)


def _before(sentence: Sentence, match: re.Match[str]) -> Number | None:
    """The number that a bracket parts, at most a few words before it."""
    start = max(0, match.start() - 60)
    found = list(_NUMBER.finditer(sentence.plain, start, match.start()))
    if not found or re.search(r"[.;()]", sentence.plain[found[-1].end() : match.start()]):
        return None
    return Number(whole(found[-1]["n"]), sentence.found(found[-1], "n"))


def _by_verb(sentence: Sentence) -> Iterator[_Parts]:
    """`31 received one and 33 received the other`: numbers before the same verb, or dead and alive."""
    text = sentence.plain
    items = list(_ITEM.finditer(text))
    for first, second in pairwise(items):
        between = text[first.end() : second.start()]
        alike = first["verb"] == second["verb"] and first["verb"] not in (
            "in",
            "to",
            "with",
            "on",
            "for",
            "as",
        )
        mortal = {first["verb"], second["verb"]} & {"survived", "died"}
        fates = (
            "survived" in first[0] and re.match(r"\s+(?:had\s+)?died", text[second.end("n") :]) is not None
        )
        opposed = {first["verb"], second["verb"]} == {"with", "without"}
        joined = re.search(r"(?:\band|,|;|\bwhile|\bwhereas)\s*$", between) is not None
        if joined and ((alike and not mortal) or fates or opposed):
            values = (whole(first["n"]), whole(second["n"]))
            span = sentence.at(first.start(), second.end())
            yield _Parts(values, span, sentence, fates or opposed, who=first["who"] or second["who"] or "")


def _judge(parts: _Parts, study: Study, sentence: Sentence) -> Finding | None:
    """A finding where the parts come to no number of the study, and nearly to the one before them."""
    total = _total(parts, study)
    if total is None or total.value < 3:
        return None
    come_to = sum(parts.values)
    known = {one.value for one in study.counts} | set(_whole_numbers(study))
    both = [
        whole(match["n"] or match["m"])
        for match in _BOTH.finditer(" ".join(one.plain for one in study.sentences))
    ]
    if come_to in known - set(parts.values) or any(come_to - one in known for one in both):
        return None
    off = abs(come_to - total.value)
    between = [
        one for one in study.sentences if one.span.end > total.span.start and one.number <= sentence.number
    ]
    lost = _LOST.search(" ".join(one.plain for one in between))
    near = off <= max(1, _NEAR * total.value)
    if (lost and parts.of is None) or (not near and not (parts.parted and off < total.value / 2)):
        return None
    shown = " + ".join(f"{value:,}" for value in parts.values)
    return finding(
        "group-sum",
        parts.span,
        f"the groups come to {come_to:,}, not to {total.value:,}",
        f"{shown} = {come_to:,}, {off:,} {'more' if come_to > total.value else 'fewer'} than {total.value:,}",
        "put right a group or the total, or say who is in none of them or in several",
        (total.span,),
        None if parts.parted else Severity.QUERY,
    )


def _total(parts: _Parts, study: Study) -> Number | None:
    """The number of people before the parts, the nearest in their sentence, else in those before it."""
    if parts.of is not None:
        return parts.of
    larger = [one for one in study.counts if not one.size and one.value > max(parts.values)]
    before = [one for one in larger if one.span.end <= parts.span.start]
    after = [one for one in larger if parts.span.end <= one.span.start < parts.sentence.span.end]
    alike = [one for one in before if parts.who and one.who[:4] == parts.who[:4].lower()]
    people = alike or [one for one in before if one.who and re.fullmatch(PEOPLE, one.who)] or before
    return people[-1] if people else after[0] if after and parts.parted else None


def _whole_numbers(study: Study) -> Iterator[int]:
    for sentence in study.sentences:
        for found in re.finditer(rf"{FREE}({COUNT})(?!\d|[.,/]\d|\s?%)", sentence.plain):
            yield whole(found[1])


def _announced(study: Study) -> Iterator[Finding]:
    """`3 groups`, whose sizes are given one by one in the sentences that follow."""
    text = " ".join(one.plain for one in study.sentences)
    announced = _GROUPS.search(text)
    sizes = [one for one in study.counts if one.size]
    people = [one for one in study.counts if one.who and re.fullmatch(PEOPLE, one.who) and not one.size]
    if not announced or not people or len(sizes) != int(announced["k"]) or _LOST.search(text):
        return
    total, come_to = people[0], sum(one.value for one in sizes)
    same_sentence = any(
        sum(sentence.span.start <= one.span.start < sentence.span.end for one in sizes) == len(sizes)
        and _PARTED.search(sentence.plain)
        for sentence in study.sentences
    )
    off = abs(come_to - total.value)
    if same_sentence or not 0 < off <= _NEAR * total.value or total.span.start > sizes[0].span.start:
        return
    shown = " + ".join(f"{one.value:,}" for one in sizes)
    yield finding(
        "group-sum",
        Span(sizes[0].span.start, sizes[-1].span.end),
        f"the {announced['k']} groups come to {come_to:,}, not to {total.value:,}",
        f"{shown} = {come_to:,}",
        "put right a group or the total, or say who is in none of them",
        (total.span,),
        Severity.QUERY,
    )
