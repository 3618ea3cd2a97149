"""Estimates with their intervals, ranges and dispersions: what cannot be, and what has another name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import erfc, log, sqrt
from statistics import NormalDist

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.prose.figures import COUNTED, NUMBER, PEOPLE, read
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import Span
from coverdict.evidence.figures import Figure

_UNIT = (
    r"(?:\s?(?:%|percent|months?|years?|weeks?|days?|hours?|minutes?|cm|mm|mg/dL|ng/mL|points?|kg/m2|"
    r"mmHg|mL|mg|kg|g/dL))?"
)
_SIGNED = rf"-?{NUMBER}"
_ENDS = rf"(?P<low>{_SIGNED}){_UNIT}\s?(?:-|to|and|,|;)\s?(?P<high>{_SIGNED}){_UNIT}(?![\d%]|\.\d)"
_KIND = (
    r"(?P<kind>(?:(?P<level>\d{2}(?:\.\d)?)\s?(?:%|percent)\s?)?(?:CI|CIs|confidence\s+intervals?|"
    r"confidence\s+limits|"
    r"credible\s+intervals?|CrI|confidence\s+interval\s+\[CI\])|ranged?\s+from|range|ranging\s+from|IQR|"
    r"inter-?quartile\s+range)"
    r"(?:\s?[\[(](?:CI|IQR|CrI)[\])])?"
)
_INTERVAL = re.compile(
    rf"(?<![\w.±])(?<!± )(?<!/-)(?<!/- )(?P<estimate>{_SIGNED}){_UNIT}(?:\s?(?:±|"
    rf"\+/-)\s?{NUMBER}{_UNIT})?(?P<between>[^.;()\[\]\d]{{0,40}}?)\s?"
    rf"[,;:]?\s?[(\[,;]\s?{_KIND}\s?[,:;=]?\s?(?:of\s|from\s|was\s)?[(\[]?\s?{_ENDS}",
)
# `29 months (3-62 months)`: an average with two ends in brackets and no word for what they are.
_BARE = re.compile(
    rf"(?P<estimate>{_SIGNED})\s?(?P<unit>months?|years?|weeks?|days?|cm|"
    rf"mm)\s?[(\[]\s?(?P<low>{_SIGNED})\s?(?:-|to)\s?(?P<high>{_SIGNED})"
    rf"(?:\s?(?P=unit))?\s?[)\]]"
)
_RATIO = re.compile(
    r"\b(?:hazard\s+ratio|odds\s+ratio|risk\s+ratio|relative\s+risk|rate\s+ratio|HR|OR|RR|aHR|aOR|aRR|IRR|"
    r"SHR)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:median|mean|average)\b", re.IGNORECASE)
# A number before an interval that is no estimate: how many there are, or of how many.
_NO_ESTIMATE = re.compile(r"(?:\bn\s?=|[/=<>≤≥-])\s?$")
_TOTAL = re.compile(r"\d\s+(?:of|out\s+of|in)\s+(?:the\s+)?$")
_COUNTED = re.compile(rf"\b(?:{PEOPLE}|{COUNTED})\b")
_P = re.compile(
    rf"\bp\s?(?:-?\s?values?\s?)?(?:of\s|was\s)?(?P<sign>[<>=≤≥]|was|of)\s?(?P<p>{NUMBER})(?![\d]|\.\d)",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    rf"(?<![\w.])(?P<mean>{_SIGNED}){_UNIT}\s?(?:±|\+/-)\s?(?P<sd>{NUMBER}){_UNIT}[^.()]{{0,20}}[(\[;,]\s?"
    rf"range[,:;]?\s?(?:of\s|from\s)?{_ENDS}",
    re.IGNORECASE,
)
_SLACK = 2.0  # how often larger or smaller a p value may be than the interval makes it, before it is doubted


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with two ends.

    Arguments:
        kind: `CI`, `range` or `IQR`; `range` where no word says it.
        level: of a confidence interval, as a share.
        ratio: whether the estimate is a ratio of risks, odds or hazards.
    """

    estimate: Figure
    low: Figure
    high: Figure
    kind: str
    level: float
    ratio: bool
    average: bool
    span: Span
    sentence: Sentence
    end: int


def intervals_in(sentence: Sentence) -> list[Interval]:
    """The intervals of a sentence, in order."""
    text = sentence.plain
    found: dict[int, Interval] = {}
    if not sentence.running or not any(char.isdigit() for char in text):
        return []
    for pattern in (_INTERVAL, _BARE):
        for match in pattern.finditer(text):
            if any(start <= match.start("low") < one.end for start, one in found.items()):
                continue
            if pattern is _BARE or not _no_estimate(text, match):
                found[match.start()] = _interval(sentence, match, pattern is _BARE)
    return [found[start] for start in sorted(found)]


def _no_estimate(text: str, match: re.Match[str]) -> bool:
    """Whether the number before an interval counts something, instead of being estimated."""
    before = text[max(0, match.start() - 14) : match.start()]
    counts = _COUNTED.search(match["between"]) and "." not in match["estimate"]
    return bool(counts or _NO_ESTIMATE.search(before) or _TOTAL.search(before))


def _interval(sentence: Sentence, match: re.Match[str], bare: bool) -> Interval:
    text = sentence.plain
    told = "" if bare else match["kind"].lower()
    kind = (
        "CI" if "c" in told.split("range")[0] and "quart" not in told else "IQR" if "q" in told else "range"
    )
    level = "" if bare else match["level"] or ""
    before = text[max(0, match.start() - 60) : match.start()]
    clause = re.split(r"[;.]\s|\(", before)[-1]
    return Interval(
        _figure(match["estimate"]),
        _figure(match["low"]),
        _figure(match["high"]),
        kind,
        float(level) / 100 if level and 50 < float(level) < 100 else 0.95,
        bool(_RATIO.search(clause)),
        bool(_AVERAGE.search(before)),
        sentence.found(match),
        sentence,
        match.end(),
    )


