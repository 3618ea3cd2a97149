"""Blocks to sections: what each stands under, and what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from coverdict.documents.manuscript import Block, BlockKind, Role, Section
from coverdict.documents.reading.names import bare, role_of

PLAIN_LEVEL = 2
"""The level of a heading that only its known name tells: the document's title stands above it."""


def sections_of(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The sections of a document.

    A heading whose name tells no role takes that of the nearest section above it that has one; what stands
    before the first heading, and under headings that tell nothing at all, is the document's identity until a
    role is met.
    """
    found: list[Section] = []
    above: list[tuple[int, str, Role]] = []
    heading: Block | None = None
    held: list[Block] = []

    def close() -> None:
        if heading is None and not held:
            return
        title = " ".join(text[heading.span.start : heading.span.end].split()) if heading else ""
        role = above[-1][2] if heading else Role.IDENTITY
        titles = tuple(one[1] for one in above[:-1])
        found.append(Section(title, role, heading.level if heading else 0, titles, heading, tuple(held)))

    met = appended = False
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            held.append(block)
            continue
        close()
        held = []
        heading = block
        title = " ".join(text[block.span.start : block.span.end].split())
        while above and above[-1][0] >= block.level:
            above.pop()
        told = role_of(title)
        met = met or told is not None
        appended = appended or bare(title).startswith("appendix")
        if appended and told is Role.STATEMENT:
            told = Role.OTHER  # an appendix repeats the statement, as it was before a change and after it
        if told is None:
            roles = [role for _, _, role in above if role is not Role.IDENTITY]
            told = roles[-1] if roles else (Role.OTHER if met else Role.IDENTITY)
        above.append((block.level, title, told))
    close()
    return tuple(found)
