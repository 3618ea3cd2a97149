"""One element of a list: its types, and what an element of each type adds to the list's terms.

A *type* is a joint cell of the element's fields. An *effect* is what matters of a type: which counts it
raises, and for each extreme the *level* of its value there (-1 where it does not take part). Levels are
runs of field values that nothing asked of that extreme tells apart, numbered so that an extreme of a
list is the greatest level among its elements, for the smallest value as for the largest.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from coverdict.logic.cells.atoms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    FieldAtom,
    Not,
    Threshold,
    Truth,
    Where,
    field_atoms,
)
from coverdict.logic.cells.codes import Sets
from coverdict.logic.cells.declare import FieldFact
from coverdict.logic.cells.fields import facts_of, field_groups
from coverdict.logic.cells.group import CELL_BUDGET, Raw, bits, mask_of, within_budget
from coverdict.logic.cells.list_terms import ListTerms
from coverdict.logic.formula import Mask


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the extremes besides the comparisons; positions are those of `ListTerms.extremes`.

    Arguments:
        known: the values that extremes are known to have.
        asked: the extreme whose every distinguishable value is wanted, or -1.
        cuts: further field values that have to be told apart.
    """

    known: tuple[tuple[int, Decimal], ...] = ()
    asked: int = -1
    cuts: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    counts: tuple[int, ...]  # 0 or 1 for each count
    levels: tuple[int, ...]  # for each extreme


@dataclass(frozen=True, slots=True)
class Level:
    """A run of field values that is one for an extreme: some value, and the extreme's tests for it."""

    cells: tuple[int, ...]
    sample: Decimal
    truths: tuple[bool, ...]
    possible: bool


