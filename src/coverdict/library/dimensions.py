"""The facts that a policy speaks of, grouped by the terms that link them: one dimension for each group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

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
from coverdict.logic.cells.list_terms import ListAtom
from coverdict.logic.cells.lists import Lists
from coverdict.logic.formula import Literal
from coverdict.text import with_unit

_A = TypeVar("_A")


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
    linked = _linked(comparisons, names)
    return tuple(
        _reading_dimension(facts[0], comparisons, names)
        if facts[0] in names.readings
        else Dimension(_group(facts, comparisons, names), tuple(names.facts[fact] for fact in facts))
        for facts in linked
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


# --- which facts belong together --------------------------------------------------------------------


def _linked(comparisons: tuple[Condition, ...], names: Names) -> list[tuple[str, ...]]:
    """Facts and readings in sets that terms link, each set and its members in order of mention.

    A list comes with all its derived facts: whichever of them a request gives, they restrict each other.
    """
    lead: dict[str, str] = {}

    def find(name: str) -> str:
        while lead[name] != name:
            name = lead[name]
        return name

    def link(first: str, second: str) -> None:
        for name in (first, second):
            lead.setdefault(name, name)
        lead[find(second)] = find(first)

    for leaf in comparisons:
        mentioned = tuple(facts_of(leaf, names))
        for name in mentioned:
            link(mentioned[0], name)
            for partner in _relatives(name, names):
                link(name, partner)
    # A list and what is derived from it can contradict each other, whether or not a rule speaks of them.
    for fact in names.facts.values():
        if fact.derived is not None:
            link(fact.derived.list, fact.name)
    sets: dict[str, list[str]] = {}
    for name in lead:
        sets.setdefault(find(name), []).append(name)
    return [tuple(found) for found in sets.values()]


def _relatives(name: str, names: Names) -> Iterator[str]:
    """The list that a derived fact comes from, and every fact derived from the same list."""
    fact = names.facts.get(name)
    if fact is None:
        return
    source = fact.derived.list if fact.derived is not None else name
    if fact.derived is None and fact.type is not FactType.LIST:
        return
    yield source
    for other in names.facts.values():
        if other.derived is not None and other.derived.list == source:
            yield other.name


# --- groups ------------------------------------------------------------------------------------------


def _reading_dimension(reading: str, comparisons: tuple[Condition, ...], names: Names) -> Dimension:
    atoms = _atoms_about((reading,), comparisons, names)
    options = names.readings[reading]
    return Dimension(cells.Finite(reading, options, _only(cells.OneOf, atoms)), reading=reading)


def _atoms_about(
    facts: tuple[str, ...], comparisons: tuple[Condition, ...], names: Names
) -> tuple[cells.Atom, ...]:
    wanted = set(facts)
    return tuple(
        dict.fromkeys(
            atom
            for leaf in comparisons
            if wanted.intersection(facts_of(leaf, names))
            for atom in atoms_of(leaf, names)
        )
    )


def _only(kind: type[_A], atoms: tuple[cells.Atom, ...]) -> tuple[_A, ...]:
    found = tuple(atom for atom in atoms if isinstance(atom, kind))
    assert len(found) == len(atoms), f"{kind.__name__} expected: {atoms}"
    return found


def _date_atoms(atoms: tuple[cells.Atom, ...]) -> tuple[cells.DateIs | cells.Span, ...]:
    return tuple(atom for atom in atoms if isinstance(atom, cells.DateIs | cells.Span))


def _group(facts: tuple[str, ...], comparisons: tuple[Condition, ...], names: Names) -> cells.Group:
    atoms = _atoms_about(facts, comparisons, names)
    listed = [names.facts[fact] for fact in facts if names.facts[fact].type is FactType.LIST]
    if listed:
        derived = [names.facts[fact] for fact in facts if names.facts[fact].derived is not None]
        return _list_group(listed[0], derived, atoms, comparisons, names)
    if names.facts[facts[0]].type is FactType.DATE:
        return cells.Dates(facts, _date_atoms(atoms))
    (only,) = facts
    return _scalar(names.facts[only], atoms, _sets_about(only, comparisons, names))


def _scalar(fact: Fact, atoms: tuple[cells.Atom, ...], sets: Mapping[str, frozenset[Code]]) -> cells.Group:
    match fact.type:
        case FactType.YES_NO:
            return cells.Finite(fact.name, ("yes", "no"), _only(cells.OneOf, atoms))
        case FactType.CHOICE | FactType.NAME:
            return cells.Finite(
                fact.name,
                tuple(option.name for option in fact.options),
                _only(cells.OneOf, atoms),
                is_open=fact.type is FactType.NAME,
            )
        case FactType.NUMBER | FactType.QUANTITY:
            return cells.Ordered(
                fact.name,
                _only(cells.Threshold, atoms),
                whole=fact.whole,
                minimum=fact.minimum,
                maximum=fact.maximum,
                show=Shown(fact.unit),
            )
        case FactType.CODE:
            return cells.Member(fact.name, _only(cells.InSet, atoms), sets)
        case FactType.CODES:
            return cells.Members(fact.name, _only(cells.Hits, atoms), sets)
        case FactType.DATE:
            return cells.Dates((fact.name,), _date_atoms(atoms))
        case FactType.LIST:
            raise TypeError(f"{fact.name}: a list has no place in a list")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a number of a fact is written: with its unit."""

    unit: str

    def __call__(self, fact: str, number: Decimal) -> str:
        del fact
        return with_unit(number, self.unit)


