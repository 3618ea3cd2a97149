"""The program under test, put to work on what the judges' generators invent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from coverdict.decision import Desk, open_library
from coverdict.decision.model import LineDetermination
from coverdict_judges.cases import Case, Shelf

LONG = os.environ.get("COVERDICT_LONG") == "1"


def opened(shelf: Shelf, folder: Path) -> Desk:
    """The invented library, written as texts and read by the program."""
    for file, text in shelf.files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_library(folder)


class Desks:
    """The desk of each case's library; cases of one library come one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shelf: Shelf | None = None
        self._desk: Desk | None = None
        self._count = 0

    def decide(self, case: Case) -> LineDetermination:
        """The program's answer to the case's one line."""
        if self._desk is None or case.library is not self._shelf:
            self._count += 1
            self._shelf = case.library
            self._desk = opened(case.library, self._folder / str(self._count))
        (line,) = self._desk.decide(case.request).lines
        return line


def outcomes(line: LineDetermination) -> frozenset[tuple[str | None, str]]:
    """The possible outcomes as the judges write them."""
    return frozenset((outcome.status, outcome.benefit) for outcome in line.possible)


def told(case: Case) -> Iterator[str]:
    """What one needs to see of a case that went wrong."""
    yield f"request: {case.request}"
    for file, text in case.library.files.items():
        yield f"--- {file}\n{text}"
