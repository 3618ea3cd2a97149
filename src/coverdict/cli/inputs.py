"""The text of a file that the user names, or of standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from coverdict.text import CoverdictError, split_lines

LARGEST = 16 * 1024 * 1024  # bytes; a request is a few kilobytes
STANDARD_INPUT = "-"


class UnreadableError(CoverdictError):
    """The file is missing, is no file, is far too large or is not UTF-8 text."""


@dataclass(frozen=True, slots=True)
class Input:
    """A text and the name under which messages speak of it."""

    text: str
    name: str


def read_input(name: str) -> Input:
    """The text of the file `name`, or of standard input when `name` is `-`.

    Errors:
        UnreadableError: with one sentence that says why.
    """
    if name == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise UnreadableError("standard input is closed; name a file instead of -")
        name = "standard input"
        return Input(_decoded(_within(sys.stdin.buffer.read(LARGEST + 1), name), name), name)
    return Input(_decoded(_within(file_bytes(name, LARGEST + 1), name), name), name)


def file_bytes(name: str, most: int) -> bytes:
    """The first bytes of the file `name`, `most` at most.

    Errors:
        UnreadableError: with one sentence that says why.
    """
    if not name or "\0" in name:
        raise UnreadableError("the name of the file is empty" if not name else "a file's name holds no NUL")
    path = Path(name)
    try:
        if path.is_dir():
            raise UnreadableError(f"{name}: is a folder; name a file")
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError as error:
        raise UnreadableError(f"{name}: no such file{near_name(path)}") from error
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be read: {error.strerror or error}") from error


def _within(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST:
        raise UnreadableError(f"{name}: is larger than {LARGEST // 2**20} MiB")
    return data


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError(f"{name}: is UTF-16 text; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            f"{name}:{line}: byte {error.start + 1} is not UTF-8; save the file as UTF-8 text"
        ) from error
    if not text.strip():
        raise UnreadableError(f"{name}: is empty")
    return "\n".join(split_lines(text))


def near_name(path: Path) -> str:
    """`; did you mean …?` with the file in the same folder whose name is most like it; empty without one."""
    from coverdict.text import nearest

    try:
        near = nearest(path.name, (found.name for found in path.parent.iterdir() if found.is_file()))
    except OSError:
        return ""
    return f"; did you mean {path.with_name(near)}?" if near else ""
