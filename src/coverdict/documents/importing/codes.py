"""Codes of services and diagnoses, with what a document says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coverdict.documents.importing.located import Source
from coverdict.documents.importing.model import Hole, Listed
from coverdict.documents.importing.words import APPROACHES, COMPANION
from coverdict.documents.manuscript import Block, BlockKind, Role, Section, Span

SYSTEMS = ("CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS", "ICD-9-CM")
_SYSTEM = re.compile(
    r"\b(?P<system>CPT|HCPCS|ICD[- ]?10(?:[- ]?(?:CM|PCS))?|ICD[- ]?9(?:[- ]?CM)?)\b", re.IGNORECASE
)
# A code may be stuck to the word before it, as an extraction leaves it; digits never go on.
_FORMS = {
    "CPT": re.compile(r"(?<![\d.\-/$A-Z])(?P<code>\d{5}|\d{4}[FTUM])(?![\d.%/]|-\d{4}\b)"),
    "HCPCS": re.compile(r"(?<![A-Z\d])(?P<code>[A-V]\d{4})(?![\d.])"),
    "ICD-10-CM": re.compile(r"(?<![A-Z\d])(?P<code>[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Zx]{1,4})?)(?![\dA-Za-z.])"),
    "ICD-10-PCS": re.compile(r"(?<![A-Z\d])(?P<code>[0-9A-HJ-NP-Z]{7})(?![\dA-Za-z])"),
    "ICD-9-CM": re.compile(r"(?<![\d.])(?P<code>\d{3}(?:\.\d{1,2})?|V\d{2}(?:\.\d{1,2})?)(?![\d])"),
}
_RANGE = re.compile(
    r"(?<![\d.])(?P<first>[A-Z]?\d{4,5}[A-Z]?|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)\s?(?:-|–|—|through|thru|to)\s?"
    r"(?P<last>[A-Z]?\d{4,5}[A-Z]?|[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?)(?![\d])"
)
_NAMED = re.compile(r"\b(?:CPT|HCPCS)(?: codes?)?\b|\bICD[\w\- ]{2,12} codes?\b", re.IGNORECASE)


def codes_of(source: Source) -> tuple[tuple[Listed, ...], tuple[Hole, ...]]:
    """The codes of a document's coding sections, each once, and holes for ranges of codes.

    A code without its system is taken by its form where only one system has it; a range is a hole, since
    which codes lie within differs by year.
    """
    found: dict[tuple[str, str], Listed] = {}
    holes: list[Hole] = []
    for section in source.manuscript.sections:
        if section.role is not Role.CODES:
            continue
        system = _system_in(section.title) or next(
            (told for title in reversed(section.above) if (told := _system_in(title))), ""
        )
        for block in section.blocks:
            if block.kind is BlockKind.FURNITURE:
                continue
            system = _system_of_row(source, block) or system
            holes += _ranges(source, section, block, len(holes))
            for listed in _listed(source, section, block, system):
                known = found.setdefault((listed.system, listed.code), listed)
                if not known.description and listed.description:
                    found[listed.system, listed.code] = listed
    return tuple(found.values()), tuple(holes)


def _system_in(text: str) -> str:
    """The one code system that a text names; empty where it names none or several."""
    named = {_canonical(one["system"]) for one in _SYSTEM.finditer(text)}
    return named.pop() if len(named) == 1 else ""


def _canonical(name: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", name.upper())
    return {"ICD10": "ICD-10-CM", "ICD10CM": "ICD-10-CM", "ICD10PCS": "ICD-10-PCS"}.get(
        plain, "ICD-9-CM" if plain.startswith("ICD9") else plain
    )


def _system_of_row(source: Source, block: Block) -> str:
    """The system in a row's first cell, which holds for the rows below whose cell is empty."""
    if block.kind is not BlockKind.ROW or not block.cells:
        said = source.said(block.span)
        return _system_in(said) if _NAMED.search(said) else ""
    return _system_in(source.said(block.cells[0]))


def _listed(source: Source, section: Section, block: Block, system: str) -> Iterator[Listed]:
    cites = source.cited(section, block.span)
    for span, rest in _holding(source, block):
        said = source.said(span)
        for code_system, code in _codes_in(said, system):
            description = source.said(rest) if rest is not None else _description(said, code)
            yield Listed(
                code_system,
                code,
                description,
                section.title.strip(" :")[:80],
                COMPANION.search(description or said) is not None and bool(description),
                next((name for name, words in APPROACHES if words.search(description)), ""),
                cites,
            )


def _holding(source: Source, block: Block) -> Sequence[tuple[Span, Span | None]]:
    """Spans that may hold codes, each with the span of its description where a table has one."""
    if block.kind is not BlockKind.ROW:
        return [(block.span, None)]
    filled = [cell for cell in block.cells if cell.start < cell.end]
    found = []
    for place, cell in enumerate(filled):
        if len(source.said(cell)) <= 40:
            found.append((cell, filled[place + 1] if place + 1 < len(filled) else Span(cell.end, cell.end)))
    return found


def _codes_in(text: str, system: str) -> Iterator[tuple[str, str]]:
    forms = [system] if system else ["CPT", "HCPCS"]
    if system in ("CPT", "HCPCS"):
        forms = ["CPT", "HCPCS"]  # tables of one often hold codes of the other, which look otherwise
    ranges = [one.span() for one in _RANGE.finditer(text)]
    for form in forms:
        for one in _FORMS[form].finditer(text):
            if not any(start <= one.start() < end for start, end in ranges):
                yield form, one["code"].upper()


def _description(said: str, code: str) -> str:
    """What a line says after its code, where the code stands first."""
    before, _, after = said.partition(code)
    text = after.strip(" :*–—-\t.")
    return text if len(before.strip(" *•-")) <= 8 and len(text) > 5 else _sentence_of(said, code)


def _sentence_of(said: str, code: str) -> str:
    """Of a sentence about one code, what it is used to describe."""
    found = re.search(
        rf"{re.escape(code)}\b(?: \w+){{0,5}}? (?:describes?|for|represents?) (?P<what>[^.]+)", said
    )
    return found["what"].strip() if found else ""


def _ranges(source: Source, section: Section, block: Block, count: int) -> Iterator[Hole]:
    said = source.said(block.span)
    for number, one in enumerate(_RANGE.finditer(said), start=count + 1):
        if _looks_like_codes(one["first"], one["last"]):
            what = f"A range of codes is listed, {one[0]}: which codes lie within has to be looked up."
            yield Hole(f"code-range-{number}", what, source.cited(section, block.span))


def _looks_like_codes(first: str, last: str) -> bool:
    return len(first) == len(last) and first != last and first[0].isalpha() == last[0].isalpha()
