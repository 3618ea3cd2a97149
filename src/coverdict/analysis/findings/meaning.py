"""What rules come to, over every context in which they decide: one look at each, then the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from coverdict.analysis.findings.contexts import Context
from coverdict.analysis.findings.criteria import Weights
from coverdict.analysis.findings.finding import Finding, found
from coverdict.analysis.findings.ground import TooLargeError
from coverdict.analysis.findings.readings import Readings
from coverdict.analysis.findings.rules import Gaps, Overlaps, Reach
from coverdict.analysis.findings.thresholds import Meetings
from coverdict.language.model import Document
from coverdict.library import Library
from coverdict.text import listed

RULES, OVERLAPS, GAPS, CRITERIA, READINGS = (
    "which rules apply",
    "which rules overlap",
    "whether there are gaps",
    "which criteria decide",
    "what the readings move",
)
ALL = (RULES, OVERLAPS, GAPS, CRITERIA, READINGS)

FAMILIES: Mapping[str, str] = {
    "rule-never-applies": RULES,
    "otherwise-never-applies": RULES,
    "rules-overlap": OVERLAPS,
    "thresholds-meet": OVERLAPS,
    "gap": GAPS,
    "benefit-gap": GAPS,
    "criterion-never-decides": CRITERIA,
    "reading-open": READINGS,
    "threshold-open": READINGS,
    "reading-never-matters": READINGS,
}


class Meaning:
    """Everything that contexts say of the rules in them."""

    def __init__(self) -> None:
        self.reach = Reach()
        self.overlaps = Overlaps()
        self.meetings = Meetings()
        self.gaps = Gaps()
        self.weights = Weights()
        self.readings = Readings()
        self.missed: dict[str, dict[str, None]] = {}
        self._documents: dict[str, Document] = {}

    def look(self, context: Context) -> None:
        """Look at a context.

        Raises:
            TooLargeError: nothing could be looked at. What alone is over the budget is in `missed`.
        """
        looks: tuple[tuple[str, Callable[[Context], None]], ...] = (
            (RULES, self.reach.look),
            (OVERLAPS, self._look_for_overlaps),
            (GAPS, self.gaps.look),
            (CRITERIA, self.weights.look),
            (READINGS, self.readings.look),
        )
        files = {applied.document.place.file for layer in context.layers for applied in layer.rules}
        files |= set() if context.payer else {context.policy.place.file}
        for family, look in looks:
            try:
                look(context)
            except TooLargeError:
                self.miss(files, family)

    def _look_for_overlaps(self, context: Context) -> None:
        apart = self.meetings.look(context)
        self.overlaps.look(context, apart)

    def miss(self, files: set[str], *families: str) -> None:
        for file in files:
            self.missed.setdefault(file, {}).update(dict.fromkeys(families))

    def findings(self, library: Library, documents: Mapping[str, Document]) -> Iterator[Finding]:
        """Arguments: documents: those that findings are wanted of, by file."""
        dead, certain = self.reach.dead, self.reach.certain
        everything = (
            *self.reach.findings(),
            *self.overlaps.findings(dead),
            *self.meetings.findings(dead),
            *self.gaps.findings(),
            *self.weights.findings(documents, dead, certain),
            *self.readings.findings(library, documents.values()),
        )
        for finding in everything:
            file = finding.place.file
            if file in documents and FAMILIES[finding.id] not in self.missed.get(file, ()):
                yield finding
        for file, families in self.missed.items():
            if file in documents:
                yield _too_large(documents[file], tuple(families))


def _too_large(document: Document, families: tuple[str, ...]) -> Finding:
    what = f"the rules are too large together to work out {listed(families)}"
    right = "split the document, or let each rule ask less; decisions are exact all the same"
    return found("too-large", document, document.place, what, right)
