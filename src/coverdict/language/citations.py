"""`cites`: the place in the source that a rule or criterion stands for."""

from __future__ import annotations

import re

from coverdict.language.nodes import Node, TextNode
from coverdict.language.shapes import Shape, Text, YesNo, read_shape
from coverdict.language.syntax import Citation
from coverdict.text import Report

NOT_FROM_SOURCE = ("own words", "not from source")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


class CitesShape(Shape):
    """A place in the source document."""

    section: Text = ""
    item: Text = ""
    fingerprint: Text = ""
    from_source: YesNo = True


def read_citation(node: Node | None, report: Report) -> Citation | None:
    """The citation that `node` is; None where there is none, or where `report` got a problem."""
    if node is None:
        return None
    if isinstance(node, TextNode):
        if node.text in NOT_FROM_SOURCE:
            return Citation(from_source=False)
        right = "write cites: {section: …, item: …}, or cites: own words"
        report.add(node.place, "cites names a section of the source", right, len(node.text) or 1)
        return None
    shape = read_shape(CitesShape, node, report, "cites")
    if shape is None:
        return None
    if shape.fingerprint and not _FINGERPRINT.fullmatch(shape.fingerprint):
        what = "a fingerprint has 16 hexadecimal digits"
        report.add(node.place, what, "take it from the source's sentence")
        return None
    if shape.from_source and not (shape.section or shape.item):
        report.add(
            node.place, "cites names no section", "write cites: {section: …, item: …}, or cites: own words"
        )
        return None
    return Citation(shape.section, shape.item, shape.fingerprint, shape.from_source)
