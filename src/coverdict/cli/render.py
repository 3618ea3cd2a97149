"""`coverdict render`: a policy as the document that its publisher hands out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coverdict.cli.guard import DONE
from coverdict.cli.opening import opened
from coverdict.cli.output import write_json
from coverdict.cli.usage import UsageError
from coverdict.cli.writing import UnwritableError, write_whole
from coverdict.text import did_you_mean

if TYPE_CHECKING:
    from coverdict.documents.publishing.publication import Publication
    from coverdict.evidence.appraisal import Appraisal
    from coverdict.library import Library

COMMAND = "coverdict render"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a policy is to be published.

    Arguments:
        form: `html`, `md` or `pdf`.
        out: the file to write; standard output when None.
    """

    form: str
    out: str | None
    as_json: bool


def render(policy: str, library: str | None, wishes: Wishes) -> int:
    """Write a policy as a published document.

    Arguments:
        policy: its name, with `@` and a day for the version in force that day, or a file with a draft.

    Errors:
        CoverdictError: no such policy or form, an extra that is missing, or a place that cannot be written.
    """
    if wishes.form not in FORMS:
        near = did_you_mean(wishes.form, FORMS)
        raise UsageError(f"{COMMAND}: there is no form {wishes.form!r}; {near}", COMMAND)
    if wishes.out is not None and not wishes.out:
        raise UnwritableError("the name of the file is empty")
    if wishes.form == "pdf" and wishes.out is None and (wishes.as_json or sys.stdout.isatty()):
        raise UsageError(f"{COMMAND}: a PDF is no text to print; name a file with --out", COMMAND)
    published = published_policy(policy, library)
    data = FORMS[wishes.form](published)
    if wishes.out is not None:
        write_whole(Path(wishes.out), data)
    if wishes.as_json:
        write_json(_told(published, wishes, data))
    elif wishes.out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return DONE


def published_policy(policy: str, library: str | None) -> Publication:
    """A policy as a published document, with the evidence behind it where the library holds a review.

    Errors:
        CoverdictError: no such policy, what is wrong with the library or with its evidence.
    """
    from coverdict.analysis.texts import find_text
    from coverdict.decision.desk import program_version
    from coverdict.pages.publication import publication

    desk = opened(library)
    text = find_text(desk, policy)
    held = () if text.draft else appraisals_behind(desk.library, text.document.place.file, library)
    return publication(desk, text, held, program_version())


def appraisals_behind(policies: Library, file: str, folder: str | None) -> tuple[Appraisal, ...]:
    """The reviews behind a version of a policy, worked out; none where none is held.

    Arguments:
        file: the version's file in the library.
        folder: the library's folder; None for the shipped one.

    Errors:
        DocumentError: what is wrong with the evidence.
    """
    from coverdict.analysis.statements import appraisal_of, document_of
    from coverdict.cli.evidence import opened_evidence

    evidence = opened_evidence(folder)
    return tuple(
        appraisal_of(policies, evidence, review)
        for review in sorted(evidence.reviews.values(), key=lambda review: review.id)
        if (behind := document_of(policies, review)) is not None and behind.place.file == file
    )


def _html(published: Publication) -> bytes:
    from coverdict.pages.publication_html import publication_page

    return publication_page(published).encode()


def _markdown(published: Publication) -> bytes:
    from coverdict.documents.publishing.markdown import markdown

    return markdown(published).encode("utf-8", "backslashreplace")


def _pdf(published: Publication) -> bytes:
    from coverdict.documents.publishing.pdf import pdf

    return pdf(published)


FORMS: dict[str, Callable[[Publication], bytes]] = {"html": _html, "md": _markdown, "pdf": _pdf}


def _told(published: Publication, wishes: Wishes, data: bytes) -> dict[str, object]:
    """The document as data: what it was made from, where it went, and its text where it is one."""
    import hashlib

    return {
        "title": published.title,
        "publisher": published.publisher,
        "made": dict(published.made),
        "to": wishes.form,
        "file": wishes.out,
        "sha256": hashlib.sha256(data).hexdigest(),
        "text": data.decode() if wishes.out is None else None,
    }
