"""What `lint` found, as a page: each finding with its line, what was computed and what could be done."""

from __future__ import annotations

from rich.text import Text

from coverdict.cli.cleaning import clean
from coverdict.cli.lint import Linted
from coverdict.cli.paper import Layout, Row, blank, row
from coverdict.cli.problems import excerpt, right_row
from coverdict.documents.finding import Finding, Severity
from coverdict.documents.lint import NOT_CHECKED
from coverdict.documents.manuscript import Manuscript, Span
from coverdict.text import Problem, counted

STYLES = {Severity.CERTAIN: "bold red", Severity.QUERY: "bold yellow", Severity.INFORMATION: "bold cyan"}
PLACES = 4  # further places that a page names


def lint_rows(linted: Linted, layout: Layout) -> list[Row]:
    """The findings in the order of the text, how many there are, and what was not looked at."""
    manuscript = linted.manuscript
    rows: list[Row] = []
    for finding in linted.findings:
        rows += [*_finding(finding, manuscript, layout), blank()]
    rows += [row((note, "yellow")) for note in manuscript.notes]
    return [*rows, *_counts(linted, layout), *(row((f"not checked: {one}", "dim")) for one in NOT_CHECKED)]


def problem_of(finding: Finding, manuscript: Manuscript) -> Problem:
    """A finding as a problem: its place, the line that it begins in, and how much of the line is meant."""
    line = manuscript.line_of(finding.span.start)
    start = manuscript.starts[line]
    following = manuscript.starts[line + 1] if line + 1 < len(manuscript.starts) else len(manuscript.text) + 1
    text = manuscript.text[start : following - 1].replace("\t", " ")
    width = max(1, min(finding.span.end, start + len(text)) - finding.span.start)
    return Problem(manuscript.place(finding.span.start), finding.what, finding.right, text, width)


def _finding(finding: Finding, manuscript: Manuscript, layout: Layout) -> list[Row]:
    problem = problem_of(finding, manuscript)
    page = manuscript.pages[manuscript.line_of(finding.span.start)] if manuscript.pages else 0
    where = f"{problem.place.file}: page {page}, line {problem.place.line}" if page else f"{problem.place}"
    head = row(
        (where, "bold"),
        ": ",
        (str(finding.severity), STYLES[finding.severity]),
        f" {finding.rule}: {finding.what}",
    )
    said = [Row(Text(clean(finding.computed)), Text("  "), "  ")] if finding.computed else []
    return [head, *excerpt(problem, layout), *said, *_also(finding.also, manuscript), *right_row(problem)]


def _also(spans: tuple[Span, ...], manuscript: Manuscript) -> list[Row]:
    lines = list(dict.fromkeys(manuscript.place(span.start).line for span in spans))
    if not lines:
        return []
    shown = ", ".join(str(line) for line in lines[:PLACES]) + (" …" if len(lines) > PLACES else "")
    return [Row(Text(f"see line {shown}", style="dim"), Text("  "), "  ")]


def _counts(linted: Linted, layout: Layout) -> list[Row]:
    if not linted.findings:
        return [row((layout.marks.met, "green"), f" {counted(len(linted.rules), 'rule')} found nothing")]
    names = {Severity.CERTAIN: "certain", Severity.QUERY: "to query", Severity.INFORMATION: "for information"}
    told = [f"{linted.count(one)} {name}" for one, name in names.items() if linted.count(one)]
    style = "bold red" if linted.count(Severity.CERTAIN) else "bold"
    return [row((f"{counted(len(linted.findings), 'finding')}: {', '.join(told)}", style))]
