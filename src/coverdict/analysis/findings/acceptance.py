"""Findings that a document accepts, with a written reason, are not told again."""

from __future__ import annotations

from collections.abc import Iterable

from coverdict.analysis.findings.finding import SEVERITIES, Accepted, Finding, found
from coverdict.language.model import AcceptedFinding, Document
from coverdict.text import did_you_mean

ALWAYS_TOLD = frozenset({"hole", "acceptance-unknown", "acceptance-unneeded"})


def accepted(
    documents: Iterable[Document], given: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Accepted, ...]]:
    """The findings that stand, and those that are accepted.

    Arguments:
        documents: those that were looked at.
    """
    blocks = {
        (document.place.file, one.finding, one.about): (document, one)
        for document in documents
        for one in document.accepted
    }
    used: set[tuple[str, str, str]] = set()
    standing: list[Finding] = []
    silenced: list[Accepted] = []
    for finding in given:
        key = (finding.place.file, finding.id, finding.about)
        if key in blocks and finding.id not in ALWAYS_TOLD:
            used.add(key)
            silenced.append(Accepted(finding, blocks[key][1]))
        else:
            standing.append(finding)
    for key, (document, one) in blocks.items():
        if key not in used:
            standing.append(_left(document, one))
    return tuple(standing), tuple(silenced)


def _left(document: Document, one: AcceptedFinding) -> Finding:
    if one.finding not in SEVERITIES or one.finding in ALWAYS_TOLD:
        what = f"no finding that can be accepted is called {one.finding}"
        right = did_you_mean(one.finding, SEVERITIES.keys() - ALWAYS_TOLD)
        return found("acceptance-unknown", document, one.place, what, right, one.finding)
    about = f" about {one.about}" if one.about else ""
    what = f"{one.finding}{about} is accepted, and nothing of the kind is found"
    return found("acceptance-unneeded", document, one.place, what, "remove the block", one.finding)
