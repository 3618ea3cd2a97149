"""What stands first: the action in words, the service, and the policy that was applied."""

from __future__ import annotations

from coverdict.cli.cleaning import one_line
from coverdict.cli.paper import Layout, Piece, Row, row
from coverdict.cli.words import ACTIONS, TARGETS, service, versioned
from coverdict.decision.model import Action, LineDetermination

STYLES: dict[Action, str] = {
    "approve": "bold green",
    "pend": "bold yellow",
    "refer": "bold cyan",
    "not_required": "bold",
}


def action_words(line: LineDetermination) -> str:
    """`APPROVE`, `PEND`, `REFER to physician` or `NOT REQUIRED: …`."""
    words = ACTIONS[line.action]
    return f"{words} to {TARGETS[line.referral.to]}" if line.referral else words


def headline(line: LineDetermination, layout: Layout) -> list[Row]:
    """The action, the service, the payer and product, and the policy with its version."""
    rows = [row((action_words(line), STYLES[line.action])), row((service(line), "bold"), *_belongs(line))]
    product: tuple[Piece, ...] = (f" {layout.marks.dot} product ", line.product) if line.product else ()
    rows.append(row("payer ", line.payer, *product))
    if line.policy:
        rows.append(row("policy ", (line.policy, "bold"), versioned(line.version)))
    if line.policy_title:
        rows.append(row((line.policy_title, "dim")))
    if line.routing == "companion":
        rows.append(row(("a companion service: it takes the outcome of the line that it goes with", "dim")))
    return rows


def _belongs(line: LineDetermination) -> tuple[Piece, ...]:
    """Which indication the line is for, and which line it goes with, where the request says."""
    said = []
    if line.indication:
        said.append(f"for {one_line(line.indication)}")
    if line.service.companion_of:
        said.append(f"with line {one_line(line.service.companion_of)}")
    return (f", {', '.join(said)}",) if said else ()