def _figure(text: str) -> Figure:
    figure = read(text.lstrip("-"))
    return figure if not text.startswith("-") else Figure(text, -figure.value, figure.decimals)


def intervals(survey: Survey) -> Iterator[Finding]:
    """Ends the wrong way round, estimates outside, ranges that look like confidence intervals, and p values
    that do not belong to their interval."""
    for sentence in survey.running():
        for one in intervals_in(sentence):
            yield from _judge(one)
        yield from _spreads(sentence)


def _judge(one: Interval) -> Iterator[Finding]:
    if one.low.value > one.high.value:
        if one.low.value < 100_000 and not 1900 <= one.low.value <= 2100:
            yield finding(
                "interval-reversed",
                one.span,
                f"the interval ends before it begins: {one.low.text} to {one.high.text}",
                f"{one.low.text} is more than {one.high.text}",
                "put right an end",
            )
        return
    if not one.low.value <= one.estimate.value <= one.high.value:
        yield finding(
            "estimate-outside-interval",
            one.span,
            f"{one.estimate.text} does not lie between {one.low.text} and {one.high.text}",
            f"{one.estimate.text} is {_beside(one)}",
            "put right the estimate or an end",
        )
        return
    if (
        one.kind == "range"
        and one.average
        and min(one.estimate.decimals, one.low.decimals, one.high.decimals) > 0
    ):
        yield from _symmetric(one)
    if one.kind == "CI" and one.ratio:
        yield from _lopsided(one)
        yield from _against_p(one)


def _beside(one: Interval) -> str:
    """On which side of its interval an estimate lies."""
    return f"below {one.low.text}" if one.estimate.value < one.low.value else f"above {one.high.text}"


def _symmetric(one: Interval) -> Iterator[Finding]:
    middle = (one.low.value + one.high.value) / 2
    if middle == one.estimate.value and one.low.value < one.high.value and one.low.value > 0:
        yield finding(
            "range-symmetric",
            one.span,
            f"{one.estimate.text} is the very middle of the range {one.low.text} to {one.high.text}, as "
            f"of a confidence interval",
            f"({one.low.text} + {one.high.text})/2 = {middle}",
            "ask whether it is a 95 % confidence interval",
        )


def _lopsided(one: Interval) -> Iterator[Finding]:
    """Whether a ratio is about the geometric mean of its ends, as in a Wald interval (Altman and Bland, BMJ
    2011;343:d2304); rounding and other methods allowed for."""
    if one.low.lowest <= 0 or one.estimate.lowest <= 0:
        return
    least, most = sqrt(one.low.lowest * one.high.lowest), sqrt(one.low.highest * one.high.highest)
    if float(one.estimate.highest) < least / 1.25 or float(one.estimate.lowest) > most * 1.25:
        yield finding(
            "interval-lopsided",
            one.span,
            f"{one.estimate.text} is far from the middle of {one.low.text} to {one.high.text} on the "
            f"scale of ratios",
            f"√({one.low.text} × {one.high.text}) = {sqrt(one.low.value * one.high.value):.3g}",
            "put right the estimate or an end, or ask how the interval was made",
        )


def _against_p(one: Interval) -> Iterator[Finding]:
    text = one.sentence.plain
    found = _P.search(text, one.end, min(len(text), one.end + 30))
    if found is None or one.low.lowest <= 0 or one.low.value == one.high.value:
        return
    printed = read(found["p"])
    sign = found["sign"]
    z = NormalDist().inv_cdf((1 + one.level) / 2)
    narrow = (
        (log(one.high.lowest) - log(one.low.highest)) / (2 * z) if one.high.lowest > one.low.highest else 0.0
    )
    wide = (log(one.high.highest) - log(one.low.lowest)) / (2 * z)
    if narrow <= 0 or one.estimate.lowest <= 0:
        return
    ends = (log(one.estimate.lowest), log(one.estimate.highest))
    nearest = 0.0 if ends[0] <= 0 <= ends[1] else min(abs(end) for end in ends)
    most, least = erfc(nearest / wide / sqrt(2)), erfc(max(abs(end) for end in ends) / narrow / sqrt(2))
    low, high = float(printed.lowest), float(printed.highest)
    too_large = sign not in ("<", "≤") and low > most * _SLACK and low > 0.05
    too_small = sign not in (">", "≥") and high < least / _SLACK and least > 0.05 > high - 1e-9
    if too_large or too_small:
        yield finding(
            "p-against-interval",
            Span(one.span.start, one.sentence.span.start + found.end()),
            f"the interval {one.low.text} to {one.high.text} and p {sign} {found['p']} do not belong "
            f"together",
            f"such an interval means a p from {least:.2g} to {most:.2g}",
            "ask which test gave p, or put right an end",
        )


def _spreads(sentence: Sentence) -> Iterator[Finding]:
    """A standard deviation is at most half the range, but for a factor that goes to 1 (Popoviciu 1935)."""
    for match in _SPREAD.finditer(sentence.plain):
        sd, low, high = read(match["sd"]), _figure(match["low"]), _figure(match["high"])
        if low.value < high.value and float(sd.lowest) > float(high.highest - low.lowest) / 2 * 1.42:
            yield finding(
                "dispersion-impossible",
                sentence.found(match),
                f"a standard deviation of {sd.text} is too large for values from {low.text} to {high.text}",
                f"it is at most about half of {high.value - low.value}",
                "put right the deviation or the range",
            )
