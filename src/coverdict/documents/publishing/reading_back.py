"""A published document read again: the policy's own text, taken from the appendix that prints it exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverdict.documents.manuscript import BlockKind, Format, Manuscript
from coverdict.documents.publishing.house import House
from coverdict.documents.publishing.listing import BAR, ListingError, digest, read_back

_ADDRESS = re.compile(r"(?<=\])\([^()\s]*\)")  # to where a link of Markdown leads
_BEGINS = re.compile(rf"^\s*1{BAR}[ \t]*---\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PolicyText:
    """What a published document prints of its policy's text.

    Arguments:
        text: the Markdown text of the policy; empty where the listing could not be read.
        exact: whether its SHA-256 is the one that the document prints.
        wrong: what is wrong with the listing, as a clause; empty where it was read.
        start: the offset in the manuscript's text at which the listing begins.
    """

    text: str
    exact: bool
    wrong: str
    start: int


def policy_text(manuscript: Manuscript) -> PolicyText | None:
    """The policy's text in a document that was published in the house layout; None in any other document.

    Arguments:
        manuscript: a document read from HTML, Markdown, PDF or text.
    """
    begins = list(_BEGINS.finditer(manuscript.text))
    if not begins:
        return None
    found = begins[-1]  # a document can quote another
    try:
        text = read_back(manuscript.text[found.start() :].split("\n"))
    except ListingError as error:
        return PolicyText("", False, str(error), found.start())
    printed = "".join(manuscript.text.split())
    return PolicyText(text, digest(text) in printed, "", found.start())


def words_by_house(manuscript: Manuscript, end: int) -> dict[House | None, str]:
    """What a published document says to people in each section of the house layout.

    Page numbers, running heads and whatever stands from the offset `end` on are left out. What stands before
    the first section, as the identity does, is under None.
    """
    titles = {house.value: house for house in House}
    found: dict[House | None, list[str]] = {None: []}
    now: House | None = None
    for section in manuscript.sections:
        if section.title in titles:
            now = titles[section.title]
        elif section.heading is not None:
            found.setdefault(now, []).append(section.title)
        found.setdefault(now, []).extend(
            manuscript.said(block.span)
            for block in section.blocks
            if block.kind is not BlockKind.FURNITURE and block.span.start < end
        )
    return {house: _shown(" ".join(texts), manuscript) for house, texts in found.items()}


def _shown(text: str, manuscript: Manuscript) -> str:
    """A text as a reader sees it, in whom links of Markdown have no addresses."""
    return _ADDRESS.sub("", text) if manuscript.format is Format.MARKDOWN else text
