"""`check`: all findings of a library's documents, those that stand and those that are accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverdict.analysis.findings.acceptance import accepted
from coverdict.analysis.findings.codes import approaches
from coverdict.analysis.findings.contexts import guideline_context, policy_context, programs
from coverdict.analysis.findings.evidence import contradicted, evidence_of, evidence_problems
from coverdict.analysis.findings.failing import failing
from coverdict.analysis.findings.finding import Accepted, Finding
from coverdict.analysis.findings.ground import TooLargeError
from coverdict.analysis.findings.history import contradictions, history
from coverdict.analysis.findings.holes import holes
from coverdict.analysis.findings.identity import identity
from coverdict.analysis.findings.large import solved
from coverdict.analysis.findings.meaning import ALL, GAPS, RULES, Meaning
from coverdict.analysis.findings.sources import Source, changed
from coverdict.analysis.findings.unused import unused
from coverdict.decision import Desk
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.logic.cells import TooManyCellsError
from coverdict.text import Problem

RULED = ("policy", "guideline", "plan", "mandate")


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found, in the order of the files.

    Arguments:
        problems: what is wrong with the evidence behind the policies; until it is right, no verdict is held
            against their statements.
    """

    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    problems: tuple[Problem, ...] = ()


def check(
    desk: Desk, files: frozenset[str] | None = None, sources: Mapping[str, Source] | None = None
) -> Checked:
    """The findings of a library that is well-formed.

    Arguments:
        files: the documents to look at; None for all.
        sources: the source document to hold each file's citations against, where there is one.
    """
    library = desk.library
    documents = {
        file: document for file, document in all_documents(library).items() if files is None or file in files
    }
    evidence = evidence_of(library)
    problems = evidence_problems(library, evidence) if evidence is not None else ()
    given = (
        *_meaning(library, documents),
        *(one for document in documents.values() for one in _by_itself(desk, document)),
        *(
            one
            for file, source in (sources or {}).items()
            if file in documents
            for one in changed(documents[file], source)
        ),
        *(contradicted(library, evidence, documents) if evidence is not None and not problems else ()),
    )
    standing, silenced = accepted(documents.values(), given)
    return Checked(
        tuple(sorted(standing, key=_order)),
        tuple(sorted(silenced, key=lambda one: _order(one.finding))),
        problems,
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.place, finding.id, finding.about, finding.what


def all_documents(library: Library) -> dict[str, Document]:
    """Every document by its file."""
    contents = library.contents
    versions = (one for policy in contents.versions.values() for one in policy)
    texts = (
        *(library.text(one.file) for one in versions),
        *contents.payers.values(),
        *contents.plans,
        *contents.mandates,
        *contents.guidelines,
        *contents.definitions.values(),
    )
    return {text.place.file: text for text in texts}


def _by_itself(desk: Desk, document: Document) -> Iterator[Finding]:
    """What a document says without being worked out."""
    library = desk.library
    others = all_documents(library).values() if document.kind == "definitions" else (document,)
    yield from unused(document, others)
    yield from holes(document)
    if document.kind == "policy":
        yield from identity(library, document)
        yield from approaches(library, document)
        yield from history(document)
        yield from contradictions(library, document)
        yield from failing(desk, document)


def _meaning(library: Library, documents: Mapping[str, Document]) -> Iterator[Finding]:
    meaning = meaning_of(library, documents)
    yield from meaning.findings(library, documents)
    for file, missed in meaning.missed.items():
        document = documents.get(file)
        if document is not None and document.kind == "policy" and RULES in missed and GAPS in missed:
            yield from solved(library, document)


def meaning_of(library: Library, documents: Mapping[str, Document]) -> Meaning:
    """What the rules of some documents come to, wherever they decide."""
    meaning = Meaning()
    everywhere = any(
        text.kind == "definitions" and (text.criteria or text.readings) for text in documents.values()
    )
    texts = all_documents(library) if everywhere else documents
    for document in texts.values():
        if document.kind in ("policy", "guideline"):
            make = policy_context if document.kind == "policy" else guideline_context
            try:
                meaning.look(make(library, document))
            except (TooLargeError, TooManyCellsError):
                meaning.miss({document.place.file}, *ALL)
    for program in programs(library):
        around = {text.place.file for text in program.texts[1:] if text.rules}
        if around & texts.keys():
            try:
                meaning.look(program.context(library))
            except (TooLargeError, TooManyCellsError):
                meaning.miss(around, *ALL)
    return meaning
