"""Sentences of a manuscript, made whole where a page break cut them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.lint.prose.plain import RAISED, RAISED_DASH
from coverdict.documents.manuscript import Block, BlockKind, Format, Manuscript, Role, Span

_FULL = 40  # characters of a line that may have been wrapped
_BRACKETED = re.compile(r"\(\d{1,3}\)")

LONGEST = 3_000  # characters of a sentence; a longer one is cut, so that no pattern runs over a whole book

_RAISED = f"{RAISED}{RAISED_DASH}"
_END = re.compile(
    r"[.!?](?:(?<=[A-Za-z)\]%\"'][.!?])\d{1,3}(?:[,\-]\d{1,3}){0,6}(?=\s))?"
    rf"[\"')\]]{{0,3}}(?:[{_RAISED}]{{1,3}}[,\-]?){{0,8}}(?:\s?[(\[]\d{{1,3}}(?:\s?[,\-]\s?\d{{1,3}})"
    rf"{{0,8}}[)\]])?\.?(?P<gap>\s+)"
    r"(?=[\"'(\[]{0,2}[A-Z0-9•])"
)
_CITED = re.compile(r"\s*[(\[]\d{1,3}(?:\s?[,\-]\s?\d{1,3}){0,8}[)\]]\.?\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]\.){2,}|\b(?:al|vs|v|Dr|Drs|Mr|Ms|cf|Fig|Figs|ext|approx|ca|St|Inc|Ltd|Co|Vol|pp|eg|"
    r"ie)\."
    r"|\b(?:No|Nos|Sec|Ch|Eq|Ref|Refs)\.(?=\s*\d)|(?:^|[\s(])[A-Z]\.)$"
)
_ENDED = re.compile(rf"[.!?:;][\"')\]]*[{_RAISED},\-]*(?:\s?[(\[]\d[\d,\- ]*[)\]])?\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a heading, a list item's sentence or a table's cell.

    Arguments:
        number: its place among all sentences, from 0.
        span: in the manuscript's text.
        plain: its text made plain; as long as the span.
        kind: of the block that it stands in.
        paragraph: the number of its paragraph, item or row; what a page break cut counts as one.
        section: the number of its section in the manuscript.
        marker: of an item's first sentence, what stands before the item.
        close: whether its block stands right under the block before it, without a blank line.
    """

    number: int
    span: Span
    plain: str
    kind: BlockKind
    paragraph: int
    section: int
    role: Role
    marker: str = ""
    close: bool = False

    def at(self, start: int, end: int) -> Span:
        """The span in the manuscript of a stretch of `plain`."""
        return Span(self.span.start + start, self.span.start + end)

    def found(self, match: re.Match[str], group: int | str = 0) -> Span:
        """The span in the manuscript of what a pattern found in `plain`."""
        return self.at(match.start(group), match.end(group))

    @property
    def running(self) -> bool:
        """Whether it is text, not a heading."""
        return self.kind is not BlockKind.HEADING


@dataclass(slots=True)
class _Run:
    """Text that belongs together: a block, or several that a page break parted."""

    kind: BlockKind
    start: int
    end: int
    section: int
    role: Role
    marker: str
    close: bool


def sentences_of(manuscript: Manuscript, plain: str) -> tuple[Sentence, ...]:
    """All sentences in order; furniture is left out.

    Arguments:
        plain: the manuscript's text made plain.
    """
    found: list[Sentence] = []
    for paragraph, run in enumerate(_runs(manuscript, plain)):
        marker = run.marker
        for start, end in _cut(plain, run):
            span = Span(start, end)
            found.append(
                Sentence(
                    len(found),
                    span,
                    plain[start:end],
                    run.kind,
                    paragraph,
                    run.section,
                    run.role,
                    marker,
                    run.close,
                )
            )
            marker = ""
    return tuple(found)


def _runs(manuscript: Manuscript, plain: str) -> Iterator[_Run]:
    held: _Run | None = None
    lines = manuscript.format in (Format.TEXT, Format.PDF)
    for number, section in enumerate(manuscript.sections):
        blocks: Sequence[Block] = (*((section.heading,) if section.heading else ()), *section.blocks)
        for block in blocks:
            if block.kind is BlockKind.FURNITURE:
                continue
            if held is not None and (
                _goes_on(held, block, number, plain)
                or (lines and _wrapped(held, block, number, manuscript.text))
            ):
                held.end = block.span.end
                continue
            if held is not None:
                yield held
            close = lines and held is not None and _under(held, block, number, manuscript.text)
            spans = block.cells if block.kind is BlockKind.ROW and block.cells else (block.span,)
            for span in spans[:-1]:
                yield _Run(block.kind, span.start, span.end, number, section.role, "", False)
            last = spans[-1]
            held = _Run(block.kind, last.start, last.end, number, section.role, block.marker, close)
    if held is not None:
        yield held


def _wrapped(held: _Run, block: Block, section: int, text: str) -> bool:
    """Whether a block is the rest of a wrapped line, though it begins as a new one or as an item would: with
    a digit, or with a citation in brackets, `(12) Later studies …`."""
    if held.kind is BlockKind.HEADING or held.section != section or block.span.start < held.end:
        return False
    between = text[held.end : block.span.start]
    line = text[text.rfind("\n", held.start, held.end) + 1 : held.end].strip()
    if (
        between.count("\n") != 1
        or len(line) < _FULL
        or held.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM)
    ):
        return False
    if block.kind is BlockKind.ITEM:
        return (
            held.kind is BlockKind.PARAGRAPH and bool(_BRACKETED.fullmatch(block.marker)) and line[-1] != ":"
        )
    return (
        block.kind is BlockKind.PARAGRAPH
        and (text[block.span.start].isdigit() or text[block.span.start] == "(")
        and not _ENDED.search(line)
    )


def _under(held: _Run, block: Block, section: int, text: str) -> bool:
    """Whether a paragraph begins on the line after another: a wrapped text may only seem to part there."""
    both = held.kind is block.kind is BlockKind.PARAGRAPH and held.section == section
    return both and text.count("\n", held.end, max(held.end, block.span.start)) == 1


def _goes_on(held: _Run, block: Block, section: int, plain: str) -> bool:
    """Whether a block is the rest of the sentence before it: no end there, a small letter here."""
    texts = (BlockKind.PARAGRAPH, BlockKind.ITEM)
    if held.kind not in texts or block.kind is not BlockKind.PARAGRAPH or held.section != section:
        return False
    if block.span.start < held.end:
        return False
    head = plain[block.span.start : block.span.end].lstrip()[:1]
    tail = plain[max(held.start, held.end - 300) : held.end]
    opened = tail.count("(") > tail.count(")") and not _ENDED.search(tail.rstrip("(: "))
    return opened or (head.islower() and not _ENDED.search(tail[-40:]))


def _cut(plain: str, run: _Run) -> Iterator[tuple[int, int]]:
    start = run.start
    for end in _END.finditer(plain, run.start, run.end):
        cut = end.start("gap")
        if _ABBREVIATION.search(plain, max(start, end.start() - 12), end.start() + 1):
            continue
        if _CITED.fullmatch(plain, end.end(), run.end):
            break  # what follows the last sentence is its citation
        yield from _trimmed(plain, start, cut)
        start = end.end()
    yield from _trimmed(plain, start, run.end)


def _trimmed(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and plain[start] == " ":
        start += 1
    while start < end and plain[end - 1] == " ":
        end -= 1
    for first in range(start, end, LONGEST):
        yield first, min(end, first + LONGEST)
