"""The lines of a text, cut where an extraction ran several of them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.manuscript import Role, Span
from coverdict.documents.reading.labels import field_of
from coverdict.documents.reading.names import WEAK, bare, named

_BOLD = re.compile(r"\*\*(?P<inner>[^*\n]{1,120})\*\*")
_RUN_IN = re.compile(r"(?P<name>[A-Z][^:.;\n]{2,70}):[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one that stands for a line.

    Arguments:
        span: without the blanks around it.
        text: what the span holds.
        raw: the whole line where this is all of it, blanks included; else the same as `text`.
        indent: blanks before it, a tab counting as four.
        label: where it is a label with its value, the span of the label.
        forced: whether the writer's markup says that it is a heading.
        stuck: whether it is a piece cut out of a line.
    """

    span: Span
    text: str
    raw: str
    indent: int = 0
    label: Span | None = None
    forced: bool = False
    stuck: bool = False

    @property
    def blank(self) -> bool:
        return not self.text


def starts_of(text: str) -> tuple[int, ...]:
    """Where each line of `text` begins; only LF ends a line."""
    found = [0]
    position = text.find("\n")
    while position >= 0:
        found.append(position + 1)
        position = text.find("\n", position + 1)
    return tuple(found)


def lines_of(text: str) -> list[Line]:
    """The lines of `text` in order, blank ones too; a line that was run together comes in its pieces."""
    found: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        found += _pieces(_stripped(raw, start), raw)
        start += len(raw) + 1
    return found


def _stripped(raw: str, start: int) -> Line:
    said = raw.strip(" \t\f\v\u00a0\ufeff")
    before = raw.find(said) if said else 0
    indent = sum(4 if char == "\t" else 1 for char in raw[:before])
    return Line(Span(start + before, start + before + len(said)), said, raw, indent)


def _pieces(line: Line, raw: str) -> Iterator[Line]:
    if line.blank or "\t" in line.text or (line.text[0] in "-•*|>#" and not line.text.startswith("**")):
        yield line
        return
    if "**" in line.text:
        cuts = _cuts(line.text)
        if cuts:
            yield from _cut(line, cuts)
            return
    run_in = _run_in(line.text) or _before_bracket(line.text)
    if run_in:
        head, rest = run_in
        base = line.span.start
        yield Line(
            Span(base, base + head), line.text[:head], line.text[:head], line.indent, forced=True, stuck=True
        )
        yield Line(
            Span(base + rest, line.span.end), line.text[rest:], line.text[rest:], line.indent, stuck=True
        )
        return
    yield _with_label(line) if raw else line


def _run_in(text: str) -> tuple[int, int] | None:
    """Where a section's name before a colon ends, and where its text begins on the same line."""
    found = _RUN_IN.match(text)
    if found is None:
        return None
    role = named(found["name"])
    if role is None or role in (Role.IDENTITY, Role.DEFINITIONS) or field_of(found["name"]):
        return None
    if found["name"].isupper() and text.isupper():
        return None  # a title in capitals that goes over several lines
    words = text[found.end() :].split()
    title = len(words) < 9 and words[0].istitle() and text[-1].isalnum()
    if title or bare(found["name"]) in WEAK - {"policy"}:
        return None  # one title in two parts, or a term that is defined
    return found.end("name") + 1, found.end()


def _before_bracket(text: str) -> tuple[int, int] | None:
    """Where a section's name ends before a bracket that goes on over the next lines."""
    name, bracket, rest = text.partition(" (")
    if not bracket or ")" in rest or named(name) is None:
        return None
    return len(name), len(name) + 1


def _with_label(line: Line) -> Line:
    """The line with its label marked where it is `Label: value` and the label is known."""
    name, colon, value = line.text.partition(":")
    if not colon or not value.strip() or len(name) > 60 or field_of(name) is None:
        return line
    return Line(
        line.span, line.text, line.raw, line.indent, Span(line.span.start, line.span.start + len(name))
    )


# --- bold that stands for a line's structure ---------------------------------------------------------------


def _cuts(text: str) -> list[tuple[int, int, str]]:
    """Pieces of a line by its bold: (start, end, kind), kind being text, label or heading."""
    bolds = [one for one in _BOLD.finditer(text) if _structural(text, one)]
    if not bolds:
        return []
    if len(bolds) == 1 and bolds[0].span() == (0, len(text)):
        return [(0, len(text), "heading")]
    found: list[tuple[int, int, str]] = []
    if bolds[0].start() > 0:
        found.append((0, bolds[0].start(), "text"))
    for one, following in zip(bolds, [*bolds[1:], None], strict=True):
        end = following.start() if following else len(text)
        if one["inner"].rstrip().endswith(":") or text[one.end() :].startswith(":"):
            found.append((one.start(), end, "label"))
        else:
            found.append((one.start(), one.end(), "heading"))
            if one.end() < end:
                found.append((one.end(), end, "text"))
    return found


def _structural(text: str, bold: re.Match[str]) -> bool:
    """Whether bold stands for a label or a heading: not an emphasis within a sentence."""
    inner = bold["inner"].strip()
    stuck = bold.start() == 0 or text[bold.start() - 1] not in " ("
    at_end = not text[bold.end() :].strip()
    if inner.endswith(":"):
        known = field_of(inner) is not None or named(inner) is not None
        return known or bold.start() == 0
    if bold.start() == 0 and at_end:
        return not inner.endswith((".", ",", ";"))
    return at_end and named(inner) is not None and stuck


def _cut(line: Line, cuts: Sequence[tuple[int, int, str]]) -> Iterator[Line]:
    base = line.span.start
    for start, end, kind in cuts:
        said = line.text[start:end].strip()
        if not said:
            continue
        at = base + line.text.index(said, start)
        span = Span(at, at + len(said))
        if kind == "heading":
            inner = said.strip("* ")
            shift = said.index(inner)
            yield Line(
                Span(at + shift, at + shift + len(inner)),
                inner,
                inner,
                line.indent,
                forced=True,
                stuck=len(cuts) > 1,
            )
        elif kind == "label":
            yield from _labelled(said, at, line.indent)
        else:
            known = named(said) is not None
            yield Line(span, said, said, line.indent, forced=known, stuck=True)


def _labelled(said: str, at: int, indent: int) -> Iterator[Line]:
    """`**Label:** value`: a pair for a known label, a heading before its text for a section's name."""
    found = _BOLD.match(said)
    assert found is not None
    inner = found["inner"].strip().rstrip(":").strip()
    first = said.index(inner)
    label = Span(at + first, at + first + len(inner))
    value = said[found.end() :].lstrip(": \t")
    if field_of(inner) is None and named(inner) is not None:
        yield Line(label, inner, inner, indent, forced=True, stuck=True)
        if value:
            start = at + said.rindex(value)
            yield Line(Span(start, start + len(value)), value, value, indent, stuck=True)
        return
    whole = Span(at, at + len(said))
    yield Line(whole, said, said, indent, label if value else None, stuck=True)
