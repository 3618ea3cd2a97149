"""The decision diagram: a finite function held exactly, and the walks that every question rests on.

A diagram is ordered (every path meets dimensions in one order), reduced (no node has only one child, no two
nodes are the same) and multi-valued (an edge carries a mask of cells). It holds complete knowledge only: what
is possible under partial knowledge is a matter of which terminals the allowed cells can reach.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from coverdict.logic.formula import IMPOSSIBLE, Mask

Edges: TypeAlias = tuple[tuple[Mask, int], ...]
"""Disjoint masks that together hold every cell of the dimension, each with the node it leads to."""

NOTHING: frozenset[Hashable] = frozenset()


class FiniteFunction(Protocol):
    """What a function of cells must be able to do, however it is held: as a diagram or by a solver."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of cells of each dimension."""

    def support(self) -> frozenset[int]:
        """Dimensions the function may depend on; all others it ignores."""

    def possible(self, allowed: Sequence[Mask]) -> frozenset[Hashable]:
        """The values over all worlds of allowed cells, without `IMPOSSIBLE`."""

    def relabel(self, f: Callable[[Hashable], Hashable]) -> FiniteFunction:
        """The function of `f` of the value; `f` never sees `IMPOSSIBLE`, which stays."""


@dataclass(frozen=True)
class Nodes:
    """A store of nodes that diagrams share.

    Node `i` below `len(values)` is a terminal with that value. The others are numbered from the bottom
    level up, so that a child's number is below its parent's and the greatest number in a set of nodes
    belongs to its uppermost level.

    Arguments:
        sizes: the number of cells of each dimension.
        order: the dimension at each level, from the top.
        values: the terminals' values, all different.
        dimensions: of each node, the dimension it tests; -1 for terminals.
        edges: of each node, its edges; empty for terminals.
    """

    sizes: tuple[int, ...]
    order: tuple[int, ...]
    values: tuple[Hashable, ...]
    dimensions: tuple[int, ...]
    edges: tuple[Edges, ...]

    def __getstate__(self) -> tuple[Any, ...]:
        # What is derived below is left out: it is quicker to compute than to load.
        return (self.sizes, self.order, self.values, self.dimensions, self.edges)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.__dict__.update(zip(("sizes", "order", "values", "dimensions", "edges"), state, strict=True))

    @cached_property
    def full(self) -> tuple[Mask, ...]:
        """All cells of each dimension."""
        return tuple((1 << size) - 1 for size in self.sizes)

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """The level of each dimension."""
        levels = [0] * len(self.order)
        for level, dimension in enumerate(self.order):
            levels[dimension] = level
        return tuple(levels)

    @cached_property
    def reach(self) -> tuple[int, ...]:
        """Of each node the values below it, as a bit set over `values`; `IMPOSSIBLE` has no bit."""
        reach = [0 if value is IMPOSSIBLE else 1 << i for i, value in enumerate(self.values)]
        for edges in self.edges[len(self.values) :]:
            bits = 0
            for _, child in edges:
                bits |= reach[child]
            reach.append(bits)
        return tuple(reach)

    @cached_property
    def infeasible(self) -> tuple[bool, ...]:
        """Of each node, whether `IMPOSSIBLE` is below it."""
        found = [value is IMPOSSIBLE for value in self.values]
        for edges in self.edges[len(self.values) :]:
            found.append(any(found[child] for _, child in edges))
        return tuple(found)

    @cached_property
    def below(self) -> tuple[int, ...]:
        """Of each node the dimensions that it and the nodes below it test, as a bit set."""
        below = [0] * len(self.values)
        for dimension, edges in zip(
            self.dimensions[len(self.values) :], self.edges[len(self.values) :], strict=True
        ):
            bits = 1 << dimension
            for _, child in edges:
                bits |= below[child]
            below.append(bits)
        return tuple(below)

    @cached_property
    def blocks(self) -> tuple[tuple[Mask, ...], ...]:
        """Of each dimension, the largest blocks of cells that no node tells apart; least cells first."""
        cuts: list[set[Mask]] = [set() for _ in self.sizes]
        for dimension, edges in zip(self.dimensions, self.edges, strict=True):
            cuts[dimension].update(mask for mask, _ in edges)
        return tuple(
            tuple(sorted(partition(full, cut), key=lambda block: block & -block))
            for full, cut in zip(self.full, cuts, strict=True)
        )

    def sample(self, dimension: int, cells: Mask) -> Mask:
        """The least cell of each block that `cells` meets: two masks of one sample lead to the same nodes."""
        found = 0
        for block in self.blocks[dimension]:
            if block & cells:
                found |= block & -block
        return found

    @cached_property
    def tested(self) -> dict[int, tuple[tuple[int, Mask, int], ...]]:
        """By root: dimension, all its cells and its bit, for each dimension below the root."""
        return {}

    @cached_property
    def sets(self) -> dict[int, frozenset[Hashable]]:
        """Sets of values by bit set, as they come up."""
        return {0: NOTHING}

    def set_of(self, bits: int) -> frozenset[Hashable]:
        """The values of a bit set over `values`."""
        known = self.sets.get(bits)
        if known is None:
            known = frozenset(value for i, value in enumerate(self.values) if bits >> i & 1)
            self.sets[bits] = known
        return known

    def bits_of(self, values: Iterable[Hashable]) -> int:
        """The bit set of those of `values` that the store has."""
        wanted = {(type(value), value) for value in values}
        return sum(1 << i for i, value in enumerate(self.values) if (type(value), value) in wanted)

    def tests(self, root: int) -> tuple[tuple[int, Mask, int], ...]:
        """Dimension, all its cells and its bit, for each dimension that nodes from `root` down test."""
        known = self.tested.get(root)
        if known is None:
            below = self.below[root]
            known = tuple(
                (dimension, self.full[dimension], 1 << dimension)
                for dimension in self.order
                if below >> dimension & 1
            )
            self.tested[root] = known
        return known


