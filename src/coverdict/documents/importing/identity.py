"""Who a document is: title, number, publisher, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from coverdict.documents.importing.dates import day_in
from coverdict.documents.importing.located import Source
from coverdict.documents.importing.model import Hole, Identity
from coverdict.documents.importing.words import EMPTY
from coverdict.documents.importing.yaml_parts import clean
from coverdict.documents.manuscript import BlockKind, Role
from coverdict.documents.reading.labels import field_of
from coverdict.documents.reading.names import NORMATIVE, bare

_NUMBERED = re.compile(r"(?P<number>[A-Z]{0,4}\.?\d+(?:\.\d+){1,4})\s+(?P<title>[A-Z\[].{5,})", re.DOTALL)
_SECTION = re.compile(r"(?P<code>\d+(?:\.\d+)*)\s+(?P<name>\S.*)")
_SERVICES = re.compile(
    r"\b(?:for services|for dates? of service|effective)\b[^.]{0,60}?\bon (?:or|and) after\b", re.I
)
KINDS = frozenset(
    {
        "clinical policy",
        "clinical policy bulletin",
        "corporate medical policy",
        "coverage policy",
        "local coverage determination",
        "medical coverage policy",
        "medical policy",
        "medical policy bulletin",
        "national coverage determination",
        "policy",
        "utilization management guideline",
    }
)
"""What payers print above a title: what kind of document it is, and not which."""

_DATES = ("original date", "effective date", "end date")


def identity_of(source: Source) -> tuple[Identity, tuple[Hole, ...]]:
    """What a document says of itself, and holes for what it should say and was not found."""
    said = _values(source)
    title, number = _title(source, said)
    number = number or _first(said, "number")
    section = _SECTION.fullmatch(_first(said, "section"))
    original, effective, until = (day_in(_first(said, name)) for name in _DATES)
    effective = effective or _from_services(source)
    identity = Identity(
        title=title,
        number=number,
        publisher=_first(said, "publisher"),
        section=(section["code"], section["name"]) if section else None,
        original=original,
        effective=effective,
        until=until if until is None or effective is None or until >= effective else None,
        others=tuple(_others(source)),
    )
    return identity, tuple(_holes(identity, said))


def _values(source: Source) -> dict[str, list[str]]:
    """The values of known labels, by what they are, in order."""
    found: dict[str, list[str]] = {}
    for label, value in source.manuscript.pairs:
        name = field_of(source.said(label))
        said = source.said(value).strip(" *")
        if name is not None and said and not EMPTY.fullmatch(said):
            found.setdefault(name, []).append(said)
    return found


def _first(said: dict[str, list[str]], name: str) -> str:
    return said.get(name, [""])[0]


def _others(source: Source) -> Iterator[tuple[str, str]]:
    """Labels with their values that the front matter of a draft has no key of its own for."""
    kept = {"title", "number", "section", "publisher", "page", *_DATES}
    seen: set[str] = set()
    for label, value in source.manuscript.pairs:
        name = source.said(label).strip(" *:").lower().replace("_", " ")
        said = source.said(value).strip(" *")
        if field_of(name) in kept or name in seen or not said or len(said) > 300:
            continue
        seen.add(name)
        yield name, said


def _title(source: Source, said: dict[str, list[str]]) -> tuple[str, str]:
    """The title, and the number in front of it where there is one."""
    found = clean(_first(said, "title") or _heading(source))
    if not any(char.isalnum() for char in found):
        return "", ""
    numbered = _NUMBERED.fullmatch(found)
    if numbered:
        return " ".join(numbered["title"].split()), numbered["number"]
    return found, ""


def _heading(source: Source) -> str:
    """The first heading above all roles, or what stands first where nothing is marked as a heading."""
    head = [one for one in source.manuscript.sections if one.role is Role.IDENTITY]
    for section in head:
        if section.title and bare(section.title) not in KINDS:
            return section.title
    labels = [label for label, _ in source.manuscript.pairs]
    for block in (block for section in head for block in section.blocks):
        text = source.said(block.span).strip("* #")
        labelled = any(block.span.start <= label.start < block.span.end for label in labels)
        if (
            block.kind is BlockKind.PARAGRAPH
            and not labelled
            and 8 <= len(text) <= 200
            and bare(text) not in KINDS
        ):
            return text
    return ""


def _from_services(source: Source) -> date | None:
    """The day from which services are decided by the document, as its statement says it."""
    for section in source.manuscript.sections:
        if section.role not in NORMATIVE:
            continue
        for block in section.blocks:
            said = source.said(block.span)
            found = _SERVICES.search(said)
            if found:
                return day_in(said[found.end() : found.end() + 40])
    return None


def _holes(identity: Identity, said: dict[str, list[str]]) -> Iterator[Hole]:
    if not identity.title:
        yield Hole("title", "No title was found.")
    if not identity.number:
        yield Hole("number", "No number or other identifier of the policy was found.")
    if identity.effective is None:
        given = _first(said, "effective date")
        what = (
            f"The effective date, {given!r}, names no day."
            if given
            else ("No day was found from which the policy is in force.")
        )
        yield Hole("effective-date", what)
