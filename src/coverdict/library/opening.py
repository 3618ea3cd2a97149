"""Opening a library: from its folder, or from what was kept of it when it was last read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coverdict.language.model import Document
from coverdict.library import cache
from coverdict.library.folder import digest, read, read_sources
from coverdict.library.index import Library
from coverdict.text import CoverdictError, DocumentError, Problem


class ChangedLibraryError(CoverdictError):
    """The documents are no longer those that were opened."""


def shipped_folder() -> Path:
    """The library that comes with the project: beside an installed program, or in its checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped_library"
    return installed if installed.is_dir() else package.parent.parent / "library"


def open_library(path: Path | None = None) -> Library:
    """The policy library in a folder; the shipped one when `path` is None.

    Errors:
        NoLibraryError: the folder is missing or holds no documents.
        DocumentError: everything that is wrong with its documents.
    """
    folder = shipped_folder() if path is None else path
    sources = read_sources(folder)
    key = digest(sources)

    def again() -> Mapping[str, Document]:
        now = read_sources(folder)
        if digest(now) != key:
            raise ChangedLibraryError(f"{folder}: the library has changed since it was opened; open it again")
        return read(now).documents

    kept = cache.load(key, again)
    if kept is not None:
        contents, texts = kept
        return Library(str(folder), key, contents, texts)
    found = read(sources)
    if found.problems:
        raise DocumentError(found.problems)
    cache.save(key, found.contents, found.documents)
    return Library(str(folder), key, found.contents, found.documents.__getitem__)


def check_library(path: Path | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with the documents of a library; nothing is kept or changed.

    Errors:
        NoLibraryError: the folder is missing or holds no documents.
    """
    try:
        sources = read_sources(shipped_folder() if path is None else path)
    except DocumentError as error:
        return error.problems
    return read(sources).problems
