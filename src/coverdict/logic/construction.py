"""From formulas to diagrams: a workspace in which diagrams are combined, and frozen when done."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeAlias, assert_never

from coverdict.logic.diagram import Diagram, Edges, Nodes
from coverdict.logic.formula import (
    IMPOSSIBLE,
    AtLeast,
    Choose,
    Combine,
    Conj,
    Const,
    Decision,
    Disj,
    Formula,
    Literal,
    Mask,
    Neg,
    Test,
    Value,
)
from coverdict.logic.recursion import make_room

Node: TypeAlias = int
"""A node of one `Diagrams`; equal numbers are equal functions."""

STEPS_PER_NODE = 40
"""Steps of combination that a budget allows for each node it allows."""


class OverBudget(Exception):  # noqa: N818 - it says what happened, as StopIteration does
    """More nodes, or more steps, were needed than the budget allows."""

    def __init__(self, budget: int) -> None:
        super().__init__(f"the decision diagram needs more than the budget of {budget} nodes")
        self.budget = budget


class Diagrams:
    """A growing store of reduced shared nodes under one order of the dimensions.

    Arguments:
        sizes: the number of cells of each dimension, at least 1.
        order: the dimension at each level, from the top; as numbered when absent.
        budget: how many nodes may be made in all before `OverBudget` is raised.

    Raises:
        ValueError: a dimension without cells, or an order that is no permutation of the dimensions.
    """

    def __init__(
        self, sizes: Sequence[int], order: Sequence[int] | None = None, budget: int = 200_000
    ) -> None:
        self.sizes = tuple(sizes)
        self.order = tuple(range(len(self.sizes))) if order is None else tuple(order)
        if any(size < 1 for size in self.sizes):
            raise ValueError("every dimension must have at least one cell")
        if sorted(self.order) != list(range(len(self.sizes))):
            raise ValueError("the order must name every dimension exactly once")
        make_room(len(self.sizes))
        self.budget = budget
        self.made = 0
        self._steps = budget * STEPS_PER_NODE
        self._bottom = len(self.sizes)
        self._levels = [0] * len(self.sizes)
        for level, dimension in enumerate(self.order):
            self._levels[dimension] = level
        self._full = [(1 << self.sizes[dimension]) - 1 for dimension in self.order]
        self._level: list[int] = []
        self._edges: list[Edges] = []
        self._value: dict[Node, Hashable] = {}
        self._terminals: dict[tuple[type, Hashable], Node] = {}
        self._unique: dict[tuple[int, Edges], Node] = {}
        self._chosen: dict[tuple[Node, Node, Node], Node] = {}
        self._joined: dict[Callable[[Hashable, Hashable], Hashable], dict[tuple[Node, Node], Node]] = {}
        # By identity; the tree is kept, so that its identity is not given to another.
        self._formulas: dict[int, tuple[Formula, Node]] = {}
        self._decisions: dict[int, tuple[Decision, Node]] = {}
        self.false = self.terminal(False)
        self.true = self.terminal(True)

    def allow(self, nodes: int) -> None:
        """So many nodes more may be made from now on, whatever the budget was."""
        self.budget = self.made + nodes
        self._steps = nodes * STEPS_PER_NODE

    # --- making nodes --------------------------------------------------------------------------------

    def terminal(self, value: Hashable) -> Node:
        """The constant function of that value. `True` and 1 are different values."""
        key = (type(value), value)
        node = self._terminals.get(key)
        if node is None:
            node = self._terminals[key] = len(self._level)
            self._level.append(self._bottom)
            self._edges.append(())
            self._value[node] = value
        return node

    def _make(self, level: int, children: dict[Node, Mask]) -> Node:
        if len(children) == 1:
            (only,) = children
            return only
        edges = tuple(sorted((mask, child) for child, mask in children.items()))
        key = (level, edges)
        node = self._unique.get(key)
        if node is None:
            if self.made >= self.budget:
                raise OverBudget(self.budget)
            self.made += 1
            node = self._unique[key] = len(self._level)
            self._level.append(level)
            self._edges.append(edges)
        return node

    def literal(self, dimension: int, cells: Mask) -> Node:
        """True where the cell of `dimension` is in `cells`."""
        level = self._levels[dimension]
        full = self._full[level]
        cells &= full
        if not cells or cells == full:
            return self.true if cells else self.false
        return self._make(level, {self.true: cells, self.false: full & ~cells})

    # --- combining -----------------------------------------------------------------------------------

    def choose(self, when: Node, then: Node, otherwise: Node) -> Node:
        """`then` where the true-or-false `when` is true, `otherwise` elsewhere."""
        return self._choose(when, then, otherwise)

    def _choose(self, f: Node, g: Node, h: Node) -> Node:
        if f == self.true or g == h:
            return g
        if f == self.false:
            return h
        if g == self.true and h == self.false:
            return f
        key = (f, g, h)
        node = self._chosen.get(key)
        if node is not None:
            return node
        self._step()
        levels, edges = self._level, self._edges
        level = min(levels[f], levels[g], levels[h])
        full = self._full[level]
        edges_f = edges[f] if levels[f] == level else ((full, f),)
        edges_g = edges[g] if levels[g] == level else ((full, g),)
        edges_h = edges[h] if levels[h] == level else ((full, h),)
        children: dict[Node, Mask] = {}
        for mask_f, child_f in edges_f:
            for mask_g, child_g in edges_g:
                both = mask_f & mask_g
                if not both:
                    continue
                for mask_h, child_h in edges_h:
                    mask = both & mask_h
                    if mask:
                        child = self._choose(child_f, child_g, child_h)
                        children[child] = children.get(child, 0) | mask
        node = self._chosen[key] = self._make(level, children)
        return node

    def join(self, function: Callable[[Hashable, Hashable], Hashable], left: Node, right: Node) -> Node:
        """`function` of the two values; `IMPOSSIBLE` where one of them is."""
        return self._join(function, self._joined.setdefault(function, {}), left, right)

    def _join(
        self,
        function: Callable[[Hashable, Hashable], Hashable],
        memo: dict[tuple[Node, Node], Node],
        left: Node,
        right: Node,
    ) -> Node:
        key = (left, right)
        node = memo.get(key)
        if node is not None:
            return node
        self._step()
        level = min(self._level[left], self._level[right])
        if level == self._bottom:
            a, b = self._value[left], self._value[right]
            impossible = a is IMPOSSIBLE or b is IMPOSSIBLE
            node = self.terminal(IMPOSSIBLE if impossible else function(a, b))
        else:
            full = self._full[level]
            children: dict[Node, Mask] = {}
            edges_right = self._edges[right] if self._level[right] == level else ((full, right),)
            for mask_left, child_left in self._edges[left] if self._level[left] == level else ((full, left),):
                for mask_right, child_right in edges_right:
                    mask = mask_left & mask_right
                    if mask:
                        child = self._join(function, memo, child_left, child_right)
                        children[child] = children.get(child, 0) | mask
            node = self._make(level, children)
        memo[key] = node
        return node

    def where(self, node: Node, value: Hashable) -> Node:
        """True in the worlds of one value, which may be `IMPOSSIBLE`."""
        return self._map(node, lambda found: (type(found), found) == (type(value), value))

    def for_all(self, node: Node, dimensions: frozenset[int]) -> Node:
        """Where the true-or-false `node` is true whatever cells these dimensions have."""
        every = {self._levels[dimension] for dimension in dimensions}
        new: dict[Node, Node] = {}
        for old in self._children_first(node):
            level = self._level[old]
            if level == self._bottom:
                new[old] = old
            elif level in every:
                whole = self.true
                for _, child in self._edges[old]:
                    whole = self._choose(new[child], whole, self.false)
                new[old] = whole
            else:
                children: dict[Node, Mask] = {}
                for mask, child in self._edges[old]:
                    children[new[child]] = children.get(new[child], 0) | mask
                new[old] = self._make(level, children)
        return new[node]

    def exists(self, node: Node, dimensions: frozenset[int]) -> Node:
        """Where the true-or-false `node` is true for some cells of these dimensions."""
        nowhere = self.for_all(self._choose(node, self.false, self.true), dimensions)
        return self._choose(nowhere, self.false, self.true)

    def relabel(self, node: Node, f: Callable[[Hashable], Hashable]) -> Node:
        """`f` of the value; `f` never sees `IMPOSSIBLE`, which stays."""
        return self._map(node, lambda value: value if value is IMPOSSIBLE else f(value))

    def _map(self, node: Node, f: Callable[[Hashable], Hashable]) -> Node:
        new: dict[Node, Node] = {}
        for old in self._children_first(node):
            if self._level[old] == self._bottom:
                new[old] = self.terminal(f(self._value[old]))
                continue
            self._step()
            children: dict[Node, Mask] = {}
            for mask, child in self._edges[old]:
                target = new[child]
                children[target] = children.get(target, 0) | mask
            new[old] = self._make(self._level[old], children)
        return new[node]

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise OverBudget(self.budget)

    # --- trees ---------------------------------------------------------------------------------------

    def formula(self, formula: Formula) -> Node:
        """The diagram of a formula, its values `True` and `False`.

        Raises:
            OverBudget: more nodes were needed than allowed.
        """
        return self._formula(formula)

    def _formula(self, formula: Formula) -> Node:
        known = self._formulas.get(id(formula))
        if known is not None:
            return known[1]
        match formula:
            case Const(value):
                node = self.true if value else self.false
            case Literal(dimension, cells):
                node = self.literal(dimension, cells)
            case Neg(part):
                node = self._choose(self._formula(part), self.false, self.true)
            case Conj(parts):
                node = self.true
                for part_node in self._deepest_first(parts):
                    node = self._choose(part_node, node, self.false)
            case Disj(parts):
                node = self.false
                for part_node in self._deepest_first(parts):
                    node = self._choose(part_node, self.true, node)
            case AtLeast(count, parts):
                node = self._at_least(count, parts)
            case Test(decision, accept):
                node = self._map(
                    self._decision(decision),
                    lambda value: value is not IMPOSSIBLE and bool(accept(value)),
                )
            case _:
                assert_never(formula)
        self._formulas[id(formula)] = (formula, node)
        return node

    def _deepest_first(self, parts: Sequence[Formula]) -> list[Node]:
        # What is combined last should stand on top: then each combination leaves what is below alone.
        return sorted((self._formula(part) for part in parts), key=self._level.__getitem__, reverse=True)

    def _at_least(self, count: int, parts: Sequence[Formula]) -> Node:
        if count <= 0:
            return self.true
        rows = [self.true] + [self.false] * count  # rows[k]: at least k of the parts so far
        for node in self._deepest_first(parts):
            for k in range(count, 0, -1):
                rows[k] = self._choose(node, rows[k - 1], rows[k])
        return rows[count]

    def decision(self, decision: Decision) -> Node:
        """The diagram of a decision.

        Raises:
            OverBudget: more nodes were needed than allowed.
        """
        return self._decision(decision)

    def _decision(self, decision: Decision) -> Node:
        # A long list of rules is a long chain of `otherwise`: followed by a loop, not by recursion.
        chain: list[Choose] = []
        while isinstance(decision, Choose) and id(decision) not in self._decisions:
            chain.append(decision)
            decision = decision.otherwise
        known = self._decisions.get(id(decision))
        if known is not None:
            node = known[1]
        else:
            match decision:
                case Value(value):
                    node = self.terminal(value)
                case Combine(function, left, right):
                    memo = self._joined.setdefault(function, {})
                    node = self._join(function, memo, self._decision(left), self._decision(right))
                case Choose():
                    raise AssertionError("a known choice is taken from the memo")
                case _:
                    assert_never(decision)
            self._decisions[id(decision)] = (decision, node)
        for link in reversed(chain):
            node = self._choose(self._formula(link.when), self._decision(link.then), node)
            self._decisions[id(link)] = (link, node)
        return node

    # --- walks ---------------------------------------------------------------------------------------

    def _children_first(self, *roots: Node) -> list[Node]:
        seen = set(roots)
        stack = list(roots)
        while stack:
            for _, child in self._edges[stack.pop()]:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)
        return sorted(seen, key=lambda node: (-self._level[node], node))

    def size(self, *nodes: Node) -> int:
        """The number of inner nodes below the given ones, shared ones counted once."""
        return sum(self._level[node] < self._bottom for node in self._children_first(*nodes))

    def support(self, node: Node) -> frozenset[int]:
        """The dimensions that the function depends on."""
        levels = {self._level[below] for below in self._children_first(node)} - {self._bottom}
        return frozenset(self.order[level] for level in levels)

    def possible(self, node: Node, allowed: Sequence[Mask]) -> frozenset[Hashable]:
        """As `Diagram.possible`; freeze what is asked more than once."""
        return self.freeze(node)[0].possible(allowed)

    def value(self, node: Node, cells: Sequence[int]) -> Hashable:
        """The value in one world, `IMPOSSIBLE` included. `cells`: the cell of each dimension."""
        while self._level[node] < self._bottom:
            cell = cells[self.order[self._level[node]]]
            node = next(child for mask, child in self._edges[node] if mask >> cell & 1)
        return self._value[node]

    def thaw(self, diagram: Diagram) -> Node:
        """The node of a diagram of the same dimensions in the same order.

        Raises:
            ValueError: the diagram's order is another one.
            OverBudget: more nodes were needed than allowed.
        """
        if (diagram.sizes, diagram.order) != (self.sizes, self.order):
            raise ValueError("a diagram is thawed under the order that it was built in")
        nodes = diagram.nodes
        new: dict[int, Node] = {}
        inner = diagram.reachable()
        for terminal in {child for node in inner for _, child in nodes.edges[node]} | {diagram.root}:
            if terminal < len(nodes.values):
                new[terminal] = self.terminal(nodes.values[terminal])
        for node in reversed(inner):
            children: dict[Node, Mask] = {}
            for mask, child in nodes.edges[node]:
                children[new[child]] = children.get(new[child], 0) | mask
            new[node] = self._make(self._levels[nodes.dimensions[node]], children)
        return new[diagram.root]

    def freeze(self, *roots: Node) -> tuple[Diagram, ...]:
        """Immutable diagrams of these nodes, in one store of what they need."""
        new: dict[Node, int] = {}
        values: list[Hashable] = []
        dimensions: list[int] = []
        edges: list[Edges] = []
        for node in self._children_first(*roots):
            new[node] = len(new)
            if self._level[node] == self._bottom:
                values.append(self._value[node])
                dimensions.append(-1)
                edges.append(())
            else:
                dimensions.append(self.order[self._level[node]])
                edges.append(tuple((mask, new[child]) for mask, child in self._edges[node]))
        store = Nodes(self.sizes, self.order, tuple(values), tuple(dimensions), tuple(edges))
        return tuple(Diagram(store, new[root]) for root in roots)
