"""All checks of one study, and what its file accepts of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coverdict.evidence.studies.checks.curves import curve_findings
from coverdict.evidence.studies.checks.fractions_printed import fraction_findings
from coverdict.evidence.studies.checks.intervals import interval_findings
from coverdict.evidence.studies.checks.observation import observation_findings
from coverdict.evidence.studies.checks.parts import part_findings
from coverdict.evidence.studies.checks.reported_p import p_findings
from coverdict.evidence.studies.checks.sizes import size_findings
from coverdict.evidence.studies.checks.subsets import subset_findings
from coverdict.evidence.studies.findings import SEVERITIES, Finding, Severity
from coverdict.evidence.studies.model import Accepted, Study
from coverdict.text import Problem, did_you_mean

_CHECKS = (
    size_findings,
    fraction_findings,
    part_findings,
    curve_findings,
    interval_findings,
    observation_findings,
    subset_findings,
    p_findings,
)


def findings(study: Study) -> tuple[Finding, ...]:
    """What the numbers of `study` show, in the order of the file; accepted ones say why they stand."""
    accepted = {(one.finding, one.about): one.because for one in study.accepted}
    found = [
        replace(one, accepted=accepted.get((one.id, one.about), ""))
        for check in _CHECKS
        for one in check(study)
    ]
    return tuple(sorted(found, key=lambda one: (one.place, one.id)))


def unaccepted_errors(study: Study) -> tuple[Problem, ...]:
    """What keeps a study's file from being read: errors it does not accept, and what it accepts in vain."""
    found = findings(study)
    return (*_errors(found), *_in_vain(study.accepted, found))


def _errors(found: tuple[Finding, ...]) -> Iterator[Problem]:
    for one in found:
        if one.severity is Severity.ERROR and not one.accepted:
            right = one.right or "correct it; if the source prints it so, accept the finding"
            yield Problem(one.place, f"{one.says} ({one.id} of {one.about})", right)


def _in_vain(accepted: tuple[Accepted, ...], found: tuple[Finding, ...]) -> Iterator[Problem]:
    there = {(one.id, one.about) for one in found if one.severity is not Severity.NOTE}
    for one in accepted:
        width = len(one.finding)
        if one.finding not in SEVERITIES:
            right = did_you_mean(one.finding, SEVERITIES)
            yield Problem(one.place, f"no finding is called {one.finding}", right, width=width)
        elif (one.finding, one.about) not in there:
            what = f"{one.finding} of {one.about} is accepted, and the numbers show no such thing"
            about = sorted(name for finding, name in there if finding == one.finding)
            right = did_you_mean(one.about, about) or "remove it"
            yield Problem(one.place, what, right, width=width)
