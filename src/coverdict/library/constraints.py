"""Whether a vocabulary's constraints leave any patient at all."""

from __future__ import annotations

from collections.abc import Iterator

from coverdict.language.model import Constraint
from coverdict.library.atoms import Names, facts_of, formula_of
from coverdict.library.dimensions import dimension_numbers, dimensions_of, literals_of
from coverdict.library.index import Contents
from coverdict.logic import Diagrams, Disj, Formula, OverBudget
from coverdict.text import Problem

NODES = 50_000
"""Nodes to spend on one vocabulary; beyond that its constraints are taken to leave somebody."""


def impossible_constraints(contents: Contents) -> Iterator[Problem]:
    """The constraints that no patient fulfils, alone or beside those before them."""
    for vocabulary in contents.vocabularies.values():
        inherited = tuple(
            one
            for base in contents.family(vocabulary.id)
            if base.id != vocabulary.id
            for one in base.constraints
        )
        names = Names(contents.facts(vocabulary.id), {}, contents.value_sets(vocabulary.id), {})
        if not vocabulary.constraints or _fulfillable((*inherited, *vocabulary.constraints), names):
            continue
        for number, constraint in enumerate(vocabulary.constraints):
            if not _fulfillable((constraint,), names):
                what = f"no patient can fulfil the constraint {constraint.id}"
                yield Problem(constraint.place, what, "say what never holds of a patient, or remove it")
                break
            before = (*inherited, *vocabulary.constraints[:number])
            if before and not _fulfillable((*before, constraint), names):
                earlier = (
                    ", ".join(one.id for one in before if _share(one, constraint, names)) or before[0].id
                )
                what = f"no patient can fulfil the constraint {constraint.id} beside {earlier}"
                yield Problem(constraint.place, what, "one of them rules out what the other leaves")
                break


def _share(first: Constraint, second: Constraint, names: Names) -> bool:
    return bool(set(facts_of(first.never, names)) & set(facts_of(second.never, names)))


def _fulfillable(constraints: tuple[Constraint, ...], names: Names) -> bool:
    conditions = tuple(one.never for one in constraints)
    dimensions = dimensions_of(conditions, names)
    literals = literals_of(conditions, names, dimensions, dimension_numbers(dimensions))
    never = Disj(tuple(formula_of(one, names, literals, _no_slot) for one in conditions))
    diagrams = Diagrams([dimension.group.size for dimension in dimensions], budget=NODES)
    try:
        return diagrams.formula(never) != diagrams.true
    except OverBudget:
        return True


def _no_slot(slot: str, values: tuple[str, ...]) -> Formula:
    raise ValueError(f"a constraint cannot speak of {slot} {values}")
