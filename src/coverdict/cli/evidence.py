"""`coverdict evidence`: what the evidence behind a policy comes to, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.guard import DONE
from coverdict.cli.opening import opened
from coverdict.cli.presenting import present
from coverdict.text import CoverdictError, DocumentError, did_you_mean

if TYPE_CHECKING:
    from coverdict.cli.paper import Layout, Row
    from coverdict.evidence.appraisal import Appraisal
    from coverdict.evidence.opening import Evidence
    from coverdict.evidence.reviews.model import Review
    from coverdict.library import Library
    from coverdict.pages.evidence_words import Source


class UnknownReviewError(CoverdictError):
    """No review is called so, and no policy with a review."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a review is to be worked out and shown, as the command line says it.

    Arguments:
        as_of: what was known that day; the review's own day when None.
        page: the file for the page; without one, the terminal.
        exports: new folders, by what goes into each: `csv`, `metafor`, `fhir`.
    """

    as_of: date | None
    page: str | None
    as_json: bool
    exports: Mapping[str, str]


def evidence(name: str, library: str | None, wishes: Wishes) -> int:
    """Print what the evidence comes to, or write it as a page or as files for other programs.

    Arguments:
        name: a review's id, or a policy's name for all its reviews.

    Errors:
        CoverdictError: no such review or library, everything that is wrong with the evidence, or a place that
            cannot be written to.
    """
    found = opened_evidence(library)
    reviews = reviews_of(name, found)
    policies = opened(library).library
    appraisals = tuple(_appraised(review, policies, found, wishes.as_of) for review in reviews)
    if wishes.exports:
        _export(appraisals, found, wishes.exports)
        if wishes.page is None and not wishes.as_json:
            return DONE
    source = _source(policies)
    title = reviews[0].title if len(reviews) == 1 else name
    present(
        wishes.as_json,
        wishes.page,
        partial(_data, appraisals, source),
        partial(_page, appraisals, title, source),
        partial(_shown, appraisals),
    )
    return DONE


def opened_evidence(library: str | None) -> Evidence:
    """The evidence of a library.

    Errors:
        DocumentError: everything that is wrong with it, with files named as the user did.
    """
    from coverdict.evidence.opening import open_evidence

    found = open_evidence(Path(library) if library is not None else None)
    if found.problems:
        folder = Path(library) if library is not None else Path()
        raise DocumentError(
            replace(one, place=replace(one.place, file=str(folder / one.place.file)))
            for one in found.problems
        )
    return found


def reviews_of(name: str, opened: Evidence) -> tuple[Review, ...]:
    """The review of that id, or all reviews of the policy of that name, the earliest knowledge first.

    Errors:
        UnknownReviewError: there is none; the nearest names are offered.
    """
    if name in opened.reviews:
        return (opened.reviews[name],)
    found = [review for review in opened.reviews.values() if review.policy == name]
    if found:
        return tuple(sorted(found, key=lambda review: (review.as_of or date.max, review.id)))
    if not opened.reviews:
        raise UnknownReviewError(f"{opened.folder}: this library holds no review of evidence")
    known = dict.fromkeys((*opened.reviews, *(review.policy for review in opened.reviews.values())))
    raise UnknownReviewError(
        f"no review, and no policy with a review, is called {name!r}; {did_you_mean(name, known)}"
    )


def _appraised(review: Review, policies: Library, found: Evidence, as_of: date | None) -> Appraisal:
    """The review, worked out, beside what its policy states."""
    from coverdict.analysis.statements import appraisal_of

    return appraisal_of(policies, found, review, as_of)


def _export(appraisals: Sequence[Appraisal], opened: Evidence, exports: Mapping[str, str]) -> None:
    """Write each folder with all that goes into it.

    Errors:
        UnwritableError: a folder is there and holds something, or cannot be written.
    """
    from coverdict.cli.evidence_files import export_files
    from coverdict.cli.folders import write_folder
    from coverdict.cli.writing import UnwritableError

    by_folder: dict[str, list[str]] = {}
    for form, folder in exports.items():
        if not folder:
            raise UnwritableError("the name of the folder is empty")
        by_folder.setdefault(folder, []).append(form)
    for folder, forms in by_folder.items():
        files = {
            file.name: file.text.encode()
            for one in appraisals
            for file in export_files(one, forms, float(opened.methods[one.review.method].pooling.level))
        }
        write_folder(Path(folder), files)


def _source(policies: Library) -> Source:
    """The digest of the whole library, and the version of this program."""
    from importlib.metadata import PackageNotFoundError, version

    from coverdict.pages.evidence_words import Source

    try:
        program = version("coverdict")
    except PackageNotFoundError:
        program = "0"
    return Source(policies.digest, program)


def _data(appraisals: Sequence[Appraisal], source: Source) -> object:
    from coverdict.cli.evidence_data import evidence_data

    return evidence_data(appraisals, source)


def _page(appraisals: Sequence[Appraisal], title: str, source: Source) -> str:
    from coverdict.pages.evidence import evidence_page

    return evidence_page(appraisals, title, source)


def _shown(appraisals: Sequence[Appraisal], layout: Layout) -> list[Row]:
    from coverdict.cli.evidence_text import evidence_rows

    return evidence_rows(appraisals, layout)