class Elements:
    """The types and effects of elements, for one question.

    Every number field that an extreme looks at is cut at all constants it meets anywhere, so that each
    region of it is a cell of its own, in ascending order.
    """

    def __init__(
        self, name: str, fields: Sequence[FieldFact], terms: ListTerms, sets: Sets, question: Question
    ) -> None:
        self._groups = field_groups(fields, _field_atoms(terms, question), sets)
        self._home = {fact: at for at, group in enumerate(self._groups) for fact in group.facts}
        sizes = [group.size for group in self._groups]
        within_budget(prod(sizes), CELL_BUDGET, f"the elements of {name}")
        self._cells = tuple(product(*(range(size) for size in sizes)))
        self.levels = tuple(
            self._levels(terms, question, position) for position in range(len(terms.extremes))
        )
        self._number_types(terms)
        self._of_masks: dict[tuple[Mask, ...], tuple[int, ...]] = {}

    def _levels(self, terms: ListTerms, question: Question, position: int) -> tuple[Level, ...]:
        """The levels of an extreme: merged while tests, bounds and its known value see no difference."""
        which, field, _ = terms.extremes[position]
        tested = terms.tested[len(terms.counts) + position]
        group = self._groups[self._home[field]]
        known = [value for at, value in question.known if at == position]
        cells = range(group.size) if which == "largest" else range(group.size - 1, -1, -1)
        runs: list[tuple[Hashable, list[int], Decimal]] = []
        for cell in cells:
            sample = group.witness(cell)[field]
            assert isinstance(sample, Decimal)
            beside = tuple((sample > value) - (sample < value) for value in known)
            key: Hashable = (tested.truths(sample), tested.within(sample), beside)
            if position == question.asked or not runs or runs[-1][0] != key:
                runs.append((key, [cell], sample))
            else:
                runs[-1][1].append(cell)
        return tuple(
            Level(tuple(run), sample, tested.truths(sample), tested.within(sample)) for _, run, sample in runs
        )

    def _number_types(self, terms: ListTerms) -> None:
        counted = [self._types(where) for where in terms.counts]
        shared = [self._types(where) for _, _, where in terms.extremes]
        homes = [self._home[field] for _, field, _ in terms.extremes]
        level_of = [
            {cell: number for number, level in enumerate(levels) for cell in level.cells}
            for levels in self.levels
        ]
        found: dict[Effect, int] = {}
        self._effect_of: dict[tuple[int, ...], int] = {}
        for at, cells in enumerate(self._cells):
            levels = tuple(
                numbers[cells[home]] if types >> at & 1 else -1
                for types, home, numbers in zip(shared, homes, level_of, strict=True)
            )
            effect = Effect(tuple(types >> at & 1 for types in counted), levels)
            self._effect_of[cells] = found.setdefault(effect, len(found))
        self.effects: tuple[Effect, ...] = tuple(found)
        self.every: tuple[int, ...] = tuple(range(len(found)))

    def _types(self, where: Where | None) -> Mask:
        """The types, as positions in `_cells`, that fulfil a predicate."""
        everything = (1 << len(self._cells)) - 1
        match where:
            case None:
                return everything
            case Truth(value=value):
                return everything if value else 0
            case Not(part=part):
                return everything & ~self._types(part)
            case AllOf(parts=parts):
                mask = everything
                for part in parts:
                    mask &= self._types(part)
                return mask
            case AnyOf(parts=parts):
                mask = 0
                for part in parts:
                    mask |= self._types(part)
                return mask
            case AtLeastOf(count=count, parts=parts):
                return _at_least(count, [self._types(part) for part in parts], everything)
            case _:
                return self._types_of_atom(where)

    def _types_of_atom(self, atom: FieldAtom) -> Mask:
        home = self._home[facts_of(atom)[0]]
        holds = self._groups[home].holds(atom)
        return mask_of(at for at, cells in enumerate(self._cells) if holds >> cells[home] & 1)

    # --- elements of a request ---

    def field_cells(self, field: str, value: object) -> Mask:
        """The cell of a field's value, as a mask: 0 when the field cannot have it."""
        return self._groups[self._home[field]].allowed({field: value})

    def level_of(self, position: int, field: str, value: Decimal) -> int:
        """The level that a field's value has for an extreme of that field; it must be a possible value."""
        cell = self.field_cells(field, value).bit_length() - 1
        return next(number for number, level in enumerate(self.levels[position]) if cell in level.cells)

    def effects_of(self, element: Raw) -> tuple[int, ...]:
        """The effects that an element can have, given its known fields; none if these are impossible."""
        masks = tuple(group.allowed(element) for group in self._groups)
        found = self._of_masks.get(masks)
        if found is None:
            combinations = product(*(bits(mask) for mask in masks))
            found = tuple(sorted({self._effect_of[cells] for cells in combinations}))
            self._of_masks[masks] = found
        return found

    def element(self, effect: int, known: Raw) -> dict[str, object]:
        """An element with this effect that has the known fields; ValueError if there is none."""
        masks = tuple(group.allowed(known) for group in self._groups)
        for cells in product(*(bits(mask) for mask in masks)):
            if self._effect_of[cells] == effect:
                fields: dict[str, object] = {}
                for group, cell in zip(self._groups, cells, strict=True):
                    fields.update(group.completion(cell, known))
                return fields
        raise ValueError("no element with these fields has this effect")


def _field_atoms(terms: ListTerms, question: Question) -> Iterable[FieldAtom]:
    """Every atom that elements meet: those of the predicates, and two for each cut of an extreme's field."""
    for where in (*terms.counts, *(where for _, _, where in terms.extremes)):
        yield from field_atoms(where)
    for field, value in extreme_cuts(terms, question):
        yield Threshold(field, "<", value)
        yield Threshold(field, "<=", value)


def extreme_cuts(terms: ListTerms, question: Question) -> set[tuple[str, Decimal]]:
    """For every field that an extreme looks at, all constants that it meets."""
    looked_at = {field for _, field, _ in terms.extremes}
    cuts = {
        (atom.fact, atom.value)
        for where in (*terms.counts, *(where for _, _, where in terms.extremes))
        for atom in field_atoms(where)
        if isinstance(atom, Threshold) and atom.fact in looked_at
    }
    for (_, field, _), tested in zip(terms.extremes, terms.tested[len(terms.counts) :], strict=True):
        cuts.update((field, limit) for limit in tested.cuts())
    cuts.update((terms.extremes[position][1], value) for position, value in question.known)
    return cuts.union(question.cuts)


def _at_least(count: int, masks: Sequence[Mask], everything: Mask) -> Mask:
    """The positions that at least `count` of the masks have."""
    reached = [everything] + [0] * max(count, 0)  # reached[n]: in at least n of the masks so far
    for mask in masks:
        for number in range(len(reached) - 1, 0, -1):
            reached[number] |= reached[number - 1] & mask
    return reached[max(count, 0)]
