"""A document of any payer to a draft policy that a person finishes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sized
from dataclasses import dataclass, replace
from pathlib import Path

from coverdict.documents.importing.codes import codes_of
from coverdict.documents.importing.criteria import Lists
from coverdict.documents.importing.facts import Facts
from coverdict.documents.importing.identity import identity_of
from coverdict.documents.importing.located import Source
from coverdict.documents.importing.model import Findings, Hole
from coverdict.documents.importing.statements import Statements
from coverdict.documents.importing.tables import benefits_of, history_of, remarks_of
from coverdict.documents.importing.writing import Origin, Texts, written
from coverdict.documents.manuscript import BlockKind, Manuscript, Span
from coverdict.documents.publishing.reading_back import policy_text
from coverdict.text import fingerprint

MOST_NOTES = 2_000
"""Notes, sections, holes and rows of history that a draft holds; a policy of a thousand pages has fewer."""

MOST_CODES = 20_000
"""Codes that a draft holds."""


@dataclass(frozen=True, slots=True)
class Base:
    """The vocabulary that a draft may build on: its name, and its facts' names; empty where there is none."""

    name: str = ""
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft, and what was found for it.

    Arguments:
        exact: whether the document prints its policy's own text, which was taken as it is; then there is no
            vocabulary to propose.
    """

    texts: Texts
    found: Findings
    exact: bool = False


def import_manuscript(manuscript: Manuscript, base: Base) -> Imported:
    """The draft of a manuscript.

    Arguments:
        base: the vocabulary whose facts the draft may use.

    Result:
        A policy and a vocabulary that load together. The policy has a hole for whatever the importer could
        not read, and decides nothing until a person has filled them.
    """
    found = findings_of(manuscript, base)
    printed = policy_text(manuscript)
    if printed is not None and printed.exact:
        return Imported(
            Texts(policy_id(printed.text, manuscript.file), printed.text, "", ""), found, exact=True
        )
    if printed is not None:
        wrong = printed.wrong or "its digest is another"
        what = f"The document prints its policy's own text, which could not be read: {wrong}."
        found = replace(found, holes=(Hole("exact-text", what), *found.holes))
    data = Path(manuscript.file).read_bytes()
    origin = Origin(Path(manuscript.file).name, manuscript.format.value, hashlib.sha256(data).hexdigest())
    return Imported(written(found, origin, base.name), found)


def policy_id(text: str, file: str) -> str:
    """The id of a policy's text.

    Errors:
        DocumentError: its front matter is none.
    """
    from coverdict.language import read_front

    return read_front(text, file).id


def findings_of(manuscript: Manuscript, base: Base) -> Findings:
    """All that is read of a manuscript.

    Arguments:
        base: the vocabulary whose facts the draft may use.
    """
    source = Source(manuscript)
    facts = Facts(base.facts)
    identity, missing = identity_of(source)
    read = Statements(source, Lists(source, facts)).read()
    codes, ranges = codes_of(source)
    history, undated = history_of(source)
    benefits, paired = benefits_of(source)
    remarks = (*read.remarks, *benefits, *remarks_of(source))
    unread = [Hole(f"reading-{number}", note) for number, note in enumerate(manuscript.notes, start=1)]
    return Findings(
        identity=identity,
        statements=tuple(read.statements),
        definitions=tuple(read.definitions),
        codes=codes[:MOST_CODES],
        history=history[:MOST_NOTES],
        remarks=remarks[:MOST_NOTES],
        holes=(
            *(*missing, *read.holes, *ranges, *undated, *paired, *unread)[:MOST_NOTES],
            *_left_out(codes, history, remarks),
        ),
        facts=facts.all(),
        sections=tuple(_sections(source))[:MOST_NOTES],
    )


def _left_out(codes: Sized, history: Sized, remarks: Sized) -> Iterator[Hole]:
    """Holes for what a draft has no room for."""
    kept = (
        ("codes", codes, MOST_CODES),
        ("rows of history", history, MOST_NOTES),
        ("notes", remarks, MOST_NOTES),
    )
    for what, found, most in kept:
        if len(found) > most:
            says = f"{len(found) - most:,} further {what} were left out of the draft."
            yield Hole(f"more-{what.replace(' ', '-')}", says)


def _sections(source: Source) -> Iterator[dict[str, str]]:
    for section in source.manuscript.sections:
        blocks = [block for block in section.blocks if block.kind is not BlockKind.FURNITURE]
        first = section.heading or (blocks[0] if blocks else None)
        if first is None:
            continue
        span = Span(first.span.start, max(first.span.end, *(block.span.end for block in blocks), 0))
        yield {
            "title": section.title.strip(" :") or "before the first heading",
            "role": section.role.value,
            "at": source.lines(span),
            "fingerprint": fingerprint(source.said(span)),
        }
