"""From all declared facts and atoms to the groups that they form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coverdict.logic.cells.atoms import Atom, Count, Extreme, FieldAtom, Threshold
from coverdict.logic.cells.axis import plain_number
from coverdict.logic.cells.codes import Sets
from coverdict.logic.cells.declare import AnyFact, CountFact, DerivedFact, ExtremeFact, ListFact
from coverdict.logic.cells.fields import facts_of, field_groups
from coverdict.logic.cells.group import Group, Show
from coverdict.logic.cells.list_terms import ListAtom
from coverdict.logic.cells.lists import Lists


def groups(
    facts: Sequence[AnyFact], atoms: Iterable[Atom], sets: Sets, *, show: Show = plain_number
) -> tuple[Group, ...]:
    """One group for each set of facts that terms link, in the order of their first facts.

    A list belongs with the facts that derive from it, dates with dates that a span joins them to; every
    other fact is a group of its own, with a single cell when no atom asks for it.

    Arguments:
        facts: the declarations; the list of every derived fact among them (else KeyError).
        atoms: over these facts, repeated or not, each fitting its fact (else KeyError or TypeError).
        sets: the codes of every set that an atom names.
        show: how numbers are written where cells are described.
    """
    lists = {fact.fact: fact for fact in facts if isinstance(fact, ListFact)}
    derived: dict[str, list[DerivedFact]] = {name: [] for name in lists}
    home = {name: name for name in lists}
    for fact in facts:
        if isinstance(fact, CountFact | ExtremeFact):
            derived[fact.list].append(fact)
            home[fact.fact] = fact.list
    of_lists: dict[str, list[ListAtom]] = {name: [] for name in lists}
    others: list[FieldAtom] = []
    for atom in dict.fromkeys(atoms):
        if isinstance(atom, Count | Extreme):
            of_lists[atom.list].append(atom)
        elif isinstance(atom, Threshold) and atom.fact in home:
            of_lists[home[atom.fact]].append(atom)
        else:
            others.append(atom)
    plain = [fact for fact in facts if not isinstance(fact, ListFact | CountFact | ExtremeFact)]
    made: dict[str, Group] = {group.facts[0]: group for group in field_groups(plain, others, sets, show)}
    for name, one in lists.items():
        made[name] = Lists(name, one.fields, derived[name], of_lists[name], sets, show=show)
    position = {fact.fact: at for at, fact in enumerate(facts)}
    return tuple(sorted(made.values(), key=lambda group: min(position[fact] for fact in group.facts)))


def facts_asked(atom: Atom) -> tuple[str, ...]:
    """The facts that an atom compares; of a list, the list."""
    return (atom.list,) if isinstance(atom, Count | Extreme) else facts_of(atom)
