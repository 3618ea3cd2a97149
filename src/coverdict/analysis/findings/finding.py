"""A finding: what it is, where it stands, whom it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverdict.analysis.patients import Patient
from coverdict.analysis.regions import Where
from coverdict.language.model import AcceptedFinding, Document, Fact
from coverdict.text import Place, Report

Severity: TypeAlias = Literal["error", "warning", "note"]

SEVERITIES: Mapping[str, Severity] = {
    "hole": "error",
    "missing-title": "error",
    "missing-identifier": "error",
    "missing-effective-date": "error",
    "rule-never-applies": "error",
    "otherwise-never-applies": "warning",
    "rules-overlap": "warning",
    "gap": "warning",
    "benefit-gap": "note",
    "criterion-never-decides": "warning",
    "criterion-unused": "error",
    "value-set-unused": "note",
    "reading-open": "warning",
    "threshold-open": "warning",
    "reading-never-matters": "warning",
    "thresholds-meet": "warning",
    "approach-without-code": "warning",
    "history-contradicts": "error",
    "history-dates": "warning",
    "review-overdue": "note",
    "source-changed": "error",
    "source-edition": "note",
    "case-fails": "error",
    "evidence-contradicts": "warning",
    "acceptance-unknown": "error",
    "acceptance-unneeded": "warning",
    "too-large": "note",
}
"""Every finding by its id. In a guideline an overlap, in definitions an unused criterion, is a note."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a document says, or leaves unsaid, and that somebody should look at.

    Arguments:
        id: one of `SEVERITIES`.
        place: where it stands; `line` is that line, `width` how many characters are meant.
        about: the rule, criterion, reading, code or case; empty for the document as a whole.
        what: what was found, as one clause without a full stop.
        right: what could be done.
        where: the patients whom it touches, as a condition; None where none is meant.
        patient: one of them.
        no_patient: why there is none; empty where there is one.
        document: the id of the document.
        facts: the facts that the patient's values belong to.
    """

    id: str
    severity: Severity
    place: Place
    line: str
    width: int
    about: str
    what: str
    right: str
    document: str
    where: Where | None = None
    patient: Patient | None = None
    no_patient: str = ""
    facts: Mapping[str, Fact] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that its document accepts, with the block in which it does."""

    finding: Finding
    by: AcceptedFinding


@dataclass(frozen=True, slots=True)
class Touched:
    """The patients whom a finding touches."""

    where: Where | None = None
    patient: Patient | None = None
    no_patient: str = ""
    facts: Mapping[str, Fact] | None = None


NOBODY = Touched()


def found(
    which: str,
    document: Document,
    place: Place,
    what: str,
    right: str,
    about: str = "",
    touched: Touched = NOBODY,
    severity: Severity | None = None,
    marked: str = "",
) -> Finding:
    """A finding in a document.

    Arguments:
        which: the id of its kind.
        about: see `Finding`; where it stands in the line at the place, it is what is marked.
        severity: where it is not the usual one.
        marked: what is marked instead.
    """
    line = Report(document.place.file, document.text).line(place.line)
    rest = line[place.column - 1 :].rstrip()
    marked = marked or about
    width = len(marked) if marked and rest.startswith(marked) else len(rest)
    return Finding(
        which,
        severity or SEVERITIES[which],
        place,
        line,
        max(1, width),
        about,
        what,
        right,
        document.id,
        touched.where,
        touched.patient,
        touched.no_patient,
        touched.facts,
    )
