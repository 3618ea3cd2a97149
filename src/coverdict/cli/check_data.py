"""What `check` found, as plain data."""

from __future__ import annotations

from collections import Counter
from typing import Any

from coverdict.analysis.comparing.comparison_data import patient_data, where_data
from coverdict.analysis.findings.finding import Accepted, Finding
from coverdict.cli.check import Result
from coverdict.text import Problem


def check_data(result: Result) -> dict[str, Any]:
    """Problems, findings and accepted findings; the findings of documents with problems are not there."""
    counts = Counter(finding.severity for finding in result.findings)
    return {
        "well_formed": not result.problems,
        "problems": [problem_data(problem) for problem in result.problems],
        "findings": [finding_data(finding) for finding in result.findings],
        "accepted": [_accepted(one) for one in result.accepted],
        "counts": {
            "error": counts["error"],
            "warning": counts["warning"],
            "note": counts["note"],
            "accepted": len(result.accepted),
        },
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "what": problem.what,
        "right": problem.right or None,
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "document": finding.document,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "about": finding.about or None,
        "what": finding.what,
        "right": finding.right or None,
        "where": where_data(finding.where) if finding.where is not None else None,
        "patient": patient_data(finding.patient, finding.facts or {})
        if finding.patient is not None
        else None,
        "no_patient": finding.no_patient or None,
    }


def _accepted(one: Accepted) -> dict[str, Any]:
    return {
        **finding_data(one.finding),
        "because": one.by.because,
        "by": one.by.by or None,
        "on": one.by.on,
    }
