"""What `check` found, as a page: each finding with its line, its patients and what could be done."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from coverdict.analysis.findings.finding import Accepted, Finding
from coverdict.cli.analysed import patient_words, where_rows
from coverdict.cli.check import Result
from coverdict.cli.paper import Layout, Row, blank, hung, row, section
from coverdict.cli.problems import excerpt, problem_rows, right_row
from coverdict.text import Problem, counted

STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan", "accepted": "bold green"}
WAYS = 3  # ways of a condition that a page shows


def check_rows(result: Result, everything: bool, layout: Layout) -> list[Row]:
    """The problems, or that there is none and the findings, in the order of their places.

    Arguments:
        everything: whether accepted findings are shown as well, with the reasons.
    """
    rows = problem_rows(result.problems, layout)
    if result.problems:
        return rows
    if not result.worked_out:
        rows.append(
            row("Other documents of the library are not; what rules mean is worked out when all are.")
        )
        return rows
    shown = [(finding.place, _finding(finding, finding.severity, layout)) for finding in result.findings]
    if everything:
        shown += [(one.finding.place, _accepted(one, layout)) for one in result.accepted]
    for _, finding in sorted(shown, key=lambda pair: pair[0]):
        rows += [blank(), *finding]
    return [*rows, *_counts(result)]


def _finding(finding: Finding, severity: str, layout: Layout) -> list[Row]:
    head = row(
        (f"{finding.place}", "bold"), ": ", (severity, STYLES[severity]), f" {finding.id}: {finding.what}"
    )
    problem = Problem(finding.place, finding.what, finding.right, finding.line, finding.width)
    touched: list[Row] = []
    if finding.where is not None:
        touched += section("who", where_rows(finding.where, layout, WAYS), layout)
    if finding.patient is not None:
        touched += section("for example", [row(patient_words(finding.patient, finding.facts or {}))], layout)
    elif finding.no_patient:
        touched += section("for example", [row(f"nobody: {finding.no_patient}")], layout)
    return [head, *excerpt(problem, layout), *hung(touched, Text("  "), "  "), *right_row(problem)]


def _accepted(one: Accepted, layout: Layout) -> list[Row]:
    signed = ", ".join(part for part in (one.by.by, str(one.by.on or "")) if part)
    because = row(one.by.because, (f" ({signed})" if signed else "", "dim"))
    return [
        *_finding(one.finding, "accepted", layout),
        *hung(section("because", [because], layout), Text("  "), "  "),
    ]


def _counts(result: Result) -> list[Row]:
    counts = Counter(finding.severity for finding in result.findings)
    told = [
        counted(counts[severity], severity) for severity in ("error", "warning", "note") if counts[severity]
    ]
    accepted = f"{len(result.accepted)} accepted" if result.accepted else ""
    if not told and not accepted:
        return []
    words = "; ".join(part for part in (", ".join(told) or "no finding", accepted) if part)
    style = "bold red" if counts["error"] else "bold"
    return [blank(), row((words, style))]
