"""Who tells changed texts from the original: patients for whom the two answer differently.

A patient's answer is the ruling on the status under every combination of the open readings, which no patient
answers: two texts are told apart where some combination makes a difference.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from coverdict.analysis.space import Side, Space
from coverdict.analysis.texts import AnalysisError
from coverdict.language.syntax import Condition
from coverdict.library.atoms import atoms_of, leaves, slots_of
from coverdict.library.layers import Ruling, SlotTest, compose
from coverdict.logic import Decision, Diagrams, Formula, Literal, Neg, OverBudget
from coverdict.logic.construction import Node
from coverdict.logic.ordering import build_within

NODES = 20_000
"""Nodes that the status of a policy may take; beyond, its patients are out of reach."""

SPACE = 2_000_000
"""Nodes that may be made for all the changed texts together."""


class OutOfReachError(AnalysisError):
    """The policy is too large for its test patients to be found."""

    def __init__(self, policy: str, nodes: int) -> None:
        super().__init__(
            f"{policy}: its status takes a decision diagram of more than {nodes} nodes, "
            "so that test patients are out of reach; split the policy's rules"
        )


@dataclass(frozen=True)
class Telling:
    """The original's answer and those of changed texts, as nodes over the same patients.

    Arguments:
        original: the texts as they are, in `space`, which has the changed ones as well.
    """

    space: Space
    original: Side
    diagrams: Diagrams
    answer: Node
    patients: Node
    formulas: dict[Condition, Formula]

    @cached_property
    def readings(self) -> frozenset[int]:
        """The dimensions that are readings."""
        return frozenset(
            number for number, dimension in enumerate(self.space.dimensions) if dimension.reading
        )

    @cached_property
    def unasked(self) -> frozenset[int]:
        """The dimensions that no rule asks for: whatever they are, some patient has the rest."""
        return frozenset(range(len(self.space.dimensions))) - self.space.ruled

    def apart(self, side: Side) -> Node:
        """The patients for whom changed texts answer otherwise than the original; `false`: nobody."""
        changed = self.diagrams.decision(_status(self.space, side, self.formulas))
        return self.some_reading(self.diagrams.join(_differ, self.answer, changed))

    def ruled(self, ruling: Ruling) -> Node:
        """The patients whom the original gives this ruling under some readings."""
        return self.some_reading(self.diagrams.where(self.answer, ruling))

    def some_reading(self, node: Node) -> Node:
        """The patients for whom the node is true under some readings."""
        both = self.diagrams.choose(self.patients, node, self.diagrams.false)
        return self.diagrams.exists(both, self.readings | self.unasked)

    def knows(self, condition: Condition) -> bool:
        """Whether the cells tell the comparisons of a condition of the original's names apart."""
        names = self.space.names
        spelled = self.original.condition(condition)
        return all(
            atom in self.space.literals for leaf in leaves(spelled, names) for atom in atoms_of(leaf, names)
        )

    def literal(self, comparison: Condition) -> Literal:
        """The cells in which a comparison holds that they tell apart."""
        found = self.space.of(self.original, comparison)
        assert isinstance(found, Literal)
        return found

    def where(self, condition: Condition) -> Node:
        """Where a condition of the original's names holds."""
        return self.diagrams.formula(self.space.of(self.original, condition))


def telling_of(space: Space, original: Side) -> Telling:
    """The workspace for telling changed texts from the original.

    Errors:
        OutOfReachError: the original's status is over the budget of nodes.
    """
    formulas: dict[Condition, Formula] = {}
    decision = _status(space, original, formulas)
    diagram = build_within(space.sizes, space.feasible(decision), space.hint, NODES)
    if diagram is None:
        raise OutOfReachError(original.texts[0].id, NODES)
    diagrams = Diagrams(space.sizes, diagram.order, SPACE)
    try:
        patients = diagrams.formula(Neg(space.never))
        answer = diagrams.decision(decision)
    except OverBudget as error:
        raise OutOfReachError(original.texts[0].id, SPACE) from error
    return Telling(space, original, diagrams, answer, patients, formulas)


def _status(space: Space, side: Side, formulas: dict[Condition, Formula]) -> Decision:
    """A side's status; conditions that many sides share are one formula."""

    def translate(condition: Condition, slots: SlotTest) -> Formula:
        spelled = side.condition(condition)
        if any(True for _ in slots_of(spelled, space.names)):
            return space.formula(spelled, slots)
        if spelled not in formulas:
            formulas[spelled] = space.formula(spelled)
        return formulas[spelled]

    return compose(side.texts, translate).status


def _differ(first: Hashable, second: Hashable) -> bool:
    return first != second
