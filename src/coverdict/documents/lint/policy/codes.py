"""Codes: their structure, two descriptors of one, sets and codes that had ended, approaches without any.

Whether a well-formed code exists is not looked up: the code sets are licensed and change every year. What is
known here is their structure, the end of ICD-9-CM, and some codes that were deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from coverdict.documents.finding import Finding
from coverdict.documents.lint.making import finding
from coverdict.documents.lint.policy.dates import stated_dates
from coverdict.documents.lint.prose.survey import Survey
from coverdict.documents.manuscript import BlockKind, Format, Role, Section, Span
from coverdict.text import listed

_CPT = r"\d{4}[0-9FTUM]"
_HCPCS = r"[A-V]\d{4}"
_ICD10 = r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|U\d\d(?:\.\d{1,2})?"
_CODE = re.compile(rf"(?<![\w.$#-])(?:{_CPT}|{_HCPCS})(?![\w-]|\.\d)")
_LED = re.compile(rf"^\W*(?P<code>{_CPT}|{_HCPCS})\b\W{{0,6}}\s*(?P<says>[A-Za-z(\[].{{8,400}})$", re.DOTALL)
_DIAGNOSIS = re.compile(r"\b[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}\b|\bICD-10", re.ASCII)
_ICD9 = re.compile(r"(?<![\d.,$])\d{3}\.\d{1,2}(?![\d%])|(?<![\w.])V\d\d\.\d{1,2}\b")
_WRONG = re.compile(
    r"^\W*(?P<code>\d{4}|\d{6}|[A-Z]\d{3}|[A-Z]\d{5}|[W-Z]\d{4}|[A-Z]{2}\d{3,4}|\d{4}[A-EG-LN-SV-Z]|"
    r"\d{2}[OIl]\d{2}|\d{3}[OIl]\d|[OIl]\d{4}|\d{4}[OIl])\W*$"
)
_WRONG_ICD = re.compile(
    r"^\W*(?P<code>[A-Z]\d[0-9A-Z]\.[0-9A-Z]{0,3}[OI][0-9A-Z]{0,3}|[A-Z]\d[0-9A-Z]\.[0-9A-Z]{5,}|"
    r"[A-Z]\d[0-9A-Z]\.|\d[A-Z]\d\.\d+|[A-Z]{2}\d\.\d+|[A-Z]\d\.\d{1,3})\W*$"
)
_SYSTEM = re.compile(r"\b(?P<cpt>CPT|HCPCS)\b|\b(?P<icd>ICD-10)\b|\b(?P<old>ICD-9)\b", re.IGNORECASE)
ICD9_ENDED = date(2015, 10, 1)
"""From this day on, services are coded in ICD-10-CM (45 CFR 162.1002)."""

ENDED: MappingProxyType[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("19102", "19103", "92506"), 2014),
        **dict.fromkeys(("62310", "62311", "62318", "62319", "77055", "77056", "77057"), 2017),
        **dict.fromkeys(
            ("97001", "97002", "97003", "97004", "99143", "99144", "99145", "99148", "99149", "99150"), 2017
        ),
        **dict.fromkeys(("G0202", "G0204", "G0206"), 2018),
        **dict.fromkeys(
            ("10022", "11100", "11101", "96101", "96102", "96103", "96111", "96118", "96119", "96120"), 2019
        ),
        "99201": 2021,
        **dict.fromkeys(
            ("99217", "99218", "99219", "99220", "99224", "99225", "99226", "99241", "99251"), 2023
        ),
        **dict.fromkeys(("99354", "99355", "99356", "99357"), 2023),
    }
)
"""Procedure codes that were deleted, with the year from whose first day on they are gone; not all."""

_APPROACHES = MappingProxyType(
    {
        "open": r"\bopen\b(?!\s+(?:label|question|access|enrollment))",
        "laparoscopic": r"\blaparoscop\w+",
        "percutaneous": r"\bpercutaneous\w*",
        "endoscopic": r"\bendoscop\w+",
        "thoracoscopic": r"\bthoracoscop\w+",
        "arthroscopic": r"\barthroscop\w+",
        "transcatheter": r"\btranscatheter\b",
        "hysteroscopic": r"\bhysteroscop\w+",
        "bronchoscopic": r"\bbronchoscop\w+",
    }
)
_ABOUT = re.compile(
    r"\b(?:background|overview|introduction|description|treatment|procedure)\b", re.IGNORECASE
)
_PERFORMED = re.compile(
    r"\b(?:performed|done|carried\s+out|delivered|undertaken|accomplished|conducted|approach\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Coded:
    """A code with the descriptor that stands beside it; empty where there is none."""

    code: str
    says: str
    span: Span


def codes(survey: Survey) -> Iterator[Finding]:
    """What can be told of a document's codes without looking them up."""
    sections = [one for one in survey.manuscript.sections if one.role is Role.CODES]
    if not sections:
        return
    coded = [one for section in sections for one in _coded(survey, section)]
    yield from _descriptors(coded, survey.manuscript.format in (Format.TEXT, Format.PDF))
    for section in sections:
        yield from _malformed(survey, section)
    yield from _ended(survey, sections, coded)
    yield from _approaches(survey, coded)
    if coded and not _DIAGNOSIS.search(survey.plain):
        yield finding(
            "no-diagnosis-code",
            coded[0].span,
            "procedure codes are listed, and no diagnosis code is anywhere",
            right="add the diagnoses that the criteria mean",
        )


