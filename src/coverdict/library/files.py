"""The files of a library's folder. None is left out in silence: a policy that is not read decides nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from coverdict.text import CoverdictError, DocumentError, Place, Problem, split_lines

LARGEST_FILE = 16 * 1024 * 1024  # bytes; a policy text is a few dozen kilobytes
_SUFFIXES = (".md", ".yaml", ".yml")
EVIDENCE = "evidence"
"""The folder of studies, reviews and methods: they decide nothing, and `coverdict.evidence` reads them."""


class NoLibraryError(CoverdictError):
    """The folder is not there or holds no policy library."""


def is_evidence(file: str) -> bool:
    """Whether a file of a library belongs to its evidence: studies, reviews and methods.

    The library's digest has them, and a fault in them never keeps a policy from deciding.
    """
    return file == EVIDENCE or file.startswith(f"{EVIDENCE}/")


def is_document(file: str) -> bool:
    """Whether a file of a library is a Markdown document of its policies."""
    return file.lower().endswith(".md") and not is_evidence(file)


def is_vocabulary(file: str) -> bool:
    """Whether a file of a library is a vocabulary."""
    return not is_evidence(file) and not file.lower().endswith(".md")


def found_in(folder: Path) -> tuple[list[tuple[str, Path]], list[Problem]]:
    """The library's files, each with the path inside the folder by which messages name it, in their order.

    Hidden files and folders and `README.md` are passed over; links are followed.

    Result:
        The files, and a problem for each that is none: a link that leads nowhere or into a circle, a
        folder that cannot be read.
    Errors:
        NoLibraryError: the folder is missing.
    """
    if not folder.is_dir():
        raise NoLibraryError(f"{folder}: no such folder; a policy library is a folder of documents")
    files: list[tuple[str, Path]] = []
    problems: list[Problem] = []
    todo: list[tuple[str, Path, frozenset[tuple[int, int]]]] = [("", folder, frozenset())]
    while todo:
        inside, path, above = todo.pop()
        try:
            status = path.stat()
            names = sorted(os.listdir(path))
        except OSError as error:
            problems.append(
                Problem(Place(inside.rstrip("/") or str(folder)), f"cannot be read: {error.strerror}")
            )
            continue
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            problems.append(
                Problem(Place(inside.rstrip("/")), "this link leads back to a folder around it", "remove it")
            )
            continue
        for name in names:
            if name.startswith("."):
                continue
            shown, found = inside + _printable(name), path / name
            if found.is_dir():
                todo.append((f"{shown}/", found, above | {identity}))
            elif name.lower().endswith(_SUFFIXES) and name != "README.md":
                what = _unreadable(name, found)
                if what:
                    problems.append(Problem(Place(shown), *what))
                else:
                    files.append((shown, found))
    return sorted(files), problems


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _unreadable(name: str, path: Path) -> tuple[str, str] | None:
    """What is wrong with a file before it is opened, and what would be right."""
    if _printable(name) != name:
        return "the name of the file is not UTF-8", "give it another name"
    if not path.is_file():
        if path.is_symlink():
            return "a link that leads nowhere", "let it lead to a document, or remove it"
        return "this is no file", "remove it, or give it another name"
    return None


def text_of(path: Path, shown: str) -> str:
    """The text of a library's file, without a byte order mark, with LF at the ends of lines.

    Errors:
        DocumentError: it cannot be read, is not UTF-8 or is far too large; `shown` is its name there.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise DocumentError([Problem(Place(shown), f"cannot be read: {error.strerror}")]) from None
    if len(data) > LARGEST_FILE:
        what = f"the file is larger than {LARGEST_FILE // 2**20} MiB"
        raise DocumentError([Problem(Place(shown), what, "a policy text is a few dozen kilobytes")])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError([Problem(Place(shown), "the file is UTF-16 text", "save it as UTF-8 text")])
    try:
        return "\n".join(split_lines(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        # `error.object` is what was decoded: the bytes after a byte order mark.
        before = split_lines(error.object[: error.start].decode("utf-8"))
        line = split_lines(error.object.decode("utf-8", "replace"))[len(before) - 1]
        place = Place(shown, len(before), len(before[-1]) + 1)
        what = f"byte {error.start + 1 + len(data) - len(error.object)} is not UTF-8"
        raise DocumentError([Problem(place, what, "save the file as UTF-8 text", line)]) from None


def stand_in(path: Path) -> str:
    """What stands in the digest for a file of the evidence that is no text: the digest of its bytes.

    Result: nothing for a file that cannot be read at all.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
