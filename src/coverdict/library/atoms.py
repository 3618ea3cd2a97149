"""From a condition to the atoms that cut its facts into cells, and from there to a formula over cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coverdict.language.model import Fact, NamedCriterion, ValueSet
from coverdict.language.syntax import (
    Always,
    And,
    AnyIn,
    AtLeast,
    Code,
    Compare,
    Condition,
    CountTerm,
    CriterionRef,
    ExtremeTerm,
    FactTerm,
    InCodes,
    Is,
    Not,
    Or,
    ReadingIs,
    SlotIs,
    SpanTerm,
    condition_of,
)
from coverdict.library.layers import SlotTest
from coverdict.logic import cells
from coverdict.logic.formula import AtLeast as AtLeastFormula
from coverdict.logic.formula import Conj, Const, Disj, Formula, Literal, Neg


@dataclass(frozen=True)
class Names:
    """What the names in a condition stand for."""

    facts: Mapping[str, Fact]
    criteria: Mapping[str, NamedCriterion]
    value_sets: Mapping[str, ValueSet]
    readings: Mapping[str, tuple[str, ...]]


def leaves(condition: Condition, names: Names) -> Iterator[Condition]:
    """The comparisons of a condition, through connectives and named criteria."""
    for leaf in own_leaves(condition):
        if isinstance(leaf, CriterionRef):
            yield from leaves(condition_of(names.criteria[leaf.criterion].criterion), names)
        elif not isinstance(leaf, Always | SlotIs):
            yield leaf


def slots_of(condition: Condition, names: Names) -> Iterator[SlotIs]:
    """What a condition asks of the slots below it, through connectives and named criteria."""
    for leaf in own_leaves(condition):
        if isinstance(leaf, CriterionRef):
            yield from slots_of(condition_of(names.criteria[leaf.criterion].criterion), names)
        elif isinstance(leaf, SlotIs):
            yield leaf


def own_leaves(condition: Condition) -> Iterator[Condition]:
    """What the connectives of a condition connect; named criteria are left as they are."""
    match condition:
        case Not(part=part):
            yield from own_leaves(part)
        case And(parts=parts) | Or(parts=parts) | AtLeast(parts=parts):
            for part in parts:
                yield from own_leaves(part)
        case _:
            yield condition


def facts_of(condition: Condition, names: Names) -> Iterator[str]:
    """The facts (and `document#reading`s) that a condition speaks of, in order, repeats included."""
    for leaf in leaves(condition, names):
        match leaf:
            case Compare(term=FactTerm(fact=fact)):
                yield fact
            case Compare(term=CountTerm(list=fact)) | Compare(term=ExtremeTerm(list=fact)):
                yield fact
            case Compare(term=SpanTerm(start=start, end=end)):
                yield start
                yield end
            case Is(fact=fact) | InCodes(fact=fact) | AnyIn(fact=fact):
                yield fact
            case ReadingIs(reading=reading):
                yield reading


def inline_set(codes: tuple[Code, ...]) -> str:
    """The name of a set of codes that a condition lists itself."""
    return "{" + ", ".join(str(code) for code in sorted(codes)) + "}"


def atoms_of(leaf: Condition, names: Names) -> tuple[cells.Atom, ...]:
    """The atoms of one comparison; of several, the comparison is their disjunction."""
    match leaf:
        case Compare(term=FactTerm(fact=fact), op=op, value=value):
            if isinstance(value, date):
                return (cells.DateIs(fact, op, value),)
            return (cells.Threshold(fact, op, value),)
        case Compare(term=SpanTerm(unit=unit, start=start, end=end), op=op, value=Decimal() as value):
            return (cells.Span(unit, start, end, op, int(value)),)
        case Compare(term=CountTerm(list=listed, where=where), op=op, value=Decimal() as value):
            return (cells.Count(listed, where_of(where, names), op, int(value)),)
        case Compare(term=ExtremeTerm() as term, op=op, value=Decimal() as value):
            return (cells.Extreme(term.which, term.list, term.field, where_of(term.where, names), op, value),)
        case Is(fact=fact, values=values):
            return (cells.OneOf(fact, frozenset(values)),)
        case ReadingIs(reading=reading, option=option):
            return (cells.OneOf(reading, frozenset({option})),)
        case InCodes(fact=fact, value_sets=sets, codes=codes):
            return tuple(cells.InSet(fact, name) for name in _set_names(sets, codes))
        case AnyIn(fact=fact, value_sets=sets, codes=codes):
            return tuple(cells.Hits(fact, name) for name in _set_names(sets, codes))
    raise TypeError(f"not a comparison: {leaf!r}")


def _set_names(sets: tuple[str, ...], codes: tuple[Code, ...]) -> tuple[str, ...]:
    return (*sets, inline_set(codes)) if codes else sets


def members(name: str, leaf: Condition, names: Names) -> frozenset[Code]:
    """The codes of a set that a comparison names, its own list included."""
    if name in names.value_sets:
        return frozenset(names.value_sets[name].codes)
    assert isinstance(leaf, InCodes | AnyIn)
    return frozenset(leaf.codes)


def formula_of(
    condition: Condition, names: Names, literals: Mapping[cells.Atom, Literal], slots: SlotTest
) -> Formula:
    """The condition over cells, given the literal of each of its atoms."""
    match condition:
        case Always(value=value):
            return Const(value)
        case Not(part=part):
            return Neg(formula_of(part, names, literals, slots))
        case And(parts=parts):
            return Conj(tuple(formula_of(part, names, literals, slots) for part in parts))
        case Or(parts=parts):
            return Disj(tuple(formula_of(part, names, literals, slots) for part in parts))
        case AtLeast(count=count, parts=parts):
            return AtLeastFormula(count, tuple(formula_of(part, names, literals, slots) for part in parts))
        case CriterionRef(criterion=criterion):
            return formula_of(condition_of(names.criteria[criterion].criterion), names, literals, slots)
        case SlotIs(slot=slot, values=values):
            return slots(slot, values)
        case _:
            found = tuple(literals[atom] for atom in atoms_of(condition, names))
            return found[0] if len(found) == 1 else Disj(found)


def where_of(condition: Condition | None, names: Names) -> cells.Where | None:
    """What a `where` asks of an element; the facts of its atoms are the element's fields."""
    match condition:
        case None:
            return None
        case Always(value=value):
            return cells.Truth(value)
        case Not(part=part):
            return cells.Not(_inner(part, names))
        case And(parts=parts):
            return cells.AllOf(tuple(_inner(part, names) for part in parts))
        case Or(parts=parts):
            return cells.AnyOf(tuple(_inner(part, names) for part in parts))
        case AtLeast(count=count, parts=parts):
            return cells.AtLeastOf(count, tuple(_inner(part, names) for part in parts))
        case _:
            found = tuple(atom for atom in atoms_of(condition, names) if isinstance(atom, cells.FieldAtom))
            return found[0] if len(found) == 1 else cells.AnyOf(found)


def _inner(condition: Condition, names: Names) -> cells.Where:
    where = where_of(condition, names)
    assert where is not None
    return where
