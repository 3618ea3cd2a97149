"""The folder of plain text that a policy team owns: found, read, checked as a whole, and digested."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.language.model import Document, Vocabulary
from coverdict.library.consistency import consistency_problems
from coverdict.library.files import (
    NoLibraryError,
    found_in,
    is_document,
    is_evidence,
    is_vocabulary,
    stand_in,
    text_of,
)
from coverdict.library.index import Contents, policy_versions
from coverdict.text import DocumentError, Problem, Report, did_you_mean

if TYPE_CHECKING:
    from coverdict.language import Environment, FrontMatter

DEEPEST = 50  # how many vocabularies, or definitions, may build on one another


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the library: its path inside the folder, with `/`, and its text."""

    file: str
    text: str


def read_sources(folder: Path) -> tuple[Source, ...]:
    """The library's files, in the order of their paths; those of the evidence are there for the digest.

    Errors:
        NoLibraryError: the folder is missing or holds no Markdown and no YAML beside its evidence.
        DocumentError: files that cannot be read, are not UTF-8 or are far too large, outside the evidence.
    """
    files, problems = found_in(folder)
    problems = [problem for problem in problems if not is_evidence(problem.place.file)]
    sources: list[Source] = []
    for shown, path in files:
        try:
            sources.append(Source(shown, text_of(path, shown)))
        except DocumentError as error:
            if is_evidence(shown):
                sources.append(Source(shown, stand_in(path)))
            else:
                problems += error.problems
    if problems:
        raise DocumentError(sorted(problems, key=lambda problem: problem.place))
    if all(is_evidence(source.file) for source in sources):
        raise NoLibraryError(f"{folder}: no policy library: it holds no Markdown and no YAML documents")
    return tuple(sources)


def digest(sources: tuple[Source, ...]) -> str:
    """SHA-256 over the files' paths and texts, as `sha256:` and 64 hexadecimal digits."""
    whole = hashlib.sha256()
    for source in sources:
        for part in (source.file, source.text):
            data = part.encode()
            whole.update(len(data).to_bytes(8, "big"))
            whole.update(data)
    return f"sha256:{whole.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading the files gave: the contents, every document by its file, and what is wrong."""

    contents: Contents
    documents: Mapping[str, Document]
    problems: tuple[Problem, ...]


def read(sources: tuple[Source, ...]) -> Reading:
    """Read every document and hold them against each other; problems are collected, not raised."""
    reader = _Reader(sources)
    reader.read_vocabularies()
    reader.read_documents()
    documents = reader.documents
    by_kind: dict[str, list[Document]] = {}
    for document in documents.values():
        by_kind.setdefault(document.kind, []).append(document)
    contents = Contents(
        vocabularies=reader.vocabularies,
        payers={document.id: document for document in by_kind.get("payer", ())},
        plans=tuple(by_kind.get("plan", ())),
        mandates=tuple(by_kind.get("mandate", ())),
        guidelines=tuple(by_kind.get("guideline", ())),
        definitions={document.id: document for document in by_kind.get("definitions", ())},
        versions=policy_versions(by_kind.get("policy", ())),
    )
    problems = reader.problems
    if not problems:
        problems = list(consistency_problems(documents.values(), contents))
    shown = _with_lines(problems, sources)
    return Reading(contents, documents, tuple(sorted(shown, key=lambda problem: problem.place)))


def _with_lines(problems: list[Problem], sources: tuple[Source, ...]) -> list[Problem]:
    """The problems, each once and with the line it points into."""
    wrong = {problem.place.file for problem in problems}
    reports = {source.file: Report(source.file, source.text) for source in sources if source.file in wrong}
    shown = (
        replace(problem, line=reports[problem.place.file].line(problem.place.line))
        if not problem.line and problem.place.file in reports
        else problem
        for problem in problems
    )
    return list(dict.fromkeys(shown))


class _UnreadBaseError(Exception):
    """A document builds on one that could not be read, whose problem is told already."""


