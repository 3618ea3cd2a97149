"""A diagram made small for the eye: equal to the function in every feasible world, free elsewhere.

What no patient can be has no place in a picture. So the infeasible worlds may take any value that makes the
picture smaller; a dimension that then tells nothing apart is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coverdict.logic import Diagram, Mask
from coverdict.pictures.store import NOWHERE, Node, Reduced, Store, TooMuchError

MOST_PAIRED = 150  # nodes of which every two are compared
MOST_ROUNDS = 200


def reduced(diagram: Diagram, blocks: Sequence[tuple[Mask, ...]]) -> Reduced:
    """The diagram without what only tells infeasible worlds apart.

    Arguments:
        blocks: of each dimension, the blocks of cells that no rule tells apart, so that two cells of a block
            give one value wherever both are feasible.
    """
    work = _Work(diagram)
    root = work.best
    try:
        root = work.coarsened(root, blocks)
        root = work.without_idle_dimensions(root)
        root = work.siblings_joined(root)
        root = work.levels_joined(root)
        root = work.without_lone_children(root)
    except TooMuchError:
        root = work.best
    return work.store.picture(root)


class _Work:
    """The steps of a reduction; `best` is the smallest function so far."""

    def __init__(self, diagram: Diagram) -> None:
        self.store = Store(diagram)
        self.best = self.store.root

    def coarsened(self, root: int, blocks: Sequence[tuple[Mask, ...]]) -> int:
        """The function with the cells of each block treated alike."""
        for dimension in self._tested(root):
            found = self._merged(root, dimension, blocks[dimension], {})
            assert found is not None, "cells of one block differ"
            root = self.best = found
        return root

    def without_idle_dimensions(self, root: int) -> int:
        """The function without each dimension on which its feasible worlds do not depend."""
        for dimension in self._tested(root):
            found = self._merged(root, dimension, ((1 << self.store.sizes[dimension]) - 1,), {})
            root = self.best = root if found is None else found
        return root

    def _tested(self, root: int) -> list[int]:
        return sorted({self.store.nodes[node].dimension for node in self.store.reachable(root)} - {-1})

    def _merged(
        self, node: int, dimension: int, blocks: tuple[Mask, ...], done: dict[int, int | None]
    ) -> int | None:
        """The function in which each block of a dimension's cells leads to one node; None if none can be."""
        if self.store.top(node) > self.store.level[dimension]:
            return node
        if node not in done:
            here = self.store.nodes[node]
            if here.dimension == dimension:
                edges = [(block, self._joined_below(here, block)) for block in blocks]
            else:
                edges = [(mask, self._merged(child, dimension, blocks, done)) for mask, child in here.edges]
            found = [(mask, child) for mask, child in edges if child is not None]
            done[node] = self.store.node(here.dimension, found) if len(found) == len(edges) else None
        return done[node]

    def _joined_below(self, node: Node, cells: Mask) -> int | None:
        """The children that these cells lead to, in one."""
        joined: int | None = NOWHERE
        for mask, child in node.edges:
            if mask & cells and joined is not None:
                joined = self.store.join(joined, child)
        return joined

    def siblings_joined(self, root: int) -> int:
        """The function with children of one node joined where they do not contradict each other."""

        def joined(edges: list[tuple[Mask, int]]) -> list[tuple[Mask, int]]:
            groups = [(mask, child) for mask, child in edges if child == NOWHERE]
            for mask, child in edges:
                for position, (others, group) in enumerate(groups):
                    found = self.store.join(group, child) if NOWHERE not in (group, child) else None
                    if found is not None:
                        groups[position] = (others | mask, found)
                        break
                else:
                    if child != NOWHERE:
                        groups.append((mask, child))
            return groups

        return self._smaller(root, self._rebuilt(root, {}, joined))

    def without_lone_children(self, root: int) -> int:
        """The function with the only feasible child of a node in its place."""

        def alone(edges: list[tuple[Mask, int]]) -> list[tuple[Mask, int]]:
            feasible = [edge for edge in edges if edge[1] != NOWHERE]
            return feasible if len({child for _, child in feasible}) == 1 else edges

        self.best = self._rebuilt(root, {}, alone)
        return self.best

    def levels_joined(self, root: int) -> int:
        """The function with two nodes of one dimension joined as long as that makes it smaller."""
        for _ in range(MOST_ROUNDS):
            found = self._one_join(root)
            if found is None:
                break
            root = found
        return root

    def _one_join(self, root: int) -> int | None:
        nodes = self.store.reachable(root)
        if len(nodes) > MOST_PAIRED:
            return None
        for position, one in enumerate(nodes):
            for other in nodes[position + 1 :]:
                if (
                    self.store.nodes[one].dimension < 0
                    or self.store.nodes[one].dimension != self.store.nodes[other].dimension
                ):
                    continue
                both = self.store.join(one, other)
                if both is None:
                    continue
                found = self._rebuilt(root, {one: both, other: both}, _as_it_is)
                if self._smaller(root, found) == found != root:
                    return found
        return None

    def _rebuilt(
        self,
        root: int,
        new: dict[int, int],
        change: Callable[[list[tuple[Mask, int]]], list[tuple[Mask, int]]],
    ) -> int:
        """The function with some nodes given anew, and every other node's edges changed, from below."""
        done = {NOWHERE: NOWHERE, **new}
        for node in reversed(self.store.reachable(root)):
            made = self.store.nodes[node]
            if node not in done:
                edges = [(mask, done[child]) for mask, child in made.edges]
                done[node] = self.store.node(made.dimension, change(edges)) if edges else node
        return done[root]

    def _smaller(self, one: int, other: int) -> int:
        if len(self.store.reachable(other)) < len(self.store.reachable(one)):
            self.best = other
            return other
        return one


def _as_it_is(edges: list[tuple[Mask, int]]) -> list[tuple[Mask, int]]:
    return edges
