"""What YAML's own parser says, in words that help whoever wrote the file."""

from __future__ import annotations

from typing import Any

_SAYS = (
    (
        "mapping values are not allowed",
        "a colon followed by a blank ends a key, and none belongs here",
        "if it is part of the value, put the value in quotes; else look at the indentation",
    ),
    ("cannot start any token", "a value cannot begin with this character", "put the value in quotes"),
    (
        "did not find expected comment or line break",
        "a value that begins with > or | is a block of lines to YAML",
        "put the value in quotes",
    ),
    (
        "could not find expected ':'",
        "a key has no colon after it",
        "write `key: value`; a longer value goes on in deeper indented lines",
    ),
    (
        "did not find expected ',' or ']'",
        "the list that begins with [ goes wrong here",
        "a comma or ] belongs here; put a value that holds [ ] { } or a comma in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "the mapping that begins with { goes wrong here",
        "a comma or } belongs here; put a value that holds [ ] { } or a comma in quotes",
    ),
    (
        "did not find expected key",
        "a key was expected here",
        "look at the indentation; a value that begins with a quote ends with that quote",
    ),
    (
        "did not find expected node content",
        "a value was expected here",
        "write one, and close each [ and { before the text ends",
    ),
    (
        "did not find expected '-' indicator",
        "an item of a list was expected here",
        "begin it with `- `, as deep as the items above",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list in the next line; or put a value that begins with `- ` in quotes",
    ),
    (
        "block mapping entries are not allowed",
        "a mapping cannot begin here",
        "begin it in the next line, deeper indented",
    ),
    ("mapping keys are not allowed", "a key cannot begin here", "put a value that begins with ? in quotes"),
    ("found unexpected end of stream", "a quote that is opened here is not closed", "close it"),
    ("found unexpected document indicator", "a quote that is opened here is not closed", "close it"),
    (
        "expected alphabetic or numeric character",
        "a value that begins with & or * is an anchor or alias to YAML",
        "put the value in quotes",
    ),
    ("found undefined tag handle", "a value that begins with ! is a tag to YAML", "put the value in quotes"),
    (
        "did not find expected <document start>",
        "the text goes on after its end",
        "look at the indentation of this line",
    ),
    ("invalid Unicode", "an escape that is no character by itself", "write the character itself"),
    ("found unknown escape character", "an unknown escape after \\ in double quotes", "use single quotes"),
    ("escape", "a wrong escape after \\ in double quotes", "use single quotes"),
)
_OPENED = ("found unexpected end of stream", "found unexpected document indicator")


def explain(error: Any, lines: list[str], before: int) -> tuple[str, str, Any]:
    """What is wrong, what would be right, and the mark to point at, for a yaml.MarkedYAMLError.

    Arguments:
        error: what PyYAML raised.
        lines: the lines of the text.
        before: how many lines of the file stand before them.
    """
    said = str(error.problem or "")
    mark = error.problem_mark or error.context_mark
    if any(part in said for part in _OPENED) and error.context_mark is not None:
        mark = error.context_mark
    if mark is not None and mark.line >= len(lines):
        mark = error.context_mark or mark
    opened = ""
    context = error.context_mark
    if context is not None and context.line != mark.line and ("]" in said or "}" in said):
        opened = " (it begins in line {line})"
    for part, what, right in _SAYS:
        if part in said:
            if "cannot start any token" in said:
                what = _first_character(mark, lines, what)
            return (
                what + opened.format(line=before + context.line + 1 if context is not None else 0),
                right,
                mark,
            )
    return "this is no YAML: " + (said or "it cannot be read"), "", mark


def _first_character(mark: Any, lines: list[str], what: str) -> str:
    line = lines[mark.line] if mark.line < len(lines) else ""
    char = line[mark.column : mark.column + 1]
    return f"a value cannot begin with {char}" if char.strip() else what
