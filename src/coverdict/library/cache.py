"""A library that has been read once opens at once: its contents, kept in the user's own cache folder.

The key is the digest of the library and of the program's own code, so that nothing stale is ever used. The
cache is a pickle, which can run code when it is loaded; it is read only from a folder that belongs to the
user and that nobody else can write to. Every part carries its digest: a cache that cannot be read or
written, is cut off or damaged is passed over in silence, and the documents are read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import struct
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from coverdict.language.model import Document
from coverdict.library.index import Contents

_HEAD = struct.Struct(">Q32s")  # the length and SHA-256 of what follows: the contents, and where texts lie
_Span: TypeAlias = tuple[int, int, bytes]  # where a text lies after the head, its length and SHA-256


def folder() -> Path | None:
    """The cache folder: `COVERDICT_CACHE`, else in the user's cache folder; None when it is switched off."""
    chosen = os.environ.get("COVERDICT_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen not in ("", "off") else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "coverdict"
    except RuntimeError:  # no home folder
        return None


@cache
def _program_digest() -> str:
    """A digest of the code that reads documents, so that another program never takes this one's cache."""
    root = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for path in sorted(root.glob("*/*.py")) + sorted(root.glob("*/*.lark")) + sorted(root.glob("*/*.json")):
        if path.parent.name in ("language", "library", "text"):
            whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:16]


def _file(digest: str) -> Path | None:
    place = folder()
    if place is None:
        return None
    return place / f"{digest.removeprefix('sha256:')[:40]}-{_program_digest()}.library"


class CachedTexts:
    """The documents of a cached library, each loaded when it is asked for.

    Arguments:
        again: reads the documents from the library's folder, should the cache be gone or damaged by then.
    """

    def __init__(
        self, path: Path, start: int, spans: Mapping[str, _Span], again: Callable[[], Mapping[str, Document]]
    ) -> None:
        self.path = path
        self.start = start
        self.spans = spans
        self.again = again
        self._loaded: dict[str, Document] = {}

    def __call__(self, file: str) -> Document:
        if file not in self._loaded:
            kept = self._kept(file)
            self._loaded.update(self.again() if kept is None else {file: kept})
        return self._loaded[file]

    def _kept(self, file: str) -> Document | None:
        start, length, wanted = self.spans[file]
        try:
            with self.path.open("rb") as stream:
                stream.seek(self.start + start)
                blob = stream.read(length)
        except OSError:
            return None
        if hashlib.sha256(blob).digest() != wanted:
            return None
        document: Document = pickle.loads(blob)
        return document


def load(digest: str, again: Callable[[], Mapping[str, Document]]) -> tuple[Contents, CachedTexts] | None:
    """The contents and texts of the library with this digest, if they are kept; see `CachedTexts`."""
    path = _file(digest)
    if path is None or not _own(path):
        return None
    try:
        with path.open("rb") as stream:
            length, wanted = _HEAD.unpack(stream.read(_HEAD.size))
            head = stream.read(min(length, path.stat().st_size))
        if hashlib.sha256(head).digest() != wanted:
            return None
        contents, spans = pickle.loads(head)
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, ValueError, struct.error):
        return None
    return contents, CachedTexts(path, _HEAD.size + length, spans, again)


def _own(path: Path) -> bool:
    try:
        for part in (path.parent, path):
            status = part.stat()
            if status.st_mode & 0o022 or (hasattr(os, "geteuid") and status.st_uid != os.geteuid()):
                return False
    except OSError:
        return False
    return True


def save(digest: str, contents: Contents, documents: Mapping[str, Document]) -> None:
    """Keep what has been read; whole or not at all."""
    path = _file(digest)
    if path is None:
        return
    blobs = {file: pickle.dumps(text, pickle.HIGHEST_PROTOCOL) for file, text in documents.items()}
    spans: dict[str, _Span] = {}
    offset = 0
    for file, blob in blobs.items():
        spans[file] = (offset, len(blob), hashlib.sha256(blob).digest())
        offset += len(blob)
    head = pickle.dumps((contents, spans), pickle.HIGHEST_PROTOCOL)
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_HEAD.pack(len(head), hashlib.sha256(head).digest()))
                stream.write(head)
                for blob in blobs.values():
                    stream.write(blob)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
