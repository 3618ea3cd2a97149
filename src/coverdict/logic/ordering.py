"""Which dimension stands above which: no order is best for every function, so several are tried.

A diagram's size can differ by orders of magnitude from one order to another. Three orders cost little to
try: the document's own, the one with hinted dimensions first (indications and codes guard most rules), and
FORCE's, which draws together what stands in one condition. The smallest is kept, and sifted when it is large.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence

from coverdict.logic.construction import Diagrams, Node, OverBudget
from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import (
    AtLeast,
    Choose,
    Combine,
    Conj,
    Const,
    Decision,
    Disj,
    Formula,
    Literal,
    Neg,
    Test,
    Value,
)
from coverdict.logic.sifting import sifted

BUDGET = 200_000
"""Nodes that a construction may make, unless told otherwise."""

SIFT_ABOVE = 200
"""Smaller diagrams are not worth sifting."""


def build(
    sizes: Sequence[int], decision: Decision, hint: Sequence[int] = (), budget: int = BUDGET
) -> Diagram:
    """The diagram of one decision; see `build_all`."""
    return build_all(sizes, (decision,), hint, budget)[0]


def build_all(
    sizes: Sequence[int], decisions: Sequence[Decision], hint: Sequence[int] = (), budget: int = BUDGET
) -> tuple[Diagram, ...]:
    """The diagrams of several decisions; see `build_most`.

    Raises:
        OverBudget: not all of them fit.
    """
    built = tuple(one for one in build_most(sizes, decisions, hint, budget) if one is not None)
    if len(built) < len(decisions):
        raise OverBudget(budget)
    return built


def build_most(
    sizes: Sequence[int], decisions: Sequence[Decision], hint: Sequence[int] = (), budget: int = BUDGET
) -> tuple[Diagram | None, ...]:
    """The diagrams of several decisions, in one store and under one order; None where one does not fit.

    Arguments:
        sizes: the number of cells of each dimension.
        decisions: the order is the best one for the first of them.
        hint: dimensions to try on top, uppermost first.
        budget: how many nodes may be made for the first, and how many more for all the others.
    """
    first, *others = decisions
    space = _best_space(sizes, first, hint, budget)
    roots: dict[int, Node] = {}
    if space is not None:
        roots[0] = space.decision(first)
    else:
        *_, last = candidate_orders(len(sizes), decisions, hint)
        space = Diagrams(sizes, last, 0)
    space.allow(budget)
    # Those made from other decisions come last: they may take up what is left, and in vain.
    for number, one in sorted(enumerate(others, 1), key=lambda pair: len(asked_of(pair[1]))):
        with contextlib.suppress(OverBudget):
            roots[number] = space.decision(one)
    frozen = space.freeze(*roots.values())
    # The first is asked over and over, the others seldom: its size says whether sifting pays.
    if 0 in roots and space.size(roots[0]) > SIFT_ABOVE:
        frozen = sifted(frozen)
    built = dict(zip(roots, frozen, strict=True))
    return tuple(built.get(number) for number in range(len(decisions)))


def build_within(
    sizes: Sequence[int], decision: Decision, hint: Sequence[int], budget: int
) -> Diagram | None:
    """The diagram of one decision, as it comes out of the best order tried; None where none suffices.

    Unlike `build`, it is not sifted: what is asked once does not pay for that.
    """
    space = _best_space(sizes, decision, hint, budget)
    return None if space is None else space.freeze(space.decision(decision))[0]


def _best_space(
    sizes: Sequence[int], decision: Decision, hint: Sequence[int], budget: int
) -> Diagrams | None:
    """Where the decision takes the fewest nodes of the orders that are tried; None where none suffices."""
    best: Diagrams | None = None
    size = 0
    orders = candidate_orders(len(sizes), (decision,), hint)
    for limit in (budget // 16, budget // 4, budget):
        # Once an order is found, what takes much longer to make will hardly end up smaller.
        for order in orders:
            space = Diagrams(sizes, order, limit)
            try:
                made = space.size(space.decision(decision))
            except OverBudget:
                continue
            if best is None or made < size:
                best, size = space, made
            limit = min(limit, 2 * space.made + 1_000)
        if best is not None:
            break
    return best


def candidate_orders(
    dimensions: int, decisions: Sequence[Decision], hint: Sequence[int] = ()
) -> tuple[tuple[int, ...], ...]:
    """The document's order, the hinted one, and FORCE's from each; no order twice."""
    document = tuple(range(dimensions))
    hinted = (*dict.fromkeys(hint), *(d for d in document if d not in set(hint)))
    together = tuple(dict.fromkeys(dimensions for d in decisions for dimensions in conditions(d)))
    return tuple(
        dict.fromkeys((document, hinted, force_order(document, together), force_order(hinted, together)))
    )


def force_order(
    start: Sequence[int], together: Iterable[frozenset[int]], rounds: int = 50
) -> tuple[int, ...]:
    """The order that FORCE reaches from `start`: each dimension moves to the mean of its sets' centres.

    Arguments:
        together: sets of dimensions that should stand close to each other.
        rounds: at most so many moves of all dimensions.

    Result: of the orders met, the one whose sets span the fewest places in all.
    """
    edges = [edge for edge in together if len(edge) > 1]
    best = order = tuple(start)
    least = _span(order, edges)
    for _ in range(rounds):
        place = {dimension: i for i, dimension in enumerate(order)}
        pulls: dict[int, list[float]] = {}
        for edge in edges:
            centre = sum(place[dimension] for dimension in edge) / len(edge)
            for dimension in edge:
                pulls.setdefault(dimension, []).append(centre)
        target = {dimension: sum(centres) / len(centres) for dimension, centres in pulls.items()}
        moved = tuple(sorted(order, key=lambda d: (target.get(d, place[d]), place[d])))
        if moved == order:
            break
        order = moved
        span = _span(order, edges)
        if span < least:
            best, least = order, span
    return best


def _span(order: Sequence[int], edges: Iterable[frozenset[int]]) -> int:
    place = {dimension: i for i, dimension in enumerate(order)}
    total = 0
    for edge in edges:
        places = [place[dimension] for dimension in edge]
        total += max(places) - min(places)
    return total


def conditions(decision: Decision) -> tuple[frozenset[int], ...]:
    """Of every condition and every part of one: the dimensions it speaks of."""
    collected = _Conditions()
    collected.collect(decision)
    return tuple(collected.found.values())


def asked_of(decision: Decision) -> tuple[Decision, ...]:
    """The decisions that a decision is made from: those that it joins, and those that its conditions test."""
    collected = _Conditions()
    collected.collect(decision)
    return tuple({id(part): part for part in collected.parts}.values())


class _Conditions:
    """What stands together, by the identity of the condition that it stands in."""

    def __init__(self) -> None:
        self.found: dict[int, frozenset[int]] = {}
        self.parts: list[Decision] = []
        self.pending: list[Decision] = []

    def collect(self, decision: Decision) -> None:
        self.pending.append(decision)
        seen: set[int] = set()
        while self.pending:
            current = self.pending.pop()
            if id(current) in seen:
                continue
            seen.add(id(current))
            match current:
                case Choose(when, then, otherwise):
                    self._dimensions(when)
                    self.pending += [then, otherwise]
                case Combine(_, left, right):
                    self._made_from(left, right)
                case Value():
                    pass

    def _made_from(self, *parts: Decision) -> None:
        self.parts += parts
        self.pending += parts

    def _dimensions(self, formula: Formula) -> frozenset[int]:
        known = self.found.get(id(formula))
        if known is not None:
            return known
        match formula:
            case Literal(dimension, _):
                found = frozenset((dimension,))
            case Neg(part):
                found = self._dimensions(part)
            case Conj(parts) | Disj(parts) | AtLeast(_, parts):
                found = frozenset[int]().union(*(self._dimensions(part) for part in parts))
            case Test(decision, _):
                self._made_from(decision)
                found = frozenset()
            case Const():
                found = frozenset()
        self.found[id(formula)] = found
        return found
