"""Facts of one patient, drawn one after the other so that nothing contradicts the constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from coverdict.bulk.sampling.columns import Cell, cell_of
from coverdict.bulk.sampling.compared import constraints_of
from coverdict.bulk.sampling.draws import Draw
from coverdict.bulk.sampling.linked import ANCHOR, Choices, Values
from coverdict.library.atoms import formula_of
from coverdict.library.dimensions import literals_of
from coverdict.library.functions import compile_functions
from coverdict.library.index import Library
from coverdict.library.program import Program, first_dimensions
from coverdict.logic import IMPOSSIBLE, Choose, Disj, Formula, Function, Mask, Value

REMEMBER = 50_000
"""Things to remember of one program before they are forgotten."""

State: TypeAlias = tuple[Mask, ...]
"""What is left of each dimension that constraints speak of."""

Cells: TypeAlias = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Alike:
    """Values of linked facts that no rule of a program tells apart.

    Arguments:
        left: what they leave of dimensions that constraints speak of, by place in the state.
        choices: as they stand in columns.
    """

    left: tuple[tuple[int, Mask], ...]
    choices: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """All values of linked facts from which one is drawn.

    Arguments:
        alike: those together that no rule tells apart.
        each: all of them one by one, with the number of those that they belong to.
    """

    alike: tuple[Alike, ...]
    each: tuple[tuple[int, Cells], ...]

    def one(self, draw: Draw) -> tuple[Alike, Cells]:
        """Half of the time any kind is as likely as any other, half of the time any value."""
        if draw.chance(0.5):
            alike = draw.one(self.alike)
            return alike, draw.one(alike.choices)
        number, cells = draw.one(self.each)
        return self.alike[number], cells


def kinds_of(alike: Iterable[Alike]) -> Kinds:
    """The values of all of them."""
    found = tuple(alike)
    return Kinds(found, tuple((number, cells) for number, one in enumerate(found) for cells in one.choices))


def feasibility(library: Library, program: Program) -> Function:
    """`True` for patients who can be; every other world of a program is impossible."""
    nevers = [one.never for one in constraints_of(library, program)]
    literals = literals_of(nevers, program.names, program.dimensions, program.dimension_of)
    broken = Disj(tuple(formula_of(one, program.names, literals, _no_slots) for one in nevers))
    (found,) = compile_functions(
        tuple(dimension.group.size for dimension in program.dimensions),
        (Choose(broken, Value(IMPOSSIBLE), Value(True)),),
        hint=first_dimensions(program.dimensions),
    )
    return found


def _no_slots(slot: str, values: tuple[str, ...]) -> Formula:
    raise ValueError(f"a constraint cannot speak of {slot} {values}")


class Chooser:
    """Draws the facts of patients whom one program decides.

    Arguments:
        linked: the facts to be drawn, those together that depend on each other.
    """

    def __init__(self, library: Library, program: Program, linked: Sequence[Choices]) -> None:
        self._program = program
        self._feasible = feasibility(library, program)
        self._support = tuple(sorted(self._feasible.support()))
        self._places = {dimension: place for place, dimension in enumerate(self._support)}
        self._every: dict[tuple[Choices, date | None], Kinds] = {}
        self._possible: dict[State, bool] = {}
        self._left: dict[tuple[Choices, date | None, State], Kinds] = {}
        bound = [one for one in linked if any(number in self._places for number in self._dimensions(one))]
        # Facts with few kinds of values first: few states come about before those with many.
        self._bound = tuple(
            sorted(bound, key=lambda one: 0 if one.linked.anchored else len(self._kinds(one, None).alike))
        )
        self._unbound = tuple(one for one in linked if one not in bound)

    def facts(self, draw: Draw, given: Values) -> Cells | None:
        """The facts of one patient, beside what is given; None where nobody can be who has that.

        Arguments:
            given: the payer, the product, the code and the date of service.
        """
        state = self._start(given)
        if not self._is_possible(state):
            return None
        day = given[ANCHOR]
        assert isinstance(day, date)
        found: dict[str, Cell] = {}
        for choices in self._bound:
            possible = self._possible_kinds(choices, day, state)
            if not possible.each:
                return None
            alike, cells = possible.one(draw)
            found.update(cells)
            state = _narrowed(state, alike)
        for choices in self._unbound:
            _, cells = self._kinds(choices, day).one(draw)
            found.update(cells)
        return found

    def _dimensions(self, choices: Choices) -> tuple[int, ...]:
        """The dimensions that linked facts have here."""
        numbers = self._program.dimension_of
        return tuple(sorted({numbers[fact.name] for fact in choices.linked.facts if fact.name in numbers}))

    def _kinds(self, choices: Choices, day: date | None) -> Kinds:
        """The values of linked facts, those together that leave the same cells."""
        key = (choices, day if choices.linked.anchored else None)
        known = self._every.get(key)
        if known is None:
            known = self._every[key] = kinds_of(self._found_kinds(*key))
        return known

    def _found_kinds(self, choices: Choices, day: date | None) -> Iterator[Alike]:
        numbers = self._dimensions(choices)
        groups = [self._program.dimensions[number].group for number in numbers]
        given = {} if day is None else {ANCHOR: day}
        found: dict[State, list[Cells]] = {}
        for values in choices.beside(day):
            masks = tuple(group.allowed({**given, **values}) for group in groups)
            if all(masks):
                cells = {
                    fact.name: cell_of(fact, values[fact.name])
                    for fact in choices.linked.facts
                    if fact.name in values
                }
                found.setdefault(masks, []).append(cells)
        for masks, cells_found in found.items():
            left = zip(numbers, masks, strict=True)
            places = tuple((self._places[number], mask) for number, mask in left if number in self._places)
            yield Alike(places, tuple(cells_found))

    def _possible_kinds(self, choices: Choices, day: date, state: State) -> Kinds:
        key = (choices, day if choices.linked.anchored else None, state)
        known = self._left.get(key)
        if known is None:
            if len(self._left) >= REMEMBER:
                self._left.clear()
            every = self._kinds(choices, day).alike
            known = kinds_of(one for one in every if self._is_possible(_narrowed(state, one)))
            self._left[key] = known
        return known

    def _start(self, given: Values) -> State:
        """What is left once the given facts are known."""
        masks = list(self._program.free)
        for name, value in given.items():
            number = self._program.dimension_of.get(name)
            if number is not None:
                masks[number] &= self._program.dimensions[number].group.allowed({name: value})
        return tuple(masks[number] for number in self._support)

    def _is_possible(self, state: State) -> bool:
        known = self._possible.get(state)
        if known is None:
            if len(self._possible) >= REMEMBER:
                self._possible.clear()
            masks = list(self._program.free)
            for number, mask in zip(self._support, state, strict=True):
                masks[number] = mask
            known = self._possible[state] = all(state) and bool(self._feasible.possible(masks))
        return known


def _narrowed(state: State, alike: Alike) -> State:
    """What is left once linked facts are known."""
    masks = list(state)
    for place, mask in alike.left:
        masks[place] &= mask
    return tuple(masks)
