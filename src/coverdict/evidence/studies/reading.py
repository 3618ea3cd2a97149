"""A study's file → a study, with messages that have places."""

from __future__ import annotations

from typing import TypeVar

from coverdict.evidence.studies.checks import unaccepted_errors
from coverdict.evidence.studies.citing import CiteReader
from coverdict.evidence.studies.model import (
    Accepted,
    Arm,
    Bias,
    Derivation,
    Design,
    Difference,
    Study,
)
from coverdict.evidence.studies.results import ResultReader
from coverdict.evidence.studies.shapes import (
    AcceptedShape,
    ArmShape,
    BiasShape,
    DerivedShape,
    DifferenceShape,
    StudyShape,
)
from coverdict.language import ListNode, MapNode, Node, TextNode
from coverdict.language.scalars import shorten
from coverdict.language.shapes import Shape, open_shape, place_of, read_shape
from coverdict.text import DocumentError, Place, Report

_RESERVED = frozenset({"all", "study", "patients"})
_MOST = 400  # entries of a list; no paper has as many outcomes

ShapeT = TypeVar("ShapeT", bound=Shape)


def read_study(text: str, file: str) -> Study:
    """The study that a YAML text holds, whose numbers do not contradict each other.

    Arguments:
        text: the whole text.
        file: its name, for messages.
    Errors: DocumentError with all its problems: what is no study, and numbers that cannot be (`checks`)
        unless the file accepts them as the source's own.
    """
    study = read_as_written(text, file)
    report = Report(file, text)
    report.take(DocumentError(unaccepted_errors(study)))
    report.raise_if_any()
    return study


def read_as_written(text: str, file: str) -> Study:
    """The study that a YAML text holds, whatever its numbers say.

    Arguments:
        text: the whole text.
        file: its name, for messages.
    Errors: DocumentError with all its problems.
    """
    shape, tree, report = open_shape(StudyShape, text, file, "a study")
    study = _Reader(shape, tree, report).read()
    report.raise_if_any()
    return study


class _Reader:
    """Reads one study, whose keys are known."""

    def __init__(self, shape: StudyShape, tree: MapNode, report: Report) -> None:
        self.shape = shape
        self.tree = tree
        self.report = report
        self.cites = CiteReader(shape.cited, report)

    def read(self) -> Study:
        shape = self.shape
        arms = self._arms(shape.arms)
        # An arm that could not be read has its problem already: results may speak of it.
        names = shape.arms.names() if isinstance(shape.arms, MapNode) else ()
        reader = ResultReader(self.report, names, self.cites)
        results = reader.read(self._items(shape.results, "results"))
        return Study(
            shape.study,
            shape.label,
            shape.pmid,
            shape.year,
            shape.title,
            Design(shape.design),
            shape.details,
            shape.prospective,
            shape.condition,
            shape.population,
            shape.n,
            shape.country,
            shape.center,
            shape.recruited,
            arms,
            results,
            self._bias(),
            self._differences(),
            self.cites.all,
            shape.note,
            place_of(self.tree, "study"),
            shape.in_several_arms,
            self._accepted(),
        )

    def _items(self, node: Node | None, called: str) -> tuple[Node, ...]:
        """The entries of a list; none where the key is not there."""
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.report.add(node.place, f"{called} is a list", "begin each entry with `- `")
            return ()
        if len(node.items) > _MOST:
            what = f"{called} has {len(node.items)} entries, and at most {_MOST} are read"
            self.report.add(node.place, what, "put what belongs to another study into its own file")
            return ()
        return node.items

    def _each(self, model: type[ShapeT], key: str, called: str) -> list[tuple[ShapeT, MapNode]]:
        found: list[tuple[ShapeT, MapNode]] = []
        for node in self._items(self.tree.get(key), key):
            shape = read_shape(model, node, self.report, called)
            if shape is not None and isinstance(node, MapNode):
                found.append((shape, node))
        return found

    # --- who was treated ---------------------------------------------------------------------------

    def _arms(self, node: Node | None) -> tuple[Arm, ...]:
        if node is None:
            return ()
        if not isinstance(node, MapNode):
            self.report.add(node.place, "arms is a mapping of names", "write arms: {cryo: {label: …}}")
            return ()
        return tuple(arm for key, value in node.entries if (arm := self._arm(key, value)) is not None)

    def _arm(self, key: TextNode, node: Node) -> Arm | None:
        if key.text in _RESERVED:
            what = f"an arm cannot be called {key.text}: the word has a meaning of its own"
            self.report.add(key.place, what, "give it another name", len(key.text))
        shape = read_shape(ArmShape, node, self.report, "an arm")
        if shape is None:
            return None
        if shape.derived is None:
            return Arm(key.text, shape.label, shape.treatment, shape.n, place=key.place)
        derived = read_shape(DerivedShape, shape.derived, self.report, "derived")
        if derived is None:
            return None
        if derived.n is None or derived.events is not None or derived.total is not None:
            what = "derived of an arm has n and how it was come by, and no other number"
            self.report.add(shape.derived.place, what, "write derived: {n: 23, how: …}")
            return None
        if shape.n is not None:
            what = f"the arm {key.text} has a size that is printed and one that is derived"
            self.report.add(shape.derived.place, what, "write n: not stated where no source prints it")
            return None
        derivation = Derivation(derived.how, tuple(derived.others), ("n",))
        return Arm(key.text, shape.label, shape.treatment, derived.n, derivation, key.place)

    # --- how far to trust it -----------------------------------------------------------------------

    def _bias(self) -> tuple[Bias, ...]:
        rows = self._each(BiasShape, "risk of bias", "an entry of risk of bias")
        seen: dict[str, Place] = {}
        for shape, node in rows:
            place = place_of(node, "domain")
            self._once(seen, shape.domain, place, "domain")
        return tuple(
            Bias(shape.domain, shape.level, shape.because, self.cites.at(shape.lines) if shape.lines else ())
            for shape, _ in rows
        )

    def _differences(self) -> tuple[Difference, ...]:
        rows = self._each(DifferenceShape, "differences", "a difference")
        return tuple(difference for shape, _ in rows if (difference := self._difference(shape)) is not None)

    def _difference(self, shape: DifferenceShape) -> Difference | None:
        prints = shape.prints
        if not isinstance(prints, MapNode) or len(prints.entries) < 2:
            what = "prints has, for each of two or more sources, what it prints"
            self.report.add(prints.place, what, "write prints: {bsc: …, bcbsm: …}")
            return None
        places = {cite.name: cite for cite in self.cites.at(shape.lines)}
        versions = []
        for key, value in prints.entries:
            cite = places.get(key.text) or self.cites.named(key)
            if not isinstance(value, TextNode) or not value.text.strip():
                self.report.add(value.place, f"{shorten(key.text)}: one text is expected")
            elif cite is not None:
                versions.append((cite, value.text.strip()))
        return Difference(shape.about, tuple(versions))

    def _accepted(self) -> tuple[Accepted, ...]:
        rows = self._each(AcceptedShape, "accepted findings", "an accepted finding")
        seen: dict[str, Place] = {}
        for shape, node in rows:
            self._once(seen, f"{shape.finding} of {shape.about}", node.place, "accepted finding")
        return tuple(
            Accepted(shape.finding, shape.about, shape.because, place_of(node, "finding"))
            for shape, node in rows
        )

    def _once(self, seen: dict[str, Place], name: str, place: Place, called: str) -> None:
        first = seen.setdefault(name, place)
        if first is not place:
            what = f"the {called} {shorten(name)} stands twice; it is also in line {first.line}"
            self.report.add(place, what, "keep one of them")
