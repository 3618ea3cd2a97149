"""The game of answers: where chosen answers lead when some dimensions stay open throughout.

A position is what answers have led to so far: values that are possible by now whatever comes, and nodes that
still wait for answers, one for each way that what stays open can turn out. Positions are made when they are
first looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coverdict.logic.effort import OutOfEffortError
from coverdict.logic.formula import IMPOSSIBLE, Mask
from coverdict.logic.recursion import make_room
from coverdict.logic.restriction import Restricted


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """A place in the game; there is only one of each.

    Arguments:
        values: the values possible already.
        nodes: where further values come from.
        dimension: what is answered next; -1 at the end.
        reach: the values that some answers make possible, those of `values` included.
        hope: no other values than these can be all that is left after some answers; perhaps not all can.
        below: the dimensions that still matter, as a bit set.
    """

    values: int
    nodes: frozenset[int]
    dimension: int
    reach: int
    hope: int
    below: int


class Game:
    """Positions and moves.

    Arguments:
        graph: the function over the allowed worlds.
        choices: of each dimension, the cells that one may choose to leave; none where it stays open.
        looks: of each dimension, further cells that `after` may be asked for.
        effort: how many moves and comparisons may be made.
    """

    def __init__(
        self,
        graph: Restricted,
        choices: Sequence[tuple[Mask, ...]],
        looks: Sequence[Sequence[Mask]],
        effort: int,
    ) -> None:
        self.graph = graph
        self.choices = choices
        self.effort = effort
        values = graph.store.values
        self._bits = [0 if value is IMPOSSIBLE else 1 << i for i, value in enumerate(values)]
        self._every = sum(self._bits)
        self._reach = list(self._bits)
        self._below = [0] * graph.terminals
        for dimension, edges in graph.inner():
            reach, below = 0, 1 << dimension
            for _, child in edges:
                reach |= self._reach[child]
                below |= self._below[child]
            self._reach.append(reach)
            self._below.append(below)
        self._hope = self._hopes(looks)
        self._open: dict[int, tuple[int, frozenset[int]]] = {}
        self._positions: dict[tuple[int, frozenset[int]], Position] = {}
        self._after: dict[tuple[Position, Mask], Position] = {}
        self._moves: dict[Position, tuple[Position, ...]] = {}
        self._alike: set[tuple[Position, Position]] = set()
        make_room(len(choices))
        self.start = self._position(*self._left_open(graph.root))

    def _hopes(self, looks: Sequence[Sequence[Mask]]) -> list[int]:
        """Of each node, a bound on the values that answers can settle it to."""
        hope = [bits or self._every for bits in self._bits]
        for dimension, edges in self.graph.inner():
            masks = (*self.choices[dimension], *looks[dimension])
            allowed = self.graph.allowed[dimension]
            found, common = 0, self._every
            for _, child in edges:
                found |= hope[child]
                common &= hope[child]
            if not masks:
                found = common
            elif sum(mask for mask in set(masks) if not mask & (mask - 1)) != allowed:
                found = 0
                for cells in masks:
                    common = self._every
                    for mask, child in edges:
                        if mask & cells:
                            common &= hope[child]
                    found |= common
            hope.append(found)
        return hope

    def _left_open(self, node: int) -> tuple[int, frozenset[int]]:
        """Values and answerable nodes to which what stays open can lead from a node."""
        known = self._open.get(node)
        if known is None:
            graph = self.graph
            if node < graph.terminals:
                known = (self._bits[node], frozenset())
            elif self.choices[graph.dimensions[node]]:
                known = (0, frozenset((node,)))
            else:
                known = self._union(graph.edges[node], self.graph.allowed[graph.dimensions[node]])
            self._open[node] = known
        return known

    def _union(self, edges: Iterable[tuple[Mask, int]], cells: Mask) -> tuple[int, frozenset[int]]:
        values, nodes = 0, frozenset[int]()
        for mask, child in edges:
            if mask & cells:
                more_values, more_nodes = self._left_open(child)
                values |= more_values
                nodes |= more_nodes
        return values, nodes

    def _position(self, values: int, nodes: frozenset[int]) -> Position:
        reach = self._reach
        # A node that can add no value makes no difference.
        nodes = frozenset([node for node in nodes if reach[node] & ~values])
        key = (values, nodes)
        known = self._positions.get(key)
        if known is None:
            every, below = values, 0
            hope = self._every if not values else values if not values & (values - 1) else 0
            for node in nodes:
                every |= reach[node]
                hope &= self._hope[node]
                below |= self._below[node]
            dimension = self.graph.dimensions[max(nodes)] if nodes else -1
            known = self._positions[key] = Position(values, nodes, dimension, every, hope, below)
        return known

    def after(self, position: Position, cells: Mask) -> Position:
        """Where the answer leads that leaves these cells of the position's dimension."""
        key = (position, cells)
        known = self._after.get(key)
        if known is None:
            self._spend()
            graph = self.graph
            values, nodes = position.values, set[int]()
            for node in position.nodes:
                if graph.dimensions[node] != position.dimension:
                    nodes.add(node)
                    continue
                for mask, child in graph.edges[node]:
                    if mask & cells:
                        more_values, more_nodes = self._left_open(child)
                        values |= more_values
                        nodes |= more_nodes
            known = self._after[key] = self._position(values, frozenset(nodes))
        return known

    def moves(self, position: Position) -> tuple[Position, ...]:
        """Where each choice of an answer leads."""
        known = self._moves.get(position)
        if known is None:
            choices = self.choices[position.dimension]
            known = self._moves[position] = tuple(self.after(position, cells) for cells in choices)
        return known

    def settles(self, settled: Position, other: Position) -> bool:
        """Whether some choices leave one value at `settled`, and at `other` one that is not it."""
        hope = settled.hope
        if not hope or settled is other or (not hope & (hope - 1) and not other.reach & ~hope):
            return False
        if not settled.nodes:
            return bool(settled.values and other.reach & ~settled.values)
        key = (settled, other)
        if key in self._alike:
            return False
        self._spend()
        dimension = settled.dimension
        levels = self.graph.store.levels
        if other.nodes and levels[other.dimension] < levels[dimension]:
            dimension = other.dimension
        count = len(self.choices[dimension])
        left = self.moves(settled) if settled.dimension == dimension else (settled,) * count
        right = self.moves(other) if other.dimension == dimension else (other,) * count
        for one, another in zip(left, right, strict=True):
            if self.settles(one, another):
                return True
        self._alike.add(key)
        return False

    def _spend(self) -> None:
        self.effort -= 1
        if self.effort < 0:
            raise OutOfEffortError


def unrefined(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """The masks that smaller ones among them do not make up: the fullest answers."""
    ordered = sorted(dict.fromkeys(masks), key=lambda mask: (mask.bit_count(), mask))
    alone = 0  # single cells make up whatever lies within them
    kept: list[Mask] = []
    for mask in ordered:
        if not mask & (mask - 1):
            alone |= mask
            kept.append(mask)
            continue
        covered = mask & alone
        for smaller in kept if covered != mask else ():
            if not smaller & ~mask:
                covered |= smaller
        if covered != mask:
            kept.append(mask)
    return tuple(kept)
