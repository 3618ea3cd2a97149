"""A published document as one HTML file: self-contained, readable without a script, made for print too."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from coverdict.documents.publishing.publication import Content, Figure, Publication, Table
from coverdict.documents.publishing.tables import caption_of
from coverdict.pages.frame import page

SHEET = "publication.css"


def publication_page(published: Publication) -> str:
    """A published document as HTML: the same document gives the same bytes."""
    return page(
        "publication.html",
        f"{published.title} | {published.publisher}" if published.publisher else published.title,
        published=published,
        publication_styles=_sheet(),
        kind_of=_kind,
        svg_of=_svg,
        caption_of=_caption,
    )


def _kind(content: Content) -> str:
    """By which name a template tells contents apart."""
    return type(content).__name__


def _svg(figure: Figure) -> Markup:
    """A picture that this program drew, as it is."""
    return Markup(figure.svg)


def _caption(table: Table) -> str:
    return caption_of(table)


@cache
def _sheet() -> Markup:
    """The style sheet of this page alone, as it is."""
    return Markup(files("coverdict.pages").joinpath("styles", SHEET).read_text(encoding="utf-8"))
