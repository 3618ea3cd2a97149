"""`coverdict check`: are the documents of a library well-formed, and do their rules mean what they should?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.guard import DONE, FALLS_SHORT
from coverdict.cli.output import page_layout, write_json, write_page
from coverdict.text import CoverdictError, DocumentError, Problem

if TYPE_CHECKING:
    from coverdict.analysis.findings.finding import Accepted, Finding
    from coverdict.analysis.findings.sources import Source
    from coverdict.decision import Desk

VOCABULARY = "vocabulary"  # the folder by which a policy library is recognised


class NotInLibraryError(CoverdictError):
    """A path that is not there, or belongs to no library."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A library's folder, and files or folders in it; none of them means all."""

    folder: Path
    within: tuple[Path, ...] = ()

    def has(self, file: str) -> bool:
        """Whether a file of the library, by its name there, lies within."""
        if not self.within:
            return True
        whole = (self.folder / file).resolve()
        return any(whole.is_relative_to(path.resolve()) for path in self.within)


@dataclass(frozen=True, slots=True)
class Result:
    """What is wrong with documents or, where nothing is, what was found in them.

    Arguments:
        worked_out: whether the findings are there: other documents of a library may be in the way.
    """

    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    worked_out: bool = True

    @property
    def falls_short(self) -> bool:
        return bool(self.problems) or any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the result is shown: as data, with the accepted findings."""

    as_json: bool = False
    everything: bool = False
    source: str | None = field(default=None)


def check(paths: list[str], library: str | None, wishes: Wishes) -> int:
    """Print what is wrong with the documents under `paths`, or what was found; 1 when there is an error.

    Errors:
        CoverdictError: a path, library or source that is not there.
    """
    scopes = scopes_of([Path(path) for path in paths], Path(library) if library is not None else None)
    result = _together(results_of(scopes, wishes.source))
    if wishes.as_json:
        from coverdict.cli.check_data import check_data

        write_json(check_data(result))
    else:
        from coverdict.cli.check_page import check_rows

        layout = page_layout()
        write_page(check_rows(result, wishes.everything, layout), layout)
    return FALLS_SHORT if result.falls_short else DONE


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


# --- working it out ---------------------------------------------------------------------------------------


def results_of(scopes: Iterable[Scope], source: str | None = None) -> tuple[Result, ...]:
    """The result of each library; places name files as the user did.

    Errors:
        CoverdictError: the source is not there, or no document was written from it.
    """
    from coverdict.decision import open_library

    held = _source(source) if source is not None else None
    results: list[Result] = []
    opened: list[tuple[Scope, Desk]] = []
    for scope in scopes:
        try:
            opened.append((scope, open_library(scope.folder)))
        except DocumentError as error:
            problems = tuple(
                replace(problem, place=replace(problem.place, file=str(scope.folder / problem.place.file)))
                for problem in error.problems
                if scope.has(problem.place.file)
            )
            results.append(Result(problems, worked_out=False))
    if held is None:
        return (*results, *(_found(scope, desk) for scope, desk in opened))
    standing = [(scope, desk, _standing_on(scope, desk, held)) for scope, desk in opened]
    if opened and not any(sources for _, _, sources in standing):
        raise CoverdictError(
            f"{source}: no document here says that it was written from {held.name} (source: file); "
            "name the documents that were: coverdict check PATH --source DOCUMENT"
        )
    return (*results, *(_found(scope, desk, sources) for scope, desk, sources in standing))


def _source(name: str) -> Source:
    from coverdict.analysis.findings.sources import source_of
    from coverdict.documents.reading import read_manuscript

    path = Path(name)
    return source_of(path, read_manuscript(path).text, path.read_bytes())


def _standing_on(scope: Scope, desk: Desk, source: Source) -> dict[str, Source]:
    """The documents to hold against the source: those written from it or, if none is, those named."""
    from coverdict.analysis.findings.checking import all_documents
    from coverdict.analysis.findings.sources import stands_on

    within = {file: text for file, text in all_documents(desk.library).items() if scope.has(file)}
    written = [file for file, text in within.items() if stands_on(text, source)]
    return dict.fromkeys(written or (within if scope.within else ()), source)


def _found(scope: Scope, desk: Desk, sources: dict[str, Source] | None = None) -> Result:
    from coverdict.analysis.findings.checking import all_documents
    from coverdict.analysis.findings.checking import check as check_meaning

    files = frozenset(file for file in all_documents(desk.library) if scope.has(file))
    checked = check_meaning(desk, files, sources)
    return Result(
        tuple(
            replace(problem, place=replace(problem.place, file=str(scope.folder / problem.place.file)))
            for problem in checked.problems
            if scope.has(problem.place.file)
        ),
        findings=tuple(_as_named(finding, scope) for finding in checked.findings),
        accepted=tuple(replace(one, finding=_as_named(one.finding, scope)) for one in checked.accepted),
    )


def _as_named(finding: Finding, scope: Scope) -> Finding:
    return replace(finding, place=replace(finding.place, file=str(scope.folder / finding.place.file)))


def _together(results: Iterable[Result]) -> Result:
    known = tuple(results)
    return Result(
        tuple(dict.fromkeys(problem for one in known for problem in one.problems)),
        tuple(finding for one in known for finding in one.findings),
        tuple(accepted for one in known for accepted in one.accepted),
        all(one.worked_out for one in known),
    )
