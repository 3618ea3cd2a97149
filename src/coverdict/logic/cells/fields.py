"""From declared facts and their atoms to groups, for all facts but lists and what derives from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from coverdict.logic.cells.atoms import DateIs, FieldAtom, Hits, InSet, OneOf, Span, Threshold
from coverdict.logic.cells.axis import plain_number
from coverdict.logic.cells.codes import Member, Members, Sets
from coverdict.logic.cells.dates import Dates
from coverdict.logic.cells.declare import (
    ChoiceFact,
    CodeFact,
    CodesFact,
    DateFact,
    FieldFact,
    NumberFact,
)
from coverdict.logic.cells.group import Group, Show
from coverdict.logic.cells.scalars import Finite, Ordered

_A = TypeVar("_A", bound=FieldAtom)


def yes_no(fact: str) -> ChoiceFact:
    """A yes/no fact: the choice between `yes` and `no`."""
    return ChoiceFact(fact, ("yes", "no"))


def facts_of(atom: FieldAtom) -> tuple[str, ...]:
    """The facts that an atom compares."""
    return (atom.start, atom.end) if isinstance(atom, Span) else (atom.fact,)


def field_groups(
    facts: Sequence[FieldFact],
    atoms: Iterable[FieldAtom],
    sets: Sets,
    show: Show = plain_number,
) -> tuple[Group, ...]:
    """The groups of these facts, in the order of their first facts; spans link dates.

    Arguments:
        facts: declarations; a fact without atoms is a group with one cell.
        atoms: over these facts only (else KeyError), each of the kind that fits its fact (else TypeError).
        sets: the codes of every set that an atom names.
        show: how `describe` writes numbers.
    """
    by_fact: dict[str, list[FieldAtom]] = {fact.fact: [] for fact in facts}
    linked: dict[str, tuple[str, ...]] = {fact.fact: (fact.fact,) for fact in facts}
    for atom in atoms:
        names = facts_of(atom)
        by_fact[names[0]].append(atom)
        # The linked facts of a date, in the order of declaration, are shared by all of them.
        together = {name for fact in names for name in linked[fact]}
        whole = tuple(fact.fact for fact in facts if fact.fact in together)
        for name in whole:
            linked[name] = whole
    groups = []
    for fact in facts:
        if linked[fact.fact][0] == fact.fact:
            own = [atom for name in linked[fact.fact] for atom in by_fact[name]]
            groups.append(_group(fact, linked[fact.fact], own, sets, show))
    return tuple(groups)


def _group(fact: FieldFact, linked: tuple[str, ...], atoms: list[FieldAtom], sets: Sets, show: Show) -> Group:
    match fact:
        case NumberFact(fact=name, whole=whole, minimum=minimum, maximum=maximum):
            return Ordered(
                name, _all(Threshold, atoms), whole=whole, minimum=minimum, maximum=maximum, show=show
            )
        case ChoiceFact(fact=name, options=options, is_open=is_open):
            return Finite(name, options, _all(OneOf, atoms), is_open=is_open)
        case CodeFact(fact=name):
            return Member(name, _all(InSet, atoms), sets)
        case CodesFact(fact=name):
            return Members(name, _all(Hits, atoms), sets)
        case DateFact():
            spans = [atom for atom in atoms if isinstance(atom, Span)]
            rest = _all(DateIs, [atom for atom in atoms if not isinstance(atom, Span)])
            return Dates(linked, [*rest, *spans])


def _all(kind: type[_A], atoms: list[FieldAtom]) -> list[_A]:
    fitting: list[_A] = [atom for atom in atoms if isinstance(atom, kind)]
    if len(fitting) < len(atoms):
        strange = next(atom for atom in atoms if not isinstance(atom, kind))
        raise TypeError(f"{facts_of(strange)[0]}: {strange} does not fit this kind of fact")
    return fitting
