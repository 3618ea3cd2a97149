"""A whole determination as a page: every line, then what is needed to replay it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from coverdict.cli import findings, parts
from coverdict.cli.cleaning import one_line
from coverdict.cli.headline import headline
from coverdict.cli.paper import Layout, Row, blank, line_across, row, section
from coverdict.cli.reviewer import holds_back, reviewer_rows
from coverdict.cli.trace import trace_rows
from coverdict.decision.model import Determination, LineDetermination
from coverdict.text import counted

LineView: TypeAlias = Callable[[LineDetermination, Layout], list[Row]]


def line_rows(line: LineDetermination, layout: Layout) -> list[Row]:
    """One line's answer in full; parts without content are left out."""
    split = [row("the lesions or indications of this line differ: it is referred as a whole")]
    groups = (
        headline(line, layout),
        [
            *parts.conflict(line, layout),
            *parts.possible(line, layout),
            *parts.disposition(line, layout),
            *(section("split", split, layout) if line.split else []),
            *parts.approval(line.approval, layout),
            *parts.referral(line.referral, layout),
            *parts.reasons(line, layout),
        ],
        findings.questions(line.questions, layout),
        findings.readings(line.readings, layout),
        findings.judgements(line.judgements, layout),
        parts.would_change(line.would_change, layout),
        findings.duties(line.duties, layout),
        findings.guidelines(line.guidelines, layout),
        parts.notice(line, layout),
        _trace(line, layout),
    )
    return _apart(groups)


def reviewer_line_rows(line: LineDetermination, layout: Layout) -> list[Row]:
    """One line as the person sees it to whom it is referred."""
    return reviewer_rows(line, layout) if holds_back(line) else line_rows(line, layout)


def determination_rows(determination: Determination, layout: Layout, view: LineView) -> list[Row]:
    """All lines, each drawn by `view`, and the footer."""
    rows: list[Row] = []
    for number, line in enumerate(determination.lines, start=1):
        if len(determination.lines) > 1:
            rows += [line_across(layout)] if number > 1 else []
            total = counted(len(determination.lines), "answer")
            rows.append(row((f"{number} of {total}: line {one_line(line.service.id)}", "dim")))
        rows += [*view(line, layout), blank()]
    return [*rows, *_footer(determination, layout)]


def _trace(line: LineDetermination, layout: Layout) -> list[Row]:
    """The tree; nothing where its only step is what the referral has just said."""
    said = line.referral.why if line.referral else ""
    if [node.label for node in line.trace] == [said] and not line.trace[0].children:
        return []
    rows = trace_rows(line.trace, layout)
    return [row(("trace", "dim")), *rows] if rows else []


def _apart(groups: tuple[list[Row], ...]) -> list[Row]:
    """The groups with a blank row between those that hold something."""
    rows: list[Row] = []
    for group in groups:
        if group:
            rows += [blank(), *group] if rows else group
    return rows


def _footer(determination: Determination, layout: Layout) -> list[Row]:
    as_of = f" {layout.marks.dot} as of {determination.as_of}" if determination.as_of else ""
    digest = determination.library_digest.removeprefix("sha256:")[:12]
    version = f"coverdict {determination.program_version} {layout.marks.dot} library {digest}{as_of}"
    return [row((determination.notice, "dim")), row((version, "dim"))]