@dataclass(frozen=True, slots=True)
class Diagram:
    """A function from worlds to values: a node of a store, which does not change."""

    nodes: Nodes
    root: int

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.nodes.sizes

    @property
    def order(self) -> tuple[int, ...]:
        """The dimension at each level, from the top."""
        return self.nodes.order

    def size(self) -> int:
        """The number of nodes, terminals not counted."""
        return len(self.reachable())

    def reachable(self) -> tuple[int, ...]:
        """The inner nodes from the root down, uppermost first."""
        terminals, edges = len(self.nodes.values), self.nodes.edges
        seen = {self.root}
        stack = [self.root]
        while stack:
            for _, child in edges[stack.pop()]:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return tuple(sorted((node for node in seen if node >= terminals), reverse=True))

    def values(self) -> frozenset[Hashable]:
        """All values over all worlds, without `IMPOSSIBLE`."""
        return self.nodes.set_of(self.nodes.reach[self.root])

    def support(self) -> frozenset[int]:
        """The dimensions that the function depends on."""
        return frozenset(dimension for dimension, _, _ in self.nodes.tests(self.root))

    def possible(self, allowed: Sequence[Mask]) -> frozenset[Hashable]:
        """The values over all worlds of allowed cells, without `IMPOSSIBLE`.

        Arguments:
            allowed: of each dimension the cells that are not ruled out.

        Result: the empty set when no world is feasible: every allowed world is `IMPOSSIBLE`, or a dimension
            of the support allows no cell.
        """
        return self.nodes.set_of(self.possible_bits(allowed))

    def possible_bits(self, allowed: Sequence[Mask]) -> int:
        """As `possible`, as a bit set over the store's values."""
        nodes = self.nodes
        restricted = 0
        for dimension, full, bit in nodes.tests(self.root):
            cells = allowed[dimension]
            if cells != full:
                if not cells:
                    return 0
                restricted |= bit
        reach, below, edges, dimensions = nodes.reach, nodes.below, nodes.edges, nodes.dimensions
        found = 0
        wanted = reach[self.root]
        seen: set[int] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            values = reach[node]
            if values | found == found:
                continue
            if not below[node] & restricted:
                found |= values
                if found == wanted:
                    break
                continue
            cells = allowed[dimensions[node]]
            for mask, child in edges[node]:
                if mask & cells and child not in seen:
                    seen.add(child)
                    stack.append(child)
        return found

    def value(self, cells: Sequence[int]) -> Hashable:
        """The value in one world, `IMPOSSIBLE` included. `cells`: the cell of each dimension."""
        nodes, node = self.nodes, self.root
        terminals = len(nodes.values)
        while node >= terminals:
            cell = cells[nodes.dimensions[node]]
            for mask, child in nodes.edges[node]:
                if mask >> cell & 1:
                    node = child
                    break
            else:
                raise IndexError(f"dimension {nodes.dimensions[node]} has no cell {cell}")
        return nodes.values[node]

    def world(self, allowed: Sequence[Mask], value: Hashable) -> tuple[int, ...] | None:
        """The cells of one allowed world of that value: least cells first; None when there is none."""
        nodes = self.nodes
        if any(not allowed[dimension] for dimension in range(len(nodes.sizes))):
            return None
        wanted = (type(value), value)
        dead: set[int] = set()

        def descend(node: int, taken: dict[int, Mask]) -> dict[int, Mask] | None:
            if node < len(nodes.values):
                have = nodes.values[node]
                return taken if (type(have), have) == wanted else None
            if node in dead:
                return None
            dimension = nodes.dimensions[node]
            options = [(mask & allowed[dimension], child) for mask, child in nodes.edges[node]]
            for mask, child in sorted((mask & -mask, child) for mask, child in options if mask):
                found = descend(child, {**taken, dimension: mask})
                if found is not None:
                    return found
            dead.add(node)
            return None

        path = descend(self.root, {})
        if path is None:
            return None
        least = (path.get(dimension, cells & -cells) for dimension, cells in enumerate(allowed))
        return tuple(mask.bit_length() - 1 for mask in least)

    def relabel(self, f: Callable[[Hashable], Hashable]) -> Diagram:
        """The diagram of `f` of the value; `f` never sees `IMPOSSIBLE`, which stays."""
        nodes = self.nodes
        terminals = len(nodes.values)
        inner = list(reversed(self.reachable()))
        used = sorted({child for node in inner for _, child in nodes.edges[node] if child < terminals})
        if self.root < terminals:
            used = [self.root]
        labels: dict[tuple[type, Hashable], int] = {}
        values: list[Hashable] = []
        new: dict[int, int] = {}
        for terminal in used:
            value = nodes.values[terminal]
            label = value if value is IMPOSSIBLE else f(value)
            key = (type(label), label)
            if key not in labels:
                labels[key] = len(values)
                values.append(label)
            new[terminal] = labels[key]
        unique: dict[tuple[int, Edges], int] = {}
        dimensions = [-1] * len(values)
        edges: list[Edges] = [()] * len(values)
        for node in inner:
            merged: dict[int, Mask] = {}
            for mask, child in nodes.edges[node]:
                target = new[child]
                merged[target] = merged.get(target, 0) | mask
            if len(merged) == 1:
                (new[node],) = merged
                continue
            made = tuple(sorted((mask, child) for child, mask in merged.items()))
            number = unique.setdefault((nodes.dimensions[node], made), len(edges))
            new[node] = number
            if number == len(edges):
                dimensions.append(nodes.dimensions[node])
                edges.append(made)
        store = Nodes(nodes.sizes, nodes.order, tuple(values), tuple(dimensions), tuple(edges))
        return Diagram(store, new[self.root])


def partition(cells: Mask, cuts: Iterable[Mask]) -> list[Mask]:
    """The blocks of `cells` that no mask of `cuts` divides."""
    blocks = [cells] if cells else []
    for cut in cuts:
        blocks = [part for block in blocks for part in (block & cut, block & ~cut) if part]
    return blocks


def possible(function: FiniteFunction, allowed: Sequence[Mask]) -> frozenset[Hashable]:
    """The values over all worlds of allowed cells, without `IMPOSSIBLE`."""
    return function.possible(allowed)
