"""The folder of plain text that a policy team owns: found, read, checked as a whole, and digested."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.language.model import Document, Vocabulary
from coverdict.library.consistency import consistency_problems
from coverdict.library.index import Contents, policy_versions
from coverdict.text import CoverdictError, DocumentError, Place, Problem, Report, did_you_mean

if TYPE_CHECKING:
    from coverdict.language import Environment, FrontMatter

LARGEST_FILE = 16 * 1024 * 1024  # bytes; a policy text is a few dozen kilobytes


class NoLibraryError(CoverdictError):
    """The folder is not there or holds no policy library."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the library: its path inside the folder, with `/`, and its text."""

    file: str
    text: str


def read_sources(folder: Path) -> tuple[Source, ...]:
    """The library's files, in the order of their paths.

    Errors:
        NoLibraryError: the folder is missing or holds no Markdown and no YAML.
        DocumentError: files that cannot be read, are not UTF-8 or are far too large.
    """
    if not folder.is_dir():
        raise NoLibraryError(f"{folder}: no such folder; a policy library is a folder of documents")
    sources: list[Source] = []
    problems: list[Problem] = []
    for path in sorted(_files(folder), key=lambda found: found.relative_to(folder).as_posix()):
        shown = path.relative_to(folder).as_posix()
        try:
            if path.stat().st_size > LARGEST_FILE:
                problems.append(Problem(Place(shown), f"the file is larger than {LARGEST_FILE // 2**20} MiB"))
                continue
            sources.append(Source(shown, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")))
        except UnicodeDecodeError as error:
            problems.append(
                Problem(Place(shown), f"byte {error.start + 1} is not UTF-8", "save the file as UTF-8 text")
            )
        except OSError as error:
            problems.append(Problem(Place(shown), f"cannot be read: {error.strerror}"))
    if problems:
        raise DocumentError(problems)
    if not sources:
        raise NoLibraryError(f"{folder}: no policy library: it holds no Markdown and no YAML documents")
    return tuple(sources)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix in (".md", ".yaml", ".yml") and path.name != "README.md" and path.is_file():
            yield path


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
    """The problems, each with the line it points into."""
    reports = {source.file: Report(source.file, source.text) for source in sources}
    return [
        replace(problem, line=reports[problem.place.file].line(problem.place.line))
        if not problem.line and problem.place.file in reports
        else problem
        for problem in problems
    ]


class _UnreadBaseError(Exception):
    """A vocabulary extends one that could not be read."""


class _Reader:
    """Reads the files in the order in which they build on each other, and keeps what went wrong."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self.sources = sources
        self.vocabularies: dict[str, Vocabulary] = {}
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []
        self._environments: dict[tuple[str, tuple[str, ...]], Environment] = {}
        self._definitions: dict[str, Document] = {}

    def read_vocabularies(self) -> None:
        """Every vocabulary, those that others extend first."""
        from coverdict.language import MapNode, TextNode, load_yaml

        homes: dict[str, Source] = {}
        for source in self.sources:
            if source.file.endswith(".md"):
                continue
            try:
                tree = load_yaml(source.text, source.file)
            except DocumentError as error:
                self.problems += error.problems
                continue
            name = tree.get("vocabulary") if isinstance(tree, MapNode) else None
            key = name.text if isinstance(name, TextNode) else source.file
            if key in homes:
                what = f"vocabulary {key} is already in {homes[key].file}"
                self.problems.append(Problem(Place(source.file), what))
            homes.setdefault(key, source)
        for key in homes:
            self._vocabulary(key, homes, ())

    def _vocabulary(
        self, key: str, homes: Mapping[str, Source], waiting: tuple[str, ...]
    ) -> Vocabulary | None:
        from coverdict.language import read_vocabulary

        if key in self.vocabularies or key not in homes:
            return self.vocabularies.get(key)
        if key in waiting:
            circle = " -> ".join((*waiting[waiting.index(key) :], key))
            place = Place(homes[key].file)
            self.problems.append(Problem(place, f"vocabularies extend each other in a circle: {circle}"))
            return None
        source = homes[key]

        def extended(base: str) -> Vocabulary | None:
            found = self._vocabulary(base, homes, (*waiting, key))
            if found is None and base in homes:
                raise _UnreadBaseError
            return found

        try:
            found = read_vocabulary(source.text, source.file, extended)
        except _UnreadBaseError:
            return None  # its problem is told already
        except DocumentError as error:
            self.problems += error.problems
            return None
        self.vocabularies[key] = found
        return found

    def read_documents(self) -> None:
        from coverdict.language import read_document, read_front

        if self.problems:
            return
        fronts: list[tuple[Source, FrontMatter]] = []
        for source in self.sources:
            if source.file.endswith(".md"):
                try:
                    fronts.append((source, read_front(source.text, source.file)))
                except DocumentError as error:
                    self.problems += error.problems
        # Definitions come first: other documents use their criteria.
        for source, front in sorted(fronts, key=lambda pair: pair[1].kind != "definitions"):
            try:
                document = read_document(source.text, source.file, self._environment)
            except DocumentError as error:
                self.problems += error.problems
                continue
            self.documents[source.file] = document
            if front.kind == "definitions":
                self._definitions[document.id] = document

    def _environment(self, front: FrontMatter) -> Environment:
        from coverdict.language import environment

        key = (front.vocabulary, tuple(front.uses))
        if key not in self._environments:
            if front.vocabulary not in self.vocabularies:
                raise DocumentError(
                    [
                        Problem(
                            front.place,
                            f"vocabulary {front.vocabulary!r} is not in the library",
                            did_you_mean(front.vocabulary, self.vocabularies),
                        )
                    ]
                )
            missing = [name for name in front.uses if name not in self._definitions]
            if missing:
                raise DocumentError(
                    [
                        Problem(
                            front.place,
                            f"definitions {missing[0]!r} are not in the library",
                            did_you_mean(missing[0], self._definitions),
                        )
                    ]
                )
            family = Contents(self.vocabularies, {}, (), (), (), {}, {}).family(front.vocabulary)
            self._environments[key] = environment(
                family, tuple(self._definitions[name] for name in front.uses)
            )
        return self._environments[key]
