"""The clauses of a line's rules that a reviewer weighs: each at the tip of the trace, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coverdict.decision.model import LineDetermination, TraceNode

# A clause about what the layers below have concluded would tell the conclusion.
_CONCLUDED = re.compile(r"\b(status|benefit) is\b")


def clauses(line: LineDetermination) -> tuple[TraceNode, ...]:
    """The criteria without parts, in the order of the trace; the rules of other products left out."""
    found: dict[tuple[str, str], TraceNode] = {}
    for node in _leaves(rule for rule in line.trace if not _of_another_product(rule)):
        if node.kind == "criterion" and node.state is not None and not _CONCLUDED.search(node.text):
            found.setdefault((node.label, node.text), node)
    return tuple(found.values())


def _leaves(nodes: Iterable[TraceNode]) -> Iterator[TraceNode]:
    for node in nodes:
        if node.children:
            yield from _leaves(node.children)
        else:
            yield node


def _of_another_product(rule: TraceNode) -> bool:
    """Whether a rule fails on the product alone, which the request itself states."""
    return rule.kind == "rule" and any(
        part.state == "not met" and [fact.fact for fact in part.facts] == ["product"]
        for part in rule.children
    )
