"""The facts that a trace shows, in the order in which it shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coverdict.cli.cleaning import one_line
from coverdict.cli.paper import Piece
from coverdict.decision.model import FactShown, LineDetermination, TraceNode


def walk(nodes: Iterable[TraceNode]) -> Iterator[TraceNode]:
    """Every node, parents before their children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def facts_shown(line: LineDetermination) -> dict[str, FactShown]:
    """Each fact of the line's trace once."""
    found: dict[str, FactShown] = {}
    for node in walk(line.trace):
        for shown in node.facts:
            found.setdefault(shown.fact, shown)
    return found


def fact_pieces(shown: FactShown) -> tuple[Piece, ...]:
    """`tumor.resectable: no (CT report, documented)`."""
    if shown.value is None:
        return (f"{shown.fact}: ", ("not known", "yellow"))
    where = ", ".join(part for part in (one_line(shown.source), _support(shown)) if part)
    return (f"{shown.fact}: ", (shown.value, "bold"), (f" ({where})" if where else "", "dim"))


def _support(shown: FactShown) -> str:
    if shown.documented is None:
        return ""
    return "documented" if shown.documented else "attested"
