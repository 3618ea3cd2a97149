"""`coverdict check`: are the documents of a library well-formed?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coverdict.cli.guard import DONE, FALLS_SHORT
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.text import CoverdictError, Problem

VOCABULARY = "vocabulary"  # the folder by which a policy library is recognised


class NotInLibraryError(CoverdictError):
    """A path that is not there, or belongs to no library."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A library's folder, and files or folders in it; none of them means all."""

    folder: Path
    within: tuple[Path, ...] = ()


def check(paths: list[str], library: str | None, as_json: bool) -> int:
    """Print the problems of the documents under `paths`; 1 when there is one.

    Errors:
        CoverdictError: a path or library that is not there.
    """
    scopes = scopes_of([Path(path) for path in paths], Path(library) if library is not None else None)
    problems = tuple(dict.fromkeys(problem for scope in scopes for problem in problems_of(scope)))
    if as_json:
        write_json(check_data(problems))
    else:
        _print(problems)
    return FALLS_SHORT if problems else DONE


def scopes_of(paths: list[Path], library: Path | None) -> tuple[Scope, ...]:
    """The libraries that `paths` lie in, each with the paths that lie in it."""
    if not paths:
        return (Scope(_shipped() if library is None else library),)
    by_folder: dict[Path, list[Path]] = {}
    for path in paths:
        if not path.exists():
            raise NotInLibraryError(f"{path}: no such file or folder")
        by_folder.setdefault(_library_of(path, library), []).append(path)
    return tuple(
        Scope(folder, () if any(_same(path, folder) for path in inside) else tuple(inside))
        for folder, inside in by_folder.items()
    )


def _library_of(path: Path, library: Path | None) -> Path:
    if library is not None:
        if not path.resolve().is_relative_to(library.resolve()):
            raise NotInLibraryError(f"{path}: does not lie in the library {library}")
        return library
    for folder in (path, *path.parents, *path.absolute().parents):
        if (folder / VOCABULARY).is_dir():
            return folder
    if path.is_dir():
        return path
    raise NotInLibraryError(
        f"{path}: lies in no policy library (a folder that holds {VOCABULARY}/); name one with --library DIR"
    )


def _shipped() -> Path:
    """The library that comes with the project, as seen from here."""
    from coverdict.library import shipped_folder

    folder = shipped_folder()
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def problems_of(scope: Scope) -> Iterable[Problem]:
    """The problems of a library's documents within the scope; their places name files as the user did."""
    from coverdict.library import check_library

    wanted = tuple(path.resolve() for path in scope.within)
    for problem in check_library(scope.folder):
        file = scope.folder / problem.place.file
        if not wanted or any(file.resolve().is_relative_to(path) for path in wanted):
            yield replace(problem, place=replace(problem.place, file=str(file)))


def check_data(problems: Iterable[Problem]) -> dict[str, Any]:
    """The result as plain data."""
    found = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "what": problem.what,
            "right": problem.right or None,
        }
        for problem in problems
    ]
    return {"well_formed": not found, "problems": found}


def _print(problems: tuple[Problem, ...]) -> None:
    from coverdict.cli.problems import problem_rows

    layout = page_layout()
    write_page(problem_rows(problems, layout), layout)
