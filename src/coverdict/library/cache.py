"""A library that has been read once opens at once: its contents, kept in the user's own cache folder.

The key is the digest of the library and of the program's own code, so that nothing stale is ever used. The
cache is a pickle, which can run code when it is loaded; it is read only from a folder that belongs to the
user and that nobody else can write to. A cache that cannot be read or written is passed over in silence.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import struct
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from coverdict.language.model import Document
from coverdict.library.index import Contents

_HEAD = struct.Struct(">Q")


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
            status = path.stat()
            whole.update(f"{path.name} {status.st_size} {status.st_mtime_ns};".encode())
    return whole.hexdigest()[:16]


def _file(digest: str) -> Path | None:
    place = folder()
    if place is None:
        return None
    return place / f"{digest.removeprefix('sha256:')[:40]}-{_program_digest()}.library"


class CachedTexts:
    """The documents of a cached library, each loaded when it is asked for."""

    def __init__(self, path: Path, spans: Mapping[str, tuple[int, int]]) -> None:
        self.path = path
        self.spans = spans
        self._loaded: dict[str, Document] = {}

    def __call__(self, file: str) -> Document:
        if file not in self._loaded:
            start, length = self.spans[file]
            with self.path.open("rb") as stream:
                stream.seek(start)
                self._loaded[file] = pickle.loads(stream.read(length))
        return self._loaded[file]

    def all(self) -> dict[str, Document]:
        return {file: self(file) for file in self.spans}


def load(digest: str) -> tuple[Contents, CachedTexts] | None:
    """The contents and texts of the library with this digest, if they are kept."""
    path = _file(digest)
    if path is None or not _own(path):
        return None
    try:
        with path.open("rb") as stream:
            (length,) = _HEAD.unpack(stream.read(_HEAD.size))
            contents, spans = pickle.loads(stream.read(length))
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, ValueError, struct.error):
        return None
    start = _HEAD.size + length
    texts = {file: (start + offset, size) for file, (offset, size) in spans.items()}
    return contents, CachedTexts(path, texts)


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
    spans: dict[str, tuple[int, int]] = {}
    offset = 0
    for file, blob in blobs.items():
        spans[file] = (offset, len(blob))
        offset += len(blob)
    head = pickle.dumps((contents, spans), pickle.HIGHEST_PROTOCOL)
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_HEAD.pack(len(head)))
                stream.write(head)
                for blob in blobs.values():
                    stream.write(blob)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
