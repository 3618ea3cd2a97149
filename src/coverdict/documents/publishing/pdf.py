"""A published document as a tagged PDF; typst is an extra (`pip install 'coverdict[pdf]'`)."""

from __future__ import annotations

from typing import Final

from coverdict.documents.publishing.publication import Publication
from coverdict.documents.publishing.typesetting import typst_source
from coverdict.text import CoverdictError

STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title, a language and words for every picture."""


class NoTypesetterError(CoverdictError):
    """The typesetter is not installed."""


class TypesettingError(CoverdictError):
    """The typesetter could not set the document."""


def pdf(published: Publication) -> bytes:
    """A published document as PDF: the same document gives the same bytes with the same typesetter.

    Only fonts that the typesetter brings along are used, so that every machine sets the same pages.

    Errors:
        NoTypesetterError: the extra `pdf` is not installed.
        TypesettingError: the typesetter says why.
    """
    try:
        import typst
    except ImportError:
        raise NoTypesetterError(
            "writing a PDF needs an extra that is not installed: pip install 'coverdict[pdf]'"
        ) from None
    source = typst_source(published).encode()
    try:
        data = typst.compile(source, format="pdf", ignore_system_fonts=True, pdf_standards=[STANDARD])
    except RuntimeError as error:
        raise TypesettingError(f"{published.title}: cannot be set as PDF: {error}") from error
    assert isinstance(data, bytes)  # one file, not one for each page
    return data
