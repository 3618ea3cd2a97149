"""Opening a library's evidence: its studies, reviews and methods, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from coverdict.evidence.methods import read_method
from coverdict.evidence.methods_model import Method
from coverdict.evidence.reviews.checks import check_reviews
from coverdict.evidence.reviews.model import Review
from coverdict.evidence.reviews.reading import read_review
from coverdict.evidence.studies.model import Study
from coverdict.evidence.studies.reading import read_study
from coverdict.library.files import EVIDENCE, found_in, is_evidence, text_of
from coverdict.library.opening import shipped_folder
from coverdict.text import DocumentError, Place, Problem, did_you_mean, split_lines

_FOLDERS = ("methods", "reviews", "studies")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one library.

    Arguments:
        folder: the library's folder.
        studies, reviews, methods: by id, those that could be read.
        problems: everything that is wrong, in the order of places. What could not be read is not among the
            studies, reviews and methods; what is wrong between documents is.
    """

    folder: str
    studies: Mapping[str, Study]
    reviews: Mapping[str, Review]
    methods: Mapping[str, Method]
    problems: tuple[Problem, ...]

    def raise_if_any(self) -> None:
        """Errors: DocumentError with all problems, if there is one."""
        if self.problems:
            raise DocumentError(self.problems)


class _Entry(Protocol):
    """What a file of the evidence holds."""

    @property
    def id(self) -> str: ...

    @property
    def place(self) -> Place: ...


EntryT = TypeVar("EntryT", bound=_Entry)
_Read = Callable[[str, str], EntryT]


def open_evidence(path: Path | None = None) -> Evidence:
    """The evidence in a library's folder; that of the shipped library when `path` is None.

    Nothing is raised for a faulty file: it is left out, and its problems are told.

    Errors:
        NoLibraryError: the folder is missing.
    """
    folder = shipped_folder() if path is None else path
    files = _Files(folder)
    studies = files.read("studies", "study", read_study)
    reviews = files.read("reviews", "review", read_review)
    methods = files.read("methods", "method", read_method)
    files.problems += _same_publication(studies.values())
    if not files.unread:  # a file that could not be read may hold what seems to be missing
        files.problems += check_reviews(reviews.values(), studies, methods)
    return Evidence(str(folder), studies, reviews, methods, files.shown())


class _Files:
    """The files under `evidence`, and what is wrong with them.

    Arguments:
        folder: the library's folder.
    """

    def __init__(self, folder: Path) -> None:
        files, problems = found_in(folder)
        self._files = [(shown, path) for shown, path in files if is_evidence(shown)]
        self._lines: dict[str, list[str]] = {}
        self.problems = [problem for problem in problems if is_evidence(problem.place.file)]
        self.unread = bool(self.problems)  # whether any file could not be read
        self.problems += [self._stray(shown) for shown, _ in self._files if _kind(shown) not in _FOLDERS]

    def read(self, kind: str, called: str, read: _Read[EntryT]) -> dict[str, EntryT]:
        """What the files of one folder hold, by id; of two with the same id, the first."""
        found: dict[str, EntryT] = {}
        for shown, path in self._files:
            if _kind(shown) != kind:
                continue
            try:
                text = text_of(path, shown)
                self._lines[shown] = split_lines(text)
                entry = read(text, shown)
            except DocumentError as error:
                self.problems += error.problems
                self.unread = True
                continue
            first = found.setdefault(entry.id, entry)
            self.problems += _about_name(entry, first, called)
        return found

    def shown(self) -> tuple[Problem, ...]:
        """The problems, each once and with the line it points into."""
        with_lines = (
            problem if problem.line else replace(problem, line=self._line(problem.place))
            for problem in self.problems
        )
        return tuple(sorted(dict.fromkeys(with_lines), key=lambda problem: problem.place))

    def _line(self, place: Place) -> str:
        lines = self._lines.get(place.file, [])
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def _stray(self, shown: str) -> Problem:
        if shown.lower().endswith(".md"):
            return Problem(Place(shown), "the evidence is held in YAML, not in Markdown", "remove the file")
        kind = _kind(shown)
        what = f"{EVIDENCE} has the folders methods, reviews and studies; this file is in none of them"
        right = did_you_mean(kind, _FOLDERS) if kind else "move it into one of them"
        return Problem(Place(shown), what, right)


def _kind(shown: str) -> str:
    """The folder under `evidence` that a YAML file is in; empty where it is in none, or is no YAML."""
    parts = shown.split("/")
    return parts[1] if len(parts) > 2 and not shown.lower().endswith(".md") else ""


def _about_name(entry: _Entry, first: _Entry, called: str) -> Iterator[Problem]:
    """A document's id stands once, and its file is called like it."""
    width = len(entry.id)
    if first is not entry:
        what = f"the {called} {entry.id} is already in {first.place.file}"
        right = "give it another id, or remove one of the two"
        yield Problem(entry.place, what, right, width=width)
        return
    stem = PurePosixPath(entry.place.file).stem
    if stem != entry.id:
        what = f"the {called} is called {entry.id}, and its file {stem}"
        yield Problem(entry.place, what, f"call the file {entry.id}.yaml", width=width)


def _same_publication(studies: Iterable[Study]) -> Iterator[Problem]:
    """A publication stands in the library once, whoever cites it."""
    by_pmid: dict[str, Study] = {}
    for study in studies:
        first = by_pmid.setdefault(study.pmid, study) if study.pmid else study
        if first is not study:
            what = f"PMID {study.pmid} of {study.id} is already that of {first.id}, in {first.place.file}"
            right = "keep one file, with what every document prints of the study"
            yield Problem(study.place, what, right, width=len(study.id))
