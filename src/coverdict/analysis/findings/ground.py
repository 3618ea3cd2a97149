"""A workspace over a space: sets of patients are combined, found empty or not, and shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property

from coverdict.analysis.findings.finding import Touched
from coverdict.analysis.patients import patient_of
from coverdict.analysis.regions import manner_of, where
from coverdict.analysis.space import Space
from coverdict.logic import IMPOSSIBLE, Decision, Diagram, Diagrams, Formula, Mask, Node, OverBudget
from coverdict.logic.boxes import Manner, cover, first_world, projection
from coverdict.logic.ordering import build_within

NODES = 8_000
"""Nodes to spend on what a document decides; beyond, it is called too large."""

BUDGET = 150_000
"""Nodes to spend on everything that is asked of one document."""

MOST_WAYS = 3
"""Alternatives that the condition of a finding shows at most."""


class TooLargeError(Exception):
    """The document's diagrams are over the budget."""


class Ground:
    """The sets of patients of one space.

    Arguments:
        decision: what is asked most; the order of the dimensions is the best one for it.

    Raises:
        TooLargeError: its diagram is over the budget.
    """

    def __init__(self, space: Space, decision: Decision) -> None:
        self.space = space
        diagram = build_within(space.sizes, space.feasible(decision), space.hint, NODES)
        if diagram is None:
            raise TooLargeError
        self.diagrams = Diagrams(space.sizes, diagram.order, BUDGET)
        self.everyone = self.without(self.diagrams.true, self.node(space.never))

    @property
    def nobody(self) -> Node:
        return self.diagrams.false

    @cached_property
    def _manner(self) -> Manner:
        return manner_of(self.space)

    # --- combining ------------------------------------------------------------------------------------

    def _within(self, work: Callable[[], Node]) -> Node:
        try:
            return work()
        except OverBudget as error:
            raise TooLargeError from error

    def node(self, formula: Formula) -> Node:
        return self._within(lambda: self.diagrams.formula(formula))

    def choose(self, when: Node, then: Node, otherwise: Node) -> Node:
        return self._within(lambda: self.diagrams.choose(when, then, otherwise))

    def both(self, *sets: Node) -> Node:
        met = self.diagrams.true
        for each in sets:
            met = self.choose(each, met, self.nobody)
        return met

    def either(self, sets: Iterable[Node]) -> Node:
        met = self.nobody
        for each in sets:
            met = self.choose(each, self.diagrams.true, met)
        return met

    def without(self, first: Node, second: Node) -> Node:
        return self.choose(second, self.nobody, first)

    def differ(self, first: Node, second: Node) -> Node:
        """Where exactly one of the two holds."""
        return self.choose(first, self.without(self.diagrams.true, second), second)

    def at_least(self, count: int, sets: Sequence[Node]) -> Node:
        rows = [self.diagrams.true, *([self.nobody] * count)]
        for each in sets:
            for number in range(count, 0, -1):
                rows[number] = self.choose(each, rows[number - 1], rows[number])
        return rows[count]

    def cells(self, dimension: int, cells: Mask) -> Node:
        return self.diagrams.literal(dimension, cells)

    def some(self, node: Node, dimension: int) -> Node:
        """Where the set holds for some cell of the dimension."""
        none = self.without(self.diagrams.true, node)
        every = self._within(lambda: self.diagrams.for_all(none, frozenset((dimension,))))
        return self.without(self.diagrams.true, every)

    def unmoved(self, decision: Node, dimension: int) -> Node:
        """Where a decision has one value, whatever the cell of the dimension."""
        (diagram,) = self.diagrams.freeze(decision)
        every = frozenset((dimension,))

        def one(value: Hashable) -> Node:
            return self._within(lambda: self.diagrams.for_all(self.diagrams.where(decision, value), every))

        return self.either(one(value) for value in diagram.values())

    # --- looking --------------------------------------------------------------------------------------

    def diagram(self, patients: Node) -> Diagram:
        """Of every patient whether it is in a set; what is no patient is impossible."""
        impossible = self.diagrams.terminal(IMPOSSIBLE)
        return self.diagrams.freeze(self.choose(self.everyone, patients, impossible))[0]

    def values(self, decision: Node, patients: Node) -> frozenset[Hashable]:
        """The values that a decision has among some patients."""
        impossible = self.diagrams.terminal(IMPOSSIBLE)
        (diagram,) = self.diagrams.freeze(
            self.choose(self.both(self.everyone, patients), decision, impossible)
        )
        return diagram.possible(self.space.full)

    def projection(self, patients: Node, dimension: int) -> Mask:
        """The cells of a dimension that some of these patients have."""
        return projection(self.diagram(self.both(self.everyone, patients)), True)[dimension]

    def touched(self, patients: Node) -> Touched:
        """A set that is not empty in words, with one of the patients."""
        diagram = self.diagram(self.both(self.everyone, patients))
        names = self.space.names
        shown = where(self.space, cover(diagram, True, self._manner, MOST_WAYS))
        return Touched(shown, patient_of(self.space, self._narrowed(diagram)), facts=names.facts)

    def _narrowed(self, diagram: Diagram) -> dict[int, int]:
        """Cells of few dimensions that force a patient to be in the set."""
        full = self.space.full
        world = first_world(diagram, True, self._manner)
        box = [1 << cell for cell in world]
        for dimension in self._manner.order:
            kept, box[dimension] = box[dimension], full[dimension]
            if diagram.possible(box) != {True}:
                box[dimension] = kept
        return {number: world[number] for number, cells in enumerate(box) if cells != full[number]}
