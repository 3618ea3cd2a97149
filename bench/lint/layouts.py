"""How a document is laid out in a file: Markdown, wrapped text, capitals, HTML."""

from __future__ import annotations

import random
import textwrap
from html import escape

from bench.lint.drafts import Draft


def laid_out(made: Draft, rng: random.Random) -> tuple[str, str]:
    """The document's text and the suffix of its file; the same seed gives the same layout."""
    layout = rng.choice((_markdown, _wrapped, _capitals, _html))
    bullet, width = rng.choice(("•", "-", "1.")), rng.choice((78, 88, 98))
    return layout(made, bullet, width)


def _items(items: list[str], bullet: str) -> list[str]:
    return [f"{i}. {one}" if bullet == "1." else f"{bullet} {one}" for i, one in enumerate(items, start=1)]


def _markdown(made: Draft, bullet: str, _: int) -> tuple[str, str]:
    mark = "-" if bullet == "•" else bullet
    lines = [f"# {made.title}", "", *(f"**{label}:** {value}  " for label, value in made.pairs), ""]
    for part in made.parts:
        lines += [f"{'#' * part.level} {part.title}", ""]
        for text in part.paragraphs:
            lines += [text, ""]
        lines += [*_items(part.items, mark), ""] if part.items else []
        for text in part.after:
            lines += [text, ""]
        if part.rows:
            head, *rest = part.rows
            lines += [
                f"| {' | '.join(head)} |",
                f"|{'---|' * len(head)}",
                *(f"| {' | '.join(row)} |" for row in rest),
                "",
            ]
    if made.entries:
        lines += ["## References", "", *(f"{number}. {text}" for number, text in made.entries), ""]
    return "\n".join(lines), ".md"


def _text(made: Draft, bullet: str, width: int, shout: bool) -> str:
    lines = [
        made.title.upper() if shout else made.title,
        "",
        *(f"{label}: {value}" for label, value in made.pairs),
        "",
    ]
    for part in made.parts:
        lines += [part.title.upper() if shout else part.title, ""]
        for text in part.paragraphs:
            lines += [*textwrap.wrap(text, width, break_on_hyphens=False), ""]
        for one in _items(part.items, bullet):
            lines += textwrap.wrap(one, width, subsequent_indent="   ", break_on_hyphens=False)
        lines += [""] if part.items else []
        for text in part.after:
            lines += [*textwrap.wrap(text, width, break_on_hyphens=False), ""]
        lines += [*("\t".join(row) for row in part.rows), ""] if part.rows else []
    if made.entries:
        lines += ["REFERENCES" if shout else "References", ""]
        lines += [f"{number}. {text}" for number, text in made.entries]
    return "\n".join(lines) + "\n"


def _wrapped(made: Draft, bullet: str, width: int) -> tuple[str, str]:
    return _text(made, bullet, width, shout=False), ".txt"


def _capitals(made: Draft, bullet: str, width: int) -> tuple[str, str]:
    return _text(made, bullet, width, shout=True), ".txt"


def _html(made: Draft, _bullet: str, _width: int) -> tuple[str, str]:
    lines = [
        "<!doctype html><html><head><title>Policy</title></head><body>",
        f"<h1>{escape(made.title)}</h1>",
        "<dl>",
    ]
    lines += [f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in made.pairs]
    lines.append("</dl>")
    for part in made.parts:
        lines.append(f"<h{part.level}>{escape(part.title)}</h{part.level}>")
        lines += [f"<p>{escape(text)}</p>" for text in part.paragraphs]
        if part.items:
            lines += ["<ul>", *(f"<li>{escape(one)}</li>" for one in part.items), "</ul>"]
        lines += [f"<p>{escape(text)}</p>" for text in part.after]
        if part.rows:
            lines += [
                "<table>",
                *(
                    "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                    for row in part.rows
                ),
                "</table>",
            ]
    if made.entries:
        lines += [
            "<h2>References</h2>",
            *(f"<p>{number}. {escape(text)}</p>" for number, text in made.entries),
        ]
    return "\n".join([*lines, "</body></html>"]), ".html"
