"""One space of cells for several texts: the same patients, looked at by each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from coverdict.analysis.spelling import SAME, Renaming, spelled_out
from coverdict.analysis.texts import AnalysisError
from coverdict.language.model import Constraint, Document, Fact, ValueSet
from coverdict.language.syntax import Condition, Not, condition_of
from coverdict.library import Library
from coverdict.library.atoms import Names, facts_of, formula_of
from coverdict.library.dimensions import Dimension, dimension_numbers, dimensions_of, literals_of
from coverdict.library.layers import Composed, SlotTest, compose
from coverdict.library.program import first_dimensions, names_of, product_constraints
from coverdict.logic import (
    IMPOSSIBLE,
    Choose,
    Decision,
    Diagrams,
    Disj,
    Formula,
    Literal,
    Mask,
    OverBudget,
    cells,
)
from coverdict.logic import Value as Constant
from coverdict.logic.unfolding import formula_from

CONTRACT_FACTS = ("payer", "product", "group", "group.override")
"""Facts about one payer's contract: of two payers, the same patient has two of each."""


CONSTRAINT_NODES = 20_000
"""Nodes to spend on constraints by themselves."""


@dataclass(frozen=True)
class Side:
    """Texts that decide together, seen in a space that they may share with others.

    Arguments:
        texts: the policy or guideline first, then the plans and mandates around it.
        names: what the names in their conditions stand for, by themselves.
        renaming: the names that the space has for theirs.
    """

    texts: tuple[Document, ...]
    names: Names
    renaming: Renaming = SAME

    def condition(self, condition: Condition) -> Condition:
        """A condition of the texts as the space has it."""
        return spelled_out(condition, self.names, self.renaming)


