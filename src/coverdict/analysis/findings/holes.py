"""What a draft leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.analysis.findings.finding import Finding, found
from coverdict.language.model import Document

FILL = "read the source there, write what it says, and remove the hole"
SIGN = (
    "hold it against the source; where it is right, write it in its place and sign it here (signed by, on), "
    "else remove the block"
)


def holes(document: Document) -> Iterator[Finding]:
    """Every hole of a document, with the place in the source where it says where that is."""
    for hole in document.holes:
        cites = hole.cites
        place = ", ".join(part for part in (cites.section, cites.item) if part) if cites else ""
        what = f"the hole {hole.id} is not filled"
        if hole.proposed:
            what = f"the proposal {hole.id} is not signed"
        what += f": {hole.says.rstrip('.')}" if hole.says else ""
        what += f": {hole.proposed}" if hole.proposed else ""
        what += f" [{place}]" if place else ""
        yield found("hole", document, hole.place, what, SIGN if hole.proposed else FILL, hole.id)
