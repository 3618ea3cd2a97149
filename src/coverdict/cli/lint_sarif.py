"""What `lint` found, as SARIF 2.1.0 (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from coverdict.cli.lint import Linted
from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint import RULES
from coverdict.documents.manuscript import Format, Manuscript, Span
from coverdict.text import fingerprint

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.CERTAIN: "error", Severity.QUERY: "warning", Severity.INFORMATION: "note"}


def sarif(linted: Linted) -> dict[str, Any]:
    """The log of one run: the rules that were held against the document, and their results."""
    places = {one: number for number, one in enumerate(linted.rules)}
    driver = {
        "name": "coverdict",
        "version": version("coverdict"),
        "rules": [_rule(one) for one in linted.rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places, linted.manuscript) for one in linted.findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> dict[str, Any]:
    rule = RULES[name]
    says = rule.looks_for[0].upper() + rule.looks_for[1:] + "."
    return {
        "id": name,
        "shortDescription": {"text": says},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"kind": rule.kind},
    }


def _result(finding: Finding, places: dict[str, int], manuscript: Manuscript) -> dict[str, Any]:
    parts = [part for part in (finding.what, finding.computed, finding.right) if part]
    text = ". ".join(part[0].upper() + part[1:] for part in parts) + "."
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.span, manuscript)],
        "relatedLocations": [_location(span, manuscript) for span in finding.also],
        "partialFingerprints": {"quote/v1": fingerprint(manuscript.said(finding.span))},
    }


def _location(span: Span, manuscript: Manuscript) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": _uri(manuscript.file)}}
    if manuscript.format is Format.PDF:
        page = manuscript.pages[manuscript.line_of(span.start)] if manuscript.pages else 1
        return {"physicalLocation": where, "properties": {"page": page, "quote": manuscript.said(span)}}
    start, end = manuscript.place(span.start), manuscript.place(max(span.start, span.end - 1))
    region: dict[str, Any] = {"startLine": start.line, "snippet": {"text": manuscript.said(span)}}
    if not manuscript.origins:  # where lines are the file's own, so are columns
        region |= {"startColumn": start.column, "endLine": end.line, "endColumn": end.column + 1}
    return {"physicalLocation": {**where, "region": region}}


def _uri(file: str) -> str:
    """The file's name as a URI: a relative one stays relative to where the command ran."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
