"""Citations against a source document as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverdict.analysis.findings.finding import Finding, found
from coverdict.language.model import Document
from coverdict.language.syntax import Citation
from coverdict.language.walks import criteria_in
from coverdict.text import Place, fingerprint, normalise, sentences


@dataclass(frozen=True, slots=True)
class Source:
    """A source document: its file's name, its digest, and its sentences in order.

    Arguments:
        sentences: each normalised, with its fingerprint.
    """

    name: str
    sha256: str
    sentences: tuple[tuple[str, str], ...]


def source_of(path: Path, text: str, data: bytes) -> Source:
    """The source in a file of plain text.

    Arguments:
        text, data: what the file holds, decoded and as it is.
    """
    held = tuple((normalise(sentence), fingerprint(sentence)) for sentence in sentences(text))
    return Source(path.name, hashlib.sha256(data).hexdigest(), held)


def stands_on(document: Document, source: Source) -> bool:
    """Whether the document says that it was written from a file of that name."""
    given: Any = document.front.get("source")
    return isinstance(given, dict) and str(given.get("file", "")) == source.name


def changed(document: Document, source: Source) -> Iterator[Finding]:
    """What stands on sentences that the source no longer has."""
    cited = _cited(document)
    homes = _homes(cited, source)
    gone = [one for one in cited if not _stands(one.cites, homes)]
    for one in gone:
        where = ", ".join(part for part in (one.cites.section, one.cites.item) if part)
        beside = f" [{where}]" if where else ""
        lost = f"that {source.name} no longer has{beside}"
        if one.cites.fingerprint in homes.sections:
            lost = f"that {source.name} no longer has there{beside}, only elsewhere"
        what = f"the {one.kind} {one.name} stands on a sentence {lost}"
        right = (
            f"read that place of the source again, correct the {one.kind}, and cite the sentence as it is now"
        )
        yield found("source-changed", document, one.place, what, right, one.name)
    given: Any = document.front.get("source")
    recorded = str(given.get("sha256", "")) if isinstance(given, dict) else ""
    if not gone and recorded and recorded != source.sha256:
        what = f"{source.name} is not the file that was cited, though every cited sentence stands unchanged"
        right = f"record its digest: sha256: {source.sha256}"
        yield found("source-edition", document, document.place, what, right)


@dataclass(frozen=True, slots=True)
class _Homes:
    """Where a source has its sentences, as far as it has the headings that citations name.

    Arguments:
        headings: the cited sections that the source has as sentences of their own.
        sections: of each fingerprint, the headings under which its sentence stands; "" before the first.
    """

    headings: frozenset[str]
    sections: dict[str, frozenset[str]]


def _homes(cited: Sequence[_Cited], source: Source) -> _Homes:
    named = {normalise(one.cites.section) for one in cited if one.cites.section}
    headings: set[str] = set()
    sections: dict[str, frozenset[str]] = {}
    under = ""
    for sentence, known in source.sentences:
        if sentence in named:
            under = sentence
            headings.add(sentence)
        sections[known] = sections.get(known, frozenset()) | {under}
    return _Homes(frozenset(headings), sections)


def _stands(cites: Citation, homes: _Homes) -> bool:
    """Whether the source has the sentence, and in the cited section where that can be told.

    A new version may repeat the old statement in its appendix: there it binds nobody.
    """
    found_in = homes.sections.get(cites.fingerprint)
    if found_in is None:
        return False
    section = normalise(cites.section) if cites.section else ""
    return section not in homes.headings or section in found_in


@dataclass(frozen=True, slots=True)
class _Cited:
    kind: str
    name: str
    place: Place
    cites: Citation


def _cited(document: Document) -> Sequence[_Cited]:
    """Everything of a document that has a fingerprint, in the order of the document, each place once."""
    found_: dict[tuple[Place, str], _Cited] = {}

    def add(kind: str, name: str, place: Place, cites: Citation | None) -> None:
        if cites is not None and cites.fingerprint:
            found_.setdefault((place, cites.fingerprint), _Cited(kind, name, place, cites))

    for rule in document.rules:
        add("rule", rule.id, rule.place, rule.cites)
        for part in criteria_in(rule.when) if rule.when is not None else ():
            add("criterion", part.label or rule.id, part.place, part.cites)
    for named in document.criteria:
        add("criterion", named.id.partition("#")[2], named.place, named.criterion.cites)
        for part in criteria_in(named.criterion):
            if part is not named.criterion:
                add("criterion", part.label or named.id.partition("#")[2], part.place, part.cites)
    for duty in document.duties:
        add("duty", duty.id, duty.place, duty.cites)
    for entry in document.codes:
        add("code", str(entry.code), entry.place, entry.cites)
    for value_set in document.value_sets:
        add("value set", value_set.name.rpartition("#")[2], value_set.place, value_set.cites)
    for note in document.notes:
        add("note", note.id or note.kind, note.place, note.cites)
    return sorted(found_.values(), key=lambda one: one.place)
