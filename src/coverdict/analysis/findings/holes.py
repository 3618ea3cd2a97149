"""What a draft leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.analysis.findings.finding import Finding, found
from coverdict.language.model import Document

FILL = "read the source there, write what it says, and remove the hole"


def holes(document: Document) -> Iterator[Finding]:
    """Every hole of a document, with the place in the source where it says where that is."""
    for hole in document.holes:
        cites = hole.cites
        place = ", ".join(part for part in (cites.section, cites.item) if part) if cites else ""
        what = f"the hole {hole.id} is not filled"
        what += f": {hole.says.rstrip('.')}" if hole.says else ""
        what += f" [{place}]" if place else ""
        yield found("hole", document, hole.place, what, FILL, hole.id)
