"""Rates at several times: as many rates as times, survival that does not rise, cumulative rates that do not
fall; and rates that one follows from the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.figures import FREE, NUMBER, SIGN, percent_of, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.evidence.figures import Figure

_RATE = rf"{NUMBER}(?:{SIGN})?"
_RATES = re.compile(
    rf"{FREE}(?P<list>{_RATE}(?:,\s{{0,24}}(?:and\s{{1,24}})?{_RATE}|"
    rf"\s+and\s+{_RATE}){{1,7}})(?<=%)(?!\s?(?:CI|confidence))"
)
_TIME = r"\d{1,2}(?:\.\d)?"
_AT = re.compile(
    rf"\bat\s+(?P<times>{_TIME}(?:,?\s?(?:and\s)?\s?{_TIME}|,\s?{_TIME}){{1,7}})\s?-?\s?(?P<unit>years?|"
    rf"months?|weeks?|days?)\b"
)
_HYPHENED = re.compile(
    rf"\b(?P<times>{_TIME}-?(?:,?\s?(?:and\s)?\s?{_TIME}-?|,\s?{_TIME}-?){{1,7}})\s?(?P<unit>year|month|"
    rf"week|day)\b"
)
_ONCE = re.compile(
    rf"\b(?P<n>\d{{1,2}})-(?P<unit>month|year)\s+(?:[A-Za-z\-]+\s+){{0,4}}?(?:rates?|survival|OS)\s+(?:was|were)\s+"
    rf"(?P<list>{_RATE}(?:(?:,|,?\s+and|\s+vs\.?|\s+versus)\s+{_RATE}){{0,3}})"
)
_SURVIVAL = re.compile(
    r"\bsurviv\w+|\bOS\b|\b[DPRTEL][A-Z]{0,2}FS\b|\b(?:disease|progression|event|tumou?r|relapse|"
    r"recurrence)-free\b|\bpatency\b|\bremain\w*\s+free\b",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(
    r"\bcumulative\b|\brecurrence\s+rates?\b|\bmortality\b|\bprogression\s+rates?\b|\bincidence\b|"
    r"\bfailure\s+rates?\b",
    re.IGNORECASE,
)
_DEAD = re.compile(
    rf"\b(?:mortality(?:\s+rate)?|deaths?|died|death\s+rate)\b[^.;%]{{0,40}}?{FREE}(?P<dead>{NUMBER})"
    rf"{SIGN}(?P<between>[^.%]{{0,90}}?)"
    rf"\b(?:surviv\w+|OS)\b[^.;%]{{0,40}}?{FREE}(?P<alive>{NUMBER}){SIGN}",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:corresponding|corresponds?|equivalent|equating|that\s+is|i\.e\.|giving|yielding|resulting|"
    r"which\s+means|translat\w+|hence|thus|for\s+an?)\b",
    re.IGNORECASE,
)


def series(survey: Survey) -> Iterator[Finding]:
    """Series of rates, sentence by sentence."""
    for sentence in survey.running():
        if "%" in sentence.plain:
            yield from _series(sentence)
            yield from _one_by_one(sentence)
            yield from _follows(sentence)


def _series(sentence: Sentence) -> Iterator[Finding]:
    text = sentence.plain
    times = [*_AT.finditer(text), *_HYPHENED.finditer(text)]
    if not times:
        return
    for match in _RATES.finditer(text):
        before = [one for one in times if one.end() <= match.start()]
        given = max(before, key=lambda one: one.end()) if before else min(times, key=lambda one: one.start())
        moments = [float(one) for one in re.findall(_TIME, given["times"])]
        rates = [percent_of(one) for one in re.findall(_RATE, match["list"])]
        lists = _parted(rates, len(moments))
        if lists is None or moments != sorted(moments):
            if (
                lists is None
                and "respectively" in text[match.end() :]
                and _mismatch(text, match, given, len(rates), len(moments))
            ):
                yield finding(
                    "respectively-mismatch",
                    sentence.found(match),
                    f"{len(rates)} rates are given for {len(moments)} times",
                    f"{' and '.join(one.text for one in rates)} % at {given['times'].strip()} "
                    f"{given['unit']}",
                    "give a rate for each time",
                )
            continue
        subject = text[: match.start()]
        for one in lists:
            yield from _monotone(sentence, match, one, subject)


def _mismatch(text: str, match: re.Match[str], given: re.Match[str], rates: int, times: int) -> bool:
    """Whether rates and times that differ in number are surely meant for each other."""
    close = abs(match.start() - given.end()) < 60 or abs(given.start() - match.end()) < 12
    return (
        close
        and times > 1
        and rates != times
        and rates % times != 0
        and len(list(_RATES.finditer(text))) == 1
    )


def _parted(rates: list[Figure], times: int) -> list[list[Figure]] | None:
    if times < 2 or len(rates) % times:
        return None
    return [rates[start : start + times] for start in range(0, len(rates), times)]


def _monotone(
    sentence: Sentence, match: re.Match[str], rates: list[Figure], subject: str
) -> Iterator[Finding]:
    survivals = [found.end() for found in _SURVIVAL.finditer(subject)]
    cumulative = [found.end() for found in _CUMULATIVE.finditer(subject)]
    last = max(survivals, default=-1), max(cumulative, default=-1)
    if last == (-1, -1):
        return
    falling = last[0] >= last[1]
    values = [one.value for one in rates]
    pairs = list(pairwise(values))
    if not falling and "cumulative" not in subject.lower():
        return
    wrong = [pair for pair in pairs if (pair[1] > pair[0] if falling else pair[1] < pair[0])]
    if wrong:
        what = "survival rises" if falling else "a cumulative rate falls"
        yield finding(
            "series-not-monotone",
            sentence.found(match),
            f"{what} with time: {', '.join(one.text for one in rates)} %",
            f"{wrong[0][1]} after {wrong[0][0]}",
            "put right a rate or the order of the times",
        )


def _one_by_one(sentence: Sentence) -> Iterator[Finding]:
    """`the 12-month rate was 78 % and 74 %; the 24-month rate was 55 % and 49 %`, of the same groups."""
    if not _SURVIVAL.search(sentence.plain):
        return
    told: list[tuple[float, list[Figure], re.Match[str]]] = []
    for match in _ONCE.finditer(sentence.plain):
        months = float(match["n"]) * (12 if match["unit"].startswith("y") else 1)
        rates = [percent_of(one) for one in re.findall(_RATE, match["list"])]
        told.append((months, rates, match))
    for (early, first, _), (late, second, match) in pairwise(told):
        rising = [(a, b) for a, b in zip(first, second, strict=False) if b.value > a.value]
        if early < late and len(first) == len(second) and rising:
            before, after = rising[0]
            yield finding(
                "series-not-monotone",
                sentence.found(match),
                f"survival rises with time: {before.text} %, then {after.text} %",
                f"{after.text} after {before.text}",
                "put right a rate or the order of the times",
            )


def _follows(sentence: Sentence) -> Iterator[Finding]:
    """A survival rate said to follow from a share of deaths that leaves another share alive."""
    for match in _DEAD.finditer(sentence.plain):
        if not _FOLLOWS.search(match["between"]):
            continue
        dead, alive = read(match["dead"]), read(match["alive"])
        if abs(100 - dead.value - alive.value) > 1:
            yield finding(
                "rate-does-not-follow",
                sentence.found(match),
                f"{dead.text} % dead does not correspond to {alive.text} % alive",
                f"100 - {dead.text} = {100 - dead.value}",
                "say that the survival rate is an estimate over time, if it is one",
            )
