"""A document's file: its bytes within bounds, what they are, and their characters."""

from __future__ import annotations

from pathlib import Path

from coverdict.documents.manuscript import Format
from coverdict.text import DocumentError, Place, Problem

LARGEST_TEXT = 16 * 2**20
"""Bytes of a text or a page that are read; a policy of a thousand pages has about 4 MB."""

MOST_LINES = 500_000
"""Lines of a text that are read; a policy of a thousand pages has about 50,000."""

LARGEST_PDF = 256 * 2**20
"""Bytes of a PDF that are read."""

_SUFFIXES = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
}
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive (as DOCX is)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
)
_KINDS = "a policy is read as text, Markdown, HTML or PDF"
_PAGE_SIGNS = (b"<!doctype html", b"<html", b"<body", b"<h1", b"<head")


def unreadable(file: str, what: str, right: str = "") -> DocumentError:
    """The error of a file that is no document: one message, at its beginning."""
    return DocumentError([Problem(Place(file), what, right)])


def document_bytes(path: Path) -> tuple[bytes, Format]:
    """The bytes of a document's file, and what they are.

    The bytes themselves tell a PDF and a page; otherwise the file's name tells, and a name that says
    nothing means text.

    Errors:
        DocumentError: there is no such file, it is a folder, empty, too large, or none of the four formats.
    """
    file = str(path)
    named = _SUFFIXES.get(path.suffix.lower(), Format.TEXT)
    try:
        if "\0" in file:
            raise unreadable(file.replace("\0", "?"), "a file's name holds no NUL")
        if path.is_dir():
            raise unreadable(file, "is a folder", "name one document")
        if path.exists() and not path.is_file():
            raise unreadable(file, "is no ordinary file", "name one document")
        with path.open("rb") as opened:
            data = opened.read(LARGEST_PDF + 1)
    except FileNotFoundError as error:
        raise unreadable(file, "there is no such file") from error
    except OSError as error:
        raise unreadable(file, f"cannot be read: {error.strerror or error}") from error
    if not data.strip():
        raise unreadable(file, "the document is empty", "nothing can be read from it")
    found = _format(data, named)
    for beginning, what in _FOREIGN:
        if data.startswith(beginning):
            raise unreadable(file, f"this is {what}", _KINDS)
    if named is Format.PDF and found is not Format.PDF:
        raise unreadable(file, "this is no PDF, though its name says so", _KINDS)
    bound = LARGEST_PDF if found is Format.PDF else LARGEST_TEXT
    if len(data) > bound:
        raise unreadable(file, f"the document is larger than {bound // 2**20} MB", "divide it")
    return data, found


def _format(data: bytes, named: Format) -> Format:
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    head = data[:4096].replace(b"\0", b"").lower()
    if named is Format.TEXT and any(sign in head for sign in _PAGE_SIGNS):
        return Format.HTML
    return Format.TEXT if named is Format.PDF else named


def characters(data: bytes, file: str) -> str:
    """The characters of a text: UTF-8, UTF-16 or UTF-32 by its mark, else Windows-1252; lines end with LF.

    Errors:
        DocumentError: the bytes are no text in any of these encodings.
    """
    text = _decoded(data, file)
    controls = sum(1 for char in text[:65536] if char < " " and char not in "\t\n\r\f\v\b\x1b")
    if controls > max(4, len(text[:65536]) // 100):
        raise unreadable(file, "these bytes are no text", _KINDS)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if text.count("\n") > MOST_LINES:
        raise unreadable(file, f"the document has more than {MOST_LINES:,} lines", "divide it")
    return text


def _decoded(data: bytes, file: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding, file)
    sample = data[:4096]
    if len(data) % 2 == 0 and b"\0" in sample:
        if sample[1::2].count(0) > len(sample) // 3:
            return _as(data, "utf-16-le", file)
        if sample[0::2].count(0) > len(sample) // 3:
            return _as(data, "utf-16-be", file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves open become the replacement mark.
        return data.decode("cp1252", "replace")


def _as(data: bytes, encoding: str, file: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable(file, f"the text is no valid {encoding.upper()}", "save it as UTF-8") from error
    return text.removeprefix("\ufeff")


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
