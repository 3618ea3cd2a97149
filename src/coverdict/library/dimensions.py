"""The facts that a policy speaks of, grouped by the terms that link them: one dimension for each group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coverdict.language.model import Fact, FactType
from coverdict.language.syntax import (
    AnyIn,
    Code,
    Compare,
    Condition,
    CountTerm,
    ExtremeTerm,
    InCodes,
)
from coverdict.library.atoms import Names, atoms_of, facts_of, leaves, members, where_of
from coverdict.logic import cells
from coverdict.logic.formula import Literal
from coverdict.text import with_unit


@dataclass(frozen=True)
class Dimension:
    """A group of facts, or one reading, as a dimension of the diagrams.

    Arguments:
        group: its cells.
        facts: the facts in it; empty for a reading.
        reading: the reading's id; empty for facts.
    """

    group: cells.Group
    facts: tuple[Fact, ...] = ()
    reading: str = ""


def dimensions_of(conditions: Iterable[Condition], names: Names) -> tuple[Dimension, ...]:
    """One dimension for each set of facts that terms link, and for each reading, in order of mention."""
    comparisons = tuple(dict.fromkeys(leaf for condition in conditions for leaf in leaves(condition, names)))
    asked = tuple(_asked(comparisons, names))
    made = cells.groups(
        tuple(_declared(name, names) for name in asked),
        (atom for leaf in comparisons for atom in atoms_of(leaf, names)),
        dict(_sets(comparisons, names)),
        show=Shown(dict(_units(asked, names))),
    )
    return tuple(
        Dimension(group, reading=group.facts[0])
        if group.facts[0] in names.readings
        else Dimension(group, tuple(names.facts[fact] for fact in group.facts))
        for group in made
    )


def dimension_numbers(dimensions: tuple[Dimension, ...]) -> dict[str, int]:
    """The dimension of each fact and reading."""
    return {
        name: number
        for number, dimension in enumerate(dimensions)
        for name in (dimension.reading, *(fact.name for fact in dimension.facts))
        if name
    }


def literals_of(
    conditions: Iterable[Condition],
    names: Names,
    dimensions: tuple[Dimension, ...],
    dimension_of: Mapping[str, int],
) -> dict[cells.Atom, Literal]:
    """Where each atom of the conditions holds."""
    found: dict[cells.Atom, Literal] = {}
    for condition in conditions:
        for leaf in leaves(condition, names):
            (fact, *_) = facts_of(leaf, names)
            number = dimension_of[fact]
            for atom in atoms_of(leaf, names):
                if atom not in found:
                    found[atom] = Literal(number, dimensions[number].group.holds(atom))
    return found


# --- facts as cells are made of them -------------------------------------------------------------------


def _asked(comparisons: tuple[Condition, ...], names: Names) -> dict[str, None]:
    """Facts and readings that comparisons speak of, in order; a list with all that is derived from it.

    A list and what is derived from it can contradict each other, whether or not a rule speaks of them.
    """
    derived = [fact for fact in names.facts.values() if fact.derived is not None]
    found: dict[str, None] = {}
    for leaf in comparisons:
        for name in facts_of(leaf, names):
            found[name] = None
    for fact in derived:
        if fact.derived is not None:
            found[fact.derived.list] = None
            found[fact.name] = None
    return found


def _declared(name: str, names: Names) -> cells.AnyFact:
    if name in names.readings:
        return cells.ChoiceFact(name, names.readings[name])
    fact = names.facts[name]
    if fact.derived is not None:
        return _derived(fact, names)
    if fact.type is FactType.LIST:
        return cells.ListFact(name, tuple(_field(field) for field in fact.item))
    return _field(fact)


def _field(fact: Fact) -> cells.FieldFact:
    match fact.type:
        case FactType.YES_NO:
            return cells.yes_no(fact.name)
        case FactType.CHOICE | FactType.NAME:
            options = tuple(option.name for option in fact.options)
            return cells.ChoiceFact(fact.name, options, fact.type is FactType.NAME)
        case FactType.NUMBER | FactType.QUANTITY:
            return cells.NumberFact(fact.name, fact.whole, fact.minimum, fact.maximum)
        case FactType.CODE:
            return cells.CodeFact(fact.name)
        case FactType.CODES:
            return cells.CodesFact(fact.name)
        case FactType.DATE:
            return cells.DateFact(fact.name)
        case FactType.LIST:
            raise TypeError(f"{fact.name}: a list has no place in a list")


def _derived(fact: Fact, names: Names) -> cells.DerivedFact:
    term = fact.derived
    assert term is not None
    where = where_of(term.where, names)
    if isinstance(term, CountTerm):
        return cells.CountFact(fact.name, term.list, where, fact.minimum, fact.maximum)
    return cells.ExtremeFact(fact.name, term.which, term.list, term.field, where, fact.minimum, fact.maximum)


def _sets(comparisons: Iterable[Condition], names: Names) -> Iterator[tuple[str, frozenset[Code]]]:
    """The sets of codes that comparisons ask about, those inside a `where` included."""
    for leaf in comparisons:
        match leaf:
            case InCodes() | AnyIn():
                for atom in atoms_of(leaf, names):
                    if isinstance(atom, cells.InSet | cells.Hits):
                        yield atom.set, members(atom.set, leaf, names)
            case Compare(term=CountTerm(where=where) | ExtremeTerm(where=where)) if where is not None:
                yield from _sets(leaves(where, names), names)


def _units(asked: Iterable[str], names: Names) -> Iterator[tuple[str, str]]:
    for name in asked:
        if name in names.facts:
            fact = names.facts[name]
            yield name, fact.unit
            yield from ((f"{name}.{field.name}", field.unit) for field in fact.item)


@dataclass(frozen=True, slots=True)
class Shown:
    """How numbers of facts are written: each with its unit."""

    units: Mapping[str, str]

    def __call__(self, fact: str, number: Decimal) -> str:
        return with_unit(number, self.units.get(fact, ""))
