"""Axes that many policies share: a column is looked at once for all, and each policy reads its own part.

A shared axis tells apart whatever one of the policies does. A policy's own symbols are classes of the shared
ones: those that leave the same of its dimension are one.
"""

from __future__ import annotations

from collections.abc import Iterable

from coverdict.bulk.axes import UNKNOWN, Axis, Known
from coverdict.bulk.dialects import Dialect, UnsayableError
from coverdict.bulk.kinds import Column
from coverdict.bulk.reading import axis_of, shared_axis_of
from coverdict.bulk.routes import Practised
from coverdict.language.model import Fact
from coverdict.library.dimensions import Dimension
from coverdict.logic import cells

MOST_SYMBOLS = 1 << 12
"""Symbols that a shared axis may have."""


class SharedAxes:
    """Makes the axes of many practices.

    Arguments:
        practised: the practices.
    """

    def __init__(self, practised: Iterable[Practised], dialect: Dialect) -> None:
        self.dialect = dialect
        self._groups: dict[str, dict[int, cells.Group]] = {}
        for one in practised:
            for dimension in one.practice.program.dimensions:
                for fact in dimension.facts:
                    self._groups.setdefault(fact.name, {})[id(dimension.group)] = dimension.group
        self._shared: dict[tuple[str, Column], Axis | None] = {}

    def __call__(self, fact: Fact, column: Column, dimension: Dimension | None) -> Axis:
        """The axis of a fact for one policy; its own where it cannot be shared.

        Errors:
            UnsayableError: the fact cannot be told from its column.
        """
        shared = self._axis(fact, column)
        if shared is None:
            return axis_of(fact, column, dimension, self.dialect)
        return _own(shared, dimension)

    def _axis(self, fact: Fact, column: Column) -> Axis | None:
        key = (fact.name, column)
        if key not in self._shared:
            groups = tuple(self._groups.get(fact.name, {}).values())
            try:
                found = shared_axis_of(fact, column, groups, self.dialect)
                self._shared[key] = found if len(found.known) <= MOST_SYMBOLS else None
            except UnsayableError:
                self._shared[key] = None
        return self._shared[key]


def _own(shared: Axis, dimension: Dimension | None) -> Axis:
    """A policy's own classes of a shared axis."""
    known: list[Known | None] = [{}]
    numbers: dict[object, int] = {}
    classes = []
    alone = dimension is not None and len(dimension.facts) == 1
    for at, said in enumerate(shared.known):
        if at == UNKNOWN or said is None:
            classes.append(UNKNOWN)
            continue
        # Beside other facts, values that leave the same alone may not be the same.
        key: object = at if not alone else None
        if alone:
            assert dimension is not None
            key = dimension.group.allowed(said)
        if dimension is None:
            key = "read"
        if key not in numbers:
            numbers[key] = len(known)
            known.append(said)
        classes.append(numbers[key])
    if shared.irregular is not None:
        classes[shared.irregular] = len(known)
        known.append(None)
    return shared.of_class(tuple(classes), tuple(known))
