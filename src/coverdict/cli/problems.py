"""Problems of documents as a page; the source line and its marker keep their columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from coverdict.cli.cleaning import clean
from coverdict.cli.paper import Layout, Row, blank, row
from coverdict.text import Problem, counted


def problem_rows(problems: Sequence[Problem], layout: Layout) -> list[Row]:
    """Each problem with its place, its line and what would be right; or that there is none."""
    if not problems:
        return [row((layout.marks.met, "green"), " every document is well-formed")]
    rows: list[Row] = []
    for problem in problems:
        rows += [*_problem(problem, layout), blank()]
    files = len({problem.place.file for problem in problems})
    return [*rows, row((f"{counted(len(problems), 'problem')} in {counted(files, 'file')}", "bold red"))]


def _problem(problem: Problem, layout: Layout) -> list[Row]:
    head = row((f"{problem.place}", "bold"), f": {problem.what}")
    return [head, *excerpt(problem, layout), *right_row(problem)]


def right_row(problem: Problem) -> list[Row]:
    """What would be right, where that is known."""
    return [Row(Text(clean(problem.right), style="green"), Text("  "), "  ")] if problem.right else []


def excerpt(problem: Problem, layout: Layout) -> list[Row]:
    """The line with a marker under what is wrong; of a long line, the part around it; of none, nothing."""
    line = clean(problem.line.rstrip())
    if not line.strip():
        return []
    number = str(problem.place.line)
    gutter = f"  {number} {layout.marks.stem} "
    room = max(16, layout.width - len(gutter))
    start = problem.place.column - 1
    shift = 0 if len(line) <= room or start < room * 2 // 3 else start - room // 3
    shown = line[shift : shift + room]
    width = max(1, min(problem.width, shift + room - start, len(line) - start))
    under = f"  {' ' * len(number)} {layout.marks.stem} "
    marker = Text("^" * width, style="bold red")
    return [
        Row(Text(shown, no_wrap=True), Text(gutter, style="dim"), " " * len(gutter)),
        Row(marker, Text(under + " " * (start - shift), style="dim"), " " * len(under)),
    ]
