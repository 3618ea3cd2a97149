"""What `lint` found, as plain data."""

from __future__ import annotations

from typing import Any

from coverdict.cli.lint import Linted
from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint import NOT_CHECKED
from coverdict.documents.manuscript import Manuscript, Span


def lint_data(linted: Linted) -> dict[str, Any]:
    """The document, its findings in order, and what was not looked at."""
    manuscript = linted.manuscript
    return {
        "file": manuscript.file,
        "format": str(manuscript.format),
        "findings": [finding_data(one, manuscript) for one in linted.findings],
        "counts": {str(severity): linted.count(severity) for severity in Severity},
        "rules": list(linted.rules),
        "notes": list(manuscript.notes),
        "not_checked": list(NOT_CHECKED),
    }


def finding_data(finding: Finding, manuscript: Manuscript) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "what": finding.what,
        "computed": finding.computed or None,
        "right": finding.right or None,
        **place_data(finding.span, manuscript),
        "also": [place_data(span, manuscript) for span in finding.also],
    }


def place_data(span: Span, manuscript: Manuscript) -> dict[str, Any]:
    """Where a span begins and ends (the end not included), and what stands there."""
    start, end = manuscript.place(span.start), manuscript.place(max(span.start, span.end - 1))
    page = manuscript.pages[manuscript.line_of(span.start)] if manuscript.pages else None
    return {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column + 1,
        "page": page,
        "quote": manuscript.said(span),
    }
