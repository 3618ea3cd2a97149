"""The trace as a tree: what was met, what was not, what is not known, and where it stands in the source."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from coverdict.cli.cleaning import one_line
from coverdict.cli.facts import fact_pieces
from coverdict.cli.paper import Layout, Piece, Row, hung, row, styled
from coverdict.cli.words import citation
from coverdict.decision.model import State, TraceNode

STYLES: dict[State | None, str] = {"met": "green", "not met": "red", "unknown": "yellow", None: "dim"}

# A criterion speaks for itself; other kinds of step say what they are.
SILENT_KINDS = ("criterion", "note", "")


def trace_rows(nodes: Sequence[TraceNode], layout: Layout) -> list[Row]:
    """The tree of a trace, one row for each step and one for its facts.

    Rules that do not apply to the line are named together: the rules of other products, for one.
    """
    rows: list[Row] = []
    for node in nodes:
        if not _beside_the_point(node):
            rows += _node(node, layout)
    aside = [one_line(node.label).partition(":")[0] for node in nodes if _beside_the_point(node)]
    if aside:
        mark = Text(f"{state_mark('not met', layout)} ", style=STYLES["not met"])
        rows += hung([row(("do not apply: ", "dim"), ", ".join(aside))], mark, "  ")
    return rows


def _beside_the_point(node: TraceNode) -> bool:
    """Whether a rule is not met and says nothing else instead."""
    says_otherwise = ", otherwise " in f"{node.label} {node.text}"
    return node.kind == "rule" and node.state == "not met" and not says_otherwise


def _node(node: TraceNode, layout: Layout) -> list[Row]:
    mark = state_mark(node.state, layout)
    rows = [Row(_says(node), Text(f"{mark} ", style=STYLES[node.state]), "  ")]
    stem = f"{layout.marks.stem} " if node.children else "  "
    if node.facts:
        rows += hung([facts_row(node, layout)], Text(stem), stem)
    # The tree's own line goes on beside a step that wraps.
    rows = [rows[0] if not node.children else Row(rows[0].text, rows[0].first, stem), *rows[1:]]
    for number, child in enumerate(node.children):
        last = number == len(node.children) - 1
        first = layout.marks.corner if last else layout.marks.branch
        rest = "  " if last else f"{layout.marks.stem} "
        rows += hung(_node(child, layout), Text(f"{first} "), rest)
    return rows


def state_mark(state: State | None, layout: Layout) -> str:
    marks = {"met": layout.marks.met, "not met": layout.marks.not_met, "unknown": layout.marks.unknown}
    return marks[state] if state else layout.marks.dot


def _says(node: TraceNode) -> Text:
    kind: tuple[Piece, ...] = () if node.kind in SILENT_KINDS else ((f"{node.kind} ", "dim"),)
    label = one_line(node.label)
    text = one_line(node.text)
    if label and text and label != text:
        return styled(*kind, (label, "bold"), f": {text}", *cited(node))
    return styled(*kind, label or text, *cited(node))


def cited(node: TraceNode) -> tuple[Piece, ...]:
    """Where the step stands in the source, in brackets."""
    place = citation(node.cites) if node.cites else ""
    return ((f" [{place}]", "dim"),) if place else ()


def facts_row(node: TraceNode, layout: Layout) -> Row:
    pieces: list[Piece] = []
    for number, shown in enumerate(node.facts):
        pieces += [f" {layout.marks.dot} "] if number else []
        pieces += fact_pieces(shown)
    return row(*pieces)
