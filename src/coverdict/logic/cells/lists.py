"""Groups of a list and the facts that derive from it: joint cells of counts and extremes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from coverdict.logic.cells.atoms import Atom
from coverdict.logic.cells.axis import Axis, plain_number
from coverdict.logic.cells.codes import Sets
from coverdict.logic.cells.declare import DerivedFact, FieldFact, NumberFact
from coverdict.logic.cells.elements import Question, extreme_cuts
from coverdict.logic.cells.group import (
    CELL_BUDGET,
    Answer,
    Raw,
    Show,
    known_answers,
    mask_of,
    must_allow,
    must_be,
    within_budget,
)
from coverdict.logic.cells.list_facts import Stated, stated
from coverdict.logic.cells.list_states import ListStates, Vector
from coverdict.logic.cells.list_terms import ListAtom, count_text, list_terms, term_text
from coverdict.logic.formula import Mask

_REMEMBERED = 4096
_NOTHING = Stated()

_Key: TypeAlias = tuple[object, ...]


_K = TypeVar("_K")
_V = TypeVar("_V")


def _remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value


class Lists:
    """A list of elements, the counts and extremes that rules ask of it, and the facts that equal these.

    Raw values: of the list `(tuple of elements, complete)`, an element a mapping from field to raw value
    in which unmeasured fields are missing; of a derived fact its number. A derived extreme is unknown
    when it is not given, and has no value when no element takes part.

    Exactness is argued in list_states.py, multisets.py and elements.py.

    Arguments:
        fields: the fields of an element; spans may link its dates.
        derived: the facts that equal a count or an extreme of this list; their bounds restrict lists.
        atoms: Count and Extreme over the list, Threshold over the derived facts.
        sets: the codes of the sets that atoms over fields name.
        show: how `describe` writes numbers; fields are named `list.field`.
    """

    def __init__(
        self,
        fact: str,
        fields: Sequence[FieldFact],
        derived: Sequence[DerivedFact],
        atoms: Iterable[ListAtom],
        sets: Sets,
        *,
        show: Show = plain_number,
    ) -> None:
        self.fact = fact
        self.facts: tuple[str, ...] = (fact, *(one.fact for one in derived))
        self._show = show
        self._fields = {field.fact: field for field in fields}
        self._terms = list_terms(fact, derived, atoms)
        self._width = len(self._terms.counts)
        self._states = ListStates(fact, fields, self._terms, sets)
        survey = self._states.survey(_NOTHING)
        vectors: dict[Vector, int] = {}
        for state in sorted(survey.sums.states):
            vector = self._states.vector(survey, state)
            if vector is not None:
                vectors.setdefault(vector, len(vectors))
        if not vectors:
            raise ValueError(f"{fact}: no list lies within the bounds of the facts derived from it")
        within_budget(len(vectors), CELL_BUDGET, fact)
        self._cells = vectors
        self.size = len(vectors)
        self._all: Mask = (1 << self.size) - 1
        self._holds: dict[Atom, Mask] = {
            atom: mask_of(cell for vector, cell in vectors.items() if vector[term][test])
            for atom, (term, test) in self._terms.places.items()
        }
        self._by_values: dict[_Key, Mask] = {(None,) * len(derived): self._all}
        self._by_elements: dict[_Key, Mask] = {}
        self._by_key: dict[_Key, Mask] = {}
        self._answers: dict[tuple[str, _Key], tuple[Answer, ...]] = {}
        # With nothing known these never change, and descriptions ask for them cell by cell.
        self._by_term: dict[int, tuple[tuple[Decimal, Mask], ...]] = {}
        self._by_axis: dict[int, tuple[Axis, tuple[Mask, ...]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        remembered = ("_by_values", "_by_elements", "_by_key", "_answers", "_by_term", "_by_axis")
        return {**self.__dict__, **{name: {} for name in remembered}}

    # --- what is known ---

    def holds(self, atom: Atom) -> Mask:
        return self._holds[atom]

    def _stated(self, known: Raw) -> Stated | None:
        return stated(self.fact, known, self._terms, self._states.base)

    def _key(self, said: Stated) -> _Key:
        """What matters of derived values alone: the same for all values that nothing tells apart."""
        base = self._states.base
        extremes = []
        for at, value in said.extremes.items():
            name = self._terms.extremes[at][1]
            beside = [other for one, other in said.extremes.items() if self._terms.extremes[one][1] == name]
            rank = len({other for other in beside if other < value})
            extremes.append((at, base.field_cells(name, value), rank))
        counts = tuple(said.counts.items())
        if len(counts) == 1:
            (at, number), *_ = counts
            counts = ((at, min(number, self._states.last(_NOTHING, at))),)
        return counts, tuple(extremes)

    def allowed(self, known: Raw) -> Mask:
        if known.get(self.fact) is None:
            # Rows repeat their numbers: the same derived values need no second look.
            values = tuple(map(known.get, self.facts[1:]))
            mask = self._by_values.get(values)
            if mask is None:
                mask = self._without_list(known)
                _remember(self._by_values, values, mask)
            return mask
        said = self._stated(known)
        if said is None:
            return 0
        if said.extremes:
            return self._allowed(said)
        # The order of the elements, and all else of them than their effects, is nothing.
        key = self._states.choices(said), said.complete, tuple(said.counts.items())
        mask = self._by_elements.get(key)
        if mask is None:
            mask = self._allowed(said)
            _remember(self._by_elements, key, mask)
        return mask

    def _without_list(self, known: Raw) -> Mask:
        said = self._stated(known)
        if said is None:
            return 0
        key = self._key(said)
        mask = self._by_key.get(key)
        if mask is None:
            mask = self._allowed(said)
            _remember(self._by_key, key, mask)
        return mask

    def _allowed(self, said: Stated) -> Mask:
        survey = self._states.survey(said)
        return self._mask(vector for _, vector in self._states.reached(survey, survey.targets))

    def _mask(self, vectors: Iterable[Vector]) -> Mask:
        return mask_of({self._cells[vector] for vector in vectors})

    def witness(self, cell: int) -> dict[str, object]:
        """As for every group; a derived extreme that has no value is left out."""
        return self.completion(cell, {})

    def completion(self, cell: int, known: Raw) -> dict[str, object]:
        must_allow(cell, self.allowed(known))
        return next(self._completions(known, 1 << cell))[1]

    def _completions(self, known: Raw, cells: Mask) -> Iterator[tuple[int, dict[str, object]]]:
        """Each of these cells that the known values allow, with a world in it that extends them."""
        said = self._stated(known)
        if said is None:
            return
        survey = self._states.survey(said)
        for state, vector in self._states.reached(survey, survey.targets):
            cell = self._cells[vector]
            if not cells >> cell & 1:
                continue
            cells ^= 1 << cell
            elements, effects = self._states.lists(survey, state)
            world: dict[str, object] = {self.fact: (elements, True)}
            for fact, position in self._terms.derived.items():
                value = self._states.value(survey, position, effects, elements)
                if value is not None:
                    world[fact] = value
            yield cell, world

    def cuts(self, fact: str) -> tuple[Decimal, ...] | None:
        """Constants, ascending: nothing tells two values apart that lie between the same two of them.

        None where that is not so: two counts, or two extremes of one field, are held against each other.
        Says nothing of values beside a list that is given itself.
        """
        position = self._terms.derived[fact]
        others = {place for other, place in self._terms.derived.items() if other != fact}
        if position < self._width:
            if any(other < self._width for other in others):
                return None
            tested = self._terms.tested[position]
            counts = {Decimal(number) for number in range(self._states.last(_NOTHING, position) + 1)}
            counts.update(bound for bound in (tested.minimum, tested.maximum) if bound is not None)
            return tuple(sorted(counts))
        name = self._terms.extremes[position - self._width][1]
        if any(
            self._terms.extremes[other - self._width][1] == name for other in others if other >= self._width
        ):
            return None
        field = self._fields[name]
        assert isinstance(field, NumberFact)
        found = {value for cut, value in extreme_cuts(self._terms, Question()) if cut == name}
        found.update(bound for bound in (field.minimum, field.maximum) if bound is not None)
        return tuple(sorted(found))

    # --- what can still be answered ---

    def answers(self, fact: str, known: Raw) -> tuple[Answer, ...]:
        must_be(fact, self.facts)
        if fact != self.fact and (value := known.get(fact)) is not None:
            return known_answers(value, self.allowed(known))
        said = self._stated(known)
        if said is None:
            return ()
        if said.elements is not None:
            return self._answers_of(fact, known, said)
        # Not the canonical key: the answers' values have to agree with the very values that are known.
        key = fact, tuple(map(known.get, self.facts[1:]))
        found = self._answers.get(key)
        if found is None:
            found = self._answers_of(fact, known, said)
            _remember(self._answers, key, found)
        return found

    def _answers_of(self, fact: str, known: Raw, said: Stated) -> tuple[Answer, ...]:
        if fact == self.fact:
            worlds = sorted(self._completions(known, self._all), key=lambda found: found[0])
            return tuple(Answer(world[fact], 1 << cell) for cell, world in worlds)
        return self._value_answers(self._terms.derived[fact], said)

    def _value_answers(self, position: int, said: Stated) -> tuple[Answer, ...]:
        samples: dict[Mask, Decimal] = {}
        for value, mask in self._masks_by_value(position, said):
            if mask:
                samples.setdefault(mask, value)
        return tuple(Answer(value, mask) for mask, value in samples.items())

    def _masks_by_value(self, position: int, said: Stated) -> Iterator[tuple[Decimal, Mask]]:
        """Every value of a term that anything tells apart, with its cells (0: not a value here)."""
        if position < self._width:
            if position in said.counts:
                # Another fact that equals the same count has told.
                yield Decimal(said.counts[position]), self._allowed(said)
            elif said.counts:
                yield from self._masks_by_count_beside(position, said)
            else:
                yield from self._masks_by_count(position, said)
        elif (at := position - self._width) in said.extremes:
            yield said.extremes[at], self._allowed(said)
        else:
            yield from self._masks_by_level(at, said)

    def _masks_by_count(self, position: int, said: Stated) -> Iterator[tuple[Decimal, Mask]]:
        """The states are told apart in all counts that differ: no filling is needed."""
        survey = self._states.survey(said, count=position)
        found: dict[int, list[Vector]] = {}
        for state in survey.sums.states:
            vector = self._states.vector(survey, state)
            if vector is not None:
                found.setdefault(state[position], []).append(vector)
        for number in range(self._states.last(said, position) + 1):
            yield Decimal(number), self._mask(found.get(number, ()))

    def _masks_by_count_beside(self, position: int, said: Stated) -> Iterator[tuple[Decimal, Mask]]:
        """With other counts known, each number is filled up together with them."""
        survey = self._states.survey(said, count=position)
        for number in range(self._states.last(said, position) + 1):
            reached = self._states.reached(survey, {**survey.targets, position: number})
            yield Decimal(number), self._mask(vector for _, vector in reached)

    def _masks_by_level(self, at: int, said: Stated) -> Iterator[tuple[Decimal, Mask]]:
        survey = self._states.survey(said, extreme=at)
        found: dict[int, list[Vector]] = {}
        for state, vector in self._states.reached(survey, survey.targets):
            found.setdefault(state[self._width + at], []).append(vector)
        for number, level in enumerate(survey.elements.levels[at]):
            yield level.sample, self._mask(found.get(number, ()))

    # --- words ---

    def describe(self, fact: str, cells: Mask) -> str:
        """As for every group; a list is described by its terms, those that can be anything left out."""
        must_be(fact, self.facts)
        if not cells & self._all:
            return ""
        if fact != self.fact:
            return self._term_range(self._terms.derived[fact], cells, fact)
        texts = []
        for position in range(len(self._terms.tested)):
            term = term_text(self.fact, self._terms, position, self._show)
            values = self._term_range(position, cells, self._shown_name(position))
            if values != "any":
                texts.append(f"{term} {values or 'none'}")
        return ", ".join(texts) or "any"

    def _shown_name(self, position: int) -> str:
        """The name under which a term's numbers are shown."""
        if position < self._width:
            return self.fact
        return f"{self.fact}.{self._terms.extremes[position - self._width][1]}"

    def _term_range(self, position: int, cells: Mask, shown: str) -> str:
        """The values of a term in these cells; empty when it has none."""
        if position not in self._by_term:
            self._by_term[position] = tuple(self._masks_by_value(position, _NOTHING))
        masks = self._by_term[position]
        if position < self._width:
            return count_text(
                [bool(mask & cells) for _, mask in masks],
                [bool(mask) for _, mask in masks],
                self._terms.tested[position],
            )
        axis, found = self._levels_on_axis(position - self._width, dict(masks))
        return axis.describe(
            shown, [bool(mask & cells) for mask in found], self._show, [bool(mask) for mask in found]
        )

    def _levels_on_axis(self, at: int, masks: dict[Decimal, Mask]) -> tuple[Axis, tuple[Mask, ...]]:
        """An extreme's number line, and the cells in which it lies in each of the line's regions."""
        if at not in self._by_axis:
            name = self._terms.extremes[at][1]
            field = self._fields[name]
            assert isinstance(field, NumberFact)
            cuts = (value for cut, value in extreme_cuts(self._terms, Question()) if cut == name)
            axis = Axis(field.whole, field.minimum, field.maximum, cuts)
            elements = self._states.survey(_NOTHING, extreme=at).elements
            levels = elements.levels[at]
            self._by_axis[at] = (
                axis,
                tuple(
                    0 if sample is None else masks[levels[elements.level_of(at, name, sample)].sample]
                    for sample in axis.samples
                ),
            )
        return self._by_axis[at]
