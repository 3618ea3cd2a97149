"""A diagram as tables to look up: blocks of dimensions, each a table from state and key to the next state.

What is read of a dimension is a *symbol*: a number that stands for the cells which it leaves. The symbols
of a block's dimensions make one key, in mixed radix. Text and time of what is made from the blocks grow with
their number, not with the number of paths (design §2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import Mask
from coverdict.logic.frontiers import Frontiers
from coverdict.text import CoverdictError

if TYPE_CHECKING:
    from coverdict.logic.states import States, Words

ENTRIES = 1 << 15
"""Entries that one block's table is to have at most, unless a single dimension needs more."""

MOST_ENTRIES = 1 << 19
"""Entries of all tables beyond which a diagram is not put into blocks."""


class TooManyStatesError(CoverdictError):
    """The states of a diagram under missing facts are too many for tables."""


@dataclass(frozen=True, slots=True)
class Digit:
    """The symbols of one dimension: for each the cells that it leaves; None for what is no value at all."""

    dimension: int
    masks: tuple[Mask | None, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One table. The entry of state `s` and key `k` is number `s * size + k`; it holds the next state.

    Arguments:
        digits: positions of its digits; the first counts most in the key.
        weights: what one step of each digit's symbol adds to the key.
        size: the number of keys.
        states: the number of states that lead into it.
        after: the entries; none where they are too many to be listed.
    """

    digits: tuple[int, ...]
    weights: tuple[int, ...]
    size: int
    states: int
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a row ends: its possible values, none when what is known contradicts itself.

    `unreadable`: a symbol stood for no value at all.
    """

    values: int
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Blocks:
    """Tables in the order in which they are looked up; the last one's states are numbers of endings."""

    blocks: tuple[Block, ...]
    endings: tuple[Ending, ...]


def in_order_of_reading(diagram: Diagram, digits: Sequence[Digit]) -> tuple[Digit, ...]:
    """The digits in the order of the diagram's levels; those that it does not test come last."""
    support, levels = diagram.support(), diagram.nodes.levels

    def place(digit: Digit) -> tuple[bool, int]:
        tested = digit.dimension in support
        return not tested, levels[digit.dimension] if tested else digit.dimension

    return tuple(sorted(digits, key=place))


def blocks_of(
    diagram: Diagram, digits: Sequence[Digit], free: Sequence[Mask], entries: int = ENTRIES
) -> Blocks:
    """The tables of a diagram.

    Arguments:
        digits: what is read, in the order of the diagram's levels; see `in_order_of_reading`.
        free: of each dimension, the cells of what is unknown.
        entries: about how large a table may be.

    Errors:
        TooManyStatesError: the tables would be larger than `MOST_ENTRIES`.
    """
    import numpy as np

    from coverdict.logic.states import States

    read = {digit.dimension: digit.masks for digit in digits}
    states_of = States(Frontiers(diagram, read, free), read)
    nothing = any(not free[dimension] for dimension in diagram.support())
    states = states_of.contradiction() if nothing else states_of.start
    made: list[Block] = []
    total = position = 0
    while position < len(digits):
        chosen, size = [position], len(digits[position].masks)
        while (following := chosen[-1] + 1) < len(digits) and len(states) * size * len(
            digits[following].masks
        ) <= entries:
            chosen.append(following)
            size *= len(digits[following].masks)
        total += len(states) * size
        if total > MOST_ENTRIES:
            raise TooManyStatesError(f"more than {MOST_ENTRIES} entries for states under missing facts")
        leading = len(states)
        reached = np.arange(leading)
        for at in chosen:
            states, after = states_of.after(states, digits[at].dimension)
            reached = after[reached].reshape(-1)
        sizes = [len(digits[at].masks) for at in chosen]
        weights = tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))
        made.append(Block(tuple(chosen), weights, size, leading, tuple(reached.tolist())))
        position = chosen[-1] + 1
    return _ended(made, states_of, states)


MOST_KEYS = 1 << 40
"""Keys of one block whose entries are not listed."""


def unlisted_blocks(digits: Sequence[Digit]) -> Blocks:
    """Blocks that make keys alone: where each of them leads has to be worked out when it is met."""
    made: list[Block] = []
    position = 0
    while position < len(digits):
        chosen, size = [position], len(digits[position].masks)
        while (following := chosen[-1] + 1) < len(digits):
            if size * len(digits[following].masks) > MOST_KEYS:
                break
            chosen.append(following)
            size *= len(digits[following].masks)
        sizes = [len(digits[at].masks) for at in chosen]
        weights = tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))
        made.append(Block(tuple(chosen), weights, size, 1, ()))
        position = chosen[-1] + 1
    return Blocks(tuple(made), ())


def _ended(made: list[Block], states_of: States, states: Words) -> Blocks:
    """The last states as endings."""
    from coverdict.logic.states import UNREADABLE

    endings: dict[Ending, int] = {}
    numbers = [
        endings.setdefault(Ending(values, unreadable=kind == UNREADABLE), len(endings))
        for kind, values in zip(states[:, 0].tolist(), states_of.values(states), strict=True)
    ]
    if made:
        last = made.pop()
        after = tuple(numbers[state] for state in last.after)
        made.append(Block(last.digits, last.weights, last.size, last.states, after))
    return Blocks(tuple(made), tuple(endings))


def symbols_of(key: int, block: Block, digits: Sequence[Digit]) -> tuple[int, ...]:
    """The symbols of a block's digits that make a key."""
    return tuple(
        key // weight % len(digits[at].masks) for at, weight in zip(block.digits, block.weights, strict=True)
    )
