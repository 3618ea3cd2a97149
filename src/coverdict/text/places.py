"""Where something stands in a file, and what to say when it is wrong there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file: `line` and `column` count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


_SHOWN = 120  # characters of a line that a message shows


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of `line` around `column` that a message shows, and the column within it.

    What a terminal would not print in one cell (tabs, control characters) becomes a single `·`.
    """
    plain = "".join(char if char.isprintable() else "·" for char in line)
    column = min(column, len(plain))
    if len(plain) <= _SHOWN:
        return plain, column
    start = max(0, min(column - _SHOWN // 3, len(plain) - _SHOWN))
    before = "… " if start else ""
    after = " …" if start + _SHOWN < len(plain) else ""
    return before + plain[start : start + _SHOWN] + after, column - start + len(before)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, the line itself, and what would be right.

    Arguments:
        place: where it stands.
        what: what is wrong, as one clause without a full stop.
        right: what would be right ("did you mean lesion.count?"); empty where nothing is known.
        line: the source line that `place` points into; empty where there is none.
        width: how many characters from `place` on are at fault; at least 1.
    """

    place: Place
    what: str
    right: str = ""
    line: str = ""
    width: int = 1

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}"
        shown = [head]
        if self.line.strip():
            number = str(self.place.line)
            line, column = _window(self.line.rstrip(), self.place.column - 1)
            marker = " " * column + "^" * max(1, min(self.width, len(line) - column))
            shown += [f"  {number} | {line}", f"  {' ' * len(number)} | {marker}"]
        if self.right:
            shown.append(f"  {self.right}")
        return "\n".join(shown)


class CoverdictError(Exception):
    """What a person who uses the program can put right; its text is the whole message."""


class DocumentError(CoverdictError):
    """One or more problems in a document, a vocabulary or a request."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[DocumentError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)
