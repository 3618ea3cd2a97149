"""What can be added up from elements: joint counts and levels of all multisets of effects.

A *state* is the counts (each up to its cap, where it stays) followed by the greatest levels (-1 where no
element takes part). Adding an element to two lists of the same state leads to the same state, so the
states that lists reach are found by adding effects to states until nothing new comes: no list is missed,
however long, and each state comes with the way that leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from coverdict.logic.cells.elements import Effect
from coverdict.logic.cells.group import TooManyCellsError

State: TypeAlias = tuple[int, ...]

STATE_BUDGET = 50_000
"""The most states that are looked at for one answer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far each count is told apart.

    Arguments:
        caps: a count at its cap stands for itself and all above.
        strict: the positions of counts that must not reach their cap.
    """

    caps: tuple[int, ...]
    strict: tuple[int, ...] = ()


class Sums:
    """The states of every choice of one effect for each given element, and any number of further ones.

    Arguments:
        given: the possible effects of each element of the list.
        further: the effects that further elements can have; empty for a complete list.
    """

    def __init__(
        self,
        name: str,
        effects: Sequence[Effect],
        limits: Limits,
        given: Sequence[Sequence[int]],
        further: Sequence[int],
    ) -> None:
        self._name = name
        self._effects = effects
        self._limits = limits
        self._width = len(limits.caps)
        levels = len(effects[0].levels)
        start: State = (0,) * self._width + (-1,) * levels
        layers: list[dict[State, tuple[State, int]]] = [{start: (start, -1)}]
        if any(limits.caps[at] == 0 for at in limits.strict):
            layers = [{}]
        for choices in given:
            layer: dict[State, tuple[State, int]] = {}
            for state in layers[-1]:
                for effect in choices:
                    after = self.add(state, effect)
                    if after is not None and after not in layer:
                        layer[after] = state, effect
            self._within_budget(len(layer))
            layers.append(layer)
        self._given = layers
        self._further: dict[State, tuple[State, int]] = {}
        self.states: list[State] = list(layers[-1])
        reached = layers[-1]
        for state in self.states:  # grows while it is walked: shortest ways first
            for effect in further:
                after = self.add(state, effect)
                if after is not None and after not in reached and after not in self._further:
                    self._further[after] = state, effect
                    self.states.append(after)
            self._within_budget(len(self.states))

    def _within_budget(self, states: int) -> None:
        if states > STATE_BUDGET:
            raise TooManyCellsError(
                f"{self._name}: what is asked of it has more than {STATE_BUDGET} joint counts; "
                "split the rules that use it, or compare its counts with smaller numbers"
            )

    def add(self, state: State, effect: int) -> State | None:
        """The state after one more element, or None where a strict count gets too large."""
        width, caps, added = self._width, self._limits.caps, self._effects[effect]
        counts = [
            count + one if count < cap else count
            for count, one, cap in zip(state[:width], added.counts, caps, strict=True)
        ]
        for at in self._limits.strict:
            if counts[at] >= caps[at]:
                return None
        return (*counts, *map(max, state[width:], added.levels))

    def leaves(self, state: State, effect: int, besides: Sequence[int]) -> bool:
        """Whether one more element with this effect changes nothing but the counts at `besides`."""
        added = self._effects[effect]
        return all(
            not one or count == cap or at in besides
            for at, (count, one, cap) in enumerate(
                zip(state[: self._width], added.counts, self._limits.caps, strict=True)
            )
        ) and all(level >= new for level, new in zip(state[self._width :], added.levels, strict=True))

    def way(self, state: State) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The effects of the given elements, in order, and of the further ones, that lead to a state."""
        further: list[int] = []
        while state in self._further:
            state, effect = self._further[state]
            further.append(effect)
        given: list[int] = []
        for layer in reversed(self._given[1:]):
            state, effect = layer[state]
            given.append(effect)
        return tuple(reversed(given)), tuple(further)


def repetitions(rest: tuple[int, ...], patterns: Sequence[tuple[int, ...]]) -> tuple[int, ...] | None:
    """How often to take each 0-1 pattern so that together they make `rest`, or None if that cannot be."""
    # Patterns that raise more at once go first: what they leave is then forced.
    order = sorted(range(len(patterns)), key=lambda at: -sum(patterns[at]))

    def fill(rest: tuple[int, ...], remaining: Sequence[int]) -> Iterator[dict[int, int]]:
        if not any(rest):
            yield {}
            return
        if not remaining or any(
            need and not any(patterns[at][place] for at in remaining) for place, need in enumerate(rest)
        ):
            return
        at, later = remaining[0], remaining[1:]
        pattern = patterns[at]
        most = min((need for need, one in zip(rest, pattern, strict=True) if one), default=0)
        # A place that no later pattern raises has to be filled here.
        alone = [
            need
            for place, need in enumerate(rest)
            if pattern[place] and not any(patterns[other][place] for other in later)
        ]
        for times in range(most, max(alone, default=0) - 1, -1):
            left = tuple(need - times * one for need, one in zip(rest, pattern, strict=True))
            for found in fill(left, later):
                yield {at: times, **found}

    for found in fill(rest, order):
        return tuple(found.get(at, 0) for at in range(len(patterns)))
    return None
