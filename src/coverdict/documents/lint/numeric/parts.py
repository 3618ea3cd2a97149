"""Parts of a whole that a sentence lists: counts that should come to it, percentages that should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.numeric.shares import Share, shares_in
from coverdict.documents.lint.prose.figures import COUNT, COUNTED, FREE, PEOPLE, whole
from coverdict.documents.lint.prose.sentences import Sentence
from coverdict.documents.lint.prose.survey import Survey

_EVENTS = (
    r"(?:events?|complications?|deaths?|reactions?|failures?|recurrences?|infections?|injuries|episodes?|"
    r"withdrawals?|"
    r"reoperations?|responses?|reasons?|relapses?|revisions?|admissions?|readmissions?|adverse\s+events?)"
)
_WHOLE = re.compile(
    rf"{FREE}(?P<n>{COUNT})(?!\d|[.,/]\d|\s?%|-)(?:\s?[(\[][\d.]{{1,5}}\s?%[)\]])?(?:\s+of\s+\d{{1,6}})?(?"
    rf":\s+[a-z\-]+){{0,4}}?"
    rf"\s+(?:{PEOPLE}|{COUNTED}|{_EVENTS})\b(?:\s?[(\[][\d.]{{1,5}}\s?%[)\]])?"
)
_LISTS = re.compile(
    r"(?P<open>,?\s+(?:including|which\s+included|and\s+included|that\s+included|included|among\s+them))\b"
    r"|(?P<closed>,?\s+(?:consisting\s+of|comprising|comprised\s+of|comprised|consisted\s+of|namely|"
    r"as\s+follows:?|made\s+up\s+of"
    r"|because\s+of|owing\s+to|attributed\s+to|were\s+due\s+to|due\s+to|distributed\s+as|broken\s+down\s+as)\b|:(?!\d))",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"{FREE}(?P<n>{COUNT})(?!\d|[.,/]\d|-)(?P<after>\s{{0,24}}[^\s,;.()\[\]]{{0,16}})")
_UNIT = re.compile(
    r"\s*(?:%|percent|per\s|months?|years?|weeks?|days?|hours?|minutes?|mg|cm|mm|kg|mL|points?|times|-|"
    r"to\s+\d|groups?|arms?|"
    r"categories|types|levels?|stages?|or\s+(?:more|less|fewer)|th\b|st\b|nd\b|rd\b|of\s+(?:the|these|"
    r"those|whom)\b|of\s+\d)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[<>≤≥]\s?$|\b[pP]\s?=\s?$")
_SUMMED = re.compile(
    rf",?\s+(?:for\s+a\s+total\s+of|totall?ing|a\s+total\s+of)\s+(?P<n>{COUNT})(?!\d|[.,/]\d|\s?%)"
)
_EACH = re.compile(r"\s*(?:[a-z]+\s+){0,2}each\b(?:\s+(?:of|with|had|for|due\s+to))?", re.IGNORECASE)
_LEAST = 0.85  # of the whole that an open list comes to, before it is taken for a whole one
_FAR = 90  # characters between the whole and the word that opens the list


def parts(survey: Survey) -> Iterator[Finding]:
    """Lists whose numbers do not come to the number that they part."""
    for study in survey.studies:
        for number, sentence in enumerate(study.sentences):
            text = sentence.plain
            if not any(char.isdigit() for char in text):
                continue
            following = study.sentences[number + 1] if number + 1 < len(study.sentences) else None
            if sentence.running and (found := _listed(sentence, following)):
                yield found
            yield from _percentages(shares_in(sentence))


def _listed(sentence: Sentence, following: Sentence | None) -> Finding | None:
    text = sentence.plain
    for opening in _LISTS.finditer(text):
        wholes = list(_WHOLE.finditer(text, max(0, opening.start() - 160), opening.start() + 1))
        if not wholes or opening.start() - wholes[-1].end() > _FAR:
            continue
        of = wholes[-1]
        values = _values(text, opening.end())
        total, come_to = whole(of["n"]), sum(values)
        open_list = opening["open"] is not None
        if len(values) < (3 if open_list else 2) or come_to == total or max(values) > total:
            continue
        if (
            (open_list and come_to < _LEAST * total)
            or (not open_list and come_to < total / 2)
            or come_to > 2 * total
        ):
            continue
        shown = f"{' + '.join(str(value) for value in values)} = {come_to}"
        rest = _values(following.plain, 0) if following is not None else []
        if total - come_to in rest:
            shown += f"; {total} is reached with the {total - come_to} of the next sentence"
        return finding(
            "parts-of-whole",
            sentence.at(of.start(), len(text)),
            f"what is listed comes to {come_to}, not to {total}",
            shown,
            "put right a part or the whole, or say that some have none or several",
        )
    return _summed(sentence)


def _summed(sentence: Sentence) -> Finding | None:
    """`3 infections, 2 hematomas, and 4 strokes, for a total of 9 events`: the whole after its parts."""
    match = _SUMMED.search(sentence.plain)
    if match is None:
        return None
    values = _values(sentence.plain[: match.start()], 0)
    total, come_to = whole(match["n"]), sum(values)
    if len(values) < 2 or come_to == total or not total / 2 <= come_to <= 2 * total or total in values:
        return None
    return finding(
        "parts-of-whole",
        sentence.found(match),
        f"what is listed comes to {come_to}, not to {total}",
        f"{' + '.join(str(value) for value in values)} = {come_to}",
        "put right a part or the whole, or say that some have none or several",
    )


def _values(text: str, start: int) -> list[int]:
    """The numbers of a list that count somebody; `1 case each of a, b and c` counts three times."""
    found: list[int] = []
    for match in _NUMBER.finditer(text, start):
        if _UNIT.match(text, match.end("n")) or _COMPARED.search(
            text[max(0, match.start() - 5) : match.start()]
        ):
            continue
        value = whole(match["n"])
        if 1900 <= value <= 2100:
            continue
        each = _EACH.match(text, match.end("n"))
        if each:
            named = text[each.end() :].split(";")[0]
            stop = re.search(r"\d", named)
            listed = (named[: stop.start()] if stop else named).rstrip(" .,")
            found += [value] * len(
                [part for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", listed) if part.strip()]
            )
            continue
        found.append(value)
    return found


def _percentages(shares: Sequence[Share]) -> Iterator[Finding]:
    """Parts whose counts come to the whole's, and whose percentages do not."""
    for first, of in enumerate(shares):
        for last in range(first + 2, min(len(shares), first + 9)):
            listed = shares[first + 1 : last + 1]
            if sum(one.count for one in listed) != of.count or of.count == 0:
                continue
            total = sum((one.printed.value for one in listed), Decimal(0))
            slack = sum((one.printed.highest - one.printed.value for one in (of, *listed)), Decimal(0))
            if min(abs(total - of.printed.value), abs(total - 100)) <= 2 * slack:
                continue
            odd = max(
                listed, key=lambda one: abs(one.printed.value * of.count - of.printed.value * one.count)
            )
            yield finding(
                "percentages-of-parts",
                odd.span,
                f"the parts come to {of.count} as {of.shown} does, and their percentages to {total} %",
                f"{' + '.join(one.printed.text for one in listed)} = {total}, not {of.printed.text}",
                "put right the percentage that does not fit",
                (of.span, *(one.span for one in listed if one is not odd)),
            )