def _coded(survey: Survey, section: Section) -> Iterator[_Coded]:
    for block in section.blocks:
        text = survey.plain[block.span.start : block.span.end]
        if block.kind is BlockKind.ROW:
            cells = [(cell, survey.plain[cell.start : cell.end].strip()) for cell in block.cells]
            for i, (cell, said) in enumerate(cells):
                if _CODE.fullmatch(said):
                    says = next((other for _, other in cells[i + 1 :] if len(other) > 8), "")
                    yield _Coded(said, says, cell)
        elif led := _LED.match(text):
            start = block.span.start + led.start("code")
            yield _Coded(led["code"], led["says"], Span(start, start + len(led["code"])))
        else:
            for match in _CODE.finditer(text):
                yield _Coded(
                    match[0], "", Span(block.span.start + match.start(), block.span.start + match.end())
                )


def _descriptors(coded: list[_Coded], lines: bool) -> Iterator[Finding]:
    """Codes with different descriptors.

    Arguments:
        lines: whether the layout is one of lines, which may have cut a descriptor short.
    """
    first: dict[str, _Coded] = {}
    for one in coded:
        if not one.says:
            continue
        earlier = first.setdefault(one.code, one)
        first_says, says = _plain(earlier.says), _plain(one.says)
        cut = first_says.startswith(says) or says.startswith(first_says)
        if first_says != says and not (cut and lines):
            yield finding(
                "code-two-descriptors",
                one.span,
                f"{one.code} has two descriptors",
                f"“{_short(earlier.says)}”; “{_short(one.says)}”",
                "write that of the code set both times",
                (earlier.span,),
            )


