"""The front matter and the fenced blocks of a Markdown document, each with its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from coverdict.language.blocks import BLOCKS
from coverdict.text import Place, Report, did_you_mean

_FENCE = re.compile(r"^(?P<before>[\s>]*)(?P<fence>`{3,}|~{3,})\s*(?P<info>[^`]*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block that the language reads.

    Arguments:
        kind: `rule`, `value set` …
        line: how many lines of the file stand before its text.
        column: how many characters stand before its text in each line.
    """

    kind: str
    text: str
    heading: str
    place: Place
    line: int
    column: int


@cache
def _parser() -> MarkdownIt:
    # Only the blocks of the document matter here: what stands inside a paragraph is not parsed.
    return MarkdownIt("commonmark").disable(["inline", "text_join"])


def front_text(report: Report) -> str | None:
    """The text of the front matter (from the file's second line on); None where `report` got a problem."""
    lines = report.lines
    first = lines[0].removeprefix("\ufeff").rstrip()
    if first != "---":
        right = "begin the file with a line ---, then policy: ID (or plan, payer, mandate …), then a line ---"
        report.add(Place(report.file), "the front matter is missing", right)
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number])
        if line.startswith(("#", "```")) and not line.startswith("# "):
            break
    report.add(Place(report.file), "the front matter is not closed", "write a line --- after its last key", 3)
    return None


def blocks(report: Report, front_lines: int) -> list[Block]:
    """The blocks of the document in their order; unknown kinds become problems.

    Arguments:
        front_lines: how many lines the front matter takes, with both its marks.
    """
    body = "\n".join(report.lines[front_lines:])
    found: list[Block] = []
    heading = ""
    covered: set[int] = set()
    tokens = _parser().parse(body)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = " ".join(tokens[index + 1].content.split())
        if token.type != "fence" or token.map is None:
            continue
        start, end = token.map
        covered.update(range(start, end))
        block = _block(token.info, token.content, token.markup, (start, end), heading, report, front_lines)
        if block is not None:
            found.append(block)
    _find_unread(report, front_lines, covered)
    return found


def _block(
    info: str,
    content: str,
    markup: str,
    span: tuple[int, int],
    heading: str,
    report: Report,
    front_lines: int,
) -> Block | None:
    words = info.split()
    line = front_lines + span[0] + 1
    opening = report.line(line)
    column = max(0, opening.find(markup))
    place = Place(report.file, line, column + 1)
    if not words or words[0].lower() not in ("yaml", "yml"):
        _looks_like_block(words, place, report)
        return None
    kind = " ".join(words[1:])
    if not kind:
        return None
    if kind not in BLOCKS or words[0] != "yaml":
        plain = kind.lower().replace("-", " ").replace("_", " ")
        right = f"write yaml {plain}" if plain in BLOCKS else did_you_mean(plain, BLOCKS)
        report.add(
            place,
            f"there is no block yaml {kind}" if words[0] == "yaml" else f"{words[0]} {kind}",
            right,
            len(opening),
        )
        return None
    closing = report.line(front_lines + span[1]).strip(" >")
    if span[1] - span[0] < 2 or not closing.startswith(markup):
        report.add(
            place, f"the block yaml {kind} is not closed", f"write a line {markup} below it", len(opening)
        )
        return None
    return Block(kind, content, heading, place, line, column)


def _looks_like_block(words: list[str], place: Place, report: Report) -> None:
    """`rule` without `yaml` before it would be prose, silently."""
    kind = " ".join(words)
    if kind in BLOCKS:
        report.add(place, f"the block {kind} is no YAML", f"write yaml {kind}", len(kind) + 3)


def _find_unread(report: Report, front_lines: int, covered: set[int]) -> None:
    """A fence that Markdown does not see (too deeply indented) would be prose, silently."""
    for number, line in enumerate(report.lines[front_lines:]):
        if number in covered or "yaml" not in line:
            continue
        found = _FENCE.match(line)
        words = found.group("info").split() if found else []
        if len(words) > 1 and words[0] == "yaml":
            place = Place(report.file, front_lines + number + 1, len(line) - len(line.lstrip()) + 1)
            right = "begin its line with fewer than 4 blanks, outside of HTML"
            report.add(place, "Markdown does not see this block", right, len(line.strip()))
