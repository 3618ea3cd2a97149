"""How decisive an answer is: all cells equally likely, the probability that it settles the result."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log2
from typing import TypeAlias

from coverdict.logic.diagram import FiniteFunction
from coverdict.logic.formula import IMPOSSIBLE, Mask
from coverdict.logic.restriction import Restricted

Rank: TypeAlias = tuple[Fraction, float]
"""Probability that the answer does not settle the result, and the uncertainty it leaves: less comes first."""


class Weights:
    """Numbers of allowed worlds: of each value, and of each value beyond each edge.

    Every count is a whole number of worlds over all the dimensions that are tested, so nothing is rounded
    and zero means none.
    """

    def __init__(self, graph: Restricted) -> None:
        self.graph = graph
        sizes = {dimension: graph.allowed[dimension].bit_count() for dimension in graph.tested}
        self.sizes = sizes
        worlds = 1
        for size in sizes.values():
            worlds *= size
        self.worlds = worlds
        self.met = sorted(graph.met)
        place = {terminal: i for i, terminal in enumerate(self.met)}
        self.feasible = [graph.store.values[terminal] is not IMPOSSIBLE for terminal in self.met]
        width = range(len(self.met))
        # Worlds of each value, were the node the root.
        below: list[list[int]] = [
            [worlds if place.get(terminal) == i else 0 for i in width] for terminal in range(graph.terminals)
        ]
        for dimension, edges in graph.inner():
            counts = [0 for _ in width]
            for mask, child in edges:
                share = mask.bit_count()
                for i, count in enumerate(below[child]):
                    if count:
                        counts[i] += share * count
            size = sizes[dimension]
            below.append([count // size for count in counts])
        self.below = below
        # Worlds whose path passes through the node.
        through = [0] * len(graph.edges)
        through[graph.root] = worlds
        self.nodes_of: dict[int, list[int]] = {}
        for node in range(len(graph.edges) - 1, graph.terminals - 1, -1):
            dimension = graph.dimensions[node]
            self.nodes_of.setdefault(dimension, []).append(node)
            part = through[node] // sizes[dimension]
            for mask, child in graph.edges[node]:
                through[child] += part * mask.bit_count()
        self.through = through

    def rank(self, dimension: int, answers: Sequence[Mask]) -> Rank:
        """How decisive it is to learn that of a dimension one of these masks' cells is left.

        Each answer is as likely as it has feasible worlds. The dimension must be tested.
        """
        size = self.sizes[dimension]
        elsewhere = list(self.below[self.graph.root])
        beyond: dict[Mask, list[int]] = {}  # by edge, worlds for each of its cells
        for node in self.nodes_of[dimension]:
            part = self.through[node]
            for mask, child in self.graph.edges[node]:
                counts = beyond.setdefault(mask, [0] * len(elsewhere))
                share = mask.bit_count()
                for i, count in enumerate(self.below[child]):
                    if count:
                        met = part * count // self.worlds // size
                        counts[i] += met
                        elsewhere[i] -= met * share
        likelihood = unsettled = 0
        uncertainty = 0.0
        for cells in answers:
            share = cells.bit_count()
            counts = [count * share // size for count in elsewhere]
            for mask, each in beyond.items():
                met = (mask & cells).bit_count()
                if met:
                    counts = [count + met * more for count, more in zip(counts, each, strict=True)]
            possible = [count for count, ok in zip(counts, self.feasible, strict=True) if ok and count]
            weight = sum(possible)
            likelihood += weight
            if len(possible) > 1:
                unsettled += weight
                uncertainty += weight * entropy(possible)
        if not likelihood:
            return (Fraction(1), 0.0)
        return (Fraction(unsettled, likelihood), uncertainty / likelihood)


def entropy(counts: Sequence[int]) -> float:
    """In bits, of a distribution given by counts."""
    total = sum(counts)
    return -sum(count / total * log2(count / total) for count in counts if count)


def rank_by_asking(
    function: FiniteFunction, allowed: Sequence[Mask], dimension: int, answers: Sequence[Mask]
) -> Rank:
    """As `Weights.rank` where worlds cannot be counted: cells are, and values stand for uncertainty."""
    likelihood = unsettled = 0
    uncertainty = 0.0
    for cells in answers:
        values = function.possible([*allowed[:dimension], cells, *allowed[dimension + 1 :]])
        if not values:
            continue
        likelihood += cells.bit_count()
        if len(values) > 1:
            unsettled += cells.bit_count()
            uncertainty += cells.bit_count() * log2(len(values))
    if not likelihood:
        return (Fraction(1), 0.0)
    return (Fraction(unsettled, likelihood), uncertainty / likelihood)