@dataclass(frozen=True, slots=True)
class ShownEach:
    """How numbers of several facts are written: each with its unit."""

    units: Mapping[str, str]

    def __call__(self, fact: str, number: Decimal) -> str:
        return Shown(self.units.get(fact, ""))(fact, number)


def _sets_about(fact: str, comparisons: Iterable[Condition], names: Names) -> dict[str, frozenset[Code]]:
    """The sets that comparisons ask about a fact, by name."""
    return {
        atom.set: members(atom.set, leaf, names)
        for leaf in comparisons
        if isinstance(leaf, InCodes | AnyIn) and leaf.fact == fact
        for atom in atoms_of(leaf, names)
        if isinstance(atom, cells.InSet | cells.Hits)
    }


# --- lists -------------------------------------------------------------------------------------------


def _list_group(
    fact: Fact,
    derived: list[Fact],
    atoms: tuple[cells.Atom, ...],
    comparisons: tuple[Condition, ...],
    names: Names,
) -> cells.Group:
    sets: dict[str, frozenset[Code]] = {}
    for leaf in comparisons:
        where = _where(leaf)
        if where is not None:
            for inner in leaves(where, names):
                for field in fact.item:
                    sets.update(_sets_about(field.name, (inner,), names))
    return Lists(
        fact.name,
        tuple(_field(field) for field in fact.item),
        tuple(_derived(one, names) for one in derived),
        tuple(atom for atom in atoms if isinstance(atom, ListAtom)),
        sets,
        show=ShownEach({one.name: one.unit for one in (*derived, *fact.item)}),
    )


def _where(leaf: Condition) -> Condition | None:
    match leaf:
        case Compare(term=CountTerm(where=where)) | Compare(term=ExtremeTerm(where=where)):
            return where
    return None


def _field(field: Fact) -> cells.FieldFact:
    match field.type:
        case FactType.YES_NO:
            return cells.ChoiceFact(field.name, ("yes", "no"))
        case FactType.CHOICE | FactType.NAME:
            options = tuple(option.name for option in field.options)
            return cells.ChoiceFact(field.name, options, field.type is FactType.NAME)
        case FactType.NUMBER | FactType.QUANTITY:
            return cells.NumberFact(field.name, field.whole, field.minimum, field.maximum)
        case FactType.CODE:
            return cells.CodeFact(field.name)
        case FactType.CODES:
            return cells.CodesFact(field.name)
        case FactType.DATE:
            return cells.DateFact(field.name)
        case FactType.LIST:
            raise TypeError(f"{field.name}: a list has no place in a list")


def _derived(fact: Fact, names: Names) -> cells.DerivedFact:
    term = fact.derived
    assert term is not None
    where = where_of(term.where, names)
    if isinstance(term, CountTerm):
        return cells.CountFact(fact.name, term.list, where, fact.minimum, fact.maximum)
    return cells.ExtremeFact(fact.name, term.which, term.list, term.field, where, fact.minimum, fact.maximum)
