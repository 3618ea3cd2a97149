"""Collecting the problems of one text, so that a reader sees all of them at once."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from types import TracebackType

from coverdict.text.places import DocumentError, Place, Problem


def split_lines(text: str) -> list[str]:
    """The lines of `text` without their ends; only LF, CR LF and CR end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Report:
    """The problems found so far in one text.

    Arguments:
        file: the name that messages show.
        text: the whole text, from which each message's line is taken.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = split_lines(text)
        self._problems: dict[Problem, None] = {}

    def __len__(self) -> int:
        return len(self._problems)

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def add(self, place: Place, what: str, right: str = "", width: int = 1) -> None:
        """Note that `what` is wrong at `place`, and what would be `right`."""
        line = self.line(place.line) if place.file == self.file else ""
        self._problems[Problem(place, what, right, line, width)] = None

    def take(self, error: DocumentError) -> None:
        """Add the problems of `error`, each with its line where it stands in this text."""
        for problem in error.problems:
            if problem.line or problem.place.file != self.file:
                self._problems[problem] = None
            else:
                self._problems[replace(problem, line=self.line(problem.place.line))] = None

    def collecting(self) -> AbstractContextManager[None, bool]:
        """Inside `with`, a DocumentError ends the block and its problems are added."""
        return _Collecting(self)

    def raise_if_any(self) -> None:
        """Raise DocumentError with all problems, in the order of their places, if there is one."""
        if self._problems:
            raise DocumentError(sorted(self._problems, key=lambda problem: problem.place))


class _Collecting(AbstractContextManager[None, bool]):
    """Takes a DocumentError that ends its block into a report."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, DocumentError):
            return False
        self._report.take(error)
        return True