def _plain(says: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", says.lower()))


def _short(says: str) -> str:
    said = " ".join(says.split())
    return said if len(said) <= 80 else f"{said[:77]}…"


def _malformed(survey: Survey, section: Section) -> Iterator[Finding]:
    """Codes in lists and tables of codes that no code system can have."""
    system = _system(section.title)
    for block in section.blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        text = survey.plain[block.span.start : block.span.end]
        parts = block.cells or (block.span,)
        told = _system(text)
        if told and not re.search(r"\d{3}", re.sub(r"ICD-\d+", "", text)):
            system, told = told, ""
        of = told if told and block.kind is BlockKind.ROW else system
        for part in parts:
            said = survey.plain[part.start : part.end]
            head = re.match(r"\W*[A-Za-z0-9.]+", said)
            whole = (
                said
                if block.kind is BlockKind.ROW or len(said) < 12
                else head[0]
                if head and block.kind is BlockKind.ITEM
                else ""
            )
            if not whole or re.fullmatch(r"\W*(?:19|20)\d\d\W*", whole):
                continue
            wrong = _WRONG.match(whole) if of != "icd" else None
            wrong = wrong or (_WRONG_ICD.match(whole) if of in ("icd", "") else None)
            if wrong:
                start = part.start + wrong.start("code")
                yield finding(
                    "code-malformed",
                    Span(start, start + len(wrong["code"])),
                    f"{wrong['code']} has the structure of no code",
                    right="a CPT code has 5 digits, or 4 and a letter; a HCPCS code a letter and 4 digits; "
                    "an ICD-10-CM code a letter, a digit, and a point after the third character",
                )


def _system(text: str) -> str:
    found = {kind for match in _SYSTEM.finditer(text) for kind, said in match.groupdict().items() if said}
    return found.pop() if len(found) == 1 else ""


def _ended(survey: Survey, sections: list[Section], coded: list[_Coded]) -> Iterator[Finding]:
    dates = stated_dates(survey.manuscript)
    day = dates.effective or dates.latest
    if day is None:
        return
    for one in coded:
        year = ENDED.get(one.code)
        if year is not None and day >= date(year, 1, 1):
            yield finding(
                "code-ended",
                one.span,
                f"{one.code} was deleted from {year} on, and the policy is of {day.isoformat()}",
                right="list the code that replaced it",
            )
    if day < ICD9_ENDED:
        return
    for section in sections:
        text = (
            survey.plain[section.blocks[0].span.start : section.blocks[-1].span.end] if section.blocks else ""
        )
        start = section.blocks[0].span.start if section.blocks else 0
        label = re.search(r"\bICD-9(?:-CM)?\b", f"{section.title} {text}")
        old = _ICD9.search(text)
        if label and old:
            yield finding(
                "code-ended",
                Span(start + old.start(), start + old.end()),
                f"ICD-9-CM codes are listed, and the policy is of {day.isoformat()}",
                "ICD-9-CM ended on 2015-09-30",
                "list ICD-10-CM codes",
            )


def _approaches(survey: Survey, coded: list[_Coded]) -> Iterator[Finding]:
    """Ways of doing it that the description names and no code covers."""
    named: dict[str, Span] = {}
    for sentence in survey.running(Role.DESCRIPTION, Role.STATEMENT, Role.CODES, Role.EVIDENCE):
        title = survey.manuscript.sections[sentence.section].title
        if sentence.role is Role.EVIDENCE and not _ABOUT.search(title):
            continue
        if sentence.role is Role.CODES and sentence.kind is not BlockKind.PARAGRAPH:
            continue
        found = {
            name: re.search(pattern, sentence.plain, re.IGNORECASE) for name, pattern in _APPROACHES.items()
        }
        here = {name: match for name, match in found.items() if match}
        if len(here) > 1 and _PERFORMED.search(sentence.plain):
            for name, match in here.items():
                named.setdefault(name, sentence.found(match))
    known = {one.code for one in coded}
    if len(named) < 2 or not known:
        return
    said = " ".join(one.says for one in coded)
    if said.strip():
        bare = known - {one.code for one in coded if one.says}
        missing = [name for name in named if not re.search(_APPROACHES[name], said, re.IGNORECASE)]
        covered = [name for name in named if name not in missing]
        if not missing or not covered or bare:
            return
    elif len(known) < len(named):
        missing = list(named)
    else:
        return
    span = (
        named[missing[-1]]
        if len(missing) < len(named)
        else Span(min(named.values()).start, max(named.values()).end)
    )
    every = (
        f"{len(named)} approaches are named ({listed(named)}), and {len(known)} codes listed "
        f"({listed(sorted(known))})"
    )
    yield finding(
        "approach-without-code",
        span,
        f"no code is listed for "
        f"{'each of the approaches' if len(missing) == len(named) else f'the {listed(missing)} approach'}",
        every,
        "list a code for each approach, or say that one is not meant",
        tuple(one.span for one in coded[:4]),
    )
