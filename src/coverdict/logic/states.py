"""States of a diagram under missing facts, many at once: each a row of bits.

A state says which values have been met, and which nodes are still to be read, one for each way that what is
unknown can turn out (a *frontier*). Bits of both stand side by side in a few words, so that what a symbol
leaves of thousands of states is worked out by a few operations on arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from coverdict.logic.formula import Mask
from coverdict.logic.frontiers import Frontier, Frontiers

Words: TypeAlias = np.ndarray[Any, np.dtype[np.uint64]]
"""Rows of bits; shape (states, words), or (states, symbols, words)."""
Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.intp]]

WORD = 64
GROUP = 60
"""Nodes of one dimension that are looked at together."""

OPEN, CONTRADICTION, UNREADABLE = range(3)
"""What the first word of a state says; all others of a state that is not open are 0."""


class States:
    """Moves many states of one diagram.

    Arguments:
        frontiers: of the diagram.
        masks: by dimension that is read, the cells that each symbol leaves; None for what is no value.
    """

    def __init__(self, frontiers: Frontiers, masks: Mapping[int, Sequence[Mask | None]]) -> None:
        store = frontiers.store
        self._masks = masks
        self._value_words = -(-len(store.values) // WORD)
        after = _followed(frontiers, masks)
        # In the order of reading, nodes that are open at one time lie in few words.
        nodes = sorted(after, key=lambda node: (store.levels[store.dimensions[node]], node))
        self._first = 1 + self._value_words
        self.width = self._first + -(-len(nodes) // WORD)
        self._bit = {node: at for at, node in enumerate(nodes)}
        self._here: dict[int, list[int]] = {dimension: [] for dimension in masks}
        for node in nodes:
            self._here[store.dimensions[node]].append(node)
        self._after = after
        reach = [_words_of(store.reach[node], self._value_words) for node in nodes]
        self._reach: Words = np.array(reach, dtype=np.uint64).reshape(len(nodes), self._value_words)
        self._alive: dict[bytes, Words] = {}
        self.start: Words = self._trimmed(self._row(frontiers.start).reshape(1, -1))

    def contradiction(self) -> Words:
        """The state of rows whose facts contradict each other."""
        return self._ended(CONTRADICTION)

    def _ended(self, kind: int) -> Words:
        row = np.zeros((1, self.width), dtype=np.uint64)
        row[0, 0] = kind
        return row

    def after(self, states: Words, dimension: int) -> tuple[Words, Numbers]:
        """Where states lead by each symbol of a dimension.

        Arguments:
            states: shape (states, words).
        Result:
            The distinct states, in the order in which they come up, and their numbers; shape (states,
            symbols).
        """
        masks = self._masks[dimension]
        found = self._moved(states, dimension, len(masks))
        for symbol, mask in enumerate(masks):
            if mask is None:
                found[:, symbol] = self._ended(UNREADABLE)
            elif not mask:
                found[states[:, 0] == OPEN, symbol] = self._ended(CONTRADICTION)
        distinct, numbers = _distinct(found.reshape(-1, self.width))
        return distinct, numbers.reshape(len(states), len(masks))

    def _moved(self, states: Words, dimension: int, symbols: int) -> Words:
        """What each symbol leaves, as if each left something; shape (states, symbols, words)."""
        here = self._here[dimension]
        found = np.repeat(states[:, None, :], symbols, axis=1)
        if not here:
            return found
        gone = np.zeros(self.width, dtype=np.uint64)
        for node in here:
            word, bit = self._place(node)
            gone[word] |= np.uint64(1) << bit
        found &= ~gone
        for start in range(0, len(here), GROUP):
            group = here[start : start + GROUP]
            pattern = np.zeros(len(states), dtype=np.uint64)
            for at, node in enumerate(group):
                word, bit = self._place(node)
                pattern |= (states[:, word] >> bit & np.uint64(1)) << np.uint64(at)
            patterns: Words
            patterns, which = np.unique(pattern, return_inverse=True)
            added = np.zeros((len(patterns), symbols, self.width), dtype=np.uint64)
            for at, node in enumerate(group):
                leads = np.stack([self._row(one) for one in self._after[node]])
                added[(patterns >> np.uint64(at) & np.uint64(1)).astype(bool)] |= leads
            found |= added[which]
        return self._trimmed(found)

    def _place(self, node: int) -> tuple[int, np.uint64]:
        word, bit = divmod(self._bit[node], WORD)
        return self._first + word, np.uint64(bit)

    def _trimmed(self, states: Words) -> Words:
        """The states without nodes that can add no value: they make no difference."""
        flat = states.reshape(-1, self.width)
        values, which = _distinct(flat[:, 1 : self._first])
        alive = np.stack([self._alive_beside(one) for one in values])
        flat[:, self._first :] &= alive[which]
        return flat.reshape(states.shape)

    def _alive_beside(self, values: Words) -> Words:
        """The nodes that can add a value to some; shape (words of nodes,)."""
        key = values.tobytes()
        if key not in self._alive:
            room = np.zeros((self.width - self._first) * WORD, dtype=np.uint8)
            room[: len(self._reach)] = (self._reach & ~values).any(axis=1)
            self._alive[key] = np.packbits(room, bitorder="little").view("<u8").astype(np.uint64)
        return self._alive[key]

    def _row(self, frontier: Frontier) -> Words:
        values, nodes = frontier
        bits = sum(1 << self._bit[node] for node in nodes)
        words = [OPEN, *_words_of(values, self._value_words)]
        words += _words_of(bits, self.width - self._first)
        return np.array(words, dtype=np.uint64)

    def values(self, states: Words) -> list[int]:
        """Of states that are read to the end, the values met, as bit sets over the store's values."""
        return [
            sum(int(word) << WORD * at for at, word in enumerate(row)) for row in states[:, 1 : self._first]
        ]


def _followed(frontiers: Frontiers, masks: Mapping[int, Sequence[Mask | None]]) -> dict[int, list[Frontier]]:
    """Every node to which the start leads, with where each symbol of its dimension leads from there."""
    found: dict[int, list[Frontier]] = {}
    todo = list(frontiers.start[1])
    while todo:
        node = todo.pop()
        if node in found:
            continue
        read = masks[frontiers.store.dimensions[node]]
        found[node] = [frontiers.from_edges(node, mask or 0) for mask in read]
        todo += [one for _, nodes in found[node] for one in nodes if one not in found]
    return found


def _words_of(bits: int, count: int) -> list[int]:
    return [bits >> WORD * at & (1 << WORD) - 1 for at in range(count)]


def _distinct(rows: Words) -> tuple[Words, Numbers]:
    """The distinct rows in the order in which they come up, and the number of each."""
    if rows.shape[1] == 1:
        keys = rows[:, 0]
    else:
        # Rows are told apart by a sum that two of them may share by chance; whether they do is looked at.
        with np.errstate(over="ignore"):
            keys = (rows * _FACTORS[: rows.shape[1]]).sum(axis=1, dtype=np.uint64)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    if rows.shape[1] > 1 and not np.array_equal(rows[first][which], rows):
        _, first, which = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return rows[first[order]], place[which.reshape(-1)]


def _odd_numbers(count: int) -> Iterable[int]:
    """Odd numbers without a pattern, always the same (splitmix64, Steele and others 2014)."""
    state = 0
    for _ in range(count):
        state = state + 0x9E3779B97F4A7C15 & (1 << WORD) - 1
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & (1 << WORD) - 1
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & (1 << WORD) - 1
        yield mixed ^ mixed >> 31 | 1


_FACTORS: Words = np.array(list(_odd_numbers(1024)), dtype=np.uint64)
