"""Sentences of a manuscript, made whole where a page break cut them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverdict.documents.manuscript import Block, BlockKind, Manuscript, Role, Span

LONGEST = 3_000  # characters of a sentence; a longer one is cut, so that no pattern runs over a whole book

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_END = re.compile(
    rf"[.!?][\"')\]]{{0,3}}(?:[{_RAISED}]{{1,3}}[,\-]?){{0,8}}(?:\s?[(\[]\d{{1,3}}(?:\s?[,\-]\s?\d{{1,3}}){{0,8}}[)\]])?\.?(?P<gap>\s+)"
    r"(?=[\"'(\[]{0,2}[A-Z0-9•])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]\.){2,}|\b(?:al|vs|v|Dr|Drs|Mr|Ms|cf|Fig|Figs|ext|approx|ca|St|Inc|Ltd|Co|Vol|pp|eg|ie)\."
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
    """

    number: int
    span: Span
    plain: str
    kind: BlockKind
    paragraph: int
    section: int
    role: Role
    marker: str = ""

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
                    len(found), span, plain[start:end], run.kind, paragraph, run.section, run.role, marker
                )
            )
            marker = ""
    return tuple(found)


def _runs(manuscript: Manuscript, plain: str) -> Iterator[_Run]:
    held: _Run | None = None
    for number, section in enumerate(manuscript.sections):
        blocks: Sequence[Block] = (*((section.heading,) if section.heading else ()), *section.blocks)
        for block in blocks:
            if block.kind is BlockKind.FURNITURE:
                continue
            if held is not None and _goes_on(held, block, number, plain):
                held.end = block.span.end
                continue
            if held is not None:
                yield held
            spans = block.cells if block.kind is BlockKind.ROW and block.cells else (block.span,)
            for span in spans[:-1]:
                yield _Run(block.kind, span.start, span.end, number, section.role, "")
            last = spans[-1]
            held = _Run(block.kind, last.start, last.end, number, section.role, block.marker)
    if held is not None:
        yield held


def _goes_on(held: _Run, block: Block, section: int, plain: str) -> bool:
    """Whether a block is the rest of the sentence before it: no end there, a small letter here."""
    texts = (BlockKind.PARAGRAPH, BlockKind.ITEM)
    if held.kind not in texts or block.kind is not BlockKind.PARAGRAPH or held.section != section:
        return False
    if block.span.start < held.end:
        return False
    head = plain[block.span.start : block.span.end].lstrip()[:1]
    return head.islower() and not _ENDED.search(plain[max(held.start, held.end - 40) : held.end])


def _cut(plain: str, run: _Run) -> Iterator[tuple[int, int]]:
    start = run.start
    for end in _END.finditer(plain, run.start, run.end):
        cut = end.start("gap")
        if end["gap"] and _ABBREVIATION.search(plain, max(start, end.start() - 12), end.start() + 1):
            continue
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
