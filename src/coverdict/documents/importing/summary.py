"""What was found of a document, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from coverdict.documents.importing.model import Findings, Hole, Joined, Missing, Node, Test, Unjoined
from coverdict.text import listed

FIELDS = (
    "title",
    "number",
    "publisher",
    "section",
    "original date",
    "effective date",
    "end date",
    "sections",
    "positions",
    "criteria",
    "definitions",
    "codes",
    "products",
    "history",
    "references",
    "related",
    "holes",
)
"""The fields of a summary, in their order."""


def summary(found: Findings) -> dict[str, str]:
    """What was found, in a few words for each field; empty where nothing was."""
    identity = found.identity
    told = {
        "title": identity.title,
        "number": identity.number,
        "publisher": identity.publisher,
        "section": " ".join(identity.section or ()),
        "original date": identity.original.isoformat() if identity.original else "",
        "effective date": identity.effective.isoformat() if identity.effective else "",
        "end date": identity.until.isoformat() if identity.until else "",
        "sections": _sections(found),
        "positions": listed(
            f"{count} {status.replace('_', ' ')}"
            for status, count in Counter(one.status.value for one in found.statements).items()
        ),
        "criteria": _criteria(found),
        "definitions": _counted(_remarks(found, "definition") + len(found.definitions), "definition"),
        "codes": listed(f"{system} {codes}" for system, codes in _codes(found).items()),
        "products": _rows(found, "scope", "product"),
        "history": _counted(len(found.history), "dated row"),
        "references": _rows(found, "section", "entry", "references"),
        "related": _rows(found, "related", "policy"),
        "holes": listed(hole.id for hole in holes_of(found)),
    }
    return {field: told[field] for field in FIELDS}


def holes_of(found: Findings) -> tuple[Hole, ...]:
    """Every hole of a draft: those of the document, and those within conditions."""
    return (*found.holes, *_missing(_roots(found)))


def _roots(found: Findings) -> list[Node]:
    return [
        *(node for one in found.statements for node in one.when),
        *(node for one in found.definitions for node in one.when),
    ]


def _missing(nodes: Iterable[Node]) -> Iterator[Hole]:
    for node in nodes:
        if isinstance(node, Missing):
            yield Hole(node.name, node.says, node.cites)
        elif not isinstance(node, Test):
            yield from _missing(node.parts)


def _counted(number: int, what: str) -> str:
    return _many(number, what) if number else ""


def _sections(found: Findings) -> str:
    roles = Counter(section["role"] for section in found.sections)
    return f"{len(found.sections)}: {listed(roles)}" if roles else ""


def _codes(found: Findings) -> dict[str, str]:
    systems = dict.fromkeys(one.system for one in found.codes)
    return {name: ", ".join(one.code for one in found.codes if one.system == name) for name in systems}


def _rows(found: Findings, kind: str, what: str, name: str = "") -> str:
    number = sum(
        len(remark.data)
        for remark in found.remarks
        if remark.kind == kind and (not name or remark.id == name) and (name or remark.data)
    )
    return _many(number, what) if number else ""


def _remarks(found: Findings, kind: str) -> int:
    return sum(1 for remark in found.remarks if remark.kind == kind)


def _criteria(found: Findings) -> str:
    counts = Counter(_kinds(_roots(found)))
    return listed(
        _many(counts[kind], kind) for kind in ("criterion", "list", "open connective") if counts[kind]
    )


def _many(number: int, what: str) -> str:
    many = {"criterion": "criteria", "entry": "entries", "policy": "policies"}.get(what, f"{what}s")
    return f"{number} {what if number == 1 else many}"


def _kinds(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Test():
                yield "criterion"
            case Joined():
                yield "list"
                yield from _kinds(node.parts)
            case Unjoined():
                yield "open connective"
                yield from _kinds(node.parts)
            case Missing():
                yield "hole"
