"""The clauses of a line's rules that a reviewer weighs: each at the tip of the trace, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coverdict.decision.model import LineDetermination, TraceNode
from coverdict.language.syntax import Citation

# A clause about what the layers below have concluded would tell the conclusion.
_CONCLUDED = re.compile(r"\b(status|benefit) is\b")


def clauses(line: LineDetermination) -> tuple[TraceNode, ...]:
    """The criteria without parts, in the order of the trace; the rules of other products left out."""
    found: dict[object, TraceNode] = {}
    for node in _leaves(rule for rule in line.trace if not _of_another_product(rule)):
        if node.kind == "criterion" and node.state is not None and not _CONCLUDED.search(node.text):
            # A named criterion that several rules speak of is one clause.
            found.setdefault(node.place or (node.label, node.text), node)
    return tuple(found.values())


def _leaves(
    nodes: Iterable[TraceNode], cites: Citation | None = None, readings: tuple[str, ...] = ()
) -> Iterator[TraceNode]:
    """The tips, each with the nearest citation above it and the readings under which it counts."""
    for node in nodes:
        nearest = node.cites or cites
        if node.kind == "reading":
            name = node.text.removeprefix("reading: ")
            for option in node.children:
                yield from _leaves(
                    option.children, option.cites or nearest, (*readings, f"{name}: {option.label}")
                )
        elif node.children:
            yield from _leaves(node.children, nearest, readings)
        else:
            counts = f"where {' and '.join(readings)}" if readings else ""
            text = f"{node.text} ({counts})" if node.text and counts else node.text or counts
            yield replace(node, cites=nearest, text=text)


def _of_another_product(rule: TraceNode) -> bool:
    """Whether a rule fails on the product alone, which the request itself states."""
    return rule.kind == "rule" and any(
        part.state == "not met" and [fact.fact for fact in part.facts] == ["product"]
        for part in rule.children
    )
