"""All that lists of a kind can come to: states under what is stated of a list, and lists that reach them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import Any, TypeAlias

from coverdict.logic.cells.codes import Sets
from coverdict.logic.cells.declare import FieldFact
from coverdict.logic.cells.elements import Elements, Question
from coverdict.logic.cells.group import Raw
from coverdict.logic.cells.list_facts import Stated, field_values
from coverdict.logic.cells.list_terms import ListTerms
from coverdict.logic.cells.multisets import Limits, State, Sums, repetitions

Vector: TypeAlias = tuple[tuple[bool, ...], ...]
"""Every term's tests, in the order of the terms."""

_ENGINES = 64  # questions whose elements are remembered


@dataclass(frozen=True, slots=True)
class Survey:
    """All states of the lists that agree with what is stated of the elements.

    `targets`: the counts that have to come out at a known value, which the states may fall short of.
    `levels`: the levels that extremes with a known value have to have.
    """

    elements: Elements
    sums: Sums
    given: tuple[Raw, ...]
    further: tuple[int, ...]
    targets: dict[int, int]
    levels: dict[int, int]


class ListStates:
    """The states of lists with these fields and terms.

    Exact, because every list has a state (multisets.py) that decides all atoms, and all states are
    found. Three things keep them few:

    - An extreme is told apart by levels (elements.py). Where it is known to be v, its field is cut at v,
      so that "some element has v, none has more" is a level. An open stretch between cuts needs no cut:
      values in it can all be moved to one of its points without changing anything that is asked.
    - A count is told apart up to its saturation, from which nothing asked of it changes.
    - A count known to be K is told apart up to min(K, room). The *room* is the given elements, one
      element for every extreme, and every other count's cap: so many elements of any list suffice to
      keep its state. Those beyond raise only counts that are saturated or known, each can be left out or
      repeated; so K is possible exactly if some state with count u <= K can be filled up by K - u such
      elements. From room + 1 and its own saturation on, K is as good as any greater number.

    A maximum of a count is a cap that must not be reached. It can be left aside where it is not below the
    room and the known counts together: so many elements suffice for any state.
    """

    def __init__(self, fact: str, fields: Sequence[FieldFact], terms: ListTerms, sets: Sets) -> None:
        self._fact = fact
        self._fields = tuple(fields)
        self._terms = terms
        self._sets = sets
        self._width = len(terms.counts)
        self._engines: dict[Question, Elements] = {}
        self.base = self.elements(Question())

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_engines": {}}

    def elements(self, question: Question) -> Elements:
        found = self._engines.get(question)
        if found is None:
            found = Elements(self._fact, self._fields, self._terms, self._sets, question)
            if len(self._engines) >= _ENGINES:
                self._engines.clear()
            self._engines[question] = found
        return found

    def choices(self, said: Stated) -> tuple[tuple[int, ...], ...]:
        """The possible effects of each element, when no extreme is known; in no order of the elements."""
        return tuple(sorted(self.base.effects_of(element) for element in said.elements or ()))

    def room(
        self, given: int, tracked: Iterable[int], forced: int | None
    ) -> tuple[int, dict[int, int], set[int]]:
        """The room, and cap and strictness of every count that is not tracked (see the class).

        Arguments:
            given: the number of given elements.
            tracked: the counts that are known, or asked for.
            forced: the most elements that tracked counts can force upon a list; None for any number.
        """
        caps = {
            at: self._terms.tested[at].saturation() for at in range(self._width) if at not in set(tracked)
        }
        strict: set[int] = set()
        while True:
            room = given + len(self._terms.extremes) + sum(caps.values())
            binding = [
                (at, maximum)
                for at in caps
                if at not in strict
                and (maximum := self._terms.tested[at].maximum) is not None
                and (forced is None or maximum < room + forced)
            ]
            if not binding:
                return room, caps, strict
            for at, maximum in binding:
                caps[at] = max(0, floor(maximum) + 1)
                strict.add(at)

    def survey(self, said: Stated, *, count: int = -1, extreme: int = -1) -> Survey:
        """The states under what is stated; a count or an extreme is told apart in all its values."""
        cuts: frozenset[tuple[str, Decimal]] = frozenset()
        if extreme >= 0:
            name = self._terms.extremes[extreme][1]
            cuts = frozenset((name, value) for value in field_values(said, name))
        question = Question(tuple(sorted(said.extremes.items())), extreme, tuple(sorted(cuts)))
        elements = self.elements(question)
        given = said.elements or ()
        tracked = {*said.counts, count} - {-1}
        forced = sum(said.counts.values()) if count < 0 else None
        room, caps, strict = self.room(len(given), tracked, forced)
        for at, number in said.counts.items():
            caps[at] = min(number, room) + 1
        if count >= 0:
            caps[count] = (room if said.counts else self.last(said, count)) + 1
        further = () if said.complete else elements.every
        sums = Sums(
            self._fact,
            elements.effects,
            Limits(tuple(caps[at] for at in range(self._width)), tuple(sorted(strict | tracked))),
            [elements.effects_of(element) for element in given],
            further,
        )
        levels = {
            at: elements.level_of(at, self._terms.extremes[at][1], value)
            for at, value in said.extremes.items()
        }
        return Survey(elements, sums, given, further, dict(said.counts), levels)

    def last(self, said: Stated, count: int) -> int:
        """The number from which on, with what is stated, a count's numbers are all alike; or its maximum."""
        room, _, _ = self.room(len(said.elements or ()), (*said.counts, count), None)
        last = max(room + sum(said.counts.values()) + 1, self._terms.tested[count].saturation())
        maximum = self._terms.tested[count].maximum
        return last if maximum is None else max(0, min(last, floor(maximum)))

    def vector(self, survey: Survey, state: State, counts: Sequence[tuple[int, int]] = ()) -> Vector | None:
        """The terms' tests in a state, `counts` put in place of what it counts; None outside bounds."""
        numbers = list(state[: self._width])
        for at, number in counts:
            numbers[at] = number
        vector = []
        for at, number in enumerate(numbers):
            if not self._terms.tested[at].within(number):
                return None
            vector.append(self._terms.tested[at].truths(number))
        for at, level in enumerate(state[self._width :]):
            if at in survey.levels and survey.levels[at] != level:
                return None
            if level < 0:
                vector.append(self._terms.tested[self._width + at].truths(None))
                continue
            found = survey.elements.levels[at][level]
            if not found.possible:
                return None
            vector.append(found.truths)
        return tuple(vector)

    def fill(
        self, survey: Survey, state: State, targets: dict[int, int]
    ) -> tuple[tuple[int, int], ...] | None:
        """Effects, and how often, that bring the counts to their targets and change nothing else."""
        rest = tuple(number - state[at] for at, number in targets.items())
        if not any(rest):
            return ()
        if min(rest) < 0:
            return None
        effects = survey.elements.effects
        patterns: dict[tuple[int, ...], int] = {}
        for effect in survey.further:
            pattern = tuple(effects[effect].counts[at] for at in targets)
            if any(pattern) and survey.sums.leaves(state, effect, tuple(targets)):
                patterns.setdefault(pattern, effect)
        times = repetitions(rest, tuple(patterns))
        return None if times is None else tuple(zip(patterns.values(), times, strict=True))

    def reached(self, survey: Survey, targets: dict[int, int]) -> Iterator[tuple[State, Vector]]:
        """The states that lead to the targets, with what the terms' tests are there."""
        counts = tuple(targets.items())
        for state in survey.sums.states:
            vector = self.vector(survey, state, counts)
            if vector is not None and self.fill(survey, state, targets) is not None:
                yield state, vector

    def lists(self, survey: Survey, state: State) -> tuple[tuple[Raw, ...], tuple[int, ...]]:
        """A list of the state that reaches the survey's targets: its elements, and their effects."""
        filling = self.fill(survey, state, survey.targets)
        if filling is None:
            raise ValueError("the state does not lead to the known counts")
        given, further = survey.sums.way(state)
        filled = [effect for effect, times in filling for _ in range(times)]
        effects = (*given, *further, *filled)
        knowns = (*survey.given, *({} for _ in (*further, *filled)))
        elements = tuple(
            survey.elements.element(effect, one) for effect, one in zip(effects, knowns, strict=True)
        )
        return elements, effects

    def value(self, survey: Survey, position: int, effects: Sequence[int], elements: Sequence[Raw]) -> object:
        """What a term is of a list; None for an extreme without elements."""
        every = [survey.elements.effects[effect] for effect in effects]
        if position < self._width:
            return Decimal(sum(effect.counts[position] for effect in every))
        which, name, _ = self._terms.extremes[position - self._width]
        values: list[Any] = [
            element[name]
            for effect, element in zip(every, elements, strict=True)
            if effect.levels[position - self._width] >= 0
        ]
        if not values:
            return None
        return max(values) if which == "largest" else min(values)
