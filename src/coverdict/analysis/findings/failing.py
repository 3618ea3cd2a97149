"""Cases of a policy that do not come out as they expect."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.analysis.cases.running import case_runner
from coverdict.analysis.findings.finding import Finding, Touched, found
from coverdict.analysis.patients import Patient
from coverdict.analysis.texts import Text, day_of
from coverdict.decision import Desk
from coverdict.language.model import Document
from coverdict.text import CoverdictError


def failing(desk: Desk, document: Document) -> Iterator[Finding]:
    """The cases of a policy in the library that fail, each with all the ways in which it does."""
    if not document.cases:
        return
    contents = desk.library.contents
    version = next(one for one in contents.versions[document.id] if one.file == document.place.file)
    runner = case_runner(desk, Text(document, version, day_of(desk, version)))
    facts = contents.facts(document.vocabulary)
    for case in document.cases:
        try:
            ways = runner.run(case)
        except CoverdictError as error:
            what = f"the case {case.id} cannot be run: {error}"
            right = "split the document, or let each rule ask less"
            yield found("too-large", document, case.place, what, right, case.id)
            continue
        if ways:
            what = f"the case {case.id} fails: {'; '.join(ways)}"
            right = "correct what it expects, or the rules"
            readings = dict(case.readings)
            patient = Touched(patient=Patient(dict(case.facts), readings), facts=facts)
            yield found("case-fails", document, case.place, what, right, case.id, patient)