class _Reader:
    """Reads the files in the order in which they build on each other, and keeps what went wrong."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self.sources = sources
        self.vocabularies: dict[str, Vocabulary] = {}
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []
        self._unnamed = False  # whether there are vocabularies whose name is not known
        self._unread: set[str] = set()  # the vocabularies that could not be read
        self._environments: dict[tuple[str, tuple[str, ...]], Environment] = {}
        self._fronts: dict[str, tuple[Source, FrontMatter]] = {}  # of definitions, by id
        self._definitions: dict[str, Document | None] = {}  # None: could not be read
        self._waiting: tuple[str, ...] = ()  # the definitions that are being read

    def read_vocabularies(self) -> None:
        """Every vocabulary, those that others extend first."""
        from coverdict.language import MapNode, TextNode, load_yaml

        homes: dict[str, Source] = {}
        for source in self.sources:
            if not is_vocabulary(source.file):
                continue
            try:
                tree = load_yaml(source.text, source.file)
            except DocumentError as error:
                self.problems += error.problems
                continue
            name = tree.get("vocabulary") if isinstance(tree, MapNode) else None
            named = isinstance(name, TextNode) and bool(name.text)
            key = name.text if isinstance(name, TextNode) and named else source.file
            if key in homes and isinstance(name, TextNode):
                what = f"vocabulary {key} is already in {homes[key].file}"
                right = "give it another name, or remove one of the two"
                self.problems.append(Problem(name.place, what, right, width=len(key)))
            homes.setdefault(key, source)
        self._unnamed = bool(self.problems)
        for key in homes:
            self._vocabulary(key, homes, ())

    def _vocabulary(
        self, key: str, homes: Mapping[str, Source], waiting: tuple[str, ...]
    ) -> Vocabulary | None:
        from coverdict.language import place_of_name, read_vocabulary

        if key in self.vocabularies or key in self._unread:
            return self.vocabularies.get(key)
        source = homes[key]

        def extended(base: str) -> Vocabulary | None:
            self._reject_circle("vocabularies extend", "extends", base, (*waiting, key), source)
            if base not in homes and not self._unnamed:  # a file without a name may be the one
                what = f"vocabulary {base!r} is not in the library"
                place = place_of_name(source.text, source.file, "extends", base)
                raise DocumentError([Problem(place, what, did_you_mean(base, homes), width=len(base))])
            found = self._vocabulary(base, homes, (*waiting, key)) if base in homes else None
            if found is None:
                raise _UnreadBaseError
            return found

        try:
            found = read_vocabulary(source.text, source.file, extended)
        except _UnreadBaseError:
            self._unread.add(key)
            return None
        except DocumentError as error:
            self._unread.add(key)
            self.problems += error.problems
            return None
        self.vocabularies[key] = found
        return found

    def _reject_circle(self, who: str, key: str, name: str, waiting: tuple[str, ...], source: Source) -> None:
        """Errors: DocumentError when `name`, under `key` of `source`, leads back to what waits for it."""
        from coverdict.language import place_of_name

        if name in waiting:
            circle = " -> ".join((*waiting[waiting.index(name) :], name))
            what = f"{who} each other in a circle: {circle}"
        elif len(waiting) >= DEEPEST:
            what = f"{who} one another more than {DEEPEST} deep"
        else:
            return
        place = place_of_name(source.text, source.file, key, name)
        raise DocumentError([Problem(place, what, f"remove {name} here", width=len(name))])

    def read_documents(self) -> None:
        """Every document, the definitions that others use first."""
        from coverdict.language import read_front

        if self.problems:
            return
        fronts: list[tuple[Source, FrontMatter]] = []
        for source in self.sources:
            if is_document(source.file):
                try:
                    fronts.append((source, read_front(source.text, source.file)))
                except DocumentError as error:
                    self.problems += error.problems
        for source, front in fronts:
            if front.kind == "definitions":
                self._fronts.setdefault(front.id, (source, front))
        for source, front in fronts:
            if self._fronts.get(front.id, (None,))[0] is source:
                self._definition(front.id)
            else:
                self._read(source)

    def _read(self, source: Source) -> Document | None:
        from coverdict.language import read_document

        try:
            document = read_document(source.text, source.file, self._environment)
        except _UnreadBaseError:
            return None
        except DocumentError as error:
            self.problems += error.problems
            return None
        self.documents[source.file] = document
        return document

    def _definition(self, name: str) -> Document | None:
        """The definitions of that name; None where they are not there or cannot be read."""
        if name not in self._definitions and name in self._fronts:
            before = self._waiting
            self._waiting = (*before, name)
            self._definitions[name] = self._read(self._fronts[name][0])
            self._waiting = before
        return self._definitions.get(name)

    def _environment(self, front: FrontMatter) -> Environment:
        from coverdict.language import environment

        key = (front.vocabulary, tuple(front.uses))
        if key not in self._environments:
            if front.vocabulary and front.vocabulary not in self.vocabularies:
                what = f"vocabulary {front.vocabulary!r} is not in the library"
                right = did_you_mean(front.vocabulary, self.vocabularies)
                raise DocumentError([self._at_front(front, "vocabulary", front.vocabulary, what, right)])
            used = tuple(self._used(front, name) for name in front.uses)
            family = Contents(self.vocabularies, {}, (), (), (), {}, {}).family(front.vocabulary)
            self._environments[key] = environment(family, used)
        return self._environments[key]

    def _used(self, front: FrontMatter, name: str) -> Document:
        source = self._source(front)
        if front.kind == "definitions":
            self._reject_circle("definitions use", "uses", name, self._waiting, source)
        found = self._definition(name)
        if found is not None:
            return found
        if name in self._fronts or self.problems:  # a document without front matter may be the one
            raise _UnreadBaseError
        what = f"definitions {name!r} are not in the library"
        raise DocumentError([self._at_front(front, "uses", name, what, did_you_mean(name, self._fronts))])

    def _source(self, front: FrontMatter) -> Source:
        return next(source for source in self.sources if source.file == front.place.file)

    def _at_front(self, front: FrontMatter, key: str, name: str, what: str, right: str) -> Problem:
        from coverdict.language import place_of_name

        source = self._source(front)
        return Problem(place_of_name(source.text, source.file, key, name), what, right, width=len(name))
