"""The frame of every page: one file that needs nothing else, and shows any text as text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coverdict.text import harmless

STYLES = "pages.css"


def page(template: str, title: str, **content: object) -> str:
    """A whole page.

    Arguments:
        template: a template of this room that extends `frame.html`.
        title: the title of the page, as text.
        content: what the template speaks of. Texts among it are escaped where they are written, and
            characters that steer or turn the reading direction are replaced.
    """
    return _environment().get_template(template).render(title=title, styles=_styles(), **content)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("coverdict.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _styles() -> Markup:
    """The project's own style sheet, as it is."""
    return Markup(files("coverdict.pages").joinpath("styles", STYLES).read_text(encoding="utf-8"))


def _shown(value: object) -> object:
    """A text made harmless; markup that templates made is kept."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value
