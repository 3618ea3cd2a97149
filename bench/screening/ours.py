"""The program's side of the screening benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import program
from bench.screening.data import FOLDER, THREADS
from coverdict.bulk.answers import COLUMNS
from coverdict.bulk.compiling import Asking
from coverdict.bulk.screening import Options, Screening, screen

PAYER = "measured"
KEPT = FOLDER / "kept"
"""Where the program keeps the libraries that it has read, as it does for its users."""


def screener(
    folder: Path,
    columns: tuple[str, ...] = COLUMNS,
    keep: str = "request_id",
    payer: str = PAYER,
) -> Callable[[Path, Path], Screening]:
    """What screens a file of claims under a library, from opening it to the answer in its place.

    Arguments:
        columns: of the answer.
        keep: the column of the claims that goes on.
        payer: whose all the claims are.
    """
    return partial(_screen, folder, columns, keep, payer)


def _screen(
    folder: Path, columns: tuple[str, ...], keep: str, payer: str, claims: Path, result: Path
) -> Screening:
    options = Options(Asking(payer), keep=(keep,), columns=columns, threads=THREADS)
    desk = program.opened(folder, KEPT)
    return screen(desk, str(claims), str(result), options, lambda _: None, lambda _: None)
