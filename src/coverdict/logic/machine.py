"""Rows by the million: a machine that reads a row's raw values one by one until the result is settled.

A state is a set of nodes, one for each way that the unknown values met so far can turn out. States, and for
each state the raw values met with where they lead, are made when they first come up and then looked up. A
state reads only the dimension of its uppermost nodes, so that a row is read no further than needed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from coverdict.logic.diagram import Diagram
from coverdict.logic.formula import Mask
from coverdict.logic.frontiers import Frontier, Frontiers

T = TypeVar("T")

Step: TypeAlias = tuple[str | None, Any]
"""The key to read next and the table to look its value up in; or None and the result."""

STATES = 20_000
"""States to keep before all are forgotten and made anew."""

ENTRIES = 20_000
"""Raw values to keep in one table before they are forgotten."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one dimension are read from a row.

    Arguments:
        keys: the row's keys, in the order in which `read` takes their values.
        read: from the raw values to the cells they leave; a missing value is None, as an unknown one is.
            Called only when some value is known. Raw values that are equal must mean the same.
        contradicts: `read` can leave no cell at all, so a row is settled only when this has been read too.
    """

    keys: tuple[str, ...]
    read: Callable[..., Mask]
    contradicts: bool = False


class Machine(Generic[T]):
    """Decides rows: mappings from keys to raw values, None and missing keys being unknown.

    Arguments:
        diagram: the function.
        readers: by dimension. What has no reader stays unknown.
        result: what to answer for a set of possible values; called once for each set that comes up.
        free: of each dimension, the cells of what is unknown; all when absent.

    Raises:
        ValueError: a reader without keys.
    """

    def __init__(
        self,
        diagram: Diagram,
        readers: Mapping[int, Reader],
        result: Callable[[frozenset[Hashable]], T],
        free: Sequence[Mask] | None = None,
    ) -> None:
        if any(not reader.keys for reader in readers.values()):
            raise ValueError("a reader needs at least one key")
        self.diagram = diagram
        self.readers = readers
        self.result = result
        self.free = diagram.nodes.full if free is None else tuple(free)
        support = diagram.support()
        self._contradictory = any(not self.free[dimension] for dimension in support)
        self._checks = frozenset(d for d, reader in readers.items() if reader.contradicts)
        self._results: dict[int, T] = {}
        self._states: dict[tuple[int, frozenset[int], frozenset[int]], Step] = {}
        self._frontiers = Frontiers(diagram, readers, self.free)
        self._start = self._first()

    def decide(self, row: Mapping[str, Any]) -> T:
        """The result of the values that are possible for the row."""
        key, table = self._start
        try:
            while key is not None:
                key, table = table[row[key]]
        except (KeyError, TypeError):
            return self._decide_with_gaps(row)
        result: T = table
        return result

    def _decide_with_gaps(self, row: Mapping[str, Any]) -> T:
        """As `decide`, for a row that lacks a key or has a value that cannot be looked up, such as a list."""
        key, table = self._start
        while key is not None:
            raw = row.get(key)
            try:
                hash(raw)
            except TypeError:
                key, table = table.step(raw)
            else:
                key, table = table[raw]
        result: T = table
        return result

    def __len__(self) -> int:
        """The number of states made so far."""
        return len(self._states)

    def __reduce__(self) -> tuple[Any, ...]:
        # States are made anew: that is quick, and there may be many.
        return (Machine, (self.diagram, self.readers, self.result, self.free))

    def _first(self) -> Step:
        if self._contradictory:
            return self._final(0)
        return self._state(self._frontiers.start, self._checks)

    def _final(self, values: int) -> Step:
        if values not in self._results:
            self._results[values] = self.result(self.diagram.nodes.set_of(values))
        return (None, self._results[values])

    def _state(self, frontier: Frontier, checks: frozenset[int]) -> Step:
        store = self.diagram.nodes
        values, nodes = frontier
        if not nodes and not checks:
            return self._final(values)
        key = (values, nodes, checks)
        state = self._states.get(key)
        if state is None:
            if len(self._states) >= STATES:
                self._states.clear()
                self._start = self._first()
            dimension = min(
                checks.union(store.dimensions[node] for node in nodes), key=store.levels.__getitem__
            )
            table = _Table(self, dimension, (), frontier, checks - {dimension})
            state = self._states[key] = (self.readers[dimension].keys[0], table)
        return state

    def after(self, dimension: int, cells: Mask, frontier: Frontier, checks: frozenset[int]) -> Step:
        """Where a state leads when these cells of its dimension are left."""
        if not cells:
            return self._final(0)
        return self._state(self._frontiers.after(frontier, dimension, cells), checks)


class _Table(dict[Any, Step]):
    """By raw value, where a state leads; what is not there yet is read.

    Where a dimension is read from several keys, each value but the last leads to a table of its own.
    """

    __slots__ = ("checks", "dimension", "frontier", "known", "machine")

    def __init__(
        self,
        machine: Machine[Any],
        dimension: int,
        known: tuple[Any, ...],
        frontier: Frontier,
        checks: frozenset[int],
    ) -> None:
        self.machine = machine
        self.dimension = dimension
        self.known = known
        self.frontier = frontier
        self.checks = checks

    def __missing__(self, raw: Any) -> Step:
        step = self.step(raw)
        if len(self) >= ENTRIES:
            self.clear()
        self[raw] = step
        return step

    def step(self, raw: Any) -> Step:
        """Where the state leads on this raw value."""
        machine, dimension = self.machine, self.dimension
        reader = machine.readers[dimension]
        known = (*self.known, raw)
        if len(known) < len(reader.keys):
            table = _Table(machine, dimension, known, self.frontier, self.checks)
            return (reader.keys[len(known)], table)
        cells = machine.free[dimension]
        if any(value is not None for value in known):
            cells &= reader.read(*known)
        return machine.after(dimension, cells, self.frontier, self.checks)
