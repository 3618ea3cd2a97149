"""The game of answers: where chosen answers lead when some dimensions stay open throughout.

Its positions are functions of the answers still to come, each with a set of possible values at its end.
A position is reached as a set of nodes, one for each way that what stays open can turn out; two sets that
mean the same function are one position, so that positions are few and equal ones are seen at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coverdict.logic.formula import IMPOSSIBLE, Mask
from coverdict.logic.recursion import make_room
from coverdict.logic.restriction import Restricted


class OutOfEffort(Exception):  # noqa: N818 - a signal between modules, not an error of the caller's
    """The effort is spent."""


class Game:
    """Positions, made as they are needed.

    Arguments:
        graph: the function over the allowed worlds.
        choices: of each dimension, the cells that one may choose to leave; none where it stays open.
        looks: of each dimension, further cells whose outcome will be asked for, but which are not chosen.
        effort: how many moves may be made.
    """

    def __init__(
        self,
        graph: Restricted,
        choices: Sequence[tuple[Mask, ...]],
        looks: Sequence[Iterable[Mask]],
        effort: int,
    ) -> None:
        self.graph = graph
        self.effort = effort
        values = graph.store.values
        self._bits = [0 if value is IMPOSSIBLE else 1 << i for i, value in enumerate(values)]
        self.masks = [
            tuple(dict.fromkeys((*chosen, *looked))) if chosen else ()
            for chosen, looked in zip(choices, looks, strict=True)
        ]
        self.chosen = [len(chosen) for chosen in choices]
        # Equal positions are then exactly those that no choice tells apart.
        self._sharp = all(len(self.masks[dimension]) == self.chosen[dimension] for dimension in graph.tested)
        self._reach: list[int] = self._reaches()
        self._open: dict[int, tuple[int, frozenset[int]]] = {}
        self._positions: dict[tuple[int, frozenset[int]], int] = {}
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._ends: dict[int, int] = {}
        self.dimension: list[int] = []
        self.moves: list[tuple[int, ...]] = []
        self.bits: list[int] = []  # of an end, its possible values; of others, those of all their ends
        self._single: list[bool] = []  # whether some end has exactly one value
        self._plain: list[bool] = []  # whether every end has
        self._differ: dict[tuple[int, int], bool] = {}
        make_room(len(choices))
        self.start = self._position(*self._left_open(graph.root))

    def _reaches(self) -> list[int]:
        reach = list(self._bits)
        for edges in self.graph.edges[self.graph.terminals :]:
            found = 0
            for _, child in edges:
                found |= reach[child]
            reach.append(found)
        return reach

    def _left_open(self, node: int) -> tuple[int, frozenset[int]]:
        """Values and answerable nodes to which what stays open can lead from a node."""
        known = self._open.get(node)
        if known is None:
            graph = self.graph
            if node < graph.terminals:
                known = (self._bits[node], frozenset())
            elif self.masks[graph.dimensions[node]]:
                known = (0, frozenset((node,)))
            else:
                values, nodes = 0, frozenset[int]()
                for _, child in graph.edges[node]:
                    more_values, more_nodes = self._left_open(child)
                    values |= more_values
                    nodes |= more_nodes
                known = (values, nodes)
            self._open[node] = known
        return known

    def _position(self, values: int, nodes: frozenset[int]) -> int:
        if nodes:
            reach = self._reach
            # A node that can add no value makes no difference.
            new = [node for node in nodes if reach[node] & ~values]
            if len(new) != len(nodes):
                nodes = frozenset(new)
        if not nodes:
            return self._end(values)
        key = (values, nodes)
        known = self._positions.get(key)
        if known is None:
            known = self._positions[key] = self._make(values, nodes)
        return known

    def _make(self, values: int, nodes: frozenset[int]) -> int:
        graph = self.graph
        dimension = graph.dimensions[max(nodes)]
        here = [node for node in nodes if graph.dimensions[node] == dimension]
        others = nodes.difference(here)
        edges = [edge for node in here for edge in graph.edges[node]]
        self.spend(len(self.masks[dimension]))
        moves: list[int] = []
        for cells in self.masks[dimension]:
            after_values, after = values, others
            for mask, child in edges:
                if mask & cells:
                    more_values, more_nodes = self._left_open(child)
                    after_values |= more_values
                    after |= more_nodes
            moves.append(self._position(after_values, after))
        if moves.count(moves[0]) == len(moves):
            return moves[0]
        key = (dimension, tuple(moves))
        number = self._unique.get(key)
        if number is None:
            number = self._unique[key] = len(self.moves)
            chosen = moves[: self.chosen[dimension]]
            bits = 0
            for move in moves:
                bits |= self.bits[move]
            self._add(
                dimension,
                key[1],
                bits,
                any(self._single[move] for move in chosen),
                all(self._plain[move] for move in chosen),
            )
        return number

    def _end(self, values: int) -> int:
        number = self._ends.get(values)
        if number is None:
            number = self._ends[values] = len(self.moves)
            one = values.bit_count() == 1
            self._add(-1, (), values, one, one)
        return number

    def _add(self, dimension: int, moves: tuple[int, ...], bits: int, single: bool, plain: bool) -> None:
        self.dimension.append(dimension)
        self.moves.append(moves)
        self.bits.append(bits)
        self._single.append(single)
        self._plain.append(plain)

    def spend(self, effort: int) -> None:
        """Count moves.

        Raises:
            OutOfEffort: more were made than allowed.
        """
        self.effort -= effort
        if self.effort < 0:
            raise OutOfEffort

    def reachable(self) -> dict[int, list[int]]:
        """Of each dimension, the positions before its answer that choices lead to."""
        found: dict[int, list[int]] = {}
        seen = {self.start}
        stack = [self.start]
        while stack:
            position = stack.pop()
            dimension = self.dimension[position]
            if dimension < 0:
                continue
            found.setdefault(dimension, []).append(position)
            for move in self.moves[position][: self.chosen[dimension]]:
                if move not in seen:
                    seen.add(move)
                    stack.append(move)
        return found

    def after(self, position: int, cells: Mask) -> int:
        """Where a position of that dimension leads when these cells, one of its masks, are left."""
        return self.moves[position][self.masks[self.dimension[position]].index(cells)]

    def settles(self, settled: int, other: int) -> bool:
        """Whether some choices leave one value at `settled`, and at `other` one that is not it."""
        if settled == other or not self._single[settled]:
            return False
        bits, plain = self.bits, self._plain
        if plain[settled] and plain[other] and self._sharp:
            return True
        key = (settled, other)
        known = self._differ.get(key)
        if known is None:
            known = self._differ[key] = self._settles(settled, other, bits)
        return known

    def _settles(self, settled: int, other: int, bits: Sequence[int]) -> bool:
        self.spend(1)
        if not bits[other] & ~(bits[settled] if bits[settled].bit_count() == 1 else 0):
            return False
        dimension, elsewhere = self.dimension[settled], self.dimension[other]
        if dimension < 0 and elsewhere < 0:
            return bool(bits[other] & ~bits[settled])
        levels = self.graph.store.levels
        if dimension < 0 or (elsewhere >= 0 and levels[elsewhere] < levels[dimension]):
            dimension = elsewhere
        count = self.chosen[dimension]
        left = self.moves[settled][:count] if self.dimension[settled] == dimension else (settled,) * count
        right = self.moves[other][:count] if self.dimension[other] == dimension else (other,) * count
        return any(self.settles(a, b) for a, b in dict.fromkeys(zip(left, right, strict=True)))


def unrefined(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """The masks that smaller ones among them do not make up: the fullest answers."""
    ordered = sorted(dict.fromkeys(masks), key=lambda mask: (mask.bit_count(), mask))
    kept: list[Mask] = []
    for mask in ordered:
        covered = 0
        for smaller in kept:
            if not smaller & ~mask:
                covered |= smaller
        if covered != mask:
            kept.append(mask)
    return tuple(kept)
