"""A draft, a reader and the source together: what is asked, and the draft with what is kept of the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coverdict.documents.importing import Imported, load
from coverdict.documents.importing.located import Cited, Sentence, Source
from coverdict.documents.importing.yaml_parts import block, cites, prose, quoted
from coverdict.documents.manuscript import Manuscript
from coverdict.documents.proposing.judging import STATUSES, Ground, judged
from coverdict.documents.proposing.model import (
    Accepted,
    Asked,
    KnownFact,
    Proposed,
    ProposedKind,
    Reader,
    Request,
)
from coverdict.language import Environment, environment, read_vocabulary
from coverdict.language.model import Document, Hole, Vocabulary
from coverdict.text import CoverdictError, fingerprint

NEVER_ASKED = frozenset({"not-read-by-a-person"})
"""Holes that are a person's alone."""

_OF_DOCUMENT = tuple(ProposedKind)
_OF_CONDITION = (ProposedKind.CRITERION,)
_OPENING = (
    "What a reader that is no person proposes for holes of this draft. The quotations are the source's, the",
    "proposals are not. They decide nothing: whoever holds one against the source and writes it in its place",
    "signs it here, with `signed by` and `on`; what is wrong is removed.",
)


class ProposingError(CoverdictError):
    """A draft that proposals would have changed in another way than by holes of its own."""


def propose(
    imported: Imported, manuscript: Manuscript, base: Sequence[Vocabulary], reader: Reader
) -> Proposed:
    """A draft with what a reader proposes for its holes.

    Arguments:
        imported: the draft, as the importer made it.
        manuscript: the document that it was made from.
        base: the vocabulary that the draft builds on, after those that it extends itself.
        reader: is asked once, about all holes; not at all where there is none.

    Result:
        The same draft with one hole more for each proposal that is kept. No hole is filled by it.

    Errors:
        CoverdictError: the reader gives no answer.
    """
    if imported.exact:
        return Proposed(imported, "", (), ())
    source = Source(manuscript)
    document = load(imported.texts, base)
    holes = tuple(_asked(document, source))
    if not holes:
        return Proposed(imported, "", (), ())
    names = _names(imported, base)
    request = Request(
        document=Path(manuscript.file).name,
        sentences=tuple(one.text for one in source.sentences),
        places=tuple(source.lines(one.span) for one in source.sentences),
        holes=holes,
        facts=tuple(_known(names)),
        statuses=STATUSES,
    )
    answer = reader.read(request)
    kept = judged(answer, Ground(source.sentences, {one.id: one for one in holes}, names))
    with_them = _with(imported, answer.reader, kept.accepted, source)
    _must_add_holes_alone(document, load(with_them.texts, base), kept.accepted)
    return Proposed(with_them, answer.reader, kept.accepted, kept.rejected)


# --- what is asked ----------------------------------------------------------------------------------------


def _asked(document: Document, source: Source) -> Iterator[Asked]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(source.sentences, start=1):
        numbers[fingerprint(sentence.text)].append(number)
    conditions = {reading.id.partition("#")[2] for reading in document.readings}
    for hole in document.holes:
        if hole.id in NEVER_ASKED:
            continue
        section, at, there = _place(hole)
        takes = _OF_CONDITION if hole.id in conditions else _OF_DOCUMENT
        yield Asked(hole.id, hole.says, section, at, tuple(numbers.get(there, ())), takes)


def _place(hole: Hole) -> tuple[str, str, str]:
    """The section, the lines and the fingerprint that a hole cites."""
    cited = hole.cites
    return (cited.section, cited.item, cited.fingerprint) if cited else ("", "", "")


def _names(imported: Imported, base: Sequence[Vocabulary]) -> Environment:
    known = {one.id: one for one in base}
    texts = imported.texts
    own = read_vocabulary(texts.vocabulary_text, f"{texts.vocabulary}.yaml", known.get)
    return environment((*known.values(), own))


def _known(names: Environment) -> Iterator[KnownFact]:
    for fact in names.facts.values():
        options = tuple(option.name for option in fact.options)
        yield KnownFact(fact.name, fact.type.value, fact.label, fact.unit, options)


# --- the draft --------------------------------------------------------------------------------------------


def _with(imported: Imported, reader: str, accepted: Sequence[Accepted], source: Source) -> Imported:
    if not accepted:
        return imported
    lines = ["# Proposals", "", *_OPENING, ""]
    for one in accepted:
        lines += _written(one, reader, source)
    text = imported.texts.policy.rstrip("\n") + "\n\n" + "\n".join(lines).rstrip("\n") + "\n"
    return replace(imported, texts=replace(imported.texts, policy=text))


def _written(one: Accepted, reader: str, source: Source) -> Iterator[str]:
    for sentence in one.quoted:
        yield prose(sentence.text)
        yield ""
    first = one.quoted[0]
    says = f"For the hole {one.hole}, {reader} proposes this {one.kind.value}."
    yield from block(
        "hole",
        [
            f"id: {one.id}",
            f"says: {quoted(says)}",
            f"proposed: {quoted(one.value)}",
            f"cites: {cites(_cited(first, source))}",
        ],
    )


def _cited(sentence: Sentence, source: Source) -> Cited:
    """The place of a sentence, in the last section that begins before it ends."""
    title = ""
    for section in source.manuscript.sections:
        first = section.heading or next(iter(section.blocks), None)
        if first is not None and first.span.start < sentence.span.end:
            title = section.title
    title = " ".join(title.split()).strip(" :") or "before the first heading"
    return Cited(title[:120], source.lines(sentence.span), fingerprint(sentence.text))


def _must_add_holes_alone(before: Document, after: Document, accepted: Sequence[Accepted]) -> None:
    """Hold the draft to its promise, whatever texts a reader and a source have put into it.

    Errors:
        ProposingError: it has changed in another way.
    """
    known = [hole.id for hole in before.holes] + [one.id for one in accepted]
    same = replace(after, holes=before.holes, text=before.text) == before
    if not same or sorted(hole.id for hole in after.holes) != sorted(known):
        what = "proposals would change the draft itself, so none is written; please report it"
        raise ProposingError(f"{before.id}: {what}")
