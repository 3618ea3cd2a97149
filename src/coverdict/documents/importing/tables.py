"""History, references, related policies, benefits and what else a document holds beside its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coverdict.documents.importing.dates import day_in
from coverdict.documents.importing.facts import slug
from coverdict.documents.importing.located import Source
from coverdict.documents.importing.model import Event, Hole, Remark
from coverdict.documents.importing.words import BENEFIT_WORDS, EMPTY, REMARK
from coverdict.documents.manuscript import Block, BlockKind, Role, Section, Span

_PMID = re.compile(r"\bPMID:?\s*(?P<pmid>\d{4,9})\b")
_MONTH = re.compile(r"\s*(?P<month>\d{1,2}/(?:19|20)\d\d)\b")
_TERM = re.compile(r"(?P<term>[A-Z][^:.\n]{1,70}):\s+(?P<says>\S.*)", re.DOTALL)
_KINDS = {
    Role.REGULATORY: "regulatory",
    Role.DOCUMENTATION: "documentation",
    Role.GUIDELINES: "guideline",
}


def history_of(source: Source) -> tuple[tuple[Event, ...], tuple[Hole, ...]]:
    """The dated rows of the history, and holes for those whose day is not written in full."""
    events: list[Event] = []
    holes: list[Hole] = []
    for section in _of(source, Role.HISTORY):
        for block in _spoken(section):
            said = source.said(block.span)
            filled = _filled(block)
            cites = source.cited(section, filled[-1] if filled else block.span)
            day = day_in(_first(source, block) if block.cells else said[:40])
            if day is not None:
                events.append(Event(day, _action(source, block), cites))
            elif month := _MONTH.match(said):
                what = f"The history has a row of {month['month']} whose day is not said: “{said[:160]}”"
                holes.append(Hole(f"history-{len(holes) + 1}", what, cites))
    return tuple(events), tuple(holes)


def _first(source: Source, block: Block) -> str:
    return source.said(block.cells[0])


def _action(source: Source, block: Block) -> str:
    if block.cells:
        return " ".join(source.said(cell) for cell in block.cells[1:] if cell.start < cell.end)
    return re.sub(r"^\W*[A-Za-z0-9 ,./]{4,20}?[\s:–—-]+(?=[A-Z])", "", source.said(block.span), count=1)


def remarks_of(source: Source) -> Iterator[Remark]:
    """References, related policies, definitions, and what the other sections say, as notes."""
    references = tuple(_references(source))
    if references:
        yield Remark("section", "references", "What the document cites.", None, references)
    related = tuple(_listed(source, Role.RELATED))
    if related:
        yield Remark(
            "related", "related-policies", "Policies that the document names as related.", None, related
        )
    for number, (section, block, found) in enumerate(_definitions(source), start=1):
        says = " ".join(found["says"].split())
        yield Remark(
            "definition",
            f"definition-{number}-{slug(found['term'], '-')}",
            says,
            source.cited(section, block.span),
            ({"term": found["term"]},),
        )
    for role, kind in _KINDS.items():
        for number, (section, block) in enumerate(_paragraphs(source, role), start=1):
            said = source.said(block.span)
            data = ({"about": section.title.strip(" :")},)
            yield Remark(kind, f"{kind}-{number}", said, source.cited(section, block.span), data)


def _references(source: Source) -> Iterator[dict[str, str]]:
    """The entries; what stands on a line of its own after one belongs to it."""
    for section in _of(source, Role.REFERENCES):
        entry: dict[str, str] = {}
        for block in _spoken(section):
            said = source.said(block.span)
            if (
                block.kind is BlockKind.ITEM
                or not entry
                or (entry["text"].endswith(".") and "PMID" in entry["text"])
            ):
                if entry:
                    yield _with_pmid(entry)
                entry = {"number": block.marker.strip("().[]"), "text": said, "at": source.lines(block.span)}
            else:
                entry["text"] = f"{entry['text']} {said}"
        if entry:
            yield _with_pmid(entry)


def _with_pmid(entry: dict[str, str]) -> dict[str, str]:
    found = _PMID.search(entry["text"])
    return {**entry, "pmid": found["pmid"]} if found else entry


def _listed(source: Source, role: Role) -> Iterator[dict[str, str]]:
    for section in _of(source, role):
        for block in _spoken(section):
            said = source.said(block.span)
            if not EMPTY.fullmatch(said):
                yield {"title": said, "at": source.lines(block.span)}


def _definitions(source: Source) -> Iterator[tuple[Section, Block, re.Match[str]]]:
    for section in _of(source, Role.DEFINITIONS):
        for block in _spoken(section):
            text = "\n".join(source.said(cell) for cell in block.cells if cell.start < cell.end)
            found = _TERM.fullmatch(text.replace("\n", ": ", 1) if block.cells else source.said(block.span))
            if found:
                yield section, block, found


def _paragraphs(source: Source, role: Role) -> Iterator[tuple[Section, Block]]:
    for section in _of(source, role):
        for block in _spoken(section):
            yield section, block


# --- benefits ---------------------------------------------------------------------------------------------


def benefits_of(source: Source) -> tuple[tuple[Remark, ...], tuple[Hole, ...]]:
    """What products do with the service.

    Rows of a table; or labels and values that were printed apart, paired by their order, which a person has
    to look at.
    """
    remarks: list[Remark] = []
    holes: list[Hole] = []
    for section in _of(source, Role.BENEFITS):
        blocks = _spoken(section)
        rows = [block for block in blocks if len(_filled(block)) == 2]
        if rows:
            data = tuple(_row(source, *_filled(block)) for block in rows)
            cites = source.cited(section, Span(rows[0].span.start, rows[-1].span.end))
            remarks.append(
                Remark("scope", f"products-{len(remarks) + 1}", "What products do with it.", cites, data)
            )
        pairs = _apart([block for block in blocks if block.kind is not BlockKind.ROW], source)
        if pairs:
            data = tuple(
                {**_row(source, label.span, value.span), "pairing": "inferred"} for label, value in pairs
            )
            cites = source.cited(section, Span(blocks[0].span.start, blocks[-1].span.end))
            remarks.append(
                Remark("scope", f"products-{len(remarks) + 1}", "What products do with it.", cites, data)
            )
            what = "Products and what they cover are printed apart; they were paired by their order."
            holes.append(Hole(f"products-paired-{len(holes) + 1}", what, cites))
        elif not rows:
            for block in blocks:
                said = source.said(block.span)
                if not EMPTY.fullmatch(said) and not REMARK.match(said):
                    name = f"benefits-{len(remarks) + 1}"
                    remarks.append(Remark("process", name, said, source.cited(section, block.span)))
    return tuple(remarks), tuple(holes)


def _filled(block: Block) -> tuple[Span, ...]:
    return tuple(cell for cell in block.cells if cell.start < cell.end)


def _row(source: Source, label: Span, value: Span) -> dict[str, str]:
    said = source.said(value)
    benefit = next((name for name, words in BENEFIT_WORDS if words.search(said)), "undetermined")
    return {"product": source.said(label), "says": said, "benefit": benefit, "at": source.lines(label)}


def _apart(blocks: Sequence[Block], source: Source) -> list[tuple[Block, Block]]:
    """Labels first and as many values after them; nothing where the numbers do not fit."""
    values = [block for block in blocks if _is_value(source.said(block.span))]
    labels = [block for block in blocks if block not in values]
    if len(values) < 2 or len(values) != len(labels) or blocks[: len(labels)] != labels:
        return []
    return list(zip(labels, values, strict=True))


def _is_value(said: str) -> bool:
    return len(said) <= 120 and any(words.search(said) for _, words in BENEFIT_WORDS)


def _of(source: Source, role: Role) -> Iterator[Section]:
    return (section for section in source.manuscript.sections if section.role is role)


def _spoken(section: Section) -> list[Block]:
    return [block for block in section.blocks if block.kind is not BlockKind.FURNITURE]