@dataclass(frozen=True)
class Space:
    """The dimensions that several sides are functions of.

    Arguments:
        sides: in the order in which they were given.
        names: the facts, value sets and readings of all of them.
        dimension_of: the dimension of each fact and reading.
        constraints: the formulas of what no patient is, each with what it says.
        asked: of each side, the facts and readings that its rules speak of.
    """

    sides: tuple[Side, ...]
    names: Names
    dimensions: tuple[Dimension, ...]
    dimension_of: Mapping[str, int]
    literals: Mapping[cells.Atom, Literal]
    constraints: tuple[tuple[str, Formula], ...]
    asked: tuple[frozenset[str], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(dimension.group.size for dimension in self.dimensions)

    @cached_property
    def full(self) -> tuple[Mask, ...]:
        """All cells of each dimension."""
        return tuple((1 << size) - 1 for size in self.sizes)

    @cached_property
    def ruled(self) -> frozenset[int]:
        """The dimensions that some rule speaks of, not constraints alone."""
        return frozenset(self.dimension_of[name] for names in self.asked for name in names)

    @cached_property
    def hint(self) -> tuple[int, ...]:
        return first_dimensions(self.dimensions)

    @cached_property
    def never(self) -> Formula:
        """True of the worlds that are no patient, as far as the rules can tell them apart.

        What constraints alone speak of is left out: whatever it is, some patient has the rest, or none has.
        """
        broken = Disj(tuple(formula for _, formula in self.constraints))
        alone = frozenset(range(len(self.dimensions))) - self.ruled
        diagrams = Diagrams(self.sizes, budget=CONSTRAINT_NODES)
        try:
            rest = diagrams.for_all(diagrams.formula(broken), alone)
        except OverBudget:
            return broken
        return formula_from(diagrams.freeze(rest)[0])

    def formula(self, condition: Condition, slots: SlotTest | None = None) -> Formula:
        """A condition of the space as a formula."""
        return formula_of(condition, self.names, self.literals, slots or no_slots)

    def of(self, side: Side, condition: Condition, slots: SlotTest | None = None) -> Formula:
        """A side's own condition as a formula."""
        return self.formula(side.condition(condition), slots)

    def feasible(self, decision: Decision) -> Decision:
        """The decision for patients alone."""
        return Choose(self.never, Constant(IMPOSSIBLE), decision)

    def composed(self, side: Side) -> Composed:
        """The side's decisions, with `Ruling`s in every world, patients or not."""
        return compose(side.texts, lambda condition, slots: self.of(side, condition, slots))

    def status(self, side: Side) -> Decision:
        """The side's status (a `Ruling`) in every world, patients or not."""
        return self.composed(side).status


def no_slots(slot: str, values: tuple[str, ...]) -> Formula:
    raise ValueError(f"{slot} is {values}: there is no {slot} to speak of here")


def side_of(library: Library, texts: tuple[Document, ...]) -> Side:
    """A side that keeps all its names."""
    return Side(texts, names_of(library, texts))


def space_of(
    library: Library,
    sides: Sequence[Side],
    also: Iterable[Condition] = (),
    about: Mapping[str, Condition] | None = None,
) -> Space:
    """The space of the sides' rules and constraints.

    Arguments:
        sides: with names that do not clash; see `told_apart`.
        also: further conditions that its cells must tell apart, as the space writes them.
        about: by fact, what is true of every patient that the analysis is about, as the space writes it; it
            counts where a rule speaks of the fact.

    Errors:
        AnalysisError: a fact means different things to two sides.
        TooManyCellsError: a group of facts is cut into more cells than a group may have.
    """
    names = _merged(sides)
    nevers: dict[Condition, str] = {}
    by_side = [
        [
            side.condition(condition_of(rule.when))
            for text in side.texts
            for rule in text.rules
            if rule.when is not None
        ]
        for side in sides
    ]
    asked = [condition for conditions in by_side for condition in conditions]
    for side in sides:
        for constraint in _constraints(library, side):
            nevers.setdefault(side.condition(constraint.never), constraint.says)
    spoken = {name for condition in (*asked, *nevers) for name in facts_of(condition, names)}
    for fact, condition in (about or {}).items():
        if fact in spoken:
            nevers.setdefault(Not(condition), "")
    conditions = (*asked, *also, *nevers)
    dimensions = dimensions_of(conditions, names)
    numbers = dimension_numbers(dimensions)
    literals = literals_of(conditions, names, dimensions, numbers)
    constraints = tuple(
        (says, formula_of(never, names, literals, no_slots)) for never, says in nevers.items()
    )
    asked_facts = tuple(
        frozenset(name for condition in conditions for name in facts_of(condition, names))
        for conditions in by_side
    )
    return Space(tuple(sides), names, dimensions, numbers, literals, constraints, asked_facts)


def _constraints(library: Library, side: Side) -> Iterable[Constraint]:
    known = library.contents.constraints(side.texts[0].vocabulary)
    return (*known, *product_constraints(side.texts, side.names.facts))


def _merged(sides: Sequence[Side]) -> Names:
    facts: dict[str, Fact] = {}
    value_sets: dict[str, ValueSet] = {}
    readings: dict[str, tuple[str, ...]] = {}
    for side in sides:
        for name, fact in side.names.facts.items():
            there = side.renaming.fact(name)
            known = facts.setdefault(there, fact if there == name else replace(fact, name=there))
            if known.place != fact.place:
                raise AnalysisError(
                    f"the fact {name} means one thing at {known.place} and another at {fact.place}; "
                    "policies are compared by the facts of one vocabulary"
                )
        for name, given in side.names.value_sets.items():
            value_sets[side.renaming.value_sets.get(name, name)] = given
        for name, options in side.names.readings.items():
            readings[side.renaming.readings.get(name, name)] = options
    return Names(facts, {}, value_sets, readings)


def told_apart(first: Side, second: Side, *, contracts: bool, labels: tuple[str, str]) -> tuple[Side, Side]:
    """Two sides in which no name has two meanings.

    A reading that both have with the same options is one reading: whoever settles it settles it for both.
    A value set with other codes on the other side, and a reading with other options, get their side's label.

    Arguments:
        contracts: whether the sides stand for two contracts, so that a patient has a product on each.
        labels: what tells the sides' names apart.
    """
    readings = {
        name
        for name in first.names.readings.keys() & second.names.readings.keys()
        if first.names.readings[name] != second.names.readings[name]
    }
    value_sets = {
        name
        for name in first.names.value_sets.keys() & second.names.value_sets.keys()
        if set(first.names.value_sets[name].codes) != set(second.names.value_sets[name].codes)
    }
    facts = CONTRACT_FACTS if contracts else ()

    def renamed(side: Side, label: str) -> Side:
        return replace(
            side,
            renaming=Renaming(
                {name: f"{name} ({label})" for name in facts if name in side.names.facts},
                {name: f"{name} ({label})" for name in readings},
                {name: f"{name} ({label})" for name in value_sets},
            ),
        )

    return renamed(first, labels[0]), renamed(second, labels[1])
