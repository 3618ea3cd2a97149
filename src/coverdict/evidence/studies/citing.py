"""Where a study stands in the documents that cite it."""

from __future__ import annotations

from coverdict.evidence.studies.model import Cite
from coverdict.evidence.studies.shapes import CitedShape, read_lines
from coverdict.language import MapNode, Node, TextNode
from coverdict.language.scalars import shorten
from coverdict.language.shapes import read_shape
from coverdict.text import Report, did_you_mean


class CiteReader:
    """The sources of one file, and the lines that its entries name in them.

    Arguments:
        node: what stands under `cited`: for each short name the policy, its version and the lines.
        report: where problems go.
    """

    def __init__(self, node: Node, report: Report) -> None:
        self._report = report
        self._sources: dict[str, Cite | None] = {}  # None: could not be read
        if not isinstance(node, MapNode) or not node.entries:
            right = "write cited: {bsc: {policy: bsc/7.01.75, version: 2021-11-01, lines: 111-113}}"
            report.add(node.place, "cited is a mapping of short names, one for each document", right)
            return
        for key, value in node.entries:
            shape = read_shape(CitedShape, value, report, f"the source {shorten(key.text)}")
            self._sources[key.text] = None
            if shape is not None:
                first, last = shape.lines
                cite = Cite(shape.policy, first, last, shape.reference, shape.version, key.text)
                self._sources[key.text] = cite

    @property
    def all(self) -> tuple[Cite, ...]:
        """Every source, with the lines of the whole study."""
        return tuple(cite for cite in self._sources.values() if cite is not None)

    def named(self, key: TextNode) -> Cite | None:
        """The source of that short name; None where there is none, or it could not be read."""
        if key.text not in self._sources:
            what = f"no source is called {shorten(key.text)}"
            self._report.add(key.place, what, did_you_mean(key.text, self._sources), max(1, len(key.text)))
        return self._sources.get(key.text)

    def at(self, node: Node | None) -> tuple[Cite, ...]:
        """The places that `{bsc: 111, bcbsm: 72-73}` names; the whole study's where it names none."""
        if node is None:
            return self.all
        if not isinstance(node, MapNode):
            self._report.add(node.place, "lines are named for each source", "write lines: {bsc: 111-113}")
            return ()
        found = [self._at(key, value) for key, value in node.entries]
        return tuple(cite for cite in found if cite is not None)

    def _at(self, key: TextNode, value: Node) -> Cite | None:
        source = self.named(key)
        try:
            first, last = read_lines(value.text if isinstance(value, TextNode) else None)
        except ValueError as error:
            width = len(value.text) if isinstance(value, TextNode) else 1
            self._report.add(value.place, f"{shorten(key.text)}: {error}", "", max(1, width))
            return None
        if source is None:
            return None
        return Cite(source.source, first, last, source.reference, source.version, source.name)
