"""What a referral shows the person who decides, before their decision is recorded.

Some states bar a tool that suggests a conclusion to the reviewer. Unless the payer's setting says
`conclusion`, the person sees facts, sources and clauses, and what was concluded from them is held back.
"""

from __future__ import annotations

from rich.text import Text

from coverdict.cli.clauses import clauses
from coverdict.cli.cleaning import one_line
from coverdict.cli.facts import fact_pieces, facts_shown
from coverdict.cli.findings import duties, guidelines, judgement_row, question_rows
from coverdict.cli.headline import headline
from coverdict.cli.paper import Layout, Row, blank, bulleted, hung, row, section
from coverdict.cli.parts import qualification
from coverdict.cli.trace import STYLES, cited, state_mark
from coverdict.cli.words import citation, plain
from coverdict.decision.model import LineDetermination, State, TraceNode

CLAUSES: tuple[tuple[State, str], ...] = (
    ("met", "clauses met"),
    ("not met", "not met"),
    ("unknown", "missing"),
)


def holds_back(line: LineDetermination) -> bool:
    """Whether the person who decides this line is not shown what the program concluded.

    Where no policy decides there is no conclusion, only the way to intake.
    """
    decided = line.routing in ("addressed", "companion")
    return decided and line.referral is not None and line.referral.shows == "clauses"


def reviewer_rows(line: LineDetermination, layout: Layout) -> list[Row]:
    """The line for the person who decides it, without the conclusion."""
    rows = [*headline(line, layout), blank()]
    rows += section("referral", qualification(line.referral) if line.referral else [], layout)
    known = [row(*fact_pieces(fact)) for fact in facts_shown(line).values() if fact.value is not None]
    rows += section("facts", [one for fact in known for one in bulleted([fact], layout)], layout)
    weighed = clauses(line)
    for state, label in CLAUSES:
        found = [node for node in weighed if node.state == state]
        rows += section(label, [one for node in found for one in _clause(node, state, layout)], layout)
    rows += _readings(line, layout)
    rows += _judgements(line, layout)
    asked = [one for question in line.questions for one in bulleted(question_rows(question, layout), layout)]
    rows += section("ask", asked, layout)
    rows += guidelines(line.guidelines, layout)
    rows += duties(line.duties, layout)
    held = "the computed conclusion is held back until a decision is recorded"
    return [*rows, *section("conclusion", [row((held, "dim"))], layout)]


def _clause(node: TraceNode, state: State, layout: Layout) -> list[Row]:
    label, text = one_line(node.label), one_line(node.text)
    said = f"{label}: {text}" if label and text and label != text else label or text
    return hung([row(said, *cited(node))], Text(f"{state_mark(state, layout)} ", style=STYLES[state]), "  ")


def _readings(line: LineDetermination, layout: Layout) -> list[Row]:
    rows = []
    for reading in line.readings:
        place = citation(reading.cites) if reading.cites else ""
        options = " / ".join(plain(label) for label, _ in reading.options)
        cites = (f" [{place}]" if place else "", "dim")
        rows += bulleted([row((plain(reading.name), "bold"), f": {options}", cites)], layout)
    return section("open readings", rows, layout)


def _judgements(line: LineDetermination, layout: Layout) -> list[Row]:
    """All that are open: which of them weigh on the outcome is part of the conclusion."""
    rows = [one for judgement in line.judgements for one in bulleted([judgement_row(judgement)], layout)]
    return section("judgements", rows, layout)
